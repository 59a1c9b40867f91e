//! The command line of msgraph: `cargo msgraph permissions`, or `cargo-msgraph permissions` without cargo.
//!
//! One module per command. A command takes its arguments, returns a text or faults, and knows nothing of
//! the terminal but its width; [`main`] does the rest.
//!
//! | exit code | meaning |
//! |---|---|
//! | 0 | done; also if whoever read the output had enough of it (`cargo msgraph permissions \| head`) |
//! | 1 | an input has faults or cannot be read, or the output cannot be written |
//! | 2 | the call is wrong: an unknown option, or a pattern that cannot be read or matches nothing |

mod args;
mod output;
pub mod permissions;
mod text;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::Parser as _;
use clap::error::ErrorKind;

use args::{Args, Command};
use msgraph_spec::Diagnostics;

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

    fn code(&self) -> ExitCode {
        match self {
            Self::Input(_) => ExitCode::from(1),
            Self::Usage(_) => ExitCode::from(2),
        }
    }
}

/// Runs the program with these arguments, the first of which is its own name. Cargo calls it with the
/// name of the subcommand in front of the others (`cargo-msgraph msgraph permissions`); that is left out.
#[must_use]
pub fn main(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let mut args: Vec<OsString> = args.into_iter().collect();
    if args.get(1).is_some_and(|first| first == "msgraph") {
        args.remove(1);
    }
    let args = match Args::try_parse_from(args) {
        Ok(args) => args,
        Err(error) => {
            let is_asked = matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion);
            // Whoever closed the stream does not want to read it.
            error.print().ok();
            return if is_asked { ExitCode::SUCCESS } else { ExitCode::from(2) };
        }
    };
    args.color.apply();
    let result = match &args.command {
        Command::Permissions(args) => permissions::run(args),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            output::faults(failure.faults());
            failure.code()
        }
    }
}
