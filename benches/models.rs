//! A page of 1,000 meetings read, written and cloned by the emitted models and by their derived twins.
//!
//! `cargo bench -p msgraph-benches`. The three of a group stand side by side; for ratios that a noisy
//! machine does not spoil, see the example `ratios`.

use divan::Bencher;
use divan::counter::BytesCount;
use msgraph_benches::page::{self, Page, Sent};
use msgraph_benches::{flatten, plain};
use msgraph_online_meetings::models as emitted;
use serde::Serialize;
use serde::de::DeserializeOwned;

const MEETINGS: usize = 1000;

/// One of the three, under the name that its rows have.
trait Side {
    type Meeting: DeserializeOwned + Serialize + Clone;
}

struct Emitted;
struct Plain;
struct Flatten;

impl Side for Emitted {
    type Meeting = emitted::OnlineMeeting;
}

impl Side for Plain {
    type Meeting = plain::OnlineMeeting;
}

impl Side for Flatten {
    type Meeting = flatten::OnlineMeeting;
}

fn main() {
    divan::main();
}

fn read_page<S: Side>(bencher: Bencher<'_, '_>, sent: Sent) {
    let text = page::meetings(MEETINGS, sent);
    bencher
        .counter(BytesCount::of_str(&text))
        .bench_local(|| serde_json::from_slice::<Page<S::Meeting>>(divan::black_box(text.as_bytes())));
}

#[divan::bench(types = [Emitted, Plain, Flatten])]
fn read<S: Side>(bencher: Bencher<'_, '_>) {
    read_page::<S>(bencher, Sent::Everything);
}

#[divan::bench(types = [Emitted, Plain, Flatten])]
fn read_declared_only<S: Side>(bencher: Bencher<'_, '_>) {
    read_page::<S>(bencher, Sent::Declared);
}

/// The page as values, and its JSON when it is written again.
fn values<S: Side>(sent: Sent) -> (Page<S::Meeting>, Vec<u8>) {
    let page: Page<S::Meeting> =
        serde_json::from_str(&page::meetings(MEETINGS, sent)).expect("the page is of meetings");
    let written = serde_json::to_vec(&page).expect("models can be written");
    (page, written)
}

fn write_page<S: Side>(bencher: Bencher<'_, '_>, sent: Sent) {
    let (page, mut buffer) = values::<S>(sent);
    bencher.counter(BytesCount::of_slice(&buffer)).bench_local(|| {
        buffer.clear();
        serde_json::to_writer(&mut buffer, divan::black_box(&page))
    });
}

#[divan::bench(types = [Emitted, Plain, Flatten])]
fn write<S: Side>(bencher: Bencher<'_, '_>) {
    write_page::<S>(bencher, Sent::Everything);
}

#[divan::bench(types = [Emitted, Plain, Flatten])]
fn write_declared_only<S: Side>(bencher: Bencher<'_, '_>) {
    write_page::<S>(bencher, Sent::Declared);
}

#[divan::bench(types = [Emitted, Plain, Flatten])]
fn clone_and_drop<S: Side>(bencher: Bencher<'_, '_>) {
    let (page, _) = values::<S>(Sent::Everything);
    bencher.bench_local(|| drop(divan::black_box(page.clone())));
}
