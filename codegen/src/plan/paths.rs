//! The tree of request builders: a node for each prefix of each path.

use std::collections::BTreeMap;

use msgraph_spec::Diagnostics;
use msgraph_spec::model::{FunctionParameter, Origin, Segment};

use super::names;
use super::operations::{Overloads, PlannedOperation, key_of};
use super::scope::Scope;
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
    // `Root` is a taken name: no path has it
    let name = RustName::new("Root".to_owned());
    let scope = Scope::new("request builders");
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
        let mut methods = Scope::new("methods of a request builder");
        for one in &node.operations {
            let (method, origin) = (one.verb.method_name(), &one.operation.origin);
            methods.take(Some(method), &one.operation.title(), origin, self.faults);
        }
        let origin = node.origin.clone().unwrap_or_else(Origin::none);
        let (function, optional) = self.open_call(own, &origin, &mut methods);
        let index = self.builders.len();
        self.builders.push(PlannedBuilder {
            name,
            path: path_of(at),
            optional,
            function,
            children: Vec::new(),
            operations: node.operations,
        });
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
        let builder = self.overloads.words_of_path(at).and_then(names::builder_name);
        let builder = self.scope.take_with_module(builder, &path, origin, self.faults)?;
        let method = self.overloads.words(at).and_then(|words| names::way_on(&words));
        let kind = match segment {
            Segment::Literal(name) => ChildKind::Literal(name),
            Segment::Key(key) => {
                let argument = names::snake(&key.name).unwrap_or_else(|| "id".to_owned());
                let description = key.description.as_deref();
                ChildKind::Key { argument, placeholder: &key.name, description }
            }
            Segment::Call { name, parameters } => {
                let mut scope = Scope::new("arguments of a function");
                let required = parameters.iter().filter(|one| !one.is_optional);
                let required = required.filter_map(|parameter| {
                    let name = names::snake(&parameter.name);
                    let name = scope.take(name, &parameter.name, origin, self.faults)?;
                    Some(Argument { name, parameter })
                });
                let required = required.collect();
                let has_optional = parameters.iter().any(|one| one.is_optional);
                ChildKind::Call { function: name, required, has_optional }
            }
            _ => return None,
        };
        let method = methods.take(method, &path, origin, self.faults)?;
        Some(Child { method, builder, path, kind })
    }

    /// The call that a builder puts together itself, because some arguments may be left out.
    fn open_call(
        &mut self,
        own: Option<&'a Segment>,
        origin: &Origin,
        methods: &mut Scope,
    ) -> (Option<&'a str>, Vec<Argument<'a>>) {
        let Some(Segment::Call { name, parameters }) = own else { return (None, Vec::new()) };
        let optional = parameters.iter().filter(|one| one.is_optional);
        let arguments = optional.filter_map(|parameter| {
            let rust = names::setter_of_argument(&parameter.name);
            Some(Argument { name: methods.take(rust, &parameter.name, origin, self.faults)?, parameter })
        });
        let arguments: Vec<_> = arguments.collect();
        ((!arguments.is_empty()).then_some(name.as_str()), arguments)
    }
}

fn path_of(segments: &[Segment]) -> String {
    let words: Vec<String> = segments.iter().map(ToString::to_string).collect();
    format!("/{}", words.join("/"))
}
