//! Operations: which are there in both slices, and what changed of them.

use std::collections::HashMap;

use super::change::{Aspect, Change, Effect, Item};
use super::path::{self, Overloads};
use super::{access, exchange};
use crate::model::{
    Api, FunctionParameter, Operation, ParameterPlace, PathTemplate, Primitive, Segment, TypeDef, TypeRef,
};

pub(super) const TEXT: &str = "only the documentation says it";
const LEFT_OUT: &str = "the generator leaves the operation out, because no request of it could be right";

pub(super) fn compare(old: &Api, new: &Api, has_permissions: bool, found: &mut Vec<Change>) {
    let pairs = Pairs::find(old, new);
    for one in pairs.removed {
        let (effect, reason) = if is_callable(old, one) {
            (Effect::Major, "a program that calls it no longer compiles")
        } else {
            (Effect::Patch, LEFT_OUT)
        };
        found.push(Change::removed(Item::Operation(one.title()), &one.origin, effect, reason));
    }
    for one in pairs.added {
        let (effect, reason) = if is_callable(new, one) {
            (Effect::Minor, "there is one more way on and one more call")
        } else {
            (Effect::Patch, LEFT_OUT)
        };
        found.push(Change::added(Item::Operation(one.title()), &one.origin, effect, reason));
    }
    let overloads = [Overloads::find(old), Overloads::find(new)];
    for (before, after) in pairs.both {
        let start = found.len();
        match [is_callable(old, before), is_callable(new, after)] {
            [true, true] => {
                changed([before, after], &overloads, has_permissions, found);
                continue;
            }
            [true, false] => {
                let reason =
                    "the generator leaves it out from now on, because no request of it could be right";
                found.push(
                    Change::new(item(before), Aspect::Callable, Effect::Major, reason).values("yes", "no"),
                );
            }
            [false, true] => {
                let reason = "there is one more way on and one more call";
                found.push(
                    Change::new(item(before), Aspect::Callable, Effect::Minor, reason).values("no", "yes"),
                );
            }
            [false, false] => {
                changed([before, after], &overloads, has_permissions, found);
                for change in &mut found[start..] {
                    (change.effect, change.reason) = (Effect::Patch, LEFT_OUT);
                }
                continue;
            }
        }
        for change in &mut found[start..] {
            (change.old, change.new) = (Some(before.origin.clone()), Some(after.origin.clone()));
        }
    }
}

/// The operations of two slices, side by side.
struct Pairs<'a> {
    both: Vec<(&'a Operation, &'a Operation)>,
    removed: Vec<&'a Operation>,
    added: Vec<&'a Operation>,
}

impl<'a> Pairs<'a> {
    /// Functions are found by their arguments first. What is left over is one function with other arguments, if
    /// there is only one on each side, or a path in another letter case.
    fn find(old: &'a Api, new: &'a Api) -> Self {
        let mut pairs = Self {
            both: Vec::new(),
            removed: old.operations.iter().collect(),
            added: new.operations.iter().collect(),
        };
        pairs.match_by(|one| path::key(one, true));
        pairs.match_by(|one| path::key(one, false));
        pairs.match_by(|one| path::key(one, false).to_lowercase());
        pairs
    }

    fn match_by(&mut self, key: impl Fn(&Operation) -> String) {
        let by_key = |list: &[&'a Operation]| {
            let mut by_key: HashMap<String, Vec<&'a Operation>> = HashMap::new();
            for one in list {
                by_key.entry(key(one)).or_default().push(one);
            }
            by_key
        };
        let (before, after) = (by_key(&self.removed), by_key(&self.added));
        let other = |one: &Operation, from: &HashMap<String, Vec<&'a Operation>>| {
            let key = key(one);
            let is_alone = before.get(&key).is_some_and(|same| same.len() == 1);
            match from.get(&key).map(Vec::as_slice) {
                Some([other]) if is_alone => Some(*other),
                _ => None,
            }
        };
        let is_paired = |one: &Operation| {
            let key = key(one);
            [&before, &after].into_iter().all(|side| side.get(&key).is_some_and(|same| same.len() == 1))
        };
        self.both.extend(self.removed.iter().filter_map(|one| Some((*one, other(one, &after)?))));
        self.removed.retain(|one| !is_paired(one));
        self.added.retain(|one| !is_paired(one));
    }
}

fn item(of: &Operation) -> Item {
    Item::Operation(of.title())
}

/// What changed of an operation that is there in both.
fn changed(
    [old, new]: [&Operation; 2],
    overloads: &[Overloads; 2],
    has_permissions: bool,
    found: &mut Vec<Change>,
) {
    let start = found.len();
    let names = [overloads[0].in_names(old), overloads[1].in_names(new)];
    if names[0] != names[1] {
        let reason = "names tell the arguments of a function where the service has several of its name";
        let words = |names: &[Vec<&str>]| names.concat().join(", ");
        let change = Change::new(item(old), Aspect::Name, Effect::Major, reason);
        found.push(change.values(words(&names[0]), words(&names[1])));
    }
    path::arguments(old, new, found);
    let keys = [path::key(old, false), path::key(new, false)];
    if !path::is_called_alike(&keys[0], &keys[1]) {
        let reason = "in names in Rust, a word begins at each capital letter";
        let change = Change::new(item(old), Aspect::Name, Effect::Major, reason);
        found.push(change.values(&old.path, &new.path));
    } else if spelling(&old.path) != spelling(&new.path) {
        let reason = "placeholders, namespaces and the case of first letters do not show in Rust";
        let change = Change::new(item(old), Aspect::Spelling, Effect::Patch, reason);
        found.push(change.values(&old.path, &new.path));
    }
    if old.kind != new.kind {
        let reason = "the call is the same";
        let change = Change::new(item(old), Aspect::Kind, Effect::Patch, reason);
        found.push(change.values(format!("{:?}", old.kind), format!("{:?}", new.kind)));
    }
    let keys = || old.path.keys().zip(new.path.keys());
    if old.docs != new.docs || keys().any(|(old, new)| old.description != new.description) {
        found.push(Change::new(item(old), Aspect::Text, Effect::Patch, TEXT));
    }
    exchange::compare(old, new, found);
    if has_permissions {
        access::compare(old, new, found);
    }
    for change in &mut found[start..] {
        (change.old, change.new) = (Some(old.origin.clone()), Some(new.origin.clone()));
    }
}

/// The path as it is written, but for the arguments of functions, which are compared one by one.
fn spelling(path: &PathTemplate) -> Vec<String> {
    let words = path.segments.iter().map(|segment| match segment {
        Segment::Call { name, .. } => name.clone(),
        other => other.to_string(),
    });
    words.collect()
}

/// Whether the generator emits the operation: every argument has a literal in a path, and every option that it
/// demands has a method of its own.
fn is_callable(api: &Api, operation: &Operation) -> bool {
    let has_method =
        |place, name: &str| exchange::has_own_method(place, name) || is_no_parameter(place, name);
    let mut options = operation.parameters.iter();
    let mut arguments = operation.path.segments.iter().flat_map(|segment| match segment {
        Segment::Call { parameters, .. } => parameters.as_slice(),
        _ => &[],
    });
    options.all(|one| !one.is_required || has_method(one.place, &one.name))
        && arguments.all(|one| has_literal(api, one))
}

/// Headers that OpenAPI says are no parameters, whatever a description declares.
fn is_no_parameter(place: ParameterPlace, name: &str) -> bool {
    let names = ["Accept", "Authorization", "Content-Type"];
    place == ParameterPlace::Header && names.iter().any(|one| name.eq_ignore_ascii_case(one))
}

fn has_literal(api: &Api, one: &FunctionParameter) -> bool {
    !one.ty.is_collection
        && match &one.ty.item {
            TypeRef::Primitive(primitive) => !matches!(primitive, Primitive::Binary | Primitive::Stream),
            TypeRef::Named(name) => matches!(api.types.get(name), Some(TypeDef::Enum(_))),
            TypeRef::Untyped => false,
        }
}
