//! A batch on its way.

use std::sync::Arc;
use std::time::Duration;

use http::StatusCode;
use msgraph_core::batch::{BatchAnswers, Failure, PostBatch, Schedule, Step};
use msgraph_core::retry::Lane;
use msgraph_core::{Client, Error, Request, Unchecked};

use super::Batch;
use crate::clock::{Instant, sleep, within};
use crate::in_flight::InFlight;
use crate::pipeline::{Asker, Retrying, Shared};
use crate::request_id::chance;
use crate::telemetry;

/// What the service said to the requests at these places.
type Answered = (Vec<usize>, Result<BatchAnswers, Error>);

/// A wait that is as good as for ever, and that a clock can still add up.
const FAR: Duration = Duration::from_secs(60 * 60 * 24 * 365 * 30);

/// How long there is nothing to send.
enum Until {
    Due(Instant),
    Answered,
    Done,
}

/// A batch on its way.
pub(super) struct Sending {
    client: Client,
    shared: Arc<Shared>,
    asker: Arc<Asker>,
    schedule: Schedule,
    concurrency: usize,
    start: Instant,
    deadline: Option<Instant>,
    in_flight: InFlight<Answered>,
    /// Whether the service may have got anything.
    has_sent: bool,
}

impl Sending {
    pub(super) fn new(batch: Batch) -> Self {
        let Batch { client, shared, asker, schedule, concurrency, timeout, id: _ } = batch;
        let start = Instant::now();
        let deadline = timeout.and_then(|limit| start.checked_add(limit));
        let in_flight = InFlight::new();
        Self { client, shared, asker, schedule, concurrency, start, deadline, in_flight, has_sent: false }
    }

    /// Goes on until every request has its answer, or the time is over.
    pub(super) async fn run(mut self) -> Result<Schedule, Error> {
        loop {
            let due = match self.fill()? {
                Until::Done => return Ok(self.schedule),
                Until::Due(due) => Some(due),
                Until::Answered => None,
            };
            let wake = [due, self.deadline].into_iter().flatten().min();
            let answered = match wake {
                Some(wake) if self.in_flight.is_empty() => {
                    sleep(left(wake)).await;
                    None
                }
                Some(wake) => within(left(wake), self.in_flight.next()).await.ok().flatten(),
                None => self.in_flight.next().await,
            };
            match answered {
                Some((places, answers)) => self.take(&places, answers)?,
                None if self.deadline.is_some_and(|deadline| deadline <= Instant::now()) => {
                    return Ok(self.schedule);
                }
                None => {}
            }
        }
    }

    /// Sends what can be sent now.
    fn fill(&mut self) -> Result<Until, Error> {
        while self.in_flight.len() < self.concurrency {
            self.hold();
            match self.schedule.next(self.start.elapsed()) {
                Step::Send(places) => {
                    let request = self.request(&places)?;
                    self.in_flight.push(Box::pin(async move { (places, request.await) }));
                }
                Step::WaitUntil(due) => return Ok(Until::Due(self.start + due.min(FAR))),
                Step::WaitForAnswer => return Ok(Until::Answered),
                Step::Done => return Ok(Until::Done),
            }
        }
        Ok(Until::Answered)
    }

    /// Keeps back what the service asked to be left alone with, here or in other calls of the client.
    fn hold(&mut self) {
        let retrying = &self.shared.retrying;
        if retrying.gate.is_closed() {
            let now = retrying.clock.now();
            let opens = |lane: &Lane| Some(retrying.gate.opens(lane, now)?.saturating_sub(now));
            self.schedule.hold(self.start.elapsed(), &*self.asker, opens);
        }
    }

    /// Tells the other calls of the client, and whoever listens, what the service said to a request.
    fn learn(&self, failure: &Failure) {
        let lane = self.schedule.lane(failure.place, &*self.asker);
        let Retrying { gate, clock, .. } = &self.shared.retrying;
        if let Some((wait, scope)) = failure.closes {
            gate.close(&lane, wait, scope, clock.now());
        }
        let operation = self.schedule.operation(failure.place);
        if failure.status == StatusCode::TOO_MANY_REQUESTS {
            telemetry::throttled(operation, failure.closes.map(|(wait, _)| wait));
        }
        let Some(cause) = telemetry::cause_of(failure.status) else { return };
        match failure.again {
            Some(wait) => telemetry::retrying(operation, failure.attempt, wait, cause),
            None if failure.attempt > 1 || failure.given_up.is_some() => {
                telemetry::given_up(operation, failure.attempt, cause, failure.given_up);
            }
            None => {}
        }
    }

    fn request(&self, places: &[usize]) -> Result<Request<PostBatch>, Error> {
        let (body, can_be_repeated, operations) = self.schedule.write(places)?;
        let path = self.client.path::<Unchecked>().literal("$batch");
        let request = path.request::<PostBatch>().body("application/json", body).extension(operations);
        let request = request.retry(self.schedule.policy().clone());
        Ok(if can_be_repeated { request.repeat_safely() } else { request })
    }

    fn take(&mut self, places: &[usize], answers: Result<BatchAnswers, Error>) -> Result<(), Error> {
        match answers {
            Ok(answers) => {
                self.has_sent = true;
                let budget = &self.shared.retrying.budget;
                let failures = self.schedule.answered(places, &answers, self.start.elapsed(), budget, chance);
                for failure in &failures {
                    self.learn(failure);
                }
            }
            Err(Error::Permission(refused)) => self.schedule.refused(places, &refused),
            Err(error) if !self.has_sent && self.in_flight.is_empty() && is_unsent(&error) => {
                return Err(error);
            }
            Err(error) => {
                self.has_sent |= !is_unsent(&error);
                self.schedule.failed(places, error);
            }
        }
        Ok(())
    }
}

/// How long it is until then.
fn left(until: Instant) -> Duration {
    until.saturating_duration_since(Instant::now())
}

/// Whether the service surely did not get what failed with this, at any attempt.
fn is_unsent(error: &Error) -> bool {
    let has_no_answer = matches!(
        error,
        Error::Config(_)
            | Error::Request(_)
            | Error::Credential(_)
            | Error::Throttled(_)
            | Error::Transport(_)
    );
    has_no_answer && !error.may_have_been_done()
}
