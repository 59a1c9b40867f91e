//! The typed document of a faulty description, put together from the parts that are sound.
//!
//! A deserializer gives up at the first fault, and through `openapiv3` it cannot say where that is.
//! So each path and each part with a name is deserialized on its own, from its tree. Before that the
//! tree is compared with the [`Form`]s that are expected: what has another form is reported where it
//! stands and left out, and what OpenAPI demands but the model does not is filled in.

use openapiv3::{Components, OpenAPI, Paths};
use serde::de::DeserializeOwned;
use serde_yaml::{Mapping, Value as Typed};

use crate::tree::{self, At, Node, Value};

use super::forms::{self, Form, Object};

/// How deep schemas may nest: each level takes `openapiv3` many kilobytes of the stack.
const DEEPEST: usize = 32;

/// Reads what can be read. The rest is reported, and left out of the tree's lists too, so that the
/// items of a list and their places still go together.
pub(super) fn read(top: &At<'_>) -> OpenAPI {
    let components = top.get("components");
    let section = |name: &str| components.iter().flat_map(|at| at.entries_of(name)).collect::<Vec<_>>();
    let info = top.get("info").and_then(|at| part(&at, &Form::Object(&forms::INFO)));
    let servers = top.get("servers").and_then(|at| part(&at, &forms::SERVERS));
    let paths = top.entries_of("paths").into_iter().filter(|(path, _)| path.starts_with('/'));
    let paths = parts(paths, &forms::PATH_ITEM);
    OpenAPI {
        openapi: top.str("openapi").unwrap_or_default().to_owned(),
        info: info.unwrap_or_default(),
        servers: servers.unwrap_or_default(),
        paths: Paths { paths, ..Paths::default() },
        components: Some(Components {
            schemas: parts(section("schemas"), &forms::SCHEMA),
            parameters: parts(section("parameters"), &forms::PARAMETER),
            responses: parts(section("responses"), &forms::RESPONSE),
            request_bodies: parts(section("requestBodies"), &forms::REQUEST_BODY),
            ..Components::default()
        }),
        ..OpenAPI::default()
    }
}

/// Parts with names.
fn parts<'a, T, M>(named: impl IntoIterator<Item = (&'a str, At<'a>)>, form: &'static Object) -> M
where
    T: DeserializeOwned,
    M: FromIterator<(String, T)>,
{
    let form = Form::Linked(form);
    named.into_iter().filter_map(|(name, at)| Some((name.to_owned(), part(&at, &form)?))).collect()
}

/// A part on its own. What its form does not show, serde says.
pub(super) fn part<T: DeserializeOwned>(at: &At<'_>, form: &Form) -> Option<T> {
    match serde_yaml::from_value(sound(at, form, DEEPEST)?) {
        Ok(part) => Some(part),
        Err(reason) => {
            at.error(format!("this part cannot be read: {reason}"), "write it as OpenAPI 3.0 describes it");
            None
        }
    }
}

/// The sound parts of a value, as far as its form names them, with so many levels left.
fn sound(at: &At<'_>, form: &Form, room: usize) -> Option<Typed> {
    match form {
        Form::Text | Form::Place => at.as_str().map(Typed::from),
        Form::Flag => at.as_bool().map(Typed::from),
        Form::Anything => Some(anything(at.node)),
        Form::List(item) => list(at, item, room),
        Form::Map(item) => map(at, item, room, |_| true),
        Form::Section(item) => map(at, item, room, |name| !name.starts_with("x-")),
        Form::Object(form) => object(at, form, room),
        Form::Linked(form) => match at.get("$ref") {
            Some(reference) => {
                let to = Typed::from(reference.as_str()?);
                Some(Typed::Mapping(Mapping::from_iter([(Typed::from("$ref"), to)])))
            }
            None if room == 0 => {
                at.error(
                    format!("schemas nest deeper than {DEEPEST} levels"),
                    "give the inner ones names under `components/schemas`, and refer to them",
                );
                None
            }
            None => object(at, form, room - 1),
        },
        Form::Further if at.is_map() => sound(at, &Form::Linked(&forms::SCHEMA), room),
        Form::Further => sound(at, &Form::Flag, room),
    }
}

fn list(at: &At<'_>, form: &Form, room: usize) -> Option<Typed> {
    let Value::List(_) = &at.node.value else {
        at.expected("a list");
        return None;
    };
    let keep = |item: At<'_>| {
        let found = sound(&item, form, room);
        if found.is_none() {
            at.document.leave_out(item.node);
        }
        found
    };
    Some(Typed::Sequence(at.items().into_iter().filter_map(keep).collect()))
}

fn map(at: &At<'_>, form: &Form, room: usize, is_name: impl Fn(&str) -> bool) -> Option<Typed> {
    let mut found = Mapping::new();
    for (name, item) in entries(at)?.into_iter().filter(|(name, _)| is_name(name)) {
        if let Some(item) = sound(&item, form, room) {
            found.insert(Typed::from(name), item);
        }
    }
    Some(Typed::Mapping(found))
}

fn object(at: &At<'_>, form: &Object, room: usize) -> Option<Typed> {
    let mut found = Mapping::new();
    for (key, value) in entries(at)?.into_iter().filter(|(_, value)| !value.node.is_null()) {
        let form = form.keys.iter().find(|(known, _)| *known == key).map(|(_, form)| form);
        let form = form.or_else(|| key.starts_with("x-").then_some(&Form::Anything));
        if let Some(value) = form.and_then(|form| sound(&value, form, room)) {
            found.insert(Typed::from(key), value);
        }
    }
    for group in form.demanded {
        let is_there = group.iter().any(|key| found.contains_key(*key));
        let first = form.keys.iter().find(|(key, _)| !is_there && Some(key) == group.first());
        if let Some((key, form)) = first {
            found.insert(Typed::from(*key), nothing(form));
        }
    }
    (form.check)(at).then_some(Typed::Mapping(found))
}

/// The entries of a mapping, of which null has none.
fn entries<'a>(at: &At<'a>) -> Option<Vec<(&'a str, At<'a>)>> {
    let is_map = at.is_map() || at.node.is_null();
    if !is_map {
        at.expected("a mapping");
    }
    is_map.then(|| at.entries())
}

fn nothing(form: &Form) -> Typed {
    match form {
        Form::Text => Typed::from(""),
        _ => Typed::Mapping(Mapping::new()),
    }
}

/// A value of any form. A number that JSON cannot hold stays text.
fn anything(node: &Node) -> Typed {
    match &node.value {
        _ if node.is_null() => Typed::Null,
        Value::Scalar { text, is_plain: true } if tree::is_bool(text) => {
            Typed::from(text.eq_ignore_ascii_case("true"))
        }
        Value::Scalar { text, is_plain: true } => match (text.parse::<i64>(), text.parse::<f64>()) {
            (Ok(number), _) => Typed::from(number),
            (_, Ok(number)) if number.is_finite() => Typed::from(number),
            _ => Typed::from(&**text),
        },
        Value::Scalar { text, .. } => Typed::from(&**text),
        Value::List(items) => Typed::Sequence(items.iter().map(anything).collect()),
        Value::Map(entries) => {
            let entry = |one: &tree::Entry| (Typed::from(&*one.key), anything(&one.value));
            Typed::Mapping(entries.iter().map(entry).collect())
        }
    }
}
