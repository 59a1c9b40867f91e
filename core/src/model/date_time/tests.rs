//! Moments: what is read, what is written, what is the same.

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
    let [a, b] =
        ["2019-07-12T14:30:34-07:00", "2019-07-12T21:30:34.000Z"].map(|t| DateTimeOffset::parse(t).unwrap());
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
