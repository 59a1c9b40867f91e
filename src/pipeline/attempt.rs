//! One attempt.

use bytes::Bytes;
use http::header::AUTHORIZATION;
use msgraph_core::batch::BatchedOperations;
use msgraph_core::{AccessToken, CredentialError, Error, OperationInfo, TokenPermissions};

use super::body::{Body, Mode};
use super::{Pipeline, stamp};

impl Pipeline {
    /// Sends a request once. The first attempt of a call has the number 1.
    pub(super) async fn attempt(
        &self,
        mut request: http::Request<Bytes>,
        operation: &'static OperationInfo,
        mode: Mode,
        _number: u32,
    ) -> Result<http::Response<Body>, Error> {
        let token = self.token().await?;
        if let Some(token) = &token {
            request.headers_mut().insert(AUTHORIZATION, stamp::bearer(token)?);
            if self.shared.checks_permissions
                && let Some(held) = TokenPermissions::of(token)
            {
                called(&request, &operation).iter().try_for_each(|operation| held.check(operation))?;
            }
        }
        for operation in called(&request, &operation) {
            self.shared.calls.count(operation);
        }
        let is_batch = request.extensions().get::<BatchedOperations>().is_some();
        let transport = &self.shared.transport;
        let response = match mode {
            Mode::Whole => transport.call(request, operation).await?.map(Body::Whole),
            Mode::Stream => transport.stream(request, operation).await?.map(Body::Stream),
        };
        Ok(stamp::with_token(response, token.as_ref(), is_batch))
    }

    async fn token(&self) -> Result<Option<AccessToken>, CredentialError> {
        let Some(credential) = &self.credential else { return Ok(None) };
        credential.token(&self.shared.tokens).await.map(Some)
    }
}

/// What a request calls: of a batch, the requests in it.
fn called<'a>(
    request: &'a http::Request<Bytes>,
    operation: &'a &'static OperationInfo,
) -> &'a [&'static OperationInfo] {
    let batched = request.extensions().get::<BatchedOperations>();
    batched.map_or(std::slice::from_ref(operation), |batched| &batched.0)
}
