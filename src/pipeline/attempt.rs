//! One attempt after the other.

use bytes::Bytes;
use http::header::AUTHORIZATION;
use msgraph_core::{AccessToken, CredentialError, Error, OperationInfo, RequestSettings, TokenPermissions};

use super::body::{Body, Mode};
use super::{Pipeline, stamp};

impl Pipeline {
    /// Sends a request until its answer is to be taken as it is.
    pub(super) async fn attempts(
        &self,
        request: http::Request<Bytes>,
        operation: &'static OperationInfo,
        mode: Mode,
        _settings: &RequestSettings,
    ) -> Result<http::Response<Body>, Error> {
        self.attempt(request, operation, mode).await
    }

    /// Sends a request once.
    async fn attempt(
        &self,
        mut request: http::Request<Bytes>,
        operation: &'static OperationInfo,
        mode: Mode,
    ) -> Result<http::Response<Body>, Error> {
        let token = self.token().await?;
        if let Some(token) = &token {
            request.headers_mut().insert(AUTHORIZATION, stamp::bearer(token)?);
            if self.shared.checks_permissions {
                TokenPermissions::of(token).map_or(Ok(()), |held| held.check(operation))?;
            }
        }
        let response = self.shared.send(request, operation, mode, 0).await?;
        Ok(stamp::with_token(response, token.as_ref()))
    }

    async fn token(&self) -> Result<Option<AccessToken>, CredentialError> {
        let Some(credential) = &self.credential else { return Ok(None) };
        credential.token(&self.shared.tokens).await.map(Some)
    }
}
