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
    #[must_use]
    pub fn scopes<I: IntoIterator<Item: Into<String>>>(self, scopes: I) -> Self {
        Self { request: TokenRequest::new(scopes), ..self }
    }

    /// Keeps the refresh token there, so that the user signs in once.
    #[must_use]
    pub fn kept_in(self, store: impl RefreshTokens) -> Self {
        Self { session: self.session.kept_in(store), ..self }
    }

    /// Begins a sign-in.
    ///
    /// # Errors
    /// Where the authority is no address that can be asked.
    pub fn begin(&self) -> Result<SignIn, CredentialError> {
        self.begin_at(self.redirect_uri.clone(), &self.request)
    }

    /// Begins a sign-in that brings the claims which [`IdentityError::claims`] names.
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
