//! Waiting where the service asks to be left alone.

use std::time::Duration;

use msgraph_core::Error;

/// How long an input still waits beyond what its calls wait by themselves.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Patience {
    left: Duration,
}

impl Patience {
    pub(super) fn new(longest: Duration) -> Self {
        Self { left: longest }
    }

    /// How long to wait before a call that failed so is sent again; none where the service named no time, or a longer
    /// one than is left.
    ///
    /// A refusal of that kind means that it was not looked at, so any call may be sent again.
    pub(super) fn wait_after(&mut self, error: &Error) -> Option<Duration> {
        let wait = match error {
            Error::Throttled(held) => held.retry_after(),
            Error::Service(said) if said.is_throttled() => said.retry_after?,
            _ => return None,
        };
        // a time that is over at once must not become a loop without an end
        let wait = wait.max(SHORTEST);
        self.left = self.left.checked_sub(wait)?;
        Some(wait)
    }
}

/// The shortest wait that counts.
const SHORTEST: Duration = Duration::from_secs(1);
