//! Finds the operation that a path means.

use std::collections::BTreeMap;

use msgraph_spec::model::{Api, FunctionParameter, HttpMethod, PathTemplate, Segment};

use crate::literal;
use crate::percent;

/// An operation, and what the path says about it.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Match {
    /// Which of the APIs has it.
    pub(crate) api: usize,
    /// Its place in [`Api::operations`].
    pub(crate) operation: usize,
    /// The keys, from left to right.
    pub(crate) keys: Vec<String>,
    /// The arguments of function calls by their declared names, strings without their quotes.
    pub(crate) arguments: BTreeMap<String, String>,
}

/// Why there is no operation.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Miss {
    /// The path is not percent-encoded correctly.
    Encoding,
    /// No path of the slice goes on with this segment.
    Segment(String),
    /// The path is there, but has only these methods.
    Method(Vec<HttpMethod>),
}

/// Finds the operation with that method on that path, which is relative to the service root. Where
/// several APIs have the same one, it is that of the first.
///
/// As in OData, the path alone decides which resource is meant, and a fixed name goes before a
/// function, and a function before a key: `GET …/createOrGet` is a wrong method on an action, never
/// the meeting whose id is `createOrGet`.
pub(crate) fn find(apis: &[&Api], method: Option<HttpMethod>, path: &str) -> Result<Match, Miss> {
    let path = segments(path).ok_or(Miss::Encoding)?;
    let mut furthest = 0;
    let mut best: Vec<(Match, Vec<Rank>)> = Vec::new();
    let operations = apis.iter().enumerate().flat_map(|(at, api)| {
        api.operations.iter().enumerate().map(move |(operation, one)| (at, operation, one))
    });
    for (api, operation, one) in operations {
        match matches(&one.path, &path) {
            Ok((mut found, rank)) => {
                (found.api, found.operation) = (api, operation);
                let known = best.first().map(|(_, known)| known);
                if known.is_some_and(|known| rank < *known) {
                    best.clear();
                }
                if best.first().is_none_or(|(_, known)| rank == *known) {
                    best.push((found, rank));
                }
            }
            Err(reached) => furthest = furthest.max(reached),
        }
    }
    if best.is_empty() {
        let segment = path.get(furthest).or(path.last()).cloned().unwrap_or_default();
        return Err(Miss::Segment(segment));
    }
    let method_of = |found: &Match| apis[found.api].operations[found.operation].method;
    if let Some(at) = best.iter().position(|(found, _)| Some(method_of(found)) == method) {
        return Ok(best.swap_remove(at).0);
    }
    let mut allowed = Vec::new();
    for (found, _) in &best {
        if !allowed.contains(&method_of(found)) {
            allowed.push(method_of(found));
        }
    }
    Err(Miss::Method(allowed))
}

/// How exactly a segment of a template names what the path has; the smaller, the more exactly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Name,
    Call,
    Key,
}

fn segments(path: &str) -> Option<Vec<String>> {
    let path = path.strip_prefix('/').unwrap_or(path);
    let path = path.strip_suffix('/').unwrap_or(path);
    path.split('/').map(|one| percent::decode(one, false)).collect()
}

/// Holds a template against a path; else how many segments of the path it got through.
fn matches(template: &PathTemplate, path: &[String]) -> Result<(Match, Vec<Rank>), usize> {
    let mut found = Match::default();
    let mut ranks = Vec::with_capacity(path.len());
    let mut wanted = template.segments.iter().peekable();
    let mut reached = 0;
    while let Some(one) = wanted.next() {
        let text = path.get(reached).ok_or(reached)?;
        match one {
            Segment::Literal(name) if is_named(text, name) => ranks.push(Rank::Name),
            Segment::Literal(name) => {
                let key =
                    parenthesized_key(text, name).filter(|_| matches!(wanted.peek(), Some(Segment::Key(_))));
                found.keys.push(key.ok_or(reached)?);
                ranks.extend([Rank::Name, Rank::Key]);
                wanted.next();
            }
            Segment::Key(_) if !text.is_empty() && !text.starts_with('$') => {
                found.keys.push(text.clone());
                ranks.push(Rank::Key);
            }
            Segment::Call { name, parameters } => {
                found.arguments.extend(called(text, name, parameters).ok_or(reached)?);
                ranks.push(Rank::Call);
            }
            _ => return Err(reached),
        }
        reached += 1;
    }
    if reached == path.len() { Ok((found, ranks)) } else { Err(reached) }
}

/// Whether a segment is that name, in any case, with or without its namespace.
fn is_named(text: &str, name: &str) -> bool {
    bare(text).eq_ignore_ascii_case(bare(name))
}

fn bare(name: &str) -> &str {
    const NAMESPACE: &str = "microsoft.graph.";
    match name.get(..NAMESPACE.len()) {
        Some(start) if start.eq_ignore_ascii_case(NAMESPACE) => &name[NAMESPACE.len()..],
        _ => name,
    }
}

/// The key in `onlineMeetings('id')`, the other spelling of `onlineMeetings/id`.
fn parenthesized_key(text: &str, name: &str) -> Option<String> {
    let (called, key) = literal::call(text)?;
    if is_named(called, name) { literal::unquote(key) } else { None }
}

/// The arguments of a call of that function: named, in any order, optional ones possibly absent.
fn called(text: &str, name: &str, parameters: &[FunctionParameter]) -> Option<BTreeMap<String, String>> {
    let (called, given) = literal::call(text).unwrap_or((text, ""));
    if !is_named(called, name) {
        return None;
    }
    let mut arguments = BTreeMap::new();
    for (name, value) in literal::arguments(given)? {
        let declared = parameters.iter().find(|one| one.name.eq_ignore_ascii_case(name))?;
        let value = if declared.is_quoted { literal::unquote(value)? } else { String::from(value) };
        if arguments.insert(declared.name.clone(), value).is_some() {
            return None;
        }
    }
    let is_complete = parameters.iter().all(|one| one.is_optional || arguments.contains_key(&one.name));
    is_complete.then_some(arguments)
}

#[cfg(test)]
mod tests {
    use msgraph_spec::model::{
        FunctionParameter, KeyParameter, Operation, OperationKind, Origin, Primitive, TypeRef, ValueType,
    };

    use super::*;

    fn operation(method: HttpMethod, segments: Vec<Segment>) -> Operation {
        Operation::new(method, PathTemplate::new(segments), OperationKind::Get, Origin::none())
    }

    fn name(text: &str) -> Segment {
        Segment::Literal(String::from(text))
    }

    fn key() -> Segment {
        Segment::Key(KeyParameter::new("id"))
    }

    fn call(optional: bool) -> Segment {
        let text = ValueType::required(TypeRef::Primitive(Primitive::String));
        let date = ValueType::required(TypeRef::Primitive(Primitive::DateTimeOffset));
        let mut parameters =
            vec![FunctionParameter::new("who", text, true), FunctionParameter::new("from", date, false)];
        parameters[1].is_optional = optional;
        Segment::Call { name: String::from("getAll"), parameters }
    }

    fn api() -> Api {
        let mut api = Api::new("test", "v1.0", "https://example.com/v1.0");
        api.operations = vec![
            operation(HttpMethod::Get, vec![name("me"), name("things")]),
            operation(HttpMethod::Post, vec![name("me"), name("things")]),
            operation(HttpMethod::Get, vec![name("me"), name("things"), key()]),
            operation(HttpMethod::Post, vec![name("me"), name("things"), name("createOrGet")]),
            operation(HttpMethod::Get, vec![name("me"), name("things"), call(true)]),
            operation(HttpMethod::Get, vec![name("me"), name("things"), key(), name("parts"), key()]),
        ];
        api
    }

    type Found = (usize, Vec<String>, Vec<(String, String)>);

    fn found(method: HttpMethod, path: &str) -> Result<Found, Miss> {
        let found = find(&[&api()], Some(method), path)?;
        Ok((found.operation, found.keys, found.arguments.into_iter().collect()))
    }

    fn text(text: &str) -> String {
        String::from(text)
    }

    #[test]
    fn names_are_found_in_any_case_and_with_their_namespace() {
        assert_eq!(found(HttpMethod::Get, "/ME/Things"), Ok((0, vec![], vec![])));
        assert_eq!(found(HttpMethod::Post, "/me/things/"), Ok((1, vec![], vec![])));
        let action = Ok((3, vec![], vec![]));
        assert_eq!(found(HttpMethod::Post, "/me/things/microsoft.graph.createOrGet"), action);
        assert_eq!(found(HttpMethod::Post, "/me/things/createorget"), action);
    }

    #[test]
    fn keys_are_decoded_once_and_may_stand_in_parentheses() {
        let wanted = Ok((5, vec![text("a/b%"), text("c'd")], vec![]));
        assert_eq!(found(HttpMethod::Get, "/me/things/a%2Fb%25/parts/c'd"), wanted);
        assert_eq!(found(HttpMethod::Get, "/me/things('a%2Fb%25')/parts('c''d')"), wanted);
        assert_eq!(found(HttpMethod::Get, "/me/things('x')"), Ok((2, vec![text("x")], vec![])));
    }

    #[test]
    fn calls_take_named_arguments_in_any_order() {
        let both = vec![(text("from"), text("2026-01-01T00:00:00Z")), (text("who"), text("O'Neil,x"))];
        let path = "/me/things/getAll(from=2026-01-01T00:00:00Z,WHO='O%27%27Neil,x')";
        assert_eq!(found(HttpMethod::Get, path), Ok((4, vec![], both)));
        let one = Ok((4, vec![], vec![(text("who"), text("x"))]));
        assert_eq!(found(HttpMethod::Get, "/me/things/microsoft.graph.getAll(who='x')"), one);
    }

    #[test]
    fn a_call_that_does_not_fit_is_no_call() {
        for text in ["getAll(who='x',what=1)", "getAll(who=x)", "getAll(from=1)", "getAll(who='a',who='b')"] {
            let as_key = Ok((2, vec![String::from(text)], vec![]));
            assert_eq!(found(HttpMethod::Get, &format!("/me/things/{text}")), as_key);
        }
    }

    #[test]
    fn a_fixed_name_goes_before_a_key_whatever_the_method() {
        let miss = Err(Miss::Method(vec![HttpMethod::Post]));
        assert_eq!(found(HttpMethod::Get, "/me/things/createOrGet"), miss);
    }

    #[test]
    fn a_miss_names_the_segment_or_the_methods() {
        assert_eq!(found(HttpMethod::Get, "/me/thongs"), Err(Miss::Segment(text("thongs"))));
        assert_eq!(found(HttpMethod::Get, "/me/things/x/ports"), Err(Miss::Segment(text("ports"))));
        assert_eq!(found(HttpMethod::Get, "/me"), Err(Miss::Segment(text("me"))));
        assert_eq!(found(HttpMethod::Get, "/me/things/$count"), Err(Miss::Segment(text("$count"))));
        assert_eq!(found(HttpMethod::Get, "/me/%ff"), Err(Miss::Encoding));
        let both = vec![HttpMethod::Get, HttpMethod::Post];
        assert_eq!(found(HttpMethod::Put, "/me/things"), Err(Miss::Method(both.clone())));
        assert_eq!(find(&[&api()], None, "/me/things"), Err(Miss::Method(both)));
    }
}
