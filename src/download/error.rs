//! Downloads that came to no end.

use std::error::Error as StdError;
use std::path::PathBuf;
use std::{fmt, io};

use msgraph_core::Error;

/// Why a download gave no file. What was received until then stays in the part file.
///
/// ```
/// use msgraph::DownloadError;
///
/// fn tell(error: &DownloadError) -> String {
///     match error {
///         DownloadError::Disk { path, source, .. } => format!("{}: {source}", path.display()),
///         other => format!("from the service: {other}"),
///     }
/// }
/// # let full = std::io::Error::from(std::io::ErrorKind::StorageFull);
/// # let error = DownloadError::Disk { action: "write", path: "lecture.mp4".into(), source: full };
/// assert!(tell(&error).starts_with("lecture.mp4: "));
/// assert!(error.as_call().is_none());
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub enum DownloadError {
    /// The service refused, or the content could not be read to its end.
    Call(Error),
    /// A file could not be read or written.
    Disk {
        /// What was not done: `write`.
        action: &'static str,
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
}

impl DownloadError {
    /// What went wrong with the call, where it was the call.
    #[must_use]
    pub fn as_call(&self) -> Option<&Error> {
        match self {
            Self::Call(error) => Some(error),
            Self::Disk { .. } => None,
        }
    }
}

impl fmt::Display for DownloadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Call(error) => error.fmt(f),
            Self::Disk { action: "create", path, .. } => {
                write!(
                    f,
                    "could not create `{}`; is there such a folder that can be written to?",
                    path.display()
                )
            }
            Self::Disk { action, path, .. } => write!(
                f,
                "could not {action} `{}`; what was received stays in the part file, and `.resume(true)` goes on with it",
                path.display()
            ),
        }
    }
}

impl StdError for DownloadError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Call(error) => error.source(),
            Self::Disk { source, .. } => Some(source),
        }
    }
}

impl From<Error> for DownloadError {
    fn from(error: Error) -> Self {
        Self::Call(error)
    }
}
