//! One call, from its first attempt to the answer that is taken as it is.

use std::time::Duration;

use super::budget::RetryBudget;
use super::hook::Retry;
use super::outcome::{Class, Outcome};
use super::{RetryPolicy, backoff};
use crate::{Error, OperationInfo, RequestSettings};

/// The attempts of one call. It is told what came of each, and says what to do then; it neither waits nor sends.
#[derive(Debug)]
pub struct RetryCall<'a> {
    policy: &'a RetryPolicy,
    budget: &'a RetryBudget,
    operation: &'static OperationInfo,
    can_be_repeated: bool,
    /// When the last attempt may begin, counted from the beginning of the call.
    limit: Duration,
    /// The number of the attempt under way.
    attempt: u32,
    /// What it took out of the budget.
    taken: u32,
    /// Whether an attempt before it may have been done.
    may_be_done: bool,
    /// Why a failure that may pass was the last word.
    given_up: Option<&'static str>,
}

/// What to do with the outcome of an attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// It is the outcome of the call.
    Stop,
    /// Wait so long, and send the request again.
    Wait(Duration),
}

/// A call between two attempts, for those who keep many: [`RetryCall::resume`] goes on.
#[derive(Debug, Clone, Copy)]
pub struct Resting {
    attempt: u32,
    taken: u32,
    may_be_done: bool,
    given_up: Option<&'static str>,
}

impl Resting {
    /// A call before its first attempt.
    #[must_use]
    pub const fn new() -> Self {
        Self { attempt: 1, taken: 0, may_be_done: false, given_up: None }
    }
}

impl Resting {
    /// Why it has no other attempt ([`RetryCall::given_up`]).
    #[must_use]
    pub const fn given_up(&self) -> Option<&'static str> {
        self.given_up
    }

    /// Whether an attempt up to here may have been done.
    #[must_use]
    pub const fn may_have_been_done(&self) -> bool {
        self.may_be_done
    }
}

impl Default for Resting {
    fn default() -> Self {
        Self::new()
    }
}

/// Among the extensions of an answer: an attempt before it may have been done.
#[derive(Debug, Clone, Copy)]
pub(crate) struct EarlierAttempt;

/// What the surroundings give to a decision.
#[derive(Debug, Clone, Copy)]
pub struct Surroundings {
    /// How long the call takes already.
    pub elapsed: Duration,
    /// How long it is until its lane lets it through, if that is closed.
    pub gate: Duration,
    /// Any number.
    pub random: u64,
}

impl<'a> RetryCall<'a> {
    /// A call before its first attempt. The settings are the request's; the timeout is that of the call as a whole.
    #[must_use]
    pub fn new(
        policy: &'a RetryPolicy,
        budget: &'a RetryBudget,
        operation: &'static OperationInfo,
        settings: &RequestSettings,
        timeout: Option<Duration>,
    ) -> Self {
        Self {
            policy,
            budget,
            operation,
            can_be_repeated: settings.can_be_repeated || operation.can_be_repeated(),
            limit: timeout.map_or(policy.deadline, |timeout| timeout.min(policy.deadline)),
            attempt: 1,
            taken: 0,
            may_be_done: false,
            given_up: None,
        }
    }

    /// The same, where [`rest`](Self::rest) left it.
    #[must_use]
    pub fn resume(self, at: Resting) -> Self {
        Self { attempt: at.attempt, taken: at.taken, may_be_done: at.may_be_done, ..self }
    }

    /// Where it is, to go on later.
    #[must_use]
    pub fn rest(&self) -> Resting {
        Resting {
            attempt: self.attempt,
            taken: self.taken,
            may_be_done: self.may_be_done,
            given_up: self.given_up,
        }
    }

    /// The number of the attempt under way. The first is 1.
    #[must_use]
    pub fn attempt(&self) -> u32 {
        self.attempt
    }

    /// Whether there will be no other attempt whatever comes.
    #[must_use]
    pub fn is_last_attempt(&self) -> bool {
        self.attempt >= self.policy.attempts
    }

    /// When the last attempt may begin, counted from the beginning of the call: at the deadline of the policy, or at
    /// the end of the time for the call.
    #[must_use]
    pub fn limit(&self) -> Duration {
        self.limit
    }

    /// What to do after that outcome of the attempt under way. After [`Next::Wait`] the next one is under way.
    ///
    /// The hook of the policy is asked last, so that it is told of nothing that does not come.
    pub fn next(&mut self, outcome: &Outcome<'_>, around: Surroundings) -> Next {
        match outcome.class() {
            Class::Final => {
                self.budget.give(self.taken);
                return Next::Stop;
            }
            Class::MaybeDone if !self.can_be_repeated => return self.give_up("not repeatable"),
            Class::NotDone | Class::MaybeDone => {}
        }
        let named = outcome.named_wait();
        // none, or next to none, is no word of when: all who were refused would come back at once, and in vain
        let named = named.filter(|wait| !wait.is_zero() && *wait >= self.policy.first_wait);
        let wait = self.wait(named, around);
        if self.is_last_attempt() {
            return self.give_up("last attempt");
        }
        if around.elapsed.saturating_add(wait) > self.limit {
            return self.give_up("deadline");
        }
        // the service itself said when: that is no load that it does not expect
        let taken = if named.is_some() { Some(0) } else { self.budget.take(outcome.is_timeout()) };
        let Some(taken) = taken else { return self.give_up("budget") };
        let retry = Retry {
            operation: self.operation,
            attempt: self.attempt,
            wait,
            reason: outcome.reason(),
            is_wait_named: named.is_some(),
        };
        if self.policy.stops(&retry) {
            if taken > 0 {
                self.budget.give(taken);
            }
            return self.give_up("policy");
        }
        self.attempt += 1;
        self.taken = taken;
        self.may_be_done |= outcome.class() == Class::MaybeDone;
        Next::Wait(wait)
    }

    fn give_up(&mut self, reason: &'static str) -> Next {
        self.given_up = Some(reason);
        Next::Stop
    }

    /// Why [`next`](Self::next) stopped at a failure that might have passed: `not repeatable`, `last attempt`,
    /// `deadline`, `budget`, or `policy` for the hook. None where the outcome was the service's word.
    #[must_use]
    pub fn given_up(&self) -> Option<&'static str> {
        self.given_up
    }

    /// The error of a call that ends with this one of its last attempt: where an earlier attempt may have been done,
    /// the call may.
    #[must_use]
    pub fn ended(&self, error: Error) -> Error {
        match error {
            Error::Transport(lost) if self.may_be_done => lost.after_another().into(),
            Error::Throttled(unsent) if self.may_be_done => unsent.after_another().into(),
            Error::Credential(missing) if self.may_be_done => missing.after_another().into(),
            Error::Permission(lacking) if self.may_be_done => lacking.after_another().into(),
            Error::Service(refused) if self.may_be_done => Error::Service(Box::new(refused.after_another())),
            error => error,
        }
    }

    /// The answer that a call ends with: where an earlier attempt may have been done, the error that is read from it
    /// says so.
    #[must_use]
    pub fn answered<B>(&self, mut answer: http::Response<B>) -> http::Response<B> {
        if self.may_be_done && !answer.status().is_success() {
            answer.extensions_mut().insert(EarlierAttempt);
        }
        answer
    }

    /// How long to wait before the first attempt of a call that follows so many in vain: no time where the policy allows
    /// none.
    #[must_use]
    pub fn wait_after(&self, in_vain: u32, random: u64) -> Duration {
        let wait = backoff::wait(self.policy.first_wait, self.policy.longest_wait, in_vain, random);
        wait.min(self.limit)
    }

    /// Whether an attempt before the one under way may have been done.
    #[must_use]
    pub fn may_have_been_done(&self) -> bool {
        self.may_be_done
    }

    /// Never shorter than what the service names, and than what holds for its lane.
    fn wait(&self, named: Option<Duration>, around: Surroundings) -> Duration {
        let wait = named.unwrap_or_else(|| {
            backoff::wait(self.policy.first_wait, self.policy.longest_wait, self.attempt, around.random)
        });
        wait.max(around.gate)
    }
}

#[cfg(test)]
mod tests;
