//! What a token stands for, and whether Graph takes it.

use std::time::Duration;

use msgraph_spec::model::Scheme;
use serde_json::{Map, Value, json};
use time::OffsetDateTime;

use crate::auth::AccessPolicy;
use crate::auth::policy::InForce;
use crate::errors::GraphError;
use crate::identity::{self, Issued};
use crate::moment;
use crate::users::{self, User};

/// How far the clocks of an issuer and of Graph may be apart before a token counts as one of the future. Microsoft's
/// libraries have five minutes.
const SKEW: Duration = Duration::from_secs(300);

/// What a token stands for.
#[derive(Debug, Clone)]
pub(crate) struct Grant {
    /// The signed-in user; an application has none.
    pub(crate) user: Option<User>,
    /// The `scp` of a delegated token, the `roles` of an application's.
    permissions: Vec<String>,
    /// The access policy behind this one token. Nothing means that of its app.
    pub(crate) policy: Option<AccessPolicy>,
    /// The policy that a request is held against.
    pub(crate) in_force: InForce,
    /// Of a token of the token endpoint; a test's own never expire.
    issued: Option<Issued>,
    /// Claims that a test wants in the place of those that the token would have.
    replaced: Map<String, Value>,
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
        Self {
            user: None,
            permissions: roles.iter().map(|one| String::from(*one)).collect(),
            policy: Some(policy),
            in_force: InForce::default(),
            issued: None,
            replaced: Map::new(),
            block: None,
        }
    }

    /// What the token endpoint gives.
    pub(crate) fn issued(user: Option<User>, permissions: Vec<String>, issued: Issued) -> Self {
        Self {
            user,
            permissions,
            policy: None,
            issued: Some(issued),
            ..Self::application(&[], AccessPolicy::None)
        }
    }

    /// The same with other claims. One that is `null` is left out.
    pub(crate) fn with_claims(&self, claims: Map<String, Value>) -> Self {
        let words = |value: &Value| match value {
            Value::String(text) => text.split_whitespace().map(String::from).collect(),
            Value::Array(all) => all.iter().filter_map(|one| one.as_str().map(String::from)).collect(),
            _ => Vec::new(),
        };
        let name = if self.user.is_some() { "scp" } else { "roles" };
        let permissions = claims.get(name).map_or_else(|| self.permissions.clone(), words);
        let mut replaced = self.replaced.clone();
        replaced.extend(claims);
        Self { permissions, replaced, block: None, ..self.clone() }
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

    /// From when on it is good.
    fn from(&self) -> Option<OffsetDateTime> {
        match self.replaced.get("nbf") {
            Some(nbf) => at(nbf),
            None => self.issued.as_ref().map(|issued| issued.from),
        }
    }

    /// When it ends; nothing where it never does.
    pub(crate) fn expires(&self) -> Option<OffsetDateTime> {
        match self.replaced.get("exp") {
            Some(exp) => at(exp),
            None => self.issued.as_ref().map(|issued| issued.expires),
        }
    }

    pub(crate) fn is_not_yet_valid(&self, now: OffsetDateTime) -> bool {
        self.from().is_some_and(|from| moment::later(now, SKEW) < from)
    }

    pub(crate) fn has_expired(&self, now: OffsetDateTime) -> bool {
        self.expires().is_some_and(|expires| now >= expires)
    }

    /// The app that got it from the token endpoint.
    pub(crate) fn client_id(&self) -> Option<&str> {
        self.issued.as_ref().map(|issued| issued.client_id.as_str())
    }

    /// The API that it is for.
    pub(crate) fn audience(&self) -> &str {
        match self.replaced.get("aud") {
            Some(audience) => audience.as_str().unwrap_or_default(),
            None => self.issued.as_ref().map_or(identity::GRAPH_AUDIENCE, |issued| &issued.audience),
        }
    }

    /// The tenant that its user or its app belongs to.
    fn home(&self) -> &'static str {
        users::tenant_of(self.user.as_ref())
    }

    /// Whether it was made in the tenant that its user or its app belongs to.
    pub(crate) fn is_at_home(&self, authority: &str) -> bool {
        let home = self.home();
        let is = |name, wanted: &str| match self.replaced.get(name) {
            Some(said) => said.as_str().is_some_and(|said| said.eq_ignore_ascii_case(wanted)),
            None => true,
        };
        is("tid", home) && is("iss", &identity::issuer(authority, home))
    }

    /// Whether Graph takes it.
    pub(crate) fn check(&self, authority: &str, now: OffsetDateTime) -> Result<(), GraphError> {
        let refuse = |message| Err(GraphError::unauthenticated(message));
        if !identity::is_graph(self.audience()) {
            return refuse("Access token validation failure. Invalid audience.");
        }
        if !self.is_at_home(authority) {
            return refuse("Access token validation failure. Invalid tenant.");
        }
        if self.is_not_yet_valid(now) {
            return refuse("Lifetime validation failed, the token is not yet valid.");
        }
        if self.has_expired(now) {
            return refuse(EXPIRED);
        }
        match &self.block {
            None => Ok(()),
            Some(Block::Revoked) => refuse("Access token has been revoked."),
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

    /// The claims of a token for it, as Microsoft's identity platform names them. `origin` is for a test's own
    /// tokens, which have no more than the least of them where there is none.
    pub(super) fn claims(&self, origin: Option<(&str, OffsetDateTime)>) -> Value {
        let audience = identity::GRAPH_AUDIENCE;
        let tenant = self.home();
        let mut claims = match &self.user {
            Some(_) => {
                json!({"aud": audience, "idtyp": "user", "scp": self.permissions.join(" "), "tid": tenant})
            }
            None => json!({"aud": audience, "idtyp": "app", "roles": self.permissions, "tid": tenant}),
        };
        match (&self.issued, origin) {
            (Some(issued), _) => issued.write(&mut claims, self.user.as_ref()),
            (None, Some((authority, from))) => {
                Issued::by_a_test(authority, self.user.as_ref(), from).write(&mut claims, self.user.as_ref());
            }
            (None, None) => (),
        }
        if let Value::Object(claims) = &mut claims {
            claims.extend(self.replaced.clone());
            claims.retain(|_, value| !value.is_null());
        }
        claims
    }

    /// Whether the grant reaches what belongs to a user.
    ///
    /// A delegated token reaches its own user alone, an application whom its policy covers.
    pub(crate) fn reaches(&self, user: &User) -> Result<(), GraphError> {
        match &self.user {
            Some(caller) if caller.id == user.id => Ok(()),
            Some(_) => Err(GraphError::forbidden("The signed-in user may not act for the user in the path.")),
            None => self.in_force.check(user),
        }
    }
}

/// What Graph says of a token that has expired.
pub(super) const EXPIRED: &str = "Lifetime validation failed, the token is expired.";

/// The moment of a claim such as `exp`: seconds since 1970.
pub(super) fn at(claim: &Value) -> Option<OffsetDateTime> {
    OffsetDateTime::from_unix_timestamp(claim.as_i64()?).ok()
}
