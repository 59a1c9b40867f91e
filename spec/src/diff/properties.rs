//! Properties of types, with those that they inherit.

use std::collections::HashMap;

use super::change::{Aspect, Change, Effect, Item, yes};
use super::exchange::shown;
use super::operations::TEXT;
use super::side::{Declared, Side};
use super::types::Both;
use crate::model::{Primitive, Property, StructuredKind, StructuredType, TypeName, TypeRef};

impl Both<'_> {
    /// The properties with those of base types. What a base type has seen change is said there, once.
    pub(super) fn properties(&self, old: &StructuredType, new: &StructuredType, found: &mut Vec<Change>) {
        let (before, after) = (self.old.of(&old.name), self.new.of(&new.name));
        let by_name = |side: &[Declared<'_>]| -> HashMap<String, usize> {
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
        if both[1].ty.is_nullable {
            (Effect::Minor, "a PATCH can clear it")
        } else {
            (Effect::Major, "a PATCH can no longer clear it")
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
