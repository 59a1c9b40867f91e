//! Refusals that another token answers: claims challenges, and tokens that were revoked.

use std::sync::Arc;

use base64::Engine as _;
use base64::alphabet::{STANDARD, URL_SAFE};
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use http::header::WWW_AUTHENTICATE;
use http::{HeaderMap, StatusCode};
use msgraph_core::CredentialError;

use crate::credential::{Bearer, Tokens};

/// How long claims may be. Those of the service are a few dozen bytes.
const LIMIT: usize = 16 * 1024;

/// The token with which a refused request is repeated, once; nothing where the answer is to be taken as it is.
///
/// A 401 says that nothing was done, so any method may be repeated.
/// See <https://learn.microsoft.com/entra/identity-platform/claims-challenge>.
pub(super) async fn other_token(
    tokens: &Tokens,
    bearer: &Bearer,
    status: StatusCode,
    headers: &HeaderMap,
) -> Result<Option<Arc<Bearer>>, CredentialError> {
    if status != StatusCode::UNAUTHORIZED {
        bearer.accepted();
        return Ok(None);
    }
    let other = match claims(headers) {
        Some(claims) => tokens.instead_of(bearer, Some(claims)).await?,
        None if bearer.is_worth_replacing() => match tokens.instead_of(bearer, None).await {
            Ok(other) => other,
            Err(error) => {
                tracing::warn!(%error, "the service refused the access token, and there is no other one");
                return Ok(None);
            }
        },
        None => return Ok(None),
    };
    Ok(Some(other).filter(|other| other.token != bearer.token))
}

/// The claims that a service demands, as JSON.
fn claims(headers: &HeaderMap) -> Option<String> {
    let values = headers.get_all(WWW_AUTHENTICATE).into_iter().filter_map(|one| one.to_str().ok());
    values.flat_map(challenges).find_map(|challenge| {
        let demands = challenge.get("error")?.eq_ignore_ascii_case("insufficient_claims");
        let is_bearer = challenge.scheme.eq_ignore_ascii_case("Bearer");
        decode(challenge.get("claims").filter(|_| demands && is_bearer)?)
    })
}

/// Base64 in either alphabet, and a JSON object in it.
fn decode(claims: &str) -> Option<String> {
    let config = GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true);
    let alphabet = if claims.contains(['-', '_']) { URL_SAFE } else { STANDARD };
    let bytes = GeneralPurpose::new(&alphabet, config).decode(claims).ok()?;
    let text = String::from_utf8(bytes).ok().filter(|text| text.len() <= LIMIT)?;
    serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(&text).ok()?;
    Some(text)
}

/// One challenge of a header: `Bearer realm="", error="..."`.
struct Challenge {
    scheme: String,
    parameters: Vec<(String, String)>,
}

impl Challenge {
    fn get(&self, name: &str) -> Option<&str> {
        let found = self.parameters.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }
}

/// The challenges of a header's value. A word before a parameter begins a new one.
/// <https://www.rfc-editor.org/rfc/rfc9110#section-11.6.1>
fn challenges(value: &str) -> Vec<Challenge> {
    let mut all: Vec<Challenge> = Vec::new();
    for element in elements(value) {
        let (name, text) = element.split_once('=').unwrap_or((element, ""));
        let (scheme, name) = match name.trim().split_once(char::is_whitespace) {
            Some((scheme, name)) => (Some(scheme), name.trim()),
            None if !element.contains('=') => (Some(name.trim()), ""),
            None => (None, name.trim()),
        };
        if let Some(scheme) = scheme {
            all.push(Challenge { scheme: scheme.to_owned(), parameters: Vec::new() });
        }
        if let Some(challenge) = all.last_mut().filter(|_| !name.is_empty()) {
            challenge.parameters.push((name.to_owned(), unquoted(text.trim())));
        }
    }
    all
}

/// What stands between commas, but for those in quotes.
fn elements(value: &str) -> impl Iterator<Item = &str> {
    let (mut quoted, mut escaped) = (false, false);
    let at_commas = move |c: char| {
        let is_end = c == ',' && !quoted;
        quoted ^= c == '"' && !escaped;
        escaped = quoted && c == '\\' && !escaped;
        is_end
    };
    value.split(at_commas).map(str::trim).filter(|one| !one.is_empty())
}

fn unquoted(text: &str) -> String {
    let Some(inner) = text.strip_prefix('"') else { return text.to_owned() };
    let (mut plain, mut escaped) = (String::new(), false);
    for c in inner.chars() {
        match c {
            '\\' if !escaped => escaped = true,
            '"' if !escaped => break,
            c => {
                plain.push(c);
                escaped = false;
            }
        }
    }
    plain
}

#[cfg(test)]
mod tests;
