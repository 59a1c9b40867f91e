//! Everything that can go wrong, and what to do about it.

mod advice;
mod decode;
mod json_path;
mod kind;
mod permission;
mod seconds;
mod service;
mod throttled;
mod type_name;

use std::error::Error as StdError;
use std::fmt;

use bytes::Bytes;

use crate::batch::BatchError;
use crate::{ContentError, CredentialError, OperationInfo};

pub use decode::DecodeError;
pub(crate) use decode::{Unread, reason_of};
pub use permission::PermissionError;
pub use service::ServiceError;
pub use throttled::ThrottledError;

/// Why a call gave nothing.
///
/// ```
/// # mod slice { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/slice.rs")); }
/// # use slice::*;
/// use msgraph_core::Error;
///
/// # let gone = http::Response::builder().status(404).body(r#"{"error":{"code":"NotFound","message":"no such meeting"}}"#);
/// # let graph = answering([gone.unwrap()]);
/// # now(async {
/// let error = graph.me().online_meetings().by_id("1").get().await.unwrap_err();
/// match &error {
///     Error::Service(refused) => println!("{}: {}", refused.status, refused.message),
///     Error::Transport(lost) if lost.may_have_been_done() => println!("look whether it was done: {lost}"),
///     other => println!("{other}"),
/// }
/// assert!(error.is_not_found());
/// assert_eq!(error.status().unwrap(), 404);
/// assert_eq!(error.code(), Some("NotFound"));
/// assert_eq!(error.as_service().unwrap().message, "no such meeting");
/// # });
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// The client was not put together right; nothing was sent.
    Config(ConfigError),
    /// The request could not be made; nothing was sent.
    Request(RequestError),
    /// There is no token; nothing was sent.
    Credential(CredentialError),
    /// The token names no permission that opens the operation; nothing was sent. Only a client that was told to
    /// check permissions gives this.
    Permission(Box<PermissionError>),
    /// The service had asked for a pause that lasts longer than the call may; nothing was sent.
    Throttled(ThrottledError),
    /// The request or its answer was lost on the way. The service may have done the work.
    Transport(TransportError),
    /// The service refused or failed.
    Service(Box<ServiceError>),
    /// The service answered with success and something that cannot be read. It has done the work.
    Decode(Box<DecodeError>),
    /// The request was one of a batch, and it is the batch that went wrong.
    Batch(BatchError),
    /// The content came in part, and cannot be gone on with.
    Content(ContentError),
}

impl Error {
    /// What the service said, where it said something.
    #[must_use]
    pub fn as_service(&self) -> Option<&ServiceError> {
        match self {
            Self::Service(error) => Some(error),
            Self::Batch(error) => error.cause()?.as_service(),
            _ => None,
        }
    }

    /// The status of the answer, where there was one that is not a success.
    #[must_use]
    pub fn status(&self) -> Option<http::StatusCode> {
        self.as_service().map(|error| error.status)
    }

    /// The service's error code, such as `InvalidAuthenticationToken`, where it gave one. Branch on
    /// this, never on the message.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.as_service().map(|error| error.code.as_str()).filter(|code| !code.is_empty())
    }

    /// The error that an answer without success stands for.
    ///
    /// ```
    /// use msgraph_core::{Error, OperationInfo, Permissions};
    ///
    /// static GET: OperationInfo = OperationInfo::new(http::Method::GET, "/me", Permissions::UNKNOWN);
    ///
    /// let answer = http::Response::builder().status(503).body(bytes::Bytes::new()).unwrap();
    /// assert_eq!(Error::from_response(&answer, &GET).status().unwrap(), 503);
    /// ```
    #[must_use]
    pub fn from_response(response: &http::Response<Bytes>, operation: &'static OperationInfo) -> Self {
        Self::Service(Box::new(ServiceError::read(response, operation)))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Config(error) => error.fmt(f),
            Self::Request(error) => error.fmt(f),
            Self::Credential(error) => write!(f, "no access token: {error}"),
            Self::Permission(error) => error.fmt(f),
            Self::Throttled(error) => error.fmt(f),
            Self::Transport(error) => error.fmt(f),
            Self::Service(error) => error.fmt(f),
            Self::Decode(error) => error.fmt(f),
            Self::Batch(error) => error.fmt(f),
            Self::Content(error) => error.fmt(f),
        }
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Config(error) => error.source(),
            Self::Request(error) => error.source(),
            Self::Credential(error) => error.source(),
            Self::Permission(error) => error.source(),
            Self::Throttled(error) => error.source(),
            Self::Transport(error) => error.source(),
            Self::Service(error) => error.source(),
            Self::Decode(error) => error.source(),
            Self::Batch(error) => error.source(),
            Self::Content(error) => error.source(),
        }
    }
}

macro_rules! from {
    ($($variant:ident($error:ty)),*) => {$(
        impl From<$error> for Error {
            fn from(error: $error) -> Self {
                Self::$variant(error)
            }
        }
    )*};
}

from!(
    Config(ConfigError),
    Request(RequestError),
    Credential(CredentialError),
    Throttled(ThrottledError),
    Transport(TransportError),
    Batch(BatchError),
    Content(ContentError)
);

impl From<PermissionError> for Error {
    fn from(error: PermissionError) -> Self {
        Self::Permission(Box::new(error))
    }
}

impl From<DecodeError> for Error {
    fn from(error: DecodeError) -> Self {
        Self::Decode(Box::new(error))
    }
}

/// Why a client could not be built.
///
/// ```
/// use msgraph_core::{ConfigError, Error};
///
/// fn is_of_the_settings(error: &Error) -> bool {
///     matches!(error, Error::Config(ConfigError::Root { .. } | ConfigError::NoTls { .. }))
/// }
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub enum ConfigError {
    /// No credential was given.
    NoCredential,
    /// The root of the service is not a URL that can be called.
    Root {
        /// The root as it was given.
        root: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The root has no TLS, so the token would travel in the clear.
    NoTls {
        /// The root as it was given.
        root: String,
    },
    /// The HTTP client could not be made.
    Transport(Box<dyn StdError + Send + Sync>),
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoCredential => f.write_str(
                "the client has no credential; give it one with `.token(..)` or `.credential(..)` before `.build()`",
            ),
            Self::Root { root, reason } => write!(
                f,
                "`{root}` cannot be the root of the service: {reason}; it is such as `https://graph.microsoft.com/v1.0`"
            ),
            Self::NoTls { root } => write!(
                f,
                "`{root}` has no TLS, and the access token would travel in the clear; use `https://`, or for an \
                 emulator on this machine (`127.0.0.1`, `[::1]`, `localhost`) call `.allow_http_on_loopback()`"
            ),
            Self::Transport(_) => f.write_str("the HTTP client could not be made"),
        }
    }
}

impl StdError for ConfigError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Transport(source) => Some(&**source),
            _ => None,
        }
    }
}

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

/// Why there is no answer.
///
/// ```
/// use msgraph_core::{Error, TransportError};
///
/// let refused = std::io::Error::from(std::io::ErrorKind::ConnectionRefused);
/// let unsent = TransportError::unsent("no connection to graph.microsoft.com", refused);
/// assert!(!unsent.may_have_been_done() && !unsent.is_timeout());
///
/// let silent = std::io::Error::from(std::io::ErrorKind::TimedOut);
/// let lost = TransportError::new("no answer within 30s", silent).timed_out().with_client_request_id("7c2b8a3e");
/// assert!(lost.may_have_been_done() && lost.is_timeout());
/// assert_eq!(lost.client_request_id(), Some("7c2b8a3e"));
/// assert_eq!(Error::from(lost).to_string(), "no answer within 30s\nclient-request-id: 7c2b8a3e");
/// ```
#[derive(Debug)]
pub struct TransportError {
    message: String,
    reached_service: bool,
    timed_out: bool,
    client_request_id: Option<String>,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

impl TransportError {
    /// A reason in words, and the error behind it. Neither may hold the token or values of the URL.
    #[must_use]
    pub fn new(message: impl Into<String>, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self {
            message: message.into(),
            reached_service: true,
            timed_out: false,
            client_request_id: None,
            source: Some(source.into()),
        }
    }

    /// The same for a request that surely did not leave: there was no connection to send it on.
    #[must_use]
    pub fn unsent(message: impl Into<String>, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self { reached_service: false, ..Self::new(message, source) }
    }

    /// The same for one whose request was sent before: this attempt did not leave, but an earlier one may have been
    /// done.
    #[must_use]
    pub(crate) fn after_another(self) -> Self {
        if self.reached_service {
            return self;
        }
        let message = format!("{}; an earlier attempt was, and the service may have done it", self.message);
        Self { message, reached_service: true, ..self }
    }

    /// The same for one that a limit of time ended.
    #[must_use]
    pub fn timed_out(self) -> Self {
        Self { timed_out: true, ..self }
    }

    /// Whether a limit of time ended it: for the connection, for the next byte, or for the call as a whole.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        self.timed_out
    }

    /// The same with the id that the request carried as `client-request-id`.
    #[must_use]
    pub fn with_client_request_id(self, id: impl Into<String>) -> Self {
        Self { client_request_id: Some(id.into()), ..self }
    }

    /// The id that the request carried: the service's support finds a lost request by it.
    #[must_use]
    pub fn client_request_id(&self) -> Option<&str> {
        self.client_request_id.as_deref()
    }

    /// Whether the service may have got the request, and done the work. If not, sending the request
    /// again is safe whatever it does.
    #[must_use]
    pub fn may_have_been_done(&self) -> bool {
        self.reached_service
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        match &self.client_request_id {
            Some(id) => write!(f, "\nclient-request-id: {id}"),
            None => Ok(()),
        }
    }
}

impl StdError for TransportError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.as_ref().map(|source| &**source as _)
    }
}
