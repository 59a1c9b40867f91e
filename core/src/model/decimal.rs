//! `Edm.Decimal`, with the digits that it came with.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

use serde::de::{Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};

use super::ParseValueError;
use super::number::refused;
use super::raw::{Raw, canonical_number};

/// `Edm.Decimal`: a number of any length, kept as its text. Graph writes it as a number or in quotes;
/// it is written back as it came.
///
/// Two are equal when they are the same number: `1.0`, `1` and `"1"` are.
///
/// ```
/// use msgraph_core::model::Decimal;
///
/// let price: Decimal = "12345678901234567890.10".parse()?;
/// assert_eq!(price.as_str(), "12345678901234567890.10");
/// assert_eq!(Decimal::from(7), "7.0".parse()?);
/// # Ok::<(), msgraph_core::model::ParseValueError>(())
/// ```
#[derive(Clone)]
pub struct Decimal {
    text: String,
    /// How it is written as a number; none where it stands in quotes.
    number: Option<Raw>,
}

impl Decimal {
    /// The number as it stands on the wire, without quotes. Beside digits it can be `INF`, `-INF` and
    /// `NaN`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl FromStr for Decimal {
    type Err = ParseValueError;

    /// Takes what OData takes. It is written as a number where JSON can, else in quotes (`+1`, `INF`).
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if is_decimal(text) {
            Ok(Self { text: text.to_owned(), number: Raw::parse(text) })
        } else {
            Err(ParseValueError::new(text, "decimal number"))
        }
    }
}

macro_rules! from {
    ($($ty:ty),*) => {$(
        impl From<$ty> for Decimal {
            fn from(number: $ty) -> Self {
                let text = number.to_string();
                Self { number: Raw::parse(&text), text }
            }
        }
    )*};
}

from!(i8, i16, i32, i64, i128, isize, u8, u16, u32, u64, u128, usize);

impl PartialEq for Decimal {
    fn eq(&self, other: &Self) -> bool {
        canonical_number(&self.text) == canonical_number(&other.text)
    }
}

impl Eq for Decimal {}

impl Hash for Decimal {
    fn hash<H: Hasher>(&self, state: &mut H) {
        canonical_number(&self.text).hash(state);
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Debug for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl Serialize for Decimal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.number {
            Some(number) => number.serialize(serializer),
            None => serializer.serialize_str(&self.text),
        }
    }
}

impl<'de> Deserialize<'de> for Decimal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Raw::deserialize(deserializer)?;
        let is_quoted = raw.as_str().starts_with('"');
        let text = if is_quoted { raw.read().unwrap_or_default() } else { raw.as_str().to_owned() };
        if is_decimal(&text) {
            return Ok(Self { text, number: (!is_quoted).then_some(raw) });
        }
        Err(refused(raw.as_str(), "a decimal number"))
    }
}

/// `[sign] digits [. digits] [e [sign] digits]`, `INF`, `-INF`, `NaN`.
pub(super) fn is_decimal(text: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let unsigned = |text: &str| -> usize { usize::from(text.starts_with(['+', '-'])) };
    if matches!(text, "INF" | "-INF" | "NaN") {
        return true;
    }
    let (number, power) = text.split_once(['e', 'E']).map_or((text, None), |(n, p)| (n, Some(p)));
    let (whole, fraction) = number.split_once('.').map_or((number, None), |(w, f)| (w, Some(f)));
    digits(&whole[unsigned(whole)..])
        && fraction.is_none_or(digits)
        && power.is_none_or(|power| digits(&power[unsigned(power)..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decimal_is_written_as_it_came() {
        for json in [
            "12345678901234567890123.4500",
            "-0.10",
            "1e400",
            "1E-7",
            "0",
            r#""12345678901234567890.10""#,
            r#""+1""#,
            r#""INF""#,
            r#""1""#,
        ] {
            let decimal: Decimal = serde_json::from_str(json).unwrap();
            assert_eq!(decimal.as_str(), json.trim_matches('"'));
            assert_eq!(serde_json::to_string(&decimal).unwrap(), json);
            let again: Decimal = serde_json::from_reader(json.as_bytes()).unwrap();
            assert_eq!(again, decimal);
        }
        let of_value: Decimal = serde_json::from_value(serde_json::json!(1.5)).unwrap();
        assert_eq!(serde_json::to_value(&of_value).unwrap(), serde_json::json!(1.5));
    }

    #[test]
    fn what_is_no_decimal_is_refused() {
        for json in
            [r#""""#, r#""x""#, r#"".5""#, r#""5.""#, r#""1e""#, r#""--1""#, "true", "null", "[1]", "{}"]
        {
            let fault = serde_json::from_str::<Decimal>(json).unwrap_err().to_string();
            assert!(fault.contains("expected a decimal number"), "{json}: {fault}");
        }
        assert!("infinity".parse::<Decimal>().is_err());
    }

    #[test]
    fn texts_are_numbers_where_json_can() {
        for (text, json) in [("1.50", "1.50"), ("+1", r#""+1""#), ("007", r#""007""#), ("NaN", r#""NaN""#)] {
            assert_eq!(serde_json::to_string(&text.parse::<Decimal>().unwrap()).unwrap(), json);
        }
        assert_eq!(serde_json::to_string(&Decimal::from(u64::MAX)).unwrap(), u64::MAX.to_string());
        assert_eq!(Decimal::from(100), "1e2".parse().unwrap());
    }
}
