//! Operations and their names.

use std::collections::{BTreeMap, BTreeSet};

use msgraph_spec::model::{Api, HttpMethod, Operation, Segment};
use msgraph_spec::{Diagnostic, Diagnostics};

use super::names::{self, Scope};
use super::types::RustName;

/// An operation to be emitted.
#[derive(Clone)]
pub(crate) struct PlannedOperation<'a> {
    /// `PostMeOnlineMeetings`
    pub(crate) name: RustName,
    pub(crate) operation: &'a Operation,
    pub(crate) verb: Verb,
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
    let planned = api.operations.iter().filter_map(|operation| {
        if let Some(parameter) = collection_argument(operation) {
            faults.push(
                Diagnostic::warning(format!(
                    "`{}` is left out: its parameter `{parameter}` is a collection, which a path cannot hold yet",
                    operation.title()
                ))
                .at(operation.origin.clone()),
            );
            return None;
        }
        let verb = operation.method.as_str().to_ascii_lowercase();
        let name = overloads.type_name(&operation.path.segments)
            .and_then(|path| names::camel(&verb).map(|verb| format!("{verb}{path}")));
        let name = scope.take(name, &operation.title(), &operation.origin, faults)?;
        Some(PlannedOperation { name: RustName::new(name), operation, verb: Verb(operation.method) })
    });
    planned.collect()
}

fn collection_argument(operation: &Operation) -> Option<&str> {
    let calls = operation.path.segments.iter().filter_map(|segment| match segment {
        Segment::Call { parameters, .. } => Some(parameters),
        _ => None,
    });
    calls.flatten().find(|parameter| parameter.ty.is_collection).map(|parameter| parameter.name.as_str())
}

/// Functions of which one path has several that differ only by their arguments.
#[derive(Default)]
pub(crate) struct Overloads(BTreeSet<String>);

impl Overloads {
    pub(crate) fn find(api: &Api) -> Self {
        let mut seen: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for operation in &api.operations {
            let segments = &operation.path.segments;
            for (at, segment) in segments.iter().enumerate() {
                if let Segment::Call { name, .. } = segment {
                    seen.entry(call_site(&segments[..at], name)).or_default().insert(segment.to_string());
                }
            }
        }
        Self(seen.into_iter().filter(|(_, calls)| calls.len() > 1).map(|(site, _)| site).collect())
    }

    /// `/users/{user-id}/onlineMeetings` is `UsersByIdOnlineMeetings`.
    pub(crate) fn type_name(&self, segments: &[Segment]) -> Option<String> {
        (0..segments.len()).map(|at| names::camel(&self.words(&segments[..=at])?)).collect()
    }

    /// The words that the last segment adds to a name: those of an overload tell its arguments.
    pub(crate) fn words(&self, segments: &[Segment]) -> Option<String> {
        let (last, before) = segments.split_last()?;
        match last {
            Segment::Literal(name) => Some(without_namespace(name).to_owned()),
            Segment::Key(_) => Some("by_id".to_owned()),
            Segment::Call { name, parameters } => {
                let mut words = without_namespace(name).to_owned();
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
