//! JSON values as the text that they came as.

use std::collections::BTreeMap;
use std::fmt;
use std::iter;

use serde::de::value::{MapAccessDeserializer, MapDeserializer, SeqAccessDeserializer};
use serde::de::{Deserialize, Deserializer, Error as _, IntoDeserializer, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, Serializer};
use serde_json::Value;
use serde_json::value::RawValue;

use super::record::Key;

/// A JSON value with the digits that it came with.
///
/// [`RawValue`] alone can only be read where the deserializer is one of `serde_json`. This reads
/// from every other one too, by way of a [`Value`]: what `serde` has buffered for a flattened field
/// or an untagged enum, and other formats. Digits that the buffer has lost are lost.
#[derive(Clone)]
pub(super) struct Raw(Box<RawValue>);

impl Raw {
    /// The text of JSON, if it is a single value.
    pub(super) fn parse(text: &str) -> Option<Self> {
        RawValue::from_string(text.to_owned()).ok().map(Self)
    }

    pub(super) fn of(value: &Value) -> Option<Self> {
        Self::parse(&value.to_string())
    }

    pub(super) fn as_str(&self) -> &str {
        self.0.get()
    }

    pub(super) fn read<'a, T: Deserialize<'a>>(&'a self) -> Option<T> {
        serde_json::from_str(self.as_str()).ok()
    }
}

impl Serialize for Raw {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl PartialEq for Raw {
    /// By value: white space, the order of properties and the way of writing a number do not count.
    fn eq(&self, other: &Self) -> bool {
        same(self.as_str(), other.as_str(), 128)
    }
}

/// Whether two texts are the same JSON value, down to that depth.
fn same(a: &str, b: &str, depth: usize) -> bool {
    fn read<'a, T: Deserialize<'a>>(a: &'a str, b: &'a str) -> Option<(T, T)> {
        Some((serde_json::from_str(a).ok()?, serde_json::from_str(b).ok()?))
    }

    if a == b || depth == 0 {
        return a == b;
    }
    let same = |a: &RawValue, b: &RawValue| same(a.get(), b.get(), depth - 1);
    match (a.as_bytes().first(), b.as_bytes().first()) {
        (Some(b'{'), Some(b'{')) => read::<BTreeMap<String, &RawValue>>(a, b).is_some_and(|(a, b)| {
            a.len() == b.len() && a.iter().zip(&b).all(|(a, b)| a.0 == b.0 && same(a.1, b.1))
        }),
        (Some(b'['), Some(b'[')) => read::<Vec<&RawValue>>(a, b)
            .is_some_and(|(a, b)| a.len() == b.len() && a.iter().zip(&b).all(|(a, b)| same(a, b))),
        (Some(b'"'), Some(b'"')) => read::<String>(a, b).is_some_and(|(a, b)| a == b),
        _ => canonical_number(a) == canonical_number(b),
    }
}

/// A decimal number in the one form that equal ones share: digits without zeros around them, and
/// the power of ten. What is no number, or has a power beyond all reason, stays as it is.
pub(super) fn canonical_number(text: &str) -> String {
    canonical(text).unwrap_or_else(|| text.to_owned())
}

fn canonical(text: &str) -> Option<String> {
    let (sign, number) = match text.strip_prefix('-') {
        Some(number) => ("-", number),
        None => ("", text.strip_prefix('+').unwrap_or(text)),
    };
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
    let dropped = digits.len() - significant.len();
    let power =
        power.checked_add(i64::try_from(dropped).ok()?)?.checked_sub(i64::try_from(fraction.len()).ok()?)?;
    match significant.trim_start_matches('0') {
        "" => Some("0".to_owned()),
        digits => Some(format!("{sign}{digits}e{power}")),
    }
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Box::<RawValue>::deserialize(AnyFormat(deserializer)).map(Self)
    }
}

/// Gives a [`RawValue`] what it asks for, a map from its own token to the text of the value, out of
/// any deserializer.
struct AnyFormat<D>(D);

impl<'de, D: Deserializer<'de>> Deserializer<'de> for AnyFormat<D> {
    type Error = D::Error;

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        token: &'static str,
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        let text = self.0.deserialize_newtype_struct(token, Text { token })?;
        visitor.visit_map(MapDeserializer::new(iter::once((token, text))))
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.0.deserialize_any(visitor)
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit
        unit_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

/// Reads any value as the text of JSON.
struct Text {
    token: &'static str,
}

/// The text of a value that another format has.
fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    Value::deserialize(deserializer).map(|value| value.to_string())
}

macro_rules! scalars {
    ($($visit:ident($ty:ty))*) => {$(
        fn $visit<E: serde::de::Error>(self, value: $ty) -> Result<String, E> {
            text(value.into_deserializer())
        }
    )*};
}

impl<'de> Visitor<'de> for Text {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<String, D::Error> {
        text(deserializer)
    }

    // For formats that do not tell newtypes from what is in them.
    scalars! { visit_bool(bool) visit_i64(i64) visit_u64(u64) visit_f64(f64) visit_str(&str) }

    fn visit_unit<E>(self) -> Result<String, E> {
        Ok("null".to_owned())
    }

    fn visit_none<E>(self) -> Result<String, E> {
        Ok("null".to_owned())
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<String, D::Error> {
        text(deserializer)
    }

    fn visit_seq<S: SeqAccess<'de>>(self, items: S) -> Result<String, S::Error> {
        text(SeqAccessDeserializer::new(items))
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<String, M::Error> {
        let Some(first) = map.next_key::<Key<'de>>()? else { return Ok("{}".to_owned()) };
        if &*first == self.token {
            // JSON. The text is checked: an object of another format may have this name in it too.
            let text: String = map.next_value()?;
            let raw = RawValue::from_string(text).map_err(|_| M::Error::custom("no JSON value"))?;
            return Ok(Box::<str>::from(raw).into_string());
        }
        let value: Value = map.next_value()?;
        let mut object: serde_json::Map<_, _> = Deserialize::deserialize(MapAccessDeserializer::new(map))?;
        object.entry(first.into_string()).or_insert(value); // the last of the same name counts
        Ok(Value::Object(object).to_string())
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
        let deep = |inner: &str| format!("{}{inner}{}", "[".repeat(20_000), "]".repeat(20_000));
        assert!(raw(&deep("1")) == raw(&deep("1")) && raw(&deep("1")) != raw(&deep("2")));
    }
}
