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
//! The file is replaced at the end, so that what it held is not lost before.
//! What went wrong is told at the end, with its line in the table, and the program fails then. Correct the table and
//! run it again: what is booked already stays as it is.

mod table;

use std::cell::RefCell;
use std::error::Error;
use std::fs::{self, File};
use std::io::{IsTerminal as _, Write, sink, stderr, stdout};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use msgraph::bulk;
use msgraph::{App, Graph};
use msgraph_emulator::{Emulator, Fault};
use msgraph_example_jobs::{about, arguments, beside, setting, told};

use crate::table::Table;

const USAGE: &str = "book_term [term.csv [booked.csv]]";

type Fallible<T> = Result<T, Box<dyn Error>>;

msgraph::app! {
    /// Makes meetings for the signed-in user. More permissions it does not need, and less would not compile.
    struct Registrar: Delegated { "OnlineMeetings.ReadWrite" }
}

/// Where the join links go: to standard output, or beside the file that they replace when all are written.
fn links(file: Option<&Path>) -> Fallible<csv::Writer<Box<dyn Write>>> {
    Ok(csv::Writer::from_writer(match file.map(beside) {
        Some(beside) => Box::new(File::create(&beside).map_err(about(beside.display()))?),
        None => Box::new(stdout()),
    }))
}

/// Books the rows while it reads them, and writes a row of each lecture that is booked. Tells how many rows failed.
async fn book<W: Write>(
    graph: &Graph<Registrar>,
    table: &mut Table,
    mut links: csv::Writer<W>,
    file: Option<&Path>,
) -> Fallible<usize> {
    let bar = progress(table.length)?;
    let faults = RefCell::default();
    let bookings = table.bookings(&faults)?;
    let mut outcomes = bulk::book(&graph.me().online_meetings(), bulk::iter(bookings));
    links.write_record(["external_id", "state", "join_url"])?;
    let (mut made, mut found) = (0, 0);
    while let Some(outcome) = outcomes.next().await {
        let (line, id) = outcome.key;
        match outcome.result {
            Ok(booked) => {
                *(if booked.is_new { &mut made } else { &mut found }) += 1;
                let state = if booked.is_new { "new" } else { "there already" };
                links.write_record([id.as_str(), state, &booked.meeting.join_web_url.unwrap_or_default()])?;
                links.flush()?;
            }
            Err(error) => faults.borrow_mut().push((line, told(&error))),
        }
        bar.inc(1);
        if bar.is_hidden() && bar.position() % 10 == 0 {
            eprintln!("  {} of {} rows", bar.position(), bar.length().unwrap_or_default());
        }
    }
    bar.finish_and_clear();

    let stopped = outcomes.is_stopped();
    drop((outcomes, links));
    if stopped {
        eprintln!("The rows behind were not tried: each would have failed for the same reason.");
    }
    if let Some(file) = file {
        let beside = beside(file);
        if stopped {
            eprintln!("{} is as it was; what was booked is in {}", file.display(), beside.display());
        } else {
            fs::rename(beside, file).map_err(about(file.display()))?;
        }
    }
    let mut faults = faults.into_inner();
    faults.sort();
    eprintln!("{made} new, {found} there already, {} not booked", faults.len());
    for (line, fault) in &faults {
        eprintln!("line {line}: {fault}");
    }
    Ok(faults.len())
}

/// A bar on a terminal; elsewhere it is hidden, and lines are written instead.
fn progress(rows: usize) -> Fallible<ProgressBar> {
    let target =
        if stderr().is_terminal() { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
    let bar = ProgressBar::with_draw_target(Some(u64::try_from(rows)?), target);
    Ok(bar.with_style(ProgressStyle::with_template("{bar:40} {pos} of {len} rows, {eta} left")?))
}

/// Books the table in an emulator twice, the first time with trouble on the way.
async fn rehearse(table: &Path, file: Option<&Path>) -> Fallible<usize> {
    let (mut table, links) = (Table::open(table)?, links(file)?);
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
    let failed = book(&graph, &mut table, links, file).await?;
    eprintln!("{} requests were sent for it", emulator.requests().len());

    eprintln!("\nThe second run, with the same table:");
    book(&graph, &mut table, csv::Writer::from_writer(sink()), None).await?;
    Ok(failed)
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let mut arguments = match arguments(USAGE, &[], 2) {
        Ok(arguments) => arguments.into_iter().map(PathBuf::from),
        Err(code) => return code,
    };
    let (table, file) = (arguments.next(), arguments.next());
    let booked = match (setting("MSGRAPH_TOKEN"), table) {
        (None, table) => {
            let example = || Path::new(env!("CARGO_MANIFEST_DIR")).join("term.csv");
            rehearse(&table.unwrap_or_else(example), file.as_deref()).await
        }
        (Some(token), Some(table)) => live(token, &table, file.as_deref()).await,
        (Some(_), None) => Err(format!("name the table to book: {USAGE}").into()),
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
async fn live(token: String, table: &Path, file: Option<&Path>) -> Fallible<usize> {
    let (mut table, links) = (Table::open(table)?, links(file)?);
    let graph = Graph::builder().app::<Registrar>().token(token).build()?;
    book(&graph, &mut table, links, file).await
}
