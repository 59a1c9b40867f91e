//! What to do where the service refuses a token, or will.

use std::fmt;

use http::StatusCode;

use super::ServiceError;
use crate::token::Standing;
use crate::{Consent, OperationInfo, Permission, Scheme, TokenPermissions};

const POLICY_IS_MISSING: &str = "application access policy for the user is missing";

const CREATE_POLICY: &str = "an administrator must create one for the app and grant it to the user (it takes up to \
                             30 minutes to hold), see \
                             https://learn.microsoft.com/graph/cloud-communication-online-meeting-application-access-policy";

/// Where an app gets permissions that a user cannot give it.
const API_PERMISSIONS: &str =
    "https://learn.microsoft.com/entra/identity-platform/quickstart-configure-app-access-web-apis";

/// Writes the lines behind the words of the service.
///
/// A 403 has the operation's table and what the token holds of it; a 401 what is wrong with tokens. A 400 says
/// mostly that something else is wrong, also where the table does not know the token's scheme: it has advice only
/// where the service's own words are those about `/me` and applications.
pub(super) fn write(f: &mut fmt::Formatter<'_>, error: &ServiceError) -> fmt::Result {
    if error.status == StatusCode::FORBIDDEN {
        write!(f, "\nPermissions of the operation: {}", error.operation.permissions)?;
    }
    if let Some(scheme) = unfit_scheme(error) {
        f.write_str("\nThe token does not fit: ")?;
        cannot_call(f, error.operation, scheme, error.token.as_ref())?;
    }
    match error.status {
        StatusCode::FORBIDDEN => forbidden(f, error),
        StatusCode::UNAUTHORIZED => {
            f.write_str("\nThe access token is missing, expired, or made for another service: get a new one")
        }
        _ => Ok(()),
    }
}

/// The scheme of the token where it cannot call the operation: as the service says, or surely by the table.
fn unfit_scheme(error: &ServiceError) -> Option<Scheme> {
    match error.status {
        StatusCode::BAD_REQUEST => {
            let me = "/me request is only valid with delegated authentication flow";
            error.message.starts_with(me).then_some(Scheme::Application)
        }
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => {
            let token = error.token.as_ref()?;
            let permissions = &error.operation.permissions;
            let is_closed = token.opens(permissions) == Some(false);
            (is_closed && token.standing(permissions) == Standing::NotSupported).then_some(token.scheme())
        }
        _ => None,
    }
}

fn forbidden(f: &mut fmt::Formatter<'_>, error: &ServiceError) -> fmt::Result {
    let operation = error.operation;
    let policy_is_named = error.is_missing_access_policy();
    match error.token.as_ref().map(|token| (token, token.standing(&operation.permissions))) {
        Some((token, Standing::Lacking)) => missing(f, operation, token)?,
        Some((token, Standing::NotSupported)) => by_consent_for_one(f, operation, token)?,
        Some((token, Standing::Held(held))) => {
            write!(f, "\nThe token holds {}", held.join(" and "))?;
            if policy_is_named {
                return write!(f, "; the {POLICY_IS_MISSING}: {CREATE_POLICY}");
            }
            return f.write_str(&behind_the_permission(operation, token.scheme()));
        }
        _ => {}
    }
    if policy_is_named {
        write!(f, "\nThe {POLICY_IS_MISSING}: {CREATE_POLICY}")?;
    }
    Ok(())
}

/// `Missing permission: A; the application token holds B`. Which others would do stands in the table above it.
fn missing(f: &mut fmt::Formatter<'_>, operation: &OperationInfo, token: &TokenPermissions) -> fmt::Result {
    let permissions = &operation.permissions;
    let missing = token.missing(permissions);
    let word = if missing.len() == 1 { "permission" } else { "permissions" };
    write!(f, "\nMissing {word}: {}", missing.join(" and "))?;
    if !permissions.of(token.scheme()).higher().is_empty() {
        f.write_str(" (least privileged)")?;
    }
    write!(f, "; the {} token holds {}", token.scheme(), token.shown())?;
    if token.by_consent_for_one(permissions).next().is_some() {
        f.write_str("; consent for one chat, team or meeting would do too")?;
    }
    grant(f, token.scheme(), &missing)
}

/// Where to grant what is missing: the user can where all of it is theirs to give, else an administrator must.
fn grant(f: &mut fmt::Formatter<'_>, scheme: Scheme, missing: &[Permission]) -> fmt::Result {
    let (scopes, them) = if missing.len() == 1 { ("scope", "it") } else { ("scopes", "them") };
    let is_users = |one: &Permission| one.consent(scheme) == Some(Consent::User);
    if scheme != Scheme::Application && missing.iter().all(is_users) {
        let names = missing.join(" and ");
        return write!(f, "\nTo grant {them}, ask for the {scopes} {names} at sign-in: the user can consent");
    }
    write!(
        f,
        "\nTo grant {them}, open the app registration in the Microsoft Entra admin center, add {them} under API \
         permissions, and have an administrator consent; then get a new token: {API_PERMISSIONS}"
    )
}

/// Where nothing else opens the operation in the token's scheme.
fn by_consent_for_one(
    f: &mut fmt::Formatter<'_>,
    operation: &'static OperationInfo,
    token: &TokenPermissions,
) -> fmt::Result {
    let names: Vec<String> = token.by_consent_for_one(&operation.permissions).map(joined).collect();
    if names.is_empty() {
        return Ok(());
    }
    let (article, scheme) = (article(token.scheme()), token.scheme());
    let names = names.join(" or ");
    write!(
        f,
        "\nFor {article} {scheme} token, only consent for one chat, team or meeting opens it ({names})"
    )?;
    instead(f, operation, scheme, Some(token))
}

/// Where to look when the permission is there.
fn behind_the_permission(operation: &OperationInfo, scheme: Scheme) -> String {
    if scheme != Scheme::Application {
        let in_path =
            if operation.path.starts_with("/users/{") { ", or than the one in the path" } else { "" };
        return format!(
            ", so look at the user: what the signed-in user may not do, the token may not either. The user may be \
             another one than the organizer or owner{in_path}, or lack a licence or a role"
        );
    }
    if takes_access_policy(operation.path) {
        return format!(
            ", so look at the application access policy. If there is none for the user, {CREATE_POLICY}"
        );
    }
    ", so look at what limits the application otherwise: a policy for its mailboxes or sites, a licence of the \
     tenant, a role in it"
        .to_owned()
}

/// Whether applications need a policy for users beside the permission: for online meetings and virtual events,
/// and not for the rest of `/communications`.
///
/// See <https://learn.microsoft.com/graph/cloud-communication-online-meeting-application-access-policy>.
fn takes_access_policy(path: &str) -> bool {
    let segments: Vec<&str> = path.split('/').skip(1).collect();
    segments.contains(&"onlineMeetings") || segments.starts_with(&["solutions", "virtualEvents"])
}

/// `the application token lacks A (least privileged; or B); it holds C`
pub(super) fn lacking(
    f: &mut fmt::Formatter<'_>,
    operation: &OperationInfo,
    token: &TokenPermissions,
) -> fmt::Result {
    let permissions = &operation.permissions;
    write!(f, "the {} token lacks {}", token.scheme(), token.missing(permissions).join(" and "))?;
    let higher = permissions.of(token.scheme()).higher();
    if !higher.is_empty() {
        let higher: Vec<String> = higher.iter().copied().map(joined).collect();
        write!(f, " (least privileged; or {})", higher.join(" or "))?;
    }
    write!(f, "; it holds {}", token.shown())?;
    grant(f, token.scheme(), &token.missing(permissions))
}

/// `an application token cannot call it; use POST /users/{user-id}/a (A.All, which the token holds)`
pub(super) fn cannot_call(
    f: &mut fmt::Formatter<'_>,
    operation: &'static OperationInfo,
    scheme: Scheme,
    token: Option<&TokenPermissions>,
) -> fmt::Result {
    write!(f, "{} {scheme} token cannot call it", article(scheme))?;
    instead(f, operation, scheme, token)
}

/// `; use POST /users/{user-id}/a (A.All, which the token holds)`, where there is such a path.
fn instead(
    f: &mut fmt::Formatter<'_>,
    operation: &'static OperationInfo,
    scheme: Scheme,
    token: Option<&TokenPermissions>,
) -> fmt::Result {
    let Some(sibling) = operation.sibling_for(scheme) else { return Ok(()) };
    write!(f, "; use {} {} (", operation.method, sibling.path)?;
    let least = sibling.permissions.of(scheme).least().unwrap_or_default().join(" and ");
    // where the service says that the token is of another scheme than it says itself, the service is right
    let token = token.filter(|token| token.scheme() == scheme);
    match token.map(|token| token.standing(&sibling.permissions)) {
        Some(Standing::Held(held)) => write!(f, "{}, which the token holds)", held.join(" and ")),
        Some(_) => write!(f, "it needs {least}, which the token lacks)"),
        None => write!(f, "{least})"),
    }
}

fn article(scheme: Scheme) -> &'static str {
    if scheme == Scheme::Application { "an" } else { "a" }
}

fn joined(all_of: &[Permission]) -> String {
    all_of.join(" and ")
}

#[cfg(test)]
mod tests;
