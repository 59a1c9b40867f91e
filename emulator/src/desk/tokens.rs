//! Users, and tokens for them and for an application, so that a program in any language can begin; and what the
//! token endpoint was asked.

use serde_json::{Value, json};

use super::answer::{Answer, Refusal};
use super::body::Members;
use crate::TokenRequest;
use crate::auth::{AccessPolicy, Grant};
use crate::service::Service;
use crate::users::User;

/// `GET /emulator/users`
pub(super) fn users(service: &Service) -> Answer {
    let state = service.state();
    let user = |user: &User| {
        json!({
            "id": user.id,
            "displayName": user.display_name,
            "userPrincipalName": user.user_principal_name,
            "isPersonal": user.is_personal,
        })
    };
    Answer::ok(json!({"users": state.users.iter().map(user).collect::<Vec<_>>()}))
}

/// `POST /emulator/tokens`: with a `user`, by object id or user principal name, a delegated token; else one of an
/// application that may act for everybody. Both hold `permissions`.
pub(super) fn make(service: &Service, body: &[u8]) -> Result<Answer, Refusal> {
    let mut body = Members::read(body, &["user", "permissions"])?;
    let user = body.text("user")?;
    let Some(items) = body.list("permissions")? else {
        return Err(body.must("permissions", "a list of their names"));
    };
    let names: Option<Vec<&str>> = items.iter().map(Value::as_str).collect();
    let is_name =
        |name: &&str| !name.is_empty() && !name.contains(|one: char| one.is_whitespace() || one.is_control());
    let Some(names) = names.filter(|names| names.iter().all(is_name)) else {
        return Err(body.must("permissions", "a list of names such as `OnlineMeetings.ReadWrite`"));
    };
    let state = &mut *service.state();
    let grant = match user {
        None => Grant::application(&names, AccessPolicy::Tenant),
        Some(wanted) => {
            let is_meant = |one: &&User| {
                one.id.eq_ignore_ascii_case(&wanted) || one.user_principal_name.eq_ignore_ascii_case(&wanted)
            };
            let Some(user) = state.users.iter().find(is_meant) else {
                return Err(
                    body.must("user", "the object id or the user principal name of one in `/emulator/users`")
                );
            };
            Grant::delegated(user.clone(), &names)
        }
    };
    let (scheme, user) = (grant.scheme().label(), grant.user.as_ref().map(|user| user.id.clone()));
    let token = state.tokens.issue(grant, &mut state.ids);
    Ok(Answer::created(json!({"token": token, "scheme": scheme, "user": user, "permissions": names})))
}

/// `GET /emulator/token-requests`
pub(super) fn requests(service: &Service) -> Answer {
    let request = |one: &TokenRequest| {
        json!({
            "grantType": one.grant_type,
            "clientId": one.client_id,
            "scope": one.scope,
            "hasClaims": one.has_claims,
            "status": one.status,
            "fault": one.fault,
        })
    };
    let state = service.state();
    Answer::ok(json!({"tokenRequests": state.identity.token_requests().map(request).collect::<Vec<_>>()}))
}
