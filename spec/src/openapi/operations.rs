//! Operations: one method on one path.

use std::collections::HashMap;

use openapiv3::{Operation as Described, PathItem};

use crate::Diagnostic;
use crate::model::{
    Answer, Api, HttpMethod, Operation, OperationKind, PathTemplate, Segment, StructuredType,
};
use crate::nearest::did_you_mean;
use crate::tree::At;

use super::bodies::{self, Sent};
use super::located::{Linked, Located, docs};
use super::{Lower, paths};

impl<'a> Lower<'a> {
    /// Lowers all operations, ordered by path and then by method.
    pub(super) fn operations(&self, api: &mut Api) {
        let mut found: Vec<(String, Operation, Option<StructuredType>)> = Vec::new();
        let (mut keys, mut ids) = (HashMap::new(), HashMap::new());
        if !self.top.has("paths") {
            self.top.error("the description has no `paths`", "list the paths under `paths`");
        }
        for (path, at) in self.top.entries_of("paths") {
            if path.starts_with("x-") {
                continue;
            }
            let Some(target) = self.path_item(path, &at) else { continue };
            if is_known(&mut keys, paths::key(path), &at, "this path is the same as an earlier one") {
                continue;
            }
            for (method, operation) in methods(&target) {
                if let Some(id) = &operation.value.operation_id {
                    let at = operation.at.get("operationId").unwrap_or_else(|| operation.at.clone());
                    is_known(&mut ids, id.clone(), &at, "this `operationId` stands at an earlier operation");
                }
                if let Some((operation, parameters)) = self.operation(path, method, &target, &operation) {
                    found.push((operation.path.to_string(), operation, parameters));
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

    fn path_item(&self, path: &str, at: &At<'a>) -> Option<Located<'a, PathItem>> {
        if !path.starts_with('/') {
            at.error(format!("the path `{path}` does not begin with a slash"), "write a slash before it");
            return None;
        }
        let item = self.typed.paths.paths.get(path)?;
        Some(self.components.follow(&Linked::new(item, at.clone()))?.part)
    }

    fn operation(
        &self,
        path: &str,
        method: HttpMethod,
        item: &Located<'a, PathItem>,
        one: &Located<'a, Described>,
    ) -> Option<(Operation, Option<StructuredType>)> {
        let title = format!("{method} {path}");
        let parameters = self.parameters(item, one);
        let template = self.path(path, &item.at, &parameters);
        let successes = self.successes(one, &title);
        let stated = stated_kind(one);
        let kind = stated.or_else(|| template.as_ref().and_then(|path| called(method, &path.segments)));
        let sent = self.body(one, kind == Some(OperationKind::Action), &title);
        let (template, mut successes) = (template?, successes?);
        if method == HttpMethod::Get && ends_in_count(&template) {
            for one in &mut successes {
                count(&mut one.answer);
            }
        }
        let kind =
            kind.unwrap_or_else(|| crud(method, successes.first().map_or(&Answer::Empty, |one| &one.answer)));
        let mut lowered = Operation::new(method, template, kind, one.at.origin());
        lowered.parameters = parameters.others;
        lowered.successes = successes;
        let said = one.value;
        lowered.docs = docs(said.summary.as_ref(), said.description.as_ref(), said.external_docs.as_ref());
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

/// Whether the path is that of the number of items in a collection.
fn ends_in_count(path: &PathTemplate) -> bool {
    matches!(path.segments.last(), Some(Segment::Literal(name)) if name == "$count")
}

/// At such a path a plain text is a number, whatever its schema says: OData has nothing else there.
fn count(answer: &mut Answer) {
    if let Answer::Content { media_type } = answer
        && media_type
            .split(';')
            .next()
            .is_some_and(|essence| essence.trim().eq_ignore_ascii_case("text/plain"))
    {
        *answer = Answer::Count;
    }
}

/// Whether a key was seen before, which is reported with both places. The same thing may be seen
/// again by way of a `$ref`.
fn is_known<'a>(seen: &mut HashMap<String, At<'a>>, key: String, at: &At<'a>, message: &str) -> bool {
    if let Some(first) = seen.get(&key) {
        if std::ptr::eq(first.node, at.node) {
            return false;
        }
        let fault = Diagnostic::error(message).at(at.origin()).related(first.origin(), "the first one");
        at.document.push(fault.help("keep one of the two, or tell them apart"));
        return true;
    }
    seen.insert(key, at.clone());
    false
}

/// The operations of a path. Keys that `openapiv3` does not know are reported.
fn methods<'a>(item: &Located<'a, PathItem>) -> Vec<(HttpMethod, Located<'a, Described>)> {
    let mut found = Vec::new();
    for (key, at) in item.at.entries() {
        let (method, operation) = match key {
            "get" => (HttpMethod::Get, &item.value.get),
            "post" => (HttpMethod::Post, &item.value.post),
            "patch" => (HttpMethod::Patch, &item.value.patch),
            "put" => (HttpMethod::Put, &item.value.put),
            "delete" => (HttpMethod::Delete, &item.value.delete),
            "summary" | "description" | "servers" | "parameters" | "$ref" => continue,
            "head" | "options" | "trace" => {
                at.warn(
                    format!("the method `{key}` cannot be expressed, so the operation is left out"),
                    "Graph does not use it: take it out",
                );
                continue;
            }
            _ if key.starts_with("x-") => continue,
            _ => {
                at.error(format!("`{key}` is no method of HTTP"), "write get, post, patch, put or delete");
                continue;
            }
        };
        match operation {
            Some(value) => found.push((method, Located { value, at })),
            None if at.node.is_null() => at.expected("a mapping"),
            // It is faulty, and was reported.
            None => {}
        }
    }
    found
}

/// `x-ms-docs-operation-type` tells actions and functions from the rest.
/// `x-odata-kind` tells the rest from each other, where the method and the answer do not.
fn stated_kind(operation: &Located<'_, Described>) -> Option<OperationKind> {
    if let Some(stated) = operation.extension("x-odata-kind")
        && let Some(name) = stated.as_str()
    {
        let known = KINDS.iter().find(|(_, known)| *known == name);
        if known.is_none() {
            let names = KINDS.iter().map(|(_, name)| *name);
            let help =
                did_you_mean(name, names, "write list, get, create, update, replace, delete or content");
            stated.at.error(format!("`{name}` is no kind of operation"), help);
        }
        return known.map(|(kind, _)| *kind);
    }
    let stated = operation.extension("x-ms-docs-operation-type")?;
    match stated.as_str()? {
        "action" => Some(OperationKind::Action),
        "function" => Some(OperationKind::Function),
        "operation" => None,
        other => {
            stated.at.warn(
                format!("the operation type `{other}` is not known"),
                "write action, function or operation",
            );
            None
        }
    }
}

/// What `x-odata-kind` can say of an operation.
const KINDS: [(OperationKind, &str); 9] = [
    (OperationKind::List, "list"),
    (OperationKind::Get, "get"),
    (OperationKind::Create, "create"),
    (OperationKind::Update, "update"),
    (OperationKind::Replace, "replace"),
    (OperationKind::Delete, "delete"),
    (OperationKind::Content, "content"),
    (OperationKind::Action, "action"),
    (OperationKind::Function, "function"),
];

/// The word for a kind in `x-odata-kind`.
pub(crate) fn kind_name(kind: OperationKind) -> &'static str {
    KINDS.iter().find(|(known, _)| *known == kind).map_or("operation", |(_, name)| name)
}

/// Where the source does not say it: a qualified name at the end of a path is called.
pub(crate) fn called(method: HttpMethod, segments: &[Segment]) -> Option<OperationKind> {
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

pub(crate) fn crud(method: HttpMethod, answer: &Answer) -> OperationKind {
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
