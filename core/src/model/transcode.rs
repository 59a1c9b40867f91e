//! Writing a kept value: as what it is, so that every format can have it, and as its text only where
//! nothing else would keep its digits.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, SerializeSeq, SerializeStruct, Serializer};
use serde_json::value::RawValue;

use super::raw::{is_json, token};
use super::record::Key;

/// How deep a value is taken apart; what lies deeper is written as its text.
const DEPTH: usize = 64;

/// A JSON value by its text. What is no JSON, which only another format than JSON can have brought, is
/// written as a text.
pub(super) struct Transcode<'a> {
    text: &'a str,
    depth: usize,
}

impl<'a> Transcode<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, depth: DEPTH }
    }

    fn read<T: Deserialize<'a>>(&self) -> Option<T> {
        serde_json::from_str(self.text).ok()
    }

    fn within(&self, value: &'a RawValue) -> Self {
        Self { text: value.get(), depth: self.depth - 1 }
    }

    fn list<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Some(items) = self.read::<Vec<&RawValue>>() else { return self.as_text(serializer) };
        let mut seq = serializer.serialize_seq(Some(items.len()))?;
        items.into_iter().try_for_each(|item| seq.serialize_element(&self.within(item)))?;
        seq.end()
    }

    fn object<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Some(Members(members)) = self.read::<Members<'_>>() else { return self.as_text(serializer) };
        let mut map = serializer.serialize_map(Some(members.len()))?;
        for (name, value) in members {
            map.serialize_entry(&*name, &self.within(value))?;
        }
        map.end()
    }

    fn string<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let inner = self.text.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
        match inner.filter(|inner| !inner.contains('\\')) {
            Some(inner) => serializer.serialize_str(inner),
            None => match self.read::<Key<'_>>() {
                Some(text) => serializer.serialize_str(&text),
                None => self.as_text(serializer),
            },
        }
    }

    /// A number that would be written with other digits than it came with is written as its text.
    fn number<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let text = self.text;
        if let Some(number) = text.parse::<i64>().ok().filter(|number| number.to_string() == text) {
            return serializer.serialize_i64(number);
        }
        if let Some(number) = text.parse::<u64>().ok().filter(|number| number.to_string() == text) {
            return serializer.serialize_u64(number);
        }
        let is_same = |number: &f64| serde_json::to_string(number).is_ok_and(|written| written == text);
        match text.parse::<f64>().ok().filter(is_same) {
            Some(number) => serializer.serialize_f64(number),
            None => self.raw(serializer),
        }
    }

    /// The text itself, which only JSON can write.
    fn raw<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if !is_json(self.text) {
            return self.as_text(serializer);
        }
        let token = token();
        let mut raw = serializer.serialize_struct(token, 1)?;
        raw.serialize_field(token, self.text)?;
        raw.end()
    }

    fn as_text<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.text)
    }
}

impl Serialize for Transcode<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.text.as_bytes() {
            b"null" => serializer.serialize_unit(),
            b"true" => serializer.serialize_bool(true),
            b"false" => serializer.serialize_bool(false),
            [b'"', ..] => self.string(serializer),
            [b'[' | b'{', ..] if self.depth == 0 => self.raw(serializer),
            [b'[', ..] => self.list(serializer),
            [b'{', ..] => self.object(serializer),
            _ => self.number(serializer),
        }
    }
}

/// The members of an object as they stand, in their order.
struct Members<'a>(Vec<(Key<'a>, &'a RawValue)>);

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Read;

        impl<'de> Visitor<'de> for Read {
            type Value = Members<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Members<'de>, M::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }

        deserializer.deserialize_map(Read)
    }
}
