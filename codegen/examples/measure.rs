//! How long the generator takes for the bundled slice, stage by stage, and how much memory.
//!
//! `cargo run --release -p msgraph-codegen --example measure [rounds]`

use std::path::Path;
use std::time::{Duration, Instant};
use std::{env, fs};

use msgraph_codegen::{Crate, generate};
use msgraph_spec::{ONLINE_MEETINGS_DIR, Reader};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let rounds = env::args().nth(1).map_or(Ok(51), |text| text.parse())?;
    let folder = Path::new(ONLINE_MEETINGS_DIR);
    let inputs = ["openapi.yaml", "permissions.yaml", "permission-fixups.yaml"].map(|name| folder.join(name));
    let mut texts = Vec::new();
    for input in &inputs {
        texts.push(fs::read_to_string(input)?);
    }
    let out = env::temp_dir().join(format!("msgraph-measure-{}", std::process::id()));

    let mut times: [Vec<Duration>; 4] = Default::default();
    let mut made = None;
    for _ in 0..rounds {
        let mut clock = Instant::now();
        let mut lap =
            |times: &mut Vec<Duration>| times.push(std::mem::replace(&mut clock, Instant::now()).elapsed());
        // the floor: the same texts into values without meaning
        for text in &texts {
            std::hint::black_box(serde_yaml::from_str::<serde_yaml::Value>(text)?);
        }
        lap(&mut times[0]);
        let read =
            Reader::openapi(&inputs[0]).permissions(&inputs[1]).permission_fixups(&inputs[2]).read()?;
        lap(&mut times[1]);
        let mut faults = read.sources.diagnostics();
        let files = generate(&read.api, "online_meetings", &mut faults)?;
        lap(&mut times[2]);
        fs::remove_dir_all(&out).ok();
        fs::create_dir_all(&out)?;
        lap(&mut Vec::new());
        files.write_to(&out.join("online_meetings"))?;
        lap(&mut times[3]);
        made = Some((read.api, files));
    }
    fs::remove_dir_all(&out)?;

    let floor = median(&mut times[0]);
    for (name, times) in
        ["floor: YAML into values", "read and check", "plan, emit, format", "write"].iter().zip(&mut times)
    {
        let time = median(times);
        println!("{name:<24} {:>8.2} ms  {:>5.2} x floor", millis(time), millis(time) / millis(floor));
    }
    let total: f64 = times[1..].iter_mut().map(|times| millis(median(times))).sum();
    println!("{:<24} {total:>8.2} ms  {:>5.2} x floor", "generator", total / millis(floor));
    println!("{:<24} {:>8}", "peak memory", peak_memory().unwrap_or_else(|| "unknown".to_owned()));
    if let Some((api, files)) = made {
        lines(&files, api.operations.len(), api.types.len());
    }
    Ok(())
}

fn lines(files: &Crate, operations: usize, types: usize) {
    for (folder, count, of) in [
        ("models", types, "type"),
        ("operations", operations, "operation"),
        ("builders", operations, "operation"),
    ] {
        let texts = files.files().iter().filter(|(path, _)| path.starts_with(folder)).map(|(_, text)| text);
        let (all, code) =
            texts.flat_map(|text| text.lines()).fold((0_usize, 0_usize), |(all, code), line| {
                let line = line.trim_start();
                (all + 1, code + usize::from(!line.is_empty() && !line.starts_with("//")))
            });
        println!(
            "{folder:<24} {all:>8} lines, {code} of them code: {} ({}) for each {of}",
            all / count,
            code / count
        );
    }
    let all: usize = files.files().values().map(|text| text.lines().count()).sum();
    println!("{:<24} {all:>8} lines in {} files", "everything", files.files().len());
}

fn median(times: &mut [Duration]) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

/// What the process held at most, from the system's own count.
fn peak_memory() -> Option<String> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kilobytes: f64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(format!("{:.1} MB", kilobytes / 1024.0))
}
