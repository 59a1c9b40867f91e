//! What a request costs with `msgraph` and by hand, on loopback in one process.
//!
//! `cargo run --release -p msgraph-benches --example request_cost [rounds]`
//!
//! Each round makes the same calls in all ways, one way behind the other, so that whatever slows the machine slows
//! all. The ratio is the median of the rounds' ratios. First it is checked that all ways send and get the same.
//!
//! `request_cost --once WAY-CALL COUNT` makes so many calls against a server in a process of its own: under
//! `valgrind --tool=callgrind`, which does not follow it there, the difference between two counts is what the client
//! executes for a call. `docs/measure-client` does that.

mod hand;
mod same;
mod server;
mod ways;

use std::error::Error;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::process::{Child, Command, Stdio};
use std::time::Instant;
use std::{env, fs};

use tokio::runtime::{Builder, Runtime};

use ways::{Call, Clients, Kind, Way};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        ["--once", kind, count] => once(kind.parse()?, count.parse()?),
        ["--serve"] => serve(),
        [rounds] => compare(rounds.parse()?),
        [] => compare(61),
        _ => Err("it takes a number of rounds, or --once WAY-CALL COUNT".into()),
    }
}

/// One thread does everything, so that a call costs the same each time.
fn runtime() -> io::Result<Runtime> {
    Builder::new_current_thread().enable_all().build()
}

fn compare(rounds: usize) -> Result<(), Box<dyn Error>> {
    let runtime = runtime()?;
    same::check(&runtime)?;
    let clients = Clients::new(&format!("http://{}/v1.0", server::start()?))?;
    println!("{:<18} {:>12} {:>12} {:>9} {:>9}", "", "wall", "client cpu", "of hand", "cpu");
    for (call, count) in [(Call::Post, 200), (Call::List, 8), (Call::Declared, 8)] {
        let mut samples: Vec<[Sample; 4]> = Vec::new();
        for round in 0..rounds + 2 {
            let mut sample = [Sample::default(); 4];
            // each way comes first in turn
            for step in 0..Way::ALL.len() {
                let at = (step + round) % Way::ALL.len();
                sample[at] = lap(&runtime, &clients, Kind(Way::ALL[at], call), count)?;
            }
            samples.push(sample);
        }
        report(call, &samples[2..]);
    }
    Ok(())
}

/// What a call took in a round, in microseconds.
#[derive(Debug, Clone, Copy, Default)]
struct Sample {
    wall: f64,
    processor: f64,
}

fn lap(runtime: &Runtime, clients: &Clients, kind: Kind, count: u32) -> Result<Sample, Box<dyn Error>> {
    let (start, processor) = (Instant::now(), processor_time());
    runtime.block_on(async {
        for _ in 0..count {
            clients.call(kind).await?;
        }
        Ok::<(), Box<dyn Error>>(())
    })?;
    let each = |seconds: f64| 1e6 * seconds / f64::from(count);
    Ok(Sample { wall: each(start.elapsed().as_secs_f64()), processor: each(processor_time() - processor) })
}

/// Seconds that this thread has run, or no number where the system does not say.
fn processor_time() -> f64 {
    let text = fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    text.split(' ').next().and_then(|nanoseconds| nanoseconds.parse::<f64>().ok()).unwrap_or(f64::NAN) / 1e9
}

fn report(call: Call, samples: &[[Sample; 4]]) {
    let hand = Way::ALL.iter().position(|way| *way == Way::Hand).unwrap_or_default();
    for (at, way) in Way::ALL.iter().enumerate() {
        let of = |value: &dyn Fn(&[Sample; 4]) -> f64| median(samples.iter().map(value).collect());
        println!(
            "{:<18} {:>9.1} us {:>9.1} us {:>9.3} {:>9.3}",
            format!("{}-{}", way.name(), call.name()),
            of(&|round| round[at].wall),
            of(&|round| round[at].processor),
            of(&|round| round[at].wall / round[hand].wall),
            of(&|round| round[at].processor / round[hand].processor),
        );
    }
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_unstable_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

fn once(kind: Kind, count: u32) -> Result<(), Box<dyn Error>> {
    let (mut server, address) = other_process()?;
    let clients = Clients::new(&format!("http://{address}/v1.0"))?;
    lap(&runtime()?, &clients, kind, count)?;
    drop(server.stdin.take());
    server.wait()?;
    Ok(())
}

/// This program as a server, which ends when its input does.
fn other_process() -> Result<(Child, String), Box<dyn Error>> {
    let mut server = Command::new(env::current_exe()?)
        .arg("--serve")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    let mut address = String::new();
    BufReader::new(server.stdout.take().ok_or("a server without output")?).read_line(&mut address)?;
    Ok((server, address.trim_end().to_owned()))
}

fn serve() -> Result<(), Box<dyn Error>> {
    println!("{}", server::start()?);
    io::stdout().flush()?;
    io::stdin().read_to_end(&mut Vec::new())?;
    Ok(())
}
