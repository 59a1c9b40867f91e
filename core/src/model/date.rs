//! `Edm.Date` and `Edm.TimeOfDay`.

use std::fmt;
use std::str::FromStr;

use serde::de::{Deserialize, Deserializer, Visitor};
use serde::ser::{Serialize, Serializer};

use super::ParseValueError;
use super::clock;
use super::text::{by_value, text_types};

text_types! {
    /// `Edm.Date`: a day without a time, `2019-07-12`. Years go from -9999 to 9999, as in the crate
    /// `time`.
    ///
    /// ```
    /// use msgraph_core::model::Date;
    ///
    /// let day: Date = "2019-07-12".parse()?;
    /// assert_eq!(Date::from(day.get().next_day().unwrap()).as_str(), "2019-07-13");
    /// # Ok::<(), msgraph_core::model::ParseValueError>(())
    /// ```
    Date: "date such as `2019-07-12`" if is_date;
    /// `Edm.TimeOfDay`: `14:30:34.2444915`, with up to twelve digits behind the second, or without
    /// seconds. Two are equal when they are the same time: `14:30` and `14:30:00.0` are. The second 60,
    /// of a leap, is refused: the crate `time` has none.
    ///
    /// ```
    /// use msgraph_core::model::TimeOfDay;
    ///
    /// let start: TimeOfDay = "14:30".parse()?;
    /// assert_eq!(start, "14:30:00.0".parse()?);
    /// assert_eq!(start.as_str(), "14:30");
    /// assert_eq!(TimeOfDay::from(start.get() + time::Duration::hours(1)).as_str(), "15:30:00");
    /// # Ok::<(), msgraph_core::model::ParseValueError>(())
    /// ```
    TimeOfDay: "time of day such as `14:30:00`" if is_time;
}

by_value! { Date TimeOfDay }

impl Date {
    /// The day for the crate `time`.
    #[must_use]
    pub fn get(&self) -> time::Date {
        self.value()
    }

    fn value(&self) -> time::Date {
        clock::date(self.0.as_bytes()).map_or(time::Date::MIN, |(date, _)| date) // it is one
    }
}

impl From<time::Date> for Date {
    fn from(date: time::Date) -> Self {
        let (year, month, day) = date.to_calendar_date();
        let (sign, year) = (if year < 0 { "-" } else { "" }, year.unsigned_abs());
        Self(format!("{sign}{year:04}-{:02}-{day:02}", u8::from(month)))
    }
}

impl From<Date> for time::Date {
    fn from(date: Date) -> Self {
        date.get()
    }
}

impl TimeOfDay {
    /// The time for the crate `time`. It ends with the nanosecond, the ninth digit.
    #[must_use]
    pub fn get(&self) -> time::Time {
        self.value().0
    }

    /// The time, and the picoseconds behind its nanosecond.
    fn value(&self) -> (time::Time, u16) {
        clock::time(self.0.as_bytes())
            .map_or((time::Time::MIDNIGHT, 0), |(clock, _)| (clock.time, clock.picos)) // it is one
    }
}

impl From<time::Time> for TimeOfDay {
    /// Written with seconds, and with as many digits behind them as it takes.
    fn from(time: time::Time) -> Self {
        let (hour, minute, second, nano) = time.as_hms_nano();
        let text = format!("{hour:02}:{minute:02}:{second:02}.{nano:09}");
        Self(text.trim_end_matches('0').trim_end_matches('.').to_owned())
    }
}

impl From<TimeOfDay> for time::Time {
    fn from(time: TimeOfDay) -> Self {
        time.get()
    }
}

fn is_date(text: &str) -> bool {
    matches!(clock::date(text.as_bytes()), Some((_, [])))
}

fn is_time(text: &str) -> bool {
    matches!(clock::time(text.as_bytes()), Some((_, [])))
}

#[cfg(test)]
mod tests {
    use super::super::text::tests::check;
    use super::*;

    #[test]
    fn each_type_keeps_what_is_right_and_refuses_the_rest() {
        check::<Date>(
            &["2019-07-12", "0001-01-01", "2024-02-29", "9999-12-31", "0000-01-01", "-0044-03-15"],
            &[
                "",
                "2019-7-12",
                "2019-13-01",
                "2019-00-01",
                "2019-01-32",
                "2019-01-00",
                "2019-02-31",
                "2023-02-29",
                "2019-04-31",
                "2019-04-30Z",
                "-0000-01-01",
                "10000-01-01",
                "12019-01-01",
                "99999999999-01-01",
                "02019-01-01",
                "２019-01-01",
            ],
        );
        check::<TimeOfDay>(
            &["14:30:34.2444915", "00:00:00", "14:30", "23:59:59.123456789012"],
            &["", "24:00:00", "12:60:00", "12:60", "12:00:60", "12:00:00.", "12:00:00.1234567890123", "1:00"],
        );
    }

    #[test]
    fn they_are_equal_and_ordered_by_value() {
        let date = |text: &str| text.parse::<Date>().unwrap();
        assert!(date("-0044-03-15") < date("-0043-03-15") && date("-0043-03-15") < date("0001-01-01"));
        let time = |text: &str| text.parse::<TimeOfDay>().unwrap();
        assert_eq!(time("14:30"), time("14:30:00.000"));
        assert!(time("14:30:00.000000000001") > time("14:30"));
    }

    #[test]
    fn they_go_to_the_crate_time_and_back() {
        for text in ["2024-02-29", "-0044-03-15", "0000-01-01"] {
            let date: Date = text.parse().unwrap();
            assert_eq!(Date::from(time::Date::from(date)).as_str(), text);
        }
        for (text, written) in [
            ("14:30:34.2444915", "14:30:34.2444915"),
            ("14:30", "14:30:00"),
            ("10:00:00.100", "10:00:00.1"),
            ("00:00:00.123456789999", "00:00:00.123456789"),
        ] {
            let time: TimeOfDay = text.parse().unwrap();
            assert_eq!(TimeOfDay::from(time::Time::from(time)).as_str(), written);
        }
    }
}
