//! What a program says about sending again.

use std::time::Duration;

/// How often and how long a request is sent again.
///
/// The rules of what may be sent again at all are not settings:
///
/// - a request that the service refused unseen (429, or 503 with `Retry-After`), and one that never left, whatever
///   it does;
/// - one that may have been done (another 5xx, a connection that broke) only where doing it twice is as doing it once
///   ([`OperationInfo::can_be_repeated`](crate::OperationInfo::can_be_repeated)), or where the program says so
///   ([`Request::repeat_safely`](crate::Request::repeat_safely)).
///
/// `Retry-After` is kept to the millisecond; where the service names none, the wait doubles from
/// [`first_wait`](Self::first_wait) on, with a random part.
///
/// ```
/// use std::time::Duration;
/// use msgraph_core::RetryPolicy;
///
/// let patient = RetryPolicy::new().attempts(8).deadline(Duration::from_secs(600));
/// let never = RetryPolicy::none();
/// # let _ = (patient, never);
/// ```
#[derive(Debug, Clone)]
pub struct RetryPolicy {
    pub(crate) attempts: u32,
    pub(crate) first_wait: Duration,
    pub(crate) longest_wait: Duration,
    pub(crate) deadline: Duration,
}

impl RetryPolicy {
    /// Five attempts within three minutes; the first wait is half a second, the longest 30 seconds.
    #[must_use]
    pub fn new() -> Self {
        Self {
            attempts: 5,
            first_wait: Duration::from_millis(500),
            longest_wait: Duration::from_secs(30),
            deadline: Duration::from_secs(180),
        }
    }

    /// One attempt, whatever comes.
    #[must_use]
    pub fn none() -> Self {
        Self::new().attempts(1)
    }

    /// At most so many attempts, the first included. 0 is as 1.
    #[must_use]
    pub fn attempts(self, attempts: u32) -> Self {
        Self { attempts: attempts.max(1), ..self }
    }

    /// How long to wait before the second attempt where the service names no time. Doubles with each one.
    #[must_use]
    pub fn first_wait(self, wait: Duration) -> Self {
        Self { first_wait: wait, ..self }
    }

    /// What the doubling stops at. Not a limit for what the service asks for.
    #[must_use]
    pub fn longest_wait(self, wait: Duration) -> Self {
        Self { longest_wait: wait, ..self }
    }

    /// No attempt begins later than this after the first one did. Where the service asks for a longer wait, its
    /// answer is given at once.
    #[must_use]
    pub fn deadline(self, deadline: Duration) -> Self {
        Self { deadline, ..self }
    }
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self::new()
    }
}
