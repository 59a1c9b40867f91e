//! Operations and their names.

use std::collections::{BTreeMap, BTreeSet};

use msgraph_spec::Diagnostics;
use msgraph_spec::model::{Api, HttpMethod, Operation, Scheme, Segment};

use super::evolvable::Evolvable;
use super::names;
use super::scope::Scope;
use super::types::RustName;
use super::usable;

/// Names that paths also have with a dollar sign, which says nothing in Rust.
const SYSTEM_SEGMENTS: [&str; 3] = ["count", "ref", "value"];

/// An operation to be emitted.
#[derive(Clone)]
pub(crate) struct PlannedOperation<'a> {
    /// `PostMeOnlineMeetings`
    pub(crate) name: RustName,
    pub(crate) operation: &'a Operation,
    pub(crate) verb: Verb,
    /// Whether its answer can hold an enum with later members, which are sent only on request.
    pub(crate) answers_evolvable_enum: bool,
    /// The operation that does the same on another path, where it is open in a scheme in which this one is
    /// not.
    pub(crate) sibling: Option<Sibling<'a>>,
}

/// An operation that does the same as another one.
#[derive(Clone)]
pub(crate) struct Sibling<'a> {
    pub(crate) name: RustName,
    pub(crate) operation: &'a Operation,
    /// The schemes in which it is open and the other one is not.
    pub(crate) opens: Vec<Scheme>,
}

/// The method of the request builder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Verb(HttpMethod);

impl Verb {
    /// `post`, as the method is called.
    pub(crate) fn method_name(self) -> String {
        self.0.as_str().to_ascii_lowercase()
    }

    /// `POST`, as the constants of the crate `http` are called.
    pub(crate) fn constant_name(self) -> &'static str {
        self.0.as_str()
    }
}

/// The operations in the model's order, each with a name of its own.
pub(crate) fn plan<'a>(
    api: &'a Api,
    overloads: &Overloads,
    faults: &mut Diagnostics,
) -> Vec<PlannedOperation<'a>> {
    let mut scope = Scope::new("operations");
    let mut evolvable = Evolvable::new(api);
    let planned = api.operations.iter().filter_map(|operation| {
        if !usable::is_usable(api, operation, faults) {
            return None;
        }
        let path = overloads.words_of_path(&operation.path.segments);
        let name = path.and_then(|path| names::operation_name(operation.method.as_str(), &path));
        let name = scope.take_with_module(name, &operation.title(), &operation.origin, faults)?;
        let answers_evolvable_enum = evolvable.is_answered_by(operation);
        let verb = Verb(operation.method);
        Some(PlannedOperation { name, operation, verb, answers_evolvable_enum, sibling: None })
    });
    let mut planned: Vec<PlannedOperation<'a>> = planned.collect();
    find_siblings(api, &mut planned);
    planned
}

/// Notes at each operation the one that helps where it cannot be called itself.
fn find_siblings<'a>(api: &'a Api, planned: &mut [PlannedOperation<'a>]) {
    let names: BTreeMap<String, RustName> =
        planned.iter().map(|one| (one.operation.title(), one.name.clone())).collect();
    let siblings = api.siblings();
    for one in planned {
        one.sibling = siblings.of(one.operation).and_then(|operation| {
            let helps = |scheme: &Scheme| siblings.of_scheme(one.operation, *scheme).is_some();
            let opens: Vec<Scheme> = Scheme::ALL.into_iter().filter(helps).collect();
            let name = names.get(&operation.title()).filter(|_| !opens.is_empty())?.clone();
            Some(Sibling { name, operation, opens })
        });
    }
}

/// Functions of which one path has several that differ only by their arguments, or an action of the same name.
#[derive(Default)]
pub(crate) struct Overloads(BTreeSet<String>);

impl Overloads {
    pub(crate) fn find(api: &Api) -> Self {
        let mut seen: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        let segments = || api.operations.iter().flat_map(|one| &one.path.segments);
        let functions: BTreeSet<&str> = segments().filter_map(called).collect();
        for operation in &api.operations {
            let segments = &operation.path.segments;
            for (at, segment) in segments.iter().enumerate() {
                // an action may be called as a function of the same path is
                let name = match segment {
                    Segment::Literal(name) if functions.contains(name.as_str()) => Some(name.as_str()),
                    other => called(other),
                };
                if let Some(name) = name {
                    seen.entry(call_site(&segments[..at], name)).or_default().insert(segment.to_string());
                }
            }
        }
        Self(seen.into_iter().filter(|(_, calls)| calls.len() > 1).map(|(site, _)| site).collect())
    }

    /// `/users/{user-id}/onlineMeetings` is `UsersByIdOnlineMeetings`.
    pub(crate) fn words_of_path(&self, segments: &[Segment]) -> Option<String> {
        (0..segments.len()).map(|at| names::camel(&self.words(&segments[..=at])?)).collect()
    }

    /// The words that the last segment adds to a name: those of an overload tell its arguments.
    ///
    /// `$count`, `$ref` and `$value` are called without their sign, so an action or a function of such a
    /// name says what it is. It does so whether or not the slice has the other.
    pub(crate) fn words(&self, segments: &[Segment]) -> Option<String> {
        let (last, before) = segments.split_last()?;
        match last {
            Segment::Literal(name) => Some(match without_namespace(name) {
                short if short != name && is_system(short) => format!("{short} action"),
                short => short.to_owned(),
            }),
            Segment::Key(_) => Some("by_id".to_owned()),
            Segment::Call { name, parameters } => {
                let mut words = without_namespace(name).to_owned();
                if is_system(&words) {
                    words.push_str(" function");
                }
                if !parameters.is_empty() && self.0.contains(&call_site(before, name)) {
                    words.push_str(" with");
                    for parameter in parameters {
                        words.push(' ');
                        words.push_str(&parameter.name);
                    }
                }
                Some(words)
            }
            _ => None,
        }
    }
}

/// The function that a segment calls.
fn called(segment: &Segment) -> Option<&str> {
    match segment {
        Segment::Call { name, .. } => Some(name),
        _ => None,
    }
}

fn is_system(name: &str) -> bool {
    SYSTEM_SEGMENTS.iter().any(|known| name.eq_ignore_ascii_case(known))
}

/// A function below a path, whatever the path's placeholders are called.
fn call_site(before: &[Segment], name: &str) -> String {
    let words: Vec<String> = before.iter().map(key_of).chain([name.to_owned()]).collect();
    words.join("/")
}

/// What tells a segment from others: keys are alike, whatever their placeholder.
pub(crate) fn key_of(segment: &Segment) -> String {
    match segment {
        Segment::Key(_) => "{}".to_owned(),
        other => other.to_string(),
    }
}

/// An action or function may be written with its namespace, which says nothing to people.
fn without_namespace(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(_, short)| short)
}
