//! Writing a kept value: as what it is, so that every format can have it, and as its text only where
//! nothing else would keep its digits.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};
use serde_json::value::RawValue;

use super::record::Key;

/// How deep a value is taken apart; what lies deeper is written as its text.
const DEPTH: usize = 64;

/// A JSON value by its text.
pub(super) struct Transcode<'a> {
    value: &'a RawValue,
    depth: usize,
}

impl<'a> Transcode<'a> {
    pub(super) fn new(value: &'a RawValue) -> Self {
        Self { value, depth: DEPTH }
    }

    fn read<T: Deserialize<'a>>(&self) -> Option<T> {
        serde_json::from_str(self.value.get()).ok()
    }

    fn within(&self, value: &'a RawValue) -> Self {
        Self { value, depth: self.depth - 1 }
    }
}

impl Serialize for Transcode<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let first = self.value.get().as_bytes().first();
        match first {
            Some(b'"') => match self.read::<Key<'_>>() {
                Some(text) => serializer.serialize_str(&text),
                None => self.value.serialize(serializer),
            },
            Some(b'n') => serializer.serialize_unit(),
            Some(b't' | b'f') => serializer.serialize_bool(first == Some(&b't')),
            Some(b'[') if self.depth > 0 => match self.read::<Vec<&RawValue>>() {
                Some(items) => {
                    let mut seq = serializer.serialize_seq(Some(items.len()))?;
                    items.into_iter().try_for_each(|item| seq.serialize_element(&self.within(item)))?;
                    seq.end()
                }
                None => self.value.serialize(serializer),
            },
            Some(b'{') if self.depth > 0 => match self.read::<Members<'_>>() {
                Some(Members(members)) => {
                    let mut map = serializer.serialize_map(Some(members.len()))?;
                    for (name, value) in members {
                        map.serialize_entry(&*name, &self.within(value))?;
                    }
                    map.end()
                }
                None => self.value.serialize(serializer),
            },
            _ => number(self.value, serializer),
        }
    }
}

/// A number that would be written with other digits than it came with is written as its text, which
/// only JSON can.
fn number<S: Serializer>(value: &RawValue, serializer: S) -> Result<S::Ok, S::Error> {
    let text = value.get();
    if let Some(number) = text.parse::<i64>().ok().filter(|number| number.to_string() == text) {
        return serializer.serialize_i64(number);
    }
    if let Some(number) = text.parse::<u64>().ok().filter(|number| number.to_string() == text) {
        return serializer.serialize_u64(number);
    }
    let is_same = |number: &f64| serde_json::to_string(number).is_ok_and(|written| written == text);
    match text.parse::<f64>().ok().filter(is_same) {
        Some(number) => serializer.serialize_f64(number),
        None => value.serialize(serializer),
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
