//! Claims that an access token must bring.

use base64::Engine as _;
use base64::alphabet::{STANDARD, URL_SAFE};
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use http::HeaderMap;
use http::header::WWW_AUTHENTICATE;

use crate::Error;

/// How long claims may be. Those of the service are a few dozen bytes.
const LIMIT: usize = 16 * 1024;

impl Error {
    /// The claims that the next sign-in must bring, as JSON, where the service or the identity platform demands some
    /// that the client's credential could not bring by itself.
    ///
    /// A web service that calls on behalf of a user hands them on to the program that the user sits at: in base64, as
    /// `claims` of a `WWW-Authenticate: Bearer error="insufficient_claims"`.
    ///
    /// See <https://learn.microsoft.com/entra/identity-platform/claims-challenge>.
    ///
    /// ```
    /// # use msgraph_core::{Error, OperationInfo, Permissions};
    /// # static LIST: OperationInfo = OperationInfo::new(http::Method::GET, "/me/onlineMeetings", Permissions::UNKNOWN);
    /// let challenge = "Bearer error=\"insufficient_claims\", claims=\"eyJhY2Nlc3NfdG9rZW4iOnt9fQ==\"";
    /// let answer = http::Response::builder().status(401).header("www-authenticate", challenge);
    /// let error = Error::from_response(&answer.body(bytes::Bytes::new()).unwrap(), &LIST);
    /// assert_eq!(error.claims(), Some(r#"{"access_token":{}}"#));
    /// ```
    #[must_use]
    pub fn claims(&self) -> Option<&str> {
        match self {
            Self::Credential(error) => error.claims(),
            Self::Batch(error) => error.cause()?.claims(),
            _ => self.as_service()?.claims.as_deref(),
        }
    }
}

/// The claims that a service demands in its `WWW-Authenticate`, as JSON.
#[must_use]
pub fn claims(headers: &HeaderMap) -> Option<String> {
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
