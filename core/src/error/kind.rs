//! Questions that programs ask of an error, whatever its kind.

use std::time::Duration;

use http::StatusCode;

use super::{Error, ServiceError};
use crate::batch::BatchError;

impl Error {
    /// Whether the service wants fewer requests: it refused this one unseen (429, or 503 with `Retry-After`), or one
    /// before it, so that this one was not sent. [`retry_after`](Self::retry_after) says when it may be sent again.
    ///
    /// ```
    /// # use std::time::Duration;
    /// # use msgraph_core::{Error, OperationInfo, Permissions};
    /// # static LIST: OperationInfo = OperationInfo::new(http::Method::GET, "/me/onlineMeetings", Permissions::UNKNOWN);
    /// let answer = http::Response::builder().status(429).header("retry-after", "2.5").body(bytes::Bytes::new());
    /// let error = Error::from_response(&answer.unwrap(), &LIST);
    /// assert!(error.is_throttled());
    /// assert_eq!(error.retry_after(), Some(Duration::from_millis(2500)));
    /// ```
    #[must_use]
    pub fn is_throttled(&self) -> bool {
        match self {
            Self::Throttled(_) => true,
            Self::Service(error) => error.is_throttled(),
            Self::Batch(error) => error.cause().is_some_and(Self::is_throttled),
            _ => false,
        }
    }

    /// Whether there is nothing at the path (404), or nothing that the token may see.
    ///
    /// ```
    /// # use msgraph_core::{Error, OperationInfo, Permissions};
    /// # static LIST: OperationInfo = OperationInfo::new(http::Method::GET, "/me/onlineMeetings", Permissions::UNKNOWN);
    /// let answer = http::Response::builder().status(404).body(bytes::Bytes::new()).unwrap();
    /// assert!(Error::from_response(&answer, &LIST).is_not_found());
    /// ```
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        self.as_service().is_some_and(ServiceError::is_not_found)
    }

    /// Whether the request contradicts what is there (409): a name that is taken, a change at the same time.
    ///
    /// ```
    /// # use msgraph_core::{Error, OperationInfo, Permissions};
    /// # static LIST: OperationInfo = OperationInfo::new(http::Method::GET, "/me/onlineMeetings", Permissions::UNKNOWN);
    /// let answer = http::Response::builder().status(409).body(bytes::Bytes::new()).unwrap();
    /// assert!(Error::from_response(&answer, &LIST).is_conflict());
    /// ```
    #[must_use]
    pub fn is_conflict(&self) -> bool {
        self.as_service().is_some_and(ServiceError::is_conflict)
    }

    /// Whether an application lacks the access policy that lets it act for the user
    /// ([`ServiceError::is_missing_access_policy`]).
    ///
    /// ```
    /// # use msgraph_core::{Error, OperationInfo, Permissions};
    /// # static LIST: OperationInfo = OperationInfo::new(http::Method::GET, "/me/onlineMeetings", Permissions::UNKNOWN);
    /// let body = r#"{"error":{"code":"Forbidden","message":"No application access policy found for this app"}}"#;
    /// let answer = http::Response::builder().status(403).body(bytes::Bytes::from(body)).unwrap();
    /// assert!(Error::from_response(&answer, &LIST).is_missing_access_policy());
    /// ```
    #[must_use]
    pub fn is_missing_access_policy(&self) -> bool {
        self.as_service().is_some_and(ServiceError::is_missing_access_policy)
    }

    /// Whether a delta link is too old, and the collection is to be read from its beginning
    /// ([`ServiceError::is_resync_required`]).
    ///
    /// ```
    /// # use msgraph_core::{Error, OperationInfo, Permissions};
    /// # static LIST: OperationInfo = OperationInfo::new(http::Method::GET, "/me/onlineMeetings", Permissions::UNKNOWN);
    /// let answer = http::Response::builder().status(410).body(bytes::Bytes::new()).unwrap();
    /// assert!(Error::from_response(&answer, &LIST).is_resync_required());
    /// ```
    #[must_use]
    pub fn is_resync_required(&self) -> bool {
        self.as_service().is_some_and(ServiceError::is_resync_required)
    }

    /// Whether a limit of time ended it: one of the client's, or one of the service's (408, 504).
    ///
    /// ```
    /// # use msgraph_core::{Error, TransportError};
    /// let error = Error::from(TransportError::new("no answer came in time", "silence").timed_out());
    /// assert!(error.is_timeout() && error.may_have_been_done());
    /// ```
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        match self {
            Self::Transport(error) => error.is_timeout(),
            Self::Service(error) => {
                matches!(error.status, StatusCode::REQUEST_TIMEOUT | StatusCode::GATEWAY_TIMEOUT)
            }
            Self::Batch(BatchError::OutOfTime { .. }) => true,
            Self::Batch(error) => error.cause().is_some_and(Self::is_timeout),
            _ => false,
        }
    }

    /// How long the service asks to wait before the next try. It counts from the answer, and of a call that was not
    /// sent from the moment when it was given up.
    ///
    /// ```
    /// # use std::time::Duration;
    /// # use msgraph_core::{Error, OperationInfo, Permissions};
    /// # static LIST: OperationInfo = OperationInfo::new(http::Method::GET, "/me/onlineMeetings", Permissions::UNKNOWN);
    /// let answer = http::Response::builder().status(503).header("retry-after", "120").body(bytes::Bytes::new());
    /// let error = Error::from_response(&answer.unwrap(), &LIST);
    /// assert_eq!(error.retry_after(), Some(Duration::from_secs(120)));
    /// ```
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Throttled(error) => Some(error.retry_after()),
            Self::Batch(error) => error.cause()?.retry_after(),
            _ => self.as_service()?.retry_after,
        }
    }

    /// The service's id of the request, where there was an answer: support asks for it.
    ///
    /// ```
    /// # use msgraph_core::{Error, OperationInfo, Permissions};
    /// # static LIST: OperationInfo = OperationInfo::new(http::Method::GET, "/me/onlineMeetings", Permissions::UNKNOWN);
    /// let answer = http::Response::builder().status(500).header("request-id", "05b9ed5f").body(bytes::Bytes::new());
    /// let error = Error::from_response(&answer.unwrap(), &LIST);
    /// assert_eq!(error.request_id(), Some("05b9ed5f"));
    /// ```
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.as_service()?.request_id.as_deref()
    }

    /// The id that the client sent along (`client-request-id`), the same for each attempt of the call: support finds
    /// a request by it that has no answer.
    ///
    /// ```
    /// # use msgraph_core::{Error, TransportError};
    /// let lost = TransportError::new("the connection broke", "reset").with_client_request_id("05b9ed5f");
    /// assert_eq!(Error::from(lost).client_request_id(), Some("05b9ed5f"));
    /// ```
    #[must_use]
    pub fn client_request_id(&self) -> Option<&str> {
        match self {
            Self::Transport(error) => error.client_request_id(),
            Self::Batch(error) => error.cause()?.client_request_id(),
            _ => self.as_service()?.client_request_id.as_deref(),
        }
    }

    /// Whether the service may have done what was asked, so that asking again may do it twice.
    ///
    /// False where the request did not leave, and where the service refused it; true where there is no answer, where
    /// one tells of a fault of the service (408, 5xx), and where one with success cannot be read. It is true of a call
    /// as soon as it is true of one of its attempts: a delete whose answer was lost finds nothing the second time (404).
    ///
    /// ```
    /// # use msgraph_core::{Error, OperationInfo, Permissions};
    /// # static CREATE: OperationInfo = OperationInfo::new(http::Method::POST, "/me/onlineMeetings", Permissions::UNKNOWN);
    /// let failed = |status| {
    ///     let answer = http::Response::builder().status(status).body(bytes::Bytes::new()).unwrap();
    ///     Error::from_response(&answer, &CREATE)
    /// };
    /// assert!(failed(500).may_have_been_done());
    /// assert!(!failed(429).may_have_been_done());
    /// ```
    #[must_use]
    pub fn may_have_been_done(&self) -> bool {
        match self {
            Self::Config(_) | Self::Request(_) => false,
            Self::Credential(error) => error.may_have_been_done(),
            Self::Permission(error) => error.may_have_been_done(),
            Self::Throttled(error) => error.may_have_been_done(),
            Self::Transport(error) => error.may_have_been_done(),
            Self::Service(error) => error.may_have_been_done(),
            Self::Decode(_) | Self::Content(_) => true,
            Self::Batch(error) => error.may_have_been_done(),
        }
    }
}

impl ServiceError {
    /// Whether the service wants fewer requests, and did not look at this one: 429, or 503 with `Retry-After`.
    ///
    /// ```
    /// # use msgraph_core::{OperationInfo, Permissions, ServiceError};
    /// # static LIST: OperationInfo = OperationInfo::new(http::Method::GET, "/me/onlineMeetings", Permissions::UNKNOWN);
    /// let answer = http::Response::builder().status(503).body(bytes::Bytes::new()).unwrap();
    /// assert!(!ServiceError::read(&answer, &LIST).is_throttled(), "it has a fault, and names no time");
    /// ```
    #[must_use]
    pub fn is_throttled(&self) -> bool {
        match self.status {
            StatusCode::TOO_MANY_REQUESTS => true,
            StatusCode::SERVICE_UNAVAILABLE => self.retry_after.is_some(),
            _ => false,
        }
    }

    /// Whether there is nothing at the path (404), or nothing that the token may see.
    ///
    /// ```
    /// # use msgraph_core::{OperationInfo, Permissions, ServiceError};
    /// # static LIST: OperationInfo = OperationInfo::new(http::Method::GET, "/me/onlineMeetings", Permissions::UNKNOWN);
    /// let answer = http::Response::builder().status(404).body(bytes::Bytes::new()).unwrap();
    /// assert!(ServiceError::read(&answer, &LIST).is_not_found());
    /// ```
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        self.status == StatusCode::NOT_FOUND
    }

    /// Whether the request contradicts what is there (409): a name that is taken, a change at the same time.
    ///
    /// ```
    /// # use msgraph_core::{OperationInfo, Permissions, ServiceError};
    /// # static LIST: OperationInfo = OperationInfo::new(http::Method::GET, "/me/onlineMeetings", Permissions::UNKNOWN);
    /// let answer = http::Response::builder().status(409).body(bytes::Bytes::new()).unwrap();
    /// assert!(ServiceError::read(&answer, &LIST).is_conflict());
    /// ```
    #[must_use]
    pub fn is_conflict(&self) -> bool {
        self.status == StatusCode::CONFLICT
    }

    /// Whether a delta link is too old for the service to say what changed since (410, or the codes
    /// `syncStateNotFound` and `resyncRequired`): read the collection from its beginning, without the link.
    ///
    /// See <https://learn.microsoft.com/graph/delta-query-overview#synchronization-reset>.
    ///
    /// ```
    /// # use msgraph_core::{OperationInfo, Permissions, ServiceError};
    /// # static DELTA: OperationInfo = OperationInfo::new(http::Method::GET, "/users/delta()", Permissions::UNKNOWN);
    /// let body = r#"{"error":{"code":"SyncStateNotFound","message":"The sync state generation is not found."}}"#;
    /// let answer = http::Response::builder().status(400).body(bytes::Bytes::from(body)).unwrap();
    /// assert!(ServiceError::read(&answer, &DELTA).is_resync_required());
    /// ```
    #[must_use]
    pub fn is_resync_required(&self) -> bool {
        let codes = ["syncStateNotFound", "resyncRequired"];
        let mut said = std::iter::once(&self.code).chain(&self.inner_codes);
        self.status == StatusCode::GONE
            || said.any(|code| codes.iter().any(|known| code.eq_ignore_ascii_case(known)))
    }

    /// Whether the service may have done what was asked although it says that it failed: a 408 or 5xx that does not
    /// mean that it did not look at it. Or an earlier attempt of the same call, of which that is true.
    ///
    /// ```
    /// # use msgraph_core::{OperationInfo, Permissions, ServiceError};
    /// # static CREATE: OperationInfo = OperationInfo::new(http::Method::POST, "/me/onlineMeetings", Permissions::UNKNOWN);
    /// let answer = http::Response::builder().status(504).body(bytes::Bytes::new()).unwrap();
    /// assert!(ServiceError::read(&answer, &CREATE).may_have_been_done());
    /// ```
    #[must_use]
    pub fn may_have_been_done(&self) -> bool {
        match self.status {
            _ if self.is_after_another() => true,
            StatusCode::REQUEST_TIMEOUT => true,
            StatusCode::NOT_IMPLEMENTED | StatusCode::HTTP_VERSION_NOT_SUPPORTED => false,
            status => status.is_server_error() && !self.is_throttled(),
        }
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::*;
    use crate::{ConfigError, OperationInfo, Permissions, RequestError, ThrottledError, TransportError};

    static CREATE: OperationInfo =
        OperationInfo::new(http::Method::POST, "/me/onlineMeetings", Permissions::UNKNOWN);

    fn answered(status: u16, retry_after: Option<&str>, body: &'static str) -> Error {
        let mut answer = http::Response::builder().status(status);
        if let Some(after) = retry_after {
            answer = answer.header("retry-after", after);
        }
        Error::from_response(&answer.body(Bytes::from_static(body.as_bytes())).unwrap(), &CREATE)
    }

    #[test]
    fn only_what_may_have_been_done_says_so() {
        for (error, may_be_done) in [
            (Error::from(ConfigError::NoCredential), false),
            (RequestError::Detached.into(), false),
            (ThrottledError::new(&CREATE, Duration::ZERO).into(), false),
            (TransportError::unsent("x", "y").into(), false),
            (TransportError::new("x", "y").into(), true),
            (answered(400, None, ""), false),
            (answered(408, None, ""), true),
            (answered(429, None, ""), false),
            (answered(500, None, ""), true),
            (answered(500, Some("1"), ""), true),
            (answered(501, None, ""), false),
            (answered(503, None, ""), true),
            (answered(503, Some("1"), ""), false),
        ] {
            assert_eq!(error.may_have_been_done(), may_be_done, "{error:?}");
        }
    }

    #[test]
    fn a_throttled_error_is_one_whether_it_was_sent_or_not() {
        for (error, is_throttled, wait) in [
            (answered(429, None, ""), true, None),
            (answered(429, Some("2"), ""), true, Some(2)),
            (answered(503, Some("3"), ""), true, Some(3)),
            (answered(503, None, ""), false, None),
            (answered(500, Some("4"), ""), false, Some(4)),
            (ThrottledError::new(&CREATE, Duration::from_secs(5)).into(), true, Some(5)),
            (TransportError::new("x", "y").into(), false, None),
        ] {
            assert_eq!(error.is_throttled(), is_throttled, "{error:?}");
            assert_eq!(error.retry_after(), wait.map(Duration::from_secs), "{error:?}");
        }
    }

    #[test]
    fn a_delta_link_that_is_too_old_is_known_by_status_or_code() {
        let inner = r#"{"error":{"code":"BadRequest","innerError":{"code":"resyncRequired"}}}"#;
        let outer = r#"{"error":{"code":"syncStateNotFound","message":"x"}}"#;
        for error in [answered(410, None, ""), answered(400, None, inner), answered(404, None, outer)] {
            assert!(error.is_resync_required(), "{error:?}");
        }
        assert!(!answered(400, None, r#"{"error":{"code":"BadRequest"}}"#).is_resync_required());
        assert!(!Error::from(RequestError::Detached).is_resync_required());
    }

    #[test]
    fn ids_of_an_answer_are_found() {
        let ids = r#"{"error":{"code":"x","innerError":{"request-id":"r","client-request-id":"c"}}}"#;
        let error = answered(409, None, ids);
        assert_eq!((error.request_id(), error.client_request_id()), (Some("r"), Some("c")));
        assert!(error.is_conflict() && !error.is_not_found() && !error.is_timeout());
        assert!(answered(504, None, "").is_timeout() && answered(408, None, "").is_timeout());
        let error = Error::from(RequestError::Detached);
        assert_eq!((error.request_id(), error.client_request_id()), (None, None));
    }
}
