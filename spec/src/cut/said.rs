//! Which warnings are about what stays.
//!
//! A description is read as a whole, and what cannot be expressed in it is a warning wherever it stands. Who cuts
//! a slice out asks for none about the rest. A place is known by its JSON pointer: it lies in an operation, in a
//! type, in another part with a name, or in the file as a whole. Errors stay wherever they are, because a faulty
//! file may lack more than it seems to.

use std::collections::BTreeSet;

use super::{Cut, Pattern};
use crate::diagnostic::{Diagnostic, Level};
use crate::model::{
    Api, FunctionParameter, HttpMethod, KeyParameter, OperationKind, PathTemplate, Primitive, Segment,
    TypeName, TypeRef, ValueType,
};
use crate::tree::{At, Document, Node, Value};

/// The places of all operations and types, before anything is cut away.
pub(crate) struct Before {
    operations: BTreeSet<String>,
    types: BTreeSet<TypeName>,
}

impl Before {
    pub(crate) fn of(api: &Api) -> Self {
        Self { operations: places(api), types: api.types.keys().cloned().collect() }
    }

    /// Whether a pattern means an operation that the description declares, and that was left out for what is
    /// wrong with it.
    pub(crate) fn has_left_out(&self, pattern: &Pattern, document: &Document) -> bool {
        document.top().entries_of("paths").iter().any(|(path, item)| {
            let template = loose(path);
            let declared =
                item.entries().into_iter().filter(|(_, at)| !self.operations.contains(&at.pointer));
            let mut methods = declared.filter_map(|(name, _)| HttpMethod::parse(name));
            methods.any(|method| pattern.matches_path(method, &template, kind(method, &template)))
        })
    }

    /// The faults of the description without the warnings about what was cut away.
    pub(crate) fn retain(
        &self,
        faults: Vec<Diagnostic>,
        document: &Document,
        cut: &Cut,
        api: &Api,
    ) -> Vec<Diagnostic> {
        let is_warning = |one: &Diagnostic| one.level == Level::Warning;
        if cut.is_nothing() || !faults.iter().any(is_warning) {
            return faults;
        }
        let top = document.top();
        let stays = Stays { before: self, cut, api, operations: places(api), parts: BTreeSet::new() };
        let parts = stays.parts(&top);
        let stays = Stays { parts, ..stays };
        let keep =
            |one: &Diagnostic| !is_warning(one) || one.at.as_ref().is_none_or(|at| stays.has(&at.pointer));
        faults.into_iter().filter(keep).collect()
    }
}

fn places(api: &Api) -> BTreeSet<String> {
    api.operations.iter().map(|one| one.origin.pointer.clone()).collect()
}

struct Stays<'a> {
    before: &'a Before,
    cut: &'a Cut,
    api: &'a Api,
    operations: BTreeSet<String>,
    /// The parts below `components` that are no types and that something of the slice leads to, as pointers.
    parts: BTreeSet<String>,
}

impl Stays<'_> {
    /// Whether the place is in something that stays, or in nothing that could be cut away.
    fn has(&self, pointer: &str) -> bool {
        let mut steps = pointer.split('/').skip(1);
        match (steps.next(), steps.next(), steps.next()) {
            (Some("paths"), Some(path), method) => self.has_operation(path, method),
            (Some("components"), Some("schemas"), Some(name)) => {
                let name_of = TypeName::new(plain(name));
                if self.before.types.contains(&name_of) {
                    self.api.types.contains_key(&name_of)
                } else {
                    self.parts.contains(&format!("/components/schemas/{name}"))
                }
            }
            (Some("components"), Some(section), Some(name)) => {
                self.parts.contains(&format!("/components/{section}/{name}"))
            }
            _ => true,
        }
    }

    /// Whether an operation stays, or one of a path. One that was left out because of the warning stays if the
    /// patterns mean it.
    fn has_operation(&self, path: &str, method: Option<&str>) -> bool {
        let template = loose(&plain(path));
        let methods = match method.and_then(HttpMethod::parse) {
            Some(method) => vec![method],
            None => HttpMethod::ALL.to_vec(),
        };
        methods.into_iter().any(|method| {
            let pointer = format!("/paths/{path}/{}", method.as_str().to_ascii_lowercase());
            if self.before.operations.contains(&pointer) {
                return self.operations.contains(&pointer);
            }
            self.cut.takes(method, &template, kind(method, &template))
        })
    }

    /// Everything below `components` that the slice leads to and that is no type.
    fn parts(&self, top: &At<'_>) -> BTreeSet<String> {
        let mut open: Vec<At<'_>> = Vec::new();
        for (_, item) in top.entries_of("paths") {
            let methods: Vec<_> =
                item.entries().into_iter().filter(|(_, at)| self.operations.contains(&at.pointer)).collect();
            if !methods.is_empty() {
                open.extend(item.get("parameters"));
                open.extend(methods.into_iter().map(|(_, at)| at));
            }
        }
        let components = top.get("components");
        let section = |name: &str| components.as_ref().and_then(|one| one.get(name));
        if let Some(schemas) = section("schemas") {
            open.extend(self.api.types.keys().filter_map(|name| schemas.get(name.as_str())));
        }
        let mut found = BTreeSet::new();
        while let Some(at) = open.pop() {
            let mut links = Vec::new();
            references(at.node, &mut links);
            for link in links {
                let Some((kind, name)) =
                    link.strip_prefix("#/components/").and_then(|rest| rest.split_once('/'))
                else {
                    continue;
                };
                let is_type = kind == "schemas" && self.before.types.contains(&TypeName::new(plain(name)));
                if !is_type && found.insert(format!("/components/{kind}/{name}")) {
                    open.extend(section(kind).and_then(|one| one.get(&plain(name))));
                }
            }
        }
        found
    }
}

/// Whether a call at the end of a path counts as a function.
fn kind(method: HttpMethod, path: &PathTemplate) -> OperationKind {
    let is_call = matches!(path.segments.last(), Some(Segment::Call { .. }));
    match method {
        HttpMethod::Get if is_call => OperationKind::Function,
        HttpMethod::Get => OperationKind::Get,
        _ => OperationKind::Action,
    }
}

/// Every `$ref` inside a value.
fn references<'a>(node: &'a Node, found: &mut Vec<&'a str>) {
    match &node.value {
        Value::Scalar { .. } => {}
        Value::List(items) => items.iter().for_each(|item| references(item, found)),
        Value::Map(entries) => {
            for one in entries {
                match &one.value.value {
                    Value::Scalar { text, .. } if &*one.key == "$ref" => found.push(text),
                    _ => references(&one.value, found),
                }
            }
        }
    }
}

/// A step of a JSON pointer as it is meant.
fn plain(step: &str) -> String {
    step.replace("~1", "/").replace("~0", "~")
}

/// A path as far as patterns need it, whatever stands in its parentheses.
fn loose(path: &str) -> PathTemplate {
    let mut depth = 0_usize;
    let segments = path.trim_start_matches('/').split(|one: char| {
        match one {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        one == '/' && depth == 0
    });
    let segment = |text: &str| match text.split_once('(') {
        Some((name, arguments)) => {
            let arguments = arguments.trim_end_matches(')').split(',').filter(|one| !one.is_empty());
            let parameter = |one: &str| {
                let ty = ValueType::required(TypeRef::Primitive(Primitive::String));
                FunctionParameter::new(one.split('=').next().unwrap_or(one), ty, false)
            };
            Segment::Call { name: name.to_owned(), parameters: arguments.map(parameter).collect() }
        }
        None if text.starts_with('{') => Segment::Key(KeyParameter::new(text.trim_matches(['{', '}']))),
        None => Segment::Literal(text.to_owned()),
    };
    PathTemplate::new(segments.map(segment).collect())
}
