//! `Retry-After`: when the service wants to be asked again.

use std::time::Duration;

use http::HeaderMap;
use http::header::{DATE, RETRY_AFTER};
use time::format_description::well_known::Rfc2822;
use time::{Date, Month, OffsetDateTime, Time};

/// How long the service asks to wait: seconds, whole or decimal, or a date, which is held against the service's own
/// clock where the answer has its time, and else against the one that is given.
///
/// See <https://learn.microsoft.com/graph/throttling>.
pub fn retry_after(headers: &HeaderMap, clock: impl FnOnce() -> OffsetDateTime) -> Option<Duration> {
    let value = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = value.parse() {
        return Duration::try_from_secs_f64(seconds).ok();
    }
    let then = moment(value)?;
    let now = headers.get(DATE).and_then(|date| moment(date.to_str().ok()?)).unwrap_or_else(clock);
    Some((then - now).try_into().unwrap_or_default()) // a moment that is over asks for no wait
}

/// A date of HTTP in any of its three forms: `Sun, 06 Nov 1994 08:49:37 GMT`, and as old servers have it
/// `Sunday, 06-Nov-94 08:49:37 GMT` or `Sun Nov  6 08:49:37 1994`.
///
/// <https://www.rfc-editor.org/rfc/rfc9110#section-5.6.7>
fn moment(text: &str) -> Option<OffsetDateTime> {
    let text = text.trim();
    OffsetDateTime::parse(text, &Rfc2822).ok().or_else(|| old_moment(text))
}

/// The two forms that are obsolete. The day of the week says nothing that the rest does not.
fn old_moment(text: &str) -> Option<OffsetDateTime> {
    let words: Vec<&str> = text.split_ascii_whitespace().collect();
    let (day, month, year, clock) = match words[..] {
        [_, date, clock, "GMT"] => {
            let mut parts = date.splitn(3, '-');
            let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
            (day, month, century(year)?, clock)
        }
        [_, month, day, clock, year] if year.len() == 4 => (day, month, year.parse().ok()?, clock),
        _ => return None,
    };
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let month = months.iter().zip(1_u8..).find(|(name, _)| name.eq_ignore_ascii_case(month))?.1;
    let mut parts = clock.splitn(3, ':').map(|part| part.parse::<u8>().ok());
    let time = Time::from_hms(parts.next()??, parts.next()??, parts.next()??).ok()?;
    let date = Date::from_calendar_date(year, Month::try_from(month).ok()?, day.parse().ok()?).ok()?;
    Some(date.with_time(time).assume_utc())
}

/// The year of two digits: from 1970 to 2069, since a wait ends about now.
fn century(year: &str) -> Option<i32> {
    let year: i32 = year.parse().ok().filter(|_| year.len() == 2)?;
    Some(if year < 70 { 2000 + year } else { 1900 + year })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(headers: &[(&'static str, &str)]) -> Option<Duration> {
        let headers = headers.iter().map(|(name, value)| {
            (http::HeaderName::from_static(name), http::HeaderValue::from_str(value).unwrap())
        });
        retry_after(&headers.collect(), || moment("Sun, 06 Nov 1994 08:50:07 GMT").unwrap())
    }

    #[test]
    fn seconds_may_be_decimal_and_nonsense_is_none() {
        let seconds = |value| after(&[("retry-after", value)]);
        assert_eq!(seconds("2.128"), Some(Duration::from_millis(2128)));
        assert_eq!(seconds(" 120 "), Some(Duration::from_secs(120)));
        assert_eq!(seconds("0"), Some(Duration::ZERO));
        for nonsense in ["-1", "soon", "NaN", "inf", "1e400", "", "Sun, 06 Nov"] {
            assert_eq!(seconds(nonsense), None, "{nonsense}");
        }
        assert_eq!(after(&[]), None);
    }

    #[test]
    fn a_date_is_held_against_the_clock_of_the_service_or_the_one_given() {
        let until = |value, date| after(&[("retry-after", value), ("date", date)]).unwrap().as_secs();
        let now = "Sun, 06 Nov 1994 08:49:37 GMT";
        assert_eq!(until("Sun, 06 Nov 1994 08:51:07 GMT", now), 90);
        assert_eq!(until("Sun, 06 Nov 1994 08:51:07 GMT", "no date"), 60);
        assert_eq!(until("Sunday, 06-Nov-94 08:51:07 GMT", now), 90);
        assert_eq!(until("Sun Nov  6 08:51:07 1994", "Sunday, 06-Nov-94 08:49:37 GMT"), 90);
        assert_eq!(until("Monday, 06-Nov-56 08:49:37 GMT", "Mon Nov  6 08:49:07 2056"), 30);
        for nonsense in [
            "Sunday, 31-Feb-94 08:51:07 GMT",
            "Sunday, 06-Nov-1994 08:51:07 GMT",
            "Sun Nov 6 25:51:07 1994",
            "Sun Nov 6 08:51 1994",
            "Sun Nox 6 08:51:07 1994",
            "Sunday, 06-Nov 08:51:07 GMT",
            "Sun Nov -6 08:51:07 1994",
        ] {
            assert_eq!(after(&[("retry-after", nonsense)]), None, "{nonsense}");
        }
        assert_eq!(until("Sun, 06 Nov 1994 08:00:00 GMT", now), 0, "over already");
        assert!(until("Fri, 31 Dec 9999 23:59:59 GMT", now) > 1_000_000);
    }
}
