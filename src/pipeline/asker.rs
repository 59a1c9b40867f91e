//! Who asks, as far as a token tells: what the limits of `/me` are about.

use std::fmt;

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use msgraph_core::AccessToken;
use serde_json::{Map, Value};

use super::Pipeline;

/// Who asks: the user of a token, or, where none tells, the credential by its number.
pub(super) struct Asker<'a> {
    user: Option<&'a str>,
    number: u64,
}

impl fmt::Display for Asker<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.user {
            Some(user) => f.write_str(user),
            None => self.number.fmt(f),
        }
    }
}

impl Pipeline {
    /// Who asks, as far as a token was [looked at](Self::meet).
    pub(super) fn asker(&self) -> Asker<'_> {
        Asker { user: self.asker.get().and_then(Option::as_deref), number: self.number }
    }

    /// Looks at the first token for who asks. A credential stands for one user, so it is done once.
    pub(super) fn meet(&self, token: &AccessToken) {
        self.asker.get_or_init(|| of(token));
    }
}

/// How long the claims of a token may be to be read.
const LIMIT: usize = 64 * 1024;

/// Whose token it is: the tenant, and the user or application in it. Tokens of one user are many, and these stay. Nothing where it does not say so: those of personal accounts are not readable.
fn of(token: &AccessToken) -> Option<Box<str>> {
    let payload = token.secret().split('.').nth(1).filter(|payload| payload.len() <= LIMIT)?;
    let claims: Map<String, Value> =
        serde_json::from_slice(&BASE64_URL_SAFE_NO_PAD.decode(payload).ok()?).ok()?;
    let claim = |name: &str| claims.get(name)?.as_str().filter(|value| !value.is_empty());
    Some(format!("{}/{}", claim("tid")?, claim("oid")?).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token(claims: &str) -> AccessToken {
        AccessToken::new(format!("e30.{}.x", BASE64_URL_SAFE_NO_PAD.encode(claims)))
    }

    #[test]
    fn a_user_is_the_same_in_each_of_his_tokens() {
        let user = of(&token(r#"{"tid":"t","oid":"o","iat":1}"#));
        assert_eq!(user.as_deref(), Some("t/o"));
        assert_eq!(user, of(&token(r#"{"oid":"o","tid":"t","iat":2,"scp":"User.Read"}"#)));
        assert_ne!(user, of(&token(r#"{"tid":"t","oid":"p"}"#)));
        for unreadable in
            [token("{}"), token(r#"{"tid":"t"}"#), token(r#"{"tid":"t","oid":""}"#), token("no")]
        {
            assert_eq!(of(&unreadable), None);
        }
        for unreadable in ["opaque", "", "a.b", "..", "a.!.c"] {
            assert_eq!(of(&AccessToken::new(unreadable)), None, "{unreadable}");
        }
    }
}
