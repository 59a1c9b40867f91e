//! As what the identity platform knows a program.

use std::fmt;
use std::sync::{Arc, OnceLock};

use msgraph_core::{BoxFuture, CredentialError, TokenRequest};
use oauth2::ClientSecret;
use serde_json::{Map, Value, json};
use url::Url;

use super::exchanged::Exchanged;
use crate::{Cloud, root, transport};

/// Gives a signed assertion.
type Assertion = dyn Fn() -> BoxFuture<'static, Result<String, CredentialError>> + Send + Sync;

/// An app registration: its tenant, its client id, and how it proves itself. Cheap to clone; all credentials that are
/// made of one use the same connections, and the tokens for the users on whose behalf it calls.
///
/// Tokens come from the authority of the cloud that they are asked for, unless [`authority`](Self::authority) names
/// another one. `Debug` shows no secret.
///
/// ```
/// use msgraph::credential::AppRegistration;
///
/// let app = AppRegistration::confidential("contoso.onmicrosoft.com", "11111111-2222-4333-8444-555555555555", "hush");
/// assert!(!format!("{app:?}").contains("hush"));
/// ```
#[derive(Clone)]
pub struct AppRegistration {
    tenant: String,
    client_id: String,
    secret: Option<ClientSecret>,
    assertion: Option<Arc<Assertion>>,
    authority: Option<String>,
    http: Arc<OnceLock<reqwest::Client>>,
    /// The tokens that this app has for users on whose behalf it calls.
    pub(super) exchanged: Arc<Exchanged>,
}

impl AppRegistration {
    /// An app that holds no secret, as on a desktop or in a terminal. The tenant is a domain or an id, or one of
    /// `organizations`, `common` and `consumers`.
    ///
    /// ```
    /// use msgraph::credential::{AppRegistration, DeviceCode};
    ///
    /// let app = AppRegistration::public("organizations", "11111111-2222-4333-8444-555555555555");
    /// let credential = DeviceCode::new(app, |prompt| eprintln!("{}", prompt.message));
    /// ```
    #[must_use]
    pub fn public(tenant: impl Into<String>, client_id: impl Into<String>) -> Self {
        Self {
            tenant: tenant.into(),
            client_id: client_id.into(),
            secret: None,
            assertion: None,
            authority: None,
            http: Arc::default(),
            exchanged: Arc::default(),
        }
    }

    /// An app that proves itself by a client secret, as a web service does.
    ///
    /// ```
    /// use msgraph::credential::{AppRegistration, ClientSecret};
    ///
    /// let secret = std::env::var("CLIENT_SECRET").unwrap_or_default();
    /// let app = AppRegistration::confidential("contoso.onmicrosoft.com", "11111111-2222-4333-8444-555555555555", secret);
    /// let credential = ClientSecret::new(app);
    /// ```
    #[must_use]
    pub fn confidential(
        tenant: impl Into<String>,
        client_id: impl Into<String>,
        secret: impl Into<String>,
    ) -> Self {
        Self { secret: Some(ClientSecret::new(secret.into())), ..Self::public(tenant, client_id) }
    }

    /// Proves the app by signed assertions instead of a secret: by a certificate, or by the token of another identity
    /// provider (a federated credential), such as the file that Kubernetes mounts. The closure gives one for each
    /// token that is asked for.
    ///
    /// See <https://learn.microsoft.com/entra/workload-id/workload-identity-federation>.
    ///
    /// ```
    /// use msgraph::CredentialError;
    /// use msgraph::credential::AppRegistration;
    ///
    /// let app = AppRegistration::public("contoso.onmicrosoft.com", "11111111-2222-4333-8444-555555555555")
    ///     .client_assertion(|| async {
    ///         std::fs::read_to_string("/var/run/secrets/azure/tokens/azure-identity-token")
    ///             .map_err(CredentialError::from_source)
    ///     });
    /// ```
    #[must_use]
    pub fn client_assertion<F, T>(self, assertion: F) -> Self
    where
        F: Fn() -> T + Send + Sync + 'static,
        T: Future<Output = Result<String, CredentialError>> + Send + 'static,
    {
        Self { secret: None, assertion: Some(Arc::new(move || Box::pin(assertion()))), ..self }
    }

    /// The identity platform's address, instead of that of the cloud. `http` is taken for an emulator on this machine
    /// alone.
    ///
    /// ```
    /// use msgraph::credential::{AppRegistration, AuthorizationCode};
    ///
    /// # fn main() -> Result<(), msgraph::CredentialError> {
    /// let app = AppRegistration::public("organizations", "11111111-2222-4333-8444-555555555555")
    ///     .authority("https://login.microsoftonline.us");
    /// let sign_in = AuthorizationCode::new(app, "https://app.example/signed-in").begin()?;
    /// assert_eq!(sign_in.url().host_str(), Some("login.microsoftonline.us"));
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn authority(self, authority: impl Into<String>) -> Self {
        Self { authority: Some(authority.into()), http: Arc::default(), exchanged: Arc::default(), ..self }
    }

    /// The HTTP client to ask with, for proxies and certificates of your own. Turn its redirects off: secrets would
    /// follow them.
    ///
    /// ```no_run
    /// use msgraph::credential::AppRegistration;
    /// use msgraph::reqwest;
    ///
    /// # fn main() -> Result<(), reqwest::Error> {
    /// let client = reqwest::Client::builder()
    ///     .redirect(reqwest::redirect::Policy::none())
    ///     .proxy(reqwest::Proxy::https("http://proxy.example.com:3128")?)
    ///     .build()?;
    /// let app = AppRegistration::public("organizations", "11111111-2222-4333-8444-555555555555").http_client(client);
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn http_client(self, client: reqwest::Client) -> Self {
        Self { http: Arc::new(OnceLock::from(client)), ..self }
    }

    pub(super) fn client_id(&self) -> &str {
        &self.client_id
    }

    pub(super) fn secret(&self) -> Option<&str> {
        self.secret.as_ref().map(|one| one.secret().as_str())
    }

    pub(super) async fn assertion(&self) -> Result<Option<String>, CredentialError> {
        match &self.assertion {
            Some(assertion) => Ok(Some(assertion().await?)),
            None => Ok(None),
        }
    }

    /// An endpoint, such as `token`, in the cloud of those scopes.
    pub(super) fn endpoint(&self, name: &str, scopes: &[String]) -> Result<Url, CredentialError> {
        let authority = self.authority.as_deref().unwrap_or_else(|| Cloud::of_scopes(scopes).authority());
        let mut url = root::parse(authority, true).map_err(|fault| {
            CredentialError::new(format!("the authority cannot be asked: {fault}")).caused_by(fault)
        })?;
        if let Ok(mut path) = url.path_segments_mut() {
            path.pop_if_empty().extend([self.tenant.as_str(), "oauth2", "v2.0", name]);
        }
        Ok(url)
    }

    pub(super) fn http(&self, url: &Url) -> Result<&reqwest::Client, CredentialError> {
        if let Some(client) = self.http.get() {
            return Ok(client);
        }
        let client = transport::client(url, transport::Settings::default()).map_err(|fault| {
            CredentialError::new("the identity platform cannot be asked: there is no HTTP client")
                .caused_by(fault)
        })?;
        Ok(self.http.get_or_init(|| client))
    }
}

impl fmt::Debug for AppRegistration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AppRegistration")
            .field("tenant", &self.tenant)
            .field("client_id", &self.client_id)
            .field("has_secret", &self.secret.is_some())
            .field("has_assertion", &self.assertion.is_some())
            .finish_non_exhaustive()
    }
}

/// The parameter `claims`: what the service demands, and that this client answers such demands (`cp1`).
///
/// See <https://learn.microsoft.com/entra/identity-platform/claims-challenge>.
pub(super) fn claims(request: &TokenRequest) -> String {
    let demanded = request.claims().and_then(|text| serde_json::from_str(text).ok());
    let mut claims: Map<String, Value> = demanded.unwrap_or_default();
    let access_token = claims.entry("access_token").or_insert_with(|| json!({}));
    if !access_token.is_object() {
        *access_token = json!({});
    }
    access_token["xms_cc"] = json!({ "values": ["cp1"] });
    Value::from(claims).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn demands_and_capabilities_stand_side_by_side() {
        let request = TokenRequest::new(["x"]);
        assert_eq!(claims(&request), r#"{"access_token":{"xms_cc":{"values":["cp1"]}}}"#);
        let demanded = request.with_claims(r#"{"access_token":{"nbf":{"value":"1"}}}"#);
        let both: Value = serde_json::from_str(&claims(&demanded)).unwrap();
        assert_eq!(both, json!({"access_token": {"nbf": {"value": "1"}, "xms_cc": {"values": ["cp1"]}}}));
    }

    #[test]
    fn the_authority_follows_the_cloud_and_is_never_in_the_clear() {
        let app = AppRegistration::public("a/b", "id");
        for (cloud, host) in [
            (Cloud::Global, "login.microsoftonline.com"),
            (Cloud::UsGovernment, "login.microsoftonline.us"),
            (Cloud::UsGovernmentDod, "login.microsoftonline.us"),
            (Cloud::China, "login.chinacloudapi.cn"),
        ] {
            let url = app.endpoint("token", &[cloud.scope().to_owned()]).unwrap();
            assert_eq!(url.as_str(), format!("https://{host}/a%2Fb/oauth2/v2.0/token"));
        }
        assert!(app.clone().authority("http://127.0.0.1:1").endpoint("token", &[]).is_ok());
        assert!(app.authority("http://login.example").endpoint("token", &[]).is_err());
    }
}
