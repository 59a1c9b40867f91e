//! An app that acts as itself.

use msgraph_core::{AccessToken, BoxFuture, Credential, CredentialError, TokenRequest};

use super::{AppRegistration, endpoint};

/// A [`Credential`] of an app that acts as itself, with its application permissions (client credentials).
///
/// See <https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow>.
///
/// ```
/// use msgraph::Graph;
/// use msgraph::credential::{AppRegistration, ClientSecret};
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
///     .credential(ClientSecret::new(app))
///     .build()?;
///
/// let meetings = graph.users().by_id(&emulator.users()[0].id).online_meetings();
/// meetings.post(&msgraph::models::OnlineMeeting::new()).await?;
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct ClientSecret {
    app: AppRegistration,
}

impl ClientSecret {
    /// The credential of that app, which must be a confidential one.
    ///
    /// ```
    /// use msgraph::credential::{AppRegistration, ClientSecret};
    ///
    /// let app = AppRegistration::confidential("contoso.onmicrosoft.com", "11111111-2222-4333-8444-555555555555", "hush");
    /// let credential = ClientSecret::new(app);
    /// ```
    #[must_use]
    pub fn new(app: AppRegistration) -> Self {
        Self { app }
    }
}

impl Credential for ClientSecret {
    fn token<'a>(&'a self, request: &'a TokenRequest) -> BoxFuture<'a, Result<AccessToken, CredentialError>> {
        Box::pin(async move {
            let scope = request.scopes().join(" ");
            let grant = [("grant_type", "client_credentials"), ("scope", &scope)];
            Ok(endpoint::token(&self.app, request, &grant).await?.token)
        })
    }
}
