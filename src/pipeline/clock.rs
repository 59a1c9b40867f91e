//! Time, in one place: the rest counts from the beginning of the client, and a target without threads replaces this.

use std::time::Duration;

use msgraph_core::retry::Moment;
use tokio::time::Instant;

/// The clock of a client.
pub(crate) struct Clock {
    start: Instant,
}

impl Clock {
    pub(crate) fn new() -> Self {
        Self { start: Instant::now() }
    }

    pub(super) fn now(&self) -> Moment {
        self.start.elapsed()
    }
}

/// Waits, and not for less long than that.
pub(super) async fn sleep(wait: Duration) {
    tokio::time::sleep(wait).await;
}
