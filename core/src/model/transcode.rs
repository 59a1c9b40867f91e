//! Writing a kept value: as what it is, so that every format can have it, and as its text only where
//! nothing else would keep its digits.

use serde::ser::{Serialize, SerializeMap, SerializeSeq, SerializeStruct, Serializer};

use super::raw::{is_json, token};
use super::tree::{Node, unescaped};

/// How deep a value is taken apart; what lies deeper is written as its text.
const DEPTH: usize = 64;

/// A JSON value by its text. What is no JSON, which only another format than JSON can have brought, is
/// written as a text.
pub(super) struct Transcode<'a> {
    text: &'a str,
}

impl<'a> Transcode<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text }
    }
}

impl Serialize for Transcode<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if !self.text.starts_with(['[', '{']) {
            return scalar(self.text, serializer);
        }
        match Node::parse(self.text, DEPTH) {
            Some(node) => node.serialize(serializer),
            None => serializer.serialize_str(self.text),
        }
    }
}

impl Serialize for Node<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Scalar(text) => scalar(text, serializer),
            Self::List(items) => {
                let mut seq = serializer.serialize_seq(Some(items.len()))?;
                items.iter().try_for_each(|item| seq.serialize_element(item))?;
                seq.end()
            }
            Self::Object(members) => {
                let mut map = serializer.serialize_map(Some(members.len()))?;
                members.iter().try_for_each(|(name, value)| map.serialize_entry(&**name, value))?;
                map.end()
            }
            Self::Deep(text) => raw(text, serializer),
            Self::Nameless(text) => serializer.serialize_str(text),
        }
    }
}

fn scalar<S: Serializer>(text: &str, serializer: S) -> Result<S::Ok, S::Error> {
    match text.as_bytes() {
        b"null" => serializer.serialize_unit(),
        b"true" => serializer.serialize_bool(true),
        b"false" => serializer.serialize_bool(false),
        [b'"', ..] => serializer.serialize_str(&unescaped(text).unwrap_or(text.into())),
        _ => number(text, serializer),
    }
}

/// A number that would be written with other digits than it came with is written as its text.
fn number<S: Serializer>(text: &str, serializer: S) -> Result<S::Ok, S::Error> {
    if is_integer(text) {
        if let Ok(number) = text.parse() {
            return serializer.serialize_i64(number);
        }
        if let Ok(number) = text.parse() {
            return serializer.serialize_u64(number);
        }
    }
    let is_same = |number: &f64| serde_json::to_string(number).is_ok_and(|written| written == text);
    match text.parse::<f64>().ok().filter(is_same) {
        Some(number) => serializer.serialize_f64(number),
        None if is_json(text) => raw(text, serializer),
        None => serializer.serialize_str(text),
    }
}

/// Whether a text is an integer as everybody writes it: without a plus, and without zeros in front.
fn is_integer(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text).as_bytes();
    text == "0" || (matches!(digits, [b'1'..=b'9', ..]) && digits.iter().all(u8::is_ascii_digit))
}

/// The text itself, which only JSON can write.
fn raw<S: Serializer>(text: &str, serializer: S) -> Result<S::Ok, S::Error> {
    let token = token();
    let mut raw = serializer.serialize_struct(token, 1)?;
    raw.serialize_field(token, text)?;
    raw.end()
}
