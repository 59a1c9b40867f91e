//! What came with an object and its fields do not hold.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use serde_json::Value;
use serde_json::value::RawValue;

use super::kept::Kept;
use super::raw::same;

/// Properties that came with an object and that its type does not declare: those of an open type, of a
/// derived type, of a newer service, and annotations. They are written back as they came, to the
/// digit.
///
/// It also notes what the fields of the object cannot hold: which declared properties came as an
/// explicit null ([`nulls`](Self::nulls)), and the text of a value that its field holds in other
/// digits or not at all (`3000000000` in an `Edm.Int32`). Such notes are found by name, and are no
/// items of it. A field that is set always wins over them.
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

/// The names of declared properties, at an address of their own: it tells the types apart.
pub(super) type Declared = &'static &'static [&'static str];

/// What few objects have. Notes are found by the places of their properties among the declared ones.
#[derive(Clone, Default)]
struct Rest {
    /// The nulls behind the first 64.
    nulls: Vec<u64>,
    values: Kept,
    texts: Vec<(usize, Text)>,
    null_items: Vec<(usize, NullItems)>,
}

/// The text of a value that its field holds otherwise or not at all.
#[derive(Clone)]
pub(super) struct Text {
    pub(super) json: Box<str>,
    /// Whether the field holds it, in other digits.
    pub(super) fits: bool,
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
    #[inline]
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rest.as_ref().is_none_or(|rest| rest.values.len() == 0)
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
    ///
    /// ```
    /// use msgraph_core::model::AdditionalProperties;
    ///
    /// let mut properties = AdditionalProperties::default();
    /// properties.insert_raw("price", "1.50")?;
    /// assert_eq!(properties.get("price").unwrap(), 1.5);
    /// assert_eq!(properties.get_raw("price"), Some("1.50"));
    /// assert_eq!(properties.get("seats"), None);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[must_use]
    pub fn get(&self, name: &str) -> Option<Value> {
        serde_json::from_str(self.get_raw(name)?).ok()
    }

    /// The JSON of that name as it came.
    #[must_use]
    pub fn get_raw(&self, name: &str) -> Option<&str> {
        self.value(name).or_else(|| {
            let at = self.place(name)?;
            self.text(at).map(|text| &*text.json).or_else(|| self.is_null(at).then_some("null"))
        })
    }

    /// Sets a value, in place of one that is there. One under the name of a declared property is written
    /// where its field is not set: a null clears it in an update.
    ///
    /// A number that JSON does not have (`f64::NAN`) becomes null on its way into a [`Value`].
    ///
    /// ```
    /// use msgraph_core::model::AdditionalProperties;
    ///
    /// let mut properties = AdditionalProperties::default();
    /// properties.insert("seats", 44);
    /// properties.insert("seats", 45);
    /// assert_eq!(properties.iter().collect::<Vec<_>>(), [("seats", "45")]);
    /// ```
    pub fn insert(&mut self, name: impl Into<String>, value: impl Into<Value>) {
        self.rest().values.insert(&name.into(), &value.into().to_string());
    }

    /// Sets a value by its JSON, to the digit.
    ///
    /// ```
    /// use msgraph_core::model::AdditionalProperties;
    ///
    /// let mut properties = AdditionalProperties::default();
    /// properties.insert_raw("exact", "0.10")?;
    /// assert_eq!(properties.get_raw("exact"), Some("0.10"));
    /// assert!(properties.insert_raw("exact", "no JSON").is_err());
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    ///
    /// # Errors
    /// Those of `serde_json`, where the text is not one JSON value.
    pub fn insert_raw(&mut self, name: impl Into<String>, json: &str) -> serde_json::Result<()> {
        let json: &RawValue = serde_json::from_str(json)?;
        self.rest().values.insert(&name.into(), json.get());
        Ok(())
    }

    /// Takes a value, or what is noted of a declared property, out, and says whether it was there.
    ///
    /// ```
    /// use msgraph_core::model::AdditionalProperties;
    ///
    /// let mut properties = AdditionalProperties::default();
    /// properties.insert("seats", 44);
    /// assert_eq!((properties.len(), properties.remove("seats")), (1, true));
    /// assert!(properties.is_empty() && !properties.remove("seats"));
    /// ```
    pub fn remove(&mut self, name: &str) -> bool {
        let was_noted = self.get_raw(name).is_some();
        if let Some(at) = self.place(name) {
            self.set_null(at, false);
            self.forget(at);
        }
        if let Some(rest) = &mut self.rest {
            rest.values.remove(name);
        }
        was_noted
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

    /// Takes out what the type does not declare.
    pub(super) fn take_values(&mut self) -> Kept {
        self.rest.as_mut().map(|rest| std::mem::take(&mut rest.values)).unwrap_or_default()
    }

    /// Adds a value while an object is read. [`settle`](Self::settle) takes out what came twice.
    pub(super) fn push(&mut self, name: &str, value: &str) {
        self.rest().values.push(name, value);
    }

    /// Ends the reading of an object: of values of the same name, the last one counts.
    pub(super) fn settle(&mut self) {
        if let Some(rest) = &mut self.rest {
            rest.values.settle();
        }
    }

    /// Keeps the text of a declared property, which its field does not hold as it is.
    pub(super) fn keep_text(&mut self, at: usize, json: &str, fits: bool) {
        self.forget(at);
        self.rest().texts.push((at, Text { json: json.into(), fits }));
    }

    pub(super) fn text(&self, at: usize) -> Option<&Text> {
        let texts = &self.rest.as_ref()?.texts;
        texts.iter().find(|(known, _)| *known == at).map(|(_, text)| text)
    }

    /// Notes where nulls stand in a collection.
    pub(super) fn keep_null_items(&mut self, at: usize, nulls: NullItems) {
        self.forget(at);
        if !nulls.places.is_empty() {
            self.rest().null_items.push((at, nulls));
        }
    }

    pub(super) fn null_items(&self, at: usize) -> Option<&NullItems> {
        let noted = &self.rest.as_ref()?.null_items;
        noted.iter().find(|(known, _)| *known == at).map(|(_, nulls)| nulls)
    }

    /// Forgets what is noted of a property, apart from a null: a property that stands twice counts as the
    /// last one does.
    pub(super) fn forget(&mut self, at: usize) {
        if let Some(rest) = &mut self.rest {
            rest.texts.retain(|(known, _)| *known != at);
            rest.null_items.retain(|(known, _)| *known != at);
        }
    }

    /// For setters of collections: the nulls that stood among the items before are not those of the new
    /// ones.
    #[doc(hidden)]
    pub fn forget_items(&mut self, name: &str) {
        if self.rest.is_some()
            && let Some(at) = self.place(name)
        {
            self.forget(at);
        }
    }

    fn place(&self, name: &str) -> Option<usize> {
        self.declared.iter().position(|declared| *declared == name)
    }

    /// The same for a type: what was noted of properties of another one is found by their names there, or
    /// is a value that the type does not declare.
    #[inline]
    pub(super) fn for_type(&self, declared: Declared) -> Cow<'_, Self> {
        if std::ptr::eq(self.declared, declared) {
            return Cow::Borrowed(self);
        }
        Cow::Owned(self.translated(declared))
    }

    pub(super) fn translated(&self, declared: Declared) -> Self {
        let mut other = Self::of(declared);
        for (at, name) in self.declared.iter().enumerate() {
            let there = other.place(name);
            match (there, self.is_null(at), self.text(at)) {
                (Some(there), true, _) => other.set_null(there, true),
                (None, true, _) => other.push(name, "null"),
                (Some(there), _, Some(text)) => other.keep_text(there, &text.json, text.fits),
                (None, _, Some(text)) => other.push(name, &text.json),
                _ => {}
            }
            if let (Some(there), Some(nulls)) = (there, self.null_items(at)) {
                other.keep_null_items(there, nulls.clone());
            }
        }
        self.iter().for_each(|(name, value)| other.push(name, value));
        other.settle();
        other
    }

    /// Whether two objects of a type are written the same, as far as it lies here. What is noted of a
    /// property whose field is set is not written, apart from nulls among its items.
    pub(super) fn is_written_as(&self, other: &Self, is_set: &dyn Fn(usize) -> bool) -> bool {
        if self.rest.is_none() && other.rest.is_none() && std::ptr::eq(self.declared, other.declared) {
            let differs = self.nulls ^ other.nulls;
            return (0..64).all(|at| (differs >> at) & 1 == 0 || is_set(at));
        }
        let (ours, theirs) = (self.written(is_set), other.written(is_set));
        let items = |of: &Self| -> BTreeMap<&'static str, NullItems> {
            let noted = of.rest.iter().flat_map(|rest| &rest.null_items);
            noted.map(|(at, nulls)| (of.declared[*at], nulls.clone())).collect()
        };
        ours.len() == theirs.len()
            && ours.iter().zip(&theirs).all(|(a, b)| a.0 == b.0 && same(a.1, b.1))
            && items(self) == items(other)
    }

    /// What is written of it, by name.
    fn written(&self, is_set: &dyn Fn(usize) -> bool) -> BTreeMap<&str, &str> {
        let notes =
            self.declared.iter().enumerate().filter(|(at, _)| !is_set(*at)).filter_map(|(at, name)| {
                let text = self.text(at).filter(|text| !text.fits).map(|text| &*text.json);
                Some((*name, if self.is_null(at) { "null" } else { text? }))
            });
        let values = self.iter().filter(|(name, _)| !self.place(name).is_some_and(is_set));
        values.chain(notes).collect()
    }

    fn rest(&mut self) -> &mut Rest {
        self.rest.get_or_insert_default()
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
        self.is_written_as(other, &|_| false)
    }
}

impl fmt::Debug for AdditionalProperties {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter().map(|(name, _)| name)).finish()
    }
}
