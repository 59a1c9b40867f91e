//! One attempt.

use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;

use bytes::Bytes;
use http::StatusCode;
use http::header::AUTHORIZATION;
use msgraph_core::batch::BatchedOperations;
use msgraph_core::retry::Moment;
use msgraph_core::{CredentialError, Error, OperationInfo, TokenPermissions, TransportError};

use super::body::{Body, Mode};
use super::progress::Progress;
use super::{Pipeline, challenge, stamp};
use crate::clock;
use crate::credential::Bearer;
use crate::transport::Elsewhere;

/// Which attempt of a call it is.
#[derive(Clone, Copy)]
pub(super) struct Turn<'a> {
    /// The first has the number 1.
    pub(super) number: u32,
    /// When it has to have begun.
    pub(super) until: Option<Moment>,
    pub(super) progress: &'a Progress,
}

impl Pipeline {
    /// Sends a request once, and once more where it was refused for its token and there is another one.
    pub(super) async fn attempt(
        &self,
        request: &http::Request<Bytes>,
        operation: &'static OperationInfo,
        mode: Mode,
        turn: Turn<'_>,
    ) -> Result<http::Response<Body>, Error> {
        let resend = turn.number - 1;
        let Some(tokens) = &self.credential else {
            return self.send(request.clone(), operation, mode, None, resend, turn.progress).await;
        };
        let bearer = self.in_time(tokens.bearer(), operation, turn.until).await?;
        let response =
            self.send(request.clone(), operation, mode, Some(&bearer), resend, turn.progress).await?;
        if Elsewhere::is(&response) {
            bearer.accepted(); // the service led on with it, and the other server never saw it
            return Ok(response);
        }
        let other = challenge::other_token(tokens, &bearer, response.status(), response.headers());
        match self.in_time(other, operation, turn.until).await? {
            Some(other) => {
                self.send(request.clone(), operation, mode, Some(&other), resend + 1, turn.progress).await
            }
            None => Ok(response),
        }
    }

    /// What comes of asking for a token, if it comes before the attempt has to begin.
    pub(super) async fn in_time<T>(
        &self,
        asked: impl Future<Output = Result<T, CredentialError>>,
        operation: &'static OperationInfo,
        until: Option<Moment>,
    ) -> Result<T, Error> {
        let Some(until) = until else { return Ok(asked.await?) };
        let mut asked = pin!(asked);
        // a token that is kept is there at once, and needs no timer
        if let Poll::Ready(given) = poll_fn(|context| Poll::Ready(asked.as_mut().poll(context))).await {
            return Ok(given?);
        }
        let left = until.saturating_sub(self.shared.retrying.now());
        match clock::within(left, asked).await {
            Ok(given) => Ok(given?),
            Err(elapsed) => {
                let message = format!(
                    "{operation} was not sent: the credential gave no token before the call had to begin (the deadline \
                     of its `RetryPolicy`, or its timeout)"
                );
                Err(TransportError::unsent(message, elapsed).timed_out().into())
            }
        }
    }

    async fn send(
        &self,
        mut request: http::Request<Bytes>,
        operation: &'static OperationInfo,
        mode: Mode,
        bearer: Option<&Bearer>,
        resend: u32,
        progress: &Progress,
    ) -> Result<http::Response<Body>, Error> {
        if let Some(bearer) = bearer {
            request.headers_mut().insert(AUTHORIZATION, bearer.header.clone());
            if self.shared.checks_permissions
                && let Some(held) = TokenPermissions::of(&bearer.token)
            {
                called(&request, &operation).iter().try_for_each(|operation| held.check(operation))?;
            }
        }
        let is_batch = request.extensions().get::<BatchedOperations>().is_some();
        progress.leaves();
        let response = self.shared.send(request, operation, mode, resend).await?;
        if let Some(bearer) = bearer
            && matches!(response.status(), StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE)
        {
            self.asker.meet(&bearer.token); // whoever it is has to wait now
        }
        if Elsewhere::is(&response) {
            return Ok(response); // its refusals have nothing to do with the token
        }
        Ok(stamp::with_token(response, bearer.map(|one| &one.token), is_batch))
    }
}

/// What a request calls: of a batch, the requests in it.
pub(super) fn called<'a>(
    request: &'a http::Request<Bytes>,
    operation: &'a &'static OperationInfo,
) -> &'a [&'static OperationInfo] {
    let batched = request.extensions().get::<BatchedOperations>();
    batched.map_or(std::slice::from_ref(operation), |batched| &batched.0)
}
