//! Operations: one method on one path.

use std::collections::HashMap;

use crate::Diagnostic;
use crate::model::{Answer, Api, HttpMethod, Operation, OperationKind, Segment, StructuredType};
use crate::tree::At;

use super::bodies::{self, Sent};
use super::{Lower, docs, paths};

/// The keys of a path that are no methods.
const BESIDES: [&str; 5] = ["summary", "description", "servers", "parameters", "$ref"];
/// Methods of OpenAPI that Graph does not use.
const UNUSED: [&str; 3] = ["head", "options", "trace"];

impl<'a> Lower<'a> {
    /// Lowers all operations, ordered by path and then by method.
    pub(super) fn operations(&self, api: &mut Api) {
        let mut found: Vec<(String, Operation, Option<StructuredType>)> = Vec::new();
        let (mut keys, mut ids) = (HashMap::new(), HashMap::new());
        if !self.top.has("paths") {
            self.top.error("the description has no `paths`", "list the paths under `paths`");
        }
        for (path, item) in self.top.entries_of("paths") {
            if path.starts_with("x-") {
                continue;
            }
            let Some(target) = self.components.follow(&item) else { continue };
            if is_known(&mut keys, paths::key(path), &item, "this path is the same as an earlier one") {
                continue;
            }
            for (method, at) in methods(&target.at) {
                if let Some(id) = at.get("operationId") {
                    let key = id.as_str().unwrap_or_default().to_owned();
                    is_known(&mut ids, key, &id, "this `operationId` stands at an earlier operation");
                }
                if let Some((operation, parameters)) = self.operation(path, method, &target.at, &at) {
                    found.push((path.to_owned(), operation, parameters));
                }
            }
        }
        found.sort_by(|(path, one, _), (other_path, other, _)| {
            (path, one.method).cmp(&(other_path, other.method))
        });
        let mut unnamed = Vec::new();
        for (index, (_, operation, parameters)) in found.into_iter().enumerate() {
            unnamed.extend(parameters.map(|parameters| (index, parameters)));
            api.operations.push(operation);
        }
        bodies::name_parameters(unnamed, api);
    }

    fn operation(
        &self,
        path: &str,
        method: HttpMethod,
        item: &At<'a>,
        at: &At<'a>,
    ) -> Option<(Operation, Option<StructuredType>)> {
        let title = format!("{method} {path}");
        let parameters = self.parameters(item, at);
        let template = self.path(path, item, &parameters);
        let successes = self.successes(at, &title);
        let stated = stated_kind(at);
        let kind = stated.or_else(|| template.as_ref().and_then(|path| called(method, &path.segments)));
        let sent = self.body(at, kind == Some(OperationKind::Action), &title);
        let (template, successes) = (template?, successes?);
        let kind =
            kind.unwrap_or_else(|| crud(method, successes.first().map_or(&Answer::Empty, |one| &one.answer)));
        let mut lowered = Operation::new(method, template, kind, at.origin());
        lowered.parameters = parameters.others;
        lowered.successes = successes;
        lowered.docs = docs(at);
        match sent {
            Sent::Nothing => Some((lowered, None)),
            Sent::Body(body) => {
                lowered.body = Some(body);
                Some((lowered, None))
            }
            Sent::Parameters(parameters) => Some((lowered, Some(parameters))),
            Sent::Unknown => None,
        }
    }
}

/// Whether a key was seen before, which is reported with both places.
fn is_known<'a>(seen: &mut HashMap<String, At<'a>>, key: String, at: &At<'a>, message: &str) -> bool {
    if let Some(first) = seen.get(&key) {
        let fault = Diagnostic::error(message).at(at.origin()).related(first.origin(), "the first one");
        at.document.push(fault.help("keep one of the two, or tell them apart"));
        return true;
    }
    seen.insert(key, at.clone());
    false
}

/// The operations of a path.
fn methods<'a>(item: &At<'a>) -> Vec<(HttpMethod, At<'a>)> {
    let mut found = Vec::new();
    for (key, at) in item.entries() {
        if BESIDES.contains(&key) || key.starts_with("x-") {
            continue;
        }
        match HttpMethod::parse(key) {
            Some(method) if at.is_map() => found.push((method, at)),
            Some(_) => at.expected("a mapping"),
            None if UNUSED.contains(&key) => at.warn(
                format!("the method `{key}` cannot be expressed, so the operation is left out"),
                "Graph does not use it: take it out",
            ),
            None => {
                at.error(format!("`{key}` is no method of HTTP"), "write get, post, patch, put or delete");
            }
        }
    }
    found
}

/// `x-ms-docs-operation-type` tells actions and functions from the rest.
fn stated_kind(at: &At<'_>) -> Option<OperationKind> {
    let place = at.get("x-ms-docs-operation-type")?;
    match place.as_str()? {
        "action" => Some(OperationKind::Action),
        "function" => Some(OperationKind::Function),
        "operation" => None,
        other => {
            place.warn(
                format!("the operation type `{other}` is not known"),
                "write action, function or operation",
            );
            None
        }
    }
}

/// Where the source does not say it: a qualified name at the end of a path is called.
fn called(method: HttpMethod, segments: &[Segment]) -> Option<OperationKind> {
    let is_qualified = |name: &str| name.contains('.') && !name.starts_with('$');
    match (method, segments.last()?) {
        (HttpMethod::Post, Segment::Literal(name)) if is_qualified(name) => Some(OperationKind::Action),
        (HttpMethod::Get, Segment::Call { name, .. }) if is_qualified(name) => Some(OperationKind::Function),
        (HttpMethod::Get, Segment::Call { parameters, .. }) if parameters.is_empty() => {
            Some(OperationKind::Function)
        }
        _ => None,
    }
}

fn crud(method: HttpMethod, answer: &Answer) -> OperationKind {
    match method {
        HttpMethod::Get => match answer {
            Answer::Page { .. } => OperationKind::List,
            Answer::Content { .. } => OperationKind::Content,
            _ => OperationKind::Get,
        },
        HttpMethod::Post => OperationKind::Create,
        HttpMethod::Patch => OperationKind::Update,
        HttpMethod::Put => OperationKind::Replace,
        HttpMethod::Delete => OperationKind::Delete,
    }
}
