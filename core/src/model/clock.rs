//! Days and times of day as OData writes them: the rules `dateValue` and `timeOfDayValue` of its ABNF.

use time::{Date, Month, Time};

/// A time of day, to the digit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Clock {
    pub(super) time: Time,
    /// What is less than a nanosecond, in picoseconds.
    pub(super) picos: u16,
    /// How many digits stand behind the second; none where the second itself was left out.
    pub(super) digits: Option<u8>,
}

/// `[-]yyyy-mm-dd`, and what stands behind it. A year has more than four digits only if it must, and
/// the crate `time` ends at 9999 unless a program turns on its `large-dates`.
pub(super) fn date(text: &[u8]) -> Option<(Date, &[u8])> {
    let (is_negative, text) = text.strip_prefix(b"-").map_or((false, text), |text| (true, text));
    let (digits, text) = digits(text);
    let year: i32 = std::str::from_utf8(digits).ok()?.parse().ok()?;
    if digits.len() < 4 || (digits.len() > 4 && digits[0] == b'0') || (is_negative && year == 0) {
        return None;
    }
    let (month, text) = two(text.strip_prefix(b"-")?)?;
    let (day, text) = two(text.strip_prefix(b"-")?)?;
    let year = if is_negative { -year } else { year };
    Some((Date::from_calendar_date(year, Month::try_from(month).ok()?, day).ok()?, text))
}

/// `hh:mm[:ss[.1-12 digits]]`, and what stands behind it. OData also knows the second 60, of a leap,
/// which the crate `time` cannot hold.
pub(super) fn time(text: &[u8]) -> Option<(Clock, &[u8])> {
    let (hour, text) = two(text)?;
    let (minute, text) = two(text.strip_prefix(b":")?)?;
    let Some(text) = text.strip_prefix(b":") else {
        return Some((Clock { time: Time::from_hms(hour, minute, 0).ok()?, picos: 0, digits: None }, text));
    };
    let (second, text) = two(text)?;
    let (fraction, text) = match text.strip_prefix(b".") {
        Some(text) => Some(digits(text)).filter(|(digits, _)| (1..=12).contains(&digits.len()))?,
        None => (&[][..], text),
    };
    let pico =
        (0..12).fold(0, |pico, at| pico * 10 + fraction.get(at).map_or(0, |digit| u64::from(digit - b'0')));
    let time = Time::from_hms_nano(hour, minute, second, u32::try_from(pico / 1000).ok()?).ok()?;
    let picos = u16::try_from(pico % 1000).ok()?;
    Some((Clock { time, picos, digits: u8::try_from(fraction.len()).ok() }, text))
}

/// A number of two digits, and what stands behind it.
pub(super) fn two(text: &[u8]) -> Option<(u8, &[u8])> {
    match text {
        [tens @ b'0'..=b'9', ones @ b'0'..=b'9', rest @ ..] => {
            Some(((tens - b'0') * 10 + (ones - b'0'), rest))
        }
        _ => None,
    }
}

/// The digits in front, and what stands behind them.
pub(super) fn digits(text: &[u8]) -> (&[u8], &[u8]) {
    text.split_at(text.iter().take_while(|byte| byte.is_ascii_digit()).count())
}
