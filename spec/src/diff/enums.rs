//! Enums and their members.

use std::collections::{HashMap, HashSet};

use super::change::{Aspect, Change, Effect, Item, yes};
use super::operations::TEXT;
use crate::model::EnumType;

/// What changed of an enum that is there in both slices.
pub(super) fn compare(old: &EnumType, new: &EnumType, found: &mut Vec<Change>) {
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
