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
    /// ```
    /// use msgraph_core::model::DateTimeOffset;
    ///
    /// let start = DateTimeOffset::parse("2019-07-12T14:30:34.2444915-07:00")?;
    /// assert_eq!(start.get().hour(), 14);
    /// assert!(DateTimeOffset::parse("2019-07-12T14:30:34").is_err(), "there is no offset");
    /// # Ok::<(), msgraph_core::model::ParseDateTimeError>(())
    /// ```
    ///
    /// # Errors
    /// Where the text is no date and time with an offset.
    pub fn parse(text: &str) -> Result<Self, ParseDateTimeError> {
        parse(text.as_bytes()).ok_or_else(|| ParseDateTimeError { text: text.to_owned() })
    }

    /// Now, in UTC.
    ///
    /// ```
    /// use msgraph_core::model::DateTimeOffset;
    ///
    /// let start = DateTimeOffset::now();
    /// let end = DateTimeOffset::from(start.get() + time::Duration::hours(1));
    /// assert!(start < end && end.to_string().ends_with('Z'));
    /// ```
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
///
/// ```
/// use msgraph_core::model::DateTimeOffset;
///
/// let error = DateTimeOffset::parse("tomorrow").unwrap_err();
/// assert!(error.to_string().starts_with("`tomorrow` is no date and time with an offset"));
/// ```
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
mod tests;
