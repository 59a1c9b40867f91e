//! Where tokens come from.

use std::error::Error as StdError;
use std::fmt;
use std::future::Future;
use std::sync::Arc;

use time::OffsetDateTime;

use crate::BoxFuture;

/// Gives tokens for Microsoft Graph.
///
/// Implement it for a source of your own; for a token that is at hand there is [`AccessToken`], for
/// an async closure [`TokenFn`].
pub trait Credential: Send + Sync + 'static {
    /// A token for these scopes, such as `https://graph.microsoft.com/.default`.
    ///
    /// Called for each request: a credential that asks a server keeps what it got.
    fn token<'a>(&'a self, scopes: &'a [&'a str]) -> BoxFuture<'a, Result<AccessToken, CredentialError>>;
}

impl<C: Credential + ?Sized> Credential for Arc<C> {
    fn token<'a>(&'a self, scopes: &'a [&'a str]) -> BoxFuture<'a, Result<AccessToken, CredentialError>> {
        (**self).token(scopes)
    }
}

/// An access token. Its text shows in no `Debug` and no error.
///
/// It is also a [`Credential`] that always gives itself: for a token from another program, and for
/// short-lived tools.
#[derive(Clone, PartialEq, Eq)]
pub struct AccessToken {
    secret: String,
    expires_on: Option<OffsetDateTime>,
}

impl AccessToken {
    /// A token whose end is not known.
    #[must_use]
    pub fn new(secret: impl Into<String>) -> Self {
        Self { secret: secret.into(), expires_on: None }
    }

    /// The same with the moment from which it is no longer good.
    #[must_use]
    pub fn with_expiry(mut self, moment: OffsetDateTime) -> Self {
        self.expires_on = Some(moment);
        self
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
    fn token<'a>(&'a self, _: &'a [&'a str]) -> BoxFuture<'a, Result<AccessToken, CredentialError>> {
        Box::pin(std::future::ready(Ok(self.clone())))
    }
}

/// A [`Credential`] made of an async closure that takes the scopes.
///
/// ```
/// use msgraph_core::{AccessToken, CredentialError, TokenFn};
///
/// let credential = TokenFn::new(|_scopes| async {
///     let token = std::env::var("MSGRAPH_TOKEN");
///     token.map(AccessToken::new).map_err(|_| CredentialError::new("`MSGRAPH_TOKEN` holds no text"))
/// });
/// ```
pub struct TokenFn<F>(F);

impl<F, T> TokenFn<F>
where
    F: Fn(Vec<String>) -> T + Send + Sync + 'static,
    T: Future<Output = Result<AccessToken, CredentialError>> + Send + 'static,
{
    /// A credential that calls the closure for each request.
    #[must_use]
    pub fn new(closure: F) -> Self {
        Self(closure)
    }
}

impl<F, T> Credential for TokenFn<F>
where
    F: Fn(Vec<String>) -> T + Send + Sync + 'static,
    T: Future<Output = Result<AccessToken, CredentialError>> + Send + 'static,
{
    fn token<'a>(&'a self, scopes: &'a [&'a str]) -> BoxFuture<'a, Result<AccessToken, CredentialError>> {
        Box::pin((self.0)(scopes.iter().map(ToString::to_string).collect()))
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
pub struct CredentialError {
    message: String,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

impl CredentialError {
    /// A reason in words, without the token.
    #[must_use]
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), source: None }
    }

    /// A reason that is another error.
    ///
    /// It must not hold the token, because reports of errors print it. `std::env::VarError` is one
    /// that may: it holds the value of a variable that is no Unicode.
    #[must_use]
    pub fn from_source(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self { message: "the credential gave no token".to_owned(), source: Some(source.into()) }
    }
}

impl fmt::Debug for CredentialError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CredentialError")
            .field("message", &self.message)
            .field("has_source", &self.source.is_some())
            .finish()
    }
}

impl fmt::Display for CredentialError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
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
        assert_eq!(token.with_expiry(end).expires_on(), Some(end));
    }
}
