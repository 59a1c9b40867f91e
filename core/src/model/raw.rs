//! JSON values as the text that they came as.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{Deserialize, Deserializer, IntoDeserializer, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, Serializer};
use serde_json::Value;
use serde_json::value::RawValue;

use super::record::Key;
use super::transcode::Transcode;
use super::tree::{Node, unescaped};

/// A JSON value with the digits that it came with.
///
/// [`RawValue`] alone can only be read where the deserializer is one of `serde_json`. This reads
/// from every other one too, by way of a [`Value`]: what `serde` has buffered for a flattened field
/// or an untagged enum, and other formats. Digits that the buffer has lost are lost.
#[derive(Clone)]
pub(super) struct Raw(Box<str>);

impl Raw {
    /// The text of JSON, if it is a single value.
    pub(super) fn parse(text: &str) -> Option<Self> {
        is_json(text).then(|| Self(text.into()))
    }

    /// What a value is written as.
    pub(super) fn written<T: Serialize + ?Sized>(value: &T) -> serde_json::Result<Self> {
        serde_json::to_string(value).map(|text| Self(text.into()))
    }

    pub(super) fn of(value: &Value) -> Self {
        Self(value.to_string().into())
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }

    pub(super) fn read<'a, T: Deserialize<'a>>(&'a self) -> Option<T> {
        serde_json::from_str(self.as_str()).ok()
    }
}

/// Whether a text is a single JSON value.
pub(super) fn is_json(text: &str) -> bool {
    serde_json::from_str::<&RawValue>(text).is_ok()
}

impl Serialize for Raw {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Transcode::new(self.as_str()).serialize(serializer)
    }
}

impl PartialEq for Raw {
    /// By value: white space, the order of properties and the way of writing a number do not count.
    fn eq(&self, other: &Self) -> bool {
        same(self.as_str(), other.as_str())
    }
}

/// How deep values are held against each other; what lies deeper, as text.
const DEPTH: usize = 128;

/// Whether two texts are the same JSON value.
pub(super) fn same(a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    match (Node::parse(a, DEPTH), Node::parse(b, DEPTH)) {
        (Some(a), Some(b)) => is_same(a, b),
        // another format than JSON has brought one of them
        _ => canonical_number(a) == canonical_number(b),
    }
}

fn is_same(a: Node<'_>, b: Node<'_>) -> bool {
    match (a, b) {
        (Node::Object(a), Node::Object(b)) => {
            // the last of the same name counts
            let [a, b] = [a, b].map(|members| members.into_iter().collect::<BTreeMap<_, _>>());
            a.len() == b.len() && a.into_iter().zip(b).all(|(a, b)| a.0 == b.0 && is_same(a.1, b.1))
        }
        (Node::List(a), Node::List(b)) => {
            a.len() == b.len() && a.into_iter().zip(b).all(|(a, b)| is_same(a, b))
        }
        (Node::Scalar(a), Node::Scalar(b)) => a == b || is_same_scalar(a, b),
        (Node::Deep(a), Node::Deep(b)) | (Node::Nameless(a), Node::Nameless(b)) => a == b,
        _ => false,
    }
}

fn is_same_scalar(a: &str, b: &str) -> bool {
    match (a.starts_with('"'), b.starts_with('"')) {
        (true, true) => unescaped(a).is_some_and(|a| unescaped(b) == Some(a)),
        (false, false) => canonical_number(a) == canonical_number(b),
        _ => false,
    }
}

/// A decimal number in the one form that equal ones share: digits without zeros around them, and
/// the power of ten. What is no number, or has a power beyond all reason, stays as it is.
pub(super) fn canonical_number(text: &str) -> String {
    canonical(text).unwrap_or_else(|| text.to_owned())
}

fn canonical(text: &str) -> Option<String> {
    let (is_negative, digits, power) = taken_apart(text)?;
    let sign = if is_negative { "-" } else { "" };
    Some(if digits.is_empty() { "0".to_owned() } else { format!("{sign}{digits}e{power}") })
}

/// The integer that a number is, however it is written: `1.0` and `1e2` are integers.
pub(super) fn canonical_integer(text: &str) -> Option<i64> {
    let (is_negative, digits, power) = taken_apart(text)?;
    if digits.is_empty() {
        return Some(0);
    }
    let zeros = usize::try_from(power).ok().filter(|zeros| *zeros < 20)?;
    format!("{}{digits}{}", if is_negative { "-" } else { "" }, "0".repeat(zeros)).parse().ok()
}

/// Whether a number is negative, its digits without zeros around them, and the power of ten.
fn taken_apart(text: &str) -> Option<(bool, String, i64)> {
    let is_negative = text.starts_with('-');
    let number = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (number, power) = match number.split_once(['e', 'E']) {
        Some((number, power)) => (number, power.parse::<i64>().ok()?),
        None => (number, 0),
    };
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let digits = format!("{whole}{fraction}");
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let significant = digits.trim_end_matches('0');
    let dropped = i64::try_from(digits.len() - significant.len()).ok()?;
    let power = power.checked_add(dropped)?.checked_sub(i64::try_from(fraction.len()).ok()?)?;
    Some((is_negative, significant.trim_start_matches('0').to_owned(), power))
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        RawText::deserialize(deserializer).map(|RawText(text)| Self(text.into()))
    }
}

/// The text of a JSON value, borrowed from the input where the format can lend it.
pub(super) struct RawText<'de>(pub(super) Cow<'de, str>);

impl<'de> Deserialize<'de> for RawText<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let token = token();
        deserializer.deserialize_newtype_struct(token, Text { token }).map(Self)
    }
}

/// The name by which `serde_json` knows that somebody wants or has the text of a value. It is not public,
/// so its own [`RawValue`] is asked for it.
pub(super) fn token() -> &'static str {
    struct Asked;

    #[derive(Debug)]
    struct Name(&'static str);

    impl fmt::Display for Name {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str(self.0)
        }
    }

    impl std::error::Error for Name {}

    impl serde::de::Error for Name {
        fn custom<T: fmt::Display>(_: T) -> Self {
            Self("")
        }
    }

    impl<'de> Deserializer<'de> for Asked {
        type Error = Name;

        fn deserialize_newtype_struct<V: Visitor<'de>>(
            self,
            name: &'static str,
            _: V,
        ) -> Result<V::Value, Name> {
            Err(Name(name))
        }

        fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Name> {
            Err(Name(""))
        }

        serde::forward_to_deserialize_any! {
            bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit
            unit_struct seq tuple tuple_struct map struct enum identifier ignored_any
        }
    }

    Box::<RawValue>::deserialize(Asked).map_or_else(|Name(name)| name, |_| "")
}

/// Reads any value as the text of JSON.
struct Text {
    token: &'static str,
}

/// The text of a value that another format has.
fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Cow<'de, str>, D::Error> {
    Value::deserialize(deserializer).map(|value| Cow::Owned(value.to_string()))
}

macro_rules! scalars {
    ($($visit:ident($ty:ty))*) => {$(
        fn $visit<E: serde::de::Error>(self, value: $ty) -> Result<Cow<'de, str>, E> {
            text(value.into_deserializer())
        }
    )*};
}

impl<'de> Visitor<'de> for Text {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Cow<'de, str>, D::Error> {
        text(deserializer)
    }

    // For formats that do not tell newtypes from what is in them.
    scalars! { visit_bool(bool) visit_i64(i64) visit_u64(u64) visit_f64(f64) visit_str(&str) }

    fn visit_unit<E>(self) -> Result<Cow<'de, str>, E> {
        Ok(Cow::Borrowed("null"))
    }

    fn visit_none<E>(self) -> Result<Cow<'de, str>, E> {
        Ok(Cow::Borrowed("null"))
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Cow<'de, str>, D::Error> {
        text(deserializer)
    }

    fn visit_seq<S: SeqAccess<'de>>(self, items: S) -> Result<Cow<'de, str>, S::Error> {
        text(SeqAccessDeserializer::new(items))
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Cow<'de, str>, M::Error> {
        let Some(first) = map.next_key::<Key<'de>>()? else { return Ok(Cow::Borrowed("{}")) };
        if &*first == self.token {
            // JSON, or an object of another format that has this name in it too: so whoever writes the
            // text again cannot be sure that it is JSON
            return map.next_value::<Key<'de>>().map(Key::into_text);
        }
        let value: Value = map.next_value()?;
        let mut object: serde_json::Map<_, _> = Deserialize::deserialize(MapAccessDeserializer::new(map))?;
        object.entry(first.into_string()).or_insert(value); // the last of the same name counts
        Ok(Cow::Owned(Value::Object(object).to_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_equal_by_value() {
        for (a, b) in [
            ("1", "1.0"),
            ("1e2", "100.00"),
            ("-0", "0"),
            ("0.10", "1E-1"),
            ("+5", "5"),
            ("1e400", "10e399"),
            ("NaN", "NaN"),
        ] {
            assert_eq!(canonical_number(a), canonical_number(b), "{a} {b}");
        }
        for (a, b) in [
            ("9007199254740993", "9007199254740992"),
            ("1", "-1"),
            ("1", "10"),
            ("1e99999999999999999999", "1e99999999999999999998"),
            ("null", "0"),
        ] {
            assert_ne!(canonical_number(a), canonical_number(b), "{a} {b}");
        }
    }

    #[test]
    fn values_are_equal_whatever_their_layout() {
        let raw = |text: &str| Raw::parse(text).unwrap();
        assert!(raw(r#"{"a": [1, "\u0041"], "b": null}"#) == raw(r#"{"b":null,"a":[1.0,"A"]}"#));
        for other in [r#"{"a":1,"b":1}"#, r#"{"b":1}"#, "[1]", r#""a""#, "1", "null"] {
            assert!(raw(r#"{"a":1}"#) != raw(other), "{other}");
        }
        let deep = |inner: &str| format!("{}{inner}{}", "[".repeat(100_000), "]".repeat(100_000));
        assert!(raw(&deep("1")) == raw(&deep("1")) && raw(&deep("1")) != raw(&deep("2")));
        assert!(
            raw(r#"{"a":1,"a":2}"#) == raw(r#"{"a":2.0}"#) && raw(r#"{"a":1,"a":2}"#) != raw(r#"{"a":1}"#)
        );
        assert!(raw(r#"["\ud800"]"#) == raw(r#"["\ud800"]"#) && raw(r#"["\ud800"]"#) != raw(r#"["\uD800"]"#));
        assert!(raw(r#"{"a":"1"}"#) != raw(r#"{"a":1}"#) && raw("[[]]") != raw("[{}]"));
    }

    #[test]
    fn what_is_under_many_brackets_is_written_and_compared() {
        let under = |brackets: usize, first: &str| {
            let items = "1,".repeat(40_000);
            format!("{}{first},{items}1{}", "[".repeat(brackets), "]".repeat(brackets))
        };
        for brackets in [1, 60, 200] {
            let [a, b] = ["1", "1.0"].map(|first| Raw::parse(&under(brackets, first)).unwrap());
            assert_eq!(a == b, brackets < 128, "what lies deeper is held against each other as text");
            assert_eq!(serde_json::to_string(&a).unwrap(), a.as_str());
        }
    }
}
