//! Types, their properties, and the members of enums.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::change::{Aspect, Change, Effect, Item, yes};
use super::exchange::shown;
use super::operations::TEXT;
use crate::model::{
    Answer, Api, Body, EnumType, HttpMethod, Primitive, Property, StructuredKind, StructuredType, TypeDef,
    TypeName, TypeRef, ValueType,
};

pub(super) fn compare(old: &Api, new: &Api, found: &mut Vec<Change>) {
    let both = Both { old: Side::new(old), new: Side::new(new) };
    for (name, before) in &old.types {
        match (before, new.types.get(name)) {
            (TypeDef::Structured(before), Some(TypeDef::Structured(after))) => {
                both.structured(before, after, found);
            }
            (TypeDef::Enum(before), Some(TypeDef::Enum(after))) => enumeration(before, after, found),
            (_, Some(after)) => {
                let reason = "an enum and a type with properties have nothing in common";
                let change = Change::new(Item::Type(name.clone()), Aspect::Type, Effect::Major, reason);
                found.push(change.values(sort(before), sort(after)).at(before.origin(), after.origin()));
            }
            (_, None) => found.push(both.removed(before)),
        }
    }
    for (name, after) in new.types.iter().filter(|(name, _)| !old.types.contains_key(*name)) {
        let (effect, reason) = match both.new.is_emitted(after) {
            true => (Effect::Minor, "there is one more type"),
            false => (Effect::Patch, UNUSED_BASE),
        };
        found.push(Change::added(Item::Type(name.clone()), after.origin(), effect, reason));
    }
}

const UNUSED_BASE: &str = "nothing is generated of an abstract type that nothing names";

fn sort(of: &TypeDef) -> &'static str {
    match of {
        TypeDef::Structured(_) => "a type with properties",
        TypeDef::Enum(_) => "an enum",
    }
}

/// Both slices, with what is known of each.
struct Both<'a> {
    old: Side<'a>,
    new: Side<'a>,
}

/// A slice, and what decides how its types are emitted.
struct Side<'a> {
    api: &'a Api,
    /// The types that a property or an operation names.
    used: HashSet<&'a TypeName>,
    /// The types whose properties stand in the body of a PATCH, also of one that derives from them.
    patched: HashSet<&'a TypeName>,
    /// For each structured type its properties, those of its bases first, and who declares them.
    properties: HashMap<&'a TypeName, Vec<Declared<'a>>>,
}

#[derive(Clone, Copy)]
struct Declared<'a> {
    property: &'a Property,
    by: &'a TypeName,
}

impl<'a> Side<'a> {
    fn new(api: &'a Api) -> Self {
        let structured = || {
            api.types.values().filter_map(|ty| match ty {
                TypeDef::Structured(ty) => Some(ty),
                TypeDef::Enum(_) => None,
            })
        };
        let properties = structured().map(|ty| (&ty.name, declared(api, ty))).collect();
        let mut patched = HashSet::new();
        let bodies = patch_bodies(api);
        for ty in structured() {
            let mut with_bases = api.bases_of(ty);
            with_bases.push(ty);
            if with_bases.iter().any(|one| bodies.contains(&one.name)) {
                patched.extend(with_bases.iter().map(|one| &one.name));
            }
        }
        Self { api, used: used(api), patched, properties }
    }

    fn is_emitted(&self, ty: &TypeDef) -> bool {
        match ty {
            TypeDef::Structured(ty) => !ty.is_abstract || self.used.contains(&ty.name),
            TypeDef::Enum(_) => true,
        }
    }

    fn of(&self, ty: &TypeName) -> &[Declared<'a>] {
        self.properties.get(ty).map_or(&[], Vec::as_slice)
    }

    fn bases(&self, ty: &StructuredType) -> HashSet<&'a TypeName> {
        self.api
            .structured(&ty.name)
            .map(|ty| self.api.bases_of(ty))
            .into_iter()
            .flatten()
            .map(|one| &one.name)
            .collect()
    }
}

/// The properties of a type with those of its bases. One that is declared again stands once, as the derived type
/// declares it.
fn declared<'a>(api: &'a Api, ty: &'a StructuredType) -> Vec<Declared<'a>> {
    let mut chain = api.bases_of(ty);
    chain.reverse();
    chain.push(ty);
    let mut found: Vec<Declared<'a>> = Vec::new();
    let mut places: HashMap<&str, usize> = HashMap::new();
    for by in chain {
        for property in &by.properties {
            let one = Declared { property, by: &by.name };
            match places.get(property.name.as_str()) {
                Some(place) => found[*place] = one,
                None => {
                    places.insert(&property.name, found.len());
                    found.push(one);
                }
            }
        }
    }
    found
}

/// The types that a PATCH takes as its body.
fn patch_bodies(api: &Api) -> HashSet<&TypeName> {
    let patches = api.operations.iter().filter(|one| one.method == HttpMethod::Patch);
    let bodies = patches.filter_map(|one| match &one.body {
        Some(Body::Json { ty, .. }) if !ty.is_collection => Some(&ty.item),
        _ => None,
    });
    bodies
        .filter_map(|item| match item {
            TypeRef::Named(name) => Some(name),
            TypeRef::Primitive(_) | TypeRef::Untyped => None,
        })
        .collect()
}

fn used(api: &Api) -> HashSet<&TypeName> {
    let properties = api.types.values().filter_map(|ty| match ty {
        TypeDef::Structured(ty) => Some(ty.properties.iter().map(|one| &one.ty)),
        TypeDef::Enum(_) => None,
    });
    let answers = api.operations.iter().flat_map(|one| &one.successes).filter_map(|one| match &one.answer {
        Answer::One(ty) | Answer::Wrapped(ty) | Answer::Page { item: ty, .. } => Some(ty),
        Answer::Empty | Answer::Content { .. } => None,
    });
    let bodies = api.operations.iter().filter_map(|one| match &one.body {
        Some(Body::Json { ty, .. }) => Some(ty),
        _ => None,
    });
    let types = properties.flatten().chain(answers).chain(bodies);
    types
        .filter_map(|ty| match &ty.item {
            TypeRef::Named(name) => Some(name),
            TypeRef::Primitive(_) | TypeRef::Untyped => None,
        })
        .collect()
}

impl Both<'_> {
    fn removed(&self, ty: &TypeDef) -> Change {
        let (effect, reason) = match self.old.is_emitted(ty) {
            true => (Effect::Major, "a program that names the type no longer compiles"),
            false => (Effect::Patch, UNUSED_BASE),
        };
        Change::removed(Item::Type(ty.name().clone()), ty.origin(), effect, reason)
    }

    fn structured(&self, old: &StructuredType, new: &StructuredType, found: &mut Vec<Change>) {
        let start = found.len();
        let item = || Item::Type(new.name.clone());
        self.emission(old, new, found);
        self.bases(old, new, found);
        if old.is_open != new.is_open {
            let reason = "every type keeps what it does not declare";
            let change = Change::new(item(), Aspect::Open, Effect::Patch, reason);
            found.push(change.values(yes(old.is_open), yes(new.is_open)));
        }
        if old.docs != new.docs {
            found.push(Change::new(item(), Aspect::Text, Effect::Patch, TEXT));
        }
        self.order(old, new, found);
        for change in &mut found[start..] {
            (change.old, change.new) = (Some(old.origin.clone()), Some(new.origin.clone()));
        }
        self.properties(old, new, found);
    }

    /// What sort of type it is, and whether it is there at all.
    fn emission(&self, old: &StructuredType, new: &StructuredType, found: &mut Vec<Change>) {
        let item = || Item::Type(new.name.clone());
        if old.kind != new.kind {
            let are_parameters = [old, new].iter().any(|one| one.kind == StructuredKind::Parameters);
            let (effect, reason) = match are_parameters {
                true => (Effect::Major, "the parameters of an action are made and sent in another way"),
                false => (Effect::Patch, "entity types and complex types are alike in Rust"),
            };
            let change = Change::new(item(), Aspect::Kind, effect, reason);
            found.push(change.values(format!("{:?}", old.kind), format!("{:?}", new.kind)));
        }
        let is_emitted =
            |side: &Side<'_>, ty: &StructuredType| !ty.is_abstract || side.used.contains(&ty.name);
        let emitted = [is_emitted(&self.old, old), is_emitted(&self.new, new)];
        let (effect, reason) = match emitted {
            [true, false] => (Effect::Major, UNUSED_BASE),
            [false, true] => (Effect::Minor, "there is one more type"),
            _ => (Effect::Patch, "it is generated all the same, or not at all"),
        };
        if old.is_abstract != new.is_abstract || emitted[0] != emitted[1] {
            let change = Change::new(item(), Aspect::Abstract, effect, reason);
            found.push(change.values(yes(old.is_abstract), yes(new.is_abstract)));
        }
    }

    fn bases(&self, old: &StructuredType, new: &StructuredType, found: &mut Vec<Change>) {
        let [before, after] = [self.old.bases(old), self.new.bases(new)];
        if old.base == new.base && before == after {
            return;
        }
        let emitted =
            |side: &Side<'_>, name: &TypeName| side.api.types.get(name).is_some_and(|ty| side.is_emitted(ty));
        let is_lost = before.difference(&after).any(|name| emitted(&self.old, name));
        let is_won = after.difference(&before).any(|name| emitted(&self.new, name));
        let (effect, reason) = match (is_lost, is_won) {
            (true, _) => {
                (Effect::Major, "its values can no longer be given for, and read from, those of the base")
            }
            (false, true) => (Effect::Minor, "its values can be given for, and read from, those of the base"),
            (false, false) => (Effect::Patch, "the properties of base types are its own in Rust"),
        };
        if old.base == new.base && effect == Effect::Patch {
            return;
        }
        let name =
            |base: &Option<TypeName>| base.as_ref().map_or_else(|| "none".to_owned(), ToString::to_string);
        let change = Change::new(Item::Type(new.name.clone()), Aspect::Base, effect, reason);
        found.push(change.values(name(&old.base), name(&new.base)));
    }

    /// The order of what an action demands: it is given by its place.
    fn order(&self, old: &StructuredType, new: &StructuredType, found: &mut Vec<Change>) {
        if [old, new].iter().any(|one| one.kind != StructuredKind::Parameters) {
            return;
        }
        let demanded = |side: &[Declared<'_>], other: &[Declared<'_>]| -> Vec<String> {
            let is_demanded = |name: &str, by: &[Declared<'_>]| {
                by.iter().any(|one| one.property.name == name && one.property.is_required)
            };
            let names = side.iter().map(|one| one.property.name.as_str());
            names
                .filter(|name| is_demanded(name, side) && is_demanded(name, other))
                .map(str::to_owned)
                .collect()
        };
        let (before, after) = (self.old.of(&old.name), self.new.of(&new.name));
        let (before, after) = (demanded(before, after), demanded(after, before));
        if before != after {
            let reason = "what an action demands is given by its place";
            let change = Change::new(Item::Type(new.name.clone()), Aspect::Order, Effect::Major, reason);
            found.push(change.values(before.join(", "), after.join(", ")));
        }
    }

    /// The properties with those of base types. What a base type has seen change is said there, once.
    fn properties(&self, old: &StructuredType, new: &StructuredType, found: &mut Vec<Change>) {
        let (before, after) = (self.old.of(&old.name), self.new.of(&new.name));
        let by_name = |side: &[Declared<'_>]| -> BTreeMap<String, usize> {
            side.iter().enumerate().map(|(at, one)| (one.property.name.clone(), at)).collect()
        };
        let (old_names, new_names) = (by_name(before), by_name(after));
        let (old_bases, new_bases) = (self.old.bases(old), self.new.bases(new));
        let shared: Vec<&TypeName> = old_bases.intersection(&new_bases).copied().collect();
        let has = |side: &Side<'_>, ty: &TypeName, name: &str| {
            side.of(ty).iter().any(|one| one.property.name == name)
        };
        for one in before {
            let name = one.property.name.as_str();
            match new_names.get(name).map(|at| after[*at]) {
                Some(other) => {
                    let is_said_there = one.by == other.by && *one.by != old.name && shared.contains(&one.by);
                    if !is_said_there {
                        self.property(&new.name, [one.property, other.property], found);
                    }
                }
                None if shared
                    .iter()
                    .any(|base| has(&self.old, base, name) && !has(&self.new, base, name)) => {}
                None => found.push(removed(&new.name, one.property, old.kind)),
            }
        }
        for one in after.iter().filter(|one| !old_names.contains_key(&one.property.name)) {
            let name = one.property.name.as_str();
            if !shared.iter().any(|base| has(&self.new, base, name) && !has(&self.old, base, name)) {
                found.push(added(&new.name, one.property, new.kind));
            }
        }
    }

    /// A property that is there in both.
    fn property(&self, of: &TypeName, [old, new]: [&Property; 2], found: &mut Vec<Change>) {
        let start = found.len();
        let mut change = |aspect, (effect, reason), before: String, after: String| {
            let item = Item::Property { of: of.clone(), name: new.name.clone() };
            found.push(Change::new(item, aspect, effect, reason).values(before, after));
        };
        let fact = |is: bool| yes(is).to_owned();
        if (&old.ty.item, old.ty.is_collection) != (&new.ty.item, new.ty.is_collection) {
            change(Aspect::Type, other_type(old, new), shown(&old.ty), shown(&new.ty));
        } else if old.ty.is_nullable != new.ty.is_nullable {
            change(
                Aspect::Null,
                self.nullability(of, [old, new]),
                fact(old.ty.is_nullable),
                fact(new.ty.is_nullable),
            );
        }
        if old.is_navigation != new.is_navigation {
            let effect =
                (Effect::Major, "it is asked for in another way: `$expand` takes it, or `$select` does");
            change(Aspect::Navigation, effect, fact(old.is_navigation), fact(new.is_navigation));
        } else if writer(old) != writer(new) {
            change(
                Aspect::Writer,
                self.writability(of, [old, new]),
                writer(old).to_owned(),
                writer(new).to_owned(),
            );
        }
        if old.is_required != new.is_required {
            let effect = (Effect::Major, "what an action demands is given where its parameters are made");
            change(Aspect::Demand, effect, fact(old.is_required), fact(new.is_required));
        }
        if old.is_secret != new.is_secret {
            let effect = (Effect::Patch, "only `Debug` differs");
            change(Aspect::Secret, effect, fact(old.is_secret), fact(new.is_secret));
        }
        if old.docs != new.docs {
            change(Aspect::Text, (Effect::Patch, TEXT), String::new(), String::new());
        }
        for change in &mut found[start..] {
            (change.old, change.new) = (Some(old.origin.clone()), Some(new.origin.clone()));
        }
    }

    /// Whether a PATCH could set the property before, and can now.
    fn is_in_update(&self, of: &TypeName, [old, new]: [&Property; 2]) -> [bool; 2] {
        [self.old.patched.contains(of) && is_writable(old), self.new.patched.contains(of) && is_writable(new)]
    }

    fn nullability(&self, of: &TypeName, both: [&Property; 2]) -> (Effect, &'static str) {
        let in_both = self.is_in_update(of, both) == [true, true];
        if both[0].ty.is_collection || !in_both {
            return (Effect::Patch, "a field may be absent in any case");
        }
        match both[1].ty.is_nullable {
            true => (Effect::Minor, "a PATCH can clear it"),
            false => (Effect::Major, "a PATCH can no longer clear it"),
        }
    }

    fn writability(&self, of: &TypeName, both: [&Property; 2]) -> (Effect, &'static str) {
        match self.is_in_update(of, both) {
            [true, false] => (Effect::Major, "a PATCH can no longer set it"),
            [false, true] => (Effect::Minor, "a PATCH can set it"),
            _ => (Effect::Patch, "the field is the same, and no PATCH sets it"),
        }
    }
}

fn is_writable(property: &Property) -> bool {
    writer(property) == "anybody" && !property.is_navigation && property.name != "id"
}

fn writer(property: &Property) -> &'static str {
    match property {
        _ if property.is_read_only => "the service",
        _ if property.is_immutable => "whoever creates the object",
        _ => "anybody",
    }
}

const NO_FIELD: &str = "a stream is no field: it has a path of its own";

fn is_stream(property: &Property) -> bool {
    property.ty.item == TypeRef::Primitive(Primitive::Stream)
}

fn other_type(old: &Property, new: &Property) -> (Effect, &'static str) {
    match [is_stream(old), is_stream(new)] {
        [true, true] => (Effect::Patch, NO_FIELD),
        [true, false] => (Effect::Minor, "the type has a field more"),
        [false, true] => (Effect::Major, NO_FIELD),
        [false, false] => (Effect::Major, "a program that reads or sets the field no longer compiles"),
    }
}

fn removed(of: &TypeName, property: &Property, kind: StructuredKind) -> Change {
    let (effect, reason) = match property {
        _ if is_stream(property) => (Effect::Patch, NO_FIELD),
        _ if kind == StructuredKind::Parameters => {
            (Effect::Major, "a program that gives the parameter no longer compiles")
        }
        _ => (Effect::Major, "a program that reads or sets the field no longer compiles"),
    };
    let item = Item::Property { of: of.clone(), name: property.name.clone() };
    Change::removed(item, &property.origin, effect, reason).values(&property.ty, "")
}

fn added(of: &TypeName, property: &Property, kind: StructuredKind) -> Change {
    let (effect, reason) = match property {
        _ if is_stream(property) => (Effect::Patch, NO_FIELD),
        _ if kind == StructuredKind::Parameters && property.is_required => {
            (Effect::Major, "the action demands it, and parameters without it can no longer be made")
        }
        _ if kind == StructuredKind::Parameters => (Effect::Minor, "the action does without it"),
        _ => (Effect::Minor, "the type has a field more, and no program names all of them"),
    };
    let item = Item::Property { of: of.clone(), name: property.name.clone() };
    Change::added(item, &property.origin, effect, reason).values("", &property.ty)
}

fn enumeration(old: &EnumType, new: &EnumType, found: &mut Vec<Change>) {
    let item = || Item::Type(new.name.clone());
    let start = found.len();
    if old.is_flags != new.is_flags {
        let reason = "a set of members is held in another type than a member";
        let change = Change::new(item(), Aspect::Flags, Effect::Major, reason);
        found.push(change.values(yes(old.is_flags), yes(new.is_flags)));
    }
    if old.docs != new.docs {
        found.push(Change::new(item(), Aspect::Text, Effect::Patch, TEXT));
    }
    let in_both = |one: &EnumType, other: &EnumType| -> Vec<String> {
        let known: HashSet<&str> = other.members.iter().map(|member| member.name.as_str()).collect();
        one.members
            .iter()
            .map(|member| member.name.clone())
            .filter(|name| known.contains(name.as_str()))
            .collect()
    };
    if in_both(old, new) != in_both(new, old) {
        let reason = "names mean the same; only what is sorted by them comes in another order";
        found.push(Change::new(item(), Aspect::Order, Effect::Patch, reason));
    }
    for change in &mut found[start..] {
        (change.old, change.new) = (Some(old.origin.clone()), Some(new.origin.clone()));
    }
    members(old, new, found);
}

fn members(old: &EnumType, new: &EnumType, found: &mut Vec<Change>) {
    let item = |name: &str| Item::Member { of: new.name.clone(), name: name.to_owned() };
    let before: HashMap<&str, _> = old.members.iter().map(|one| (one.name.as_str(), one)).collect();
    let after: HashSet<&str> = new.members.iter().map(|one| one.name.as_str()).collect();
    for one in old.members.iter().filter(|one| !after.contains(one.name.as_str())) {
        let reason = "a program that names the member no longer compiles";
        found.push(Change::removed(item(&one.name), &one.origin, Effect::Major, reason));
    }
    for one in &new.members {
        match before.get(one.name.as_str()) {
            None => {
                let reason = "every program has an arm for members that it does not know";
                found.push(Change::added(item(&one.name), &one.origin, Effect::Minor, reason));
            }
            Some(known) if known.docs != one.docs => {
                let change = Change::new(item(&one.name), Aspect::Text, Effect::Patch, TEXT);
                found.push(change.at(&known.origin, &one.origin));
            }
            Some(_) => {}
        }
    }
}
