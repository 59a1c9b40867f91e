//! Why nothing was generated.

use std::path::PathBuf;
use std::{fmt, io};

use msgraph_spec::Diagnostics;

/// Why nothing was generated.
///
/// `Debug` writes the same as `Display`, on lines of its own, so that a build script's `main` can return it.
#[non_exhaustive]
pub enum GenerateError {
    /// A setting is missing.
    Missing(&'static str),
    /// Two settings say the same thing.
    Twice(&'static str),
    /// The runtime is no path of a crate or module.
    Runtime(String),
    /// The inputs have faults.
    Spec(Diagnostics),
    /// The output cannot be written.
    Write {
        /// The folder of the output.
        folder: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

impl fmt::Display for GenerateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing(what) | Self::Twice(what) => f.write_str(what),
            Self::Runtime(text) => {
                write!(f, "`.runtime({text:?})` is no path of a crate: write one such as `::msgraph`")
            }
            Self::Spec(faults) => write!(f, "{faults}"),
            Self::Write { folder, source } => write!(f, "cannot write to {}: {source}", folder.display()),
        }
    }
}

impl fmt::Debug for GenerateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\n{self}")
    }
}

impl std::error::Error for GenerateError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Write { source, .. } => Some(source),
            _ => None,
        }
    }
}
