//! Books all lectures of a term, from a table, each exactly once.
//!
//! ```text
//! cargo run -p msgraph-example-jobs --bin book_term
//! ```
//!
//! does it in an emulator on this machine, where some requests go wrong, and then once more. With a token in
//! `MSGRAPH_TOKEN`, the meetings are made in Microsoft Graph, for the user whose token it is:
//!
//! ```text
//! MSGRAPH_TOKEN=eyJ0... cargo run -p msgraph-example-jobs --bin book_term -- term.csv booked.csv
//! ```
//!
//! The first argument is the table, the second the file for the join links; without it they go to standard output.
//! What went wrong is told at the end, with its line in the table, and the program fails then. Correct the table and
//! run it again: what is booked already stays as it is.

use std::cell::RefCell;
use std::collections::HashMap;
use std::error::Error;
use std::fs::File;
use std::io::{IsTerminal as _, Write, stderr, stdout};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use csv::{Position, StringRecord};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use msgraph::bulk::{self, Booking};
use msgraph::models::{OnlineMeeting, OnlineMeetingPresenters};
use msgraph::{App, DateTimeOffset, Graph};
use msgraph_emulator::{Emulator, Fault};
use msgraph_example_jobs::{setting, told};
use serde::Deserialize;

msgraph::app! {
    /// Makes meetings for the signed-in user. More permissions it does not need, and less would not compile.
    struct Registrar: Delegated { "OnlineMeetings.ReadWrite" }
}

/// A row of the table.
#[derive(Deserialize)]
struct Row {
    course: String,
    lecture: u32,
    start: DateTimeOffset,
    end: DateTimeOffset,
    title: String,
}

impl Row {
    /// The external id is what never changes: a lecture may be moved or get another title, and is still the same.
    fn booking(self) -> Booking {
        let meeting = OnlineMeeting::new()
            .set_subject(self.title)
            .set_start_date_time(self.start)
            .set_end_date_time(self.end)
            .set_allowed_presenters(OnlineMeetingPresenters::Organizer);
        Booking::new(format!("{}/{}", self.course, self.lecture), meeting)
    }
}

/// The rows that were read.
#[derive(Default)]
struct Rows {
    /// Where each external id stands.
    lines: HashMap<String, u64>,
    faults: Vec<(u64, String)>,
}

impl Rows {
    /// The booking of a row; nothing where the row is at fault.
    fn take(&mut self, names: &StringRecord, row: csv::Result<StringRecord>) -> Option<Booking> {
        let position = row.as_ref().map_or_else(csv::Error::position, StringRecord::position);
        let line = position.map_or(0, Position::line);
        let booking = match row.and_then(|row| row.deserialize::<Row>(Some(names))) {
            Ok(row) => row.booking(),
            Err(error) => {
                self.faults.push((line, error.to_string()));
                return None;
            }
        };
        if let Some(first) = self.lines.get(booking.external_id()) {
            self.faults.push((line, format!("the same lecture stands in line {first}")));
            return None;
        }
        self.lines.insert(booking.external_id().to_owned(), line);
        Some(booking)
    }
}

/// Books the rows while it reads them, and writes a row of each lecture that is booked. Tells how many rows failed.
async fn book(graph: &Graph<Registrar>, table: &Path, links: impl Write) -> Result<usize, Box<dyn Error>> {
    let mut table = csv::Reader::from_path(table)?;
    let names = table.headers()?.clone();
    let start = table.position().clone();
    let bar = progress(table.byte_records().count())?;
    table.seek(start)?;

    let rows = RefCell::new(Rows::default());
    let bookings = table.into_records().filter_map(|row| rows.borrow_mut().take(&names, row));
    let mut outcomes = bulk::book(&graph.me().online_meetings(), bulk::iter(bookings));
    let mut links = csv::Writer::from_writer(links);
    links.write_record(["external_id", "state", "join_url"])?;
    let (mut made, mut found) = (0, 0);
    while let Some(outcome) = outcomes.next().await {
        match outcome.result {
            Ok(booked) => {
                *(if booked.is_new { &mut made } else { &mut found }) += 1;
                let state = if booked.is_new { "new" } else { "there already" };
                let link = booked.meeting.join_web_url.unwrap_or_default();
                links.write_record([outcome.key.as_str(), state, &link])?;
                links.flush()?;
            }
            Err(error) => {
                let mut rows = rows.borrow_mut();
                let line = rows.lines.get(&outcome.key).copied().unwrap_or_default();
                rows.faults.push((line, told(&error)));
            }
        }
        bar.inc(1);
        if bar.is_hidden() && bar.position() % 10 == 0 {
            eprintln!("  {} of {} rows", bar.position(), bar.length().unwrap_or_default());
        }
    }
    bar.finish_and_clear();

    if outcomes.is_stopped() {
        eprintln!("The rows behind were not tried: each would have failed for the same reason.");
    }
    drop(outcomes);
    let mut faults = rows.into_inner().faults;
    faults.sort();
    eprintln!("{made} new, {found} there already, {} not booked", faults.len());
    for (line, fault) in &faults {
        eprintln!("line {line}: {fault}");
    }
    Ok(faults.len())
}

/// A bar on a terminal; elsewhere it is hidden, and lines are written instead.
fn progress(rows: usize) -> Result<ProgressBar, Box<dyn Error>> {
    let target =
        if stderr().is_terminal() { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
    let bar = ProgressBar::with_draw_target(Some(u64::try_from(rows)?), target);
    Ok(bar.with_style(ProgressStyle::with_template("{bar:40} {pos} of {len} rows, {eta} left")?))
}

/// Where the join links go.
fn links(file: Option<&Path>) -> std::io::Result<Box<dyn Write>> {
    Ok(match file {
        Some(file) => Box::new(File::create(file)?),
        None => Box::new(stdout()),
    })
}

/// Books the table in an emulator twice, the first time with trouble on the way.
async fn rehearse(table: &Path, file: Option<&Path>) -> Result<usize, Box<dyn Error>> {
    let emulator = Emulator::start().await?;
    let lecturer = &emulator.users()[0];
    let graph = Graph::builder()
        .app::<Registrar>()
        .base_url(emulator.url())
        .allow_http_on_loopback()
        .token(emulator.delegated_token(&lecturer.id, Registrar::PERMISSIONS))
        .build()?;
    eprintln!("An emulator of Microsoft Graph at {}, for {}", emulator.url(), lecturer.display_name);

    eprintln!("\nThe first run: the service throttles, and a connection breaks after a meeting was made.");
    eprintln!("Asked for again, that meeting is there already.");
    let call = |fault: Fault| fault.on("POST", "/me/onlineMeetings/createOrGet");
    emulator.inject(call(Fault::status(429).header("retry-after", "0.2")).times(2));
    emulator.inject(call(Fault::cut_after()));
    let failed = book(&graph, table, links(file)?).await?;
    eprintln!("{} requests were sent for it", emulator.requests().len());

    eprintln!("\nThe second run, with the same table:");
    book(&graph, table, std::io::sink()).await?;
    Ok(failed)
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let mut arguments = std::env::args_os().skip(1).map(PathBuf::from);
    let (table, file) = (arguments.next(), arguments.next());
    let booked = match (setting("MSGRAPH_TOKEN"), table) {
        (None, table) => {
            let example = || Path::new(env!("CARGO_MANIFEST_DIR")).join("term.csv");
            rehearse(&table.unwrap_or_else(example), file.as_deref()).await
        }
        (Some(token), Some(table)) => live(token, &table, file.as_deref()).await,
        (Some(_), None) => Err("name the table to book: book_term term.csv [booked.csv]".into()),
    };
    match booked {
        Ok(0) => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{}", told(&*error));
            ExitCode::FAILURE
        }
    }
}

/// Books the table in Microsoft Graph.
async fn live(token: String, table: &Path, file: Option<&Path>) -> Result<usize, Box<dyn Error>> {
    let graph = Graph::builder().app::<Registrar>().token(token).build()?;
    book(&graph, table, links(file)?).await
}
