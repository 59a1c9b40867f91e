//! What a model does not know comes back out as it went in, whatever it is read from.

use msgraph_core::model::AdditionalProperties;
use msgraph_core::rt;
use serde::de::Deserialize;
use serde::de::value::{Error as ValueError, MapDeserializer};
use serde_json::{Value, json};

/// A model with one property.
#[derive(Default)]
struct Open {
    id: Option<String>,
    additional_properties: AdditionalProperties,
}

rt::record_impls! {
    Open as "test.open" {
        "id" => id: value,
    }
}

const NUMBERS: [&str; 6] = [
    "12345678901234567890123",
    "122.416294033786585",
    "0.1000000000000000055511151231257827",
    "9007199254740993.0",
    "1e400",
    "-0.10",
];

#[test]
fn numbers_come_back_to_the_digit() {
    for number in NUMBERS {
        for json in
            [format!(r#"{{"id":"1","n":{number}}}"#), format!(r#"{{"id":"1","n":{{"m":[{number}]}}}}"#)]
        {
            let by_text: Open = serde_json::from_str(&json).unwrap();
            let by_bytes: Open = serde_json::from_slice(json.as_bytes()).unwrap();
            let by_reader: Open = serde_json::from_reader(json.as_bytes()).unwrap();
            assert_eq!(serde_json::to_string(&by_text).unwrap(), json);
            assert_eq!(serde_json::to_string(&by_reader).unwrap(), json);
            assert_eq!((&by_text, &by_text), (&by_bytes, &by_reader));
        }
    }
}

#[test]
fn every_kind_of_value_is_read_and_written() {
    let value = json!({
        "id": "1", "null": null, "bool": true, "integer": -7, "large": u64::MAX, "float": 2.5, "text": "a\"ä",
        "list": [1, [], {}], "object": {"a": {"b": null}},
    });
    let by_value: Open = serde_json::from_value(value.clone()).unwrap();
    let by_text: Open = serde_json::from_str(&value.to_string()).unwrap();
    assert_eq!(by_value, by_text);
    assert_eq!(serde_json::to_value(&by_value).unwrap(), value);
    assert_eq!(serde_json::from_str::<Value>(&serde_json::to_string(&by_text).unwrap()).unwrap(), value);
    assert_eq!(by_text.additional_properties.get("object"), Some(value["object"].clone()));
    assert_eq!(by_text.additional_properties.get("null"), Some(Value::Null));
    assert_eq!(by_text.additional_properties.get("none"), None);
}

#[derive(serde::Serialize, serde::Deserialize)]
struct Flattened {
    own: u8,
    #[serde(flatten)]
    open: Open,
}

#[derive(serde::Serialize, serde::Deserialize)]
#[serde(untagged)]
enum Untagged {
    Number(u8),
    Open(Open),
}

#[derive(serde::Serialize, serde::Deserialize)]
#[serde(tag = "kind", content = "content")]
enum Tagged {
    Open(Open),
}

#[test]
fn a_model_may_stand_in_types_that_buffer() {
    let json = json!({"id": "1", "a": [1.5, null, {"b": "c"}], "d": 7, "e": "f", "g": null});
    let mut whole = json.clone();
    whole["own"] = json!(3);
    for text in [whole.to_string(), serde_json::to_string_pretty(&whole).unwrap()] {
        let flattened: Flattened = serde_json::from_str(&text).unwrap();
        assert_eq!(flattened.open.additional_properties.get("a"), Some(json["a"].clone()));
        assert_eq!(flattened.open.additional_properties.len(), 4);
        assert_eq!(serde_json::to_value(&flattened).unwrap(), whole);
        assert_eq!(
            serde_json::from_str::<Value>(&serde_json::to_string(&flattened).unwrap()).unwrap(),
            whole
        );
    }
    let untagged: Untagged = serde_json::from_str(&json.to_string()).unwrap();
    assert_eq!(serde_json::to_value(&untagged).unwrap(), json);
    let untagged: Untagged = serde_json::from_value(json.clone()).unwrap();
    assert_eq!(serde_json::to_value(&untagged).unwrap(), json);
    // the tag comes last, so what stands before it is buffered
    let tagged: Tagged = serde_json::from_str(&format!(r#"{{"content":{json},"kind":"Open"}}"#)).unwrap();
    assert_eq!(serde_json::to_value(&tagged).unwrap()["content"], json);
}

#[test]
fn a_format_without_newtypes_is_read() {
    let read = |entries: Vec<(&'static str, &'static str)>| {
        Open::deserialize(MapDeserializer::<_, ValueError>::new(entries.into_iter()))
    };
    let open = read(vec![("text", "value")]).unwrap();
    assert_eq!(serde_json::to_string(&open).unwrap(), r#"{"text":"value"}"#);

    let numbers = [("a", 1_u32), ("b", 2)];
    let nested = MapDeserializer::<_, ValueError>::new(numbers.into_iter());
    let open = Open::deserialize(nested).unwrap();
    assert_eq!(serde_json::to_string(&open).unwrap(), r#"{"a":1,"b":2}"#);
}

#[test]
fn nothing_that_is_no_json_gets_into_the_json() {
    let token = "$serde_json::private::RawValue";
    for text in ["1,\"id\":\"2\"", "}", ""] {
        let json = json!({"unknown": {token: text}}).to_string();
        let by_text: Open = serde_json::from_str(&json).unwrap();
        assert_eq!(serde_json::to_string(&by_text).unwrap(), json, "an object like any other");
        if let Ok(flattened) = serde_json::from_str::<Flattened>(&format!(r#"{{"own":1,{}"#, &json[1..])) {
            let written = serde_json::to_string(&flattened).unwrap();
            assert!(serde_json::from_str::<Value>(&written).is_ok(), "{written}");
        }
    }
}

#[test]
fn properties_can_be_set_and_taken_out() {
    let mut open: Open = serde_json::from_str(r#"{"a": {"b": 1.0}, "n": 1e400}"#).unwrap();
    assert_eq!(open.additional_properties.get_raw("n"), Some("1e400"));
    assert_eq!(open.additional_properties.get("n"), None, "no `Value` can be this");
    open.additional_properties.insert("c", vec![1, 2]);
    open.additional_properties.insert("a", "other");
    assert!(open.additional_properties.remove("n") && !open.additional_properties.remove("n"));
    let found: Vec<_> = open.additional_properties.iter().collect();
    assert_eq!(found, [("c", "[1,2]"), ("a", r#""other""#)]);
    assert_eq!(format!("{:?}", open.additional_properties), r#"{"c", "a"}"#);
    assert_eq!(
        AdditionalProperties::default(),
        serde_json::from_str::<Open>("{}").unwrap().additional_properties
    );
}

#[test]
fn equality_is_of_the_values() {
    let read = |json: &str| serde_json::from_str::<Open>(json).unwrap();
    assert_eq!(read(r#"{"a": {"x":1, "y":[ ]}}"#), read(r#"{"a":{"y":[],"x":1.0}}"#));
    assert_ne!(read(r#"{"a":12345678901234567890123}"#), read(r#"{"a":12345678901234567890124}"#));
    assert_ne!(read(r#"{"a":null}"#), read("{}"));
}
