//! How long the generator takes for slices of growing size, and how much memory: from the description and the
//! permission table to a crate on disk.
//!
//! ```text
//! cargo run --release -p msgraph-codegen --example scale -- PERMISSIONS SPEC [PATTERN..]
//! cargo run --release -p msgraph-codegen --example scale -- --plot FILE.svg PERMISSIONS SPEC..
//! ```
//!
//! The first makes one crate out of what the patterns include, or everything, and prints what each stage took.
//! The second does so for slices of each description, each in a process of its own, and draws the figures.

mod plot;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;
use std::{env, fs};

use msgraph_codegen::{Package, generate};
use msgraph_spec::Reader;
use plot::{Point, Series};

type Fault = Box<dyn std::error::Error>;

fn main() -> Result<(), Fault> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["--plot", svg, permissions, specs @ ..] if !specs.is_empty() => plot(svg, permissions, specs),
        [permissions, spec, patterns @ ..] => {
            let out = env::temp_dir().join(format!("msgraph-scale-{}", std::process::id()));
            let done = one(spec, permissions, patterns, &out);
            fs::remove_dir_all(&out).ok();
            done
        }
        _ => Err("usage: scale PERMISSIONS SPEC [PATTERN..] | scale --plot SVG PERMISSIONS SPEC..".into()),
    }
}

fn reader(spec: &str, permissions: &str) -> Reader {
    Reader::spec(spec).permissions(permissions).permissions_may_cover_more(true)
}

fn one(spec: &str, permissions: &str, patterns: &[&str], out: &Path) -> Result<(), Fault> {
    let begin = Instant::now();
    let (mut clock, mut processors) = (begin, processor_time());
    let mut lap = |what: &str| {
        let took = std::mem::replace(&mut clock, Instant::now()).elapsed();
        let used = processor_time() - std::mem::replace(&mut processors, processor_time());
        println!(
            "{what:<20} {:>9.1} ms  {:>7.0} ms of processors  {:>7.1} MB so far",
            took.as_secs_f64() * 1e3,
            used * 1e3,
            peak_memory()
        );
    };
    let read = patterns.iter().fold(reader(spec, permissions), Reader::include).read()?;
    lap("read");
    let mut faults = read.sources.diagnostics();
    let made = generate(&read.api, "scale", &mut faults)?;
    lap("plan, emit, format");
    let package = Package::new("scale").files(&read.api, made)?;
    lap("package");
    package.write_to(out)?;
    lap("write");
    let seconds = begin.elapsed().as_secs_f64();
    let megabytes = peak_memory();
    package.write_to(out)?;
    lap("write again");
    println!(
        "{} types, {} files, {} KB, digest {:016x}",
        read.api.types.len(),
        package.files().len(),
        package.files().values().map(String::len).sum::<usize>() / 1000,
        digest(package.files())
    );
    println!("{} operations: {seconds:.3} s, {megabytes:.1} MB", read.api.operations.len());
    Ok(())
}

/// Measures slices of each description and draws what they took.
fn plot(svg: &str, permissions: &str, specs: &[&str]) -> Result<(), Fault> {
    let mut series = Vec::new();
    for spec in specs {
        let name = PathBuf::from(spec).file_name().map(|name| name.to_string_lossy().into_owned());
        let mut points = Vec::new();
        for patterns in slices(spec, permissions)? {
            let done =
                Command::new(env::current_exe()?).args([permissions, spec]).args(&patterns).output()?;
            let said = String::from_utf8_lossy(&done.stdout);
            let point =
                said.lines().last().and_then(point).ok_or_else(|| {
                    format!("{spec} {patterns:?}: {}", String::from_utf8_lossy(&done.stderr))
                })?;
            println!("{spec}: {} operations, {} s, {} MB", point.operations, point.seconds, point.megabytes);
            points.push(point);
        }
        series.push(Series { name: name.unwrap_or_default(), points });
    }
    fs::write(svg, plot::svg(&series))?;
    Ok(())
}

/// Patterns for slices of growing size: what stands below ever more of the names that paths begin with, those
/// with few operations first.
fn slices(spec: &str, permissions: &str) -> Result<Vec<Vec<String>>, Fault> {
    const GROWTH: usize = 2;
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for operation in reader(spec, permissions).read()?.api.operations {
        if let Some(first) = operation.path.segments.first() {
            *counts.entry(first.to_string()).or_default() += 1;
        }
    }
    let mut counts: Vec<(String, usize)> = counts.into_iter().collect();
    counts.sort_by_key(|(_, count)| *count);
    let (mut found, mut patterns, mut so_far, mut next) = (Vec::new(), Vec::new(), 0, 50);
    let last = counts.len().saturating_sub(1);
    for (index, (first, count)) in counts.into_iter().enumerate() {
        patterns.push(format!("/{first}/**"));
        so_far += count;
        if so_far >= next || index == last {
            found.push(patterns.clone());
            next = so_far * GROWTH;
        }
    }
    Ok(found)
}

/// `51 operations: 0.105 s, 13.0 MB`
fn point(line: &str) -> Option<Point> {
    let mut numbers = line.split_whitespace().filter_map(|word| word.parse().ok());
    let (operations, seconds, megabytes) = (numbers.next()?, numbers.next()?, numbers.next()?);
    Some(Point { operations, seconds, megabytes })
}

/// One number for all texts, to see at a glance whether two runs gave the same (FNV-1a).
fn digest(files: &BTreeMap<String, String>) -> u64 {
    let bytes = files.iter().flat_map(|(path, text)| path.bytes().chain([0]).chain(text.bytes()));
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// What all threads of the process have used of processors so far, in seconds; the system counts hundredths.
fn processor_time() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let behind_name = stat.rsplit(')').next().unwrap_or_default().split_whitespace();
    behind_name.skip(11).take(2).filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>() / 100.0
}

/// What the process held at most, in megabytes, from the system's own count.
fn peak_memory() -> f64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|word| word.parse::<f64>().ok()).unwrap_or_default() / 1024.0
}
