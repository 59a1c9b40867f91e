//! The parameters of actions, which become types.
//!
//! `microsoft.graph.createOrGetParameters` where that name is free and every action of that name in the file takes
//! the same; else the name of the type that the action is bound to goes before it:
//! `microsoft.graph.messageReplyParameters`. So a name depends on the file alone, and not on how much of it is cut
//! out.

use std::collections::HashMap;

use super::calls::own_parameters;
use super::index::{Callable, inner};
use super::notes::CORE;
use super::reading::Reading;
use super::xml::{Node, children};
use crate::model::{Api, Body, Property, StructuredKind, StructuredType, TypeDef, TypeName};

/// Gives each operation that calls an action the type of what it sends.
pub(super) fn attach(reading: &Reading<'_>, sends: &[(usize, usize)], api: &mut Api) {
    let mut names: HashMap<usize, TypeName> = HashMap::new();
    for (operation, callable) in sends {
        let name = names.entry(*callable).or_insert_with(|| {
            let one = &reading.index.callables[*callable];
            let lowered = reading.parameters(one);
            free_name(reading, one, &lowered, api)
        });
        if let Some(operation) = api.operations.get_mut(*operation) {
            operation.body = Some(Body::Parameters(name.clone()));
        }
    }
}

/// Adds the type under the first name that is free or has the same parameters already.
fn free_name<'a>(
    reading: &Reading<'a>,
    one: &Callable<'a>,
    lowered: &StructuredType,
    api: &mut Api,
) -> TypeName {
    let plain = reading.is_plain(one).then(|| format!("{}Parameters", one.name));
    let bound = bound_name(one);
    let numbered = (2_usize..).map(|number| format!("{bound}Parameters{number}"));
    let candidates = plain.into_iter().chain([format!("{bound}Parameters")]).chain(numbered);
    for short in candidates {
        if reading.index.find_exact(one.namespace, &short).is_some() {
            continue;
        }
        let name = TypeName::new(format!("{}.{short}", one.namespace));
        match api.types.get(&name) {
            Some(TypeDef::Structured(known)) if known.properties == lowered.properties => return name,
            Some(_) => {}
            None => {
                let mut ty = lowered.clone();
                ty.name = name.clone();
                api.types.insert(name.clone(), TypeDef::Structured(ty));
                return name;
            }
        }
    }
    TypeName::new(format!("{}.{bound}Parameters", one.namespace))
}

/// `messageReply`, `onlineMeetingsCreateOrGet` where it is bound to a collection.
fn bound_name(one: &Callable<'_>) -> String {
    let binding = children(one.node, "Parameter").next().filter(|_| one.is_bound);
    let Some(written) = binding.and_then(|one| one.attribute("Type")) else { return one.name.to_owned() };
    let (of, is_collection) = inner(written);
    let short = of.rsplit('.').next().unwrap_or(of);
    let mut name = one.name.chars();
    let first = name.next().map(|one| one.to_ascii_uppercase());
    let name: String = first.into_iter().chain(name).collect();
    format!("{short}{}{name}", if is_collection { "Collection" } else { "" })
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

    /// Whether all actions of the name take the same.
    fn is_plain(&self, one: &Callable<'a>) -> bool {
        let all = self.index.overloads.get(&(one.namespace, one.name)).map(Vec::as_slice).unwrap_or_default();
        let said = |one: &Callable<'a>| -> Vec<[Option<&'a str>; 3]> {
            let facets = |node: Node<'a>| ["Name", "Type", "Nullable"].map(|facet| node.attribute(facet));
            own_parameters(one).map(facets).collect()
        };
        let own = said(one);
        let mut others = all.iter().map(|at| &self.index.callables[*at]).filter(|other| other.is_action);
        others.all(|other| said(other) == own || said(other).is_empty())
    }
}
