//! Everything that can go wrong, and what to do about it.

mod advice;
mod config;
mod decode;
mod json_path;
mod kind;
mod permission;
mod request;
mod seconds;
mod service;
mod throttled;
mod transport;
mod type_name;

use std::error::Error as StdError;
use std::fmt;

use bytes::Bytes;

use crate::batch::BatchError;
use crate::{ContentError, CredentialError, OperationInfo};

pub use config::ConfigError;
pub use decode::DecodeError;
pub(crate) use decode::{Unread, is_page, reason_of};
pub use permission::PermissionError;
pub use request::RequestError;
pub use service::ServiceError;
pub use throttled::ThrottledError;
pub use transport::TransportError;

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
