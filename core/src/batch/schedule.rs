//! What is sent when, and what is made of the answers.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::StatusCode;
use time::OffsetDateTime;

use super::wire::{self, BatchAnswer, Requests};
use super::{BatchAnswers, BatchError, BatchItem, BatchedOperations, FailedDependency, ItemId, LIMIT, pack};
use crate::retry::{Next, Outcome, Resting, RetryBudget, RetryCall, Surroundings};
use crate::{Error, PermissionError, RetryPolicy};

/// The requests of a batch on their way: which go next, and what came of them. Time is what has passed since some
/// moment, the same one for all calls.
pub struct Schedule {
    batch: u64,
    policy: RetryPolicy,
    tasks: Vec<Task>,
}

struct Task {
    item: BatchItem,
    /// Places before this one.
    after: Vec<usize>,
    attempts: u32,
    first_sent: Duration,
    call: Resting,
    state: State,
}

enum State {
    /// To be sent, not before that.
    Waiting(Duration),
    Sent,
    Done(Result<http::Response<Bytes>, Error>),
}

/// What is to be done next.
#[derive(Debug)]
pub enum Step {
    /// These requests are to be sent as one batch.
    Send(Vec<usize>),
    /// Nothing before then, unless a batch is answered.
    WaitUntil(Duration),
    /// Nothing before a batch is answered.
    WaitForAnswer,
    /// Nothing: every request has its answer.
    Done,
}

impl Task {
    fn is_waiting(&self) -> bool {
        matches!(self.state, State::Waiting(_))
    }

    /// The request that failed, where it is this one: it has an answer, and no success.
    fn failure(&self, id: ItemId) -> Option<FailedDependency> {
        let own = |status| FailedDependency { id, operation: self.item.operation(), status };
        match &self.state {
            State::Done(Ok(answer)) if answer.status().is_success() => None,
            State::Done(Ok(answer)) => {
                let cause = answer.extensions().get::<FailedDependency>().copied();
                Some(cause.unwrap_or_else(|| own(Some(answer.status()))))
            }
            State::Done(Err(error)) => Some(own(error.status())),
            _ => None,
        }
    }
}

impl Schedule {
    /// The schedule of a batch with that number in this process, for requests that have no way of their own of being
    /// sent again.
    #[must_use]
    pub fn new(batch: u64, policy: RetryPolicy) -> Self {
        Self { batch, policy, tasks: Vec::new() }
    }

    /// Adds a request that waits for others, and gives its place.
    ///
    /// # Errors
    /// [`BatchError::OtherBatch`] where one of the others is of another batch.
    pub fn add(
        &mut self,
        item: BatchItem,
        after: impl IntoIterator<Item = ItemId>,
    ) -> Result<ItemId, BatchError> {
        let place = self.tasks.len();
        let mut places = Vec::new();
        for id in after {
            if id.batch() != self.batch || id.place() >= place {
                return Err(BatchError::OtherBatch);
            }
            places.push(id.place());
        }
        places.sort_unstable();
        places.dedup();
        self.tasks.push(Task {
            item,
            after: places,
            attempts: 0,
            first_sent: Duration::ZERO,
            call: Resting::new(),
            state: State::Waiting(Duration::ZERO),
        });
        Ok(ItemId::new(self.batch, place))
    }

    /// The way of being sent again for requests that have none of their own.
    pub fn set_policy(&mut self, policy: RetryPolicy) {
        self.policy = policy;
    }

    /// How many requests there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.tasks.len()
    }

    /// Whether there is no request.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.tasks.is_empty()
    }

    /// What they call, in the order in which they were added.
    pub fn operations(&self) -> impl Iterator<Item = &'static crate::OperationInfo> {
        self.tasks.iter().map(|task| task.item.operation())
    }

    /// What is to be done now. Requests that are to be sent count as sent.
    pub fn next(&mut self, now: Duration) -> Step {
        self.fail_dependents();
        let due = self.due();
        let ready: Vec<usize> =
            (0..due.len()).filter(|place| due[*place].is_some_and(|due| due <= now)).collect();
        let after = |place: usize| &self.tasks[place].after[..];
        // What is sent again goes by itself, so that a throttled request does not take fresh ones with it.
        let (again, fresh): (Vec<_>, Vec<_>) = pack::components(&ready, after)
            .into_iter()
            .partition(|group| group.iter().any(|place| self.tasks[*place].attempts > 0));
        let mut kind = if again.is_empty() { fresh } else { again }.concat();
        kind.sort_unstable();
        let batch = pack::pack(&kind, after, LIMIT);
        if !batch.is_empty() {
            for place in &batch {
                let task = &mut self.tasks[*place];
                if task.attempts == 0 {
                    task.first_sent = now;
                }
                task.attempts += 1;
                task.state = State::Sent;
            }
            return Step::Send(batch);
        }
        match due.into_iter().flatten().min() {
            Some(due) => Step::WaitUntil(due),
            None if self.tasks.iter().any(|task| matches!(task.state, State::Sent)) => Step::WaitForAnswer,
            None => Step::Done,
        }
    }

    /// When each request can be sent: nothing for those that are sent or done, or wait for one that is on its way.
    fn due(&self) -> Vec<Option<Duration>> {
        let mut due: Vec<Option<Duration>> = Vec::with_capacity(self.tasks.len());
        for task in &self.tasks {
            let State::Waiting(own) = task.state else {
                due.push(None);
                continue;
            };
            let all = task.after.iter().try_fold(own, |latest, other| match self.tasks[*other].state {
                State::Done(_) => Some(latest),
                State::Waiting(_) => due[*other].map(|due| due.max(latest)),
                State::Sent => None,
            });
            due.push(all);
        }
        due
    }

    /// Answers for those that wait for one that failed: they are not sent.
    fn fail_dependents(&mut self) {
        for place in 0..self.tasks.len() {
            if self.tasks[place].is_waiting()
                && let Some(cause) = self.failed_dependency(place)
            {
                self.tasks[place].state = State::Done(Ok(not_sent(cause)));
            }
        }
    }

    fn failed_dependency(&self, place: usize) -> Option<FailedDependency> {
        let id = |place| ItemId::new(self.batch, place);
        self.tasks[place].after.iter().find_map(|other| self.tasks[*other].failure(id(*other)))
    }

    /// The body of a batch, whether all of it can be sent again after a lost answer, and what it calls.
    ///
    /// # Errors
    /// [`RequestError::Body`](crate::RequestError::Body) where it cannot be written.
    pub fn write(&self, batch: &[usize]) -> Result<(Bytes, bool, BatchedOperations), Error> {
        let requests = batch.iter().map(|place| {
            let task = &self.tasks[*place];
            let after = task.after.iter().copied().filter(|other| batch.contains(other)).collect();
            (*place, &task.item, after)
        });
        let json = serde_json::to_vec(&Requests(requests.collect()))
            .map_err(|fault| crate::RequestError::Body { reason: fault.to_string() })?;
        let items = batch.iter().map(|place| &self.tasks[*place].item);
        let can_be_repeated = items.clone().all(BatchItem::can_be_repeated);
        Ok((json.into(), can_be_repeated, BatchedOperations(items.map(BatchItem::operation).collect())))
    }

    /// Takes the answers of a batch. The budget is that of the client; `random` gives any numbers.
    pub fn answered(
        &mut self,
        batch: &[usize],
        answers: &BatchAnswers,
        now: Duration,
        budget: &RetryBudget,
        mut random: impl FnMut() -> u64,
    ) {
        let (mut found, unknown) = self.assign(batch, answers);
        let mut waits: Vec<(usize, Duration)> = Vec::new();
        for place in batch {
            let answer = found.remove(place).unwrap_or_else(|| Err(missing(&unknown)));
            let state = match answer {
                Ok(answer) => match self.again(*place, &answer, |then| now.saturating_sub(then), budget, random()) {
                    Some(wait) => {
                        waits.push((*place, wait));
                        State::Waiting(now)
                    }
                    None => State::Done(Ok(self.told(*place, answer))),
                },
                Err(reason) => {
                    let operation = self.tasks[*place].item.operation();
                    State::Done(Err(BatchError::Unanswered { operation, reason }.into()))
                }
            };
            self.tasks[*place].state = state;
        }
        self.put_off(&waits, now);
    }

    /// Whose answer is which, and the ids that are nobody's.
    #[expect(clippy::type_complexity, reason = "an answer by place, or why there is none")]
    fn assign(
        &self,
        batch: &[usize],
        answers: &BatchAnswers,
    ) -> (BTreeMap<usize, Result<http::Response<Bytes>, String>>, Vec<String>) {
        let (mut found, mut unknown) = (BTreeMap::new(), Vec::new());
        for BatchAnswer { id, response } in answers.read() {
            let Some(place) = batch.iter().copied().find(|place| wire::id(*place) == id.trim()) else {
                unknown.push(id);
                continue;
            };
            let response = match found.contains_key(&place) {
                true => Err("it was answered twice in it, so that neither answer can be taken".to_owned()),
                false => response.map_err(ToOwned::to_owned),
            };
            found.insert(place, response);
        }
        (found, unknown)
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
            Next::Wait(wait) => Some(wait),
        }
    }

    /// An answer, with the request that failed where it was not done because of that.
    fn told(&self, place: usize, mut answer: http::Response<Bytes>) -> http::Response<Bytes> {
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
            task.state = State::Done(Err(BatchError::Failed { operation, cause: Arc::clone(&cause) }.into()));
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

    /// The answers, in the order in which the requests were added. Those that are still to come are
    /// [out of time](BatchError::OutOfTime).
    #[must_use]
    pub fn into_answers(self) -> Vec<Result<http::Response<Bytes>, Error>> {
        let answer = |task: Task| {
            let may_have_been_done = match task.state {
                State::Done(answer) => return answer,
                State::Sent => true,
                State::Waiting(_) => false,
            };
            Err(BatchError::OutOfTime { operation: task.item.operation(), may_have_been_done }.into())
        };
        self.tasks.into_iter().map(answer).collect()
    }
}

impl fmt::Debug for Schedule {
    /// The operations alone.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.operations().map(|operation| operation.to_string())).finish()
    }
}

/// The answer to a request that is not sent, as the service would have given it in the same batch.
fn not_sent(cause: FailedDependency) -> http::Response<Bytes> {
    const BODY: &[u8] =
        br#"{"error":{"code":"FailedDependency","message":"Not sent: a request that it depends on failed."}}"#;
    let mut answer = http::Response::new(Bytes::from_static(BODY));
    *answer.status_mut() = StatusCode::FAILED_DEPENDENCY;
    answer.extensions_mut().insert(cause);
    answer
}

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
