//! A request as a person would type it, with the token in a variable.

use msgraph_spec::model::{
    Api, Body, HttpMethod, Operation, Primitive, Property, StructuredKind, TypeDef, TypeName, TypeRef,
    ValueType,
};
use serde_json::{Map, Value, json};

use crate::text::plain;

/// `curl -X POST '..' ..`, a line for each option.
pub(crate) fn curl(api: &Api, of: &Operation) -> String {
    let method = if of.method == HttpMethod::Get { String::new() } else { format!("-X {} ", of.method) };
    let address = plain(&format!("{}{}", api.service_root, of.path));
    let mut lines =
        vec![format!("curl {method}{}", quoted(&address)), "-H \"Authorization: Bearer $TOKEN\"".to_owned()];
    match &of.body {
        Some(Body::Binary { media_type }) => {
            lines.push(format!("-H {}", quoted(&format!("Content-Type: {}", plain(media_type)))));
            lines.push("--data-binary @FILE".to_owned());
        }
        Some(body) => {
            lines.push("-H 'Content-Type: application/json'".to_owned());
            lines.push(format!("-d {}", quoted(&plain(&sample(api, body).to_string()))));
        }
        None => {}
    }
    lines.join(" \\\n  ")
}

/// A text that a shell takes as it is.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

/// A body to begin with: what an action demands, or the first text that can be set.
fn sample(api: &Api, body: &Body) -> Value {
    match body {
        Body::Json { ty, .. } => match &ty.item {
            TypeRef::Named(name) => wrapped(ty, object(api, name)),
            _ => value(api, ty),
        },
        Body::Parameters(name) => object(api, name),
        _ => Value::Null,
    }
}

fn object(api: &Api, name: &TypeName) -> Value {
    let Some(of) = api.structured(name) else { return json!({}) };
    let properties = api.properties_of(of);
    let chosen: Vec<&Property> = if of.kind == StructuredKind::Parameters {
        properties.into_iter().filter(|one| one.is_required).collect()
    } else {
        let is_title = |one: &&&Property| TITLES.contains(&one.name.as_str());
        let simple: Vec<&Property> = properties.into_iter().filter(|one| is_simple(one)).collect();
        simple.iter().find(is_title).or(simple.first()).copied().into_iter().collect()
    };
    let entries = chosen.into_iter().map(|one| (one.name.clone(), value(api, &one.ty)));
    Value::Object(entries.collect::<Map<_, _>>())
}

/// Properties that people know, and that nearly every type has one of.
const TITLES: [&str; 4] = ["subject", "displayName", "title", "name"];

fn is_simple(one: &Property) -> bool {
    let is_text = one.ty.item == TypeRef::Primitive(Primitive::String) && !one.ty.is_collection;
    is_text && one.name != "id" && !one.is_read_only && !one.is_immutable && !one.is_secret
}

fn wrapped(ty: &ValueType, item: Value) -> Value {
    if ty.is_collection { Value::Array(vec![item]) } else { item }
}

fn value(api: &Api, ty: &ValueType) -> Value {
    let item = match &ty.item {
        TypeRef::Primitive(primitive) => primitive_value(*primitive),
        TypeRef::Named(name) => match api.types.get(name) {
            Some(TypeDef::Enum(of)) => of.members.first().map_or(Value::Null, |one| json!(one.name)),
            _ => json!({}),
        },
        _ => json!({}),
    };
    wrapped(ty, item)
}

fn primitive_value(of: Primitive) -> Value {
    match of {
        Primitive::Boolean => json!(true),
        Primitive::Byte | Primitive::SByte | Primitive::Int16 | Primitive::Int32 | Primitive::Int64 => {
            json!(1)
        }
        Primitive::Single | Primitive::Double | Primitive::Decimal => json!(1.5),
        Primitive::Date => json!("2026-01-31"),
        Primitive::DateTimeOffset => json!("2026-01-31T09:00:00Z"),
        Primitive::Duration => json!("PT1H"),
        Primitive::TimeOfDay => json!("09:00:00"),
        Primitive::Guid => json!("00000000-0000-0000-0000-000000000001"),
        _ => json!("text"),
    }
}
