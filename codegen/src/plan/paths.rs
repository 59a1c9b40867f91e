//! The tree of request builders: a node for each prefix of each path.

use std::collections::BTreeMap;

use msgraph_spec::Diagnostics;
use msgraph_spec::model::{FunctionParameter, Origin, Segment};

use super::names::{self, Scope};
use super::operations::{Overloads, PlannedOperation, key_of};
use super::types::RustName;

/// A request builder: a type for a path, with the ways on from it.
pub(crate) struct PlannedBuilder<'a> {
    /// `MeOnlineMeetings`; the root is `Root`.
    pub(crate) name: RustName,
    /// `/me/onlineMeetings`; the root has `/`.
    pub(crate) path: String,
    /// Arguments of a function call that may be left out: they are set on the builder.
    pub(crate) optional: Vec<Argument<'a>>,
    /// The function whose call the builder still puts together, where it has optional arguments.
    pub(crate) function: Option<&'a str>,
    pub(crate) children: Vec<Child<'a>>,
    pub(crate) operations: Vec<PlannedOperation<'a>>,
}

/// A way on from a builder.
pub(crate) struct Child<'a> {
    /// `online_meetings`, `by_id`
    pub(crate) method: String,
    /// The builder that it leads to.
    pub(crate) builder: RustName,
    pub(crate) path: String,
    pub(crate) kind: ChildKind<'a>,
}

/// What the way on adds to the path.
pub(crate) enum ChildKind<'a> {
    Literal(&'a str),
    Key { argument: String, placeholder: &'a str, description: Option<&'a str> },
    Call { function: &'a str, required: Vec<Argument<'a>>, has_optional: bool },
}

/// An argument of a function call.
#[derive(Clone)]
pub(crate) struct Argument<'a> {
    pub(crate) name: String,
    pub(crate) parameter: &'a FunctionParameter,
}

/// A node while the tree grows. Children stand by what they add to the path.
#[derive(Default)]
struct Node<'a> {
    children: BTreeMap<String, (Segment, Node<'a>)>,
    operations: Vec<PlannedOperation<'a>>,
    origin: Option<Origin>,
}

/// The builders that the operations' paths need: the root first, then by path.
pub(crate) fn plan<'a>(
    operations: &[PlannedOperation<'a>],
    overloads: &Overloads,
    faults: &mut Diagnostics,
) -> Vec<PlannedBuilder<'a>> {
    let mut root = Node::default();
    for planned in operations {
        let mut node = &mut root;
        for segment in &planned.operation.path.segments {
            node.origin.get_or_insert_with(|| planned.operation.origin.clone());
            let next = node.children.entry(key_of(segment));
            node = &mut next.or_insert_with(|| (segment.clone(), Node::default())).1;
        }
        node.origin.get_or_insert_with(|| planned.operation.origin.clone());
        node.operations.push(planned.clone());
    }
    let segments: BTreeMap<String, &'a Segment> = operations
        .iter()
        .flat_map(|planned| &planned.operation.path.segments)
        .map(|segment| (segment.to_string(), segment))
        .collect();
    let name = RustName::new("Root".to_owned());
    let mut scope = Scope::new("request builders");
    scope.take(Some(name.ty.clone()), "/", &Origin::none(), faults);
    let mut grown = Grown { builders: Vec::new(), scope, overloads, segments, faults };
    grown.add(root, name, &mut Vec::new(), None);
    grown.builders
}

struct Grown<'a, 'f> {
    builders: Vec<PlannedBuilder<'a>>,
    scope: Scope,
    overloads: &'f Overloads,
    segments: BTreeMap<String, &'a Segment>,
    faults: &'f mut Diagnostics,
}

impl<'a> Grown<'a, '_> {
    /// Adds a node and everything below it.
    fn add(&mut self, node: Node<'a>, name: RustName, at: &mut Vec<Segment>, own: Option<&'a Segment>) {
        let (function, optional) = open_call(own);
        let index = self.builders.len();
        self.builders.push(PlannedBuilder {
            name,
            path: path_of(at),
            optional,
            function,
            children: Vec::new(),
            operations: node.operations,
        });
        let mut methods = Scope::new("ways on from a path");
        for (method, operation) in
            self.builders[index].operations.iter().map(|one| (one.verb.method_name(), one))
        {
            let origin = &operation.operation.origin;
            methods.take(Some(method), &operation.operation.title(), origin, self.faults);
        }
        for (segment, below) in node.children.into_values() {
            let Some(segment) = self.segments.get(&segment.to_string()).copied() else { continue };
            let origin = below.origin.clone().unwrap_or_else(Origin::none);
            at.push(segment.clone());
            if let Some(child) = self.child(segment, at, &origin, &mut methods) {
                let builder = child.builder.clone();
                self.builders[index].children.push(child);
                self.add(below, builder, at, Some(segment));
            }
            at.pop();
        }
    }

    /// The way on to a child, or none where its name cannot be had.
    fn child(
        &mut self,
        segment: &'a Segment,
        at: &[Segment],
        origin: &Origin,
        methods: &mut Scope,
    ) -> Option<Child<'a>> {
        let path = path_of(at);
        let builder = self.scope.take(self.overloads.type_name(at), &path, origin, self.faults)?;
        let method = self.overloads.words(at).and_then(|words| names::snake(&words));
        let kind = match segment {
            Segment::Literal(name) => ChildKind::Literal(name),
            Segment::Key(key) => {
                let argument = names::snake(&key.name).unwrap_or_else(|| "id".to_owned());
                let description = key.description.as_deref();
                ChildKind::Key { argument, placeholder: &key.name, description }
            }
            Segment::Call { name, parameters } => {
                let required = arguments(parameters, false);
                let has_optional = parameters.iter().any(|one| one.is_optional);
                ChildKind::Call { function: name, required, has_optional }
            }
            _ => return None,
        };
        let method = methods.take(method, &path, origin, self.faults)?;
        Some(Child { method, builder: RustName::new(builder), path, kind })
    }
}

/// The call that a builder puts together itself, because some arguments may be left out.
fn open_call(own: Option<&Segment>) -> (Option<&str>, Vec<Argument<'_>>) {
    match own {
        Some(Segment::Call { name, parameters }) if parameters.iter().any(|one| one.is_optional) => {
            (Some(name), arguments(parameters, true))
        }
        _ => (None, Vec::new()),
    }
}

fn arguments(parameters: &[FunctionParameter], are_optional: bool) -> Vec<Argument<'_>> {
    let wanted = parameters.iter().filter(|one| one.is_optional == are_optional);
    wanted
        .filter_map(|parameter| Some(Argument { name: names::snake(&parameter.name)?, parameter }))
        .collect()
}

fn path_of(segments: &[Segment]) -> String {
    let words: Vec<String> = segments.iter().map(ToString::to_string).collect();
    format!("/{}", words.join("/"))
}
