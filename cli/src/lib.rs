//! The command line of msgraph: `cargo msgraph generate`, or `cargo-msgraph generate` without cargo.
//!
//! | command | what it does |
//! |---|---|
//! | `generate` | writes a crate that stands alone: a typed client of a slice |
//! | `check` | says whether a generated crate is as it would be generated now |
//! | `slice` | writes a part of a description as a description of its own |
//! | `diff` | compares two slices: what changed, and which changes break callers |
//! | `permissions` | reports which permissions open which operations |
//! | `explain` | tells everything known about an operation |
//! | `emulate` | runs a server on this machine that behaves like Microsoft Graph for a slice |
//! | `completions` | writes what a shell needs to complete calls of this program |
//!
//! One module per command. A command takes its arguments, returns a text or faults, and knows nothing of
//! the terminal but its width; [`main`] does the rest.
//!
//! | exit code | meaning |
//! |---|---|
//! | 0 | done; also if whoever read the output had enough of it (`cargo msgraph permissions \| head`) |
//! | 1 | an input has faults or cannot be read, or the output cannot be written |
//! | 2 | the call is wrong: an unknown option, or a pattern that cannot be read or matches nothing |
//! | 3 | done, and the answer is no: a crate that `check` finds not up to date, a step that `diff --deny` forbids |
//!
//! With `--json` the result is one JSON object with a `schemaVersion`, and each fault a JSON object on a line of
//! standard error: `level`, `message`, and where they are known `file`, `line`, `column`, `help` and `related`,
//! a list of other places, each with a `label`.

mod args;
mod check;
mod completions;
mod diff;
mod emulate;
mod explain;
mod generate;
mod input;
mod output;
mod paths;
pub mod permissions;
mod progress;
mod slice;
mod small;
mod text;
mod wrap;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::Parser as _;
use clap::error::ErrorKind;

use args::{Args, Command};
use msgraph_spec::{Diagnostic, Diagnostics};
use output::Output;

/// What a command that ran to its end found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// It is done: code 0.
    Done,
    /// It was asked whether something is as it should be, and it is not: code 3.
    No,
}

/// Why a command failed, and so with which code the program ends.
#[derive(Debug)]
#[non_exhaustive]
pub enum Failure {
    /// An input has faults or cannot be read, or the output cannot be written: code 1.
    Input(Diagnostics),
    /// The call is wrong: code 2.
    Usage(Diagnostics),
}

impl Failure {
    /// The faults.
    #[must_use]
    pub fn faults(&self) -> &Diagnostics {
        match self {
            Self::Input(faults) | Self::Usage(faults) => faults,
        }
    }

    /// One fault of an input or of the output.
    pub(crate) fn input(fault: Diagnostic) -> Self {
        Self::Input(only(fault))
    }

    /// One fault of the call.
    pub(crate) fn usage(fault: Diagnostic) -> Self {
        Self::Usage(only(fault))
    }

    fn code(&self) -> ExitCode {
        match self {
            Self::Input(_) => ExitCode::from(1),
            Self::Usage(_) => ExitCode::from(2),
        }
    }
}

fn only(fault: Diagnostic) -> Diagnostics {
    let mut faults = Diagnostics::default();
    faults.push(fault);
    faults
}

/// Runs the program with these arguments, the first of which is its own name. Cargo calls it with the
/// name of the subcommand in front of the others (`cargo-msgraph msgraph permissions`); that is left out.
#[must_use]
pub fn main(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let mut args: Vec<OsString> = args.into_iter().collect();
    if args.get(1).is_some_and(|first| first == "msgraph") {
        args.remove(1);
    }
    let args = match Args::try_parse_from(&args) {
        Ok(args) => args,
        Err(error) => return not_run(&error, args::asks_for_json(&args)),
    };
    args.global.color.apply();
    let output = Output::new(&args.global);
    match run(&args.command, output) {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::No) => ExitCode::from(3),
        Err(failure) => {
            output.faults(failure.faults());
            failure.code()
        }
    }
}

fn run(command: &Command, output: Output) -> Result<Outcome, Failure> {
    match command {
        Command::Check(args) => check::run(args, output),
        Command::Generate(args) => generate::run(args, output),
        Command::Slice(args) => slice::run(args, output),
        Command::Completions(args) => completions::run(args, output),
        Command::Explain(args) => explain::run(args, output),
        Command::Emulate(args) => emulate::run(args, output),
        Command::Diff(args) => diff::run(args, output),
        Command::Permissions(args) => permissions::run(args, output),
    }
}

/// Shows the help that was asked for, or what is wrong with the call.
fn not_run(error: &clap::Error, is_json: bool) -> ExitCode {
    let is_asked = matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion);
    if is_json && !is_asked {
        output::json_fault(&usage_fault(error));
    } else {
        // Whoever closed the stream does not want to read it.
        error.print().ok();
    }
    if is_asked { ExitCode::SUCCESS } else { ExitCode::from(2) }
}

/// What clap says, without the lines on usage.
fn usage_fault(error: &clap::Error) -> Diagnostic {
    let text = error.render().to_string();
    let paragraphs: Vec<&str> = text.split("\n\n").map(str::trim).collect();
    let message = paragraphs.first().copied().unwrap_or_default();
    let tip = paragraphs.iter().find_map(|one| one.strip_prefix("tip: "));
    let fault = Diagnostic::error(message.strip_prefix("error: ").unwrap_or(message));
    fault.help(tip.unwrap_or("`--help` lists the options of the command"))
}
