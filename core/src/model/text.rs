//! Primitives that are kept as the text they came as: nothing is lost, and what they hold is checked.

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};
use serde::de::{Deserialize, Deserializer, Visitor};
use serde::ser::{Serialize, Serializer};

/// A text that is no value of a primitive type.
///
/// ```
/// use msgraph_core::model::Guid;
///
/// let error = "4711".parse::<Guid>().unwrap_err();
/// assert!(error.to_string().starts_with("`4711` is no GUID such as"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParseValueError {
    text: String,
    expected: &'static str,
}

impl ParseValueError {
    pub(super) fn new(text: &str, expected: &'static str) -> Self {
        Self { text: text.to_owned(), expected }
    }
}

impl fmt::Display for ParseValueError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is no {}", self.text, self.expected)
    }
}

impl std::error::Error for ParseValueError {}

/// Types that hold a checked text. What equality and order are, each says by itself.
macro_rules! text_types {
    ($($(#[$doc:meta])* $name:ident: $expected:literal if $check:path;)*) => {$(
        $(#[$doc])*
        #[derive(Clone)]
        pub struct $name(pub(super) String);

        impl $name {
            /// The value as it stands on the wire.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = ParseValueError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                if $check(text) {
                    Ok(Self(text.to_owned()))
                } else {
                    Err(ParseValueError::new(text, $expected))
                }
            }
        }

        impl TryFrom<&str> for $name {
            type Error = ParseValueError;

            fn try_from(text: &str) -> Result<Self, Self::Error> {
                text.parse()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct Read;

                impl Visitor<'_> for Read {
                    type Value = $name;

                    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                        f.write_str(concat!("a ", $expected))
                    }

                    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<$name, E> {
                        text.parse().map_err(|_| E::invalid_value(serde::de::Unexpected::Str(text), &self))
                    }
                }

                deserializer.deserialize_str(Read)
            }
        }
    )*};
}

pub(super) use text_types;

/// Equality, order and hash by what the method `value` gives.
macro_rules! by_value {
    ($($name:ident)*) => {$(
        impl PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                self.value() == other.value()
            }
        }

        impl Eq for $name {}

        impl PartialOrd for $name {
            fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
                Some(self.cmp(other))
            }
        }

        impl Ord for $name {
            fn cmp(&self, other: &Self) -> std::cmp::Ordering {
                self.value().cmp(&other.value())
            }
        }

        impl std::hash::Hash for $name {
            fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
                self.value().hash(state);
            }
        }
    )*};
}

pub(super) use by_value;

text_types! {
    /// `Edm.Binary`: bytes, base64url on the wire. Two are equal when they are written alike.
    ///
    /// ```
    /// use msgraph_core::model::Binary;
    ///
    /// let photo = Binary::from_bytes(&[0xfb, 0xff]);
    /// assert_eq!(photo.as_str(), "-_8=");
    /// assert_eq!("+/8".parse::<Binary>()?.to_bytes(), [0xfb, 0xff]);
    /// # Ok::<(), msgraph_core::model::ParseValueError>(())
    /// ```
    Binary: "base64url text" if is_binary;
}

by_value! { Binary }

/// Both alphabets, with or without padding: Graph has sent all four.
const BASE64: [GeneralPurpose; 2] = {
    let config = GeneralPurposeConfig::new()
        .with_decode_padding_mode(base64::engine::DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true);
    [
        GeneralPurpose::new(&base64::alphabet::URL_SAFE, config),
        GeneralPurpose::new(&base64::alphabet::STANDARD, config),
    ]
};

impl Binary {
    /// These bytes.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Self {
        Self(BASE64[0].encode(bytes))
    }

    fn value(&self) -> &str {
        &self.0
    }

    /// The bytes.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        BASE64.iter().find_map(|engine| engine.decode(&self.0).ok()).unwrap_or_default()
    }
}

fn is_binary(text: &str) -> bool {
    BASE64.iter().any(|engine| engine.decode(text).is_ok())
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub(in super::super) fn check<T>(good: &[&str], bad: &[&str])
    where
        T: FromStr<Err = ParseValueError> + for<'t> TryFrom<&'t str, Error = ParseValueError> + fmt::Display,
    {
        for text in good {
            assert_eq!(text.parse::<T>().map(|value| value.to_string()).as_deref(), Ok(*text));
            assert_eq!(T::try_from(text).map(|value| value.to_string()).as_deref(), Ok(*text));
        }
        for text in bad {
            let error = text.parse::<T>().err().map(|error| error.to_string()).unwrap_or_default();
            assert!(error.starts_with(&format!("`{text}` is no ")), "`{text}` should be refused: {error}");
        }
    }

    #[test]
    fn binary_is_base64_of_any_kind() {
        check::<Binary>(&["", "AQID", "_-8", "_-8=", "+/8="], &["A", "A*A=", "ä"]);
    }

    #[test]
    fn binary_goes_both_ways() {
        let bytes = [0xff, 0xee, 0x01];
        assert_eq!(Binary::from_bytes(&bytes).to_bytes(), bytes);
        assert_eq!("+/8=".parse::<Binary>().unwrap().to_bytes(), [0xfb, 0xff]);
    }
}
