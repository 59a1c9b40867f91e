//! A sign-in in the browser.

use std::fmt;

use msgraph_core::{AccessToken, BoxFuture, Credential, CredentialError, TokenRequest};
use oauth2::{CsrfToken, PkceCodeChallenge, PkceCodeVerifier};
use url::Url;

use super::session::{Session, scope};
use super::{AppRegistration, IdentityError, RefreshTokens, app, endpoint, loopback};
use crate::Cloud;

/// A [`Credential`] of a user who signs in in the browser (authorization code with PKCE).
///
/// A program on the user's machine has [`sign_in_on_loopback`](Self::sign_in_on_loopback); a web service sends the
/// browser to what [`begin`](Self::begin) gives and hands the address that it comes back with to
/// [`finish`](Self::finish). Make one for each user.
///
/// See <https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow>.
///
/// ```
/// use msgraph::credential::{AppRegistration, AuthorizationCode};
///
/// # fn main() -> Result<(), msgraph::CredentialError> {
/// let app = AppRegistration::public("organizations", "11111111-2222-4333-8444-555555555555");
/// let credential = AuthorizationCode::new(app, "https://app.example/signed-in");
/// let sign_in = credential.begin()?;
/// assert!(sign_in.url().as_str().starts_with("https://login.microsoftonline.com/organizations/oauth2/v2.0/authorize?"));
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct AuthorizationCode {
    session: Session,
    redirect_uri: String,
    request: TokenRequest,
}

/// A sign-in that was begun: keep it, for the one user, until the browser comes back.
///
/// ```
/// use msgraph::credential::{AppRegistration, AuthorizationCode, SignIn};
///
/// # fn main() -> Result<(), msgraph::CredentialError> {
/// # let app = AppRegistration::public("organizations", "11111111-2222-4333-8444-555555555555");
/// # let credential = AuthorizationCode::new(app, "https://app.example/signed-in");
/// let sign_in: SignIn = credential.begin()?;
/// let location = sign_in.url().as_str(); // for the redirect of the answer
/// assert!(location.contains("code_challenge="));
/// # Ok(())
/// # }
/// ```
pub struct SignIn {
    url: Url,
    redirect_uri: String,
    state: CsrfToken,
    verifier: PkceCodeVerifier,
}

impl SignIn {
    /// Where the browser is sent.
    #[must_use]
    pub fn url(&self) -> &Url {
        &self.url
    }

    /// Whether an address that came back is of this sign-in.
    pub(super) fn is_answered_by(&self, redirected: &Url) -> bool {
        parameter(redirected, "state").is_some_and(|state| state == *self.state.secret())
    }
}

impl fmt::Debug for SignIn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SignIn").field("redirect_uri", &self.redirect_uri).finish_non_exhaustive()
    }
}

impl AuthorizationCode {
    /// The credential of that app, to which the browser comes back at one of its redirect URIs. For
    /// [`sign_in_on_loopback`](Self::sign_in_on_loopback) that is `http://localhost`.
    #[must_use]
    pub fn new(app: AppRegistration, redirect_uri: impl Into<String>) -> Self {
        let request = TokenRequest::new([Cloud::Global.scope()]);
        Self { session: Session::new(app), redirect_uri: redirect_uri.into(), request }
    }

    /// Signs the user in for these scopes, instead of all that was granted for Graph in the worldwide cloud. In another
    /// cloud, pass its [`Cloud::scope`].
    ///
    /// ```
    /// use msgraph::Cloud;
    /// use msgraph::credential::{AppRegistration, AuthorizationCode};
    ///
    /// # fn main() -> Result<(), msgraph::CredentialError> {
    /// let app = AppRegistration::public("organizations", "11111111-2222-4333-8444-555555555555");
    /// let credential = AuthorizationCode::new(app, "https://app.example/signed-in").scopes([Cloud::UsGovernment.scope()]);
    /// assert_eq!(credential.begin()?.url().host_str(), Some("login.microsoftonline.us"));
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn scopes<I: IntoIterator<Item: Into<String>>>(self, scopes: I) -> Self {
        Self { request: TokenRequest::new(scopes), ..self }
    }

    /// Keeps the refresh token there, so that the user signs in once.
    ///
    /// ```
    /// # use msgraph::credential::{RefreshToken, RefreshTokens};
    /// # use msgraph::{BoxFuture, CredentialError};
    /// # #[derive(Default)]
    /// # struct KeyChain;
    /// # impl RefreshTokens for KeyChain {
    /// #     fn load(&self) -> BoxFuture<'_, Result<Option<RefreshToken>, CredentialError>> { Box::pin(async { Ok(None) }) }
    /// #     fn save(&self, _: Option<RefreshToken>) -> BoxFuture<'_, Result<(), CredentialError>> { Box::pin(async { Ok(()) }) }
    /// # }
    /// use msgraph::credential::{AppRegistration, AuthorizationCode};
    ///
    /// let app = AppRegistration::public("organizations", "11111111-2222-4333-8444-555555555555");
    /// let credential = AuthorizationCode::new(app, "http://localhost").kept_in(KeyChain::default());
    /// ```
    #[must_use]
    pub fn kept_in(self, store: impl RefreshTokens) -> Self {
        Self { session: self.session.kept_in(store), ..self }
    }

    /// Begins a sign-in.
    ///
    /// ```
    /// use msgraph::credential::{AppRegistration, AuthorizationCode};
    ///
    /// # fn main() -> Result<(), msgraph::CredentialError> {
    /// let app = AppRegistration::public("organizations", "11111111-2222-4333-8444-555555555555");
    /// let credential = AuthorizationCode::new(app, "https://app.example/signed-in");
    /// let sign_in = credential.begin()?;
    /// assert!(sign_in.url().query().unwrap().contains("state="));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// Where the authority is no address that can be asked.
    pub fn begin(&self) -> Result<SignIn, CredentialError> {
        self.begin_at(self.redirect_uri.clone(), &self.request)
    }

    /// Begins a sign-in that brings the claims which [`IdentityError::claims`] names.
    ///
    /// ```
    /// use msgraph::credential::{AppRegistration, AuthorizationCode};
    ///
    /// # fn main() -> Result<(), msgraph::CredentialError> {
    /// # let app = AppRegistration::public("organizations", "11111111-2222-4333-8444-555555555555");
    /// # let credential = AuthorizationCode::new(app, "https://app.example/signed-in");
    /// let claims = r#"{"access_token":{"acrs":{"essential":true,"value":"c1"}}}"#; // of `IdentityError::claims`
    /// let sign_in = credential.begin_with_claims(claims)?;
    /// assert!(sign_in.url().query().unwrap().contains("acrs"));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// Where the authority is no address that can be asked.
    pub fn begin_with_claims(&self, claims: &str) -> Result<SignIn, CredentialError> {
        self.begin_at(self.redirect_uri.clone(), &self.request.clone().with_claims(claims))
    }

    fn begin_at(&self, redirect_uri: String, request: &TokenRequest) -> Result<SignIn, CredentialError> {
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let state = CsrfToken::new_random();
        let mut url = self.session.app.endpoint("authorize", request.scopes())?;
        url.query_pairs_mut().extend_pairs([
            ("client_id", self.session.app.client_id()),
            ("response_type", "code"),
            ("response_mode", "query"),
            ("redirect_uri", &redirect_uri),
            ("scope", &scope(request)),
            ("state", state.secret()),
            ("code_challenge", challenge.as_str()),
            ("code_challenge_method", challenge.method().as_str()),
            ("claims", &app::claims(request)),
        ]);
        Ok(SignIn { url, redirect_uri, state, verifier })
    }

    /// Ends a sign-in with the address that the browser came back with, query and all.
    ///
    /// ```
    /// use msgraph::credential::{AppRegistration, AuthorizationCode};
    /// use msgraph_emulator::{App, Emulator};
    ///
    /// # async fn browse(url: &str) -> String {
    /// #     use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    /// #     let (host, path) = url.strip_prefix("http://").unwrap().split_once('/').unwrap();
    /// #     let mut stream = tokio::net::TcpStream::connect(host).await.unwrap();
    /// #     let request = format!("GET /{path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n");
    /// #     stream.write_all(request.as_bytes()).await.unwrap();
    /// #     let mut answer = String::new();
    /// #     stream.read_to_string(&mut answer).await.unwrap();
    /// #     answer.lines().find_map(|line| line.strip_prefix("location: ")).unwrap().to_owned()
    /// # }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let emulator = Emulator::start().await?;
    /// let (id, redirect_uri) = ("11111111-2222-4333-8444-555555555555", "https://app.example/signed-in");
    /// let known = App::confidential(id, "hush").with_redirect_uri(redirect_uri);
    /// emulator.add_app(known.with_delegated_permissions(["OnlineMeetings.ReadWrite"]))?;
    ///
    /// let app = AppRegistration::confidential(emulator.tenant_id(), id, "hush").authority(emulator.authority());
    /// let credential = AuthorizationCode::new(app, redirect_uri);
    /// let sign_in = credential.begin()?;
    /// let came_back = browse(sign_in.url().as_str()).await; // which is the user's part
    /// credential.finish(sign_in, &came_back).await?;
    ///
    /// let graph = msgraph::Graph::builder()
    ///     .base_url(emulator.url())
    ///     .allow_http_on_loopback()
    ///     .credential(credential)
    ///     .build()?;
    /// graph.me().online_meetings().post(&msgraph::models::OnlineMeeting::new()).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// Where that address belongs to another sign-in, which may be an attack; where the user or the identity platform
    /// refused; and where the code could not be exchanged.
    pub async fn finish(&self, sign_in: SignIn, redirected: &str) -> Result<(), CredentialError> {
        let no_url = |_| CredentialError::new("what the browser came back with is no whole address");
        let redirected = Url::parse(redirected).map_err(no_url)?;
        if !sign_in.is_answered_by(&redirected) {
            return Err(CredentialError::new(
                "the browser came back from another sign-in than this one; begin again, and trust no link from elsewhere",
            ));
        }
        if let Some(error) = parameter(&redirected, "error") {
            let description = parameter(&redirected, "error_description").unwrap_or_default();
            return Err(IdentityError::new(error, description).into());
        }
        let Some(code) = parameter(&redirected, "code") else {
            return Err(CredentialError::new("the browser came back without a code; begin again"));
        };
        let grant = [
            ("grant_type", "authorization_code"),
            ("code", code.as_str()),
            ("redirect_uri", &sign_in.redirect_uri),
            ("code_verifier", sign_in.verifier.secret()),
            ("scope", &scope(&self.request)),
        ];
        let granted = endpoint::token(&self.session.app, &self.request, &grant).await?;
        self.session.begin(granted, true).await;
        Ok(())
    }

    /// Signs in with the browser of this machine: the closure opens the address in it, and the browser comes back to a
    /// free port of 127.0.0.1. Dropping the future ends the waiting; there is no other limit.
    ///
    /// ```no_run
    /// use msgraph::Graph;
    /// use msgraph::credential::{AppRegistration, AuthorizationCode};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let app = AppRegistration::public("organizations", "11111111-2222-4333-8444-555555555555");
    /// let credential = AuthorizationCode::new(app, "http://localhost");
    /// credential.sign_in_on_loopback(|url| println!("Open {url} to sign in")).await?;
    /// let graph = Graph::builder().credential(credential).build()?;
    /// # let _ = graph;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// Those of [`finish`](Self::finish), and where no port can be had or the redirect URI is not of this machine.
    pub async fn sign_in_on_loopback(&self, open: impl Fn(&str)) -> Result<(), CredentialError> {
        let (listener, redirect_uri) = loopback::listen(&self.redirect_uri).await?;
        let sign_in = self.begin_at(redirect_uri, &self.request)?;
        open(sign_in.url().as_str());
        let redirected = loopback::redirected(&listener, &sign_in).await?;
        self.finish(sign_in, redirected.as_str()).await
    }
}

fn parameter(url: &Url, name: &str) -> Option<String> {
    url.query_pairs().find(|(known, _)| known == name).map(|(_, value)| value.into_owned())
}

impl Credential for AuthorizationCode {
    fn token<'a>(&'a self, request: &'a TokenRequest) -> BoxFuture<'a, Result<AccessToken, CredentialError>> {
        Box::pin(async move {
            match self.session.token(request).await? {
                Ok(token) => Ok(token),
                Err(Some(reason)) => Err(reason),
                Err(None) => {
                    Err(CredentialError::new("nobody has signed in; begin with `AuthorizationCode::begin`"))
                }
            }
        })
    }
}

impl fmt::Debug for AuthorizationCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AuthorizationCode")
            .field("app", &self.session.app)
            .field("redirect_uri", &self.redirect_uri)
            .finish_non_exhaustive()
    }
}
