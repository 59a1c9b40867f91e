//! One attempt.

use bytes::Bytes;
use http::StatusCode;
use http::header::AUTHORIZATION;
use msgraph_core::batch::BatchedOperations;
use msgraph_core::{Error, OperationInfo, TokenPermissions};

use super::body::{Body, Mode};
use super::{Pipeline, challenge, stamp};
use crate::credential::Bearer;

impl Pipeline {
    /// Sends a request once, and once more where it was refused for its token and there is another one. The first
    /// attempt of a call has the number 1.
    pub(super) async fn attempt(
        &self,
        request: &http::Request<Bytes>,
        operation: &'static OperationInfo,
        mode: Mode,
        number: u32,
    ) -> Result<http::Response<Body>, Error> {
        let resend = number - 1;
        let Some(tokens) = &self.credential else {
            return self.send(request.clone(), operation, mode, None, resend).await;
        };
        let bearer = tokens.bearer().await?;
        let response = self.send(request.clone(), operation, mode, Some(&bearer), resend).await?;
        match challenge::other_token(tokens, &bearer, response.status(), response.headers()).await? {
            Some(other) => self.send(request.clone(), operation, mode, Some(&other), resend + 1).await,
            None => Ok(response),
        }
    }

    async fn send(
        &self,
        mut request: http::Request<Bytes>,
        operation: &'static OperationInfo,
        mode: Mode,
        bearer: Option<&Bearer>,
        resend: u32,
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
        let response = self.shared.send(request, operation, mode, resend).await?;
        if let Some(bearer) = bearer
            && matches!(response.status(), StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE)
        {
            self.meet(&bearer.token); // whoever it is has to wait now
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
