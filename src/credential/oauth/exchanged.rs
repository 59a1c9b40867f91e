//! The tokens that a service has for the users who called it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use msgraph_core::AccessToken;
use time::{Duration, OffsetDateTime};

/// How many tokens are kept. Where one more comes, those that have ended go, and else the one that ends first.
const MOST: usize = 4096;
/// How long before its end a token is exchanged for again, unless its life is short.
const MARGIN: Duration = Duration::minutes(5);

/// The token that came, and what one of Graph was asked for.
type Key = (Arc<str>, String);

/// What was exchanged, by the whole of the token that came: only one that the identity platform has found good is here,
/// and a forged one differs from it.
#[derive(Default)]
pub(super) struct Exchanged(Mutex<HashMap<Key, Kept>>);

struct Kept {
    token: AccessToken,
    until: OffsetDateTime,
}

impl Exchanged {
    /// A token that is good for a while.
    pub(super) fn get(&self, assertion: &Arc<str>, scope: &str, now: OffsetDateTime) -> Option<AccessToken> {
        let all = self.lock();
        let kept = all.get(&(Arc::clone(assertion), scope.to_owned()))?;
        (now < kept.until).then(|| kept.token.clone())
    }

    /// Keeps a token until shortly before its end, and no longer than the one that it was exchanged for is good. One
    /// whose end is not known is not kept.
    pub(super) fn keep(&self, assertion: &Arc<str>, scope: &str, token: &AccessToken, now: OffsetDateTime) {
        let key = (Arc::clone(assertion), scope.to_owned());
        let mut all = self.lock();
        let until = token.expires_on().map(|end| end - MARGIN.min((end - now) / 5).max(Duration::ZERO));
        let Some(until) = until.map(|end| end_of(assertion).map_or(end, |other| end.min(other))) else {
            all.remove(&key);
            return;
        };
        if all.len() >= MOST && !all.contains_key(&key) {
            all.retain(|_, kept| now < kept.until);
            let first = all.iter().min_by_key(|(_, kept)| kept.until).map(|(key, _)| key.clone());
            if let Some(first) = first.filter(|_| all.len() >= MOST) {
                all.remove(&first);
            }
        }
        all.insert(key, Kept { token: token.clone(), until });
    }

    /// Forgets a token that the service refused.
    pub(super) fn forget(&self, assertion: &Arc<str>, scope: &str, refused: &AccessToken) {
        let key = (Arc::clone(assertion), scope.to_owned());
        let mut all = self.lock();
        if all.get(&key).is_some_and(|kept| kept.token == *refused) {
            all.remove(&key);
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Key, Kept>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The end of a token that says it, unverified: the identity platform has verified it.
fn end_of(assertion: &str) -> Option<OffsetDateTime> {
    let end = msgraph_core::claims(assertion)?.get("exp")?.as_i64()?;
    OffsetDateTime::from_unix_timestamp(end).ok()
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::prelude::BASE64_URL_SAFE_NO_PAD;

    use super::*;

    const START: OffsetDateTime = OffsetDateTime::UNIX_EPOCH;

    fn token(seconds: i64) -> AccessToken {
        AccessToken::new(seconds.to_string()).with_expiry(START + Duration::seconds(seconds))
    }

    #[test]
    fn a_token_is_kept_until_it_or_what_it_was_exchanged_for_is_about_to_end() {
        let exchanged = Exchanged::default();
        let ends = BASE64_URL_SAFE_NO_PAD.encode(r#"{"exp":600}"#);
        for (assertion, last) in [("opaque", 3299), (&*format!("x.{ends}.y"), 599)] {
            let assertion = Arc::from(assertion);
            exchanged.keep(&assertion, "a", &token(3600), START);
            let at = |seconds| exchanged.get(&assertion, "a", START + Duration::seconds(seconds));
            assert_eq!((at(last), at(last + 1)), (Some(token(3600)), None));
            assert_eq!(exchanged.get(&assertion, "b", START), None, "asked for other scopes");
            exchanged.forget(&assertion, "a", &token(1));
            assert!(at(0).is_some(), "another one was refused");
            exchanged.forget(&assertion, "a", &token(3600));
            assert_eq!(at(0), None);
            exchanged.keep(&assertion, "a", &AccessToken::new("endless"), START);
            assert_eq!(at(0), None);
        }
    }

    #[test]
    fn of_too_many_the_first_to_end_goes() {
        let exchanged = Exchanged::default();
        let assertion = |number: usize| Arc::from(number.to_string());
        for number in 0..=MOST {
            let life = if number == 7 { 1000 } else { 3600 };
            exchanged.keep(&assertion(number), "a", &token(life), START);
        }
        assert_eq!(exchanged.lock().len(), MOST);
        assert_eq!(exchanged.get(&assertion(7), "a", START), None);
        exchanged.keep(&assertion(7), "a", &token(9000), START + Duration::seconds(3600));
        assert_eq!(exchanged.lock().len(), 1, "the others have ended");
    }
}
