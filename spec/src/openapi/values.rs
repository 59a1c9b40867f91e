//! Schemas that stand for values: primitives, names, collections, choices.

use openapiv3::Schema;

use crate::model::{Primitive, TypeName, TypeRef, ValueType};
use crate::tree::At;

use super::Lower;
use super::located::{Linked, Located, Written};
use super::types::{Shape, is_special_numbers};

impl<'a> Lower<'a> {
    /// The type of the value that a schema describes.
    pub(super) fn value_type(&self, schema: &Linked<'a, Schema>) -> ValueType {
        let is_nullable = schema.is_nullable();
        if let Some(stated) = Self::stated(schema) {
            return ValueType { is_nullable: stated.is_nullable || is_nullable, ..stated };
        }
        let mut found = match schema.written {
            Written::Itself(value) => self.described(&Located { value, at: schema.at.clone() }),
            Written::Reference(_) => self.referred(schema),
        };
        if !found.is_collection {
            found.is_nullable |= is_nullable;
        }
        found
    }

    fn described(&self, schema: &Located<'a, Schema>) -> ValueType {
        if let Some((key, members)) = schema.choice() {
            self.choice(schema, key, &members)
        } else if let Some(parts) = schema.all_of() {
            self.extended(schema, &parts)
        } else {
            self.plain(schema)
        }
    }

    /// `x-odata-type` says what OpenAPI cannot: `Edm.Stream`.
    fn stated(schema: &Linked<'a, Schema>) -> Option<ValueType> {
        let (name, place) = schema.text("x-odata-type")?;
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
    fn referred(&self, schema: &Linked<'a, Schema>) -> ValueType {
        let untyped = ValueType::required(TypeRef::Untyped);
        let Some(target) = self.components.follow(schema) else { return untyped };
        let Some(name) = target.name else { return self.nested(&target.part) };
        if self.shape(name, &target.part) == Shape::Value {
            return self.nested(&target.part);
        }
        self.reached.borrow_mut().insert(name);
        ValueType::required(TypeRef::Named(TypeName::new(name)))
    }

    /// Reads a schema that another one stands for, which may lead back to the first.
    fn nested(&self, schema: &Located<'a, Schema>) -> ValueType {
        const DEEPEST: usize = 32;
        let depth = self.depth.get();
        if depth >= DEEPEST {
            self.is_endless.set(true);
            schema.at.error("this schema stands for itself", "let it define a type with properties");
            return ValueType::required(TypeRef::Untyped);
        }
        self.depth.set(depth + 1);
        let found = self.value_type(&schema.clone().into());
        self.depth.set(depth);
        found
    }

    /// `anyOf` and `oneOf`: something or null, or the ways in which a number may be written.
    fn choice(&self, schema: &Located<'a, Schema>, key: &str, members: &[Linked<'a, Schema>]) -> ValueType {
        let is_nullable = members.iter().any(Linked::is_nullable);
        let some: Vec<&Linked<'a, Schema>> = members.iter().filter(|one| !is_only_null(one)).collect();
        let mut found = match some[..] {
            [] => ValueType::required(TypeRef::Untyped),
            [one] => self.value_type(one),
            _ => self.number(&some).unwrap_or_else(|| {
                schema.at.warn(
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
    fn number(&self, members: &[&Linked<'a, Schema>]) -> Option<ValueType> {
        let mut number = None;
        for one in members {
            let target = self.components.follow(one)?.part;
            match target.type_name() {
                Some("number") => number = Some(self.plain(&target)),
                Some("string") => {}
                _ if is_special_numbers(&target) => {}
                _ => return None,
            }
        }
        number
    }

    /// `allOf` around one `$ref`, which is how a description is put beside it.
    fn extended(&self, schema: &Located<'a, Schema>, parts: &[Linked<'a, Schema>]) -> ValueType {
        let adds =
            |one: &Located<'a, Schema>| one.has_properties() || one.has_all_of() || one.type_name().is_some();
        let references: Vec<_> = parts.iter().filter(|one| one.reference().is_some()).collect();
        let mut others = parts.iter().filter_map(Linked::itself);
        if let [one] = references[..]
            && !others.any(|one| adds(&one))
            && !schema.has_properties()
        {
            return self.referred(one);
        }
        schema.at.warn(
            "a type without a name cannot be expressed yet, so the value is any JSON",
            "give it a name under `components/schemas`, and refer to it",
        );
        ValueType::required(TypeRef::Untyped)
    }

    fn plain(&self, schema: &Located<'a, Schema>) -> ValueType {
        let primitive = |one| ValueType::required(TypeRef::Primitive(one));
        let has_members = schema.is_enum();
        if has_members && !is_special_numbers(schema) {
            schema.at.warn(
                "an enum without a name cannot be expressed yet, so the value is text",
                "give it a name under `components/schemas`, and refer to it",
            );
        }
        match schema.type_name() {
            Some("boolean") => primitive(Primitive::Boolean),
            Some("integer") => primitive(numeric(schema, Primitive::Int64)),
            Some("number") => primitive(numeric(schema, Primitive::Double)),
            Some("string") => primitive(textual(schema)),
            Some("array") => self.collection(schema),
            Some("object") | None => {
                if schema.has_properties() {
                    schema.at.warn(
                        "a type without a name cannot be expressed yet, so the value is any JSON",
                        "give it a name under `components/schemas`, and refer to it",
                    );
                } else if schema.items().is_some() {
                    schema.at.warn("`items` without `type: array` says nothing", "add `type: array`");
                } else if has_members {
                    return primitive(Primitive::String);
                }
                ValueType::required(TypeRef::Untyped)
            }
            Some(other) => {
                schema.at.error(
                    format!("`{other}` is no type of OpenAPI 3.0"),
                    "write boolean, integer, number, string, array or object",
                );
                ValueType::required(TypeRef::Untyped)
            }
        }
    }

    fn collection(&self, schema: &Located<'a, Schema>) -> ValueType {
        let Some(items) = schema.items() else {
            // Items that are there, but were not read, are faulty and were reported.
            if !schema.at.has("items") {
                schema.at.error("an array without `items`", "say under `items` what the array holds");
            }
            return ValueType::collection(TypeRef::Untyped, false);
        };
        self.is_endless.set(false);
        let item = self.value_type(&items);
        if item.is_collection {
            if !self.is_endless.get() {
                items.at.warn(
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
fn is_only_null(member: &Linked<'_, Schema>) -> bool {
    let Some(one) = member.itself() else { return false };
    let says_more = one.has_properties()
        || one.has_all_of()
        || one.has_choice()
        || one.is_enum()
        || one.format().is_some();
    one.value.schema_data.nullable && !says_more && matches!(one.type_name(), None | Some("object"))
}

fn numeric(schema: &Located<'_, Schema>, otherwise: Primitive) -> Primitive {
    match schema.format() {
        None => otherwise,
        Some("int8") => Primitive::SByte,
        Some("uint8") => Primitive::Byte,
        Some("int16") => Primitive::Int16,
        Some("int32") => Primitive::Int32,
        Some("int64") => Primitive::Int64,
        Some("float") => Primitive::Single,
        Some("double") => Primitive::Double,
        Some("decimal") => Primitive::Decimal,
        Some(other) => unknown_format(&schema.at, other, otherwise),
    }
}

fn textual(schema: &Located<'_, Schema>) -> Primitive {
    match schema.format() {
        None | Some("uri" | "email" | "password" | "html") => Primitive::String,
        Some("date-time") => Primitive::DateTimeOffset,
        Some("date") => Primitive::Date,
        Some("time") => Primitive::TimeOfDay,
        Some("uuid") => Primitive::Guid,
        Some("duration") => Primitive::Duration,
        Some("base64url" | "byte" | "binary") => Primitive::Binary,
        Some("decimal") => Primitive::Decimal,
        Some(other) => unknown_format(&schema.at, other, Primitive::String),
    }
}

fn unknown_format(schema: &At<'_>, format: &str, taken: Primitive) -> Primitive {
    let at = schema.get("format").unwrap_or_else(|| schema.clone());
    at.warn(
        format!("the format `{format}` is not known, so the value is `{}`", taken.edm_name()),
        "write a format of OpenAPI or OData, or take it out",
    );
    taken
}
