//! `POST /{tenant}/oauth2/v2.0/token`: the flows, by their grant type.

use crate::identity::client::Proof;
use crate::identity::errors::AuthError;
use crate::identity::{Answer, Platform, Request, codes, device, obo, refresh, scope};

/// Answers the token endpoint.
pub(super) fn answer(platform: &mut Platform<'_>, request: &Request<'_>) -> Result<Answer, AuthError> {
    let body = match request.form.require("grant_type")? {
        "client_credentials" => client_credentials(platform, request),
        "authorization_code" => codes::redeem(platform, request),
        "urn:ietf:params:oauth:grant-type:device_code" => device::redeem(platform, request),
        "refresh_token" => refresh::redeem(platform, request),
        "urn:ietf:params:oauth:grant-type:jwt-bearer" => obo::redeem(platform, request),
        other => {
            let message = format!("The app requested an unsupported grant type '{other}'.");
            Err(AuthError::new("unsupported_grant_type", 70_003, message))
        }
    };
    body.map(Answer::Json)
}

/// An app as itself:
/// <https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow>.
fn client_credentials(
    platform: &mut Platform<'_>,
    request: &Request<'_>,
) -> Result<serde_json::Value, AuthError> {
    let app = platform.authenticate(request, Proof::Secret)?;
    let scope = request.form.require("scope")?;
    let apps = &platform.state.identity.apps;
    let resource = scope::application(scope, apps, platform.authority, request.tenant)?;
    platform.answer_app(&app, resource.audience(), request)
}
