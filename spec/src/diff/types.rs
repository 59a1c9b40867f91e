//! Types: which are there in both slices, and what sort each is.

use super::change::{Aspect, Change, Effect, Item, yes};
use super::enums;
use super::operations::TEXT;
use super::side::{Declared, Side};
use crate::model::{Api, StructuredKind, StructuredType, TypeDef, TypeName};

pub(super) fn compare(old: &Api, new: &Api, found: &mut Vec<Change>) {
    let both = Both { old: Side::new(old), new: Side::new(new) };
    for (name, before) in &old.types {
        match (before, new.types.get(name)) {
            (TypeDef::Structured(before), Some(TypeDef::Structured(after))) => {
                both.structured(before, after, found);
            }
            (TypeDef::Enum(before), Some(TypeDef::Enum(after))) => enums::compare(before, after, found),
            (_, Some(after)) => {
                let reason = "an enum and a type with properties have nothing in common";
                let change = Change::new(Item::Type(name.clone()), Aspect::Type, Effect::Major, reason);
                found.push(change.values(sort(before), sort(after)).at(before.origin(), after.origin()));
            }
            (_, None) => found.push(both.removed(before)),
        }
    }
    for (name, after) in new.types.iter().filter(|(name, _)| !old.types.contains_key(*name)) {
        let (effect, reason) = if both.new.is_emitted(after) {
            (Effect::Minor, "there is one more type")
        } else {
            (Effect::Patch, UNUSED_BASE)
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
pub(super) struct Both<'a> {
    pub(super) old: Side<'a>,
    pub(super) new: Side<'a>,
}

impl Both<'_> {
    fn removed(&self, ty: &TypeDef) -> Change {
        let (effect, reason) = if self.old.is_emitted(ty) {
            (Effect::Major, "a program that names the type no longer compiles")
        } else {
            (Effect::Patch, UNUSED_BASE)
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
            let (effect, reason) = if are_parameters {
                (Effect::Major, "the parameters of an action are made and sent in another way")
            } else {
                (Effect::Patch, "entity types and complex types are alike in Rust")
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
}
