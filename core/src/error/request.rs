//! Requests that cannot be made.

use std::error::Error as StdError;
use std::fmt;

/// Why a request could not be made.
///
/// ```
/// # mod slice { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/slice.rs")); }
/// # use slice::*;
/// use msgraph_core::{Error, RequestError};
///
/// # let graph = detached();
/// let refused = graph.me().online_meetings().by_id("").get().into_http().unwrap_err();
/// assert!(matches!(refused, Error::Request(RequestError::Key { placeholder: "onlineMeeting-id", .. })));
/// ```
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum RequestError {
    /// A value that cannot be a key in a path.
    Key {
        /// The placeholder in the path template.
        placeholder: &'static str,
        /// The value that was given.
        value: String,
    },
    /// A fixed segment that cannot stand in a path.
    Segment {
        /// The segment that was given.
        segment: &'static str,
    },
    /// The root of the service cannot have paths below it.
    Root {
        /// The root, without user name, password and query.
        root: String,
    },
    /// The URL is longer than a request can carry; a filter or a key is the usual cause.
    TooLong {
        /// How many bytes the URL has.
        length: usize,
        /// How many it may have.
        limit: usize,
    },
    /// The URL cannot be the target of a request.
    Target {
        /// What is wrong with it.
        reason: String,
    },
    /// A header that HTTP does not allow.
    Header {
        /// The name of the header.
        name: String,
    },
    /// The body could not be written as JSON.
    Body {
        /// What is wrong with it.
        reason: String,
    },
    /// The URL is of another service than the client's, which must not see the token.
    ForeignOrigin {
        /// Where the request would have gone: scheme, host and port.
        origin: String,
    },
    /// A link to a further page is no address that can be called. It is not shown: it may hold what a filter held.
    UnreadableLink {
        /// The operation whose pages are read.
        operation: String,
        /// What is wrong with the link.
        reason: String,
    },
    /// The service gave a link to a further page for the second time, so that the pages would never end.
    RepeatedLink {
        /// The operation whose pages are read.
        operation: String,
    },
    /// A range of bytes that holds none.
    EmptyRange,
    /// The client sends nothing: it was made with `Client::detached`.
    Detached,
}

impl fmt::Display for RequestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Key { placeholder, value } if value.is_empty() => {
                write!(f, "the value for `{{{placeholder}}}` is empty, and the path would be another one")
            }
            Self::Key { placeholder, value } => {
                write!(f, "`{value}` cannot stand for `{{{placeholder}}}`: it would lead to another path")
            }
            Self::Segment { segment } => {
                write!(f, "`{segment}` cannot be a segment of a path: it would lead to another path")
            }
            Self::Root { root } => write!(f, "`{root}` cannot have paths below it"),
            Self::TooLong { length, limit } => {
                write!(f, "the URL has {length} bytes, and a request can carry {limit}")
            }
            Self::Target { reason } => write!(f, "the URL cannot be the target of a request: {reason}"),
            Self::Header { name } => {
                write!(f, "the header `{name}` has a name or a value that HTTP does not allow")
            }
            Self::Body { reason } => write!(f, "the body cannot be written as JSON: {reason}"),
            Self::ForeignOrigin { origin } => {
                write!(f, "the request would take the access token to `{origin}`, which is not the client's service")
            }
            Self::UnreadableLink { operation, reason } => {
                write!(f, "the link to the next page of {operation} cannot be followed: {reason}")
            }
            Self::RepeatedLink { operation } => write!(
                f,
                "{operation} gave a link to a page for the second time, and its pages would never end; what came before \
                 is whole, but not known to be all"
            ),
            Self::EmptyRange => {
                f.write_str("the range holds no byte; it is such as `0..=499`, or `500..` for all from there on")
            }
            Self::Detached => f.write_str(
                "this client sends nothing; turn the request into an `http::Request` with `into_http()`, or use a \
                 client that has a transport",
            ),
        }
    }
}

impl StdError for RequestError {}
