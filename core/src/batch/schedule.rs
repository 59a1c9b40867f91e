//! What is sent when.

mod answered;
mod held;

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::StatusCode;

pub use answered::Failure;

use super::wire::Requests;
use super::{BatchError, BatchItem, BatchedOperations, FailedDependency, ItemId, LIMIT, pack};
use crate::retry::Resting;
use crate::{Error, RetryPolicy};

/// The requests of a batch on their way: which go next, and what came of them. Time is what has passed since some
/// moment, the same one for all calls.
///
/// ```
/// # mod slice { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/slice.rs")); }
/// # use slice::*;
/// use std::time::Duration;
/// use msgraph_core::batch::{BatchItem, Schedule, Step};
/// use msgraph_core::{Operation, RetryPolicy};
///
/// # let graph = detached();
/// let mut schedule = Schedule::new(1, RetryPolicy::new());
/// let list = graph.me().online_meetings().get().into_http()?;
/// schedule.add(BatchItem::new(list, ListMeOnlineMeetings::INFO, graph.client().root())?, [])?;
/// assert_eq!((schedule.len(), schedule.is_empty()), (1, false));
///
/// let Step::Send(places) = schedule.next(Duration::ZERO) else { panic!("there is one to send") };
/// let (body, can_be_repeated, _) = schedule.write(&places)?;
/// assert!(body.starts_with(br#"{"requests":[{"id":"1","method":"GET""#) && can_be_repeated);
/// # Ok::<(), msgraph_core::Error>(())
/// ```
pub struct Schedule {
    batch: u64,
    policy: RetryPolicy,
    tasks: Vec<Task>,
    /// All before it are done.
    first_open: usize,
}

/// How many requests that can be sent are looked at for the next batch, where there are more. Of that many, 20 fill it,
/// and the time for a batch does not grow with the number of all.
const LOOK_AHEAD: usize = 20 * LIMIT;

struct Task {
    item: BatchItem,
    /// Places before this one.
    after: Vec<usize>,
    /// The last one that waits for this one; 0 where none does.
    last_dependent: usize,
    attempts: u32,
    first_sent: Duration,
    call: Resting,
    /// Whether an attempt before may have been done.
    may_be_done: bool,
    state: State,
}

enum State {
    /// To be sent, not before that.
    Waiting(Duration),
    Sent,
    Done(Result<http::Response<Bytes>, Error>),
}

/// What is to be done next.
///
/// ```
/// use std::time::Duration;
/// use msgraph_core::RetryPolicy;
/// use msgraph_core::batch::{Schedule, Step};
///
/// let mut empty = Schedule::new(1, RetryPolicy::new());
/// assert!(matches!(empty.next(Duration::ZERO), Step::Done));
/// ```
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
        Self { batch, policy, tasks: Vec::new(), first_open: 0 }
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
        for other in &places {
            self.tasks[*other].last_dependent = place;
        }
        self.tasks.push(Task {
            item,
            after: places,
            last_dependent: 0,
            attempts: 0,
            first_sent: Duration::ZERO,
            call: Resting::new(),
            may_be_done: false,
            state: State::Waiting(Duration::ZERO),
        });
        Ok(ItemId::new(self.batch, place))
    }

    /// The way of being sent again for requests that have none of their own.
    pub fn set_policy(&mut self, policy: RetryPolicy) {
        self.policy = policy;
    }

    /// The way of being sent again for requests that have none of their own.
    #[must_use]
    pub fn policy(&self) -> &RetryPolicy {
        &self.policy
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

    /// What the request at a place calls.
    #[must_use]
    pub fn operation(&self, place: usize) -> &'static crate::OperationInfo {
        self.tasks[place].item.operation()
    }

    /// What they call, in the order in which they were added.
    pub fn operations(&self) -> impl Iterator<Item = &'static crate::OperationInfo> {
        self.tasks.iter().map(|task| task.item.operation())
    }

    /// What is to be done now. Requests that are to be sent count as sent.
    pub fn next(&mut self, now: Duration) -> Step {
        let due = self.due(now);
        let places = (self.first_open..).zip(&due);
        let ready: Vec<usize> =
            places.filter(|(_, due)| due.is_some_and(|due| due <= now)).map(|(place, _)| place).collect();
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

    /// When each request from the first open one on can be sent: nothing for those that are sent or done, or wait for one
    /// that is on its way. Those that wait for one that failed have their answer then: they are not sent.
    ///
    /// It ends where enough can be sent now, and nothing behind hangs together with it.
    fn due(&mut self, now: Duration) -> Vec<Option<Duration>> {
        let open = &self.tasks[self.first_open..];
        self.first_open += open.iter().take_while(|task| matches!(task.state, State::Done(_))).count();
        let mut due: Vec<Option<Duration>> = Vec::new();
        let (mut ready, mut reach) = (0, 0);
        for place in self.first_open..self.tasks.len() {
            if ready >= LOOK_AHEAD && place > reach {
                break;
            }
            if self.tasks[place].is_waiting()
                && let Some(cause) = self.failed_dependency(place)
            {
                self.tasks[place].state = State::Done(Ok(not_sent(cause)));
            }
            let own = self.due_of(place, &due);
            ready += usize::from(own.is_some_and(|own| own <= now));
            reach = reach.max(self.tasks[place].last_dependent);
            due.push(own);
        }
        due
    }

    /// When a request can be sent, where that is known of those before it from the first open one on.
    fn due_of(&self, place: usize, due: &[Option<Duration>]) -> Option<Duration> {
        let task = &self.tasks[place];
        let State::Waiting(own) = task.state else { return None };
        task.after.iter().try_fold(own, |latest, other| match self.tasks[*other].state {
            State::Done(_) => Some(latest),
            State::Waiting(_) => due[*other - self.first_open].map(|due| due.max(latest)),
            State::Sent => None,
        })
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

    /// The answers, in the order in which the requests were added. Those that are still to come are
    /// [out of time](BatchError::OutOfTime).
    #[must_use]
    pub fn into_answers(self) -> Vec<Result<http::Response<Bytes>, Error>> {
        let answer = |task: Task| {
            let may_have_been_done = match task.state {
                State::Done(answer) => return answer,
                State::Sent => true,
                State::Waiting(_) => task.may_be_done,
            };
            Err(BatchError::OutOfTime { operation: task.item.operation(), may_have_been_done }.into())
        };
        self.tasks.into_iter().map(answer).collect()
    }
}

impl fmt::Debug for Schedule {
    /// The operations alone.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.operations().map(ToString::to_string)).finish()
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

#[cfg(test)]
mod tests;
