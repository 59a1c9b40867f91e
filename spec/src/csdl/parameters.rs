//! The parameters of actions, which become types.
//!
//! `microsoft.graph.createOrGetParameters` where that name is free and every action of that name in the file takes
//! the same; else the name of the type that the action is bound to goes before it:
//! `microsoft.graph.messageReplyParameters`; and where types of one name from two namespaces would share that, the
//! namespace of the foreign one goes before it, too: `microsoft.graph.termStoreGroupReplyParameters`. The names are
//! decided for all actions of the file at once, so that none depends on how much of it is cut out.

use std::collections::HashMap;

use super::calls::own_parameters;
use super::index::{Callable, Index, inner};
use super::notes::CORE;
use super::reading::Reading;
use super::xml::{Node, children};
use crate::model::{Api, Body, Property, StructuredKind, StructuredType, TypeDef, TypeName};

/// Gives each operation that calls an action the type of what it sends.
pub(super) fn attach(reading: &Reading<'_>, sends: &[(usize, usize)], api: &mut Api) {
    if sends.is_empty() {
        return;
    }
    let names = Names::new(&reading.index);
    for (operation, callable) in sends {
        let Some((name, first)) = names.of.get(callable) else { continue };
        if !api.types.contains_key(name) {
            let mut ty = reading.parameters(&reading.index.callables[*first]);
            ty.name = name.clone();
            api.types.insert(name.clone(), TypeDef::Structured(ty));
        }
        if let Some(operation) = api.operations.get_mut(*operation) {
            operation.body = Some(Body::Parameters(name.clone()));
        }
    }
}

/// What a parameter is, as far as that makes a difference in types: its facets and whether it can be left out.
type Facets<'a> = ([Option<&'a str>; 3], bool);

/// The names of what all actions send.
#[derive(Default)]
struct Names<'a> {
    /// By action: the name, and the first action that has it.
    of: HashMap<usize, (TypeName, usize)>,
    /// What the name stands for.
    taken: HashMap<TypeName, (usize, Vec<Facets<'a>>)>,
}

impl<'a> Names<'a> {
    fn new(index: &Index<'a>) -> Self {
        let mut names = Self::default();
        let sends = |one: &Callable<'a>| one.is_action && own_parameters(one).next().is_some();
        let actions = || index.callables.iter().enumerate().filter(|(_, one)| sends(one));
        for (at, one) in actions().filter(|(_, one)| is_plain(index, one)) {
            names.take(index, at, &format!("{}Parameters", one.name));
        }
        let rest: Vec<usize> = actions().map(|(at, _)| at).filter(|at| !names.of.contains_key(at)).collect();
        // an action of the namespace of its type comes first; one of a type from elsewhere gives way
        let (home, foreign): (Vec<usize>, Vec<usize>) =
            rest.into_iter().partition(|at| namespace_apart(index, &index.callables[*at]).is_empty());
        for at in home.into_iter().chain(foreign) {
            let one = &index.callables[at];
            let bound = bound_name(one);
            let apart = match namespace_apart(index, one) {
                none if none.is_empty() => bound.clone(),
                namespace => namespace + &capital(&bound),
            };
            let numbered = (2_usize..).map(|number| format!("{apart}Parameters{number}"));
            let plain = [format!("{bound}Parameters"), format!("{apart}Parameters")];
            plain.into_iter().chain(numbered).any(|short| names.take(index, at, &short));
        }
        names
    }

    /// Gives an action that name, if it is free or stands for the same.
    fn take(&mut self, index: &Index<'a>, at: usize, short: &str) -> bool {
        let one = &index.callables[at];
        if index.find_exact(one.namespace, short).is_some() {
            return false;
        }
        let name = TypeName::new(format!("{}.{short}", one.namespace));
        let facets = facets(index, one);
        let (first, known) = self.taken.entry(name.clone()).or_insert_with(|| (at, facets.clone()));
        let is_same = *known == facets;
        if is_same {
            self.of.insert(at, (name, *first));
        }
        is_same
    }
}

fn facets<'a>(index: &Index<'a>, one: &Callable<'a>) -> Vec<Facets<'a>> {
    let facets = |node: Node<'a>| {
        let written = ["Name", "Type", "Nullable"].map(|facet| node.attribute(facet));
        let notes = index.notes_of_callable(one, node, written[0].unwrap_or_default());
        (written, notes.get(CORE, "OptionalParameter").is_some())
    };
    own_parameters(one).map(facets).collect()
}

/// Whether all actions of the name take the same.
fn is_plain<'a>(index: &Index<'a>, one: &Callable<'a>) -> bool {
    let all = index.overloads.get(&(one.namespace, one.name)).map(Vec::as_slice).unwrap_or_default();
    let own = facets(index, one);
    let mut others = all.iter().map(|at| &index.callables[*at]).filter(|other| other.is_action);
    others.all(|other| own_parameters(other).next().is_none() || facets(index, other) == own)
}

/// What an action is bound to, as it is written.
fn binding<'a>(one: &Callable<'a>) -> Option<&'a str> {
    children(one.node, "Parameter").next().filter(|_| one.is_bound)?.attribute("Type")
}

/// `termStore` where an action of `microsoft.graph` is bound to a type of `microsoft.graph.termStore`; nothing where
/// both are of one namespace.
fn namespace_apart(index: &Index<'_>, one: &Callable<'_>) -> String {
    let Some(written) = binding(one) else { return String::new() };
    let (namespace, _) = index.qualify(inner(written).0, one.namespace);
    if namespace == one.namespace {
        return String::new();
    }
    let below = namespace.strip_prefix(one.namespace).and_then(|rest| rest.strip_prefix('.'));
    let mut parts = below.unwrap_or(namespace).split('.');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |name, part| name + &capital(part))
}

fn capital(name: &str) -> String {
    let mut rest = name.chars();
    let first = rest.next().map(|one| one.to_ascii_uppercase());
    first.into_iter().chain(rest).collect()
}

/// `messageReply`, `onlineMeetingCollectionCreateOrGet` where it is bound to a collection.
fn bound_name(one: &Callable<'_>) -> String {
    let Some(written) = binding(one) else { return one.name.to_owned() };
    let (of, is_collection) = inner(written);
    let short = of.rsplit('.').next().unwrap_or(of);
    format!("{short}{}{}", if is_collection { "Collection" } else { "" }, capital(one.name))
}

impl<'a> Reading<'a> {
    fn parameters(&self, one: &Callable<'a>) -> StructuredType {
        let origin = self.origin(one.node, format!("{}.{}", one.namespace, one.name));
        let mut lowered = StructuredType::new(TypeName::new(""), StructuredKind::Parameters, origin);
        for node in own_parameters(one) {
            let (Some(name), Some(ty)) = (node.attribute("Name"), self.value(node, one.namespace)) else {
                continue;
            };
            let notes = self.index.notes_of_callable(one, node, name);
            let mut property = Property::new(name, ty, self.origin(node, name));
            let is_optional = notes.get(CORE, "OptionalParameter").is_some();
            property.is_required = !property.ty.is_nullable && !property.ty.is_collection && !is_optional;
            property.docs = notes.docs();
            lowered.properties.push(property);
        }
        lowered
    }
}
