//! What all commands share on the command line.

use std::ffi::OsString;

use anstream::ColorChoice;
use clap::{Parser, Subcommand, ValueEnum};

use crate::{check, completions, diff, emulate, explain, generate, permissions, slice};

/// Cuts slices out of Microsoft Graph, and makes typed clients of them.
#[derive(Debug, Parser)]
#[command(
    name = "cargo msgraph",
    bin_name = "cargo msgraph",
    version,
    subcommand_required = true,
    arg_required_else_help = true,
    after_help = format!("{EXAMPLES}\n\n{EXIT_CODES}")
)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,
    #[command(flatten)]
    pub(crate) global: Global,
}

/// The commands, one module each.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Writes a crate that stands alone: a typed client of a slice
    Generate(generate::Args),
    /// Says whether a generated crate is as it would be generated now
    Check(check::Args),
    /// Writes a part of a description as a description of its own
    Slice(slice::Args),
    /// Compares two slices: what changed, and which changes break callers
    Diff(diff::Args),
    /// Reports which permissions open which operations
    Permissions(permissions::Args),
    /// Tells everything known about an operation
    Explain(explain::Args),
    /// Runs a server on this machine that behaves like Microsoft Graph for a slice
    Emulate(emulate::Args),
    /// Writes what a shell needs to complete calls of this program
    Completions(completions::Args),
}

/// Options that every command has.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Global options")]
pub(crate) struct Global {
    /// Say nothing but errors: no progress, no notes, no warnings
    #[arg(long, short, global = true, display_order = 100)]
    pub(crate) quiet: bool,
    /// Write the result as one JSON object, and what is wrong to standard error as a JSON object per line
    #[arg(long, global = true, display_order = 101)]
    pub(crate) json: bool,
    /// When to use colours; `auto` is on a terminal, unless NO_COLOR is set
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto", display_order = 102)]
    pub(crate) color: Color,
}

const EXAMPLES: &str = "\
Examples:
  cargo msgraph generate --name graph-meetings
  cargo msgraph check graph-meetings
  cargo msgraph permissions 'POST /me/onlineMeetings'";

pub(crate) const EXIT_CODES: &str = "\
Exit codes:
  0  done
  1  an input has faults or cannot be read, or the output cannot be written
  2  the call is wrong: its options, or a pattern that matches nothing
  3  done, and the answer is no: what was checked is not as it should be";

/// When to use colours.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal, unless NO_COLOR is set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

impl Color {
    /// Makes it hold for everything that is written from now on.
    pub(crate) fn apply(self) {
        let choice = match self {
            Self::Auto => ColorChoice::Auto,
            Self::Always => ColorChoice::Always,
            Self::Never => ColorChoice::Never,
        };
        choice.write_global();
    }
}

/// Whether a call asks for JSON, for the case that the rest of it cannot be read.
pub(crate) fn asks_for_json(args: &[OsString]) -> bool {
    args.iter().take_while(|one| *one != "--").any(|one| one == "--json")
}
