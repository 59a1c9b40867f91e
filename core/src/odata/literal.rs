//! How OData writes values.

use std::borrow::Cow;

use crate::model::{Binary, Date, DateTimeOffset, Decimal, Duration, Guid, TimeOfDay};

/// A value that OData can write in a path or a filter.
///
/// ```
/// use msgraph_core::model::{Duration, Guid};
/// use msgraph_core::odata::Literal;
///
/// assert_eq!(Guid::from_u128(7).literal(), "00000000-0000-0000-0000-000000000007");
/// assert_eq!("PT1H".parse::<Duration>()?.literal(), "duration'PT1H'");
/// # Ok::<(), msgraph_core::model::ParseValueError>(())
/// ```
pub trait Literal {
    /// The literal, not yet encoded for a URL: text in quotes with its own quotes doubled, a duration and
    /// bytes in quotes behind their type, and everything else bare.
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

impl Literal for Cow<'_, str> {
    fn literal(&self) -> String {
        (**self).literal()
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

bare!(bool, u8, i8, i16, i32, i64, Date, TimeOfDay, Guid, Decimal);

macro_rules! float {
    ($($ty:ty),*) => {$(
        impl Literal for $ty {
            /// Infinities are `INF` and `-INF`, and what is no number is `NaN`.
            fn literal(&self) -> String {
                if self.is_infinite() {
                    return if *self > 0.0 { "INF" } else { "-INF" }.to_owned();
                }
                // `Display` writes all zeros of 1e300, `Debug` does not
                let text = format!("{self:?}");
                text.strip_suffix(".0").unwrap_or(&text).to_owned()
            }
        }
    )*};
}

float!(f32, f64);

// a value may have come in small letters, which not every reader takes

impl Literal for DateTimeOffset {
    fn literal(&self) -> String {
        self.to_string().to_ascii_uppercase()
    }
}

impl Literal for Duration {
    fn literal(&self) -> String {
        format!("duration'{}'", self.as_str().trim_start_matches('+').to_ascii_uppercase())
    }
}

impl Literal for Binary {
    fn literal(&self) -> String {
        format!("binary'{}'", Self::from_bytes(&self.to_bytes()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_of_numbers_are_odatas() {
        assert_eq!([f64::INFINITY, f64::NEG_INFINITY, f64::NAN].map(|n| n.literal()), ["INF", "-INF", "NaN"]);
        assert_eq!([f32::INFINITY, f32::NEG_INFINITY, -0.5].map(|n| n.literal()), ["INF", "-INF", "-0.5"]);
        let decimal = "12345678901234567890.10";
        assert_eq!(decimal.parse::<Decimal>().unwrap().literal(), decimal);
        assert_eq!(
            [i64::MIN, i64::MAX].map(|n| n.literal()),
            ["-9223372036854775808", "9223372036854775807"]
        );
    }

    #[test]
    fn numbers_are_as_short_as_they_can_be() {
        for (number, literal) in [
            (1e300, "1e300"),
            (-1.5e-300, "-1.5e-300"),
            (f64::MAX, "1.7976931348623157e308"),
            (5.0, "5"),
            (0.1, "0.1"),
            (1e15, "1000000000000000"),
        ] {
            assert_eq!(number.literal(), literal);
            assert_eq!(literal.parse(), Ok(number));
        }
        assert_eq!([f32::MAX, 0.1, 3.0].map(|n| n.literal()), ["3.4028235e38", "0.1", "3"]);
    }

    #[test]
    fn letters_of_moments_and_durations_are_large() {
        for (text, literal) in [("+pt5m", "duration'PT5M'"), ("-p1dt0.5s", "duration'-P1DT0.5S'")] {
            assert_eq!(text.parse::<Duration>().unwrap().literal(), literal);
        }
        for (text, literal) in [
            ("2019-07-12t14:30z", "2019-07-12T14:30Z"),
            ("2019-07-12t14:30:01+02:00", "2019-07-12T14:30:01+02:00"),
        ] {
            assert_eq!(text.parse::<DateTimeOffset>().unwrap().literal(), literal);
        }
    }

    #[test]
    fn quotes_in_texts_are_doubled() {
        for (text, literal) in [("", "''"), ("'", "''''"), ("a''b", "'a''''b'"), ("é\n%", "'é\n%'")] {
            assert_eq!(text.literal(), literal);
        }
    }

    #[test]
    fn bytes_are_base64url_whatever_they_came_as() {
        assert_eq!(Binary::from_bytes(&[0xfb, 0xff]).literal(), "binary'-_8='");
        assert_eq!("+/8".parse::<Binary>().unwrap().literal(), "binary'-_8='");
    }
}
