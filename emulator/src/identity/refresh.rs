//! Refresh tokens: <https://learn.microsoft.com/entra/identity-platform/refresh-tokens>.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::Value;
use time::OffsetDateTime;

use crate::identity::apps::App;
use crate::identity::client::Proof;
use crate::identity::errors::AuthError;
use crate::identity::scope::{Granted, Scopes};
use crate::identity::sweep::is_remembered;
use crate::identity::{Platform, Request};
use crate::moment;
use crate::users::{self, User};

/// How long one lasts.
const LIFETIME: Duration = Duration::from_secs(90 * 24 * 3600);

/// The refresh tokens that were given out, by their text.
#[derive(Default)]
pub(super) struct RefreshTokens {
    known: BTreeMap<String, RefreshToken>,
}

#[derive(Clone)]
struct RefreshToken {
    client_id: String,
    user_id: String,
    /// What was granted, as a request would ask for it.
    scope: String,
    expires: OffsetDateTime,
    is_revoked: bool,
    /// Whether there is a newer one in its place.
    is_used: bool,
}

/// How many used ones there may be before the oldest are forgotten ahead of their time. They last so long that they
/// would pile up where access tokens are short-lived.
pub(super) const LIMIT: usize = 1000;

/// The same of those that nobody has used.
const UNUSED: usize = 10_000;

impl RefreshTokens {
    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.known.len()
    }

    /// Forgets those that ended a while ago, and the oldest where there are too many.
    pub(super) fn sweep(&mut self, now: OffsetDateTime) {
        self.known.retain(|_, one| is_remembered(one.expires, now));
        self.forget_oldest(true, LIMIT);
        self.forget_oldest(false, UNUSED);
    }

    /// Forgets the oldest of the used or of the unused ones, until there are no more than so many.
    fn forget_oldest(&mut self, is_used: bool, limit: usize) {
        let those = self.known.iter().filter(|(_, one)| one.is_used == is_used);
        let mut those: Vec<_> = those.map(|(token, one)| (one.expires, token.clone())).collect();
        let surplus = those.len().saturating_sub(limit);
        those.sort_unstable();
        for (_, token) in those.into_iter().take(surplus) {
            self.known.remove(&token);
        }
    }

    /// Makes one worthless; false where it is not known.
    pub(super) fn revoke(&mut self, token: &str) -> bool {
        let found = self.known.get_mut(token);
        found.map(|one| one.is_revoked = true).is_some()
    }
}

impl Platform<'_> {
    /// A new refresh token for what was granted.
    pub(super) fn refresh_token(&mut self, app: &App, user: &User, granted: &Granted) -> String {
        let token = format!("1.{}", self.state.ids.letters(60));
        let refresh_token = RefreshToken {
            client_id: app.client_id.clone(),
            user_id: user.id.clone(),
            scope: granted.request(),
            expires: moment::later(self.now, LIFETIME),
            is_revoked: false,
            is_used: false,
        };
        self.state.identity.refresh_tokens.known.insert(token.clone(), refresh_token);
        token
    }

    /// The user of that object id, who was there when somebody signed in.
    pub(super) fn signed_in_user(&self, user_id: &str) -> Result<User, AuthError> {
        let gone = || {
            let message = format!("The user account '{user_id}' does not exist in the directory.");
            AuthError::new("invalid_grant", 50_034, message)
        };
        users::by_id(&self.state.users, user_id).cloned().ok_or_else(gone)
    }
}

/// Answers `grant_type=refresh_token`.
///
/// Each use gives a new one. The used one stays good, as in the service, which asks clients to throw it
/// away; unless there are so many of them that the oldest are forgotten.
pub(super) fn redeem(platform: &mut Platform<'_>, request: &Request<'_>) -> Result<Value, AuthError> {
    let app = platform.authenticate(request, Proof::SecretUnlessPublic)?;
    let text = request.form.require("refresh_token")?;
    let identity = &platform.state.identity;
    let known = identity.refresh_tokens.known.get(text).cloned();
    let known = known.filter(|one| one.client_id == app.client_id);
    let RefreshToken { user_id, scope, expires, is_revoked, .. } = known.ok_or_else(|| {
        AuthError::invalid_grant("The refresh token is invalid or was issued to another application.")
    })?;
    if is_revoked {
        let message = "The provided grant has expired due to it being revoked, a fresh auth token is needed.";
        return Err(AuthError::new("invalid_grant", 50_173, message));
    }
    if platform.now >= expires {
        let message = "The refresh token has expired due to inactivity.";
        return Err(AuthError::new("invalid_grant", 700_082, message));
    }
    let user = platform.signed_in_user(&user_id)?;
    let scope = request.form.get("scope").unwrap_or(&scope);
    let granted = Scopes::parse(scope, &identity.apps, platform.authority)?.grant(&app)?.offline();
    let body = platform.answer_user(&app, &user, &granted, None, request)?;
    if let Some(used) = platform.state.identity.refresh_tokens.known.get_mut(text) {
        used.is_used = true;
    }
    Ok(body)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unused_refresh_tokens_are_forgotten_where_there_are_too_many() {
        let mut tokens = RefreshTokens::default();
        for number in 0..=UNUSED {
            let one = RefreshToken {
                client_id: String::new(),
                user_id: String::new(),
                scope: String::new(),
                expires: OffsetDateTime::UNIX_EPOCH + LIFETIME + Duration::from_secs(number as u64),
                is_revoked: false,
                is_used: false,
            };
            tokens.known.insert(number.to_string(), one);
        }
        tokens.sweep(OffsetDateTime::UNIX_EPOCH);
        assert_eq!(tokens.len(), UNUSED);
        assert!(!tokens.known.contains_key("0") && tokens.known.contains_key("1"), "the oldest goes");
    }
}
