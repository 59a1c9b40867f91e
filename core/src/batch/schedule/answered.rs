//! What is made of the answers.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::StatusCode;
use time::OffsetDateTime;

use super::{Schedule, State};
use crate::batch::wire::{self, BatchAnswer};
use crate::batch::{BatchAnswers, BatchError};
use crate::retry::{Next, Outcome, RetryBudget, RetryCall, Scope, Surroundings};
use crate::{Error, PermissionError, ServiceError};

/// Answers by place, or why there is none that can be taken.
type Found = BTreeMap<usize, Result<http::Response<Bytes>, String>>;

/// An answer of a batch by which a request was not done, or not surely.
#[derive(Debug)]
pub struct Failure {
    /// The place of the request.
    pub place: usize,
    /// What the service answered.
    pub status: StatusCode,
    /// How long nobody should send such requests, and whose limit that is; where the service named a time.
    pub closes: Option<(Duration, Scope)>,
    /// How often it was sent.
    pub attempt: u32,
    /// How long it is until it is sent again; none where this is its answer.
    pub again: Option<Duration>,
    /// Why it is not, although the failure might pass ([`RetryCall::given_up`]).
    pub given_up: Option<&'static str>,
}

impl Schedule {
    /// Takes the answers of a batch, and tells of those that are failures of the service. The budget is that of the
    /// client; `random` gives any numbers.
    pub fn answered(
        &mut self,
        batch: &[usize],
        answers: &BatchAnswers,
        now: Duration,
        budget: &RetryBudget,
        mut random: impl FnMut() -> u64,
    ) -> Vec<Failure> {
        let mut failures = Vec::new();
        let (mut found, unknown) = assign(batch, answers);
        let mut waits: Vec<(usize, Duration)> = Vec::new();
        for place in batch {
            let answer = found.remove(place).unwrap_or_else(|| Err(missing(&unknown)));
            let state = match answer {
                Ok(answer) => {
                    let attempt = self.tasks[*place].attempts;
                    let again =
                        self.again(*place, &answer, |then| now.saturating_sub(then), budget, random());
                    let given_up = self.tasks[*place].call.given_up();
                    failures.extend(failure(*place, attempt, &answer, (again, given_up)));
                    match again {
                        Some(wait) => {
                            waits.push((*place, wait));
                            State::Waiting(now)
                        }
                        None => State::Done(Ok(self.told(*place, answer, answers))),
                    }
                }
                Err(reason) => {
                    let operation = self.tasks[*place].item.operation();
                    State::Done(Err(BatchError::Unanswered { operation, reason }.into()))
                }
            };
            self.tasks[*place].state = state;
        }
        self.put_off(&waits, now);
        failures
    }

    /// How long to wait before a request is sent again; nothing where its answer is to be taken.
    fn again(
        &mut self,
        place: usize,
        answer: &http::Response<Bytes>,
        elapsed: impl Fn(Duration) -> Duration,
        budget: &RetryBudget,
        random: u64,
    ) -> Option<Duration> {
        if answer.status() == StatusCode::FAILED_DEPENDENCY {
            // It was not done because another one was not, and that one gets another chance. This was no attempt.
            let waits = self.tasks[place].after.iter().any(|other| self.tasks[*other].is_waiting());
            if waits {
                self.tasks[place].attempts -= 1;
            }
            return waits.then_some(Duration::ZERO);
        }
        let task = &mut self.tasks[place];
        let (operation, settings) = (task.item.operation(), &task.item.settings);
        let policy = settings.retry.as_ref().unwrap_or(&self.policy);
        let mut call = RetryCall::new(policy, budget, operation, settings, None).resume(task.call);
        let outcome = Outcome::answer(answer.status(), answer.headers(), OffsetDateTime::now_utc);
        let around = Surroundings { elapsed: elapsed(task.first_sent), gate: Duration::ZERO, random };
        let next = call.next(&outcome, around);
        task.call = call.rest();
        match next {
            Next::Stop => None,
            Next::Wait(wait) => {
                task.may_be_done |= ServiceError::read(answer, operation).may_have_been_done();
                Some(wait)
            }
        }
    }

    /// An answer as it is read: with the request that failed where it was not done because of that, and with what the
    /// token holds where it is a refusal.
    fn told(
        &self,
        place: usize,
        mut answer: http::Response<Bytes>,
        answers: &BatchAnswers,
    ) -> http::Response<Bytes> {
        let refuses = [StatusCode::BAD_REQUEST, StatusCode::UNAUTHORIZED, StatusCode::FORBIDDEN];
        if refuses.contains(&answer.status())
            && let Some(token) = &answers.token
        {
            answer.extensions_mut().insert(token.clone());
        }
        if answer.status() == StatusCode::FAILED_DEPENDENCY
            && let Some(cause) = self.failed_dependency(place)
        {
            answer.extensions_mut().insert(cause);
        }
        answer
    }

    /// Lets all that were refused in one batch wait for the longest of their times, as far as their deadlines allow.
    fn put_off(&mut self, waits: &[(usize, Duration)], now: Duration) {
        let longest = waits.iter().map(|(_, wait)| *wait).max().unwrap_or_default();
        for (place, own) in waits {
            let task = &mut self.tasks[*place];
            let deadline = task.item.settings.retry.as_ref().unwrap_or(&self.policy).deadline;
            let is_in_time = now.saturating_add(longest) <= task.first_sent.saturating_add(deadline);
            let wait = if is_in_time { longest } else { *own };
            task.state = State::Waiting(now.saturating_add(wait));
        }
    }

    /// Takes that a batch failed as a whole.
    pub fn failed(&mut self, batch: &[usize], error: Error) {
        let cause = Arc::new(error);
        for place in batch {
            let task = &mut self.tasks[*place];
            let operation = task.item.operation();
            let may_have_been_done = task.may_be_done || cause.may_have_been_done();
            let failed = BatchError::Failed { operation, cause: Arc::clone(&cause), may_have_been_done };
            task.state = State::Done(Err(failed.into()));
        }
    }

    /// Takes that a batch was not sent, because the token does not open what some of its requests call. Those fail, and
    /// the others are to be sent.
    pub fn refused(&mut self, batch: &[usize], error: &PermissionError) {
        let mut is_of_one = false;
        for place in batch {
            let task = &mut self.tasks[*place];
            task.attempts -= 1;
            task.state = if task.item.operation() == error.operation() {
                is_of_one = true;
                State::Done(Err(error.clone().into()))
            } else {
                State::Waiting(Duration::ZERO)
            };
        }
        if !is_of_one {
            self.failed(batch, error.clone().into());
        }
    }
}

/// What an answer says of the service, where it is a refusal that another attempt may not have.
fn failure(
    place: usize,
    attempt: u32,
    answer: &http::Response<Bytes>,
    (again, given_up): (Option<Duration>, Option<&'static str>),
) -> Option<Failure> {
    let status = answer.status();
    if !status.is_server_error()
        && ![StatusCode::TOO_MANY_REQUESTS, StatusCode::REQUEST_TIMEOUT].contains(&status)
    {
        return None;
    }
    let outcome = Outcome::answer(status, answer.headers(), OffsetDateTime::now_utc);
    Some(Failure { place, status, closes: outcome.closes(), attempt, again, given_up })
}

/// Whose answer is which, and the ids that are nobody's.
fn assign(batch: &[usize], answers: &BatchAnswers) -> (Found, Vec<String>) {
    let (mut found, mut unknown) = (Found::new(), Vec::new());
    for BatchAnswer { id, response } in answers.read() {
        let Some(place) = batch.iter().copied().find(|place| wire::id(*place) == id.trim()) else {
            unknown.push(id);
            continue;
        };
        let response = if found.contains_key(&place) {
            Err("it was answered twice in it, so that neither answer can be taken".to_owned())
        } else {
            response.map_err(ToOwned::to_owned)
        };
        found.insert(place, response);
    }
    (found, unknown)
}

/// Why a request has no answer, where these ids are nobody's.
fn missing(unknown: &[String]) -> String {
    if unknown.is_empty() {
        return "its answer is missing among those of the batch".to_owned();
    }
    let shown = |id: &String| id.chars().filter(char::is_ascii_alphanumeric).take(40).collect::<String>();
    let ids: Vec<String> = unknown.iter().map(shown).collect();
    format!(
        "its answer is missing among those of the batch, where others have ids that nothing was sent with ({})",
        ids.join(", ")
    )
}
