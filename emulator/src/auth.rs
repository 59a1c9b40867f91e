//! Tokens, and whether what they hold opens an operation.

use std::collections::BTreeMap;

use http::HeaderMap;
use http::header::AUTHORIZATION;
use msgraph_spec::model::{Operation, Requirement, Scheme, Segment};
use serde_json::json;
use time::OffsetDateTime;

use crate::errors::GraphError;
use crate::identity::{self, Issued};
use crate::ids::{self, Ids};
use crate::users::{self, User};

/// For whom an application may act, beside what its permissions say.
///
/// Graph asks for such a policy wherever an application handles meetings on behalf of a user. See
/// <https://learn.microsoft.com/graph/cloud-communication-online-meeting-application-access-policy>.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum AccessPolicy {
    /// For everybody in the tenant.
    #[default]
    Tenant,
    /// For the users with these object ids.
    Users(Vec<String>),
    /// For nobody: Graph answers 403, `No application access policy found for this app`.
    None,
}

impl AccessPolicy {
    fn covers(&self, user: &User) -> bool {
        match self {
            Self::Tenant => true,
            Self::Users(ids) => ids.iter().any(|one| one.eq_ignore_ascii_case(&user.id)),
            Self::None => false,
        }
    }
}

/// What a token stands for.
#[derive(Debug, Clone)]
pub(crate) struct Grant {
    /// The signed-in user; an application has none.
    pub(crate) user: Option<User>,
    /// The `scp` of a delegated token, the `roles` of an application's.
    permissions: Vec<String>,
    pub(crate) policy: AccessPolicy,
    /// Of a token of the token endpoint; a test's own never expire.
    issued: Option<Issued>,
    block: Option<Block>,
}

/// Why a token is refused that was good before.
#[derive(Debug, Clone)]
pub(crate) enum Block {
    Revoked,
    /// Claims are missing. The value of `WWW-Authenticate` says which.
    Challenge(String),
}

impl Grant {
    pub(crate) fn delegated(user: User, scopes: &[&str]) -> Self {
        Self { user: Some(user), ..Self::application(scopes, AccessPolicy::None) }
    }

    pub(crate) fn application(roles: &[&str], policy: AccessPolicy) -> Self {
        Self { user: None, permissions: owned(roles), policy, issued: None, block: None }
    }

    /// What the token endpoint gives.
    pub(crate) fn issued(
        user: Option<User>,
        permissions: Vec<String>,
        policy: AccessPolicy,
        issued: Issued,
    ) -> Self {
        Self { user, permissions, policy, issued: Some(issued), block: None }
    }

    /// What it holds: its `scp` or its `roles`.
    pub(crate) fn permissions(&self) -> &[String] {
        &self.permissions
    }

    /// Refuses it from now on.
    pub(crate) fn block(&mut self, block: Block) {
        self.block = Some(block);
    }

    pub(crate) fn is_revoked(&self) -> bool {
        matches!(self.block, Some(Block::Revoked))
    }

    pub(crate) fn has_expired(&self, now: OffsetDateTime) -> bool {
        self.issued.as_ref().is_some_and(|issued| now >= issued.expires)
    }

    /// The app that got it from the token endpoint.
    pub(crate) fn client_id(&self) -> Option<&str> {
        self.issued.as_ref().map(|issued| issued.client_id.as_str())
    }

    /// The API that it is for.
    pub(crate) fn audience(&self) -> &str {
        self.issued.as_ref().map_or(identity::GRAPH_AUDIENCE, |issued| &issued.audience)
    }

    /// Whether Graph takes it.
    fn check(&self, now: OffsetDateTime) -> Result<(), GraphError> {
        if !identity::is_graph(self.audience()) {
            let message = "Access token validation failure. Invalid audience.";
            return Err(GraphError::unauthenticated(message));
        }
        if self.has_expired(now) {
            let message = "Lifetime validation failed, the token is expired.";
            return Err(GraphError::unauthenticated(message));
        }
        match &self.block {
            None => Ok(()),
            Some(Block::Revoked) => Err(GraphError::unauthenticated("Access token has been revoked.")),
            Some(Block::Challenge(challenge)) => Err(GraphError::challenged(challenge)),
        }
    }

    pub(crate) fn scheme(&self) -> Scheme {
        match &self.user {
            Some(user) if user.is_personal => Scheme::DelegatedPersonal,
            Some(_) => Scheme::DelegatedWork,
            None => Scheme::Application,
        }
    }

    /// The claims of a token for it, as Microsoft's identity platform names them.
    fn claims(&self) -> String {
        let audience = identity::GRAPH_AUDIENCE;
        let mut claims = match &self.user {
            Some(user) => {
                let tenant = if user.is_personal { users::CONSUMERS } else { users::TENANT };
                json!({"aud": audience, "idtyp": "user", "scp": self.permissions.join(" "), "tid": tenant})
            }
            None => {
                json!({"aud": audience, "idtyp": "app", "roles": self.permissions, "tid": users::TENANT})
            }
        };
        if let Some(issued) = &self.issued {
            issued.write(&mut claims, self.user.as_ref());
        }
        claims.to_string()
    }

    /// Whether the grant reaches what belongs to a user.
    ///
    /// A delegated token reaches its own user alone, an application whom its policy covers.
    pub(crate) fn reaches(&self, user: &User) -> Result<(), GraphError> {
        match &self.user {
            Some(caller) if caller.id == user.id => Ok(()),
            Some(_) => Err(GraphError::forbidden("The signed-in user may not act for the user in the path.")),
            None if self.policy.covers(user) => Ok(()),
            None => Err(GraphError::forbidden("No application access policy found for this app")),
        }
    }
}

fn owned(names: &[&str]) -> Vec<String> {
    names.iter().map(|one| String::from(*one)).collect()
}

/// The tokens that were given out, by their whole text.
///
/// They are tokens for development: JSON web tokens without a signature, so that a client can read what
/// they hold. Random letters in the place of the signature make each one different; what one stands for is
/// looked up here, never read out of it.
#[derive(Default)]
pub(crate) struct Tokens {
    known: BTreeMap<String, Grant>,
}

impl Tokens {
    pub(crate) fn issue(&mut self, grant: Grant, ids: &mut Ids) -> String {
        let header = ids::opaque(ids::UNSIGNED);
        let token = format!("{header}.{}.{}", ids::opaque(&grant.claims()), ids.letters(40));
        self.known.insert(token.clone(), grant);
        token
    }

    pub(crate) fn get(&self, token: &str) -> Option<&Grant> {
        self.known.get(token)
    }

    pub(crate) fn get_mut(&mut self, token: &str) -> Option<&mut Grant> {
        self.known.get_mut(token)
    }

    /// What the bearer token of a request stands for.
    pub(crate) fn authenticate(
        &self,
        headers: &HeaderMap,
        now: OffsetDateTime,
    ) -> Result<&Grant, GraphError> {
        let header = headers.get(AUTHORIZATION).map_or(Ok(""), |one| one.to_str());
        let token = header.ok().and_then(bearer);
        match token {
            None | Some("") => Err(GraphError::unauthenticated("Access token is empty.")),
            Some(token) => {
                let grant = self.known.get(token).ok_or_else(|| {
                    GraphError::unauthenticated("CompactToken parsing failed with error code: 80049217")
                })?;
                grant.check(now)?;
                Ok(grant)
            }
        }
    }
}

/// The token of `Bearer …`; the scheme in any case.
fn bearer(header: &str) -> Option<&str> {
    let (scheme, token) = header.trim().split_once(' ')?;
    scheme.eq_ignore_ascii_case("Bearer").then(|| token.trim())
}

/// What the permission table asks of a grant's scheme: alternatives, the least privileged first. None where no
/// permission of the scheme will do, and nothing where the table does not say.
pub(crate) fn needed(operation: &Operation, grant: &Grant) -> Option<Vec<Vec<String>>> {
    match operation.permissions.of(grant.scheme()) {
        Requirement::Unknown => None,
        requirement => Some(requirement.alternatives().map(|one| one.0.clone()).collect()),
    }
}

/// Holds the permission table against a grant.
///
/// Where the table knows nothing of the operation, everybody may call it: the emulator cannot know
/// better. Permissions that hold for one chat or team alone count like any other, since the emulator
/// has neither.
pub(crate) fn authorize(operation: &Operation, grant: &Grant) -> Result<(), GraphError> {
    let is_me = matches!(operation.path.segments.first(), Some(Segment::Literal(name)) if name.eq_ignore_ascii_case("me"));
    if is_me && grant.user.is_none() {
        // The table names application permissions on some of these paths; Graph refuses them all.
        let message = "/me request is only valid with delegated authentication flow.";
        return Err(GraphError::bad_request(message));
    }
    let scheme = grant.scheme();
    let requirement = operation.permissions.of(scheme);
    let title = operation.title();
    match requirement {
        Requirement::Unknown => Ok(()),
        Requirement::NotSupported => {
            let message = format!("{title} cannot be called with {} permissions.", scheme.label());
            Err(GraphError::forbidden(message))
        }
        _ => {
            let holds = |name: &String| grant.permissions.contains(name);
            if requirement.alternatives().any(|one| one.0.iter().all(holds)) {
                return Ok(());
            }
            let wanted: Vec<String> = requirement.alternatives().map(ToString::to_string).collect();
            let held = if grant.permissions.is_empty() { "none" } else { &grant.permissions.join(", ") };
            Err(GraphError::forbidden(format!(
                "{title} needs one of these {} permissions: {}. The token holds: {held}.",
                scheme.label(),
                wanted.join(", "),
            )))
        }
    }
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;
    use msgraph_spec::model::{AllOf, Choice, HttpMethod, OperationKind, Origin, PathTemplate};

    use super::*;

    fn operation(first: &str, scheme: Scheme, requirement: Requirement) -> Operation {
        let path = PathTemplate::new(vec![Segment::Literal(String::from(first))]);
        let mut operation = Operation::new(HttpMethod::Get, path, OperationKind::Get, Origin::none());
        *operation.permissions.of_mut(scheme) = requirement;
        operation
    }

    fn adele() -> User {
        crate::users::defaults().remove(0)
    }

    fn status(operation: &Operation, grant: &Grant) -> u16 {
        authorize(operation, grant).map_or_else(|error| error.status.as_u16(), |()| 200)
    }

    fn one_of(all_of: &[&[&str]]) -> Requirement {
        let mut all = all_of.iter().map(|one| AllOf(owned(one)));
        let least = all.next().expect("at least one");
        Requirement::OneOf { least, higher: all.collect(), choice: Choice::Stated }
    }

    #[test]
    fn permissions_any_alternative_opens_and_all_of_it_must_be_held() {
        let one = operation("users", Scheme::DelegatedWork, one_of(&[&["A"], &["B", "C"]]));
        for (held, wanted) in
            [(&["A"][..], 200), (&["B"], 403), (&["C", "B"], 200), (&[], 403), (&["a"], 403)]
        {
            assert_eq!(status(&one, &Grant::delegated(adele(), held)), wanted, "{held:?}");
        }
    }

    #[test]
    fn permissions_each_scheme_has_its_own_column() {
        let one = operation("users", Scheme::DelegatedPersonal, Requirement::NotSupported);
        assert_eq!(status(&one, &Grant::delegated(adele().personal(), &["A"])), 403);
        assert_eq!(status(&one, &Grant::delegated(adele(), &[])), 200, "unknown is open");
        assert_eq!(status(&one, &Grant::application(&[], AccessPolicy::None)), 200, "unknown is open");
    }

    #[test]
    fn me_with_an_app_only_token_is_a_bad_request_even_where_the_table_allows_it() {
        let one = operation("me", Scheme::Application, one_of(&[&["A"]]));
        let error = authorize(&one, &Grant::application(&["A"], AccessPolicy::Tenant)).expect_err("refused");
        assert_eq!((error.status.as_u16(), error.code), (400, "BadRequest"));
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
    fn application_access_policy_is_per_user_or_for_the_tenant() {
        let user = adele();
        let reaches = |policy| Grant::application(&[], policy).reaches(&user).is_ok();
        assert!(reaches(AccessPolicy::Tenant));
        assert!(reaches(AccessPolicy::Users(vec![user.id.to_uppercase()])));
        assert!(!reaches(AccessPolicy::Users(vec![])));
        assert!(!reaches(AccessPolicy::None));
    }
}
