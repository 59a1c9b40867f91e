//! One attempt after the other.

use bytes::Bytes;
use http::header::AUTHORIZATION;
use msgraph_core::{Error, OperationInfo, RequestSettings, TokenPermissions};

use super::body::{Body, Mode};
use super::{Pipeline, challenge, stamp};
use crate::credential::Bearer;

impl Pipeline {
    /// Sends a request until its answer is to be taken as it is.
    pub(super) async fn attempts(
        &self,
        request: http::Request<Bytes>,
        operation: &'static OperationInfo,
        mode: Mode,
        _settings: &RequestSettings,
    ) -> Result<http::Response<Body>, Error> {
        self.attempt(&request, operation, mode).await
    }

    /// Sends a request once, and once more where it was refused for its token and there is another one.
    async fn attempt(
        &self,
        request: &http::Request<Bytes>,
        operation: &'static OperationInfo,
        mode: Mode,
    ) -> Result<http::Response<Body>, Error> {
        let Some(tokens) = &self.credential else {
            return self.send(request.clone(), operation, mode, None).await;
        };
        let bearer = tokens.bearer().await?;
        let response = self.send(request.clone(), operation, mode, Some(&bearer)).await?;
        match challenge::other_token(tokens, &bearer, response.status(), response.headers()).await? {
            Some(other) => self.send(request.clone(), operation, mode, Some(&other)).await,
            None => Ok(response),
        }
    }

    async fn send(
        &self,
        mut request: http::Request<Bytes>,
        operation: &'static OperationInfo,
        mode: Mode,
        bearer: Option<&Bearer>,
    ) -> Result<http::Response<Body>, Error> {
        if let Some(bearer) = bearer {
            request.headers_mut().insert(AUTHORIZATION, bearer.header.clone());
            if self.shared.checks_permissions {
                TokenPermissions::of(&bearer.token).map_or(Ok(()), |held| held.check(operation))?;
            }
        }
        self.shared.calls.count(operation);
        let transport = &self.shared.transport;
        let response = match mode {
            Mode::Whole => transport.call(request, operation).await?.map(Body::Whole),
            Mode::Stream => transport.stream(request, operation).await?.map(Body::Stream),
        };
        Ok(stamp::with_token(response, bearer.map(|one| &one.token)))
    }
}
