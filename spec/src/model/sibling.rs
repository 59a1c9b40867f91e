//! The same operation on another path.

use super::{Api, Operation, PathTemplate, Requirement, Scheme, Segment};

impl Api {
    /// The operation that does the same on the other path to a user: `/me/onlineMeetings` and
    /// `/users/{user-id}/onlineMeetings` are siblings.
    #[must_use]
    pub fn sibling(&self, of: &Operation) -> Option<&Operation> {
        let wanted = other_way(&of.path)?;
        self.operations.iter().find(|one| one.method == of.method && same(&one.path.segments, &wanted))
    }

    /// The sibling, where it can be called in a scheme in which the operation itself cannot: an application
    /// has no `/me`, but every user's path.
    #[must_use]
    pub fn sibling_for(&self, of: &Operation, scheme: Scheme) -> Option<&Operation> {
        let is_open = |one: &Operation| matches!(one.permissions.of(scheme), Requirement::OneOf { .. });
        if is_open(of) {
            return None;
        }
        self.sibling(of).filter(|sibling| is_open(sibling))
    }
}

/// How a path to the signed-in user goes on from any user, or the other way round.
struct OtherWay<'a> {
    to_me: bool,
    rest: &'a [Segment],
}

fn other_way(path: &PathTemplate) -> Option<OtherWay<'_>> {
    match path.segments.as_slice() {
        [first, rest @ ..] if is(first, "me") => Some(OtherWay { to_me: false, rest }),
        [first, Segment::Key(_), rest @ ..] if is(first, "users") => Some(OtherWay { to_me: true, rest }),
        _ => None,
    }
}

fn same(path: &[Segment], wanted: &OtherWay<'_>) -> bool {
    let rest = match path {
        [first, rest @ ..] if wanted.to_me && is(first, "me") => rest,
        [first, Segment::Key(_), rest @ ..] if !wanted.to_me && is(first, "users") => rest,
        _ => return false,
    };
    rest.len() == wanted.rest.len() && rest.iter().zip(wanted.rest).all(|(one, other)| alike(one, other))
}

/// Whether two segments mean the same, whatever their placeholders are called.
fn alike(one: &Segment, other: &Segment) -> bool {
    match (one, other) {
        (Segment::Key(_), Segment::Key(_)) => true,
        (Segment::Literal(one), Segment::Literal(other)) => one.eq_ignore_ascii_case(other),
        (Segment::Call { .. }, Segment::Call { .. }) => {
            one.to_string().eq_ignore_ascii_case(&other.to_string())
        }
        _ => false,
    }
}

fn is(segment: &Segment, name: &str) -> bool {
    matches!(segment, Segment::Literal(found) if found.eq_ignore_ascii_case(name))
}

#[cfg(test)]
mod tests {
    use crate::model::{HttpMethod, Operation, Scheme};

    const SPEC: &str = "openapi: 3.0.3
info: {title: t, version: v1.0}
servers: [{url: https://graph.microsoft.com/v1.0}]
paths:
  /me: {get: {responses: {'204': {description: d}}}}
  /users/{user-id}:
    parameters: [{name: user-id, in: path, required: true, schema: {type: string}}]
    get: {responses: {'204': {description: d}}}
  /me/things/{thing-id}:
    parameters: [{name: thing-id, in: path, required: true, schema: {type: string}}]
    get: {responses: {'204': {description: d}}}
    delete: {responses: {'204': {description: d}}}
  /users/{id}/things/{id2}:
    parameters:
      - {name: id, in: path, required: true, schema: {type: string}}
      - {name: id2, in: path, required: true, schema: {type: string}}
    get: {responses: {'204': {description: d}}}
  /groups/{group-id}/things:
    parameters: [{name: group-id, in: path, required: true, schema: {type: string}}]
    get: {responses: {'204': {description: d}}}
";

    const TABLE: &str = "permissions:
  Things.Read.All:
    schemes: {Application: {privilegeLevel: 1}, DelegatedWork: {privilegeLevel: 1}}
    pathSets:
      - schemeKeys: [Application, DelegatedWork]
        methods: [GET]
        paths: {'/users/{id}/things/{id}': ''}
      - {schemeKeys: [DelegatedWork], methods: [GET], paths: {'/me/things/{id}': ''}}
";

    #[test]
    fn me_and_users_are_siblings() {
        let read = crate::Reader::openapi_text("s.yaml", SPEC).permissions_text("p.yaml", TABLE).read();
        let api = read.expect("a description").api;
        let sibling = |method, path| {
            let of = api.operation(method, path).expect("an operation");
            api.sibling(of).map(Operation::title)
        };
        assert_eq!(sibling(HttpMethod::Get, "/me").as_deref(), Some("GET /users/{user-id}"));
        assert_eq!(sibling(HttpMethod::Get, "/users/{id}").as_deref(), Some("GET /me"));
        assert_eq!(
            sibling(HttpMethod::Get, "/me/things/{id}").as_deref(),
            Some("GET /users/{id}/things/{id2}")
        );
        assert_eq!(sibling(HttpMethod::Delete, "/me/things/{id}"), None);
        assert_eq!(sibling(HttpMethod::Get, "/groups/{id}/things"), None);

        let of = api.operation(HttpMethod::Get, "/me/things/{id}").expect("an operation");
        let application = api.sibling_for(of, Scheme::Application).map(Operation::title);
        assert_eq!(application.as_deref(), Some("GET /users/{id}/things/{id2}"));
        assert_eq!(api.sibling_for(of, Scheme::DelegatedWork), None, "both are open");
        assert_eq!(api.sibling_for(of, Scheme::DelegatedPersonal), None, "neither is open");
    }
}
