//! Tokens: what goes into them, and the answer that carries them.

use std::time::Duration;

use serde_json::{Map, Value, json};
use time::OffsetDateTime;

use crate::auth::{AccessPolicy, Grant};
use crate::identity::apps::App;
use crate::identity::errors::AuthError;
use crate::identity::scope::Granted;
use crate::identity::{Platform, Request};
use crate::users::{self, User};
use crate::{ids, moment};

/// What a token of the token endpoint has that those made by a test have not.
#[derive(Debug, Clone)]
pub(crate) struct Issued {
    pub(crate) client_id: String,
    /// The API that it is for.
    pub(crate) audience: String,
    pub(crate) expires: OffsetDateTime,
    issuer: String,
    from: OffsetDateTime,
    /// The object id of the service principal.
    principal: String,
}

impl Issued {
    /// Adds the claims of it: <https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference>.
    pub(crate) fn write(&self, claims: &mut Value, user: Option<&User>) {
        let object_id = user.map_or(&self.principal, |user| &user.id);
        claims["aud"] = self.audience.as_str().into();
        claims["iss"] = self.issuer.as_str().into();
        claims["appid"] = self.client_id.as_str().into();
        claims["oid"] = object_id.as_str().into();
        claims["sub"] = object_id.as_str().into();
        write_times(claims, self.from, self.expires);
        if let Some(user) = user {
            claims["name"] = user.display_name.as_str().into();
            claims["upn"] = user.user_principal_name.as_str().into();
        }
    }
}

fn write_times(claims: &mut Value, from: OffsetDateTime, expires: OffsetDateTime) {
    claims["iat"] = from.unix_timestamp().into();
    claims["nbf"] = from.unix_timestamp().into();
    claims["exp"] = expires.unix_timestamp().into();
}

/// The tenant that a user's tokens name.
fn tenant_of(user: Option<&User>) -> &'static str {
    if user.is_some_and(|user| user.is_personal) { users::CONSUMERS } else { users::TENANT }
}

impl Platform<'_> {
    fn token_lifetime(&self) -> Duration {
        self.state.identity.settings.token_lifetime
    }

    /// An access token of an app for an API, without a word about whether it may have it.
    pub(super) fn access_token(
        &mut self,
        app: &App,
        user: Option<&User>,
        audience: &str,
        permissions: Vec<String>,
    ) -> String {
        let issued = Issued {
            client_id: app.client_id.clone(),
            audience: String::from(audience),
            expires: moment::later(self.now, self.token_lifetime()),
            issuer: format!("{}/{}/v2.0", self.authority, tenant_of(user)),
            from: self.now,
            principal: app.object_id(),
        };
        let policy = if user.is_some() { AccessPolicy::None } else { app.access_policy.clone() };
        let grant = Grant::issued(user.cloned(), permissions, policy, issued);
        self.state.tokens.issue(grant, &mut self.state.ids)
    }

    /// The answer of every flow, so far as it is the same.
    fn bearer(&self, access_token: &str) -> Map<String, Value> {
        let seconds = self.token_lifetime().as_secs();
        let body = [
            ("token_type", Value::from("Bearer")),
            ("expires_in", seconds.into()),
            ("ext_expires_in", seconds.into()),
            ("access_token", access_token.into()),
        ];
        body.into_iter().map(|(name, value)| (String::from(name), value)).collect()
    }

    /// What an app gets for itself.
    pub(super) fn answer_app(
        &mut self,
        app: &App,
        audience: &str,
        request: &Request<'_>,
    ) -> Result<Value, AuthError> {
        let claims = request.claims()?;
        let roles = app.application_permissions.clone();
        let roles = if super::is_graph(audience) { roles } else { Vec::new() };
        let token = self.access_token(app, None, audience, roles);
        self.meet_demands(&token, claims.as_ref());
        Ok(self.bearer(&token).into())
    }

    /// What an app gets on behalf of a user.
    pub(super) fn answer_user(
        &mut self,
        app: &App,
        user: &User,
        granted: &Granted,
        nonce: Option<&str>,
        request: &Request<'_>,
    ) -> Result<Value, AuthError> {
        let claims = request.claims()?;
        let audience = granted.resource.audience();
        let token = self.access_token(app, Some(user), audience, granted.permissions.clone());
        self.meet_demands(&token, claims.as_ref());
        let mut body = self.bearer(&token);
        body.insert(String::from("scope"), granted.scope().into());
        if granted.has("offline_access") {
            let refresh_token = self.refresh_token(app, user, granted);
            body.insert(String::from("refresh_token"), refresh_token.into());
        }
        if granted.has("openid") {
            body.insert(String::from("id_token"), self.id_token(app, user, granted, nonce).into());
        }
        Ok(body.into())
    }

    /// Who signed in, for the app itself: <https://learn.microsoft.com/entra/identity-platform/id-tokens>.
    fn id_token(&self, app: &App, user: &User, granted: &Granted, nonce: Option<&str>) -> String {
        let tenant = tenant_of(Some(user));
        let mut claims = json!({
            "aud": app.client_id,
            "iss": format!("{}/{tenant}/v2.0", self.authority),
            "oid": user.id,
            "sub": user.id,
            "tid": tenant,
            "ver": "2.0",
        });
        write_times(&mut claims, self.now, moment::later(self.now, self.token_lifetime()));
        if granted.has("profile") {
            claims["name"] = user.display_name.as_str().into();
            claims["preferred_username"] = user.user_principal_name.as_str().into();
        }
        if granted.has("email") {
            claims["email"] = user.user_principal_name.as_str().into();
        }
        if let Some(nonce) = nonce {
            claims["nonce"] = nonce.into();
        }
        // An unsigned token has an empty third part (RFC 7519, 6.1).
        format!("{}.{}.", ids::opaque(ids::UNSIGNED), ids::opaque(&claims.to_string()))
    }
}
