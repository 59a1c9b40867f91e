//! The same operation on another path.

use std::collections::HashMap;

use super::{Api, HttpMethod, Operation, PathTemplate, Requirement, Scheme, Segment};

impl Api {
    /// Which operations do the same on two paths to a user: `/me/onlineMeetings` and
    /// `/users/{user-id}/onlineMeetings` are siblings.
    #[must_use]
    pub fn siblings(&self) -> Siblings<'_> {
        let placed = self.operations.iter().rev();
        Siblings(placed.filter_map(|one| Some(((one.method, Place::of(&one.path)?), one))).collect())
    }
}

/// The operations on paths to users, by what comes behind the user. Made by [`Api::siblings`].
#[derive(Debug, Clone)]
pub struct Siblings<'a>(HashMap<(HttpMethod, Place), &'a Operation>);

impl<'a> Siblings<'a> {
    /// The operation that does the same on the other path to a user.
    #[must_use]
    pub fn of(&self, of: &Operation) -> Option<&'a Operation> {
        self.0.get(&(of.method, Place::of(&of.path)?.other())).copied()
    }

    /// The sibling, where it can be called in a scheme in which the operation itself cannot: an application
    /// has no `/me`, but every user's path.
    #[must_use]
    pub fn of_scheme(&self, of: &Operation, scheme: Scheme) -> Option<&'a Operation> {
        let is_open = |one: &Operation| matches!(one.permissions.of(scheme), Requirement::OneOf { .. });
        if is_open(of) {
            return None;
        }
        self.of(of).filter(|sibling| is_open(sibling))
    }
}

/// A path to a user.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Place {
    /// Whether it is the signed-in user, or any one.
    is_me: bool,
    /// What comes behind, in lower case and with placeholders that have no names.
    rest: String,
}

impl Place {
    fn of(path: &PathTemplate) -> Option<Self> {
        let (is_me, rest) = match path.segments.as_slice() {
            [first, rest @ ..] if is(first, "me") => (true, rest),
            [first, Segment::Key(_), rest @ ..] if is(first, "users") => (false, rest),
            _ => return None,
        };
        let mut place = Self { is_me, rest: String::new() };
        for segment in rest {
            place.rest.push('/');
            match segment {
                Segment::Key(_) => place.rest.push_str("{}"),
                named => place.rest.push_str(&named.to_string().to_ascii_lowercase()),
            }
        }
        Some(place)
    }

    fn other(self) -> Self {
        Self { is_me: !self.is_me, ..self }
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
        let siblings = api.siblings();
        let sibling = |method, path| {
            let of = api.operation(method, path).expect("an operation");
            siblings.of(of).map(Operation::title)
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
        let application = siblings.of_scheme(of, Scheme::Application).map(Operation::title);
        assert_eq!(application.as_deref(), Some("GET /users/{id}/things/{id2}"));
        assert_eq!(siblings.of_scheme(of, Scheme::DelegatedWork), None, "both are open");
        assert_eq!(siblings.of_scheme(of, Scheme::DelegatedPersonal), None, "neither is open");
    }
}
