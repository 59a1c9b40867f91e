//! Whether a JSON value is one of OData's primitive types.

use base64::Engine as _;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};
use msgraph_spec::model::Primitive;
use serde_json::Value;
use time::{Date, Month};

use crate::{ids, moment};

/// Whether a value, which is not null, has that type.
///
/// Numbers of 64 bits and decimals may also come as text, since OData has clients without numbers of
/// that size.
pub(crate) fn fits(primitive: Primitive, value: &Value) -> bool {
    let text = value.as_str();
    match primitive {
        Primitive::Boolean => value.is_boolean(),
        Primitive::Byte => in_range(value, 0, i64::from(u8::MAX)),
        Primitive::SByte => in_range(value, i64::from(i8::MIN), i64::from(i8::MAX)),
        Primitive::Int16 => in_range(value, i64::from(i16::MIN), i64::from(i16::MAX)),
        Primitive::Int32 => in_range(value, i64::from(i32::MIN), i64::from(i32::MAX)),
        Primitive::Int64 => value.is_i64() || text.is_some_and(|one| one.parse::<i64>().is_ok()),
        Primitive::Double | Primitive::Single => {
            value.is_number() || matches!(text, Some("INF" | "-INF" | "NaN"))
        }
        Primitive::Decimal => value.is_number() || text.is_some_and(is_decimal),
        Primitive::Binary => text.is_some_and(is_base64),
        Primitive::Date => text.is_some_and(is_date),
        Primitive::DateTimeOffset => text.is_some_and(|one| moment::parse(one).is_some()),
        Primitive::Duration => text.is_some_and(is_duration),
        Primitive::Guid => text.is_some_and(ids::is_guid),
        Primitive::TimeOfDay => text.is_some_and(is_time_of_day),
        // Streams go over paths of their own; what a client sends in line is let through and ignored.
        Primitive::Stream => true,
        _ => value.is_string(),
    }
}

fn in_range(value: &Value, least: i64, most: i64) -> bool {
    value.as_i64().is_some_and(|number| (least..=most).contains(&number))
}

fn is_decimal(text: &str) -> bool {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    are_digits(whole) && are_digits(fraction)
}

fn are_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|one| one.is_ascii_digit())
}

fn is_base64(text: &str) -> bool {
    let config = GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
    let url_safe = text.replace('+', "-").replace('/', "_");
    GeneralPurpose::new(&base64::alphabet::URL_SAFE, config).decode(url_safe).is_ok()
}

fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let [year, month, day] = parts[..] else { return false };
    // A sign is no digit, though numbers are parsed with one.
    let is_wide = [year, month, day].iter().map(|one| one.len()).eq([4, 2, 2])
        && [year, month, day].into_iter().all(are_digits);
    let parsed = (year.parse(), month.parse::<u8>(), day.parse());
    let (Ok(year), Ok(month), Ok(day)) = parsed else { return false };
    is_wide && Month::try_from(month).is_ok_and(|month| Date::from_calendar_date(year, month, day).is_ok())
}

fn is_time_of_day(text: &str) -> bool {
    let (clock, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let parts: Vec<&str> = clock.split(':').collect();
    let below = |text: &str, limit: u8| {
        text.len() == 2 && are_digits(text) && text.parse::<u8>().is_ok_and(|one| one < limit)
    };
    let is_clock = match parts[..] {
        [hour, minute] => !text.contains('.') && below(hour, 24) && below(minute, 60),
        [hour, minute, second] => below(hour, 24) && below(minute, 60) && below(second, 60),
        _ => false,
    };
    is_clock && are_digits(fraction)
}

/// `[-]P[nD][T[nH][nM][n[.n]S]]`, with at least one of the parts.
fn is_duration(text: &str) -> bool {
    let text = text.strip_prefix('-').unwrap_or(text);
    let Some(text) = text.strip_prefix('P') else { return false };
    let (days, clock) = match text.split_once('T') {
        Some((days, clock)) => (days, Some(clock)),
        None => (text, None),
    };
    let days = units(days, "D");
    let clock = clock.map(|clock| units(clock, "HMS"));
    match (days, clock) {
        (Some(days), None) => days > 0,
        (Some(_), Some(Some(parts))) => parts > 0,
        _ => false,
    }
}

/// How many numbers with units a text is made of; each unit once at most, in that order.
fn units(text: &str, mut allowed: &str) -> Option<usize> {
    let (mut rest, mut count) = (text, 0);
    while !rest.is_empty() {
        let end = rest.find(|one: char| one.is_ascii_uppercase())?;
        let (number, unit) = (&rest[..end], &rest[end..=end]);
        let at = allowed.find(unit)?;
        let is_number = if unit == "S" { is_decimal(number) } else { are_digits(number) };
        if !is_number || number.starts_with(['-', '+']) {
            return None;
        }
        allowed = &allowed[at + 1..];
        rest = &rest[end + 1..];
        count += 1;
    }
    Some(count)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn each_primitive_takes_its_own_values_alone() {
        let cases = [
            (Primitive::Binary, json!(["", "AQID", "AQI=", "AQI", "-_8"]), json!(["A", "a b", 1])),
            (Primitive::Boolean, json!([true, false]), json!(["true", 1])),
            (Primitive::Byte, json!([0, 255]), json!([-1, 256, 1.5, "1"])),
            (Primitive::SByte, json!([-128, 127]), json!([-129, 128])),
            (Primitive::Int16, json!([-32768, 32767]), json!([32768, true])),
            (Primitive::Int32, json!([-2_147_483_648_i64, 2_147_483_647]), json!([2_147_483_648_i64, "1"])),
            (Primitive::Int64, json!([9_007_199_254_740_993_i64, "-5"]), json!([1.5, "x"])),
            (Primitive::Decimal, json!([1, 1.25, "-0.10"]), json!(["1.", ".5", "1e3", ""])),
            (Primitive::Double, json!([1, 1.5, "INF", "NaN"]), json!(["1.5", true])),
            (
                Primitive::Date,
                json!(["2026-02-28"]),
                json!(["2026-02-30", "26-02-01", "2026-2-1", "+202-01-01", "2026-+1-01", "x"]),
            ),
            (Primitive::DateTimeOffset, json!(["2026-01-01T00:00:00Z"]), json!(["2026-01-01T00:00:00", 5])),
            (
                Primitive::Duration,
                json!(["PT1H", "-P1DT2.5S", "P3D"]),
                json!(["P", "PT", "1H", "PT1M1H", "P1H"]),
            ),
            (Primitive::Guid, json!(["4e1b6a3c-8f52-4d0b-9a77-1c2d3e4f5a60"]), json!(["4e1b6a3c"])),
            (
                Primitive::TimeOfDay,
                json!(["12:30", "23:59:59.9999999"]),
                json!(["24:00", "12:30.5", "1:00", "+1:+2"]),
            ),
            (Primitive::String, json!(["", "x"]), json!([1, true, {}, []])),
        ];
        for (primitive, good, bad) in cases {
            for value in good.as_array().expect("a list") {
                assert!(fits(primitive, value), "{} {value}", primitive.edm_name());
            }
            for value in bad.as_array().expect("a list") {
                assert!(!fits(primitive, value), "{} {value}", primitive.edm_name());
            }
        }
    }
}
