//! Parts of the typed document, each with its place in the file.
//!
//! `openapiv3` says what a part is and forgets where it stood. So a part never goes alone: a cursor
//! of the tree goes with it, step by step, and gives the place of every diagnostic and origin.

use openapiv3::ReferenceOr;
use serde_json::Value;

use crate::model::Docs;
use crate::tree::{At, is_bool};

/// A part, and where it stands.
pub(super) struct Located<'a, T> {
    pub(super) value: &'a T,
    pub(super) at: At<'a>,
}

impl<T> Clone for Located<'_, T> {
    fn clone(&self) -> Self {
        Self { value: self.value, at: self.at.clone() }
    }
}

/// A part as it is written, and where.
pub(super) struct Linked<'a, T> {
    pub(super) written: Written<'a, T>,
    pub(super) at: At<'a>,
}

/// A part itself, or a `$ref` to it.
pub(super) enum Written<'a, T> {
    Itself(&'a T),
    Reference(&'a str),
}

impl<T> Clone for Linked<'_, T> {
    fn clone(&self) -> Self {
        Self { written: self.written, at: self.at.clone() }
    }
}

impl<T> Copy for Written<'_, T> {}

impl<T> Clone for Written<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<'a, T> From<&'a ReferenceOr<T>> for Written<'a, T> {
    fn from(one: &'a ReferenceOr<T>) -> Self {
        match one {
            ReferenceOr::Item(item) => Self::Itself(item),
            ReferenceOr::Reference { reference } => Self::Reference(reference),
        }
    }
}

/// `openapiv3` boxes the schemas of properties and items, and no others.
impl<'a, T> From<&'a ReferenceOr<Box<T>>> for Written<'a, T> {
    fn from(one: &'a ReferenceOr<Box<T>>) -> Self {
        match one {
            ReferenceOr::Item(item) => Self::Itself(item),
            ReferenceOr::Reference { reference } => Self::Reference(reference),
        }
    }
}

impl<'a, T> Linked<'a, T> {
    pub(super) fn new(written: impl Into<Written<'a, T>>, at: At<'a>) -> Self {
        Self { written: written.into(), at }
    }

    /// The parts of a list.
    pub(super) fn list(list: &'a [ReferenceOr<T>], at: Option<At<'a>>) -> Vec<Self> {
        let places = at.map(|at| at.items()).unwrap_or_default();
        list.iter().zip(places).map(|(one, at)| Self::new(one, at)).collect()
    }

    /// The part, unless a `$ref` stands in its place.
    pub(super) fn itself(&self) -> Option<Located<'a, T>> {
        match self.written {
            Written::Itself(value) => Some(Located { value, at: self.at.clone() }),
            Written::Reference(_) => None,
        }
    }

    pub(super) fn reference(&self) -> Option<&'a str> {
        match self.written {
            Written::Itself(_) => None,
            Written::Reference(to) => Some(to),
        }
    }

    /// Where the `$ref` stands, or the part.
    pub(super) fn reference_at(&self) -> At<'a> {
        self.at.get("$ref").unwrap_or_else(|| self.at.clone())
    }
}

impl<'a, T> From<Located<'a, T>> for Linked<'a, T> {
    fn from(part: Located<'a, T>) -> Self {
        Self { written: Written::Itself(part.value), at: part.at }
    }
}

impl<'a> Located<'a, Value> {
    /// The value of a key; null counts as absent.
    pub(super) fn get(&self, key: &str) -> Option<Self> {
        let value = self.value.get(key).filter(|one| !one.is_null())?;
        Some(Self { value, at: self.at.get(key)? })
    }

    /// The items of the list of a key; none where it is absent.
    pub(super) fn items_of(&self, key: &str) -> Vec<Self> {
        let Some(found) = self.get(key) else { return Vec::new() };
        let places = found.at.items().into_iter();
        let items = found.value.as_array().into_iter().flatten();
        items.zip(places).map(|(value, at)| Self { value, at }).collect()
    }

    /// The text. A number or a truth value counts as the text that it is written as, which only the
    /// tree knows.
    pub(super) fn as_str(&self) -> Option<&'a str> {
        self.value.as_str().or_else(|| self.at.as_str())
    }

    pub(super) fn is_true(&self) -> bool {
        match self.value {
            Value::Bool(is) => *is,
            Value::String(text) if is_bool(text) => text.eq_ignore_ascii_case("true"),
            _ => {
                self.at.expected("true or false");
                false
            }
        }
    }
}

/// What stands under a key `x-...` that OpenAPI does not know.
pub(super) trait Extended {
    fn value_of(&self, key: &str) -> Option<&Value>;
}

macro_rules! extended {
    ($($part:ty => $($field:ident).+),* $(,)?) => {
        $(impl Extended for $part {
            fn value_of(&self, key: &str) -> Option<&Value> {
                self.$($field).+.get(key)
            }
        })*
    };
}

extended! {
    openapiv3::Operation => extensions,
    openapiv3::ParameterData => extensions,
    openapiv3::Schema => schema_data.extensions,
}

impl<'a, T: Extended> Located<'a, T> {
    pub(super) fn extension(&self, key: &str) -> Option<Located<'a, Value>> {
        let value = self.value.value_of(key).filter(|one| !one.is_null())?;
        Some(Located { value, at: self.at.get(key)? })
    }

    /// Whether the extension says `true`.
    pub(super) fn is(&self, key: &str) -> bool {
        self.extension(key).is_some_and(|found| found.is_true())
    }
}

/// A text that is kept: white space around it is cut off, and an empty one is none.
pub(super) fn words(text: Option<&str>) -> Option<String> {
    let text = text?.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// Summary, description and link of a part.
pub(super) fn docs(
    summary: Option<&String>,
    description: Option<&String>,
    more: Option<&openapiv3::ExternalDocumentation>,
) -> Docs {
    Docs {
        summary: words(summary.map(String::as_str)),
        description: words(description.map(String::as_str)),
        link: words(more.map(|more| more.url.as_str())),
    }
}
