//! How much repeating a client may do before it makes an outage worse.

use std::sync::atomic::{AtomicU32, Ordering};

/// What a repeated request takes out, as in the standard mode of the AWS SDKs.
const RETRY: u32 = 5;
/// What one takes behind a timeout, which held the service up for longer.
const RETRY_AFTER_TIMEOUT: u32 = 10;
/// What a request gives back that needed no second attempt.
const SUCCESS: u32 = 1;

/// The tokens that repeated requests take, and that successes give back. Clones of a client share one.
///
/// There is no lock: while all is well, a request only reads that the bucket is full.
#[derive(Debug)]
pub struct RetryBudget {
    /// None where there is no limit.
    limit: Option<u32>,
    tokens: AtomicU32,
}

impl RetryBudget {
    /// What a client has unless it says otherwise.
    pub const DEFAULT: u32 = 500;

    /// So many tokens, or no limit.
    #[must_use]
    pub fn new(limit: Option<u32>) -> Self {
        Self { limit, tokens: AtomicU32::new(limit.unwrap_or_default()) }
    }

    /// Takes what another attempt costs, and says how much that was. None where too little is left.
    pub(super) fn take(&self, is_timeout: bool) -> Option<u32> {
        if self.limit.is_none() {
            return Some(0);
        }
        let cost = if is_timeout { RETRY_AFTER_TIMEOUT } else { RETRY };
        let left = |tokens: u32| tokens.checked_sub(cost);
        self.tokens.fetch_update(Ordering::Relaxed, Ordering::Relaxed, left).ok().map(|_| cost)
    }

    /// Gives back what the last attempt of a request took, or what a first one brings.
    pub(super) fn give(&self, taken: u32) {
        let Some(limit) = self.limit else { return };
        if self.tokens.load(Ordering::Relaxed) >= limit {
            return;
        }
        let filled = |tokens: u32| Some(tokens.saturating_add(taken.max(SUCCESS)).min(limit));
        // the closure always gives a number
        let _ = self.tokens.fetch_update(Ordering::Relaxed, Ordering::Relaxed, filled);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn retries_take_and_successes_give_back_to_the_limit() {
        let budget = RetryBudget::new(Some(17));
        assert_eq!(budget.take(true), Some(10));
        assert_eq!(budget.take(true), None, "7 are left");
        assert_eq!(budget.take(false), Some(5));
        assert_eq!(budget.take(false), None, "2 are left");
        for _ in 0..3 {
            budget.give(0);
        }
        assert_eq!(budget.take(false), Some(5), "three successes later");
        budget.give(10);
        budget.give(10);
        assert_eq!(budget.tokens.load(Ordering::Relaxed), 17);
    }

    #[test]
    fn without_a_limit_nothing_is_taken() {
        let budget = RetryBudget::new(None);
        assert!((0..10_000).all(|_| budget.take(true) == Some(0)));
        budget.give(0);
        assert_eq!(RetryBudget::new(Some(0)).take(false), None);
    }
}
