//! Numbers of declared properties, read from their text: none is refused for its size, and none loses
//! a digit.

use std::borrow::Cow;

use serde::de::{Error, Unexpected};
use serde::ser::{Serialize, Serializer};

use super::raw::{RawText, canonical_integer, is_number};

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
    if text == "null" {
        return Ok(Said::Null);
    }
    if let Some(quoted) = text.strip_prefix('"') {
        let quoted = quoted.strip_suffix('"').unwrap_or(quoted);
        return match T::from_text(quoted) {
            // a float in quotes is written so only if no number can be
            Some(number) if serde_json::to_string(&Written(number)).is_ok_and(|written| written == text) => {
                Ok(Said::Exactly(number))
            }
            Some(number) => Ok(Said::Otherwise(Some(number))),
            None if is_number(quoted) => Ok(Said::Otherwise(None)),
            None => Err(E::invalid_type(Unexpected::Str(""), &"a number")),
        };
    }
    match text.as_bytes().first() {
        Some(b'-' | b'0'..=b'9') => Ok(match T::from_text(text) {
            Some(number) if number.is_written(text) => Said::Exactly(number),
            number => Said::Otherwise(number),
        }),
        first => Err(E::invalid_type(kind(first), &"a number")),
    }
}

/// What begins with that byte, other than a number or a text.
fn kind(first: Option<&u8>) -> Unexpected<'static> {
    match first {
        Some(b'{') => Unexpected::Map,
        Some(b'[') => Unexpected::Seq,
        Some(b't') => Unexpected::Bool(true),
        Some(b'f') => Unexpected::Bool(false),
        _ => Unexpected::Unit,
    }
}

/// The numbers of a collection, and whether they are written exactly as the text is.
pub(super) fn said_of_list<T: Number, E: Error>(text: &str) -> Result<Option<(Vec<T>, bool)>, E> {
    if text == "null" {
        return Ok(None);
    }
    let Ok(items) = serde_json::from_str::<Vec<RawText<'_>>>(text) else {
        let first = text.as_bytes().first();
        let found = if first == Some(&b'"') { Unexpected::Str("") } else { kind(first) };
        return Err(E::invalid_type(found, &"a list of numbers"));
    };
    let mut is_exact = true;
    let mut numbers = Vec::with_capacity(items.len());
    for RawText(item) in items {
        let item: Cow<'_, str> = item;
        match said(&item)? {
            Said::Exactly(number) => numbers.push(number),
            Said::Otherwise(number) => {
                is_exact = false;
                numbers.extend(number);
            }
            Said::Null => is_exact = false,
        }
    }
    Ok(Some((numbers, is_exact)))
}
