//! Where tokens come from.

use std::error::Error as StdError;
use std::fmt;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use time::OffsetDateTime;

use crate::BoxFuture;

/// Gives tokens for Microsoft Graph.
///
/// Implement it for a source of your own; for a token that is at hand there is [`AccessToken`], for
/// an async closure [`TokenFn`].
///
/// ```
/// use std::sync::RwLock;
/// use msgraph_core::{AccessToken, BoxFuture, Credential, CredentialError, TokenRequest};
///
/// /// The token that another part of the program keeps fresh.
/// struct Kept(RwLock<Option<AccessToken>>);
///
/// impl Credential for Kept {
///     fn token<'a>(&'a self, _request: &'a TokenRequest) -> BoxFuture<'a, Result<AccessToken, CredentialError>> {
///         Box::pin(async move {
///             let kept = self.0.read().map_err(|_| CredentialError::new("the keeper of the token panicked"))?;
///             kept.clone().ok_or_else(|| CredentialError::new("nobody has signed in yet"))
///         })
///     }
/// }
/// # fn is_one(_: &dyn Credential) {}
/// # is_one(&Kept(RwLock::new(None)));
/// ```
pub trait Credential: Send + Sync + 'static {
    /// A token for what the request names.
    ///
    /// The client keeps a token whose end is known ([`AccessToken::with_expiry`]) until shortly before it, and
    /// asks once for all requests that wait. One whose end is not known is asked for with each request. An
    /// implementation that keeps tokens itself gives no kept one to a request that has
    /// [`claims`](TokenRequest::claims) or a [`rejected`](TokenRequest::rejected) token.
    fn token<'a>(&'a self, request: &'a TokenRequest) -> BoxFuture<'a, Result<AccessToken, CredentialError>>;
}

impl<C: Credential + ?Sized> Credential for Arc<C> {
    fn token<'a>(&'a self, request: &'a TokenRequest) -> BoxFuture<'a, Result<AccessToken, CredentialError>> {
        (**self).token(request)
    }
}

impl<C: Credential + ?Sized> Credential for Box<C> {
    fn token<'a>(&'a self, request: &'a TokenRequest) -> BoxFuture<'a, Result<AccessToken, CredentialError>> {
        (**self).token(request)
    }
}

/// What a token is asked for. Cheap to clone.
///
/// ```
/// use msgraph_core::TokenRequest;
///
/// let request = TokenRequest::new(["https://graph.microsoft.com/.default"]);
/// assert_eq!(request.scopes(), ["https://graph.microsoft.com/.default"]);
/// assert_eq!(request.claims(), None);
/// ```
#[derive(Debug, Clone)]
pub struct TokenRequest {
    scopes: Arc<[String]>,
    claims: Option<Arc<str>>,
    rejected: Option<AccessToken>,
}

impl TokenRequest {
    /// A request for these scopes, such as `https://graph.microsoft.com/.default`.
    #[must_use]
    pub fn new<I: IntoIterator<Item: Into<String>>>(scopes: I) -> Self {
        Self { scopes: scopes.into_iter().map(Into::into).collect(), claims: None, rejected: None }
    }

    /// The same with the claims that the service demanded when it refused a token, as JSON.
    ///
    /// See <https://learn.microsoft.com/entra/identity-platform/claims-challenge>.
    ///
    /// ```
    /// use msgraph_core::{AccessToken, TokenRequest};
    ///
    /// let demanded = r#"{"access_token":{"nbf":{"essential":true,"value":"1652813508"}}}"#;
    /// let request = TokenRequest::new(["https://graph.microsoft.com/.default"])
    ///     .with_claims(demanded)
    ///     .instead_of(AccessToken::new("eyJ0..."));
    /// assert_eq!(request.claims(), Some(demanded));
    /// assert_eq!(request.rejected().map(AccessToken::secret), Some("eyJ0..."));
    /// ```
    #[must_use]
    pub fn with_claims(self, claims: impl Into<Arc<str>>) -> Self {
        Self { claims: Some(claims.into()), ..self }
    }

    /// The same with the token that the service just refused: another one is wanted.
    #[must_use]
    pub fn instead_of(self, rejected: AccessToken) -> Self {
        Self { rejected: Some(rejected), ..self }
    }

    /// The scopes.
    #[must_use]
    pub fn scopes(&self) -> &[String] {
        &self.scopes
    }

    /// The claims that the new token must carry, as JSON, where the service demanded some. They go to the token
    /// endpoint as its parameter `claims`.
    #[must_use]
    pub fn claims(&self) -> Option<&str> {
        self.claims.as_deref()
    }

    /// The token that the service refused, where it refused one.
    #[must_use]
    pub fn rejected(&self) -> Option<&AccessToken> {
        self.rejected.as_ref()
    }
}

/// An access token. Its text shows in no `Debug` and no error.
///
/// It is also a [`Credential`] that always gives itself: for a token from another program, and for
/// short-lived tools.
///
/// ```
/// use msgraph_core::AccessToken;
///
/// let end = time::OffsetDateTime::now_utc() + time::Duration::hours(1);
/// let token = AccessToken::new("eyJ0...").with_expiry(end);
/// assert_eq!(token.expires_on(), Some(end));
/// assert_eq!(token.secret(), "eyJ0...");
/// assert!(!format!("{token:?}").contains("eyJ0"));
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct AccessToken {
    secret: Arc<str>,
    expires_on: Option<OffsetDateTime>,
}

impl AccessToken {
    /// A token whose end is not known: a client keeps none such, and asks its credential again with each request.
    /// [`expires_in`](Self::expires_in) says how long it is good.
    #[must_use]
    pub fn new(secret: impl Into<String>) -> Self {
        Self { secret: secret.into().into(), expires_on: None }
    }

    /// The same with the moment from which it is no longer good: one of the crate `time`, or a
    /// [`SystemTime`](std::time::SystemTime).
    #[must_use]
    pub fn with_expiry(self, moment: impl Into<OffsetDateTime>) -> Self {
        Self { expires_on: Some(moment.into()), ..self }
    }

    /// The same with how long it is good from now on: the `expires_in` of an answer of the identity platform.
    ///
    /// ```
    /// use std::time::Duration;
    /// use msgraph_core::AccessToken;
    ///
    /// let token = AccessToken::new("eyJ0...").expires_in(Duration::from_secs(3600));
    /// assert!(token.expires_on().is_some());
    /// ```
    #[must_use]
    pub fn expires_in(self, life: Duration) -> Self {
        let life = time::Duration::try_from(life).unwrap_or(time::Duration::MAX);
        self.with_expiry(OffsetDateTime::now_utc().saturating_add(life))
    }

    /// The token itself. Keep it out of logs.
    #[must_use]
    pub fn secret(&self) -> &str {
        &self.secret
    }

    /// The moment from which it is no longer good, where that is known.
    #[must_use]
    pub fn expires_on(&self) -> Option<OffsetDateTime> {
        self.expires_on
    }
}

impl fmt::Debug for AccessToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AccessToken")
            .field("secret", &"<redacted>")
            .field("expires_on", &self.expires_on)
            .finish()
    }
}

impl Credential for AccessToken {
    fn token<'a>(&'a self, _: &'a TokenRequest) -> BoxFuture<'a, Result<AccessToken, CredentialError>> {
        Box::pin(std::future::ready(Ok(self.clone())))
    }
}

/// A [`Credential`] made of an async closure that takes a [`TokenRequest`].
///
/// Say how long the token is good, and the client keeps it until shortly before its end. One without an end is asked
/// for with each request.
///
/// ```
/// use std::time::Duration;
/// use msgraph_core::{AccessToken, CredentialError, TokenFn};
///
/// /// Asks where the tokens come from, and gives one with its life in seconds.
/// async fn fetch() -> Result<(String, u64), CredentialError> {
///     Ok(("eyJ0...".to_owned(), 3600))
/// }
///
/// let credential = TokenFn::new(|_request| async {
///     let (token, seconds) = fetch().await?;
///     Ok(AccessToken::new(token).expires_in(Duration::from_secs(seconds)))
/// });
/// ```
pub struct TokenFn<F>(F);

impl<F, T> TokenFn<F>
where
    F: Fn(TokenRequest) -> T + Send + Sync + 'static,
    T: Future<Output = Result<AccessToken, CredentialError>> + Send + 'static,
{
    /// A credential that calls the closure for each token.
    #[must_use]
    pub fn new(closure: F) -> Self {
        Self(closure)
    }
}

impl<F, T> Credential for TokenFn<F>
where
    F: Fn(TokenRequest) -> T + Send + Sync + 'static,
    T: Future<Output = Result<AccessToken, CredentialError>> + Send + 'static,
{
    fn token<'a>(&'a self, request: &'a TokenRequest) -> BoxFuture<'a, Result<AccessToken, CredentialError>> {
        Box::pin((self.0)(request.clone()))
    }
}

impl<F> fmt::Debug for TokenFn<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TokenFn(..)")
    }
}

/// Why there is no token.
///
/// `Debug` and `Display` show the message alone. The error behind it shows to whoever walks down
/// [`source`](StdError::source), so it must not hold the token: leave such a one out, and say in words
/// what is wrong.
///
/// Cheap to clone: all requests that waited for one token get the same reason.
///
/// ```
/// use std::error::Error;
/// use msgraph_core::CredentialError;
///
/// let error = CredentialError::new("nobody has signed in yet");
/// assert_eq!(error.to_string(), "nobody has signed in yet");
///
/// let missing = std::io::Error::from(std::io::ErrorKind::NotFound);
/// let error = CredentialError::new("the file of the token cannot be read").caused_by(missing);
/// assert!(error.source().unwrap().is::<std::io::Error>());
/// ```
#[derive(Clone)]
pub struct CredentialError {
    message: Arc<str>,
    source: Option<Arc<dyn StdError + Send + Sync>>,
    claims: Option<Arc<str>>,
    sent_before: bool,
}

impl CredentialError {
    /// A reason in words, without the token.
    #[must_use]
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into().into(), source: None, claims: None, sent_before: false }
    }

    /// The same where an earlier attempt of the call was sent.
    pub(crate) fn after_another(self) -> Self {
        Self { sent_before: true, ..self }
    }

    /// Whether an earlier attempt of the call, which had a token, may have been done.
    #[must_use]
    pub fn may_have_been_done(&self) -> bool {
        self.sent_before
    }

    /// A reason that is another error.
    ///
    /// It must not hold the token, because reports of errors print it. `std::env::VarError` is one
    /// that may: it holds the value of a variable that is no Unicode.
    ///
    /// ```
    /// use std::error::Error;
    /// use msgraph_core::CredentialError;
    ///
    /// let error = CredentialError::from_source(std::io::Error::from(std::io::ErrorKind::NotFound));
    /// assert_eq!(error.to_string(), "the credential gave no token");
    /// assert!(error.source().is_some());
    /// ```
    #[must_use]
    pub fn from_source(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self::new("the credential gave no token").caused_by(source)
    }

    /// The same with the error behind it, which must not hold the token either. It is the
    /// [`source`](StdError::source), where a program finds it again by its type.
    #[must_use]
    pub fn caused_by(self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self { source: Some(Arc::from(source.into())), ..self }
    }

    /// The same with the claims, as JSON, that the next sign-in must bring.
    #[must_use]
    pub fn demanding(self, claims: impl Into<Arc<str>>) -> Self {
        Self { claims: Some(claims.into()), ..self }
    }

    /// The claims, as JSON, that the next sign-in must bring, where that would help.
    #[must_use]
    pub fn claims(&self) -> Option<&str> {
        self.claims.as_deref()
    }
}

impl fmt::Debug for CredentialError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CredentialError")
            .field("message", &self.message)
            .field("has_source", &self.source.is_some())
            .field("claims", &self.claims)
            .field("sent_before", &self.sent_before)
            .finish()
    }
}

impl fmt::Display for CredentialError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        if self.sent_before {
            f.write_str("; an earlier attempt was sent, and the service may have done it")?;
        }
        Ok(())
    }
}

impl StdError for CredentialError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.as_ref().map(|source| &**source as _)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Error;

    #[test]
    fn an_error_shows_nothing_of_the_one_behind_it() {
        let source = std::env::VarError::NotUnicode("hunter2secret".into());
        let error = Error::from(CredentialError::from_source(source));
        let shown = format!("{error:?} {error:#?} {error}");
        assert!(!shown.contains("hunter2"), "{shown}");
        assert!(shown.contains("the credential gave no token"), "{shown}");
        assert!(error.source().is_some());
    }

    #[test]
    fn a_token_may_have_an_end() {
        let token = AccessToken::new("secret");
        assert_eq!(token.expires_on(), None);
        let end = OffsetDateTime::UNIX_EPOCH;
        assert_eq!(token.clone().with_expiry(end).expires_on(), Some(end));
        assert_eq!(token.with_expiry(std::time::SystemTime::UNIX_EPOCH).expires_on(), Some(end));
    }

    #[test]
    fn a_life_counts_from_now_and_never_overflows() {
        let before = OffsetDateTime::now_utc();
        let of = |life| AccessToken::new("secret").expires_in(life).expires_on().unwrap();
        let end = of(Duration::from_secs(3600));
        assert!(
            end >= before + time::Duration::HOUR && end <= OffsetDateTime::now_utc() + time::Duration::HOUR
        );
        assert!(of(Duration::MAX) > end && of(Duration::ZERO) >= before);
    }
}
