//! Calls that the service asked not to make just now.

use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use super::seconds::Seconds;
use crate::OperationInfo;

/// A call that was not sent: the service had asked to wait for longer than the call may take, and would have refused
/// it as well.
///
/// ```
/// # use std::time::Duration;
/// # use msgraph_core::{Error, OperationInfo, Permissions, ThrottledError};
/// static LIST: OperationInfo = OperationInfo::new(http::Method::GET, "/me/onlineMeetings", Permissions::UNKNOWN);
///
/// let error = Error::from(ThrottledError::new(&LIST, Duration::from_secs(42)));
/// assert!(error.is_throttled() && !error.may_have_been_done());
/// assert_eq!(error.retry_after(), Some(Duration::from_secs(42)));
/// assert_eq!(
///     error.to_string(),
///     "GET /me/onlineMeetings was not sent: after too many requests the service asked for a pause, which ends in 42 s, \
///      later than this call may begin\nWait so long, or give the call a longer deadline and timeout"
/// );
/// ```
#[derive(Clone)]
pub struct ThrottledError {
    operation: &'static OperationInfo,
    retry_after: Duration,
    sent_before: bool,
}

impl ThrottledError {
    /// An operation that was not called, and how long it is until it may be.
    #[must_use]
    pub fn new(operation: &'static OperationInfo, retry_after: Duration) -> Self {
        Self { operation, retry_after, sent_before: false }
    }

    /// The same where an earlier attempt of the call was sent.
    pub(crate) fn after_another(self) -> Self {
        Self { sent_before: true, ..self }
    }

    /// Whether an earlier attempt of the call may have been done. This one was not.
    #[must_use]
    pub fn may_have_been_done(&self) -> bool {
        self.sent_before
    }

    /// The operation that was not called.
    #[must_use]
    pub fn operation(&self) -> &'static OperationInfo {
        self.operation
    }

    /// How long it was until such a request may be sent, when this one was given up.
    #[must_use]
    pub fn retry_after(&self) -> Duration {
        self.retry_after
    }
}

impl fmt::Display for ThrottledError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let wait = Seconds(self.retry_after);
        let again = if self.sent_before { " again" } else { "" };
        write!(
            f,
            "{} was not sent{again}: after too many requests the service asked for a pause, which ends in {wait}, later \
             than this call may begin",
            self.operation
        )?;
        if self.sent_before {
            f.write_str("; the service may have done it before")?;
        }
        f.write_str("\nWait so long, or give the call a longer deadline and timeout")
    }
}

impl fmt::Debug for ThrottledError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ThrottledError")
            .field("operation", &format_args!("{}", self.operation))
            .field("retry_after", &self.retry_after)
            .field("sent_before", &self.sent_before)
            .finish()
    }
}

impl StdError for ThrottledError {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Permissions;

    #[test]
    fn debug_names_the_operation_alone() {
        static LIST: OperationInfo =
            OperationInfo::new(http::Method::GET, "/me/onlineMeetings", Permissions::UNKNOWN);
        let error = ThrottledError::new(&LIST, Duration::from_nanos(41_999_999_999));
        assert_eq!(
            format!("{error:?}"),
            "ThrottledError { operation: GET /me/onlineMeetings, retry_after: 41.999999999s, sent_before: false }"
        );
        assert!(error.to_string().contains("which ends in 42 s,"), "{error}");
    }
}
