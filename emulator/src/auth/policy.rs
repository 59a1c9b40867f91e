//! Application access policies.

use crate::errors::GraphError;
use crate::users::User;

/// For whom an application may act, beside what its permissions say.
///
/// Graph asks for such a policy wherever an application handles meetings on behalf of a user. See
/// <https://learn.microsoft.com/graph/cloud-communication-online-meeting-application-access-policy>.
///
/// In Teams a new policy takes up to 30 minutes before it holds; here it holds for the next request.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum AccessPolicy {
    /// For everybody in the tenant.
    #[default]
    Tenant,
    /// For the users with these object ids.
    Users(Vec<String>),
    /// For nobody: Graph answers 403, `No application access policy found for this app`.
    None,
}

impl AccessPolicy {
    fn covers(&self, user: &User) -> bool {
        match self {
            Self::Tenant => true,
            Self::Users(ids) => ids.iter().any(|one| one.eq_ignore_ascii_case(&user.id)),
            Self::None => false,
        }
    }
}

/// A policy as it holds for one request.
#[derive(Debug, Clone, Default)]
pub(crate) struct InForce {
    pub(crate) policy: AccessPolicy,
    /// The app, where the tenant is one of those that name it in the refusal.
    pub(crate) named: Option<String>,
    /// What the request would do, as that refusal says it.
    pub(crate) deed: &'static str,
}

impl InForce {
    /// Whether an application may act for that user.
    pub(crate) fn check(&self, user: &User) -> Result<(), GraphError> {
        match &self.named {
            _ if self.policy.covers(user) => Ok(()),
            None => Err(GraphError::forbidden("No application access policy found for this app")),
            Some(app) => {
                let (deed, user) = (self.deed, &user.id);
                let message =
                    format!("App {app} is not authorized to {deed} meeting on behalf of user {user}.");
                Err(GraphError::unauthorized_app(message))
            }
        }
    }
}

/// What a request of that method does with a meeting.
pub(crate) fn deed(method: &http::Method) -> &'static str {
    match method.as_str() {
        "POST" => "Create",
        "PATCH" | "PUT" => "Update",
        "DELETE" => "Delete",
        _ => "Get",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn application_access_policy_is_per_user_or_for_the_tenant() {
        let user = crate::users::defaults().remove(0);
        let reaches = |policy| InForce { policy, ..InForce::default() }.check(&user).is_ok();
        assert!(reaches(AccessPolicy::Tenant));
        assert!(reaches(AccessPolicy::Users(vec![user.id.to_uppercase()])));
        assert!(!reaches(AccessPolicy::Users(vec![])));
        assert!(!reaches(AccessPolicy::None));
    }
}
