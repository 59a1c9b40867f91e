//! Actions and functions: those bound to what a path leads to, and those of the entity container.

use std::collections::HashSet;

use super::capabilities::parameters;
use super::index::{Callable, Named, TypeId, inner};
use super::notes::{CAPABILITIES, CORE, boolean, property};
use super::operations::success;
use super::place::{Form, Place, option};
use super::shapes::{Shape, is_quoted};
use super::walk::Walk;
use super::xml::{Node, children};
use crate::Diagnostic;
use crate::model::{
    Answer, FunctionParameter, HttpMethod, Operation, OperationKind, Origin, Parameter, Primitive, Segment,
    TypeRef, ValueType,
};
use crate::pattern::Reach;

impl<'a> Walk<'a, '_> {
    /// The calls that are bound to the type of a place or one of its base types. Of those that look the same in a
    /// path, the one that is bound nearest counts.
    pub(super) fn calls(&mut self, place: &Place<'a>, shape: &Shape<'a>) {
        let index = &self.reading.index;
        let mut seen: HashSet<(&str, &str, Vec<&str>)> = HashSet::new();
        let lineage: Vec<TypeId> = index.lineage(place.ty).collect();
        for id in lineage {
            for at in index.bound_to(id, place.is_collection) {
                let one = &index.callables[*at];
                if !self.is_bound_here(one, place, shape) {
                    continue;
                }
                let names = if one.is_action {
                    Vec::new()
                } else {
                    own_parameters(one).filter_map(|one| one.attribute("Name")).collect()
                };
                if seen.insert((one.namespace, one.name, names)) {
                    self.call(*at, &self.spelt(one), place);
                }
            }
        }
    }

    /// Some calls are bound only where they are listed.
    fn is_bound_here(&self, one: &Callable<'a>, place: &Place<'a>, shape: &Shape<'a>) -> bool {
        let is_meant =
            |name: &&str| self.reading.index.qualify(name, one.namespace) == (one.namespace, one.name);
        if !place.may_call {
            return place.explicit.iter().any(is_meant);
        }
        let notes = self.reading.index.notes_of_callable(one, one.node, "");
        let mut listed = place.explicit.iter().chain(&shape.explicit);
        !notes.is(CORE, "RequiresExplicitBinding") || listed.any(is_meant)
    }

    /// The name in a path. The namespace of the container can be left out, and Graph's own files do that.
    fn spelt(&self, one: &Callable<'a>) -> String {
        if one.namespace == self.reading.index.default_namespace() {
            one.name.to_owned()
        } else {
            format!("{}.{}", one.namespace, one.name)
        }
    }

    /// An action or function of the entity container.
    pub(super) fn import(&mut self, name: &'a str, node: Node<'a>, home: &'a str) {
        let is_action = node.tag_name().name() == "ActionImport";
        let written = node.attribute(if is_action { "Action" } else { "Function" }).unwrap_or_default();
        let index = &self.reading.index;
        let all: Vec<usize> = index.unbound(written, home).to_vec();
        let meant: Vec<usize> =
            all.into_iter().filter(|at| index.callables[*at].is_action == is_action).collect();
        if meant.is_empty() {
            self.reading.push_once(node, || {
                let what = if is_action { "action" } else { "function" };
                let fault = format!("`{name}` imports `{written}`, which is no {what} without a binding");
                let at = self.reading.origin(node, name);
                Diagnostic::warning(fault).at(at).help("declare it, or take the import out")
            });
        }
        for at in meant {
            let ty = TypeId(0);
            let place = Place { is_view: true, ..self.nowhere(ty, node) };
            self.call(at, name, &place);
        }
    }

    fn nowhere(&self, ty: TypeId, node: Node<'a>) -> Place<'a> {
        Place {
            ty,
            is_collection: false,
            is_contained: false,
            is_singleton: false,
            is_item: false,
            is_view: true,
            may_go_on: false,
            may_call: true,
            layers: Vec::new(),
            outer: Vec::new(),
            explicit: Vec::new(),
            casts: Vec::new(),
            description: None,
            notes: super::notes::Notes::default(),
            origin: self.reading.origin(node, ""),
        }
    }

    fn call(&mut self, at: usize, name: &str, place: &Place<'a>) {
        let one = &self.reading.index.callables[at];
        let segment = if one.is_action {
            Some(Segment::Literal(name.to_owned()))
        } else {
            self.arguments(one).map(|parameters| Segment::Call { name: name.to_owned(), parameters })
        };
        let Some(segment) = segment else { return };
        if self.enter(segment) > Reach::None {
            self.called(at, place);
        }
        self.leave();
    }

    /// The operation of a call whose name ends the path, and what lies behind it, if that is named.
    fn called(&mut self, at: usize, place: &Place<'a>) {
        let reading = self.reading;
        let one = &reading.index.callables[at];
        let (method, kind) = if one.is_action {
            (HttpMethod::Post, OperationKind::Action)
        } else {
            (HttpMethod::Get, OperationKind::Function)
        };
        let origin = reading.origin(one.node, format!("{}.{}", one.namespace, one.name));
        let Some(answer) = reading.answer(one) else { return };
        let has_body = one.is_action && own_parameters(one).next().is_some();
        self.add(method, kind, &origin, |operation| {
            describe(operation, reading, one, answer);
            has_body.then_some(at)
        });
        let goes_on = !one.is_action && self.progress.reach() == Reach::Named;
        let Some(returned) = children(one.node, "ReturnType").next().filter(|_| goes_on) else { return };
        let (written, is_collection) = inner(returned.attribute("Type").unwrap_or_default());
        if let Some(ty) = reading.index.find(written, one.namespace)
            && reading.index.get(ty).kind == super::index::Kind::Entity
        {
            self.behind(ty, is_collection, origin, place);
        }
    }

    /// Goes on behind a function, where each further segment has to be named.
    fn behind(&mut self, ty: TypeId, is_collection: bool, origin: Origin, place: &Place<'a>) {
        let shape = self.reading.shape(ty);
        let node = self.reading.index.get(ty).node;
        let mut next = self.nowhere(ty, node);
        next.is_collection = is_collection;
        next.layers = vec![shape.capabilities.clone()];
        next.origin = origin;
        next.is_contained = place.is_contained;
        next.is_view = false;
        self.stand(&next);
    }

    /// The arguments of a function in the path; nothing where one cannot be expressed.
    fn arguments(&self, one: &Callable<'a>) -> Option<Vec<FunctionParameter>> {
        let argument = |node: Node<'a>| {
            let ty = self.reading.value(node, one.namespace)?;
            let name = node.attribute("Name")?;
            let notes = self.reading.index.notes_of_callable(one, node, name);
            let mut lowered = FunctionParameter::new(name, ty.clone(), is_quoted(&ty));
            lowered.is_optional = notes.get(CORE, "OptionalParameter").is_some();
            lowered.description = notes.docs().description;
            Some(lowered)
        };
        own_parameters(one).map(argument).collect()
    }
}

/// Its parameters, without the one that it is bound to.
pub(super) fn own_parameters<'a>(one: &Callable<'a>) -> impl Iterator<Item = Node<'a>> {
    children(one.node, "Parameter").skip(usize::from(one.is_bound))
}

fn describe<'a>(
    operation: &mut Operation,
    reading: &super::reading::Reading<'a>,
    one: &Callable<'a>,
    answer: Answer,
) {
    let notes = reading.index.notes_of_callable(one, one.node, "");
    let own = notes.get(CAPABILITIES, "OperationRestrictions").map(parameters).unwrap_or_default();
    operation.parameters = own;
    if !one.is_action {
        operation.parameters.extend(options(&answer));
    }
    operation.docs = notes.docs();
    operation.docs.link =
        operation.docs.link.take().or_else(|| notes.link(if one.is_action { "action" } else { "function" }));
    let status = if answer == Answer::Empty { 204 } else { 200 };
    operation.successes = success(status, answer);
}

/// The query options of a function that gives a collection.
fn options(answer: &Answer) -> Vec<Parameter> {
    let Answer::Page { item, .. } = answer else { return Vec::new() };
    let mut all = vec![
        option("$top", Form::Number, None),
        option("$skip", Form::Number, None),
        option("$search", Form::Text, None),
        option("$filter", Form::Text, None),
        option("$count", Form::Flag, None),
    ];
    if matches!(item.item, TypeRef::Named(_)) {
        all.extend([option("$select", Form::Texts, None), option("$orderby", Form::Texts, None)]);
    }
    all.into_iter().flatten().collect()
}

impl<'a> super::reading::Reading<'a> {
    /// What a call gives; nothing where that cannot be expressed.
    fn answer(&self, one: &Callable<'a>) -> Option<Answer> {
        let Some(returned) = children(one.node, "ReturnType").next() else { return Some(Answer::Empty) };
        let ty = self.value(returned, one.namespace)?;
        if ty.item == TypeRef::Primitive(Primitive::Stream) && !ty.is_collection {
            return Some(Answer::Content { media_type: "application/octet-stream".to_owned() });
        }
        if ty.is_collection {
            let has_delta = self.tracks_changes(one, returned);
            let is_entity = self.is_entity(returned, one.namespace);
            // a collection of entities has no nulls
            let item = ValueType { is_collection: false, is_nullable: ty.is_nullable && !is_entity, ..ty };
            return Some(Answer::Page { item, has_delta });
        }
        Some(match ty.item {
            TypeRef::Named(_) if !self.is_enum(returned, one.namespace) => Answer::One(ty),
            TypeRef::Untyped => Answer::One(ty),
            _ => Answer::Wrapped(ty),
        })
    }

    /// Whether the last page of a function has a link to what changes from then on: if the function or what it gives
    /// says so, or by its name, which is all that Graph says.
    fn tracks_changes(&self, one: &Callable<'a>, returned: Node<'a>) -> bool {
        if one.is_action {
            return false;
        }
        let of_call = self.index.notes_of_callable(one, one.node, "");
        let tracking = of_call.get(CAPABILITIES, "ChangeTracking");
        let stated = tracking.map(|node| property(node, "Supported").and_then(boolean).unwrap_or(true));
        let of_answer = self.index.notes_of_callable(one, returned, "$ReturnType");
        stated.unwrap_or_else(|| one.name == "delta" || of_answer.is(CORE, "IsDelta"))
    }

    fn kind_of(&self, node: Node<'a>, home: &'a str) -> Option<super::index::Kind> {
        let (written, _) = inner(node.attribute("Type")?);
        match self.index.named(written, home) {
            Named::Type(id) => Some(self.index.get(id).kind),
            _ => None,
        }
    }

    fn is_entity(&self, node: Node<'a>, home: &'a str) -> bool {
        self.kind_of(node, home) == Some(super::index::Kind::Entity)
    }

    pub(super) fn is_enum(&self, node: Node<'a>, home: &'a str) -> bool {
        self.kind_of(node, home) == Some(super::index::Kind::Enum)
    }
}
