//! `cargo msgraph permissions`: which permissions open which operations.

mod build;
mod html;
mod json;
mod markdown;
pub mod report;
mod summary;
mod terminal;

use std::path::PathBuf;

use clap::ValueEnum;
use msgraph_spec::model::Scheme;
use msgraph_spec::{Diagnostic, Diagnostics, Pattern};

use crate::input::{self, SliceArgs, Trust};
use crate::output::Output;
use crate::progress::Progress;
use crate::{Failure, Outcome, args, output, text};
use report::Report;

/// The arguments of the command.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES, after_long_help = format!("{EXAMPLES}\n\n{}", args::EXIT_CODES))]
pub(crate) struct Args {
    /// Which operations: `POST /me/onlineMeetings`, `GET,POST /users/{id}/**`; all by default
    ///
    /// Methods are optional and come before the path. In the path, `*` is one segment, `**` any number of
    /// them, `{id}` a key of any name. Letter case does not matter. Functions are named without arguments.
    #[arg(value_name = "METHOD PATTERN")]
    pattern: Vec<String>,
    /// Only this scheme; may be given several times
    #[arg(long, value_name = "SCHEME")]
    scheme: Vec<SchemeArg>,
    /// How to show it; `table` by default, and `json` with `--json`
    #[arg(long, value_name = "FORMAT")]
    format: Option<Format>,
    /// Write to this file instead of standard output
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Say below the table why each permission of the set is there; the other formats always do
    #[arg(long)]
    explain: bool,
    /// How wide the table may be; by default as the terminal, and 100 where there is none
    #[arg(long, value_name = "COLUMNS")]
    width: Option<usize>,
    #[command(flatten)]
    slice: SliceArgs,
}

const EXAMPLES: &str = "\
Examples:
  cargo msgraph permissions
  cargo msgraph permissions 'POST /me/onlineMeetings'
  cargo msgraph permissions '/users/{id}/**' --scheme application --explain
  cargo msgraph permissions --format html --out permissions.html
  cargo msgraph permissions --spec graph.json --permissions permissions.json";

/// A scheme on the command line.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum SchemeArg {
    /// On behalf of a user with a work or school account.
    #[value(alias = "delegated-work")]
    Delegated,
    /// On behalf of a user with a personal account.
    DelegatedPersonal,
    /// As the application itself.
    Application,
}

impl SchemeArg {
    fn scheme(self) -> Scheme {
        match self {
            Self::Delegated => Scheme::DelegatedWork,
            Self::DelegatedPersonal => Scheme::DelegatedPersonal,
            Self::Application => Scheme::Application,
        }
    }
}

/// A form of the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For a terminal.
    Table,
    /// A table of GitHub's Markdown.
    Markdown,
    /// For programs; the shape is described in the documentation of `report::Report`.
    Json,
    /// One page that needs nothing else.
    Html,
}

/// What a report is to show.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Wanted {
    /// Which operations; all of them by default.
    pub pattern: Option<Pattern>,
    /// Which schemes; all of them where this is empty.
    pub schemes: Vec<Scheme>,
}

/// How a report looks in a terminal.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Look {
    /// How wide it may be, in columns; it is never narrower than 60.
    pub width: usize,
    /// Whether it says why each permission to register is there.
    pub explain: bool,
}

impl Look {
    /// That many columns, without explanations.
    #[must_use]
    pub fn columns(width: usize) -> Self {
        Self { width, explain: false }
    }

    /// The same with explanations.
    #[must_use]
    pub fn explained(self) -> Self {
        Self { explain: true, ..self }
    }
}

impl Default for Look {
    /// As where there is no terminal.
    fn default() -> Self {
        Self::columns(100)
    }
}

/// Runs the command.
pub(crate) fn run(args: &Args, output: Output) -> Result<Outcome, Failure> {
    let format = format(args, output)?;
    let pattern = match &args.pattern[..] {
        [] => None,
        words => Some(Pattern::parse(&words.join(" ")).map_err(Failure::Usage)?),
    };
    let schemes = args.scheme.iter().map(|one| one.scheme()).collect();
    let slice = args.slice.slice()?;
    let loaded = slice.load(output, Trust::Stated)?;
    let progress = Progress::new(output);
    progress.stage("Reading the description");
    let read = loaded.reader().read().map_err(input::failure)?;
    let report = Report::new(&read.api, &Wanted { pattern, schemes }).map_err(Failure::Usage)?;
    drop(progress);
    output.faults(&read.warnings);
    if slice.is_without_table() {
        output.faults(&without_table());
    }
    let look =
        Look { width: args.width.unwrap_or_else(|| text::width(args.out.as_deref())), explain: args.explain };
    output::write(&report.to_text(format, &look), args.out.as_deref())?;
    Ok(Outcome::Done)
}

/// The format that is asked for.
fn format(args: &Args, output: Output) -> Result<Format, Failure> {
    match args.format {
        Some(format) if output.is_json() && format != Format::Json => Err(Failure::usage(
            Diagnostic::error("`--json` and `--format` ask for different formats")
                .help("leave one of the two out; `--json` is `--format json`, with faults as JSON too"),
        )),
        Some(format) => Ok(format),
        None if output.is_json() => Ok(Format::Json),
        None => Ok(Format::Table),
    }
}

fn without_table() -> Diagnostics {
    let mut faults = Diagnostics::default();
    faults.push(
        Diagnostic::warning("without a permission table nothing is known of any operation")
            .help("name one with `--permissions`, such as Microsoft's permissions.json"),
    );
    faults
}

impl Report {
    /// The report in that format. The look matters to the table alone, whose colours are escapes of
    /// terminals, which `anstream` takes out again where they are not wanted.
    #[must_use]
    pub fn to_text(&self, format: Format, look: &Look) -> String {
        match format {
            Format::Table => terminal::render(self, look),
            Format::Markdown => markdown::render(self),
            Format::Json => json::render(self),
            Format::Html => html::render(self),
        }
    }
}
