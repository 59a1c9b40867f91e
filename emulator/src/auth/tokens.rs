//! The tokens that were given out.

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use http::HeaderMap;
use http::header::AUTHORIZATION;
use time::OffsetDateTime;

use crate::auth::grant::{self, Grant};
use crate::errors::GraphError;
use crate::identity::Signing;
use crate::ids::Ids;
use crate::moment;

/// How long a token is remembered beyond its end, so that who still sends it hears that it has expired.
const REMEMBERED: Duration = Duration::from_secs(600);

/// How many tokens without an end there may be before the oldest are forgotten.
const ENDLESS: usize = 10_000;

/// What Graph says of something that is no token.
pub(crate) const UNREADABLE: &str = "CompactToken parsing failed with error code: 80049217";

/// The tokens that were given out, by their whole text.
///
/// A client can read in each what it holds. What one stands for is looked up here, never read out of it, whether it
/// is signed or not: that also has what changes while it lasts, such as that it was revoked.
pub(crate) struct Tokens {
    known: BTreeMap<String, Grant>,
    /// Those that never end, the oldest first.
    endless: VecDeque<String>,
    signing: Signing,
    /// Who says that it issued them.
    authority: String,
    /// From when on tokens are good that a test makes.
    since: OffsetDateTime,
}

impl Default for Tokens {
    fn default() -> Self {
        Self::new(Signing::default(), "", OffsetDateTime::UNIX_EPOCH)
    }
}

impl Tokens {
    pub(crate) fn new(signing: Signing, authority: &str, since: OffsetDateTime) -> Self {
        Self {
            known: BTreeMap::new(),
            endless: VecDeque::new(),
            signing,
            authority: String::from(authority),
            since,
        }
    }

    pub(crate) fn issue(&mut self, grant: Grant, ids: &mut Ids) -> String {
        let origin = self.signing.is_on().then_some((self.authority.as_str(), self.since));
        let token = self.signing.access_token(grant.claims(origin), ids);
        if grant.expires().is_none() {
            self.endless.push_back(token.clone());
        }
        self.known.insert(token.clone(), grant);
        while self.endless.len() > ENDLESS {
            let oldest = self.endless.pop_front().unwrap_or_default();
            self.known.remove(&oldest);
        }
        token
    }

    #[cfg(test)]
    pub(crate) fn len(&self) -> usize {
        self.known.len()
    }

    pub(crate) fn signing(&self) -> &Signing {
        &self.signing
    }

    pub(crate) fn get(&self, token: &str) -> Option<&Grant> {
        self.known.get(token)
    }

    pub(crate) fn get_mut(&mut self, token: &str) -> Option<&mut Grant> {
        self.known.get_mut(token)
    }

    /// When a token that is no longer known had its end, if it says so and its signature is good.
    pub(crate) fn end_of(&self, token: &str) -> Option<OffsetDateTime> {
        grant::at(self.signing.verified(token).ok()??.get("exp")?)
    }

    /// Whether the signature is good, where there are signatures. The error says what is wrong with it.
    pub(crate) fn verify(&self, token: &str) -> Result<(), &'static str> {
        self.signing.verified(token).map(|_| ())
    }

    /// Forgets what expired a while ago.
    pub(crate) fn sweep(&mut self, now: OffsetDateTime) {
        self.known
            .retain(|_, one| one.expires().is_none_or(|expires| now < moment::later(expires, REMEMBERED)));
    }

    /// What the bearer token of a request stands for.
    ///
    /// A token that is signed and no longer remembered is refused like any that is not known: it has expired, and
    /// nobody knows any more whether it was revoked.
    pub(super) fn authenticate(
        &self,
        headers: &HeaderMap,
        now: OffsetDateTime,
    ) -> Result<&Grant, GraphError> {
        if headers.get_all(AUTHORIZATION).iter().nth(1).is_some() {
            // Which of them counts would be a guess.
            let message = "The request has more than one `Authorization` header. Send it once.";
            return Err(GraphError::bad_request(message));
        }
        let header = headers.get(AUTHORIZATION).map_or(Ok(""), |one| one.to_str());
        let token = header.ok().and_then(bearer).filter(|one| !one.is_empty());
        let token = token.ok_or_else(|| GraphError::unauthenticated("Access token is empty."))?;
        self.verify(token).map_err(GraphError::unauthenticated)?;
        let Some(grant) = self.known.get(token) else {
            let has_expired = self.end_of(token).is_some_and(|end| now >= end);
            return Err(GraphError::unauthenticated(if has_expired { grant::EXPIRED } else { UNREADABLE }));
        };
        grant.check(&self.authority, now)?;
        Ok(grant)
    }

    /// Whether a token that was given out is one of this tenant.
    pub(crate) fn is_at_home(&self, grant: &Grant) -> bool {
        grant.is_at_home(&self.authority)
    }
}

/// The token of `Bearer …`; the scheme in any case.
fn bearer(header: &str) -> Option<&str> {
    let (scheme, token) = header.trim().split_once(' ')?;
    scheme.eq_ignore_ascii_case("Bearer").then(|| token.trim())
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;
    use serde_json::json;

    use super::*;
    use crate::auth::AccessPolicy;
    use crate::{ids, users};

    fn adele() -> users::User {
        users::defaults().remove(0)
    }

    #[test]
    fn tokens_the_scheme_is_taken_in_any_case_and_nothing_else_is() {
        let mut tokens = Tokens::default();
        let token = tokens.issue(Grant::application(&[], AccessPolicy::None), &mut Ids::new(1));
        let message = |value: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(AUTHORIZATION, HeaderValue::from_str(value).expect("a header"));
            tokens
                .authenticate(&headers, OffsetDateTime::UNIX_EPOCH)
                .map_or_else(|error| error.message, |_| String::from("good"))
        };
        assert_eq!(message(&format!("bearer {token}")), "good");
        assert_eq!(message(&format!("Basic {token}")), "Access token is empty.");
        assert_eq!(message("Bearer "), "Access token is empty.");
        let unknown = "CompactToken parsing failed with error code: 80049217";
        assert_eq!(message("Bearer nonsense"), unknown);
    }

    #[test]
    fn tokens_say_what_they_hold_and_are_known_as_a_whole() {
        let (mut tokens, mut ids) = (Tokens::default(), Ids::new(1));
        let [work, personal, application] = [
            Grant::delegated(adele(), &["A.Read", "B.Read"]),
            Grant::delegated(adele().personal(), &[]),
            Grant::application(&["A.Read.All"], AccessPolicy::None),
        ]
        .map(|grant| tokens.issue(grant, &mut ids));
        let claims = |token: &str| -> serde_json::Value {
            let parts: Vec<&str> = token.split('.').collect();
            let [header, payload, _] = parts[..] else { panic!("{token}") };
            assert_eq!(ids::transparent(header).as_deref(), Some(r#"{"alg":"none","typ":"JWT"}"#));
            serde_json::from_str(&ids::transparent(payload).expect("text")).expect("JSON")
        };
        let audience = "https://graph.microsoft.com";
        let wanted = |kind, name: &str, held: serde_json::Value, tenant| json!({"aud": audience, "idtyp": kind, name: held, "tid": tenant});
        assert_eq!(claims(&work), wanted("user", "scp", json!("A.Read B.Read"), users::TENANT));
        assert_eq!(claims(&personal), wanted("user", "scp", json!(""), users::CONSUMERS));
        assert_eq!(claims(&application), wanted("app", "roles", json!(["A.Read.All"]), users::TENANT));

        let again = tokens.issue(Grant::delegated(adele(), &["A.Read", "B.Read"]), &mut ids);
        assert_ne!(again, work, "no two are the same");
        let (said, letters) = work.rsplit_once('.').expect("three parts");
        assert_eq!(letters.len(), 40);
        assert!(tokens.get_mut(&work).is_some());
        for forged in [format!("{said}."), format!("{said}.x"), String::from(said), format!("{work}=")] {
            assert!(tokens.get_mut(&forged).is_none(), "{forged}");
        }
    }

    #[test]
    fn tokens_of_two_emulators_differ_though_their_seeds_are_the_same() {
        let issue = |ids: &mut Ids| {
            let mut tokens = Tokens::default();
            let token = tokens.issue(Grant::delegated(adele(), &["A.Read"]), ids);
            (tokens, token)
        };
        let (mut first, mut second) = (Ids::new(0), Ids::new(0));
        let ((_, foreign), (tokens, own)) = (issue(&mut first), issue(&mut second));
        assert!(tokens.get(&own).is_some());
        assert!(tokens.get(&foreign).is_none(), "a token of one emulator is taken by another");
        assert_eq!(first.guid(), second.guid(), "ids are those of the seed");
    }

    #[test]
    fn tokens_in_two_headers_are_refused() {
        let mut tokens = Tokens::default();
        let token = tokens.issue(Grant::application(&[], AccessPolicy::None), &mut Ids::new(1));
        let mut headers = HeaderMap::new();
        let status = |headers: &HeaderMap| {
            let found = tokens.authenticate(headers, OffsetDateTime::UNIX_EPOCH);
            found.map_or_else(|error| error.status.as_u16(), |_| 200)
        };
        for wanted in [200, 400] {
            headers
                .append(AUTHORIZATION, HeaderValue::from_str(&format!("Bearer {token}")).expect("a header"));
            assert_eq!(status(&headers), wanted);
        }
    }

    #[test]
    fn tokens_may_name_graph_by_its_id_or_with_a_slash() {
        let mut tokens = Tokens::default();
        let mut ids = Ids::new(1);
        let mut status = |audience: &str| {
            let claims = serde_json::Map::from_iter([(String::from("aud"), json!(audience))]);
            let grant = Grant::application(&[], AccessPolicy::None).with_claims(claims);
            let mut headers = HeaderMap::new();
            let header = format!("Bearer {}", tokens.issue(grant, &mut ids));
            headers.insert(AUTHORIZATION, HeaderValue::from_str(&header).expect("a header"));
            let found = tokens.authenticate(&headers, OffsetDateTime::UNIX_EPOCH);
            found.map_or_else(|error| error.status.as_u16(), |_| 200)
        };
        for good in [
            "https://graph.microsoft.com",
            "https://graph.microsoft.com/",
            "00000003-0000-0000-c000-000000000000",
        ] {
            assert_eq!(status(good), 200, "{good}");
        }
        for bad in ["https://graph.microsoft.com//", "https://graph.microsoft.com/v1.0", "00000003", ""] {
            assert_eq!(status(bad), 401, "{bad}");
        }
    }

    #[test]
    fn tokens_without_an_end_are_forgotten_where_there_are_too_many() {
        let (mut tokens, mut ids) = (Tokens::default(), Ids::new(1));
        let mut issue = || tokens.issue(Grant::application(&[], AccessPolicy::None), &mut ids);
        let (first, second) = (issue(), issue());
        for _ in 0..ENDLESS - 1 {
            issue();
        }
        assert_eq!(tokens.len(), ENDLESS);
        assert!(tokens.get(&first).is_none() && tokens.get(&second).is_some(), "the oldest goes");
    }
}
