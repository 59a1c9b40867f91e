//! What came with an object and its fields do not hold.

use std::collections::BTreeMap;
use std::fmt;

use serde_json::Value;

use super::kept::Kept;

/// Properties that came with an object and that its fields do not hold: those of an open type, of a
/// derived type, of a newer service, and annotations. They are written back as they came, to the
/// digit.
///
/// It also knows which declared properties came as an explicit null ([`nulls`](Self::nulls)), which
/// their fields cannot tell from absent ones, and keeps the text of a number that its field holds in
/// other digits or not at all (`3000000000` in an `Edm.Int32`). A field that is set always wins over
/// a null.
///
/// `Debug` shows names alone: an unknown value may be a secret. Two are equal when they hold the same
/// JSON values, however those are written.
///
/// ```
/// use msgraph_core::model::AdditionalProperties;
///
/// let mut properties = AdditionalProperties::default();
/// properties.insert("seats", 44);
/// assert_eq!(properties.get("seats"), Some(44.into()));
/// assert_eq!(properties.get_raw("seats"), Some("44"));
/// ```
#[derive(Clone)]
pub struct AdditionalProperties {
    /// The properties that the type declares, once it is known: the nulls count along them.
    declared: Declared,
    /// Which of the first 64 declared properties came as null.
    nulls: u64,
    rest: Option<Box<Rest>>,
}

/// The names of declared properties. One address, so that an object stays small.
type Declared = &'static &'static [&'static str];

/// What few objects have.
#[derive(Clone, Default)]
struct Rest {
    /// The nulls behind the first 64.
    nulls: Vec<u64>,
    values: Kept,
    /// Ordered by name.
    null_items: Vec<(&'static str, NullItems)>,
}

/// Where nulls stand in a collection. The field holds the other items.
#[derive(Clone, PartialEq)]
pub(super) struct NullItems {
    /// How many items are no nulls: of a collection with another number nothing is known any more.
    pub(super) others: usize,
    /// The places of the nulls among all items.
    pub(super) places: Vec<usize>,
}

impl AdditionalProperties {
    /// Whether there are none. Nulls of declared properties do not count.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many there are. Nulls of declared properties do not count.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rest.as_ref().map_or(0, |rest| rest.values.len())
    }

    /// The value of that name, read from its text.
    ///
    /// A number may lose digits on the way, and a value that no [`Value`] can be (`1e400`, or one
    /// nested more than a hundredfold) is none: [`get_raw`](Self::get_raw) has everything.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<Value> {
        serde_json::from_str(self.get_raw(name)?).ok()
    }

    /// The JSON of that name as it came.
    #[must_use]
    pub fn get_raw(&self, name: &str) -> Option<&str> {
        self.value(name).or_else(|| self.nulls().any(|null| null == name).then_some("null"))
    }

    /// Sets a value, in place of one that is there. A null under the name of a declared property is
    /// written where its field is not set.
    pub fn insert(&mut self, name: impl Into<String>, value: impl Into<Value>) {
        self.rest().values.insert(&name.into(), &value.into().to_string());
    }

    /// Takes a value or a null out, and says whether it was there.
    pub fn remove(&mut self, name: &str) -> bool {
        let was_null = self.declared.iter().position(|declared| *declared == name).is_some_and(|at| {
            let was_null = self.is_null(at);
            self.set_null(at, false);
            was_null
        });
        self.rest.as_mut().is_some_and(|rest| rest.values.remove(name)) || was_null
    }

    /// Names and the JSON of their values, in the order in which they came.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.rest.iter().flat_map(|rest| rest.values.iter())
    }

    /// The declared properties that came as an explicit null.
    pub fn nulls(&self) -> impl Iterator<Item = &'static str> {
        self.declared.iter().enumerate().filter(|(at, _)| self.is_null(*at)).map(|(_, name)| *name)
    }

    /// For an object that is about to be read: what its type declares.
    pub(super) fn of(declared: Declared) -> Self {
        Self { declared, nulls: 0, rest: None }
    }

    #[inline]
    pub(super) fn is_null(&self, at: usize) -> bool {
        let word = match at.checked_sub(64) {
            None => self.nulls,
            Some(at) => self.rest.as_ref().and_then(|rest| rest.nulls.get(at / 64)).copied().unwrap_or(0),
        };
        (word >> (at % 64)) & 1 == 1
    }

    #[inline]
    pub(super) fn set_null(&mut self, at: usize, is_null: bool) {
        match at.checked_sub(64) {
            None => set(&mut self.nulls, at, is_null),
            Some(at) => self.set_later_null(at, is_null),
        }
    }

    /// A null behind the first 64.
    fn set_later_null(&mut self, at: usize, is_null: bool) {
        if !is_null && self.rest.is_none() {
            return;
        }
        let nulls = &mut self.rest().nulls;
        nulls.resize(nulls.len().max(at / 64 + 1), 0);
        set(&mut nulls[at / 64], at % 64, is_null);
    }

    /// The text of a value, apart from nulls of declared properties.
    pub(super) fn value(&self, name: &str) -> Option<&str> {
        self.rest.as_ref()?.values.get(name)
    }

    /// Adds a value while an object is read. [`settle`](Self::settle) takes out what came twice.
    pub(super) fn push(&mut self, name: &str, value: &str) {
        self.rest().values.push(name, value);
    }

    /// Adds the text of a declared property, which its field does not hold as it is.
    pub(super) fn push_declared(&mut self, at: usize, value: &str) {
        if let Some(name) = self.declared.get(at).copied() {
            self.push(name, value);
        }
    }

    /// Ends the reading of an object: of values of the same name, the last one counts.
    pub(super) fn settle(&mut self) {
        if let Some(rest) = &mut self.rest {
            rest.values.settle();
        }
    }

    pub(super) fn null_items(&self, name: &str) -> Option<&NullItems> {
        let rest = self.rest.as_ref()?;
        rest.null_items.iter().find(|(known, _)| *known == name).map(|(_, nulls)| nulls)
    }

    /// Notes where nulls stand in a collection, in place of what an earlier one of the same name had.
    pub(super) fn set_null_items(&mut self, at: usize, nulls: NullItems) {
        let is_none = nulls.places.is_empty();
        if is_none && self.rest.is_none() {
            return;
        }
        let Some(name) = self.declared.get(at).copied() else { return };
        let noted = &mut self.rest().null_items;
        noted.retain(|(known, _)| *known != name);
        if !is_none {
            let at = noted.partition_point(|(known, _)| *known < name);
            noted.insert(at, (name, nulls));
        }
    }

    pub(super) fn all_null_items(&self) -> impl Iterator<Item = (&'static str, &NullItems)> {
        self.rest.iter().flat_map(|rest| &rest.null_items).map(|(name, nulls)| (*name, nulls))
    }

    fn rest(&mut self) -> &mut Rest {
        self.rest.get_or_insert_default()
    }

    /// Everything by name, however it is kept.
    fn everything(&self) -> BTreeMap<&str, &str> {
        self.nulls().map(|name| (name, "null")).chain(self.iter()).collect()
    }
}

#[inline]
fn set(word: &mut u64, at: usize, is_set: bool) {
    *word = (*word & !(1 << at)) | (u64::from(is_set) << at);
}

impl Default for AdditionalProperties {
    fn default() -> Self {
        const NONE: &[&str] = &[];
        Self::of(&NONE)
    }
}

impl PartialEq for AdditionalProperties {
    fn eq(&self, other: &Self) -> bool {
        if self.rest.is_none() && other.rest.is_none() && std::ptr::eq(self.declared, other.declared) {
            return self.nulls == other.nulls;
        }
        let items = |of: &Self| of.rest.as_ref().map(|rest| rest.null_items.clone()).unwrap_or_default();
        let (ours, theirs) = (self.everything(), other.everything());
        ours.len() == theirs.len()
            && ours.iter().zip(&theirs).all(|(a, b)| a.0 == b.0 && super::raw::same(a.1, b.1))
            && items(self) == items(other)
    }
}

impl fmt::Debug for AdditionalProperties {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter().map(|(name, _)| name)).finish()
    }
}
