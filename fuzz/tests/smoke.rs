//! A bounded run of every target: each file of its corpus, and changes of them, the same ones in each run.
//!
//! `ROUNDS=100000 cargo test -p msgraph-fuzz --release --test smoke` runs longer; `SEED` begins elsewhere.

use std::panic::{self, AssertUnwindSafe};
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::time::Duration;
use std::{env, fs, thread};

use msgraph_fuzz::mutate::mutate;
use msgraph_fuzz::random::Random;
use msgraph_fuzz::{TARGETS, Target};
use peak_alloc::PeakAlloc;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// How long one small input may take, in a debug build on a busy machine.
const LONGEST: Duration = Duration::from_secs(10);

/// How much memory all inputs that run at once may take.
const MOST_MEMORY: usize = 300_000_000;

fn corpus(name: &str) -> Vec<(PathBuf, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(name);
    let entries = fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut found: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    found.sort();
    assert!(found.len() >= 5, "{} holds only {} files", folder.display(), found.len());
    found.into_iter().map(|path| (path.clone(), fs::read(path).expect("a file"))).collect()
}

/// Runs inputs in a thread of their own, so that one that does not end is known by its name.
fn run(target: Target, inputs: impl Iterator<Item = (String, Vec<u8>)> + Send + 'static) -> usize {
    let (begun, beginnings) = mpsc::channel::<Option<(String, Vec<u8>)>>();
    let worker = thread::spawn(move || {
        let mut count = 0;
        for (name, input) in inputs {
            begun.send(Some((name.clone(), input.clone()))).expect("a receiver");
            let done = panic::catch_unwind(AssertUnwindSafe(|| target(&input)));
            assert!(done.is_ok(), "{name}: {:?}", String::from_utf8_lossy(&input));
            count += 1;
        }
        begun.send(None).expect("a receiver");
        count
    });
    let mut last = None;
    loop {
        match beginnings.recv_timeout(LONGEST) {
            Ok(Some(next)) => last = Some(next),
            Ok(None) | Err(mpsc::RecvTimeoutError::Disconnected) => break,
            Err(mpsc::RecvTimeoutError::Timeout) => {
                let (name, input) = last.unwrap_or_default();
                panic!("{name} takes more than {LONGEST:?}: {:?}", String::from_utf8_lossy(&input));
            }
        }
    }
    match worker.join() {
        Ok(count) => count,
        Err(fault) => panic::resume_unwind(fault),
    }
}

fn smoke(name: &str, rounds: usize) {
    let target = TARGETS.iter().find(|(known, _)| *known == name).expect("a target").1;
    let number = |variable: &str| env::var(variable).ok().and_then(|text| text.parse::<usize>().ok());
    let rounds = number("ROUNDS").unwrap_or(rounds);
    let files = corpus(name);
    let seeds: Vec<Vec<u8>> = files.iter().map(|(_, input)| input.clone()).collect();
    let mut random = Random::new(number("SEED").unwrap_or(0x5eed) as u64 * 2 + 0xcafe_f00d);
    let fixed = files.into_iter().map(|(path, input)| (path.display().to_string(), input));
    let mut done = 0;
    let changed = std::iter::from_fn(move || {
        done += 1;
        let seed = random.one_of(&seeds)?.clone();
        (done <= rounds).then(|| (format!("change {done}"), mutate(&seed, &seeds, &mut random)))
    });
    let ran = run(target, fixed.chain(changed));
    assert!(ran > rounds, "{ran} of {rounds}");
    let peak = MEMORY.peak_usage();
    assert!(peak < MOST_MEMORY, "{peak} bytes");
}

#[test]
fn openapi() {
    smoke("openapi", 250);
}

#[test]
fn csdl() {
    smoke("csdl", 250);
}

#[test]
fn permissions() {
    smoke("permissions", 100);
}

#[test]
fn fixups() {
    smoke("fixups", 100);
}

#[test]
fn pattern() {
    smoke("pattern", 300);
}

#[test]
fn settings() {
    smoke("settings", 200);
}

#[test]
fn emitter() {
    smoke("emitter", 200);
}
