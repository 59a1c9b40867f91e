//! `Edm.DateTimeOffset`, with the digits and the offset that it came with.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;
use std::time::SystemTime;

use serde::de::{Deserialize, Deserializer, Visitor};
use serde::ser::{Serialize, Serializer};
use time::{Date, Month, OffsetDateTime, Time, UtcOffset};

/// A moment with its offset from UTC, as Graph writes it: `2019-07-12T14:30:34.2444915-07:00`.
///
/// It is written with as many digits behind the second as it was read with (Graph sends seven), or
/// without seconds, and with the same offset; two values are equal when they are the same moment.
///
/// ```
/// use msgraph_core::model::DateTimeOffset;
///
/// let text = "2019-07-12T14:30:34.2444915-07:00";
/// let moment: DateTimeOffset = text.parse()?;
/// assert_eq!(moment.to_string(), text);
/// assert_eq!(moment, "2019-07-12T21:30:34.2444915Z".parse()?);
/// # Ok::<(), msgraph_core::model::ParseDateTimeError>(())
/// ```
#[derive(Clone, Copy)]
pub struct DateTimeOffset {
    moment: OffsetDateTime,
    /// How many digits stand behind the second; none where the second itself was left out.
    digits: Option<u8>,
    zone: Zone,
}

/// How an offset of zero is written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Zone {
    Zulu,
    Plus,
    Minus,
}

impl DateTimeOffset {
    /// Reads the text of a moment, for values that stand in a program.
    ///
    /// # Errors
    /// Where the text is no date and time with an offset.
    pub fn parse(text: &str) -> Result<Self, ParseDateTimeError> {
        parse(text.as_bytes()).ok_or_else(|| ParseDateTimeError { text: text.to_owned() })
    }

    /// Now, in UTC.
    #[must_use]
    pub fn now() -> Self {
        OffsetDateTime::now_utc().into()
    }

    /// The moment for the crate `time`.
    #[must_use]
    pub fn get(self) -> OffsetDateTime {
        self.moment
    }
}

impl From<OffsetDateTime> for DateTimeOffset {
    /// Written with seven digits, as Graph does: what is less than 100 nanoseconds is cut off, so that
    /// the text is the same moment. An offset with seconds, which no text can have, loses them.
    fn from(moment: OffsetDateTime) -> Self {
        let nano = moment.nanosecond();
        let moment = moment.replace_nanosecond(nano - nano % 100).unwrap_or(moment);
        let whole = moment.offset().whole_seconds() / 60 * 60;
        let offset = UtcOffset::from_whole_seconds(whole).unwrap_or(UtcOffset::UTC);
        let moment = moment.checked_to_offset(offset).unwrap_or(moment);
        let zone = if moment.offset().is_utc() { Zone::Zulu } else { Zone::Plus };
        Self { moment, digits: Some(7), zone }
    }
}

impl From<SystemTime> for DateTimeOffset {
    fn from(moment: SystemTime) -> Self {
        OffsetDateTime::from(moment).into()
    }
}

impl From<DateTimeOffset> for OffsetDateTime {
    fn from(moment: DateTimeOffset) -> Self {
        moment.moment
    }
}

impl FromStr for DateTimeOffset {
    type Err = ParseDateTimeError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl PartialEq for DateTimeOffset {
    fn eq(&self, other: &Self) -> bool {
        self.moment == other.moment
    }
}

impl Eq for DateTimeOffset {}

impl PartialOrd for DateTimeOffset {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for DateTimeOffset {
    fn cmp(&self, other: &Self) -> Ordering {
        self.moment.cmp(&other.moment)
    }
}

impl Hash for DateTimeOffset {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.moment.hash(state);
    }
}

impl fmt::Display for DateTimeOffset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.moment.to_calendar_date();
        let (hour, minute, second, nano) = self.moment.to_hms_nano();
        let month = u8::from(month);
        write!(f, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}")?;
        if let Some(digits) = self.digits {
            write!(f, ":{second:02}")?;
            if digits > 0 {
                write!(f, ".{}", &format!("{nano:09}")[..usize::from(digits)])?;
            }
        }
        let offset = self.moment.offset();
        if offset.is_utc() && self.zone == Zone::Zulu {
            return f.write_str("Z");
        }
        let negative = offset.is_negative() || (offset.is_utc() && self.zone == Zone::Minus);
        let (hours, minutes, _) = offset.as_hms();
        let sign = if negative { '-' } else { '+' };
        write!(f, "{sign}{:02}:{:02}", hours.unsigned_abs(), minutes.unsigned_abs())
    }
}

impl fmt::Debug for DateTimeOffset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for DateTimeOffset {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for DateTimeOffset {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Read;

        impl Visitor<'_> for Read {
            type Value = DateTimeOffset;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a date and time with an offset")
            }

            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<DateTimeOffset, E> {
                DateTimeOffset::parse(text)
                    .map_err(|_| E::invalid_value(serde::de::Unexpected::Str(text), &self))
            }
        }

        deserializer.deserialize_str(Read)
    }
}

/// A text that is no date and time with an offset.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParseDateTimeError {
    text: String,
}

impl fmt::Display for ParseDateTimeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "`{}` is no date and time with an offset, such as `2019-07-12T14:30:34.2444915-07:00`",
            self.text
        )
    }
}

impl std::error::Error for ParseDateTimeError {}

/// `2019-07-12T14:30[:34[.1-9 digits]](Z|±hh:mm)`: OData allows the seconds to be left out.
fn parse(text: &[u8]) -> Option<DateTimeOffset> {
    let (year, text) = number::<4>(text)?;
    let (month, text) = number::<2>(text.strip_prefix(b"-")?)?;
    let (day, text) = number::<2>(text.strip_prefix(b"-")?)?;
    let (hour, text) = number::<2>(text.strip_prefix(b"T")?)?;
    let (minute, text) = number::<2>(text.strip_prefix(b":")?)?;
    let (second, nano, digits, text) = match text.strip_prefix(b":") {
        Some(text) => {
            let (second, text) = number::<2>(text)?;
            let (nano, digits, text) = fraction(text)?;
            (second, nano, Some(digits), text)
        }
        None => (0, 0, None, text),
    };
    let (offset, zone) = zone(text)?;

    let month = Month::try_from(u8::try_from(month).ok()?).ok()?;
    let date = Date::from_calendar_date(i32::try_from(year).ok()?, month, u8::try_from(day).ok()?).ok()?;
    let [hour, minute, second] = [hour, minute, second].map(|part| u8::try_from(part).unwrap_or(u8::MAX));
    let time = Time::from_hms_nano(hour, minute, second, nano).ok()?;
    Some(DateTimeOffset { moment: date.with_time(time).assume_offset(offset), digits, zone })
}

/// A number of exactly that many digits, and what stands behind it.
fn number<const DIGITS: usize>(text: &[u8]) -> Option<(u32, &[u8])> {
    let (digits, rest) = text.split_at_checked(DIGITS)?;
    let number = digits
        .iter()
        .try_fold(0, |number, digit| digit.is_ascii_digit().then(|| number * 10 + u32::from(digit - b'0')))?;
    Some((number, rest))
}

/// Nanoseconds, the number of digits, and what stands behind them.
fn fraction(text: &[u8]) -> Option<(u32, u8, &[u8])> {
    let Some(text) = text.strip_prefix(b".") else { return Some((0, 0, text)) };
    let digits = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    if !(1..=9).contains(&digits) {
        return None;
    }
    let nano =
        (0..9).fold(0, |nano, at| nano * 10 + if at < digits { u32::from(text[at] - b'0') } else { 0 });
    Some((nano, u8::try_from(digits).ok()?, &text[digits..]))
}

fn zone(text: &[u8]) -> Option<(UtcOffset, Zone)> {
    let (zone, text) = match text.split_first()? {
        (b'Z', []) => return Some((UtcOffset::UTC, Zone::Zulu)),
        (b'+', text) => (Zone::Plus, text),
        (b'-', text) => (Zone::Minus, text),
        _ => return None,
    };
    let (hours, text) = number::<2>(text)?;
    let (minutes, text) = number::<2>(text.strip_prefix(b":")?)?;
    if !text.is_empty() {
        return None;
    }
    let sign = if zone == Zone::Minus { -1 } else { 1 };
    let [hours, minutes] = [hours, minutes].map(|part| i8::try_from(part).unwrap_or(i8::MAX) * sign);
    Some((UtcOffset::from_hms(hours, minutes, 0).ok()?, zone))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_and_offset_survive() {
        for text in [
            "2019-07-12T14:30:34.2444915-07:00",
            "2019-07-12T14:30:34Z",
            "2019-07-12T14:30:34.5Z",
            "2019-07-12T14:30:34.123456789+00:00",
            "2019-07-12T14:30:34.0000000-00:00",
            "9999-12-31T23:59:59.9999999Z",
            "0001-01-01T00:00:00Z",
            "2024-02-29T00:00:00+05:45",
            "2024-02-29T00:00:00-03:30",
            "2019-07-12T14:30Z",
            "2019-07-12T14:30-07:00",
        ] {
            assert_eq!(DateTimeOffset::parse(text).map(|moment| moment.to_string()).as_deref(), Ok(text));
        }
    }

    #[test]
    fn what_is_no_moment_is_refused() {
        for text in [
            "",
            "2019-07-12",
            "2019-07-12T14:30:34",
            "2019-13-12T14:30:34Z",
            "2023-02-29T14:30:34Z",
            "2019-07-12T24:30:34Z",
            "2019-07-12T14:30:34.Z",
            "2019-07-12T14:30",
            "2019-07-12T14:30.5Z",
            "2019-07-12T14:30:Z",
            "2019-07-12T14Z",
            "2019-07-12T14:30:34.1234567890Z",
            "2019-07-12T14:30:34+7:00",
            "2019-07-12T14:30:34+07:00x",
            "2019-07-12T14:30:34+99:00",
            "２019-07-12T14:30:34Z",
        ] {
            let error = DateTimeOffset::parse(text).unwrap_err();
            assert!(error.to_string().contains(text));
        }
    }

    #[test]
    fn a_moment_of_a_clock_is_the_one_that_it_is_written_as() {
        let now = DateTimeOffset::now();
        assert_eq!(now, now.to_string().parse().unwrap());
        for (seconds, written) in [
            (5 * 3600 + 30 * 60 + 15, "1970-01-01T05:30:00.1234567+05:30"),
            (-15, "1970-01-01T00:00:00.1234567Z"),
        ] {
            let offset = UtcOffset::from_whole_seconds(seconds).unwrap();
            let moment = OffsetDateTime::UNIX_EPOCH.replace_nanosecond(123_456_789).unwrap();
            let moment = DateTimeOffset::from(moment.to_offset(offset));
            assert_eq!(moment.to_string(), written);
            assert_eq!(moment, written.parse().unwrap());
        }
    }

    #[test]
    fn equality_is_of_the_moment() {
        let [a, b] = ["2019-07-12T14:30:34-07:00", "2019-07-12T21:30:34.000Z"]
            .map(|t| DateTimeOffset::parse(t).unwrap());
        assert_eq!(a, b);
        assert!(a < DateTimeOffset::parse("2019-07-12T21:30:34.0000001Z").unwrap());
    }
}
