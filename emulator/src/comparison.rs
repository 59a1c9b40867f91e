//! Values of properties as `$filter` and `$orderby` compare them, and a comparison of one with a literal.

use std::cmp::Ordering;

use msgraph_spec::model::{Api, Primitive, Property, StructuredType, TypeDef, TypeRef};
use serde_json::{Map, Value};
use time::OffsetDateTime;

use crate::errors::GraphError;
use crate::{ids, literal, moment};

/// A value that can be compared. Null comes before all others, as in an ordered collection of OData.
#[derive(Debug, PartialEq, PartialOrd)]
pub(crate) enum Scalar {
    Null,
    Boolean(bool),
    Number(f64),
    Moment(OffsetDateTime),
    Text(String),
}

/// What the values of a property are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sort {
    Boolean,
    Number,
    Moment,
    Text,
    /// A text whose literal has no quotes.
    Guid,
}

/// A property whose values can be compared, perhaps one inside of others.
pub(crate) struct Comparable<'a> {
    /// The names on the way to it; the last is its own.
    path: Vec<&'a str>,
    sort: Sort,
}

impl<'a> Comparable<'a> {
    /// The property of that path, such as `id` or `meetingOrganizer/user/id`; `option` is the one that names it.
    ///
    /// One that the type lacks is refused with 400; what the emulator cannot compare, with 501.
    pub(crate) fn find(
        api: &'a Api,
        ty: &'a StructuredType,
        text: &str,
        option: &str,
    ) -> Result<Self, GraphError> {
        let is_name = |text: &str| text.chars().all(|one| one.is_alphanumeric() || one == '_');
        let cannot = || GraphError::not_implemented(&format!("{option} with '{text}'"));
        if !text.split('/').all(is_name) {
            return Err(cannot());
        }
        let (mut within, mut path) = (Some(ty), Vec::new());
        let mut last = None;
        for name in text.split('/') {
            let ty = within.ok_or_else(cannot)?;
            let found = api.properties_of(ty).into_iter().find(|one| one.name.eq_ignore_ascii_case(name));
            let found = found.ok_or_else(|| {
                let message = format!("Could not find a property named '{name}' on type '{}'.", ty.name);
                GraphError::bad_request(message)
            })?;
            path.push(found.name.as_str());
            within = match &found.ty.item {
                TypeRef::Named(ty) if !found.ty.is_collection && !found.is_navigation => api.structured(ty),
                _ => None,
            };
            last = Some(found);
        }
        let sort = last.and_then(|last| sort(api, last)).ok_or_else(cannot)?;
        Ok(Self { path, sort })
    }

    /// The value of an entity; null where it has none.
    pub(crate) fn value(&self, properties: &Map<String, Value>) -> Scalar {
        let text = |value: &Value| value.as_str().map(String::from);
        let (first, rest) = self.path.split_first().map_or(("", &[][..]), |(first, rest)| (*first, rest));
        let value = rest.iter().try_fold(properties.get(first), |value, name| Some(value?.get(*name)));
        let value = value.flatten().and_then(|value| match self.sort {
            Sort::Boolean => value.as_bool().map(Scalar::Boolean),
            // A number of 64 bits may also be kept as text.
            Sort::Number => value.as_f64().or_else(|| number(value.as_str()?)).map(Scalar::Number),
            Sort::Moment => value.as_str().and_then(moment::parse).map(Scalar::Moment),
            Sort::Text => text(value).map(Scalar::Text),
            Sort::Guid => text(value).map(|one| Scalar::Text(one.to_ascii_lowercase())),
        });
        value.unwrap_or(Scalar::Null)
    }

    fn literal(&self, text: &str) -> Option<Scalar> {
        match self.sort {
            _ if text == "null" => Some(Scalar::Null),
            Sort::Boolean => text.parse().ok().map(Scalar::Boolean),
            Sort::Number => number(text).map(Scalar::Number),
            Sort::Moment => moment::parse(text).map(Scalar::Moment),
            Sort::Text => literal::unquote(text).map(Scalar::Text),
            Sort::Guid => ids::is_guid(text).then(|| Scalar::Text(text.to_ascii_lowercase())),
        }
    }
}

/// `NaN` has no place in any order, so it counts as nothing.
fn number(text: &str) -> Option<f64> {
    text.parse().ok().filter(|number: &f64| !number.is_nan())
}

fn sort(api: &Api, property: &Property) -> Option<Sort> {
    match &property.ty.item {
        _ if property.ty.is_collection => None,
        TypeRef::Primitive(primitive) => match primitive {
            Primitive::Boolean => Some(Sort::Boolean),
            Primitive::Byte
            | Primitive::SByte
            | Primitive::Int16
            | Primitive::Int32
            | Primitive::Int64
            | Primitive::Single
            | Primitive::Double
            | Primitive::Decimal => Some(Sort::Number),
            Primitive::DateTimeOffset => Some(Sort::Moment),
            Primitive::String => Some(Sort::Text),
            Primitive::Guid => Some(Sort::Guid),
            _ => None,
        },
        TypeRef::Named(name) => {
            matches!(api.types.get(name), Some(TypeDef::Enum(ty)) if !ty.is_flags).then_some(Sort::Text)
        }
        _ => None,
    }
}

/// `property operator literal`
pub(crate) struct Comparison<'a> {
    property: Comparable<'a>,
    operator: &'static str,
    literal: Scalar,
}

impl<'a> Comparison<'a> {
    /// Reads a filter: one comparison, or several with `and` between them. Anything else, such as functions, is a
    /// 501: the emulator has no evaluator for it.
    pub(crate) fn all(api: &'a Api, ty: &'a StructuredType, text: &str) -> Result<Vec<Self>, GraphError> {
        if text.trim().is_empty() {
            return Err(GraphError::no_value("$filter", text));
        }
        let words = literal::split(text, ' ').ok_or_else(|| beyond(text))?;
        let words: Vec<&str> = words.into_iter().filter(|one| !one.is_empty()).collect();
        words.split(|one| *one == "and").map(|words| Self::one(api, ty, text, words)).collect()
    }

    fn one(api: &'a Api, ty: &'a StructuredType, text: &str, words: &[&str]) -> Result<Self, GraphError> {
        const OPERATORS: [&str; 6] = ["eq", "ne", "gt", "ge", "lt", "le"];
        let [name, operator, literal] = *words else { return Err(beyond(text)) };
        let operator = OPERATORS.into_iter().find(|one| *one == operator).ok_or_else(|| beyond(text))?;
        let property = Comparable::find(api, ty, name, "$filter")?;
        let literal = property.literal(literal).ok_or_else(|| {
            let name = property.path.join("/");
            GraphError::bad_request(format!("'{literal}' cannot be compared with '{name}'."))
        })?;
        Ok(Self { property, operator, literal })
    }

    /// Whether it is true of an entity. Null is equal to null alone, and neither more nor less.
    pub(crate) fn holds(&self, properties: &Map<String, Value>) -> bool {
        let value = self.property.value(properties);
        let is_ordered = value != Scalar::Null && self.literal != Scalar::Null;
        let order = value.partial_cmp(&self.literal);
        match self.operator {
            "eq" => order == Some(Ordering::Equal),
            "ne" => order != Some(Ordering::Equal),
            "gt" => is_ordered && order == Some(Ordering::Greater),
            "ge" => is_ordered && order.is_some_and(Ordering::is_ge),
            "lt" => is_ordered && order == Some(Ordering::Less),
            _ => is_ordered && order.is_some_and(Ordering::is_le),
        }
    }
}

fn beyond(filter: &str) -> GraphError {
    let what =
        format!("the $filter '{filter}'; it compares properties with values, and knows 'and' between them");
    GraphError::not_implemented(&what)
}
