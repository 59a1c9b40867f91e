//! OData's way of writing values in URLs.

use std::borrow::Cow;
use std::fmt;

use crate::model::{Date, DateTimeOffset, Decimal, Duration, Guid, TimeOfDay};

/// A value that OData can write in a path or a filter.
pub trait Literal {
    /// The literal, not yet encoded for a URL: text in quotes with its own quotes doubled, and
    /// everything else bare.
    ///
    /// ```
    /// use msgraph_core::odata::Literal;
    ///
    /// assert_eq!("it's".literal(), "'it''s'");
    /// assert_eq!(true.literal(), "true");
    /// ```
    fn literal(&self) -> String;
}

impl Literal for str {
    fn literal(&self) -> String {
        format!("'{}'", self.replace('\'', "''"))
    }
}

impl Literal for String {
    fn literal(&self) -> String {
        self.as_str().literal()
    }
}

impl<T: Literal + ?Sized> Literal for &T {
    fn literal(&self) -> String {
        (**self).literal()
    }
}

macro_rules! bare {
    ($($ty:ty),*) => {$(
        impl Literal for $ty {
            fn literal(&self) -> String {
                self.to_string()
            }
        }
    )*};
}

bare!(bool, u8, i8, i16, i32, i64, DateTimeOffset, Date, TimeOfDay, Guid, Decimal);

macro_rules! float {
    ($($ty:ty),*) => {$(
        impl Literal for $ty {
            /// Infinities are `INF` and `-INF`, and what is no number is `NaN`.
            fn literal(&self) -> String {
                if self.is_infinite() {
                    return if *self > 0.0 { "INF" } else { "-INF" }.to_owned();
                }
                self.to_string()
            }
        }
    )*};
}

float!(f32, f64);

impl Literal for Duration {
    fn literal(&self) -> String {
        format!("duration'{self}'")
    }
}

/// An expression for `$filter`.
///
/// ```
/// use msgraph_core::odata::Filter;
///
/// let filter = Filter::eq("JoinWebUrl", "https://teams.microsoft.com/l/o'clock");
/// assert_eq!(filter.to_string(), "JoinWebUrl eq 'https://teams.microsoft.com/l/o''clock'");
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Filter(String);

impl Filter {
    /// An expression as it is, not yet encoded for a URL.
    #[must_use]
    pub fn raw(expression: impl Into<String>) -> Self {
        Self(expression.into())
    }

    /// `property eq value`; a property inside another one is written with a slash.
    #[must_use]
    pub fn eq(property: &str, value: impl Literal) -> Self {
        Self(format!("{property} eq {}", value.literal()))
    }

    /// Both this and the other.
    #[must_use]
    pub fn and(self, other: impl Into<Self>) -> Self {
        Self(format!("({}) and ({})", self.0, other.into().0))
    }
}

impl From<&str> for Filter {
    fn from(expression: &str) -> Self {
        Self::raw(expression)
    }
}

impl From<String> for Filter {
    fn from(expression: String) -> Self {
        Self(expression)
    }
}

impl fmt::Display for Filter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Filter {
    /// The first property and its operator, where the expression begins with them. The rest may be a
    /// join URL, in quotes of any kind.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const OPERATORS: [&str; 8] = ["eq", "ne", "gt", "ge", "lt", "le", "in", "has"];
        let is_path = |text: &str| text.bytes().all(|b| b.is_ascii_alphanumeric() || b"_/@$".contains(&b));
        let mut words = self.0.trim_start_matches('(').split(' ');
        match (words.next(), words.next()) {
            (Some(property), Some(operator)) if is_path(property) && OPERATORS.contains(&operator) => {
                write!(f, "Filter({property} {operator} …)")
            }
            _ => write!(f, "Filter(<{} bytes>)", self.0.len()),
        }
    }
}

/// A query string of these options. Spaces become `%20`, never `+`.
pub(crate) fn encode_query(options: &[(Cow<'static, str>, String)]) -> String {
    const PLAIN: &[u8] = b"-._~$(),:/@!*;";
    let mut query = String::new();
    for (name, value) in options {
        if !query.is_empty() {
            query.push('&');
        }
        encode(&mut query, name, PLAIN);
        query.push('=');
        encode(&mut query, value, PLAIN);
    }
    query
}

/// One segment of a path. `+` and `%` are encoded too: a value reads back as it was.
pub(crate) fn encode_segment(text: &str) -> String {
    let mut segment = String::with_capacity(text.len());
    encode(&mut segment, text, b"-._~$(),:@!*;='");
    segment
}

/// Adds the text with everything percent-encoded but letters, digits and the plain ones.
fn encode(out: &mut String, text: &str, plain: &[u8]) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || plain.contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push('%');
            out.push(char::from(HEX[usize::from(byte >> 4)]));
            out.push(char::from(HEX[usize::from(byte & 15)]));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_are_doubled_and_bytes_encoded() {
        let filter = Filter::eq("JoinWebUrl", "https://x/19%3ameeting_é+1&a='b'");
        let query = encode_query(&[("$filter".into(), filter.to_string()), ("$top".into(), "5".to_owned())]);
        assert_eq!(
            query,
            "$filter=JoinWebUrl%20eq%20%27https://x/19%253ameeting_%C3%A9%2B1%26a%3D%27%27b%27%27%27&$top=5"
        );
    }

    #[test]
    fn a_filter_shows_no_values() {
        let filter = Filter::eq("JoinWebUrl", "https://x/o'clock");
        assert!(!format!("{filter:?}").contains("clock"), "{filter:?}");
        assert_eq!(format!("{filter:?}"), "Filter(JoinWebUrl eq …)");
        let both = Filter::eq("a/b", "secret").and(Filter::eq("c", "secret"));
        assert_eq!(format!("{both:?}"), "Filter(a/b eq …)");
        for raw in [
            "JoinWebUrl%20eq%20%27https://x/secret%27",
            "'secret' eq JoinWebUrl",
            "startswith(JoinWebUrl,'secret')",
            "JoinWebUrl eq %27secret%27",
            "secret",
            "",
        ] {
            let shown = format!("{:?}", Filter::raw(raw));
            assert!(!shown.contains("secret"), "{shown}");
        }
    }

    #[test]
    fn literals_of_numbers_are_odatas() {
        assert_eq!([f64::INFINITY, f64::NEG_INFINITY, f64::NAN].map(|n| n.literal()), ["INF", "-INF", "NaN"]);
        assert_eq!([f32::INFINITY, f32::NEG_INFINITY, -0.5].map(|n| n.literal()), ["INF", "-INF", "-0.5"]);
        assert_eq!(
            "12345678901234567890.10".parse::<Decimal>().unwrap().literal(),
            "12345678901234567890.10"
        );
    }

    #[test]
    fn a_filter_of_two() {
        let filter = Filter::eq("a/b", 1).and(Filter::eq("c", true));
        assert_eq!(filter.to_string(), "(a/b eq 1) and (c eq true)");
    }
}
