//! Credentials of the Azure SDK.

use std::fmt;
use std::sync::Arc;

use azure_core::credentials::TokenCredential;
use msgraph_core::{AccessToken, BoxFuture, Credential, CredentialError, TokenRequest};

/// A [`Credential`] that asks one of the Azure SDK: a managed identity, a workload identity, the Azure CLI.
///
/// Version 1 of `azure_core` has no way to pass claims on, and its credentials keep their tokens themselves. So a
/// claims challenge, which tells of a token that must not be used any more, is answered only where that credential
/// gives another token by itself; elsewhere the service's 401 is the answer.
///
/// ```
/// use std::sync::Arc;
///
/// use azure_core::credentials::TokenCredential;
/// use msgraph::Graph;
///
/// fn client(credential: Arc<dyn TokenCredential>) -> Result<Graph, msgraph::Error> {
///     Graph::builder().azure_credential(credential).build()
/// }
/// ```
#[derive(Clone)]
pub struct Azure(Arc<dyn TokenCredential>);

impl Azure {
    /// A credential that asks that one.
    #[must_use]
    pub fn new(credential: Arc<dyn TokenCredential>) -> Self {
        Self(credential)
    }
}

impl Credential for Azure {
    fn token<'a>(&'a self, request: &'a TokenRequest) -> BoxFuture<'a, Result<AccessToken, CredentialError>> {
        Box::pin(async move {
            let scopes: Vec<&str> = request.scopes().iter().map(String::as_str).collect();
            let token = self.0.get_token(&scopes, None).await.map_err(CredentialError::from_source)?;
            Ok(AccessToken::new(token.token.secret()).with_expiry(token.expires_on))
        })
    }
}

impl fmt::Debug for Azure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Azure(..)")
    }
}

#[cfg(test)]
mod tests {
    use azure_core::credentials::TokenRequestOptions;

    use super::*;

    #[derive(Debug)]
    struct Fixed(Result<&'static str, &'static str>);

    #[async_trait::async_trait]
    impl TokenCredential for Fixed {
        async fn get_token(
            &self,
            scopes: &[&str],
            _: Option<TokenRequestOptions<'_>>,
        ) -> azure_core::Result<azure_core::credentials::AccessToken> {
            assert_eq!(scopes, ["https://graph.microsoft.com/.default"]);
            let end = time::OffsetDateTime::UNIX_EPOCH + time::Duration::DAY;
            self.0.map(|token| azure_core::credentials::AccessToken::new(token, end)).map_err(|text| {
                azure_core::Error::with_message(azure_core::error::ErrorKind::Credential, text)
            })
        }
    }

    #[tokio::test]
    async fn its_tokens_keep_their_end_and_its_errors_their_text() {
        let request = TokenRequest::new([crate::Cloud::Global.scope()]);
        let token = Azure::new(Arc::new(Fixed(Ok("secret")))).token(&request).await.unwrap();
        let end = time::OffsetDateTime::UNIX_EPOCH + time::Duration::DAY;
        assert_eq!((token.secret(), token.expires_on()), ("secret", Some(end)));

        let error = Azure::new(Arc::new(Fixed(Err("no identity")))).token(&request).await.unwrap_err();
        assert!(std::error::Error::source(&error).unwrap().to_string().contains("no identity"));
    }
}
