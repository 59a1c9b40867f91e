//! How the emitted models compare with their derived twins, in ratios that a noisy machine does not spoil.
//!
//! `cargo run --release -p msgraph-benches --example ratios [rounds]`
//!
//! Each round measures all three, one behind the other, so that whatever slows the machine slows all. The
//! ratio is the median of the rounds' ratios. Whether the goals are met stands behind each line; the
//! program itself never fails.

use std::env;
use std::hint::black_box;
use std::time::{Duration, Instant};

use msgraph_benches::page::{self, Page, Sent};
use msgraph_benches::{flatten, plain};
use msgraph_online_meetings::models as emitted;
use serde::Serialize;
use serde::de::DeserializeOwned;

const MEETINGS: usize = 1000;

/// Something that takes a time: one of the three ways to do the same.
type Lap<'a> = Box<dyn FnMut() -> Duration + 'a>;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let rounds = env::args().nth(1).map_or(Ok(61), |text| text.parse())?;
    println!("{:<42} {:>9} {:>9} {:>9}  of plain  of flatten", "", "emitted", "plain", "flatten");
    for (sent, note) in [
        (Sent::Everything, "as Graph sends it"),
        (Sent::Declared, "declared properties only"),
        (Sent::Values, "declared properties, no nulls"),
    ] {
        let text = page::meetings(MEETINGS, sent);
        let laps: [Lap<'_>; 3] = [
            read::<emitted::OnlineMeeting>(&text),
            read::<plain::OnlineMeeting>(&text),
            read::<flatten::OnlineMeeting>(&text),
        ];
        report(&format!("read, {note}"), &measure(laps, rounds), [1.05, 0.5]);
        let laps: [Lap<'_>; 3] = [
            write::<emitted::OnlineMeeting>(&text)?,
            write::<plain::OnlineMeeting>(&text)?,
            write::<flatten::OnlineMeeting>(&text)?,
        ];
        report(&format!("write, {note}"), &measure(laps, rounds), [1.0, f64::INFINITY]);
        println!("{:<42} {:>9.2} MB", "", mega(text.len()));
    }
    Ok(())
}

fn read<T: DeserializeOwned>(text: &str) -> Lap<'_> {
    Box::new(move || {
        let start = Instant::now();
        let page = serde_json::from_slice::<Page<T>>(black_box(text.as_bytes()));
        // what it holds is dropped behind the clock
        let taken = start.elapsed();
        assert!(black_box(page).is_ok(), "the page is of meetings");
        taken
    })
}

fn write<'a, T: DeserializeOwned + Serialize + 'a>(text: &str) -> serde_json::Result<Lap<'a>> {
    let page: Page<T> = serde_json::from_str(text)?;
    let mut buffer = serde_json::to_vec(&page)?;
    Ok(Box::new(move || {
        buffer.clear();
        let start = Instant::now();
        let written = serde_json::to_writer(&mut buffer, black_box(&page));
        let taken = start.elapsed();
        assert!(written.is_ok() && !black_box(&buffer).is_empty(), "models can be written");
        taken
    }))
}

/// Seconds of each round, the three of a round one behind the other.
fn measure(mut laps: [Lap<'_>; 3], rounds: usize) -> Vec<[f64; 3]> {
    let mut round = || laps.each_mut().map(|lap| lap().as_secs_f64());
    for _ in 0..3 {
        round();
    }
    (0..rounds).map(|_| round()).collect()
}

fn report(name: &str, rounds: &[[f64; 3]], goals: [f64; 2]) {
    let median_of = |of: &dyn Fn(&[f64; 3]) -> f64| median(rounds.iter().map(of).collect());
    let [emitted, plain, flatten] = [0, 1, 2].map(|at| 1e3 * median_of(&|round| round[at]));
    let ratios = [1, 2].map(|at| median_of(&|round| round[0] / round[at]));
    let missed = ratios.iter().zip(goals).any(|(ratio, goal)| *ratio > goal);
    println!(
        "{name:<42} {emitted:>6.2} ms {plain:>6.2} ms {flatten:>6.2} ms  {:>8.2}  {:>10.2}  {}",
        ratios[0],
        ratios[1],
        if missed { "above its goal" } else { "goal met" },
    );
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_unstable_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

fn mega(bytes: usize) -> f64 {
    f64::from(u32::try_from(bytes).unwrap_or(u32::MAX)) / 1e6
}
