//! What operations send and answer.

use super::shared::Shared;
use super::values::{reference, schema};
use super::yaml::{Entries, Yaml, map, text, yes};
use crate::model::{Answer, Body, StatusCodes, Success, TypeRef, ValueType};

const JSON: &str = "application/json";
const PLAIN_TEXT: &str = "text/plain";

/// `requestBody`
pub(super) fn body(of: &Body) -> Yaml {
    let (content, is_required) = match of {
        Body::Json { ty, is_required } => (json(schema(ty)), *is_required),
        Body::Parameters(name) => {
            let schema = reference("schemas", name.as_str());
            (map([(JSON, map([("schema", schema)]))]), true)
        }
        Body::Binary { media_type } => (bytes(media_type), true),
    };
    let required = ("required", Yaml::Word(is_required.to_string()));
    map([required, ("content", content)])
}

/// `responses`, with those that mean an error.
pub(super) fn responses(of: &[Success], shared: &mut Shared) -> Yaml {
    let mut found = Entries::new();
    for one in of {
        let code = match one.status {
            StatusCodes::Exact(code) => code.to_string(),
            StatusCodes::Successful => "2XX".to_owned(),
        };
        found.push((code, response(&one.answer, shared)));
    }
    for code in ["4XX", "5XX"] {
        found.push((code.to_owned(), reference("responses", "error")));
    }
    Yaml::Map(found)
}

fn response(of: &Answer, shared: &mut Shared) -> Yaml {
    let described = |content| map([("description", text("Success")), ("content", content)]);
    match of {
        Answer::Empty => map([("description", text("Success"))]),
        Answer::One(ty) => described(json(schema(ty))),
        Answer::Wrapped(ty) => described(json(wrapper(ty, &[]))),
        Answer::Page { item, has_delta } => shared.page(item, *has_delta),
        Answer::Count => described(count()),
        Answer::Content { media_type } => described(bytes(media_type)),
    }
}

/// A page, for those that share it.
pub(super) fn collection(of: &Answer) -> Yaml {
    let Answer::Page { item, has_delta } = of else { return Yaml::Map(Entries::new()) };
    let links: &[&str] =
        if *has_delta { &["@odata.nextLink", "@odata.deltaLink"] } else { &["@odata.nextLink"] };
    let items = ValueType { is_collection: true, ..item.clone() };
    let name = match &item.item {
        TypeRef::Named(name) => name.short().to_owned(),
        other => other.to_string(),
    };
    let described = format!("A page of {name}.");
    map([("description", text(described)), ("content", json(wrapper(&items, links)))])
}

/// An object around a value.
fn wrapper(of: &ValueType, links: &[&str]) -> Entries {
    let mut properties = vec![("value".to_owned(), Yaml::Map(schema(of)))];
    let link = || map([("type", text("string")), ("nullable", yes())]);
    properties.extend(links.iter().map(|name| ((*name).to_owned(), link())));
    vec![("type".to_owned(), text("object")), ("properties".to_owned(), Yaml::Map(properties))]
}

fn json(schema: Entries) -> Yaml {
    map([(JSON, map([("schema", Yaml::Map(schema))]))])
}

/// A number as plain text, as Microsoft's own description has it.
fn count() -> Yaml {
    let schema = map([("type", text("number")), ("format", text("int32"))]);
    map([(PLAIN_TEXT, map([("schema", schema)]))])
}

fn bytes(media_type: &str) -> Yaml {
    let schema = map([("type", text("string")), ("format", text("binary"))]);
    map([(media_type, map([("schema", schema)]))])
}
