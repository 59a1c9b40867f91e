//! Schemas that stand for values: primitives, names, collections, choices.

use crate::model::{Primitive, TypeName, TypeRef, ValueType};
use crate::tree::At;

use super::Lower;
use super::types::{Shape, is_special_numbers};

impl<'a> Lower<'a> {
    /// The type of the value that a schema describes.
    pub(super) fn value_type(&self, at: &At<'a>) -> ValueType {
        let is_nullable = at.is("nullable");
        if let Some(stated) = Self::stated(at) {
            return ValueType { is_nullable: stated.is_nullable || is_nullable, ..stated };
        }
        let mut found = if at.has("$ref") {
            self.referred(at)
        } else if at.has("anyOf") {
            self.choice(at, "anyOf")
        } else if at.has("oneOf") {
            self.choice(at, "oneOf")
        } else if at.has("allOf") {
            self.extended(at)
        } else {
            self.plain(at)
        };
        if !found.is_collection {
            found.is_nullable |= is_nullable;
        }
        found
    }

    /// `x-odata-type` says what OpenAPI cannot: `Edm.Stream`.
    fn stated(at: &At<'a>) -> Option<ValueType> {
        let place = at.get("x-odata-type")?;
        let name = place.as_str()?;
        let primitive = Primitive::from_edm_name(name);
        if primitive.is_none() {
            place.error(
                format!("`{name}` is no primitive type of OData"),
                "write a name such as `Edm.Stream`, or take `x-odata-type` out",
            );
        }
        Some(ValueType::required(TypeRef::Primitive(primitive?)))
    }

    /// A type by its name; a schema that is no type of its own is read in place.
    fn referred(&self, at: &At<'a>) -> ValueType {
        let untyped = ValueType::required(TypeRef::Untyped);
        let Some(target) = self.components.follow(at) else { return untyped };
        let Some(name) = target.schema else { return self.nested(&target.at) };
        if self.shape(name, &target.at) == Shape::Value {
            return self.nested(&target.at);
        }
        self.reached.borrow_mut().insert(name);
        ValueType::required(TypeRef::Named(TypeName::new(name)))
    }

    /// Reads a schema that another one stands for, which may lead back to the first.
    fn nested(&self, at: &At<'a>) -> ValueType {
        const DEEPEST: usize = 32;
        let depth = self.depth.get();
        if depth >= DEEPEST {
            self.is_endless.set(true);
            at.error("this schema stands for itself", "let it define a type with properties");
            return ValueType::required(TypeRef::Untyped);
        }
        self.depth.set(depth + 1);
        let found = self.value_type(at);
        self.depth.set(depth);
        found
    }

    /// `anyOf` and `oneOf`: something or null, or the ways in which a number may be written.
    fn choice(&self, at: &At<'a>, key: &str) -> ValueType {
        let members = at.items_of(key);
        let is_nullable = members.iter().any(|one| one.is("nullable"));
        let some: Vec<&At<'a>> = members.iter().filter(|one| !is_only_null(one)).collect();
        let mut found = match some[..] {
            [] => ValueType::required(TypeRef::Untyped),
            [one] => self.value_type(one),
            _ => self.number(&some).unwrap_or_else(|| {
                at.warn(
                    "a choice between several types cannot be expressed yet, so the value is any JSON",
                    format!("keep one type under `{key}`"),
                );
                ValueType::required(TypeRef::Untyped)
            }),
        };
        if !found.is_collection {
            found.is_nullable |= is_nullable;
        }
        found
    }

    /// `[{type: number}, {type: string}, INF or NaN]`.
    fn number(&self, members: &[&At<'a>]) -> Option<ValueType> {
        let mut number = None;
        for one in members {
            let target = self.components.follow(one)?.at;
            match target.str("type") {
                Some("number") => number = Some(self.plain(&target)),
                Some("string") => {}
                _ if is_special_numbers(&target) => {}
                _ => return None,
            }
        }
        number
    }

    /// `allOf` around one `$ref`, which is how a description is put beside it.
    fn extended(&self, at: &At<'a>) -> ValueType {
        let members = at.items_of("allOf");
        let adds = |one: &At<'a>| one.has("properties") || one.has("allOf") || one.has("type");
        let (references, others): (Vec<_>, Vec<_>) = members.iter().partition(|one| one.has("$ref"));
        if let [one] = references[..]
            && !others.into_iter().any(adds)
            && !at.has("properties")
        {
            return self.referred(one);
        }
        at.warn(
            "a type without a name cannot be expressed yet, so the value is any JSON",
            "give it a name under `components/schemas`, and refer to it",
        );
        ValueType::required(TypeRef::Untyped)
    }

    fn plain(&self, at: &At<'a>) -> ValueType {
        let primitive = |one| ValueType::required(TypeRef::Primitive(one));
        if at.has("enum") && !is_special_numbers(at) {
            at.warn(
                "an enum without a name cannot be expressed yet, so the value is text",
                "give it a name under `components/schemas`, and refer to it",
            );
        }
        match at.str("type") {
            Some("boolean") => primitive(Primitive::Boolean),
            Some("integer") => primitive(numeric(at, Primitive::Int64)),
            Some("number") => primitive(numeric(at, Primitive::Double)),
            Some("string") => primitive(textual(at)),
            Some("array") => self.collection(at),
            Some("object") | None => {
                if at.has("properties") {
                    at.warn(
                        "a type without a name cannot be expressed yet, so the value is any JSON",
                        "give it a name under `components/schemas`, and refer to it",
                    );
                } else if at.has("items") {
                    at.warn("`items` without `type: array` says nothing", "add `type: array`");
                } else if at.has("enum") {
                    return primitive(Primitive::String);
                }
                ValueType::required(TypeRef::Untyped)
            }
            Some(other) => {
                at.error(
                    format!("`{other}` is no type of OpenAPI 3.0"),
                    "write boolean, integer, number, string, array or object",
                );
                ValueType::required(TypeRef::Untyped)
            }
        }
    }

    fn collection(&self, at: &At<'a>) -> ValueType {
        let Some(items) = at.get("items") else {
            at.error("an array without `items`", "say under `items` what the array holds");
            return ValueType::collection(TypeRef::Untyped, false);
        };
        let item = self.value_type(&items);
        if item.is_collection {
            if !self.is_endless.get() {
                items.warn(
                    "a collection of collections cannot be expressed yet, so its items are any JSON",
                    "name a type for the inner collection",
                );
            }
            return ValueType::collection(TypeRef::Untyped, false);
        }
        ValueType::collection(item.item, item.is_nullable)
    }
}

/// The member of a choice that only adds null: `{type: object, nullable: true}`.
fn is_only_null(at: &At<'_>) -> bool {
    let says_more = ["$ref", "properties", "allOf", "anyOf", "oneOf", "enum", "format"];
    at.is("nullable")
        && !says_more.iter().any(|key| at.has(key))
        && matches!(at.str("type"), None | Some("object"))
}

fn numeric(at: &At<'_>, otherwise: Primitive) -> Primitive {
    let Some(format) = at.get("format") else { return otherwise };
    match format.as_str() {
        Some("int8") => Primitive::SByte,
        Some("uint8") => Primitive::Byte,
        Some("int16") => Primitive::Int16,
        Some("int32") => Primitive::Int32,
        Some("int64") => Primitive::Int64,
        Some("float") => Primitive::Single,
        Some("double") => Primitive::Double,
        Some("decimal") => Primitive::Decimal,
        other => unknown_format(&format, other, otherwise),
    }
}

fn textual(at: &At<'_>) -> Primitive {
    let Some(format) = at.get("format") else { return Primitive::String };
    match format.as_str() {
        Some("date-time") => Primitive::DateTimeOffset,
        Some("date") => Primitive::Date,
        Some("time") => Primitive::TimeOfDay,
        Some("uuid") => Primitive::Guid,
        Some("duration") => Primitive::Duration,
        Some("base64url" | "byte" | "binary") => Primitive::Binary,
        Some("decimal") => Primitive::Decimal,
        Some("uri" | "email" | "password" | "html") => Primitive::String,
        other => unknown_format(&format, other, Primitive::String),
    }
}

fn unknown_format(at: &At<'_>, format: Option<&str>, taken: Primitive) -> Primitive {
    if let Some(format) = format {
        at.warn(
            format!("the format `{format}` is not known, so the value is `{}`", taken.edm_name()),
            "write a format of OpenAPI or OData, or take it out",
        );
    }
    taken
}
