//! What a program is told before a request is sent again.

use std::time::Duration;

use http::StatusCode;

use crate::{OperationInfo, TransportError};

/// A request that is about to be sent again, as [`RetryPolicy::on_retry`](crate::RetryPolicy::on_retry) tells of it.
///
/// ```
/// use std::ops::ControlFlow;
/// use msgraph_core::{Retry, RetryPolicy};
///
/// fn told(retry: &Retry<'_>) -> ControlFlow<()> {
///     eprintln!("{}: attempt {} failed ({}), next in {:?}", retry.operation(), retry.attempt(), retry.reason(), retry.wait());
///     ControlFlow::Continue(())
/// }
/// let policy = RetryPolicy::new().on_retry(told);
/// # let _ = policy;
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Retry<'a> {
    pub(super) operation: &'static OperationInfo,
    pub(super) attempt: u32,
    pub(super) wait: Duration,
    pub(super) reason: RetryReason<'a>,
    pub(super) is_wait_named: bool,
}

impl<'a> Retry<'a> {
    /// The operation that was called.
    #[must_use]
    pub fn operation(&self) -> &'static OperationInfo {
        self.operation
    }

    /// The number of the attempt that failed. The first one is 1.
    #[must_use]
    pub fn attempt(&self) -> u32 {
        self.attempt
    }

    /// How long it is until the next one.
    #[must_use]
    pub fn wait(&self) -> Duration {
        self.wait
    }

    /// What came of the attempt.
    #[must_use]
    pub fn reason(&self) -> RetryReason<'a> {
        self.reason
    }

    /// Whether the service named the time (`Retry-After`). If not, it is the back-off of the policy.
    #[must_use]
    pub fn is_wait_named(&self) -> bool {
        self.is_wait_named
    }
}

/// Why a request is sent again.
///
/// ```
/// use msgraph_core::RetryReason;
///
/// let reason = RetryReason::Status(http::StatusCode::TOO_MANY_REQUESTS);
/// assert_eq!(reason.to_string(), "429 Too Many Requests");
/// ```
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub enum RetryReason<'a> {
    /// The status of the answer.
    Status(StatusCode),
    /// There was no answer.
    Transport(&'a TransportError),
}

impl std::fmt::Display for RetryReason<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Status(status) => status.fmt(f),
            Self::Transport(error) => error.fmt(f),
        }
    }
}
