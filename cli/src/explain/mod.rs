//! `cargo msgraph explain`: everything known about an operation.

mod build;
mod facts;
mod request;
mod terminal;

use std::path::PathBuf;

use msgraph_codegen::Calls;
use msgraph_spec::model::{Api, Operation};
use msgraph_spec::{Diagnostics, Pattern};

use crate::input::{self, SliceArgs, Trust};
use crate::output::Output;
use crate::permissions::Wanted;
use crate::permissions::report::{Report, Title};
use crate::progress::Progress;
use crate::{Failure, Outcome, args, output, text};
use facts::{Explanation, Match};
pub(crate) use request::curl;

/// The arguments of the command.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES, after_long_help = format!("{EXAMPLES}\n\n{}", args::EXIT_CODES))]
pub(crate) struct Args {
    /// Which operation: `POST /me/onlineMeetings`
    ///
    /// A pattern as for `permissions` will do. Where more match than `--limit` says, they are listed instead.
    #[arg(value_name = "METHOD PATTERN", required = true)]
    pattern: Vec<String>,
    /// Explain up to so many operations
    #[arg(long, value_name = "COUNT", default_value_t = 3)]
    limit: usize,
    /// Write to this file instead of standard output
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// How wide the text may be; by default as the terminal, and 100 where there is none
    #[arg(long, value_name = "COLUMNS")]
    width: Option<usize>,
    #[command(flatten)]
    slice: SliceArgs,
}

const EXAMPLES: &str = "\
Examples:
  cargo msgraph explain 'POST /me/onlineMeetings'
  cargo msgraph explain '/me/onlineMeetings/{id}' --limit 5
  cargo msgraph explain GET '/users/{id}/calendarView' --spec graph.json --json";

/// Runs the command.
pub(crate) fn run(args: &Args, output: Output) -> Result<Outcome, Failure> {
    let pattern = Pattern::parse(&args.pattern.join(" ")).map_err(Failure::Usage)?;
    let slice = args.slice.slice()?;
    let loaded = slice.load(output, Trust::Stated)?;
    let progress = Progress::new(output);
    progress.stage("Reading the description");
    let read = loaded.reader().read().map_err(input::failure)?;
    let found = pattern.select(&read.api).map_err(Failure::Usage)?;
    if slice.is_without_table() {
        output.note("note: without a permission table, nothing is known of permissions (`--permissions`)");
    }
    let matches = found.iter().map(|one| matched(one)).collect();
    let explained = if found.len() > args.limit { &[][..] } else { &found[..] };
    progress.stage("Looking up who may call it");
    let explanation = Explanation { matches, operations: explain(&read.api, explained, &pattern)? };
    drop(progress);
    if output.is_json() {
        match &args.out {
            Some(file) => output::write(&output::json_text(&explanation), Some(file))?,
            None => output::write_json("explain", &explanation)?,
        }
    } else {
        let width = args.width.unwrap_or_else(|| text::width(args.out.as_deref()));
        output::write(&terminal::render(&explanation, width), args.out.as_deref())?;
    }
    Ok(Outcome::Done)
}

fn matched(of: &Operation) -> Match {
    Match { title: title(of), summary: of.docs.summary.clone() }
}

fn title(of: &Operation) -> Title {
    Title { method: of.method.as_str(), path: of.path.to_string() }
}

fn explain(api: &Api, found: &[&Operation], pattern: &Pattern) -> Result<Vec<facts::Operation>, Failure> {
    if found.is_empty() {
        return Ok(Vec::new());
    }
    // names that collide are the generator's to report; what has none is shown without
    let calls = Calls::new(api, &mut Diagnostics::default());
    let wanted = Wanted { pattern: Some(pattern.clone()), ..Wanted::default() };
    let report = Report::new(api, &wanted).map_err(Failure::Usage)?;
    let siblings = api.siblings();
    let explained = found.iter().map(|operation| {
        let known = report.operations.iter().find(|one| one.title == title(operation));
        build::operation(api, operation, &build::Known { calls: &calls, siblings: &siblings, report: known })
    });
    Ok(explained.collect())
}
