//! Tokens, and whether what they hold opens an operation.

mod grant;
mod policy;
mod tokens;

use http::request::Parts;
use msgraph_spec::model::{Operation, Requirement, Segment};
use time::OffsetDateTime;

use crate::errors::GraphError;
use crate::state::State;

pub(crate) use grant::{Block, Grant};
pub use policy::AccessPolicy;
use policy::InForce;
pub(crate) use tokens::Tokens;
#[cfg(feature = "jwt")]
pub(crate) use tokens::UNREADABLE;

/// Who sends a request, with the access policy that holds for it now.
pub(crate) fn caller(state: &State, parts: &Parts, now: OffsetDateTime) -> Result<Grant, GraphError> {
    let mut grant = state.tokens.authenticate(&parts.headers, now)?.clone();
    if grant.user.is_none() {
        let client_id = grant.client_id().unwrap_or_default();
        let policy = grant.policy.clone().or_else(|| state.identity.access_policy(client_id).cloned());
        let named = state.identity.names_apps_without_policy().then(|| String::from(client_id));
        grant.in_force = InForce {
            policy: policy.unwrap_or(AccessPolicy::None),
            named,
            deed: policy::deed(&parts.method),
        };
    }
    Ok(grant)
}

/// What the permission table asks of a grant's scheme: alternatives, the least privileged first. None where no
/// permission of the scheme will do, and nothing where the table does not say.
pub(crate) fn needed(operation: &Operation, grant: &Grant) -> Option<Vec<Vec<String>>> {
    match operation.permissions.of(grant.scheme()) {
        Requirement::Unknown => None,
        requirement => Some(requirement.alternatives().map(|one| one.0.clone()).collect()),
    }
}

/// Holds the permission table against a grant.
///
/// Where the table knows nothing of the operation, everybody may call it: the emulator cannot know
/// better. Permissions that hold for one chat or team alone count like any other, since the emulator
/// has neither.
pub(crate) fn authorize(operation: &Operation, grant: &Grant) -> Result<(), GraphError> {
    let is_me = matches!(operation.path.segments.first(), Some(Segment::Literal(name)) if name.eq_ignore_ascii_case("me"));
    if is_me && grant.user.is_none() {
        // The table names application permissions on some of these paths; Graph refuses them all.
        let message = "/me request is only valid with delegated authentication flow.";
        return Err(GraphError::bad_request(message));
    }
    let scheme = grant.scheme();
    let requirement = operation.permissions.of(scheme);
    let title = operation.title();
    match requirement {
        Requirement::Unknown => Ok(()),
        Requirement::NotSupported => {
            let message = format!("{title} cannot be called with {} permissions.", scheme.label());
            Err(GraphError::forbidden(message))
        }
        _ => {
            let holds = |name: &String| grant.permissions().contains(name);
            if requirement.alternatives().any(|one| one.0.iter().all(holds)) {
                return Ok(());
            }
            let wanted: Vec<String> = requirement.alternatives().map(ToString::to_string).collect();
            let held = grant.permissions();
            let held = if held.is_empty() { "none" } else { &held.join(", ") };
            Err(GraphError::forbidden(format!(
                "{title} needs one of these {} permissions: {}. The token holds: {held}.",
                scheme.label(),
                wanted.join(", "),
            )))
        }
    }
}

#[cfg(test)]
mod tests {
    use msgraph_spec::model::{AllOf, Choice, HttpMethod, OperationKind, Origin, PathTemplate, Scheme};

    use super::*;

    fn operation(first: &str, scheme: Scheme, requirement: Requirement) -> Operation {
        let path = PathTemplate::new(vec![Segment::Literal(String::from(first))]);
        let mut operation = Operation::new(HttpMethod::Get, path, OperationKind::Get, Origin::none());
        *operation.permissions.of_mut(scheme) = requirement;
        operation
    }

    fn adele() -> crate::users::User {
        crate::users::defaults().remove(0)
    }

    fn status(operation: &Operation, grant: &Grant) -> u16 {
        authorize(operation, grant).map_or_else(|error| error.status.as_u16(), |()| 200)
    }

    fn one_of(all_of: &[&[&str]]) -> Requirement {
        let mut all = all_of.iter().map(|one| AllOf(one.iter().map(|name| String::from(*name)).collect()));
        let least = all.next().expect("at least one");
        Requirement::OneOf { least, higher: all.collect(), choice: Choice::Stated }
    }

    #[test]
    fn permissions_any_alternative_opens_and_all_of_it_must_be_held() {
        let one = operation("users", Scheme::DelegatedWork, one_of(&[&["A"], &["B", "C"]]));
        for (held, wanted) in
            [(&["A"][..], 200), (&["B"], 403), (&["C", "B"], 200), (&[], 403), (&["a"], 403)]
        {
            assert_eq!(status(&one, &Grant::delegated(adele(), held)), wanted, "{held:?}");
        }
    }

    #[test]
    fn permissions_each_scheme_has_its_own_column() {
        let one = operation("users", Scheme::DelegatedPersonal, Requirement::NotSupported);
        assert_eq!(status(&one, &Grant::delegated(adele().personal(), &["A"])), 403);
        assert_eq!(status(&one, &Grant::delegated(adele(), &[])), 200, "unknown is open");
        assert_eq!(status(&one, &Grant::application(&[], AccessPolicy::None)), 200, "unknown is open");
    }

    #[test]
    fn me_with_an_app_only_token_is_a_bad_request_even_where_the_table_allows_it() {
        let one = operation("me", Scheme::Application, one_of(&[&["A"]]));
        let error = authorize(&one, &Grant::application(&["A"], AccessPolicy::Tenant)).expect_err("refused");
        assert_eq!((error.status.as_u16(), error.code), (400, "BadRequest"));
    }
}
