//! A page of 1,000 meetings read, written and cloned by the emitted models and by their derived twins.
//!
//! `cargo bench -p msgraph-benches`. The three of a group stand side by side; for ratios that a noisy
//! machine does not spoil, see the example `ratios`.

use divan::Bencher;
use divan::counter::BytesCount;
use msgraph_benches::page::{self, Page, Undeclared};
use msgraph_benches::{flatten, plain};
use msgraph_online_meetings::models as emitted;
use serde::Serialize;
use serde::de::DeserializeOwned;

const MEETINGS: usize = 1000;

fn main() {
    divan::main();
}

fn read_page<T: DeserializeOwned>(bencher: Bencher<'_, '_>, undeclared: Undeclared) {
    let text = page::meetings(MEETINGS, undeclared);
    bencher
        .counter(BytesCount::of_str(&text))
        .bench_local(|| serde_json::from_slice::<Page<T>>(divan::black_box(text.as_bytes())));
}

#[divan::bench(types = [emitted::OnlineMeeting, plain::OnlineMeeting, flatten::OnlineMeeting])]
fn read<T: DeserializeOwned>(bencher: Bencher<'_, '_>) {
    read_page::<T>(bencher, Undeclared::Sent);
}

#[divan::bench(types = [emitted::OnlineMeeting, plain::OnlineMeeting, flatten::OnlineMeeting])]
fn read_declared_only<T: DeserializeOwned>(bencher: Bencher<'_, '_>) {
    read_page::<T>(bencher, Undeclared::LeftOut);
}

/// The page as values, and the length of its JSON when it is written again.
fn values<T: DeserializeOwned + Serialize>(undeclared: Undeclared) -> (Page<T>, Vec<u8>) {
    let page: Page<T> =
        serde_json::from_str(&page::meetings(MEETINGS, undeclared)).expect("the page is of meetings");
    let written = serde_json::to_vec(&page).expect("models can be written");
    (page, written)
}

fn write_page<T: DeserializeOwned + Serialize>(bencher: Bencher<'_, '_>, undeclared: Undeclared) {
    let (page, mut buffer) = values::<T>(undeclared);
    bencher.counter(BytesCount::of_slice(&buffer)).bench_local(|| {
        buffer.clear();
        serde_json::to_writer(&mut buffer, divan::black_box(&page))
    });
}

#[divan::bench(types = [emitted::OnlineMeeting, plain::OnlineMeeting, flatten::OnlineMeeting])]
fn write<T: DeserializeOwned + Serialize>(bencher: Bencher<'_, '_>) {
    write_page::<T>(bencher, Undeclared::Sent);
}

#[divan::bench(types = [emitted::OnlineMeeting, plain::OnlineMeeting, flatten::OnlineMeeting])]
fn write_declared_only<T: DeserializeOwned + Serialize>(bencher: Bencher<'_, '_>) {
    write_page::<T>(bencher, Undeclared::LeftOut);
}

#[divan::bench(types = [emitted::OnlineMeeting, plain::OnlineMeeting, flatten::OnlineMeeting])]
fn clone_and_drop<T: DeserializeOwned + Serialize + Clone>(bencher: Bencher<'_, '_>) {
    let (page, _) = values::<T>(Undeclared::Sent);
    bencher.bench_local(|| drop(divan::black_box(page.clone())));
}
