//! A service that acts for the user who called it.

use std::fmt;
use std::sync::Arc;

use msgraph_core::{AccessToken, BoxFuture, Credential, CredentialError, TokenRequest};
use time::OffsetDateTime;

use super::{AppRegistration, endpoint};

/// A [`Credential`] of a web service that calls Graph on behalf of the user who called it.
///
/// It exchanges the token that the user's program sent to the service. Make one for each request that comes: the app is
/// shared, and it keeps what it exchanged, so that a user's next request with the same token asks the identity platform
/// for nothing. It keeps up to 4,096 tokens, in memory alone, each until shortly before its end and no longer than the
/// token that came is good. Where the token that came has ended, the user's program must send a new one; where Graph demands claims that only the
/// user can bring, [`Error::claims`](crate::Error::claims) are to be handed to that program.
///
/// See <https://learn.microsoft.com/entra/identity-platform/v2-oauth2-on-behalf-of-flow>.
///
/// ```
/// use msgraph::Graph;
/// use msgraph::credential::{AppRegistration, ClientSecret, OnBehalfOf};
/// use msgraph_emulator::{App, Emulator};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let emulator = Emulator::start().await?;
/// let (id, secret) = (App::DEFAULT_CLIENT_ID, App::DEFAULT_CLIENT_SECRET);
/// let app = AppRegistration::confidential(emulator.tenant_id(), id, secret).authority(emulator.authority());
/// let graph = Graph::builder()
///     .base_url(emulator.url())
///     .allow_http_on_loopback()
///     .credential(ClientSecret::new(app.clone()))
///     .build()?;
///
/// // for each request that comes: the token behind its `Authorization: Bearer`
/// let came = emulator.token_for_api(id, &emulator.users()[0].id);
/// let of_the_user = graph.with_credential(OnBehalfOf::new(&app, came));
/// of_the_user.me().online_meetings().post(&msgraph::models::OnlineMeeting::new()).await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct OnBehalfOf {
    app: AppRegistration,
    assertion: Arc<str>,
}

impl OnBehalfOf {
    /// The credential of that app for the user who sent this token, which stands behind `Bearer` in what came.
    #[must_use]
    pub fn new(app: &AppRegistration, assertion: impl Into<Arc<str>>) -> Self {
        Self { app: app.clone(), assertion: assertion.into() }
    }
}

impl Credential for OnBehalfOf {
    fn token<'a>(&'a self, request: &'a TokenRequest) -> BoxFuture<'a, Result<AccessToken, CredentialError>> {
        Box::pin(async move {
            let scope = request.scopes().join(" ");
            let grant = [
                ("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"),
                ("requested_token_use", "on_behalf_of"),
                ("assertion", &*self.assertion),
                ("scope", &scope),
            ];
            let exchanged = &self.app.exchanged;
            if let Some(refused) = request.rejected() {
                exchanged.forget(&self.assertion, &scope, refused);
            }
            if request.claims().is_none()
                && let Some(token) = exchanged.get(&self.assertion, &scope, OffsetDateTime::now_utc())
            {
                return Ok(token);
            }
            let token = endpoint::token(&self.app, request, &grant).await?.token;
            exchanged.keep(&self.assertion, &scope, &token, OffsetDateTime::now_utc());
            Ok(token)
        })
    }
}

impl fmt::Debug for OnBehalfOf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OnBehalfOf").field("app", &self.app).finish_non_exhaustive()
    }
}
