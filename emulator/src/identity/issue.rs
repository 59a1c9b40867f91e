//! Tokens: what goes into them, and the answer that carries them.

use std::time::Duration;

use serde_json::{Map, Value, json};
use time::OffsetDateTime;

use crate::auth::Grant;
use crate::identity::apps::App;
use crate::identity::errors::AuthError;
use crate::identity::scope::Granted;
use crate::identity::{Platform, Request};
use crate::moment;
use crate::users::{self, User};

/// What a token of the token endpoint has that those made by a test have not.
#[derive(Debug, Clone)]
pub(crate) struct Issued {
    /// The app; empty in the tokens of a test.
    pub(crate) client_id: String,
    /// The API that it is for.
    pub(crate) audience: String,
    pub(crate) expires: OffsetDateTime,
    pub(crate) from: OffsetDateTime,
    issuer: String,
    /// The object id of the service principal; empty in the tokens of a test.
    principal: String,
    app_name: String,
    has_secret: bool,
}

impl Issued {
    /// What a token of Graph has that a test made by itself. It has no app, and no end before that of the calendar.
    pub(crate) fn by_a_test(authority: &str, user: Option<&User>, from: OffsetDateTime) -> Self {
        Self {
            client_id: String::new(),
            audience: String::from(super::GRAPH_AUDIENCE),
            expires: moment::later(from, Duration::MAX),
            from,
            issuer: super::issuer(authority, users::tenant_of(user)),
            principal: String::new(),
            app_name: String::new(),
            has_secret: false,
        }
    }

    /// Adds the claims of it: <https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference>.
    ///
    /// Tokens of Graph are of version 1, those of the apps' own APIs of version 2, where some claims have other names.
    pub(crate) fn write(&self, claims: &mut Value, user: Option<&User>) {
        let is_graph = super::is_graph(&self.audience);
        claims["aud"] = self.audience.as_str().into();
        claims["iss"] = self.issuer.as_str().into();
        claims["ver"] = if is_graph { "1.0" } else { "2.0" }.into();
        let object_id = user.map_or(&self.principal, |user| &user.id);
        if !object_id.is_empty() {
            claims["oid"] = object_id.as_str().into();
            claims["sub"] = object_id.as_str().into();
        }
        if !self.client_id.is_empty() {
            let (id, proof) = if is_graph { ("appid", "appidacr") } else { ("azp", "azpacr") };
            claims[id] = self.client_id.as_str().into();
            claims[proof] = if self.has_secret { "1" } else { "0" }.into();
            claims["app_displayname"] = self.app_name.as_str().into();
        }
        write_times(claims, self.from, self.expires);
        if let Some(user) = user {
            let name = if is_graph { "upn" } else { "preferred_username" };
            claims["name"] = user.display_name.as_str().into();
            claims[name] = user.user_principal_name.as_str().into();
        }
    }
}

fn write_times(claims: &mut Value, from: OffsetDateTime, expires: OffsetDateTime) {
    claims["iat"] = from.unix_timestamp().into();
    claims["nbf"] = from.unix_timestamp().into();
    claims["exp"] = expires.unix_timestamp().into();
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
            from: self.now,
            issuer: super::issuer(self.authority, users::tenant_of(user)),
            principal: app.object_id(),
            app_name: app.display_name.clone(),
            has_secret: !app.client_secrets.is_empty(),
        };
        let grant = Grant::issued(user.cloned(), permissions, issued);
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
        let tenant = users::tenant_of(Some(user));
        let mut claims = json!({
            "aud": app.client_id,
            "iss": super::issuer(self.authority, tenant),
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
        self.state.tokens.signing().id_token(&claims)
    }
}
