//! Who asks, as far as a token tells: what the limits of `/me` are about.

use std::fmt;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

use msgraph_core::AccessToken;

/// Who asks: the user of a token, once one was looked at, or, where none tells, the credential by its number. One user may
/// have many clients, each with a token of its own.
pub(crate) struct Asker {
    user: OnceLock<Option<Box<str>>>,
    number: u64,
}

impl Asker {
    /// Nobody known yet.
    pub(super) fn new() -> Self {
        static NUMBERS: AtomicU64 = AtomicU64::new(0);
        Self { user: OnceLock::new(), number: NUMBERS.fetch_add(1, Ordering::Relaxed) }
    }

    /// Looks at the first token for who asks. A credential stands for one user, so it is done once.
    pub(super) fn meet(&self, token: &AccessToken) {
        self.user.get_or_init(|| of(token));
    }
}

impl fmt::Display for Asker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.user.get() {
            Some(Some(user)) => f.write_str(user),
            _ => self.number.fmt(f),
        }
    }
}

/// Whose token it is: the tenant, and the user or application in it. Tokens of one user are many, and these stay. Nothing
/// where it does not say so: those of personal accounts are not readable.
fn of(token: &AccessToken) -> Option<Box<str>> {
    let claims = msgraph_core::claims(token.secret())?;
    let claim = |name: &str| claims.get(name)?.as_str().filter(|value| !value.is_empty());
    Some(format!("{}/{}", claim("tid")?, claim("oid")?).into())
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::prelude::BASE64_URL_SAFE_NO_PAD;

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
