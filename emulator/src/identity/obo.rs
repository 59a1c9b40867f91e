//! On-behalf-of: a web service that was called with a user's token gets one of its own for that user.
//!
//! See <https://learn.microsoft.com/entra/identity-platform/v2-oauth2-on-behalf-of-flow>.

use serde_json::Value;

use crate::identity::apps::App;
use crate::identity::client::Proof;
use crate::identity::errors::AuthError;
use crate::identity::scope::Scopes;
use crate::identity::{Platform, Request};
use crate::users::User;

/// Answers `grant_type=urn:ietf:params:oauth:grant-type:jwt-bearer`.
pub(super) fn redeem(platform: &mut Platform<'_>, request: &Request<'_>) -> Result<Value, AuthError> {
    let app = platform.authenticate(request, Proof::Secret)?;
    let form = &request.form;
    let wanted = form.require("requested_token_use")?;
    if wanted != "on_behalf_of" {
        let message = format!("The value '{wanted}' of 'requested_token_use' is not 'on_behalf_of'.");
        return Err(AuthError::invalid_request(message));
    }
    let user = signed_in(platform, &app, form.require("assertion")?)?;
    let apps = &platform.state.identity.apps;
    let granted = Scopes::parse(form.require("scope")?, apps, platform.authority)?.grant(&app)?;
    platform.answer_user(&app, &user, &granted, None, request)
}

/// Whom the assertion stands for, if it was made for that app.
fn signed_in(platform: &Platform<'_>, app: &App, assertion: &str) -> Result<User, AuthError> {
    let invalid = |code, message: String| Err(AuthError::new("invalid_grant", code, message));
    let signature = || invalid(50_013, String::from("Assertion failed signature validation."));
    let expired = || {
        let message = "Assertion is not within its valid time range. Ensure that the access token is not expired \
                       before using it for user assertion.";
        invalid(500_133, String::from(message))
    };
    let tokens = &platform.state.tokens;
    if tokens.verify(assertion).is_err() {
        return signature();
    }
    let Some(grant) = tokens.get(assertion) else {
        let has_expired = tokens.end_of(assertion).is_some_and(|end| platform.now >= end);
        return if has_expired { expired() } else { signature() };
    };
    if grant.is_revoked() || !tokens.is_at_home(grant) {
        return signature();
    }
    let audience = grant.audience();
    if !audience.eq_ignore_ascii_case(&app.client_id) {
        let id = &app.client_id;
        return invalid(
            500_131,
            format!(
                "Assertion audience does not match the Client app presenting the assertion. The audience in the \
                 assertion was '{audience}' and the expected audience is 'api://{id}' or one of the Application \
                 Uris of this application with App ID '{id}'."
            ),
        );
    }
    if grant.has_expired(platform.now) || grant.is_not_yet_valid(platform.now) {
        return expired();
    }
    grant.user.clone().map_or_else(
        || {
            let message = format!(
                "Application '{}' is not allowed to make application on-behalf-of calls.",
                app.client_id
            );
            invalid(7_000_114, message)
        },
        Ok,
    )
}
