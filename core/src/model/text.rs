//! Primitives that are kept as the text they came as: nothing is lost, and what they hold is checked.

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};
use serde::de::{Deserialize, Deserializer, Visitor};
use serde::ser::{Serialize, Serializer};

/// A text that is no value of a primitive type.
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

macro_rules! text_types {
    ($($(#[$doc:meta])* $name:ident: $expected:literal if $check:path;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(String);

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
                if $check(text.as_bytes()) {
                    Ok(Self(text.to_owned()))
                } else {
                    Err(ParseValueError::new(text, $expected))
                }
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

text_types! {
    /// `Edm.Date`: a day without a time, `2019-07-12`.
    Date: "date such as `2019-07-12`" if is_date;
    /// `Edm.TimeOfDay`: `14:30:34.2444915`.
    TimeOfDay: "time of day such as `14:30:00`" if is_time;
    /// `Edm.Duration`: ISO 8601 without years and months, `PT1H30M`.
    Duration: "duration such as `PT1H30M`" if is_duration;
    /// `Edm.Guid`: `05b9ed5f-2ac3-4470-aae9-f4a0c30b1a4b`. Letters keep their case.
    Guid: "GUID such as `05b9ed5f-2ac3-4470-aae9-f4a0c30b1a4b`" if is_guid;
    /// `Edm.Binary`: bytes, base64url on the wire.
    Binary: "base64url text" if is_binary;
}

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

    /// The bytes.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        BASE64.iter().find_map(|engine| engine.decode(&self.0).ok()).unwrap_or_default()
    }
}

fn is_binary(text: &[u8]) -> bool {
    BASE64.iter().any(|engine| engine.decode(text).is_ok())
}

fn is_date(text: &[u8]) -> bool {
    let number =
        |digits: &[u8]| digits.iter().fold(0_u16, |number, digit| number * 10 + u16::from(digit - b'0'));
    let part = |digits| u8::try_from(number(digits)).unwrap_or(u8::MAX);
    shaped(text, b"dddd-dd-dd")
        && time::Month::try_from(part(&text[5..7])).is_ok_and(|month| {
            time::Date::from_calendar_date(number(&text[..4]).into(), month, part(&text[8..])).is_ok()
        })
}

fn is_time(text: &[u8]) -> bool {
    let Some((clock, fraction)) = text.split_at_checked(8) else {
        return shaped(text, b"dd:dd") && text[..2] < b"24"[..];
    };
    let fraction = fraction.strip_prefix(b".").map_or(fraction.is_empty(), |digits| {
        (1..=12).contains(&digits.len()) && digits.iter().all(u8::is_ascii_digit)
    });
    shaped(clock, b"dd:dd:dd") && clock[..2] < b"24"[..] && clock[3] < b'6' && clock[6] < b'6' && fraction
}

/// `[-]P[nD][T[nH][nM][n[.n]S]]` with at least one part.
fn is_duration(text: &[u8]) -> bool {
    let Some(text) = text.strip_prefix(b"-").unwrap_or(text).strip_prefix(b"P") else { return false };
    let (days, time) = match text.iter().position(|byte| *byte == b'T') {
        Some(at) => (&text[..at], Some(&text[at + 1..])),
        None => (text, None),
    };
    let parts = |text, units| duration_parts(text, units);
    match (parts(days, b"D"), time.map(|time| parts(time, b"HMS"))) {
        (Some(days), None) => days > 0,
        (Some(_), Some(Some(time))) => time > 0,
        _ => false,
    }
}

/// How many numbers with one of these units, in this order, stand in the text.
fn duration_parts(mut text: &[u8], units: &[u8]) -> Option<usize> {
    let mut count = 0;
    let mut units = units.iter();
    while !text.is_empty() {
        let digits = text.iter().take_while(|byte| byte.is_ascii_digit() || **byte == b'.').count();
        let (number, rest) = text.split_at(digits);
        let (unit, rest) = rest.split_first()?;
        units.find(|known| *known == unit)?;
        let whole = number.iter().all(u8::is_ascii_digit);
        if number.is_empty() || (!whole && (*unit != b'S' || !is_decimal(number))) {
            return None;
        }
        count += 1;
        text = rest;
    }
    Some(count)
}

fn is_guid(text: &[u8]) -> bool {
    text.len() == 36
        && text.iter().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => *byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

fn is_decimal(text: &[u8]) -> bool {
    let digits = text.strip_prefix(b"-").or_else(|| text.strip_prefix(b"+")).unwrap_or(text);
    let mut parts = digits.splitn(2, |byte| *byte == b'.');
    digits.first().is_some_and(u8::is_ascii_digit)
        && parts.all(|part| !part.is_empty() && part.iter().all(u8::is_ascii_digit))
}

/// Whether a text has digits where the shape has `d`, and else what the shape has.
fn shaped(text: &[u8], shape: &[u8]) -> bool {
    text.len() == shape.len()
        && text
            .iter()
            .zip(shape)
            .all(|(byte, wanted)| if *wanted == b'd' { byte.is_ascii_digit() } else { byte == wanted })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check<T: FromStr<Err = ParseValueError> + fmt::Display>(good: &[&str], bad: &[&str]) {
        for text in good {
            assert_eq!(text.parse::<T>().map(|value| value.to_string()).as_deref(), Ok(*text));
        }
        for text in bad {
            assert!(text.parse::<T>().is_err(), "`{text}` should be refused");
        }
    }

    #[test]
    fn each_type_keeps_what_is_right_and_refuses_the_rest() {
        check::<Date>(
            &["2019-07-12", "0001-01-01", "2024-02-29", "9999-12-31"],
            &[
                "",
                "2019-7-12",
                "2019-13-01",
                "2019-00-01",
                "2019-01-32",
                "2019-01-00",
                "2019-02-31",
                "2023-02-29",
                "2019-04-31",
            ],
        );
        check::<TimeOfDay>(
            &["14:30:34.2444915", "00:00:00", "14:30"],
            &["", "24:00:00", "12:60:00", "12:00:00."],
        );
        check::<Duration>(
            &["PT1H30M", "P1D", "-P1DT0.5S", "PT0S", "P10675199DT2H48M5.4775807S"],
            &["", "P", "PT", "P1DT", "1H", "PT1M1H", "P1Y", "PTS", "PT1.5H", "PT1..5S"],
        );
        check::<Guid>(
            &["05b9ed5f-2ac3-4470-aae9-f4a0c30b1a4b", "05B9ED5F-2AC3-4470-AAE9-F4A0C30B1A4B"],
            &[
                "",
                "05b9ed5f2ac34470aae9f4a0c30b1a4b",
                "{05b9ed5f-2ac3-4470-aae9-f4a0c30b1a4b}",
                "g5b9ed5f-2ac3-4470-aae9-f4a0c30b1a4b",
            ],
        );
        check::<Binary>(&["", "AQID", "_-8", "_-8=", "+/8="], &["A", "A*A=", "ä"]);
    }

    #[test]
    fn binary_goes_both_ways() {
        let bytes = [0xff, 0xee, 0x01];
        assert_eq!(Binary::from_bytes(&bytes).to_bytes(), bytes);
        assert_eq!("+/8=".parse::<Binary>().unwrap().to_bytes(), [0xfb, 0xff]);
    }
}
