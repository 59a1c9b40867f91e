//! Payloads made from the model of the slice: right ones, and what is in them that a type declares.

use msgraph_spec::model::{Api, Primitive, Property, StructuredType, TypeDef, TypeName, TypeRef, ValueType};
use serde_json::{Map, Value, json};

/// An object of that type with every property set, down to where a type stands in itself.
pub(crate) fn full(api: &Api, ty: &StructuredType) -> Map<String, Value> {
    object(api, ty, &mut Vec::new())
}

/// The properties that stand in the JSON of a type.
pub(crate) fn properties<'a>(api: &'a Api, ty: &'a StructuredType) -> Vec<&'a Property> {
    let stream = TypeRef::Primitive(Primitive::Stream);
    api.properties_of(ty).into_iter().filter(|property| property.ty.item != stream).collect()
}

fn object<'a>(api: &'a Api, ty: &'a StructuredType, within: &mut Vec<&'a TypeName>) -> Map<String, Value> {
    let mut made = Map::new();
    made.insert("@odata.type".to_owned(), json!(format!("#{}", ty.name)));
    within.push(&ty.name);
    for property in properties(api, ty) {
        made.insert(property.name.clone(), value(api, &property.ty, within));
    }
    within.pop();
    made
}

fn value<'a>(api: &'a Api, ty: &'a ValueType, within: &mut Vec<&'a TypeName>) -> Value {
    let item = match &ty.item {
        TypeRef::Primitive(one) => primitive(*one),
        TypeRef::Named(name) => match &api.types[name] {
            TypeDef::Structured(_) if within.contains(&name) => json!({}),
            TypeDef::Structured(ty) => Value::Object(object(api, ty, within)),
            TypeDef::Enum(ty) if ty.is_flags => {
                json!(ty.members.iter().map(|member| member.name.as_str()).collect::<Vec<_>>().join(","))
            }
            TypeDef::Enum(ty) => json!(ty.members[ty.members.len() / 2].name),
            other => panic!("no payload for {other:?}"),
        },
        _ => json!({ "any": [1, null, "x"] }),
    };
    if ty.is_collection { json!([item, item]) } else { item }
}

fn primitive(primitive: Primitive) -> Value {
    match primitive {
        Primitive::Binary => json!("AQID"),
        Primitive::Boolean => json!(true),
        Primitive::Byte | Primitive::SByte | Primitive::Int16 => json!(7),
        Primitive::Date => json!("2026-03-09"),
        Primitive::DateTimeOffset => json!("2026-03-09T14:30:00.1234567-03:30"),
        Primitive::Decimal | Primitive::Double | Primitive::Single => json!(2.5),
        Primitive::Duration => json!("PT1H30M"),
        Primitive::Guid => json!("05b9ed5f-2ac3-4470-aae9-f4a0c30b1a4b"),
        Primitive::Int32 => json!(i32::MIN),
        Primitive::Int64 => json!(i64::MAX),
        Primitive::TimeOfDay => json!("14:30:34.2444915"),
        _ => json!("text with \"quotes\", 会議 and a \n break"),
    }
}

/// What a value would be if the service sent nothing that its type does not declare.
pub(crate) fn declared(api: &Api, ty: &TypeRef, value: &Value) -> Value {
    let named = match ty {
        TypeRef::Named(name) => api.structured(name),
        _ => None,
    };
    match (value, named) {
        (Value::Array(items), _) => items.iter().map(|item| declared(api, ty, item)).collect(),
        (Value::Object(map), Some(of)) => {
            let properties = properties(api, of);
            map.iter()
                .filter_map(|(name, value)| {
                    let known = properties.iter().find(|property| property.name == *name);
                    match known {
                        Some(property) => Some((name.clone(), declared(api, &property.ty.item, value))),
                        None => (name == "@odata.type").then(|| (name.clone(), value.clone())),
                    }
                })
                .collect()
        }
        _ => value.clone(),
    }
}

/// The same without properties that are null: those that are declared count as absent, on one side or the
/// other, where they are null.
pub(crate) fn without_nulls(value: &Value) -> Value {
    match value {
        Value::Object(map) => map
            .iter()
            .filter(|(_, value)| !value.is_null())
            .map(|(name, value)| (name.clone(), without_nulls(value)))
            .collect(),
        Value::Array(items) => items.iter().map(without_nulls).collect(),
        other => other.clone(),
    }
}
