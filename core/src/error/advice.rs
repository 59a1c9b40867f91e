//! What to do where the service refuses a token, or will.

use std::fmt;

use http::StatusCode;

use super::ServiceError;
use crate::token::Standing;
use crate::{OperationInfo, Permissions, Requirement, Scheme, Sibling, TokenPermissions};

const CREATE_POLICY: &str = "an administrator must create an application access policy for the app and grant it to \
                             the user (it takes up to 30 minutes to hold), see \
                             https://learn.microsoft.com/graph/cloud-communication-online-meeting-application-access-policy";

/// Writes the lines behind the words of the service.
pub(super) fn write(f: &mut fmt::Formatter<'_>, error: &ServiceError) -> fmt::Result {
    let operation = error.operation;
    if error.status == StatusCode::FORBIDDEN && !error.is_missing_access_policy() {
        write!(f, "\nPermissions of the operation: {}", operation.permissions)?;
    }
    let refuses = [StatusCode::BAD_REQUEST, StatusCode::UNAUTHORIZED, StatusCode::FORBIDDEN];
    if let Some(scheme) = unfit_scheme(error).filter(|_| refuses.contains(&error.status)) {
        f.write_str("\nThe token does not fit: ")?;
        cannot_call(f, operation, scheme, error.token.as_ref())?;
    }
    if error.status == StatusCode::FORBIDDEN {
        return forbidden(f, error);
    }
    if error.status == StatusCode::UNAUTHORIZED {
        f.write_str("\nThe access token is missing, expired, or made for another service: get a new one")?;
    }
    Ok(())
}

/// The scheme of the token where it cannot call the operation: as the service says, or the table.
fn unfit_scheme(error: &ServiceError) -> Option<Scheme> {
    if error.message.starts_with("/me request is only valid with delegated authentication flow") {
        return Some(Scheme::Application);
    }
    let scheme = error.token.as_ref()?.scheme();
    (error.operation.permissions.of(scheme) == Requirement::NotSupported).then_some(scheme)
}

fn forbidden(f: &mut fmt::Formatter<'_>, error: &ServiceError) -> fmt::Result {
    let operation = error.operation;
    let standing = error.token.as_ref().map(|token| (token, token.standing(&operation.permissions)));
    let is_named = error.is_missing_access_policy();
    match standing {
        Some((token, Standing::Lacking)) => {
            f.write_str("\nThe permission is not there: ")?;
            lacking(f, operation, token)?;
        }
        Some((token, Standing::Held(held))) => {
            write!(f, "\nThe token holds {}, so the permission is there: ", held.join(" and "))?;
            return f.write_str(&behind_the_permission(operation, token.scheme(), is_named));
        }
        _ => {}
    }
    if is_named {
        write!(f, "\nThe permission alone is not enough: {CREATE_POLICY}")?;
    }
    Ok(())
}

/// Where to look when the permission is there.
fn behind_the_permission(operation: &OperationInfo, scheme: Scheme, policy_is_named: bool) -> String {
    if scheme != Scheme::Application {
        let in_path =
            if operation.path.starts_with("/users/{") { " or than the one in the path," } else { "" };
        return format!(
            "look at the user. What the signed-in user may not do, the token may not either: the user may be another \
             one than the organizer or owner,{in_path} or lack a licence or a role"
        );
    }
    if policy_is_named || takes_access_policy(operation) {
        return format!("look at the application access policy. If there is none, {CREATE_POLICY}");
    }
    "look at what limits the application otherwise: a policy for its mailboxes or sites, a licence of the tenant, a \
     role in it"
        .to_owned()
}

/// Whether applications need a policy for users beside the permission, as for everything about meetings.
///
/// See <https://learn.microsoft.com/graph/cloud-communication-online-meeting-application-access-policy>.
fn takes_access_policy(operation: &OperationInfo) -> bool {
    operation.path.split('/').any(|segment| matches!(segment, "onlineMeetings" | "communications"))
}

/// `the token lacks A (least privileged; or B); it holds application: C`
pub(super) fn lacking(
    f: &mut fmt::Formatter<'_>,
    operation: &OperationInfo,
    token: &TokenPermissions,
) -> fmt::Result {
    let permissions = &operation.permissions;
    write!(f, "the token lacks {}", token.missing(permissions).join(" and "))?;
    let higher = permissions.of(token.scheme()).higher();
    if !higher.is_empty() {
        let higher: Vec<String> = higher.iter().map(|all_of| all_of.join(" and ")).collect();
        write!(f, " (least privileged; or {})", higher.join(" or "))?;
    }
    write!(f, "; it holds {token}")?;
    let elsewhere = permissions.resource_specific.iter().filter(|(scheme, _)| *scheme == token.scheme());
    let elsewhere: Vec<String> = elsewhere.map(|(_, all_of)| all_of.join(" and ")).collect();
    if !elsewhere.is_empty() {
        write!(f, "; consent for one chat, team or meeting would do ({})", elsewhere.join(" or "))?;
    }
    Ok(())
}

/// `an application token cannot call it; use POST /users/{user-id}/a (A.All, which the token holds)`
pub(super) fn cannot_call(
    f: &mut fmt::Formatter<'_>,
    operation: &'static OperationInfo,
    scheme: Scheme,
    token: Option<&TokenPermissions>,
) -> fmt::Result {
    let article = if scheme == Scheme::Application { "an" } else { "a" };
    write!(f, "{article} {scheme} token cannot call it")?;
    let Some(sibling) = sibling(operation, scheme) else { return Ok(()) };
    write!(f, "; use {} {} (", operation.method, sibling.path)?;
    let least = sibling.permissions.of(scheme).least().unwrap_or_default().join(" and ");
    match token.map(|token| token.standing(&sibling.permissions)) {
        Some(Standing::Held(held)) => write!(f, "{}, which the token holds)", held.join(" and ")),
        Some(_) => write!(f, "it needs {least}, which the token lacks)"),
        None => write!(f, "{least})"),
    }
}

/// The operation that does the same on another path, where that scheme can call it.
pub(super) fn sibling(operation: &'static OperationInfo, scheme: Scheme) -> Option<&'static Sibling> {
    let opens = |permissions: &Permissions| matches!(permissions.of(scheme), Requirement::OneOf(_));
    let sibling = operation.sibling.as_ref()?;
    (opens(&sibling.permissions) && !opens(&operation.permissions)).then_some(sibling)
}

#[cfg(test)]
mod tests;
