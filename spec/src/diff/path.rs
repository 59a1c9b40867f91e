//! What a path is called, and the arguments of functions in it.

use std::collections::{HashMap, HashSet};

use super::change::{Aspect, Change, Effect, How, Item, yes};
use crate::model::{Api, FunctionParameter, Operation, Primitive, Segment, TypeRef};

/// Names that paths also have with a dollar sign, so that an action of such a name is another segment.
const SYSTEM_SEGMENTS: [&str; 3] = ["count", "ref", "value"];

/// What tells an operation from others, with the arguments of functions or without: placeholders and namespaces
/// say nothing, and letter case does.
pub(super) fn key(of: &Operation, with_arguments: bool) -> String {
    let mut key = of.method.as_str().to_owned();
    for segment in &of.path.segments {
        key.push('/');
        match segment {
            Segment::Key(_) => key.push_str("{}"),
            Segment::Literal(name) => match without_namespace(name) {
                short if short != name && is_system(short) => key.extend([short, " action"]),
                short => key.push_str(short),
            },
            Segment::Call { name, parameters } => {
                key.extend([without_namespace(name), "("]);
                let names = parameters.iter().filter(|_| with_arguments);
                names.for_each(|one| key.extend([one.name.as_str(), ","]));
                key.push(')');
            }
        }
    }
    key
}

/// Whether two keys that differ by letter case at most give the same names: the first letter of a segment says
/// nothing, any other begins a word or does not.
pub(super) fn is_called_alike(one: &str, other: &str) -> bool {
    let is_alike = |(one, other): (&str, &str)| {
        let [mut one, mut other] = [one.chars(), other.chars()];
        let [first, second] =
            [one.next(), other.next()].map(|letter| letter.map(|one| one.to_ascii_lowercase()));
        first == second && one.eq(other)
    };
    one.split('/').count() == other.split('/').count() && one.split('/').zip(other.split('/')).all(is_alike)
}

fn without_namespace(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(_, short)| short)
}

fn is_system(name: &str) -> bool {
    SYSTEM_SEGMENTS.iter().any(|known| name.eq_ignore_ascii_case(known))
}

/// Functions of which one path has several, which are told apart by their arguments, also in Rust.
pub(super) struct Overloads(HashSet<String>);

impl Overloads {
    pub(super) fn find(api: &Api) -> Self {
        let mut first: HashMap<String, String> = HashMap::new();
        let mut several = HashSet::new();
        for operation in &api.operations {
            for (site, call) in calls(operation) {
                let call = call.to_string();
                match first.get(&site) {
                    Some(known) if *known != call => drop(several.insert(site)),
                    Some(_) => {}
                    None => drop(first.insert(site, call)),
                }
            }
        }
        Self(several)
    }

    /// The arguments that are part of the names of an operation, for each function in its path.
    pub(super) fn in_names<'a>(&self, of: &'a Operation) -> Vec<Vec<&'a str>> {
        let named = |(site, call): (String, &'a Segment)| match call {
            Segment::Call { parameters, .. } if self.0.contains(&site) => {
                parameters.iter().map(|one| one.name.as_str()).collect()
            }
            _ => Vec::new(),
        };
        calls(of).map(named).collect()
    }
}

/// The functions in a path, each with the place that overloads share.
fn calls(of: &Operation) -> impl Iterator<Item = (String, &Segment)> {
    let segments = &of.path.segments;
    segments.iter().enumerate().filter_map(|(at, segment)| {
        let Segment::Call { name, .. } = segment else { return None };
        let before = segments[..at].iter().map(|one| match one {
            Segment::Key(_) => "{}".to_owned(),
            other => other.to_string(),
        });
        Some((before.chain([name.clone()]).collect::<Vec<_>>().join("/"), segment))
    })
}

/// The arguments of the functions in two paths that are alike but for them.
pub(super) fn arguments(old: &Operation, new: &Operation, found: &mut Vec<Change>) {
    for (before, after) in old.path.segments.iter().zip(&new.path.segments) {
        let (Segment::Call { parameters: before, .. }, Segment::Call { parameters: after, .. }) =
            (before, after)
        else {
            continue;
        };
        let start = found.len();
        for one in before {
            match after.iter().find(|other| other.name == one.name) {
                Some(other) => argument(old, one, other, found),
                None => found.push(Change::of(
                    item(old, one),
                    How::Removed,
                    Effect::Major,
                    "a call that gives the argument no longer compiles",
                )),
            }
        }
        for one in after.iter().filter(|one| before.iter().all(|other| other.name != one.name)) {
            found.push(added(old, one));
        }
        if required(before) != required(after) && found.len() == start {
            let (effect, reason) = (Effect::Major, "arguments are given by their place");
            let change = Change::new(Item::Operation(old.title()), Aspect::Order, effect, reason);
            found.push(change.values(required(before).join(", "), required(after).join(", ")));
        }
        for change in &mut found[start..] {
            (change.old, change.new) = (Some(old.origin.clone()), Some(new.origin.clone()));
        }
    }
}

fn required(of: &[FunctionParameter]) -> Vec<&str> {
    of.iter().filter(|one| !one.is_optional).map(|one| one.name.as_str()).collect()
}

fn item(operation: &Operation, of: &FunctionParameter) -> Item {
    Item::Argument { operation: operation.title(), name: of.name.clone() }
}

fn added(operation: &Operation, one: &FunctionParameter) -> Change {
    let (effect, reason) = if one.is_optional {
        (Effect::Minor, "a call may leave the argument out")
    } else {
        (Effect::Major, "a call without the argument no longer compiles")
    };
    Change::of(item(operation, one), How::Added, effect, reason).values("", &one.ty)
}

fn argument(of: &Operation, old: &FunctionParameter, new: &FunctionParameter, found: &mut Vec<Change>) {
    let mut change = |aspect, effect, reason, before: &str, after: &str| {
        found.push(Change::new(item(of, old), aspect, effect, reason).values(before, after));
    };
    if (&old.ty.item, old.ty.is_collection) != (&new.ty.item, new.ty.is_collection) {
        let reason = "a call gives the argument by its type";
        change(Aspect::Type, Effect::Major, reason, &old.ty.to_string(), &new.ty.to_string());
    }
    if old.is_optional != new.is_optional {
        let reason =
            "an argument that a call must have is given in another way than one that it may leave out";
        change(Aspect::Demand, Effect::Major, reason, yes(!old.is_optional), yes(!new.is_optional));
    }
    if old.is_quoted != new.is_quoted {
        let (effect, reason) = if new.is_quoted && is_converted(&new.ty.item) {
            (
                Effect::Major,
                "in quotes, a value is taken as it is, and no longer made of what converts into it",
            )
        } else {
            (Effect::Patch, "the request is written differently, the call is not")
        };
        change(Aspect::Spelling, effect, reason, quoted(old), quoted(new));
    }
    if old.description != new.description {
        change(Aspect::Text, Effect::Patch, super::operations::TEXT, "", "");
    }
}

fn quoted(of: &FunctionParameter) -> &'static str {
    if of.is_quoted { "in quotes" } else { "without quotes" }
}

/// Whether an argument without quotes is taken as anything that converts into its type.
fn is_converted(item: &TypeRef) -> bool {
    use Primitive::{Boolean, Byte, Double, Int16, Int32, Int64, SByte, Single, String};
    let TypeRef::Primitive(primitive) = item else { return false };
    !matches!(primitive, Boolean | Byte | Double | Int16 | Int32 | Int64 | SByte | Single | String)
}
