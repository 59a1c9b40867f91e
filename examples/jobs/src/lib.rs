//! What the programs of this package share: where their settings come from, and how they tell what went wrong.

use std::env;
use std::error::Error;
use std::ffi::OsString;
use std::fmt::Display;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// A variable of the environment; an empty one counts as not set.
#[must_use]
pub fn setting(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.is_empty())
}

/// The arguments of the program. What begins with `-` has to be one of the flags.
///
/// # Errors
///
/// The code to exit with, when the usage was printed: because of `--help`, or because of an argument that is unknown or
/// one too many.
pub fn arguments(usage: &str, flags: &[&str], files: usize) -> Result<Vec<OsString>, ExitCode> {
    let arguments: Vec<_> = env::args_os().skip(1).collect();
    if arguments.iter().any(|argument| argument == "--help" || argument == "-h") {
        println!("Usage: {usage}");
        return Err(ExitCode::SUCCESS);
    }
    let is_flag = |argument: &&OsString| argument.as_encoded_bytes().starts_with(b"-");
    let unknown = |argument: &&OsString| is_flag(argument) && !flags.iter().any(|flag| *argument == flag);
    let odd = arguments.iter().find(unknown);
    let odd = odd.or_else(|| arguments.iter().filter(|argument| !is_flag(argument)).nth(files));
    let Some(odd) = odd else { return Ok(arguments) };
    eprintln!("unexpected argument '{}'\nUsage: {usage}", odd.display());
    Err(ExitCode::from(2))
}

/// Puts the name of what it is about before an error: `fs::read(path).map_err(about(path.display()))`.
pub fn about<E: Display>(name: impl Display) -> impl FnOnce(E) -> String {
    move |error| format!("{name}: {error}")
}

/// The file that is written instead of one, until everything is in it and it can take the other's place.
#[must_use]
pub fn beside(file: &Path) -> PathBuf {
    let mut beside = file.as_os_str().to_owned();
    beside.push(".new");
    beside.into()
}

/// An error with its causes, one below the other.
#[must_use]
pub fn told(error: &dyn Error) -> String {
    let mut told = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        told.push_str("\n  because: ");
        told.push_str(&cause.to_string());
        source = cause.source();
    }
    told
}
