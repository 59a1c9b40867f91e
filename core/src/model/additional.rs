//! Properties that a model does not know.

use std::collections::BTreeMap;
use std::fmt;

use serde_json::Value;

use super::raw::Raw;

/// Properties that came with an object and that its model does not know: those of an open type, of
/// a derived type, of a newer service, and annotations. They are written back as they came, to the
/// digit.
///
/// `Debug` shows their names alone: an unknown value may be a secret. Two are equal when they hold
/// the same JSON values, however those are written.
///
/// ```
/// use msgraph_core::model::AdditionalProperties;
///
/// let mut properties = AdditionalProperties::default();
/// properties.insert("seats", 44);
/// assert_eq!(properties.get("seats"), Some(44.into()));
/// assert_eq!(properties.get_raw("seats"), Some("44"));
/// ```
#[derive(Clone, Default, PartialEq)]
pub struct AdditionalProperties(BTreeMap<String, Raw>);

impl AdditionalProperties {
    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// The value of that name, read from its text.
    ///
    /// A number may lose digits on the way, and a value that no [`Value`] can be (`1e400`, or one
    /// nested more than a hundredfold) is none: [`get_raw`](Self::get_raw) has everything.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<Value> {
        self.0.get(name)?.read()
    }

    /// The JSON of that name as it came.
    #[must_use]
    pub fn get_raw(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(Raw::as_str)
    }

    /// Sets a value, in place of one that is there.
    pub fn insert(&mut self, name: impl Into<String>, value: impl Into<Value>) {
        if let Some(raw) = Raw::of(&value.into()) {
            self.insert_raw(name.into(), raw);
        }
    }

    /// Takes a value out, and says whether it was there.
    pub fn remove(&mut self, name: &str) -> bool {
        self.0.remove(name).is_some()
    }

    /// Names and the JSON of their values, ordered by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.raws().map(|(name, raw)| (name, raw.as_str()))
    }

    pub(super) fn raws(&self) -> impl Iterator<Item = (&str, &Raw)> {
        self.0.iter().map(|(name, raw)| (name.as_str(), raw))
    }

    pub(super) fn insert_raw(&mut self, name: String, raw: Raw) {
        self.0.insert(name, raw);
    }
}

impl fmt::Debug for AdditionalProperties {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter().map(|(name, _)| name)).finish()
    }
}
