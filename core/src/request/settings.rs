//! What one request asks of whatever sends it.

use std::time::Duration;

use crate::{Operation, Request, RetryPolicy};

/// What one request asks of its [`Service`](crate::Service), beside what HTTP carries: it stands among the extensions
/// of the [`http::Request`].
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct RequestSettings {
    /// How it is sent again, instead of the client's way.
    pub retry: Option<RetryPolicy>,
    /// How long the call may take with everything in it, instead of the client's limit.
    pub timeout: Option<Duration>,
    /// Whether it can be done twice as well as once, although its operation does not say so.
    pub can_be_repeated: bool,
}

impl<O: Operation> Request<O> {
    /// The request with a way of its own of being sent again.
    ///
    /// ```text
    /// graph.me().online_meetings().post(&meeting).retry(RetryPolicy::none()).await?
    /// ```
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.settings().retry = Some(policy);
        self
    }

    /// The request with a limit of its own for the whole call: every attempt and every wait in it. Of a stream, until
    /// its first byte.
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.settings().timeout = Some(limit);
        self
    }

    /// Says that doing it twice is as doing it once, so that it is sent again although the first one may have been
    /// done: a change that sets what is set, an action that only reads.
    pub fn repeat_safely(mut self) -> Self {
        self.settings().can_be_repeated = true;
        self
    }

    fn settings(&mut self) -> &mut RequestSettings {
        self.extensions.get_or_insert_default()
    }
}
