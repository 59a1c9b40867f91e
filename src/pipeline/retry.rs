//! One attempt after the other, until the answer is to be taken as it is.

use std::time::Duration;

use bytes::Bytes;
use msgraph_core::retry::{Moment, Next, Outcome, RetryBudget, RetryCall, Surroundings};
use msgraph_core::{Error, OperationInfo, RequestSettings, Resumed, RetryPolicy, ThrottledError};
use time::OffsetDateTime;

use super::Pipeline;
use super::attempt::Turn;
use super::body::{Body, Mode};
use super::gate::{Gate, Visitor};
use super::progress::Progress;
use crate::clock::{self, Clock};
use crate::request_id::chance;
use crate::telemetry;
use crate::transport::Elsewhere;

/// What clients know of sending again, and what they learned of the service.
pub(crate) struct Retrying {
    pub(crate) policy: RetryPolicy,
    pub(crate) budget: RetryBudget,
    pub(crate) gate: Gate,
    pub(crate) clock: Clock,
}

impl Retrying {
    /// That of clients below a root with this path.
    pub(crate) fn new(policy: RetryPolicy, budget: Option<u32>, root: &str) -> Self {
        Self { policy, budget: RetryBudget::new(budget), gate: Gate::new(root), clock: Clock::new() }
    }

    /// What time it is.
    pub(super) fn now(&self) -> Moment {
        self.clock.now()
    }

    /// Waits until the lane of a request is open.
    ///
    /// # Errors
    /// Where that is later than the request may begin.
    async fn pass(
        &self,
        visitor: &mut Visitor<'_>,
        operation: &'static OperationInfo,
        limit: Moment,
    ) -> Result<(), ThrottledError> {
        loop {
            let now = self.clock.now();
            let Some(turn) = visitor.ask(now) else { return Ok(()) };
            let wait = turn.saturating_sub(now);
            if turn > limit {
                return Err(ThrottledError::new(operation, wait));
            }
            clock::sleep(wait).await;
        }
    }

    /// How long to wait before the next attempt; none where there is no other one.
    ///
    /// What the answer says about others is kept whatever becomes of this call.
    fn wait_after(
        &self,
        result: &Result<http::Response<Body>, Error>,
        call: &mut RetryCall<'_>,
        visitor: &mut Visitor<'_>,
        began: Moment,
    ) -> Option<Duration> {
        let outcome = match result {
            Ok(response) => Outcome::answer(response.status(), response.headers(), OffsetDateTime::now_utc),
            Err(Error::Transport(lost)) => Outcome::Lost(lost),
            Err(_) => return None,
        };
        // what another server says holds for this request alone
        let closes = outcome.closes().filter(|_| !result.as_ref().is_ok_and(Elsewhere::is));
        let now = self.clock.now();
        let gate = closes.map_or(Duration::ZERO, |(wait, scope)| visitor.refused(wait, scope, now));
        let around = Surroundings { elapsed: now.saturating_sub(began), gate, random: chance() };
        match call.next(&outcome, around) {
            Next::Stop => None,
            Next::Wait(wait) => Some(wait),
        }
    }
}

impl Pipeline {
    /// Sends a request until its answer is to be taken as it is. Of a stream, that is the head of the answer.
    pub(super) async fn attempts(
        &self,
        request: http::Request<Bytes>,
        operation: &'static OperationInfo,
        mode: Mode,
        settings: &RequestSettings,
        progress: &Progress,
    ) -> Result<http::Response<Body>, Error> {
        let retrying = &self.shared.retrying;
        let policy = settings.retry.as_ref().unwrap_or(&retrying.policy);
        let timeout = settings.timeout.or(self.shared.timeout);
        let mut call = RetryCall::new(policy, &retrying.budget, operation, settings, timeout);
        let mut visitor = retrying.gate.visitor(request.uri(), operation, self);
        let began = retrying.clock.now();
        let limit = began.saturating_add(call.limit());
        // without a second attempt a deadline says nothing of the first one's token
        let until = (!call.limit().is_zero()).then_some(limit);
        if let Some(Resumed(in_vain)) = request.extensions().get() {
            clock::sleep(call.wait_after(*in_vain, chance())).await;
        }
        loop {
            if visitor.wants_asker()
                && let Some(tokens) = &self.credential
            {
                let asked = self.in_time(tokens.bearer(), operation, until);
                let bearer = asked.await.map_err(|error| call.ended(error))?;
                self.asker.meet(&bearer.token);
            }
            if let Err(unsent) = retrying.pass(&mut visitor, operation, limit).await {
                return Err(call.ended(unsent.into()));
            }
            let result = self
                .attempt(&request, operation, mode, Turn { number: call.attempt(), until, progress })
                .await;
            let Some(wait) = retrying.wait_after(&result, &mut call, &mut visitor, began) else {
                if (call.attempt() > 1 || call.given_up().is_some())
                    && let Some(cause) = telemetry::cause(&result)
                {
                    telemetry::given_up(operation, call.attempt(), cause, call.given_up());
                }
                return result.map(|answer| call.answered(answer)).map_err(|error| call.ended(error));
            };
            progress.rests(call.may_have_been_done());
            let cause = telemetry::cause(&result).unwrap_or("other");
            telemetry::retrying(operation, call.attempt() - 1, wait, cause);
            drop(result); // a stream would hold its connection while this waits
            clock::sleep(wait).await;
        }
    }
}
