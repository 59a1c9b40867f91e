//! `Edm.Duration`.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;
use std::time::Duration as StdDuration;

use serde::de::{Deserialize, Deserializer, Visitor};
use serde::ser::{Serialize, Serializer};

use super::ParseValueError;
use super::clock::digits;
use super::text::{by_value, text_types};

text_types! {
    /// `Edm.Duration`: ISO 8601 without years and months, `PT1H30M`. Two are equal when they last
    /// equally long: `PT60S` and `PT1M` do.
    ///
    /// One of more than 2^64 seconds is refused.
    ///
    /// ```
    /// use msgraph_core::model::Duration;
    ///
    /// let ninety = std::time::Duration::from_secs(90 * 60);
    /// assert_eq!(Duration::from(ninety).as_str(), "PT1H30M");
    /// assert_eq!(std::time::Duration::try_from("PT90M".parse::<Duration>()?)?, ninety);
    /// # Ok::<(), msgraph_core::model::ParseValueError>(())
    /// ```
    Duration: "duration such as `PT1H30M`" if is_duration;
}

by_value! { Duration }

/// How long it lasts, to the digit.
#[derive(Default)]
struct Length<'t> {
    is_negative: bool,
    seconds: u64,
    /// The digits behind the second, without zeros at their end.
    fraction: &'t str,
}

impl Length<'_> {
    fn sign(&self) -> i8 {
        let is_zero = self.seconds == 0 && self.fraction.is_empty();
        if is_zero { 0 } else { 1 - 2 * i8::from(self.is_negative) }
    }
}

impl Duration {
    /// The number of seconds, as near as the type comes.
    ///
    /// ```
    /// use msgraph_core::model::Duration;
    ///
    /// let late: Duration = "-PT1.5S".parse()?;
    /// assert_eq!(late.as_secs_f64(), -1.5);
    /// assert!(late.is_negative());
    /// # Ok::<(), msgraph_core::model::ParseValueError>(())
    /// ```
    #[must_use]
    pub fn as_secs_f64(&self) -> f64 {
        let length = self.value();
        let sign = if length.is_negative { "-" } else { "" };
        // the decimal text is read exactly, sums and products of floats are not
        format!("{sign}{}.{}0", length.seconds, length.fraction).parse().unwrap_or(f64::NAN)
    }

    /// Whether it is less than zero.
    #[must_use]
    pub fn is_negative(&self) -> bool {
        self.value().sign() < 0
    }

    fn value(&self) -> Length<'_> {
        parse(&self.0).unwrap_or_default() // it is one
    }
}

impl From<StdDuration> for Duration {
    /// Written in days, hours, minutes and seconds: `P1DT2H0.5S`.
    fn from(duration: StdDuration) -> Self {
        const DAY: u64 = 86_400;
        let (days, second, nano) =
            (duration.as_secs() / DAY, duration.as_secs() % DAY, duration.subsec_nanos());
        let part = |number: u64, unit| if number > 0 { format!("{number}{unit}") } else { String::new() };
        let day = part(days, "D");
        if days > 0 && second == 0 && nano == 0 {
            return Self(format!("P{day}"));
        }
        let (hour, minute) = (part(second / 3600, "H"), part(second / 60 % 60, "M"));
        let seconds = if nano > 0 {
            format!("{}S", format!("{}.{nano:09}", second % 60).trim_end_matches('0'))
        } else if second == 0 {
            "0S".to_owned()
        } else {
            part(second % 60, "S")
        };
        Self(format!("P{day}T{hour}{minute}{seconds}"))
    }
}

impl TryFrom<Duration> for StdDuration {
    type Error = ParseValueError;

    /// Cuts off what is less than a nanosecond.
    ///
    /// # Errors
    /// Where it is less than zero.
    fn try_from(duration: Duration) -> Result<Self, Self::Error> {
        let length = duration.value();
        if length.sign() < 0 {
            return Err(ParseValueError::new(&duration.0, "duration of zero or more"));
        }
        let nano = length.fraction.bytes().chain(std::iter::repeat(b'0')).take(9);
        Ok(Self::new(length.seconds, nano.fold(0, |nano, digit| nano * 10 + u32::from(digit - b'0'))))
    }
}

impl PartialEq for Length<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Length<'_> {}

impl PartialOrd for Length<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Length<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        let signs = self.sign().cmp(&other.sign());
        let lengths = (self.seconds, self.fraction).cmp(&(other.seconds, other.fraction));
        signs.then(if self.sign() < 0 { lengths.reverse() } else { lengths })
    }
}

impl Hash for Length<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.sign(), self.seconds, self.fraction).hash(state);
    }
}

fn is_duration(text: &str) -> bool {
    parse(text).is_some()
}

/// `[sign]P[nD][T[nH][nM][n[.n]S]]` with at least one part, in letters of both cases: the rule
/// `durationValue` of OData's ABNF, and XML Schema's `dayTimeDuration`, which it stands for.
fn parse(text: &str) -> Option<Length<'_>> {
    let mut length = Length { is_negative: text.starts_with('-'), ..Length::default() };
    let text = text.strip_prefix(['+', '-']).unwrap_or(text).strip_prefix(['P', 'p'])?;
    match text.split_once(['T', 't']) {
        None => parts(&mut length, text, &[(b'D', 86_400)])?,
        Some((days, time)) => {
            if !days.is_empty() {
                parts(&mut length, days, &[(b'D', 86_400)])?;
            }
            parts(&mut length, time, &[(b'H', 3600), (b'M', 60), (b'S', 1)])?;
        }
    }
    Some(length)
}

/// Adds numbers with these units, which stand in this order; at least one of them.
fn parts<'t>(length: &mut Length<'t>, mut text: &'t str, units: &[(u8, u64)]) -> Option<()> {
    let mut units = units.iter();
    loop {
        let (number, rest) = text.split_at(digits(text.as_bytes()).0.len());
        let (fraction, rest) = match rest.strip_prefix('.') {
            Some(rest) => {
                let (fraction, rest) = rest.split_at(digits(rest.as_bytes()).0.len());
                (Some(fraction), rest)
            }
            None => (None, rest),
        };
        let unit = rest.bytes().next()?.to_ascii_uppercase();
        let (_, seconds) = units.find(|(known, _)| *known == unit)?;
        if fraction.is_some_and(|fraction| unit != b'S' || fraction.is_empty()) {
            return None;
        }
        length.seconds = number.parse::<u64>().ok()?.checked_mul(*seconds)?.checked_add(length.seconds)?;
        length.fraction = fraction.unwrap_or_default().trim_end_matches('0');
        text = &rest[1..];
        if text.is_empty() {
            return Some(());
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::super::text::tests::check;
    use super::*;

    fn duration(text: &str) -> Duration {
        text.parse().unwrap()
    }

    #[test]
    fn a_duration_keeps_what_is_right_and_refuses_the_rest() {
        check::<Duration>(
            &[
                "PT1H30M",
                "P1D",
                "-P1DT0.5S",
                "+PT5M",
                "PT0S",
                "P10675199DT2H48M5.4775807S",
                "pt1h30m1.50s",
                "P007DT0H",
                "PT0.0000000000000000000000001S",
                "PT18446744073709551615S",
            ],
            &[
                "",
                "P",
                "PT",
                "P1DT",
                "1H",
                "PT1M1H",
                "P1Y",
                "PTS",
                "PT1.5H",
                "PT1..5S",
                "PT.5S",
                "PT5.S",
                "PT1S ",
                "--PT1S",
                "P1H",
                "PT1D",
                "PT1H1H",
                "PT1é",
                "P1DD",
                "P1D1",
                "PT18446744073709551616S",
                "P999999999999999999D",
            ],
        );
    }

    #[test]
    fn durations_are_equal_and_ordered_by_length() {
        for (a, b) in [("PT60S", "PT1M"), ("P1D", "PT24H"), ("-PT0S", "PT0.000S"), ("+PT1.50S", "PT1.5S")] {
            assert_eq!(duration(a), duration(b));
            assert_eq!(HashSet::from([duration(a), duration(b)]).len(), 1, "{a} {b}");
        }
        let ordered =
            ["-P1D", "-PT2.5S", "-PT2S", "-PT0.1S", "PT0S", "PT0.09S", "PT0.1S", "PT0.11S", "PT2S", "PT10S"];
        assert!(ordered.map(duration).is_sorted_by(|a, b| a < b));
    }

    #[test]
    fn durations_of_std_go_both_ways() {
        for (seconds, nano, text) in [
            (0, 0, "PT0S"),
            (5, 0, "PT5S"),
            (0, 1, "PT0.000000001S"),
            (60, 0, "PT1M"),
            (60, 500_000_000, "PT1M0.5S"),
            (5400, 0, "PT1H30M"),
            (86_400, 0, "P1D"),
            (86_400, 1000, "P1DT0.000001S"),
            (90_061, 0, "P1DT1H1M1S"),
            (600, 0, "PT10M"),
            (10, 0, "PT10S"),
            (u64::MAX, 999_999_999, "P213503982334601DT7H15.999999999S"),
        ] {
            let std = StdDuration::new(seconds, nano);
            assert_eq!(Duration::from(std).as_str(), text);
            assert_eq!(StdDuration::try_from(duration(text)), Ok(std));
        }
        assert_eq!(
            StdDuration::try_from(duration("PT0.1234567899S")),
            Ok(StdDuration::from_nanos(123_456_789))
        );
        assert_eq!(StdDuration::try_from(duration("-PT0S")), Ok(StdDuration::ZERO));
        let error = StdDuration::try_from(duration("-PT1S")).unwrap_err().to_string();
        assert_eq!(error, "`-PT1S` is no duration of zero or more");
    }

    #[test]
    fn seconds_are_a_number() {
        for (text, seconds) in
            [("PT1H0.5S", "3600.5"), ("-PT0.1S", "-0.1"), ("P1D", "86400"), ("PT10.10S", "10.1")]
        {
            assert_eq!(duration(text).as_secs_f64().to_string(), seconds);
        }
        assert!(duration("-PT0.1S").is_negative() && !duration("-PT0S").is_negative());
    }
}
