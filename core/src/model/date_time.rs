//! `Edm.DateTimeOffset`, with the digits and the offset that it came with.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;
use std::time::SystemTime;

use serde::de::{Deserialize, Deserializer, Visitor};
use serde::ser::{Serialize, Serializer};
use time::{OffsetDateTime, PrimitiveDateTime, UtcOffset};

use super::clock;

/// A moment with its offset from UTC, as Graph writes it: `2019-07-12T14:30:34.2444915-07:00`.
///
/// It is written with as many digits behind the second as it was read with (Graph sends seven, OData
/// allows twelve), or without seconds, and with the same offset; two values are equal when they are the
/// same moment, to the last digit.
///
/// Years go from -9999 to 9999, as in the crate `time`. A leap second (`23:59:60`) is refused: that
/// crate has none.
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
    /// What is less than a nanosecond, in picoseconds.
    picos: u16,
    /// How many digits stand behind the second; none where the second itself was left out.
    digits: Option<u8>,
    /// `T`, or `t`.
    separator: Letter,
    zone: Zone,
}

/// OData takes its letters in both cases.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Letter {
    Upper,
    Lower,
}

/// How an offset of zero is written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Zone {
    Zulu(Letter),
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

    /// The moment for the crate `time`. It ends with the nanosecond, the ninth digit.
    #[must_use]
    pub fn get(self) -> OffsetDateTime {
        self.moment
    }
}

impl Letter {
    fn of(self, upper: &'static str, lower: &'static str) -> &'static str {
        match self {
            Self::Upper => upper,
            Self::Lower => lower,
        }
    }
}

impl From<OffsetDateTime> for DateTimeOffset {
    /// Written with seven digits, as Graph does: what is less than 100 nanoseconds is cut off, so that
    /// the text is the same moment. An offset that no text can have, with seconds or of a day or more,
    /// becomes the next one that a text can have.
    fn from(moment: OffsetDateTime) -> Self {
        let nano = moment.nanosecond();
        let moment = moment.replace_nanosecond(nano - nano % 100).unwrap_or(moment);
        let moment = with_minutes(moment);
        let zone = if moment.offset().is_utc() { Zone::Zulu(Letter::Upper) } else { Zone::Plus };
        Self { moment, picos: 0, digits: Some(7), separator: Letter::Upper, zone }
    }
}

/// The same moment at an offset of whole minutes, less than a day of them.
fn with_minutes(moment: OffsetDateTime) -> OffsetDateTime {
    const MOST: i32 = 23 * 60 + 59;
    let seconds = moment.offset().whole_seconds();
    let offset = |minutes: i32| {
        UtcOffset::from_whole_seconds(minutes.clamp(-MOST, MOST) * 60).unwrap_or(UtcOffset::UTC)
    };
    let less = offset(seconds / 60);
    let more = offset(seconds / 60 + (seconds % 60).signum());
    // on the first and on the last day there may be room on one side only; where there is none, the clock
    // stays, which is the nearest moment that can be written
    let either = [less, more].into_iter().find_map(|offset| moment.checked_to_offset(offset));
    either.unwrap_or_else(|| moment.replace_offset(less))
}

impl From<SystemTime> for DateTimeOffset {
    /// In UTC. What lies beyond the years that can be written becomes the first or the last moment of
    /// those.
    fn from(moment: SystemTime) -> Self {
        let epoch = OffsetDateTime::UNIX_EPOCH;
        let length = |of: std::time::Duration| time::Duration::try_from(of).ok();
        let moment = match moment.duration_since(SystemTime::UNIX_EPOCH) {
            Ok(since) => length(since)
                .and_then(|since| epoch.checked_add(since))
                .unwrap_or(PrimitiveDateTime::MAX.assume_utc()),
            Err(before) => length(before.duration())
                .and_then(|before| epoch.checked_sub(before))
                .unwrap_or(PrimitiveDateTime::MIN.assume_utc()),
        };
        moment.into()
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

impl TryFrom<&str> for DateTimeOffset {
    type Error = ParseDateTimeError;

    fn try_from(text: &str) -> Result<Self, Self::Error> {
        Self::parse(text)
    }
}

impl PartialEq for DateTimeOffset {
    fn eq(&self, other: &Self) -> bool {
        (self.moment, self.picos) == (other.moment, other.picos)
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
        (self.moment, self.picos).cmp(&(other.moment, other.picos))
    }
}

impl Hash for DateTimeOffset {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.moment, self.picos).hash(state);
    }
}

impl fmt::Display for DateTimeOffset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.moment.to_calendar_date();
        let (hour, minute, second, nano) = self.moment.to_hms_nano();
        let (sign, year) = (if year < 0 { "-" } else { "" }, year.unsigned_abs());
        let (month, separator) = (u8::from(month), self.separator.of("T", "t"));
        write!(f, "{sign}{year:04}-{month:02}-{day:02}{separator}{hour:02}:{minute:02}")?;
        if let Some(digits) = self.digits {
            write!(f, ":{second:02}")?;
            if digits > 0 {
                write!(f, ".{}", &format!("{nano:09}{:03}", self.picos)[..usize::from(digits)])?;
            }
        }
        let offset = self.moment.offset();
        if let (true, Zone::Zulu(letter)) = (offset.is_utc(), self.zone) {
            return f.write_str(letter.of("Z", "z"));
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

/// `[-]2019-07-12T14:30[:34[.1-12 digits]](Z|±hh:mm)`: the rule `dateTimeOffsetValue` of OData's ABNF.
fn parse(text: &[u8]) -> Option<DateTimeOffset> {
    let (date, text) = clock::date(text)?;
    let (separator, text) = match text.split_first()? {
        (b'T', text) => (Letter::Upper, text),
        (b't', text) => (Letter::Lower, text),
        _ => return None,
    };
    let (clock, text) = clock::time(text)?;
    let (offset, zone) = zone(text)?;
    let moment = date.with_time(clock.time).assume_offset(offset);
    Some(DateTimeOffset { moment, picos: clock.picos, digits: clock.digits, separator, zone })
}

fn zone(text: &[u8]) -> Option<(UtcOffset, Zone)> {
    let (zone, text) = match text.split_first()? {
        (b'Z', []) => return Some((UtcOffset::UTC, Zone::Zulu(Letter::Upper))),
        (b'z', []) => return Some((UtcOffset::UTC, Zone::Zulu(Letter::Lower))),
        (b'+', text) => (Zone::Plus, text),
        (b'-', text) => (Zone::Minus, text),
        _ => return None,
    };
    let (hours, text) = clock::two(text)?;
    let (minutes, text) = clock::two(text.strip_prefix(b":")?)?;
    if hours > 23 || minutes > 59 || !text.is_empty() {
        return None;
    }
    let seconds = (i32::from(hours) * 60 + i32::from(minutes)) * 60;
    let seconds = if zone == Zone::Minus { -seconds } else { seconds };
    Some((UtcOffset::from_whole_seconds(seconds).ok()?, zone))
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
            "2019-07-12T14:30:34.123456789012Z",
            "2019-07-12T14:30:34.000000000001-00:00",
            "2019-07-12T14:30:34.1234567890+23:59",
            "2019-07-12t14:30:34Z",
            "2019-07-12T14:30:34z",
            "0000-02-29T00:00:00Z",
            "-0044-03-15T12:00:00Z",
            "-9999-01-01T00:00:00+14:00",
            "9999-12-31T23:59:59-12:00",
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
            "2019-07-12T14:30:34.1234567890123Z",
            "2019-07-12T23:59:60Z",
            "2019-07-12T14:30:34+24:00",
            "2019-07-12T14:30:34+07:60",
            "-0000-01-01T00:00:00Z",
            "10000-01-01T00:00:00Z",
            "02019-07-12T14:30:34Z",
            "+2019-07-12T14:30:34Z",
            "219-07-12T14:30:34Z",
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
    fn whatever_the_crate_time_has_can_be_written() {
        let moment = |clock: &str, offset: i32| {
            let clock = DateTimeOffset::parse(clock).unwrap().get();
            let local = PrimitiveDateTime::new(clock.date(), clock.time());
            local.assume_offset(UtcOffset::from_whole_seconds(offset).unwrap())
        };
        let [noon, first, last] =
            ["2019-07-12T12:00:00Z", "-9999-01-01T00:00:00Z", "9999-12-31T23:59:59.9999999Z"];
        let (minute, hour) = (60, 3600);
        for (clock, offset, written) in [
            (noon, 25 * hour, "2019-07-12T10:59:00.0000000+23:59"),
            (noon, -24 * hour - 1, "2019-07-12T12:01:01.0000000-23:59"),
            (noon, 24 * hour - 1, "2019-07-12T11:59:01.0000000+23:59"),
            (noon, -(25 * hour + 59 * minute + 59), "2019-07-12T14:00:59.0000000-23:59"),
            (last, -30, "9999-12-31T23:59:29.9999999-00:01"),
            (last, 30, "9999-12-31T23:59:29.9999999Z"),
            (first, 30, "-9999-01-01T00:00:30.0000000+00:01"),
            (first, -30, "-9999-01-01T00:00:30.0000000Z"),
        ] {
            let moment = moment(clock, offset);
            let read = DateTimeOffset::from(moment);
            assert_eq!(read.to_string(), written);
            assert_eq!(DateTimeOffset::parse(written), Ok(read));
            assert_eq!(read.get(), moment);
            assert_eq!(read.get().offset().seconds_past_minute(), 0);
        }
        for (clock, offset, written) in [
            (last, -25 * hour, "9999-12-31T23:59:59.9999999-23:59"),
            (first, 25 * hour, "-9999-01-01T00:00:00.0000000+23:59"),
        ] {
            let read = DateTimeOffset::from(moment(clock, offset));
            assert_eq!(read.to_string(), written, "the nearest moment");
            assert_eq!(DateTimeOffset::parse(written), Ok(read));
        }
    }

    #[test]
    fn a_system_time_beyond_all_years_is_the_last_moment() {
        let far = std::time::Duration::from_secs(1 << 62);
        let farther = far + std::time::Duration::from_secs(1 << 61);
        let epoch = SystemTime::UNIX_EPOCH;
        for (moment, written) in [
            (epoch.checked_add(far), "9999-12-31T23:59:59.9999999Z"),
            (epoch.checked_add(farther), "9999-12-31T23:59:59.9999999Z"),
            (epoch.checked_sub(far), "-9999-01-01T00:00:00.0000000Z"),
            (Some(epoch), "1970-01-01T00:00:00.0000000Z"),
            (epoch.checked_sub(std::time::Duration::from_millis(1500)), "1969-12-31T23:59:58.5000000Z"),
        ] {
            // some systems have no such time
            let Some(moment) = moment else { continue };
            let moment = DateTimeOffset::from(moment);
            assert_eq!(moment.to_string(), written);
            assert_eq!(DateTimeOffset::try_from(written), Ok(moment));
        }
    }

    #[test]
    fn equality_is_of_the_moment() {
        let [a, b] = ["2019-07-12T14:30:34-07:00", "2019-07-12T21:30:34.000Z"]
            .map(|t| DateTimeOffset::parse(t).unwrap());
        assert_eq!(a, b);
        assert!(a < DateTimeOffset::parse("2019-07-12T21:30:34.0000001Z").unwrap());
    }

    #[test]
    fn digits_below_the_nanosecond_count() {
        let parse = |text| DateTimeOffset::parse(text).unwrap();
        let [a, b] = ["2019-07-12T14:30:34.000000000001Z", "2019-07-12T14:30:34.000000000002Z"].map(parse);
        assert!(a < b && a != b && a.get() == b.get());
        assert_eq!(a, parse("2019-07-12T16:30:34.000000000001+02:00"));
        assert_eq!(parse("2019-07-12T14:30:34.120000000000Z"), parse("2019-07-12t14:30:34.12z"));
        assert!(size_of::<DateTimeOffset>() <= 24);
    }

    #[test]
    fn moments_beyond_the_last_year_are_ordered() {
        let parse = |text| DateTimeOffset::parse(text).unwrap();
        assert!(parse("9999-12-31T23:59:59-12:00") > parse("9999-12-31T23:59:59Z"));
        assert!(parse("-9999-01-01T00:00:00+14:00") < parse("-9999-01-01T00:00:00Z"));
    }
}
