//! `Retry-After`: when the service wants to be asked again.

use std::time::Duration;

use http::HeaderMap;
use http::header::{DATE, RETRY_AFTER};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc2822;

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

/// A date of HTTP, such as `Sun, 06 Nov 1994 08:49:37 GMT`.
fn moment(text: &str) -> Option<OffsetDateTime> {
    OffsetDateTime::parse(text.trim(), &Rfc2822).ok()
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
        assert_eq!(until("Sun, 06 Nov 1994 08:00:00 GMT", now), 0, "over already");
        assert!(until("Fri, 31 Dec 9999 23:59:59 GMT", now) > 1_000_000);
    }
}
