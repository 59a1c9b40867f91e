//! Numbers of declared properties, read from their text: none is refused for its size, and none loses
//! a digit.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Unexpected, Visitor};
use serde::ser::{Serialize, Serializer};

use super::decimal::is_decimal;
use super::raw::{canonical_integer, token};
use super::record::Key;

/// A number of OData's that Rust has.
pub trait Number: Copy + PartialEq {
    /// The number of a text: nothing where it does not fit.
    #[doc(hidden)]
    fn from_text(text: &str) -> Option<Self>;

    /// Whether JSON writes the number as that text.
    #[doc(hidden)]
    fn is_written(self, text: &str) -> bool;

    /// Writes the number: infinities and what is no number in quotes, as OData does.
    ///
    /// # Errors
    /// Those of the format.
    #[doc(hidden)]
    fn write<S: Serializer>(self, serializer: S) -> Result<S::Ok, S::Error>;
}

macro_rules! integers {
    ($($ty:ty: $write:ident),*) => {$(
        impl Number for $ty {
            fn from_text(text: &str) -> Option<Self> {
                // `1.0` and `1e2` are integers too
                text.parse().ok().or_else(|| canonical_integer(text)?.try_into().ok())
            }

            fn is_written(self, text: &str) -> bool {
                // JSON has one way to write an integer, but for `-0` and those with a fraction or a power
                text != "-0" && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-')
            }

            fn write<S: Serializer>(self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.$write(self)
            }
        }
    )*};
}

integers!(u8: serialize_u8, i8: serialize_i8, i16: serialize_i16, i32: serialize_i32, i64: serialize_i64);

macro_rules! floats {
    ($($ty:ty: $write:ident),*) => {$(
        impl Number for $ty {
            fn from_text(text: &str) -> Option<Self> {
                match text {
                    "INF" => Some(Self::INFINITY),
                    "-INF" => Some(Self::NEG_INFINITY),
                    "NaN" => Some(Self::NAN),
                    // Rust reads `inf` and `nan` as well, and gives infinity for what is too large
                    _ if !text.bytes().any(|byte| byte.is_ascii_digit()) => None,
                    _ => text.parse().ok().filter(|number: &Self| number.is_finite()),
                }
            }

            fn is_written(self, text: &str) -> bool {
                serde_json::to_string(&self).is_ok_and(|written| written == text)
            }

            fn write<S: Serializer>(self, serializer: S) -> Result<S::Ok, S::Error> {
                if self.is_finite() {
                    return serializer.$write(self);
                }
                serializer.serialize_str(if self.is_nan() { "NaN" } else if self > 0.0 { "INF" } else { "-INF" })
            }
        }
    )*};
}

floats!(f32: serialize_f32, f64: serialize_f64);

/// Writes a number as [`Number::write`] does.
pub(super) struct Written<T>(pub(super) T);

impl<T: Number> Serialize for Written<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.write(serializer)
    }
}

/// Whether two are the same, where what is no number is the same as itself.
pub(super) fn is_same<T: Number>(a: &T, b: &T) -> bool {
    // only what is no number differs from itself
    #[expect(clippy::eq_op, reason = "that is the question")]
    let [a_is_none, b_is_none] = [a != a, b != b];
    a == b || (a_is_none && b_is_none)
}

/// What a JSON text says about a number.
pub(super) enum Said<T> {
    Null,
    /// The number, written as the text is.
    Exactly(T),
    /// The number as well as the type can have it, which may be not at all.
    Otherwise(Option<T>),
}

/// Reads the text of a JSON value as a number. A number in quotes is one too: OData has modes that
/// write long ones so.
pub(super) fn said<T: Number, E: Error>(text: &str) -> Result<Said<T>, E> {
    match text.as_bytes().first() {
        Some(b'-' | b'0'..=b'9') => Ok(match T::from_text(text) {
            Some(number) if number.is_written(text) => Said::Exactly(number),
            number => Said::Otherwise(number),
        }),
        Some(b'"') => {
            let quoted = unquoted(text);
            match T::from_text(&quoted) {
                // a float in quotes is written so only if no number can be
                Some(number) if written(&number) == text => Ok(Said::Exactly(number)),
                Some(number) => Ok(Said::Otherwise(Some(number))),
                None if is_decimal(&quoted) => Ok(Said::Otherwise(None)),
                None => Err(refused(text, "a number")),
            }
        }
        _ if text == "null" => Ok(Said::Null),
        _ => Err(refused(text, "a number")),
    }
}

/// What stands in the quotes of a JSON text.
fn unquoted(text: &str) -> Cow<'_, str> {
    let inner = text.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or_default();
    if inner.contains('\\') {
        serde_json::from_str(text).map(Cow::Owned).unwrap_or_default()
    } else {
        Cow::Borrowed(inner)
    }
}

/// A number as JSON has it.
fn written<T: Number>(number: &T) -> String {
    serde_json::to_string(&Written(*number)).unwrap_or_default() // a number is always written
}

/// The fault of a value that was read as its text and is of another kind. An object or list says how long
/// it is, because the position behind it is also that of the last value in it.
pub(super) fn refused<E: Error>(text: &str, expected: &str) -> E {
    let whole;
    let found = match text.as_bytes().first() {
        Some(b'{') => {
            whole = format!("map of {} bytes", text.len());
            Unexpected::Other(&whole)
        }
        Some(b'[') => {
            whole = format!("sequence of {} bytes", text.len());
            Unexpected::Other(&whole)
        }
        Some(b'"') => Unexpected::Str(""), // it may be a secret
        Some(b't' | b'f') => Unexpected::Bool(text == "true"),
        _ => Unexpected::Unit,
    };
    E::invalid_type(found, &expected)
}

/// The text of a number, or of what stands in its place.
pub(super) struct NumberText<'de>(pub(super) Cow<'de, str>);

impl<'de> Deserialize<'de> for NumberText<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let token = token();
        deserializer.deserialize_newtype_struct(token, ReadText { token }).map(Self)
    }
}

struct ReadText {
    token: &'static str,
}

/// What another format than JSON has, which can be a number that JSON has no digits for.
macro_rules! native_integers {
    ($($visit:ident($ty:ty))*) => {$(
        fn $visit<E: Error>(self, number: $ty) -> Result<Cow<'de, str>, E> {
            Ok(Cow::Owned(number.to_string()))
        }
    )*};
}

impl<'de> Visitor<'de> for ReadText {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number")
    }

    native_integers! { visit_i64(i64) visit_u64(u64) visit_i128(i128) visit_u128(u128) }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Cow<'de, str>, E> {
        Ok(Cow::Owned(written(&number)))
    }

    fn visit_str<E: Error>(self, quoted: &str) -> Result<Cow<'de, str>, E> {
        serde_json::to_string(quoted).map(Cow::Owned).map_err(E::custom)
    }

    fn visit_unit<E>(self) -> Result<Cow<'de, str>, E> {
        Ok(Cow::Borrowed("null"))
    }

    fn visit_none<E>(self) -> Result<Cow<'de, str>, E> {
        Ok(Cow::Borrowed("null"))
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Cow<'de, str>, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Cow<'de, str>, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Cow<'de, str>, M::Error> {
        match map.next_key::<Key<'de>>()? {
            Some(name) if *name == *self.token => map.next_value::<Key<'de>>().map(Key::into_text),
            _ => Err(M::Error::invalid_type(Unexpected::Map, &self)),
        }
    }
}

/// The numbers of a collection, each read as its text.
pub(super) struct Numbers<T> {
    pub(super) numbers: Vec<T>,
    /// The text of the whole collection, where the numbers alone do not say it.
    pub(super) text: Option<String>,
}

impl<'de, T: Number> Deserialize<'de> for Numbers<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(ReadNumbers(PhantomData))
    }
}

struct ReadNumbers<T>(PhantomData<fn() -> T>);

impl<'de, T: Number> Visitor<'de> for ReadNumbers<T> {
    type Value = Numbers<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of numbers")
    }

    fn visit_seq<S: SeqAccess<'de>>(self, mut seq: S) -> Result<Numbers<T>, S::Error> {
        let mut numbers: Vec<T> = Vec::new();
        let mut texts: Option<Vec<String>> = None;
        while let Some(NumberText(text)) = seq.next_element()? {
            let (number, is_exact) = match said::<T, _>(&text)? {
                Said::Exactly(number) => (Some(number), true),
                Said::Otherwise(number) => (number, false),
                Said::Null => (None, false),
            };
            if !is_exact || texts.is_some() {
                // all before the first that is not exact are written as they came
                let texts = texts.get_or_insert_with(|| numbers.iter().map(written).collect());
                texts.push(text.into_owned());
            }
            numbers.extend(number);
        }
        Ok(Numbers { numbers, text: texts.map(|texts| format!("[{}]", texts.join(","))) })
    }
}

/// The numbers of a collection by its text, without what does not fit.
pub(super) fn numbers_of_list<T: Number>(text: &str) -> Option<Vec<T>> {
    serde_json::from_str::<Numbers<T>>(text).ok().map(|list| list.numbers)
}

#[cfg(test)]
mod tests {
    use serde::de::IntoDeserializer;
    use serde::de::value::{Error as ValueError, F64Deserializer, I64Deserializer};

    use super::*;
    use crate::model::AdditionalProperties;

    #[derive(Clone, Default)]
    struct Sizes {
        one: Option<i32>,
        real: Option<f64>,
        many: Option<Vec<i64>>,
        additional_properties: AdditionalProperties,
    }

    crate::rt::record_impls! {
        Sizes as "test.sizes" {
            "one" => one: number,
            "real" => real: number,
            "many" => many: numbers,
        }
    }

    /// Reads an object, asserts that an equal one is written, and gives it.
    fn there_and_back(json: &str) -> Sizes {
        let sizes: Sizes = serde_json::from_str(json).unwrap_or_else(|fault| panic!("{fault}: {json}"));
        let written = serde_json::to_string(&sizes).unwrap();
        assert!(crate::model::raw::same(json, &written), "{json} {written}");
        sizes
    }

    #[test]
    fn numbers_in_quotes_are_read_by_what_they_say() {
        for (json, one) in [
            (r#"{"one":"1\u0030"}"#, Some(10)),
            (r#"{"one":"\u002d7"}"#, Some(-7)),
            (r#"{"one":"10"}"#, Some(10)),
            (r#"{"one":"1e99999999999999999999"}"#, None),
            (r#"{"one":"-1.5E-99999999999999999999"}"#, None),
            (r#"{"one":1e99999999999999999999}"#, None),
            (r#"{"one":"INF"}"#, None),
        ] {
            assert_eq!(there_and_back(json).one, one, "{json}");
        }
        assert_eq!(there_and_back(r#"{"real":"I\u004eF"}"#).real, Some(f64::INFINITY));
        assert_eq!(there_and_back(r#"{"real":"1e99999999999999999999"}"#).real, None);
        for json in [r#"{"one":""}"#, r#"{"one":"1e"}"#, r#"{"one":"\u0031x"}"#, r#"{"real":"inf"}"#] {
            let fault = serde_json::from_str::<Sizes>(json).err().map(|fault| fault.to_string());
            assert!(fault.is_some_and(|fault| fault.contains("expected a number")), "{json}");
        }
    }

    #[test]
    fn a_list_is_kept_as_its_text_once_a_number_of_it_is_lost() {
        for (json, many) in [
            (r#"{"many":[]}"#, vec![]),
            (r#"{"many":[1,-2]}"#, vec![1, -2]),
            (r#"{"many":[1,-0,2]}"#, vec![1, 0, 2]),
            (r#"{"many":[1, null ,"2",1e2,1e400]}"#, vec![1, 2, 100]),
        ] {
            assert_eq!(there_and_back(json).many, Some(many), "{json}");
        }
        let mut sizes = there_and_back(r#"{"many":[1,null]}"#);
        sizes.many = Some(vec![3]);
        assert_eq!(serde_json::to_string(&sizes).unwrap(), r#"{"many":[3]}"#);
        assert_eq!(there_and_back(r#"{"many":null}"#).many, None);
    }

    #[test]
    fn numbers_of_other_formats_are_read_as_they_are() {
        fn of_real(number: f64) -> Result<Option<f64>, ValueError> {
            let deserializer: F64Deserializer<ValueError> = number.into_deserializer();
            let NumberText(text) = NumberText::deserialize(deserializer)?;
            Ok(match said(&text)? {
                Said::Exactly(number) => Some(number),
                Said::Otherwise(number) => number,
                Said::Null => None,
            })
        }

        for number in [f64::INFINITY, f64::NEG_INFINITY, 0.1, 1e300] {
            assert_eq!(of_real(number), Ok(Some(number)));
        }
        assert!(of_real(f64::NAN).unwrap().is_some_and(f64::is_nan));

        let whole: I64Deserializer<ValueError> = i64::MIN.into_deserializer();
        assert_eq!(NumberText::deserialize(whole).unwrap().0, i64::MIN.to_string());
        let long = serde::de::value::U128Deserializer::<ValueError>::new(u128::MAX);
        let text = NumberText::deserialize(long).unwrap().0;
        assert!(matches!(said::<i64, ValueError>(&text), Ok(Said::Otherwise(None))), "{text}");
    }
}
