//! Requests without an answer.

use std::error::Error as StdError;
use std::fmt;

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
