//! `cargo msgraph diff`: what changed between two slices, and which step of its version a generated crate must
//! take.

mod groups;
mod json;
mod markdown;
mod sides;
mod step;
mod terminal;

use std::path::PathBuf;

use clap::ValueEnum;
use msgraph_spec::Diagnostic;
use msgraph_spec::diff::{Comparison, Effect};

use crate::output::Output;
use crate::progress::Progress;
use crate::{Failure, Outcome, args, output, text};
pub(crate) use sides::slice_of;
use sides::{Shared, Side};
use step::Version;

/// The arguments of the command.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES, after_long_help = format!("{EXAMPLES}\n\n{}", args::EXIT_CODES))]
pub(crate) struct Args {
    /// What it was: a description (OpenAPI or CSDL, a file or an https:// address), a msgraph.toml, or the folder
    /// of a generated crate
    #[arg(value_name = "OLD")]
    old: String,
    /// What it is now, in the same forms
    ///
    /// A crate is read from the small spec in it (spec/openapi.yaml), or else from its msgraph.toml. Where one side
    /// has settings and the other is a mere description, that is cut as the settings say.
    #[arg(value_name = "NEW")]
    new: String,
    /// Fail with code 3 where the changes ask for this step or a greater one
    #[arg(long, value_name = "STEP")]
    deny: Option<Step>,
    /// The version that the old crate has; by default the one in its Cargo.toml
    #[arg(long, value_name = "VERSION")]
    from: Option<Version>,
    /// Also list what no program could miss: texts, order, what only reports say
    #[arg(long)]
    all: bool,
    /// How to show it; `text` by default, and `json` with `--json`
    #[arg(long, value_name = "FORMAT")]
    format: Option<Format>,
    /// Write to this file instead of standard output
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// How wide the text may be; by default as the terminal, and 100 where there is none
    #[arg(long, value_name = "COLUMNS")]
    width: Option<usize>,
    #[command(flatten)]
    shared: Shared,
}

const EXAMPLES: &str = "\
Examples:
  cargo msgraph diff old/openapi.yaml new/openapi.yaml
  cargo msgraph diff crates/meetings crates/meetings/msgraph.toml
  cargo msgraph diff crates/meetings graph.json --permissions permissions.json
  cargo msgraph diff v1.xml v2.xml --include '/me/onlineMeetings/**' --deny major
  cargo msgraph diff old.yaml new.yaml --format markdown --from 0.3.1 > CHANGES.md";

/// A step of a version.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Step {
    /// Something breaks callers.
    Major,
    /// Something is added.
    Minor,
    /// Anything at all changed.
    Patch,
}

impl Step {
    fn effect(self) -> Effect {
        match self {
            Self::Major => Effect::Major,
            Self::Minor => Effect::Minor,
            Self::Patch => Effect::Patch,
        }
    }
}

/// A form of the comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For a terminal.
    Text,
    /// For release notes.
    Markdown,
    /// For programs.
    Json,
}

/// What is shown, in whatever format.
struct Report<'a> {
    old: &'a Side,
    new: &'a Side,
    comparison: &'a Comparison,
    /// The version that the old crate has.
    from: Option<Version>,
    /// Whether to list what no program could miss.
    all: bool,
}

/// Runs the command.
pub(crate) fn run(args: &Args, output: Output) -> Result<Outcome, Failure> {
    let format = format(args, output)?;
    let [old, new] = sides::read([&args.old, &args.new], &args.shared, output)?;
    let progress = Progress::new(output);
    progress.stage("Comparing");
    let comparison = msgraph_codegen::compare(&old.api, &new.api);
    drop(progress);
    if !comparison.has_permissions {
        output.note(without_permissions(&old, &new));
    }
    let from = args.from.clone().or_else(|| old.version.clone());
    let report = Report { old: &old, new: &new, comparison: &comparison, from, all: args.all };
    match format {
        Format::Json => {
            let value = json::value(&report);
            match &args.out {
                Some(file) => output::write(&output::json_text(&value), Some(file))?,
                None => output::write_json("diff", &value)?,
            }
        }
        Format::Markdown => output::write(&markdown::render(&report), args.out.as_deref())?,
        Format::Text => {
            let width = args.width.unwrap_or_else(|| text::width(args.out.as_deref()));
            output::write(&terminal::render(&report, width), args.out.as_deref())?;
        }
    }
    let is_denied = args.deny.is_some_and(|step| comparison.step() >= Some(step.effect()));
    Ok(if is_denied { Outcome::No } else { Outcome::Done })
}

/// Why nothing is said of permissions. Where neither side has a table, nobody expects it.
fn without_permissions(old: &Side, new: &Side) -> &'static str {
    match [old, new].map(|side| side.api.permissions.is_empty()) {
        [true, false] => {
            "note: OLD has no permission table, so permissions are not compared (`--permissions-old`)"
        }
        [false, true] => {
            "note: NEW has no permission table, so permissions are not compared (`--permissions-new`)"
        }
        _ => "note: without permission tables, permissions are not compared (`--permissions`)",
    }
}

/// The format that is asked for.
fn format(args: &Args, output: Output) -> Result<Format, Failure> {
    match args.format {
        Some(format) if output.is_json() && format != Format::Json => Err(Failure::usage(
            Diagnostic::error("`--json` and `--format` ask for different formats")
                .help("leave one of the two out"),
        )),
        Some(format) => Ok(format),
        None if output.is_json() => Ok(Format::Json),
        None => Ok(Format::Text),
    }
}
