//! What the identity platform says when it gives no token.

use std::fmt;

use msgraph_core::CredentialError;
use serde::Deserialize;

use super::advice;

/// How much of a description is kept.
const SHOWN: usize = 400;

/// A refusal of the identity platform.
///
/// It is the [`source`](std::error::Error::source) of a [`CredentialError`]; a program finds it there by its type. What
/// was sent as a secret shows nowhere in it.
///
/// ```
/// use std::error::Error as _;
///
/// use msgraph::CredentialError;
/// use msgraph::credential::IdentityError;
///
/// /// Whether the user has to sign in again.
/// fn wants_the_user(error: &CredentialError) -> bool {
///     let refusal = error.source().and_then(|source| source.downcast_ref::<IdentityError>());
///     refusal.is_some_and(IdentityError::needs_interaction)
/// }
/// # assert!(!wants_the_user(&CredentialError::new("no network")));
/// ```
///
/// It says what Microsoft's pages and its support ask for:
///
/// ```
///
/// use std::error::Error as _;
///
/// use msgraph::credential::{AppRegistration, ClientSecret, IdentityError};
/// use msgraph::{Credential as _, TokenRequest};
/// use msgraph_emulator::{App, Emulator};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let emulator = Emulator::start().await?;
/// let app = AppRegistration::confidential(emulator.tenant_id(), App::DEFAULT_CLIENT_ID, "an old secret")
///     .authority(emulator.authority());
/// let request = TokenRequest::new(["https://graph.microsoft.com/.default"]);
/// let error = ClientSecret::new(app).token(&request).await.unwrap_err();
///
/// let refusal: &IdentityError = error.source().unwrap().downcast_ref().unwrap();
/// assert_eq!(refusal.error(), "invalid_client");
/// assert_eq!(refusal.code(), Some(7_000_215));
/// assert!(refusal.description().starts_with("AADSTS7000215"));
/// assert!(refusal.correlation_id().is_some());
/// assert!(!refusal.needs_interaction() && refusal.claims().is_none());
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, Deserialize)]
pub struct IdentityError {
    error: String,
    #[serde(default, rename = "error_description")]
    description: String,
    #[serde(default)]
    error_codes: Vec<u32>,
    #[serde(default)]
    claims: Option<String>,
    #[serde(default)]
    correlation_id: Option<String>,
}

impl IdentityError {
    /// From the parameters of a redirect, or of an answer without a body.
    pub(super) fn new(error: impl Into<String>, description: impl Into<String>) -> Self {
        Self {
            error: error.into(),
            description: description.into(),
            error_codes: Vec::new(),
            claims: None,
            correlation_id: None,
        }
        .readable(&[])
    }

    /// The same without secrets, and without what says nothing to people.
    pub(super) fn readable(mut self, secrets: &[&str]) -> Self {
        for secret in secrets.iter().filter(|one| one.len() > 3) {
            self.description = self.description.replace(secret, "…");
            self.error = self.error.replace(secret, "…");
        }
        let end = self.description.find(" Trace ID:").unwrap_or(self.description.len());
        let text = self.description[..end].chars().map(|c| if c.is_control() { ' ' } else { c });
        let text: String = text.take(SHOWN).collect();
        text.trim().clone_into(&mut self.description);
        self
    }

    /// OAuth's word, such as `invalid_client`.
    #[must_use]
    pub fn error(&self) -> &str {
        &self.error
    }

    /// The number behind `AADSTS`.
    #[must_use]
    pub fn code(&self) -> Option<u32> {
        let in_text = || {
            let rest = self.description.strip_prefix("AADSTS")?;
            rest[..rest.find(|c: char| !c.is_ascii_digit())?].parse().ok()
        };
        self.error_codes.first().copied().or_else(in_text)
    }

    /// What the identity platform says, in its words.
    #[must_use]
    pub fn description(&self) -> &str {
        &self.description
    }

    /// The claims that the next sign-in must bring. A service that calls on behalf of a user hands them to the
    /// program that the user sits at ([`Error::claims`](crate::Error::claims) has them, too).
    #[must_use]
    pub fn claims(&self) -> Option<&str> {
        self.claims.as_deref()
    }

    /// What Microsoft's support asks for.
    #[must_use]
    pub fn correlation_id(&self) -> Option<&str> {
        self.correlation_id.as_deref()
    }

    /// Whether a user has to sign in, or consent, before there can be a token.
    #[must_use]
    pub fn needs_interaction(&self) -> bool {
        matches!(
            self.error.as_str(),
            "interaction_required" | "login_required" | "consent_required" | "invalid_grant"
        )
    }
}

impl fmt::Display for IdentityError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.error, self.description)
    }
}

impl std::error::Error for IdentityError {}

impl From<IdentityError> for CredentialError {
    /// In one line: what was said, and what to do.
    fn from(refusal: IdentityError) -> Self {
        let said = format!("the identity platform gave no token ({refusal})");
        let message = match refusal.code().and_then(advice::of) {
            Some(advice) => format!("{advice}; {said}"),
            None => said,
        };
        let error = CredentialError::new(message);
        let error = match refusal.claims() {
            Some(claims) => error.demanding(claims),
            None => error,
        };
        error.caused_by(refusal)
    }
}
