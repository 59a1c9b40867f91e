//! How long the generator takes for slices of growing size, and how much memory: from the description and the
//! permission table to a crate on disk.
//!
//! ```text
//! cargo run --release -p msgraph-codegen --example scale -- SPEC PERMISSIONS [PATTERN..]
//! ```
//!
//! It makes one crate out of what the patterns include, or everything, and prints what each stage took.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Instant;
use std::{env, fs};

use msgraph_codegen::{Package, generate};
use msgraph_spec::Reader;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = env::args().skip(1);
    let (Some(spec), Some(permissions)) = (arguments.next(), arguments.next()) else {
        return Err("usage: scale SPEC PERMISSIONS [PATTERN..]".into());
    };
    let out = env::temp_dir().join(format!("msgraph-scale-{}", std::process::id()));
    let done = one(&PathBuf::from(spec), &PathBuf::from(permissions), &arguments.collect::<Vec<_>>(), &out);
    fs::remove_dir_all(&out).ok();
    done
}

fn one(
    spec: &Path,
    permissions: &Path,
    patterns: &[String],
    out: &Path,
) -> Result<(), Box<dyn std::error::Error>> {
    let mut clock = Instant::now();
    let mut processors = processor_time();
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
    let mut reader = Reader::openapi(spec).permissions(permissions).permissions_may_cover_more(true);
    for pattern in patterns {
        reader = reader.include(pattern);
    }
    let read = reader.read()?;
    lap("read");
    let mut faults = read.sources.diagnostics();
    let made = generate(&read.api, "scale", &mut faults)?;
    lap("plan, emit, format");
    let package = Package::new("scale").files(&read.api, made)?;
    lap("package");
    package.write_to(out)?;
    lap("write");
    package.write_to(out)?;
    lap("write again");
    println!(
        "{} operations, {} types, {} files, {:.1} MB",
        read.api.operations.len(),
        read.api.types.len(),
        package.files().len(),
        package.files().values().map(String::len).sum::<usize>() as f64 / 1e6
    );
    println!("digest {:016x}", digest(package.files()));
    Ok(())
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
