//! What operations take and give: options, bodies, answers.

use super::change::{Aspect, Change, Effect, How, Item, yes};
use super::operations::TEXT;
use crate::model::{Answer, Body, HttpMethod, Operation, Parameter, ParameterPlace, StatusCodes, ValueType};

/// The options that generated operations have a method for; others are set by their names.
const OWN_METHODS: [(ParameterPlace, &str); 13] = [
    (ParameterPlace::Query, "$select"),
    (ParameterPlace::Query, "$expand"),
    (ParameterPlace::Query, "$filter"),
    (ParameterPlace::Query, "$search"),
    (ParameterPlace::Query, "$orderby"),
    (ParameterPlace::Query, "$top"),
    (ParameterPlace::Query, "$skip"),
    (ParameterPlace::Query, "$count"),
    (ParameterPlace::Query, "$format"),
    (ParameterPlace::Header, "Accept-Language"),
    (ParameterPlace::Header, "Prefer"),
    (ParameterPlace::Header, "If-Match"),
    (ParameterPlace::Header, "ConsistencyLevel"),
];

/// Whether a request has a method of its own for a query option or a header: without one, it is set by its name,
/// and nobody's program depends on whether a description declares it.
#[must_use]
pub fn has_own_method(place: ParameterPlace, name: &str) -> bool {
    OWN_METHODS.iter().any(|(known, own)| *known == place && own.eq_ignore_ascii_case(name))
}

pub(super) fn compare(old: &Operation, new: &Operation, found: &mut Vec<Change>) {
    parameters(old, new, found);
    body(old, new, found);
    answer(old, new, found);
}

fn parameters(old: &Operation, new: &Operation, found: &mut Vec<Change>) {
    let item = |one: &Parameter| Item::Parameter { operation: old.title(), name: one.name.clone() };
    for one in &old.parameters {
        let Some(other) = new.parameter(one.place, &one.name) else {
            found.push(removed(item(one), one));
            continue;
        };
        if one.is_required != other.is_required {
            let change = Change::of(item(one), How::Changed(Aspect::Demand), Effect::Patch, "");
            let (effect, reason) = demand(other);
            found.push(Change {
                effect,
                reason,
                ..change.values(yes(one.is_required), yes(other.is_required))
            });
        }
        if one.ty != other.ty {
            let change =
                Change::new(item(one), Aspect::Type, Effect::Patch, "what a request gives is the same");
            found.push(change.values(shown(&one.ty), shown(&other.ty)));
        }
        if one.description != other.description {
            found.push(Change::new(item(one), Aspect::Text, Effect::Patch, TEXT));
        }
    }
    for one in new.parameters.iter().filter(|one| old.parameter(one.place, &one.name).is_none()) {
        let (effect, reason) = match (one.is_required, has_own_method(one.place, &one.name)) {
            (true, _) => demand(one),
            (false, true) => (Effect::Minor, "the request has a method more"),
            (false, false) => (Effect::Patch, "it has no method: it is set by its name, before as after"),
        };
        found.push(Change::of(item(one), How::Added, effect, reason));
    }
}

fn removed(item: Item, one: &Parameter) -> Change {
    let (effect, reason) = if has_own_method(one.place, &one.name) {
        (Effect::Major, "the request no longer has the method that sets it")
    } else {
        (Effect::Patch, "it has no method: it is set by its name, before as after")
    };
    Change::of(item, How::Removed, effect, reason)
}

fn demand(now: &Parameter) -> (Effect, &'static str) {
    if now.is_required {
        (Effect::Major, "a call that leaves it out compiles as before, and the service refuses it")
    } else {
        (Effect::Patch, "calls that give it go on to do so")
    }
}

fn body(old: &Operation, new: &Operation, found: &mut Vec<Change>) {
    let item = || Item::Body(old.title());
    match (&old.body, &new.body) {
        (Some(before), None) => {
            let reason = "a call that gives a body no longer compiles";
            let change = Change::of(item(), How::Removed, Effect::Major, reason);
            found.push(change.values(taken(before), ""));
        }
        (None, Some(after)) => {
            let reason = "a call without a body no longer compiles";
            let change = Change::of(item(), How::Added, Effect::Major, reason);
            found.push(change.values("", taken(after)));
        }
        (Some(before), Some(after)) if before != after => {
            found.push(other_body(item(), old.method, [before, after]));
        }
        _ => {}
    }
}

fn other_body(item: Item, method: HttpMethod, [old, new]: [&Body; 2]) -> Change {
    if let (Body::Binary { media_type: before }, Body::Binary { media_type: after }) = (old, new) {
        let reason = "the call is the same, and says another media type to the service";
        return Change::new(item, Aspect::Media, Effect::Patch, reason).values(before, after);
    }
    let is_same = match (old, new) {
        (Body::Json { ty: before, .. }, Body::Json { ty: after, .. }) => {
            (&before.item, before.is_collection) == (&after.item, after.is_collection)
        }
        _ => false,
    };
    if is_same {
        return Change::new(item, Aspect::Demand, Effect::Patch, "a call gives a body, before as after");
    }
    let reason = match method {
        HttpMethod::Patch => "a call gives the changes to a value of that type",
        _ => "a call gives a value of that type",
    };
    Change::new(item, Aspect::Type, Effect::Major, reason).values(taken(old), taken(new))
}

/// A body in a few words.
pub(super) fn taken(body: &Body) -> String {
    match body {
        Body::Json { ty, .. } => ty.to_string(),
        Body::Parameters(name) => name.to_string(),
        Body::Binary { media_type } => media_type.clone(),
    }
}

fn answer(old: &Operation, new: &Operation, found: &mut Vec<Change>) {
    let item = || Item::Answer(old.title());
    let (before, after) = (old.answer(), new.answer());
    if shape(before) != shape(after) {
        let reason = "a program that uses the answer no longer compiles";
        let change = Change::new(item(), Aspect::Type, Effect::Major, reason);
        found.push(change.values(given(before), given(after)));
    } else if let (Answer::Content { media_type: before }, Answer::Content { media_type: after }) =
        (before, after)
        && before != after
    {
        let change = Change::new(
            item(),
            Aspect::Media,
            Effect::Patch,
            "an answer holds its bytes and says their type",
        );
        found.push(change.values(before, after));
    } else {
        let reason = "the answer has the same type in Rust";
        for (aspect, fact) in [(Aspect::Null, nulls as fn(&Answer) -> String), (Aspect::Delta, delta)] {
            let [before, after] = [before, after].map(fact);
            if before != after {
                found.push(Change::new(item(), aspect, Effect::Patch, reason).values(before, after));
            }
        }
    }
    let statuses = [codes(old), codes(new)];
    if statuses[0] != statuses[1] {
        let reason = "every status of the two hundreds is a success, before as after";
        found.push(
            Change::new(item(), Aspect::Status, Effect::Patch, reason).values(&statuses[0], &statuses[1]),
        );
    }
}

/// What decides the type of an answer in Rust.
fn shape(answer: &Answer) -> (&'static str, Option<String>, bool) {
    let of = |sort, ty: &ValueType, is_optional| (sort, Some(ty.to_string()), is_optional);
    match answer {
        Answer::Empty => ("nothing", None, false),
        Answer::One(ty) => of("one", ty, false),
        Answer::Wrapped(ty) => of("wrapped", ty, ty.is_nullable && !ty.is_collection),
        Answer::Page { item, .. } => ("page", Some(item.item.to_string()), false),
        Answer::Count => ("count", None, false),
        Answer::Content { .. } => ("content", None, false),
    }
}

/// An answer in a few words.
fn given(answer: &Answer) -> String {
    match answer {
        Answer::Empty => "nothing".to_owned(),
        Answer::One(ty) => ty.to_string(),
        Answer::Wrapped(ty) => format!("{} as `value`", shown(ty)),
        Answer::Page { item, .. } => format!("pages of {}", item.item),
        Answer::Count => "a count".to_owned(),
        Answer::Content { media_type } => media_type.clone(),
    }
}

/// What it answers with, and whether that can be null.
fn nulls(answer: &Answer) -> String {
    match answer {
        Answer::One(ty) | Answer::Wrapped(ty) => shown(ty),
        Answer::Page { item, .. } => format!("pages of {}", shown(item)),
        other => given(other),
    }
}

fn delta(answer: &Answer) -> String {
    match answer {
        Answer::Page { has_delta, .. } => yes(*has_delta).to_owned(),
        _ => String::new(),
    }
}

/// A type, and whether it can be null.
pub(super) fn shown(ty: &ValueType) -> String {
    if ty.is_nullable { format!("{ty} or null") } else { ty.to_string() }
}

fn codes(of: &Operation) -> String {
    let codes = of.successes.iter().map(|success| match success.status {
        StatusCodes::Exact(code) => code.to_string(),
        StatusCodes::Successful => "2XX".to_owned(),
    });
    codes.collect::<Vec<_>>().join(", ")
}
