//! Content that came in part.

use std::error::Error as StdError;
use std::fmt;

/// Why content that came in part cannot be gone on with.
///
/// ```
/// use msgraph_core::{ContentError, Error};
///
/// /// Whether reading it from the beginning gives all of it.
/// fn begin_again(error: &Error) -> bool {
///     matches!(error, Error::Content(ContentError::Changed { .. } | ContentError::OtherPart { .. }))
/// }
/// let changed = ContentError::Changed { operation: "GET /me/photo/$value".to_owned(), received: 7 };
/// assert!(begin_again(&changed.into()));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ContentError {
    /// It is no longer the content that the first part is of, or nothing says that it is.
    Changed {
        /// The operation that reads it.
        operation: String,
        /// How many bytes there are of what it was.
        received: u64,
    },
    /// The service answered with another part of it than was asked for.
    OtherPart {
        /// The operation that reads it.
        operation: String,
    },
    /// It ended before its length.
    Short {
        /// The operation that reads it.
        operation: String,
        /// Where it ended.
        received: u64,
        /// Where it should have ended.
        length: u64,
    },
}

impl fmt::Display for ContentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Changed { operation, received } => write!(
                f,
                "{operation} now gives other content than that of which {received} bytes are here; throw them away and \
                 read it from the beginning"
            ),
            Self::OtherPart { operation } => {
                write!(
                    f,
                    "{operation} gave another part of the content than was asked for; read it from the beginning"
                )
            }
            Self::Short { operation, received, length } => write!(
                f,
                "{operation} ended after {received} bytes of {length}, and without an entity tag the rest cannot be \
                 asked for; read it from the beginning"
            ),
        }
    }
}

impl StdError for ContentError {}
