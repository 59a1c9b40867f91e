//! What a program says about sending again.

use std::fmt;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::Duration;

use super::hook::Retry;

/// What a program does when a request is about to be sent again.
type Hook = Arc<dyn Fn(&Retry<'_>) -> ControlFlow<()> + Send + Sync>;

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
/// `Retry-After` is kept to the millisecond and never cut short; where the service names none, the wait doubles from
/// [`first_wait`](Self::first_wait) on, and half of it is random: clients that failed together do not come back
/// together, and none comes back at once, because throttled requests count against the limit too.
///
/// All attempts of a call have the same `client-request-id`, so that one id finds them all in the service's logs; the
/// service gives each attempt a `request-id` of its own.
///
/// What one request learns holds for the others of a client: while the service asks to leave the meetings of a user
/// alone, requests for them wait until it is over instead of being refused as well, and then go one after the other.
/// One that cannot wait so long is [`Error::Throttled`](crate::Error::Throttled) at once.
///
/// ```
/// use std::time::Duration;
/// use msgraph_core::RetryPolicy;
///
/// let patient = RetryPolicy::new().attempts(8).deadline(Duration::from_secs(600));
/// let never = RetryPolicy::none();
/// # let _ = (patient, never);
/// ```
#[derive(Clone)]
pub struct RetryPolicy {
    pub(crate) attempts: u32,
    pub(crate) first_wait: Duration,
    pub(crate) longest_wait: Duration,
    pub(crate) deadline: Duration,
    hook: Option<Hook>,
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
            hook: None,
        }
    }

    /// One attempt, and no wait before it: for programs that have a way of their own of sending again. While the
    /// service asks to be left alone, the call fails at once and says for how long.
    ///
    /// ```
    /// # use msgraph_core::RetryPolicy;
    /// let policy = RetryPolicy::none();
    /// # let _ = policy;
    /// ```
    #[must_use]
    pub fn none() -> Self {
        Self::new().attempts(1).deadline(Duration::ZERO)
    }

    /// At most so many attempts, the first included. 0 is as 1.
    ///
    /// ```
    /// # use msgraph_core::RetryPolicy;
    /// let policy = RetryPolicy::new().attempts(8);
    /// # let _ = policy;
    /// ```
    #[must_use]
    pub fn attempts(self, attempts: u32) -> Self {
        Self { attempts: attempts.max(1), ..self }
    }

    /// How long to wait before the second attempt where the service names no time. Doubles with each one.
    ///
    /// ```
    /// # use std::time::Duration;
    /// # use msgraph_core::RetryPolicy;
    /// let policy = RetryPolicy::new().first_wait(Duration::from_millis(200));
    /// # let _ = policy;
    /// ```
    #[must_use]
    pub fn first_wait(self, wait: Duration) -> Self {
        Self { first_wait: wait, ..self }
    }

    /// What the doubling stops at. Not a limit for what the service asks for.
    ///
    /// ```
    /// # use std::time::Duration;
    /// # use msgraph_core::RetryPolicy;
    /// let policy = RetryPolicy::new().longest_wait(Duration::from_secs(10));
    /// # let _ = policy;
    /// ```
    #[must_use]
    pub fn longest_wait(self, wait: Duration) -> Self {
        Self { longest_wait: wait, ..self }
    }

    /// No attempt begins later than this after the call did; time spent in the client counts as well. Where a wait would
    /// end behind it, the answer that there is is given at once.
    ///
    /// ```
    /// # use std::time::Duration;
    /// # use msgraph_core::RetryPolicy;
    /// let for_somebody_who_waits = RetryPolicy::new().deadline(Duration::from_secs(5));
    /// # let _ = for_somebody_who_waits;
    /// ```
    #[must_use]
    pub fn deadline(self, deadline: Duration) -> Self {
        Self { deadline, ..self }
    }

    /// What to do when a request is about to be sent again: write it down, count it, or stop there.
    /// [`ControlFlow::Break`] gives the answer that there is at once. Replaces the one that was set before.
    ///
    /// It is called before the wait, and should not block.
    ///
    /// ```
    /// use std::ops::ControlFlow;
    /// use std::time::Duration;
    /// use msgraph_core::RetryPolicy;
    ///
    /// let policy = RetryPolicy::new().on_retry(|retry| {
    ///     eprintln!("{} again in {:?}: {}", retry.operation(), retry.wait(), retry.reason());
    ///     if retry.wait() > Duration::from_secs(60) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    /// });
    /// # let _ = policy;
    /// ```
    #[must_use]
    pub fn on_retry<F>(self, hook: F) -> Self
    where
        F: Fn(&Retry<'_>) -> ControlFlow<()> + Send + Sync + 'static,
    {
        Self { hook: Some(Arc::new(hook)), ..self }
    }

    /// Whether the program does not want it.
    pub(super) fn stops(&self, retry: &Retry<'_>) -> bool {
        self.hook.as_ref().is_some_and(|hook| hook(retry).is_break())
    }
}

impl fmt::Debug for RetryPolicy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RetryPolicy")
            .field("attempts", &self.attempts)
            .field("first_wait", &self.first_wait)
            .field("longest_wait", &self.longest_wait)
            .field("deadline", &self.deadline)
            .field("has_hook", &self.hook.is_some())
            .finish()
    }
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self::new()
    }
}
