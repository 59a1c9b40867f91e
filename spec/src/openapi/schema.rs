//! What a schema says, however `openapiv3` sorted it.
//!
//! A schema that says one thing is a [`Type`] or a choice; one that says two is an
//! [`AnySchema`](openapiv3::AnySchema), and more than a quarter of Graph's are: `allOf` beside
//! `type`, `oneOf` beside a discriminator. Whatever can be asked of a schema is asked here, of both
//! alike. Where `openapiv3` gives an empty list for a key that is absent, the tree tells the two apart.

use openapiv3::{
    AdditionalProperties, IntegerFormat, NumberFormat, ReferenceOr, Schema, SchemaKind, StringFormat, Type,
    VariantOrUnknownOrEmpty as Format,
};

use crate::model::Docs;
use crate::tree::At;

use super::located::{Linked, Located, docs, words};

impl<'a> Located<'a, Schema> {
    /// `type`
    pub(super) fn type_name(&self) -> Option<&'a str> {
        match &self.value.schema_kind {
            SchemaKind::Type(one) => Some(match one {
                Type::String(_) => "string",
                Type::Number(_) => "number",
                Type::Integer(_) => "integer",
                Type::Object(_) => "object",
                Type::Array(_) => "array",
                Type::Boolean(_) => "boolean",
            }),
            SchemaKind::Any(any) => any.typ.as_deref(),
            _ => None,
        }
    }

    /// `format`, by the name that it is written with.
    pub(super) fn format(&self) -> Option<&'a str> {
        match &self.value.schema_kind {
            SchemaKind::Type(Type::Integer(one)) => name(&one.format, |known| match known {
                IntegerFormat::Int32 => "int32",
                IntegerFormat::Int64 => "int64",
            }),
            SchemaKind::Type(Type::Number(one)) => name(&one.format, |known| match known {
                NumberFormat::Float => "float",
                NumberFormat::Double => "double",
            }),
            SchemaKind::Type(Type::String(one)) => name(&one.format, |known| match known {
                StringFormat::Date => "date",
                StringFormat::DateTime => "date-time",
                StringFormat::Password => "password",
                StringFormat::Byte => "byte",
                StringFormat::Binary => "binary",
            }),
            SchemaKind::Any(any) => any.format.as_deref(),
            _ => None,
        }
    }

    /// The declared properties, in the order of the source.
    pub(super) fn properties(&self) -> Vec<(&'a str, Linked<'a, Schema>)> {
        let declared = match &self.value.schema_kind {
            SchemaKind::Type(Type::Object(object)) => &object.properties,
            SchemaKind::Any(any) => &any.properties,
            _ => return Vec::new(),
        };
        let places = self.at.entries_of("properties").into_iter();
        places.filter_map(|(name, at)| Some((name, Linked::new(declared.get(name)?, at)))).collect()
    }

    /// The names of the properties, faulty ones among them.
    pub(super) fn property_names(&self) -> Vec<&'a str> {
        self.at.entries_of("properties").into_iter().map(|(name, _)| name).collect()
    }

    pub(super) fn has_properties(&self) -> bool {
        match &self.value.schema_kind {
            SchemaKind::Type(Type::Object(_)) | SchemaKind::Any(_) => self.at.has("properties"),
            _ => false,
        }
    }

    /// The names under `required`, each with its place.
    pub(super) fn required(&self) -> Vec<(&'a str, At<'a>)> {
        let names = match &self.value.schema_kind {
            SchemaKind::Type(Type::Object(object)) => &object.required,
            SchemaKind::Any(any) => &any.required,
            _ => return Vec::new(),
        };
        names.iter().map(String::as_str).zip(self.at.items_of("required")).collect()
    }

    /// `additionalProperties`
    pub(super) fn further(&self) -> Option<&'a AdditionalProperties> {
        match &self.value.schema_kind {
            SchemaKind::Type(Type::Object(object)) => object.additional_properties.as_ref(),
            SchemaKind::Any(any) => any.additional_properties.as_ref(),
            _ => None,
        }
    }

    pub(super) fn items(&self) -> Option<Linked<'a, Schema>> {
        let items = match &self.value.schema_kind {
            SchemaKind::Type(Type::Array(array)) => array.items.as_ref()?,
            SchemaKind::Any(any) => any.items.as_ref()?,
            _ => return None,
        };
        Some(Linked::new(items, self.at.get("items")?))
    }

    pub(super) fn has_all_of(&self) -> bool {
        match &self.value.schema_kind {
            SchemaKind::AllOf { .. } => true,
            SchemaKind::Any(_) => self.at.has("allOf"),
            _ => false,
        }
    }

    pub(super) fn all_of(&self) -> Option<Vec<Linked<'a, Schema>>> {
        match &self.value.schema_kind {
            SchemaKind::AllOf { all_of } => self.members("allOf", all_of),
            SchemaKind::Any(any) => self.members("allOf", &any.all_of),
            _ => None,
        }
    }

    /// The members of `anyOf`, or else of `oneOf`, with the key that they stand under.
    pub(super) fn choice(&self) -> Option<(&'static str, Vec<Linked<'a, Schema>>)> {
        let (any_of, one_of): (&'a [_], &'a [_]) = match &self.value.schema_kind {
            SchemaKind::AnyOf { any_of } => (any_of, &[]),
            SchemaKind::OneOf { one_of } => (&[], one_of),
            SchemaKind::Any(any) => (&any.any_of, &any.one_of),
            _ => return None,
        };
        let both = [("anyOf", any_of), ("oneOf", one_of)];
        both.into_iter().find_map(|(key, list)| Some((key, self.members(key, list)?)))
    }

    pub(super) fn has_choice(&self) -> bool {
        match &self.value.schema_kind {
            SchemaKind::AnyOf { .. } | SchemaKind::OneOf { .. } => true,
            SchemaKind::Any(_) => self.at.has("anyOf") || self.at.has("oneOf"),
            _ => false,
        }
    }

    fn members(&self, key: &str, list: &'a [ReferenceOr<Schema>]) -> Option<Vec<Linked<'a, Schema>>> {
        let at = self.at.get(key)?;
        Some(Linked::list(list, Some(at)))
    }

    pub(super) fn is_enum(&self) -> bool {
        match &self.value.schema_kind {
            SchemaKind::Type(Type::Object(_) | Type::Array(_)) => false,
            SchemaKind::Type(_) | SchemaKind::Any(_) => self.at.has("enum"),
            _ => false,
        }
    }

    /// The members of an enum. A nullable one may list null beside them, which is left out here.
    pub(super) fn enumerated(&self) -> Option<Vec<(&'a str, At<'a>)>> {
        let places = self.at.get("enum")?.items();
        let text = |one: Option<&'a str>, at: At<'a>| Some((one.or_else(|| at.as_str())?, at));
        let found = match &self.value.schema_kind {
            SchemaKind::Type(Type::String(one)) => {
                let listed = one.enumeration.iter().zip(places);
                listed.filter_map(|(one, at)| text(Some(one.as_deref()?), at)).collect()
            }
            SchemaKind::Any(any) => {
                let listed = any.enumeration.iter().zip(places).filter(|(one, _)| !one.is_null());
                listed.filter_map(|(one, at)| text(one.as_str(), at)).collect()
            }
            // How a number is written, only the tree knows.
            SchemaKind::Type(Type::Number(_) | Type::Integer(_) | Type::Boolean(_)) => {
                let listed = places.into_iter().filter(|at| !at.node.is_null());
                listed.filter_map(|at| text(None, at)).collect()
            }
            _ => return None,
        };
        Some(found)
    }

    pub(super) fn docs(&self) -> Docs {
        let data = &self.value.schema_data;
        let mut docs = docs(None, data.description.as_ref(), data.external_docs.as_ref());
        docs.summary = self.extension("x-ms-summary").and_then(|one| words(one.as_str()));
        docs
    }
}

/// The formats of OpenAPI have names in `openapiv3`; those of OData are unknown to it, but kept.
fn name<T: Copy>(format: &Format<T>, known: impl Fn(T) -> &'static str) -> Option<&str> {
    match format {
        Format::Item(one) => Some(known(*one)),
        Format::Unknown(name) => Some(name),
        Format::Empty => None,
    }
}

/// What may also stand beside a `$ref`. `openapiv3` drops it there, so it is read from the tree.
impl<'a> Linked<'a, Schema> {
    pub(super) fn is_nullable(&self) -> bool {
        self.itself().map_or_else(|| self.at.is("nullable"), |one| one.value.schema_data.nullable)
    }

    pub(super) fn is_read_only(&self) -> bool {
        self.itself().map_or_else(|| self.at.is("readOnly"), |one| one.value.schema_data.read_only)
    }

    /// Whether the extension says `true`.
    pub(super) fn is(&self, key: &str) -> bool {
        self.itself().map_or_else(|| self.at.is(key), |one| one.is(key))
    }

    pub(super) fn text(&self, key: &str) -> Option<(&'a str, At<'a>)> {
        let at = self.at.get(key)?;
        let text = match self.itself() {
            Some(one) => one.extension(key)?.as_str()?,
            None => at.as_str()?,
        };
        Some((text, at))
    }

    pub(super) fn docs(&self) -> Docs {
        self.itself().map_or_else(
            || Docs {
                summary: self.at.words("summary"),
                description: self.at.words("description"),
                link: self.at.get("externalDocs").and_then(|docs| docs.words("url")),
            },
            |one| one.docs(),
        )
    }
}
