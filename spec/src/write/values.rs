//! Values as schemas.

use super::yaml::{Entries, Yaml, add, map, text};
use crate::model::{Primitive, TypeName, TypeRef, ValueType};

/// The schema of a value.
pub(super) fn schema(of: &ValueType) -> Entries {
    let item = item(&of.item, of.is_nullable);
    if !of.is_collection {
        return item;
    }
    vec![("type".to_owned(), text("array")), ("items".to_owned(), Yaml::Map(item))]
}

/// The same, to which something will be added: no `$ref` stands alone there, beside which OpenAPI sees nothing.
pub(super) fn open_schema(of: &ValueType) -> Entries {
    let schema = schema(of);
    if schema.iter().any(|(key, _)| key == "$ref") {
        return vec![("allOf".to_owned(), Yaml::List(vec![Yaml::Map(schema)]))];
    }
    schema
}

fn item(of: &TypeRef, is_nullable: bool) -> Entries {
    let null = is_nullable.then(super::yaml::yes);
    let mut found = match of {
        TypeRef::Named(name) if is_nullable => {
            let nothing = map([("type", text("object")), ("nullable", super::yaml::yes())]);
            return vec![(
                "anyOf".to_owned(),
                Yaml::List(vec![reference("schemas", name.as_str()), nothing]),
            )];
        }
        TypeRef::Named(name) => return vec![reference_entry("schemas", name.as_str())],
        TypeRef::Primitive(one) => primitive(*one),
        TypeRef::Untyped => Entries::new(),
    };
    add(&mut found, "nullable", null);
    found
}

/// `type` and `format`.
fn primitive(of: Primitive) -> Entries {
    let (ty, format) = match of {
        Primitive::Boolean => ("boolean", None),
        Primitive::String => ("string", None),
        Primitive::Binary | Primitive::Stream => ("string", Some("base64url")),
        Primitive::Date => ("string", Some("date")),
        Primitive::DateTimeOffset => ("string", Some("date-time")),
        Primitive::TimeOfDay => ("string", Some("time")),
        Primitive::Duration => ("string", Some("duration")),
        Primitive::Guid => ("string", Some("uuid")),
        Primitive::Byte => ("integer", Some("uint8")),
        Primitive::SByte => ("integer", Some("int8")),
        Primitive::Int16 => ("integer", Some("int16")),
        Primitive::Int32 => ("integer", Some("int32")),
        Primitive::Int64 => ("integer", Some("int64")),
        Primitive::Decimal => ("number", Some("decimal")),
        Primitive::Double => ("number", Some("double")),
        Primitive::Single => ("number", Some("float")),
    };
    let mut found = vec![("type".to_owned(), text(ty))];
    add(&mut found, "format", format.map(text));
    if of == Primitive::Stream {
        found.push(("x-odata-type".to_owned(), text(of.edm_name())));
    }
    found
}

/// `$ref: '#/components/schemas/..'`
pub(super) fn reference(section: &str, name: &str) -> Yaml {
    Yaml::Map(vec![reference_entry(section, name)])
}

fn reference_entry(section: &str, name: &str) -> (String, Yaml) {
    // what a step of a JSON pointer cannot hold as it is; names of OData have none of these
    let name = name.replace('~', "~0").replace('/', "~1").replace('%', "%25");
    ("$ref".to_owned(), text(format!("#/components/{section}/{name}")))
}

/// The name of a type as `x-ms-docs-key-type` has it: without the namespace of Graph.
pub(super) fn key_type(of: &TypeName) -> &str {
    of.as_str().strip_prefix("microsoft.graph.").unwrap_or(of.as_str())
}
