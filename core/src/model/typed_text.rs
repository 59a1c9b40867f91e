//! Texts of declared properties, read as what they mean: none is refused for what it says.

use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;

use serde::de::{Deserialize, Deserializer, Visitor};
use serde::ser::{Serialize, Serializer};

/// A text as the value that it is, or as itself where its type has no such value.
pub(super) enum TypedText<T> {
    Fits(T),
    Other(String),
}

impl<T> TypedText<T> {
    pub(super) fn into_value(self) -> Option<T> {
        match self {
            Self::Fits(value) => Some(value),
            Self::Other(_) => None,
        }
    }

    pub(super) fn fits(&self) -> bool {
        matches!(self, Self::Fits(_))
    }
}

impl<'de, T: FromStr> Deserialize<'de> for TypedText<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Read<T>(PhantomData<fn() -> T>);

        impl<T: FromStr> Visitor<'_> for Read<T> {
            type Value = TypedText<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string")
            }

            fn visit_str<E>(self, text: &str) -> Result<TypedText<T>, E> {
                Ok(text.parse().map_or_else(|_| TypedText::Other(text.to_owned()), TypedText::Fits))
            }
        }

        deserializer.deserialize_str(Read(PhantomData))
    }
}

impl<T: Serialize> Serialize for TypedText<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Fits(value) => value.serialize(serializer),
            Self::Other(text) => serializer.serialize_str(text),
        }
    }
}

/// The values of a collection by its text, without what does not fit.
pub(super) fn values_of_list<T: FromStr>(text: &str) -> Option<Vec<T>> {
    let all: Vec<Option<TypedText<T>>> = serde_json::from_str(text).ok()?;
    Some(all.into_iter().flatten().filter_map(TypedText::into_value).collect())
}

#[cfg(test)]
mod tests {
    use crate::model::{AdditionalProperties, Change, Date, DateTimeOffset, Guid};

    #[derive(Clone, Default)]
    struct Times {
        day: Option<Date>,
        moment: Option<DateTimeOffset>,
        guid: Option<Guid>,
        days: Option<Vec<Date>>,
        additional_properties: AdditionalProperties,
    }

    crate::rt::record_impls! {
        Times as "test.times" {
            "day" => day: text,
            "moment" => moment: text,
            "guid" => guid: text,
            "days" => days: texts,
        }
    }

    #[derive(Clone, Default)]
    struct TimesUpdate {
        day: Change<Date>,
        days: Change<Vec<Date>>,
        additional_properties: AdditionalProperties,
    }

    crate::rt::record_impls! {
        TimesUpdate as "test.times" {
            "day" => day: change_text,
            "days" => days: change_texts,
        }
    }

    fn read<T: serde::de::DeserializeOwned>(json: &str) -> T {
        serde_json::from_str(json).unwrap_or_else(|fault| panic!("{fault}: {json}"))
    }

    fn written<T: serde::Serialize>(value: &T) -> String {
        serde_json::to_string(value).unwrap()
    }

    #[test]
    fn a_text_that_does_not_fit_reads_as_absent_and_is_written_back() {
        for json in [
            r#"{"day":"not a date","moment":"2016-12-31T23:59:60Z","guid":""}"#,
            r#"{"moment":"10000-01-01T00:00:00Z"}"#,
            r#"{"day":"\"\\ \n"}"#,
        ] {
            let times: Times = read(json);
            assert!(times.day.is_none() && times.moment.is_none() && times.guid.is_none(), "{json}");
            assert_eq!(written(&times), json);
            assert!(times == read(json) && times != Times::default(), "{json}");
        }
        let json = r#"{"day":"2026-03-09","moment":null}"#;
        let times: Times = read(json);
        assert_eq!(times.day.as_ref().map(Date::as_str), Some("2026-03-09"));
        assert!(times.additional_properties.is_empty());
        assert_eq!(written(&times), json);
    }

    #[test]
    fn a_field_that_is_set_wins_over_the_text() {
        let mut times: Times = read(r#"{"day":"soon","moment":null}"#);
        times.day = "2026-03-09".parse().ok();
        assert_eq!(written(&times), r#"{"day":"2026-03-09","moment":null}"#);
    }

    #[test]
    fn the_last_of_a_name_counts() {
        for (json, last) in [
            (r#"{"day":"soon","day":"2026-03-09"}"#, r#"{"day":"2026-03-09"}"#),
            (r#"{"day":"2026-03-09","day":"soon"}"#, r#"{"day":"soon"}"#),
            (r#"{"day":null,"day":"soon"}"#, r#"{"day":"soon"}"#),
            (r#"{"day":"soon","day":null}"#, r#"{"day":null}"#),
            (r#"{"days":[null,"2026-03-09"],"days":["soon"]}"#, r#"{"days":["soon"]}"#),
        ] {
            assert_eq!(written(&read::<Times>(json)), last, "{json}");
        }
    }

    #[test]
    fn a_collection_holds_what_fits_and_is_written_back() {
        let json = r#"{"days":["2026-03-09",null,"soon","2026-03-10"]}"#;
        let mut times: Times = read(json);
        assert_eq!(times.days.as_ref().map(Vec::len), Some(2));
        assert_eq!(written(&times), json);
        times.days.as_mut().unwrap().pop();
        assert_eq!(written(&times), r#"{"days":["2026-03-09"]}"#);

        let with_null = r#"{"days":["2026-03-09",null]}"#;
        assert_eq!(written(&read::<Times>(with_null)), with_null);
        assert_eq!(written(&read::<Times>(r#"{"days":null}"#)), r#"{"days":null}"#);
    }

    #[test]
    fn updates_keep_such_texts_too() {
        for json in [
            r#"{"day":"soon","days":[]}"#,
            r#"{"day":null,"days":[null,"soon","2026-03-09"]}"#,
            r#"{"day":"2026-03-09","days":["2026-03-09",null]}"#,
        ] {
            assert_eq!(written(&read::<TimesUpdate>(json)), json);
        }
        assert!(read::<TimesUpdate>(r#"{"day":"soon"}"#).day == Change::Absent);
    }

    #[test]
    fn another_kind_is_refused() {
        for json in [r#"{"day":1}"#, r#"{"day":{}}"#, r#"{"days":"2026-03-09"}"#, r#"{"days":[1]}"#] {
            let fault = serde_json::from_str::<Times>(json).err().map(|fault| fault.to_string());
            assert!(fault.is_some_and(|fault| fault.contains("invalid type")), "{json}");
        }
    }
}
