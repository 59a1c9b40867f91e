//! Authorization codes: made by `authorize`, redeemed once at the token endpoint.

use std::collections::BTreeMap;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use time::OffsetDateTime;

use crate::identity::client::Proof;
use crate::identity::errors::AuthError;
use crate::identity::form::Form;
use crate::identity::scope::Scopes;
use crate::identity::sweep::is_remembered;
use crate::identity::{Platform, Request};
use crate::moment;

/// How long one lasts: the service says about ten minutes.
const LIFETIME: Duration = Duration::from_secs(600);

/// The codes that were given out, by their text.
#[derive(Default)]
pub(super) struct Codes {
    known: BTreeMap<String, Stored>,
}

impl Codes {
    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.known.len()
    }

    /// Forgets those that ended a while ago, used or not.
    pub(super) fn sweep(&mut self, now: OffsetDateTime) {
        self.known.retain(|_, one| is_remembered(one.expires, now));
    }
}

/// What a code stands for.
#[derive(Clone)]
pub(super) struct Code {
    pub(super) client_id: String,
    pub(super) user_id: String,
    pub(super) redirect_uri: String,
    /// As it was asked for.
    pub(super) scope: String,
    pub(super) challenge: Option<Challenge>,
    pub(super) nonce: Option<String>,
}

struct Stored {
    code: Code,
    expires: OffsetDateTime,
    is_used: bool,
}

/// The challenge of PKCE, [RFC 7636](https://www.rfc-editor.org/rfc/rfc7636).
#[derive(Clone)]
pub(super) enum Challenge {
    Plain(String),
    S256(String),
}

impl Challenge {
    /// The challenge of a request to `authorize`, where it has one.
    pub(super) fn read(form: &Form) -> Result<Option<Self>, AuthError> {
        let (challenge, method) = (form.get("code_challenge"), form.get("code_challenge_method"));
        let is_fitting = |one: &&str| (43..=128).contains(&one.len());
        let size = || {
            let message =
                "The size of the code_challenge parameter is not valid: it has 43 to 128 characters.";
            AuthError::new("invalid_request", 50_147, message)
        };
        if challenge.is_none() && method.is_none() {
            return Ok(None);
        }
        let challenge = challenge.filter(is_fitting).ok_or_else(size)?.to_owned();
        match method {
            None | Some("plain") => Ok(Some(Self::Plain(challenge))),
            Some("S256") => Ok(Some(Self::S256(challenge))),
            Some(other) => Err(AuthError::invalid_request(format!(
                "The code_challenge_method is 'plain' or 'S256', and there is '{other}'."
            ))),
        }
    }

    fn fits(&self, verifier: &str) -> bool {
        match self {
            Self::Plain(challenge) => challenge == verifier,
            Self::S256(challenge) => *challenge == URL_SAFE_NO_PAD.encode(Sha256::digest(verifier)),
        }
    }
}

impl Platform<'_> {
    /// A new code.
    pub(super) fn code(&mut self, code: Code) -> String {
        let text = format!("0.{}", self.state.ids.letters(60));
        let stored = Stored { code, expires: moment::later(self.now, LIFETIME), is_used: false };
        self.state.identity.codes.known.insert(text.clone(), stored);
        text
    }
}

/// Answers `grant_type=authorization_code`. A code that was refused for another reason than its age can
/// still be redeemed as it should be.
pub(super) fn redeem(platform: &mut Platform<'_>, request: &Request<'_>) -> Result<Value, AuthError> {
    let app = platform.authenticate(request, Proof::SecretUnlessPublic)?;
    let form = &request.form;
    let (text, redirect_uri) = (form.require("code")?, form.require("redirect_uri")?);
    let now = platform.now;
    let identity = &mut platform.state.identity;
    let stored = identity.codes.known.get_mut(text).filter(|one| one.code.client_id == app.client_id);
    let stored = stored.ok_or_else(|| {
        AuthError::invalid_grant("The code is invalid or was issued to another application.")
    })?;
    check(stored, redirect_uri, form.get("code_verifier"), now)?;
    let code = stored.code.clone();
    let scope = form.get("scope").unwrap_or(&code.scope);
    let granted = Scopes::parse(scope, &identity.apps, platform.authority)?.grant(&app)?;
    let user = platform.signed_in_user(&code.user_id)?;
    let body = platform.answer_user(&app, &user, &granted, code.nonce.as_deref(), request)?;
    if let Some(stored) = platform.state.identity.codes.known.get_mut(text) {
        stored.is_used = true;
    }
    Ok(body)
}

fn check(
    stored: &Stored,
    redirect_uri: &str,
    verifier: Option<&str>,
    now: OffsetDateTime,
) -> Result<(), AuthError> {
    let refuse = |code, message: &str| Err(AuthError::new("invalid_grant", code, message));
    let code = &stored.code;
    if stored.is_used {
        let message = "OAuth2 Authorization code was already redeemed, please retry with a new valid code or use \
                       an existing refresh token.";
        return refuse(54_005, message);
    }
    if now >= stored.expires {
        return refuse(
            70_008,
            "The provided authorization code has expired. Send a new authorization request.",
        );
    }
    if code.redirect_uri != redirect_uri {
        return Err(AuthError::reply_address(redirect_uri, &code.redirect_uri));
    }
    let is_proved = match (&code.challenge, verifier) {
        (None, None) => true,
        (Some(challenge), Some(verifier)) => challenge.fits(verifier),
        // A verifier to no challenge means that somebody took the challenge away (RFC 9700, 2.1.1).
        _ => false,
    };
    if is_proved {
        return Ok(());
    }
    refuse(
        501_481,
        "The Code_Verifier does not match the code_challenge supplied in the authorization request.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_challenge_is_the_verifier_or_its_hash() {
        // the example of RFC 7636, appendix B
        let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        let hashed = Challenge::S256(String::from("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"));
        assert!(hashed.fits(verifier) && !hashed.fits("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"));
        let plain = Challenge::Plain(String::from(verifier));
        assert!(plain.fits(verifier) && !plain.fits(""));
    }
}
