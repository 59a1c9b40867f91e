//! What clients find out by themselves: the endpoints, and the keys that tokens are signed with.
//!
//! See <https://learn.microsoft.com/entra/identity-platform/v2-protocols-oidc>.

use serde_json::json;

use crate::identity::{Answer, Platform, Request};
use crate::users;

/// Answers `GET /{tenant}/v2.0/.well-known/openid-configuration`.
///
/// Below `common` and `organizations` the issuer has a placeholder, as in the service, because the tokens of
/// each tenant have another.
pub(super) fn configuration(platform: &Platform<'_>, request: &Request<'_>) -> Answer {
    let (authority, tenant) = (platform.authority, request.tenant);
    let is_anyones = ["common", "organizations"].iter().any(|one| one.eq_ignore_ascii_case(tenant));
    let issuer = if is_anyones { "{tenantid}" } else { users::TENANT };
    let root = format!("{authority}/{tenant}");
    Answer::Json(json!({
        "issuer": super::issuer(authority, issuer),
        "authorization_endpoint": format!("{root}/oauth2/v2.0/authorize"),
        "token_endpoint": format!("{root}/oauth2/v2.0/token"),
        "device_authorization_endpoint": format!("{root}/oauth2/v2.0/devicecode"),
        "jwks_uri": format!("{root}/discovery/v2.0/keys"),
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": [
            "authorization_code",
            "client_credentials",
            "refresh_token",
            "urn:ietf:params:oauth:grant-type:device_code",
            "urn:ietf:params:oauth:grant-type:jwt-bearer",
        ],
        "code_challenge_methods_supported": ["plain", "S256"],
        "subject_types_supported": ["pairwise"],
        "id_token_signing_alg_values_supported": [platform.state.tokens.signing().algorithm()],
        "token_endpoint_auth_methods_supported": ["client_secret_post", "client_secret_basic"],
        "scopes_supported": ["openid", "profile", "email", "offline_access"],
    }))
}

/// Answers `GET /{tenant}/discovery/v2.0/keys`. There are none where tokens are not signed.
pub(super) fn keys(platform: &Platform<'_>) -> Answer {
    Answer::Json(platform.state.tokens.signing().keys())
}
