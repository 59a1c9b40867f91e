//! Permissions: what opens an operation, and what the table says of each permission.

use std::collections::BTreeSet;

use super::change::{Aspect, Change, Effect, How, Item};
use super::operations::TEXT;
use crate::model::{AllOf, Api, Operation, PermissionInfo, Requirement, Scheme, SchemeInfo};

/// Who may call an operation.
pub(super) fn compare(old: &Operation, new: &Operation, found: &mut Vec<Change>) {
    for scheme in Scheme::ALL {
        let (before, after) = (old.permissions.of(scheme), new.permissions.of(scheme));
        if let Some((aspect, effect, reason)) = requirement(before, after) {
            let item = Item::Access { operation: old.title(), scheme };
            let change = Change::new(item, aspect, effect, reason);
            found.push(match aspect {
                Aspect::Least => change.values(least(before), least(after)),
                _ => change.values(words(before), words(after)),
            });
        }
    }
    let specific = |of: &Operation| {
        let list = &of.permissions.resource_specific;
        list.iter().map(|(scheme, all_of)| format!("{all_of} ({})", scheme.label())).collect::<BTreeSet<_>>()
    };
    let (before, after) = (specific(old), specific(new));
    if before != after {
        let join = |set: &BTreeSet<String>| {
            if set.is_empty() {
                "none".to_owned()
            } else {
                set.iter().cloned().collect::<Vec<_>>().join(", ")
            }
        };
        let reason = "consent for one chat, team or group opens no call for a checked program";
        let change = Change::new(Item::Operation(old.title()), Aspect::Specific, Effect::Patch, reason);
        found.push(change.values(join(&before), join(&after)));
    }
}

/// What a change of a requirement does: to programs that state what they hold, and so may call what their
/// permissions open.
fn requirement(old: &Requirement, new: &Requirement) -> Option<(Aspect, Effect, &'static str)> {
    let [before, after]: [Vec<&AllOf>; 2] = [old, new].map(|one| one.alternatives().collect());
    // who holds one of the old alternatives has all that a new one asks for, or more
    let is_covered = |by: &[&AllOf], one: &&AllOf| by.iter().any(|other| one.asks_for(other));
    if !before.iter().all(|one| is_covered(&after, one)) {
        let reason = "a checked program that holds only what opened the operation may no longer call it";
        return Some((Aspect::Alternatives, Effect::Major, reason));
    }
    if !after.iter().all(|one| is_covered(&before, one)) {
        let reason = "programs may call it that could not before";
        return Some((Aspect::Alternatives, Effect::Minor, reason));
    }
    if before.first() != after.first() {
        let reason = "`scopes!` and reports name another one, and somebody may have to consent to it";
        return Some((Aspect::Least, Effect::Minor, reason));
    }
    if before != after {
        return Some((
            Aspect::Order,
            Effect::Patch,
            "any of them opens it, in whatever order they are named",
        ));
    }
    if before.is_empty() && old != new {
        let reason = "no checked program may call it, before as after";
        return Some((Aspect::Alternatives, Effect::Patch, reason));
    }
    None
}

fn least(of: &Requirement) -> String {
    of.alternatives().next().map(ToString::to_string).unwrap_or_default()
}

fn words(of: &Requirement) -> String {
    match of {
        Requirement::Unknown => "unknown".to_owned(),
        Requirement::NotSupported => "not supported".to_owned(),
        Requirement::OneOf { .. } => {
            of.alternatives().map(ToString::to_string).collect::<Vec<_>>().join(" or ")
        }
    }
}

/// What the tables say of the permissions.
pub(super) fn table(old: &Api, new: &Api, found: &mut Vec<Change>) {
    let [used_before, used_after] = [old, new].map(used);
    for name in used_before.union(&used_after) {
        let item = || Item::Permission((*name).to_owned());
        let [before, after] = [old, new].map(|api| api.permissions.get(*name));
        match [used_before.contains(name), used_after.contains(name)] {
            [true, false] => {
                let reason = "no operation names it any longer, and so its constant is gone";
                let change = Change::of(item(), How::Removed, Effect::Major, reason);
                found.push(Change { old: before.map(|one| one.origin.clone()), ..change });
            }
            [false, true] => {
                let reason = "an operation names it, and so there is a constant more";
                let change = Change::of(item(), How::Added, Effect::Minor, reason);
                found.push(Change { new: after.map(|one| one.origin.clone()), ..change });
            }
            _ => {
                if let (Some(before), Some(after)) = (before, after) {
                    permission(before, after, found);
                }
            }
        }
    }
    let names: BTreeSet<&String> = old.permissions.keys().chain(new.permissions.keys()).collect();
    for name in names {
        if used_before.contains(name.as_str()) || used_after.contains(name.as_str()) {
            continue;
        }
        let reason = "nothing here asks for it: the table only tells it from a misspelt one";
        match (old.permissions.get(name), new.permissions.get(name)) {
            (Some(before), None) => {
                found.push(Change::removed(
                    Item::Permission(name.clone()),
                    &before.origin,
                    Effect::Patch,
                    reason,
                ));
            }
            (None, Some(after)) => {
                found.push(Change::added(
                    Item::Permission(name.clone()),
                    &after.origin,
                    Effect::Patch,
                    reason,
                ));
            }
            _ => {}
        }
    }
}

fn used(api: &Api) -> BTreeSet<&str> {
    api.operations.iter().flat_map(|one| one.permissions.names()).collect()
}

fn permission(old: &PermissionInfo, new: &PermissionInfo, found: &mut Vec<Change>) {
    let mut change = |aspect, effect, reason, before: String, after: String| {
        let change = Change::new(Item::Permission(new.name.clone()), aspect, effect, reason);
        found.push(change.values(before, after).at(&old.origin, &new.origin));
    };
    let facts = |of: &PermissionInfo, fact: &dyn Fn(&SchemeInfo) -> String| {
        let words = Scheme::ALL
            .into_iter()
            .filter_map(|one| Some(format!("{}: {}", one.label(), fact(of.scheme(one)?))));
        words.collect::<Vec<_>>().join(", ")
    };
    let consent = |info: &SchemeInfo| {
        if info.requires_admin_consent {
            "an administrator consents".to_owned()
        } else {
            "the user consents".to_owned()
        }
    };
    let level =
        |info: &SchemeInfo| info.privilege_level.map_or_else(|| "none".to_owned(), |level| level.to_string());
    let [before, after] = [old, new].map(|one| facts(one, &consent));
    if before != after {
        let reason = "programs compile as before, but other people must consent";
        change(Aspect::Consent, Effect::Minor, reason, before, after);
    }
    let [before, after] = [old, new].map(|one| facts(one, &level));
    if before != after {
        let reason = "programs compile as before; where there is a choice, `scopes!` may take another one";
        change(Aspect::Level, Effect::Patch, reason, before, after);
    }
    if old.is_resource_specific() != new.is_resource_specific() {
        let words = |of: &PermissionInfo| {
            if of.is_resource_specific() {
                "for one chat, team or group".to_owned()
            } else {
                "for the whole tenant".to_owned()
            }
        };
        let reason = "programs compile as before; what it opens is said at the operations";
        change(Aspect::Specific, Effect::Patch, reason, words(old), words(new));
    }
    let texts = |of: &PermissionInfo| {
        let texts = of.schemes.iter().map(|(_, info)| (info.display_name.clone(), info.description.clone()));
        texts.collect::<Vec<_>>()
    };
    if texts(old) != texts(new) {
        change(Aspect::Text, Effect::Patch, TEXT, String::new(), String::new());
    }
}
