//! Dates as Graph reads and writes them, and the clock.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use time::format_description::well_known::Rfc3339;
use time::{OffsetDateTime, PrimitiveDateTime, UtcOffset};

/// Where the emulator takes the time from.
pub(crate) type Clock = Arc<dyn Fn() -> SystemTime + Send + Sync>;

/// The time of a clock in UTC, cut to the seven fractional digits that Graph keeps.
pub(crate) fn now(clock: &Clock) -> OffsetDateTime {
    let now = OffsetDateTime::from(clock());
    now.replace_nanosecond(now.nanosecond() / 100 * 100).unwrap_or(now)
}

/// A moment so much later; the last one that can be written where it would lie beyond.
pub(crate) fn later(moment: OffsetDateTime, duration: Duration) -> OffsetDateTime {
    let last = PrimitiveDateTime::MAX.assume_utc();
    let duration = time::Duration::try_from(duration).unwrap_or(time::Duration::MAX);
    moment.checked_add(duration).unwrap_or(last)
}

/// Reads an `Edm.DateTimeOffset` and moves it to UTC.
///
/// Nothing where it is no date, has no offset, or lies outside of the years that can be written.
pub(crate) fn parse(text: &str) -> Option<OffsetDateTime> {
    OffsetDateTime::parse(text, &Rfc3339).ok()?.checked_to_offset(UtcOffset::UTC)
}

/// Writes a moment in UTC with seven fractional digits: `2019-07-12T21:30:34.2444915Z`.
pub(crate) fn format(moment: OffsetDateTime) -> String {
    format!("{}.{:07}Z", seconds(moment), moment.nanosecond() / 100)
}

/// Writes a moment as the `date` of an error does: to the second, without an offset.
pub(crate) fn seconds(moment: OffsetDateTime) -> String {
    let (date, (hour, minute, second)) = (moment.date(), moment.to_hms());
    let month = u8::from(date.month());
    format!("{:04}-{month:02}-{:02}T{hour:02}:{minute:02}:{second:02}", date.year(), date.day())
}

/// Writes a moment as the header `Date` does: `Sun, 06 Nov 1994 08:49:37 GMT`.
pub(crate) fn http_date(moment: OffsetDateTime) -> String {
    let (date, (hour, minute, second)) = (moment.date(), moment.to_hms());
    let (day, month) = (date.weekday().to_string(), date.month().to_string());
    format!(
        "{}, {:02} {} {:04} {hour:02}:{minute:02}:{second:02} GMT",
        &day[..3],
        date.day(),
        &month[..3],
        date.year()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rewritten(text: &str) -> Option<String> {
        parse(text).map(format)
    }

    #[test]
    fn dates_graph_answers_in_utc_with_seven_fractional_digits() {
        let cases = [
            ("2019-07-12T14:30:34.2444915-07:00", "2019-07-12T21:30:34.2444915Z"),
            ("2019-07-12T14:30:34Z", "2019-07-12T14:30:34.0000000Z"),
            ("2019-07-12T14:30:34.5+05:30", "2019-07-12T09:00:34.5000000Z"),
            ("9999-12-31T23:59:59.9999999Z", "9999-12-31T23:59:59.9999999Z"),
        ];
        for (given, wanted) in cases {
            assert_eq!(rewritten(given).as_deref(), Some(wanted));
        }
    }

    #[test]
    fn dates_without_offset_or_beyond_the_calendar_are_none() {
        for broken in
            ["2019-07-12T14:30:34", "2019-07-12", "2019-02-30T00:00:00Z", "9999-12-31T23:59:59-01:00", ""]
        {
            assert_eq!(rewritten(broken), None, "{broken}");
        }
    }

    #[test]
    fn the_date_header_has_the_form_of_http() {
        let moment = parse("1994-11-06T08:49:37Z").expect("a date");
        assert_eq!(http_date(moment), "Sun, 06 Nov 1994 08:49:37 GMT");
        assert_eq!(seconds(moment), "1994-11-06T08:49:37");
    }
}
