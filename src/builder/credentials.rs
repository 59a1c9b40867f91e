//! Where a client's tokens come from.

use std::future::Future;
use std::sync::Arc;

use msgraph_core::{AccessToken, Credential, CredentialError, TokenFn, TokenRequest};

use super::GraphBuilder;
use crate::credential::ForUsers;

impl<A> GraphBuilder<A> {
    /// A token that is at hand, such as one from Graph Explorer. It is never renewed: for tools that
    /// are done within the hour.
    ///
    /// ```
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// use msgraph::Graph;
    ///
    /// let token = std::env::var("MSGRAPH_TOKEN").unwrap_or_else(|_| "eyJ0...".to_owned());
    /// let graph = Graph::builder().token(token).build()?;
    /// # let _ = graph;
    /// # Ok(())
    /// # }
    /// ```
    pub fn token(self, token: impl Into<String>) -> Self {
        self.credential(AccessToken::new(token))
    }

    /// Where tokens come from. A token whose end is known is kept until shortly before it; one whose end is not known
    /// is asked for with each request.
    ///
    /// ```
    /// # fn main() -> Result<(), msgraph::Error> {
    /// use msgraph::{AccessToken, Graph};
    ///
    /// let graph = Graph::builder().credential(AccessToken::new("eyJ0...")).build()?;
    /// # let _ = graph;
    /// # Ok(())
    /// # }
    /// ```
    pub fn credential(self, credential: impl Credential) -> Self {
        Self { credential: Some(Arc::new(credential)), ..self }
    }

    /// No credential of its own: a service that calls for its users alone gives one for each
    /// ([`Graph::with_credential`](crate::Graph::with_credential)). A call without ends with
    /// [`Error::Credential`](crate::Error::Credential); nothing is sent.
    pub fn for_users(self) -> Self {
        self.credential(ForUsers)
    }

    /// A credential of the Azure SDK.
    ///
    /// ```
    /// use std::sync::Arc;
    ///
    /// use azure_core::credentials::TokenCredential;
    /// use msgraph::Graph;
    ///
    /// /// A client of the machine that the program runs on, with the credential for that of `azure_identity`.
    /// fn client(managed_identity: Arc<dyn TokenCredential>) -> Result<Graph, msgraph::Error> {
    ///     Graph::builder().azure_credential(managed_identity).build()
    /// }
    /// ```
    #[cfg(feature = "azure")]
    pub fn azure_credential(self, credential: Arc<dyn azure_core::credentials::TokenCredential>) -> Self {
        self.credential(crate::credential::Azure::new(credential))
    }

    /// An async closure that gives tokens. It takes a [`TokenRequest`].
    ///
    /// Say how long the token is good ([`AccessToken::expires_in`]), and the client keeps it until shortly before its end.
    /// One without an end is asked for with each request.
    ///
    /// ```
    /// use std::time::Duration;
    /// use msgraph::testing::Memory;
    /// use msgraph::{AccessToken, Graph};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), msgraph::Error> {
    /// # let memory = Memory::json(200, "{}");
    /// let graph = Graph::builder()
    ///     .credential_fn(|request| async move {
    ///         let token = format!("for {}", request.scopes().join(" "));
    ///         Ok(AccessToken::new(token).expires_in(Duration::from_secs(3600)))
    ///     })
    ///     .service(memory.clone())
    ///     .build()?;
    /// graph.me().online_meetings().by_id("MSo1N2Y5ZGFjYy03").get().await?;
    /// assert_eq!(
    ///     memory.requests()[0].headers()["authorization"],
    ///     "Bearer for https://graph.microsoft.com/.default"
    /// );
    /// # Ok(())
    /// # }
    /// ```
    pub fn credential_fn<F, T>(self, closure: F) -> Self
    where
        F: Fn(TokenRequest) -> T + Send + Sync + 'static,
        T: Future<Output = Result<AccessToken, CredentialError>> + Send + 'static,
    {
        self.credential(TokenFn::new(closure))
    }

    /// What the credential is asked for, instead of everything that was granted
    /// (`https://graph.microsoft.com/.default`).
    ///
    /// See <https://learn.microsoft.com/entra/identity-platform/scopes-oidc>.
    ///
    /// ```
    /// use msgraph::testing::Memory;
    /// use msgraph::{AccessToken, Graph};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), msgraph::Error> {
    /// # let memory = Memory::json(200, "{}");
    /// let graph = Graph::builder()
    ///     .scopes(["OnlineMeetings.Read"])
    ///     .credential_fn(|request| async move { Ok(AccessToken::new(format!("for {}", request.scopes()[0]))) })
    ///     .service(memory.clone())
    ///     .build()?;
    /// graph.me().online_meetings().by_id("MSo1N2Y5ZGFjYy03").get().await?;
    /// assert_eq!(memory.requests()[0].headers()["authorization"], "Bearer for OnlineMeetings.Read");
    /// # Ok(())
    /// # }
    /// ```
    pub fn scopes<I: IntoIterator<Item: Into<String>>>(self, scopes: I) -> Self {
        Self { scopes: Some(scopes.into_iter().map(Into::into).collect()), ..self }
    }
}
