//! Whether a request of a batch is sent again.

use std::time::Duration;

use http::StatusCode;

use crate::{RetryPolicy, ServiceError};

/// What was tried so far.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tried {
    /// How often it was sent.
    pub(super) attempts: u32,
    /// How long ago for the first time.
    pub(super) since: Duration,
    pub(super) can_be_repeated: bool,
}

/// How long to wait before the request is sent again; nothing where its answer is to be taken.
///
/// `random` is between 0 and 1.
pub(super) fn wait(
    error: &ServiceError,
    tried: Tried,
    policy: &RetryPolicy,
    random: f64,
) -> Option<Duration> {
    let is_refused_unseen = match error.status {
        StatusCode::TOO_MANY_REQUESTS => true,
        StatusCode::SERVICE_UNAVAILABLE => error.retry_after.is_some(),
        _ => false,
    };
    let may_be_better = matches!(error.status.as_u16(), 408 | 500 | 502 | 503 | 504);
    if !(is_refused_unseen || may_be_better && tried.can_be_repeated) || tried.attempts >= policy.attempts {
        return None;
    }
    let wait = error.retry_after.unwrap_or_else(|| {
        let doubled =
            policy.first_wait.saturating_mul(2_u32.saturating_pow(tried.attempts.saturating_sub(1)));
        doubled.min(policy.longest_wait).mul_f64(0.5 + random.clamp(0.0, 1.0) / 2.0)
    });
    (tried.since.saturating_add(wait) <= policy.deadline).then_some(wait)
}
