//! What every request goes through on its way out, in this order, and its answer on its way back.
//!
//! 1. the origin: a request to another service than the client's is refused, and never sees the token;
//! 2. the stamp: an id, and the name of the program that asks;
//! 3. the limit of time for the call as a whole;
//! 4. attempts, until an answer is to be taken as it is: each waits while the service asks to be left alone, and has
//!    a token.

mod asker;
mod attempt;
mod body;
mod challenge;
mod gate;
mod origin;
mod progress;
mod retry;
mod send;
mod stamp;

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use msgraph_core::{
    BoxFuture, ByteStream, Error, OperationInfo, RequestSettings, Service, TokenRequest, TransportError,
};
use tracing::Instrument as _;

use crate::calls::Calls;
use crate::clock;
use crate::credential::Tokens;
use crate::telemetry::{Call, Target};
use body::{Body, Mode};
use progress::Progress;
pub(crate) use stamp::agent;

pub(crate) use asker::Asker;
pub(crate) use origin::Home;
pub(crate) use retry::Retrying;

/// A client's way to the service, with one credential.
pub(crate) struct Pipeline {
    /// Nothing where the program's own service does without.
    pub(crate) credential: Option<Tokens>,
    pub(crate) shared: Arc<Shared>,
    /// Whose the requests are.
    pub(crate) asker: Arc<Asker>,
}

/// What clients of several credentials have in common: where they send to, over which connections, and what they
/// learned on the way.
pub(crate) struct Shared {
    /// The one place that tokens go to.
    pub(crate) home: Home,
    /// What a token is asked for.
    pub(crate) tokens: TokenRequest,
    /// Whether a token that names its permissions is held against the operation before anything is sent.
    pub(crate) checks_permissions: bool,
    /// How long a call may take with everything in it.
    pub(crate) timeout: Option<Duration>,
    /// When it is sent again.
    pub(crate) retrying: Retrying,
    /// What requests say of who asks.
    pub(crate) agent: http::HeaderValue,
    /// How telemetry names the service.
    pub(crate) target: Target,
    /// What was called.
    pub(crate) calls: Arc<Calls>,
    /// What sends the requests.
    pub(crate) transport: Box<dyn Service>,
}

impl Service for Pipeline {
    fn call(
        &self,
        request: http::Request<Bytes>,
        operation: &'static OperationInfo,
    ) -> BoxFuture<'_, Result<http::Response<Bytes>, Error>> {
        Box::pin(async move {
            let response = self.run(request, operation, Mode::Whole).await?;
            let (parts, body) = response.into_parts();
            Ok(http::Response::from_parts(parts, body.whole().await?))
        })
    }

    fn stream(
        &self,
        request: http::Request<Bytes>,
        operation: &'static OperationInfo,
    ) -> BoxFuture<'_, Result<http::Response<ByteStream>, Error>> {
        Box::pin(async move { Ok(self.run(request, operation, Mode::Stream).await?.map(Body::into_stream)) })
    }
}

impl Pipeline {
    pub(crate) fn new(credential: Option<Tokens>, shared: Arc<Shared>) -> Self {
        Self { credential, shared, asker: Arc::new(Asker::new()) }
    }

    async fn run(
        &self,
        mut request: http::Request<Bytes>,
        operation: &'static OperationInfo,
        mode: Mode,
    ) -> Result<http::Response<Body>, Error> {
        self.shared.home.check(request.uri())?;
        let settings = request.extensions_mut().remove::<RequestSettings>().unwrap_or_default();
        let id = stamp::headers(request.headers_mut(), &self.shared.agent);
        let limit = settings.timeout.or(self.shared.timeout);
        let call = Call::begin(operation, request.headers());
        let progress = Progress::default();
        let attempts = self.attempts(request, operation, mode, &settings, &progress).instrument(call.span());
        let result = match limit {
            None => attempts.await,
            Some(limit) => clock::within(limit, attempts)
                .await
                .unwrap_or_else(|elapsed| Err(out_of_time(operation, limit, elapsed, &progress))),
        };
        call.end(&result);
        result.map_err(|error| stamp::with_id(error, &id))
    }
}

fn out_of_time(
    operation: &OperationInfo,
    limit: Duration,
    elapsed: clock::Elapsed,
    progress: &Progress,
) -> Error {
    let given_up = format!("{operation} was given up after {limit:?}, the limit for the whole call");
    let lost = if progress.may_be_done() {
        TransportError::new(format!("{given_up}; it was sent, and the service may have done it"), elapsed)
    } else {
        TransportError::unsent(format!("{given_up}; the service has not done it"), elapsed)
    };
    lost.timed_out().into()
}

#[cfg(test)]
mod tests;
