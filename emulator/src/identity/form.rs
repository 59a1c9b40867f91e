//! The parameters of a request, from a form or from behind the question mark.

use http::HeaderMap;
use http::header::CONTENT_TYPE;

use crate::identity::errors::AuthError;
use crate::percent;

/// Names and values, decoded.
#[derive(Default)]
pub(super) struct Form {
    pairs: Vec<(String, String)>,
}

impl Form {
    /// Reads `a=b&c=d`. A parameter comes once: <https://www.rfc-editor.org/rfc/rfc6749#section-3.2>.
    pub(super) fn parse(text: &str) -> Result<Self, AuthError> {
        let decode = |part| percent::decode(part, true).ok_or_else(AuthError::malformed);
        let mut pairs: Vec<(String, String)> = Vec::new();
        for one in text.split('&').filter(|one| !one.is_empty()) {
            let (name, value) = one.split_once('=').unwrap_or((one, ""));
            let (name, value) = (decode(name)?, decode(value)?);
            if pairs.iter().any(|(known, _)| *known == name) {
                return Err(AuthError::repeated(&name));
            }
            pairs.push((name, value));
        }
        Ok(Self { pairs })
    }

    /// Reads a body. One of another type than a form has no parameters, as in the service, which then
    /// misses the first that it needs.
    pub(super) fn from_body(headers: &HeaderMap, body: &[u8]) -> Result<Self, AuthError> {
        let media_type = headers.get(CONTENT_TYPE).and_then(|one| one.to_str().ok()).unwrap_or_default();
        let essence = media_type.split(';').next().unwrap_or_default().trim();
        if !essence.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
            return Ok(Self::default());
        }
        Self::parse(str::from_utf8(body).map_err(|_| AuthError::malformed())?)
    }

    /// The value of that name. An empty one counts as absent.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let found = self.pairs.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str()).filter(|value| !value.is_empty())
    }

    /// The same, where it must be there.
    pub(super) fn require(&self, name: &str) -> Result<&str, AuthError> {
        self.get(name).ok_or_else(|| AuthError::missing(name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn form_a_parameter_comes_once() {
        let form = Form::parse("scope=a&client_id=b&state=").unwrap_or_default();
        assert_eq!(
            (form.get("scope"), form.get("client_id"), form.get("state")),
            (Some("a"), Some("b"), None)
        );
        for twice in ["scope=a&scope=a", "scope=a&state=x&scope=b", "scope=&scope=b", "scope=a&s%63ope=b"] {
            let error = Form::parse(twice).err().expect(twice);
            assert_eq!(error.error, "invalid_request", "{twice}");
        }
    }
}
