use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::{DeserializeOwned, Deserializer, Error as _, Unexpected};
use serde_json::value::RawValue;

use super::super::decode::reading;
use super::*;
use crate::Page;
use crate::model::{AdditionalProperties, Date, Decimal};

/// A number that is read as text first, as properties of models are, and says what it found.
#[derive(Debug)]
#[expect(dead_code, reason = "only read")]
pub(super) struct Late(Box<RawValue>);

impl<'de> Deserialize<'de> for Late {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        let found = match raw.get().as_bytes()[0] {
            b'0'..=b'9' | b'-' => return Ok(Self(raw)),
            b'{' => Unexpected::Map,
            b'[' => Unexpected::Seq,
            b'"' => Unexpected::Str("hunter2secret"),
            b't' | b'f' => Unexpected::Bool(true),
            _ => Unexpected::Unit,
        };
        Err(D::Error::invalid_type(found, &"a number"))
    }
}

/// The same without a word about what it found.
#[derive(Debug)]
struct Silent;

impl<'de> Deserialize<'de> for Silent {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Late::deserialize(deserializer).map(|_| Self).map_err(|_| D::Error::custom("hunter2secret"))
    }
}

#[derive(Debug, Default, Deserialize)]
#[expect(dead_code, reason = "only read")]
struct Thing {
    text: Option<String>,
    late: Option<Late>,
    silent: Option<Silent>,
    lates: Option<Vec<Late>>,
    silents: Option<Vec<Silent>>,
    date: Option<Date>,
    inner: Option<Box<Thing>>,
    list: Option<Vec<Thing>>,
    map: Option<BTreeMap<String, bool>>,
    late_map: Option<BTreeMap<String, Late>>,
    pair: Option<(u8, u8)>,
}

#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "only read")]
struct Needy {
    id: String,
    thing: Option<Thing>,
    other: Option<Box<Needy>>,
}

pub(super) fn path_of<T: DeserializeOwned>(body: &str) -> String {
    let Err(fault) = serde_json::from_slice::<T>(body.as_bytes()) else { panic!("{body} is read") };
    let (_, place) = reading(&fault);
    path(body.as_bytes(), (fault.line(), fault.column()), place).unwrap_or_default()
}

fn check<T: DeserializeOwned>(table: &[(&str, &str)]) {
    for (body, expected) in table {
        assert_eq!(path_of::<T>(body), *expected, "{body}");
    }
}

#[test]
fn a_scalar_of_the_wrong_kind() {
    check::<Thing>(&[
        ("1", ""),
        (r#""text""#, ""),
        (r#"{"text":1}"#, "text"),
        (r#"{"text":1,"date":null}"#, "text"),
        (r#"{"date":null,"text":true,"x":1}"#, "text"),
        (r#"{"date":null, "text" : 1.5 , "x":1}"#, "text"),
        ("{\n  \"date\": null,\n  \"text\":\n    1\n  ,\n\"x\":1}", "text"),
        (r#"{"date":"2020-13-01"}"#, "date"),
        (r#"{"date":"2020-13-01" , "text":null}"#, "date"),
        (r#"{"inner":{"inner":{"text":1}}}"#, "inner.inner.text"),
        (r#"{"list":[{},{"x":[1,{}]},{"text":1}]}"#, "list[2].text"),
        (r#"{"list":[{},5,{}]}"#, "list[1]"),
        (r#"{"list":[null]}"#, "list[0]"),
        (r#"{"list":[{},null ]}"#, "list[1]"),
        (r#"{"list":7}"#, "list"),
        (r#"{"x":"]}\"{[,:\\","text":1}"#, "text"),
        (r#"{"x":"é𝄞\u00e9\\\"","text":1}"#, "text"),
        (r#"{"text":"a","map":{"b":"2","c":true}}"#, "map.b"),
    ]);
    check::<BTreeMap<u8, bool>>(&[(r#"{"1":true,"x":true}"#, ""), (r#"{"1":1}"#, r#"["1"]"#)]);
}

#[test]
fn an_object_or_list_of_the_wrong_kind() {
    check::<Date>(&[(" [[1]]", ""), (r#"{"a":1}"#, "")]);
    check::<Thing>(&[
        (r#"{"text":{"a":1}}"#, "text"),
        (r#"{"text": [1] ,"x":1}"#, "text"),
        (r#"{"x":[1,{"y":{}}],"text":{}}"#, "text"),
        (r#"{"list":{"a":1}}"#, "list"),
        (r#"{"map":{"a":[true]}}"#, "map.a"),
        (r#"{"lates":{"a":1}}"#, "lates"),
    ]);
    check::<Vec<BTreeMap<String, bool>>>(&[("[{}, [1], {}]", "[1]"), ("[[]]", "[0]"), ("[[{}],1]", "[0]")]);
    check::<Vec<Option<u8>>>(&[("[1, {}]", "[1]"), ("[null,[],1]", "[1]"), ("[1 , 2 , {}]", "[2]")]);
}

#[test]
fn a_value_that_is_refused_after_it_was_read() {
    check::<Late>(&[("true", ""), ("[1]", ""), (r#"{"a":1}"#, "")]);
    check::<Thing>(&[
        (r#"{"late":true}"#, "late"),
        (r#"{"late":"7"  }"#, "late"),
        (r#"{"late":"7","text":null}"#, "late"),
        (r#"{"late":"7"  , "text":null}"#, "late"),
        (r#"{"text":"a","late":{"a":1},"x":2}"#, "late"),
        (r#"{"text":"a","late":{"a":1}  }"#, "late"),
        (r#"{"late":[1,"2"],"x":2}"#, "late"),
        (r#"{"late":[[],[1]]}"#, "late"),
        (r#"{"inner":{"late":true}}"#, "inner.late"),
        (r#"{"inner":{"late":true},"text":null}"#, "inner.late"),
        (r#"{"inner":{"late":true } , "text":null}"#, "inner.late"),
        (r#"{"list":[{"late":1},{"late":{}}],"text":null}"#, "list[1].late"),
        (r#"{"lates":[1,"2",3]}"#, "lates[1]"),
        (r#"{"lates":[1,"2" , 3]}"#, "lates[1]"),
        (r#"{"lates":["2",{}]}"#, "lates[0]"),
        (r#"{"lates":[1 , {} , {}]}"#, "lates[1]"),
        (r#"{"lates":[1,2, true ]}"#, "lates[2]"),
        (r#"{"lates":[1,[2]]}"#, "lates[1]"),
        (r#"{"late_map":{"a":1,"b":"x" },"text":null}"#, "late_map.b"),
    ]);
}

#[test]
fn a_decimal_is_such_a_value() {
    check::<BTreeMap<String, Vec<Decimal>>>(&[
        (r#"{"a":[1,"2.5"],"b":["x" , 1]}"#, "b[0]"),
        (r#"{"a":[1,"2.5" , null ],"b":[]}"#, "a[2]"),
        (r#"{"a":[1,{"c":1},2]}"#, "a[1]"),
    ]);
}

/// Properties as models have them.
#[derive(Clone, Default)]
pub(super) struct Typed {
    one: Option<i32>,
    ints: Option<Vec<i64>>,
    inner: Option<Box<Typed>>,
    price: Option<Decimal>,
    day: Option<Date>,
    days: Option<Vec<Date>>,
    additional_properties: AdditionalProperties,
}

crate::rt::record_impls! {
    Typed as "test.typed" {
        "one" => one: number,
        "ints" => ints: numbers,
        "inner" => inner: value,
        "price" => price: value,
        "day" => day: text,
        "days" => days: texts,
    }
}

#[test]
fn a_number_of_a_model() {
    check::<Typed>(&[
        (r#"{"one":{"a":{}},"z":1}"#, "one"),
        (r#"{"one":{"a":{}}}"#, "one"),
        (r#"{"one":[1,[2]] , "z":1}"#, "one"),
        (r#"{"one":[[]],"z":1}"#, "one"),
        (r#"{"price":{"a":{}},"z":1}"#, "price"),
        (r#"{"inner":{"one":{}},"z":1}"#, "inner.one"),
        (r#"{"inner":{"inner":{"one":{"a":{}}}},"z":1}"#, "inner.inner.one"),
        (r#"{"one":"x","z":1}"#, "one"),
        (r#"{"one":true}"#, "one"),
        (r#"{"inner":{"one":""},"z":1}"#, "inner.one"),
    ]);
}

#[test]
fn a_number_in_a_list_of_a_model() {
    check::<Typed>(&[
        (r#"{"ints":[1,"x",2],"z":1}"#, "ints[1]"),
        (r#"{"ints":["x",1,2]}"#, "ints[0]"),
        (r#"{"ints":[1,{},{}, 2]}"#, "ints[1]"),
        (r#"{"ints":[1,{"a":{}}],"z":1}"#, "ints[1]"),
        (r#"{"ints":[[[]],[]],"z":1}"#, "ints[0]"),
        (r#"{"ints":[1.5,null,"2", [ ] ],"z":1}"#, "ints[3]"),
        (r#"{"inner":{"ints":[false]},"z":1}"#, "inner.ints[0]"),
        (r#"{"ints":{"a":[1]},"z":1}"#, "ints"),
        (r#"{"ints":7,"z":1}"#, "ints"),
        (r#"{"ints":"1","z":1}"#, "ints"),
    ]);
}

#[test]
fn a_text_of_a_model() {
    check::<Typed>(&[
        (r#"{"day":1,"z":1}"#, "day"),
        (r#"{"day":{"a":{}},"z":1}"#, "day"),
        (r#"{"inner":{"day":[[]]},"z":1}"#, "inner.day"),
        (r#"{"days":["soon",null,1],"z":1}"#, "days[2]"),
        (r#"{"days":["soon", [ ] ],"z":1}"#, "days[1]"),
        (r#"{"days":[{"a":{}},"soon"]}"#, "days[0]"),
        (r#"{"days":"soon","z":1}"#, "days"),
    ]);
}

#[test]
fn a_value_that_is_refused_without_a_kind() {
    check::<Thing>(&[
        (r#"{"silent":true}"#, "silent"),
        (r#"{"silent":true , "text":null}"#, "silent"),
        (r#"{"silent":[1] ,"text":null}"#, "silent"),
        (r#"{"silent":{} ,"text":null}"#, "silent"),
        (r#"{"inner":{"silent":"]"} , "text":null}"#, "inner.silent"),
        (r#"{"silents":[1,{},{}]}"#, "silents[1]"),
        (r#"{"silents":[1,2 , "3" ] ,"text":1}"#, "silents[2]"),
    ]);
}

#[test]
fn something_that_is_missing() {
    check::<Needy>(&[
        ("{}", ""),
        (r#"{"thing":{"text":"a"}}"#, ""),
        (r#"{"id":"a","other":{"thing":{"list":[{}]} } , "x":1}"#, "other"),
        (r#"{"id":"a","other":{"id":"b","other":{}}}"#, "other.other"),
        (r#"{"id":"a","thing":{"pair":[1]}}"#, "thing.pair"),
    ]);
    check::<Page<Needy>>(&[
        (r#"{"a":[{"b":1}]}"#, ""),
        (r#"{"value":{"id":1}}"#, "value"),
        (r#"{"value":null}"#, "value"),
        (r#"{"value":[{"id":"a"},null]}"#, "value[1]"),
        (r#"{"value":[{"id":"a"},{"other":{"id":"b"}}]}"#, "value[1]"),
        (r#"{"@odata.count":"3","value":[]}"#, r#"["@odata.count"]"#),
    ]);
}

#[test]
fn where_the_text_stops_to_be_json() {
    check::<Page<Thing>>(&[
        ("", ""),
        ("<html>", ""),
        ("{", ""),
        (r#"{"val"#, ""),
        (r#"{"value""#, "value"),
        (r#"{"value":"#, "value"),
        (r#"{"value":["#, "value"),
        (r#"{"value":[{"text":"a"#, "value[0].text"),
        (r#"{"value":[{"text":"a\"#, "value[0].text"),
        (r#"{"value":[{"text":"a""#, "value[0]"),
        (r#"{"value":[{"text":tru"#, "value[0].text"),
        (r#"{"value":[{"late":12"#, "value[0].late"),
        (r#"{"value":[{"text":"a"},"#, "value[1]"),
        (r#"{"value":[{"text":"a"}"#, "value"),
        (r#"{"value":[{"text":"a"}]"#, ""),
        (r#"{"value":[{"text":tru}]}"#, "value[0].text"),
        (r#"{"value":[{"text":trux}]}"#, "value[0].text"),
        (r#"{"value":[{"late":1e}]}"#, "value[0].late"),
        (r#"{"value":[{"late":01}]}"#, "value[0].late"),
        (r#"{"value":[{"text":"a" "late":1}]}"#, "value[0]"),
        (r#"{"value":[{"text":"a",}]}"#, "value[0]"),
        (r#"{"value":[{"text":"a"},]}"#, "value[1]"),
        (r#"{"value":[{"text":"a"]]}"#, "value[0]"),
        (r#"{"value":[{"text" 1}]}"#, "value[0].text"),
        (r#"{"value":[{text:1}]}"#, "value[0]"),
        (r#"{"value":[}"#, "value[0]"),
        ("{\"value\":[{\"text\":\"a\u{1}b\"}]}", "value[0].text"),
        (r#"{"value":[{"text":"\ud800"}]}"#, "value[0].text"),
        (r#"{"value":[{"text":"\x"}]}"#, "value[0].text"),
        (r#"{"value":[]} x"#, ""),
        ("]]}}", ""),
    ]);
    check::<BTreeMap<String, f64>>(&[(r#"{"a":1,"b":1e999}"#, "b")]);
}

#[test]
fn names_that_may_be_anything_are_left_out() {
    let long = "a".repeat(MAX_NAME + 1);
    for (name, expected) in [
        ("a-b.c", r#"map["a-b.c"]"#),
        ("1st", r#"map["1st"]"#),
        ("_x1", "map._x1"),
        ("", r#"map[""]"#),
        ("a b", "map[…]"),
        ("é", "map[…]"),
        (r"\u0061", "map[…]"),
        (r#"a\"]:{"#, "map[…]"),
        (&long, "map[…]"),
        (&long[1..], &format!("map.{}", &long[1..])),
    ] {
        assert_eq!(path_of::<Thing>(&format!(r#"{{"map":{{"{name}":1}}}}"#)), expected);
    }
}

#[test]
fn depth_does_not_matter() {
    let lists = "[".repeat(100_000);
    let expected = format!("x{}…", "[0]".repeat(MAX_SEGMENTS - 1));
    let cut = format!(r#"{{"x":{lists}"#);
    assert_eq!(path(cut.as_bytes(), (1, cut.len()), Fault::End), Some(expected.clone()));
    assert_eq!(path_of::<Thing>(&cut), expected);
    let deep = format!(r#"{{"x":{lists}{},"text":1}}"#, "]".repeat(100_000));
    assert_eq!(path_of::<Thing>(&deep), "text");
    // read as a value of its own, it is too deep for the parser
    assert_eq!(path_of::<BTreeMap<String, serde_json::Value>>(&deep), expected);
}

#[test]
fn no_text_and_no_position_is_too_strange() {
    let faults = [
        Fault::Value(None),
        Fault::Value(Some(Kind::List)),
        Fault::Read(2),
        Fault::Container,
        Fault::Syntax,
        Fault::End,
    ];
    let signs = [b"{}[],:\"\\1n".as_slice(), b" ", b"\n", b"\xff"].concat();
    let mut seed = 1_u64;
    for _ in 0..20_000 {
        let text: Vec<u8> = (0..12)
            .map(|_| {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                signs[usize::try_from(seed >> 33).unwrap() % signs.len()]
            })
            .collect();
        for (line, column) in [(0, 0), (1, 0), (1, 6), (1, 12), (1, 99), (2, 3), (9, 9)] {
            for fault in faults {
                let shown = path(&text, (line, column), fault).unwrap_or_default();
                assert!(!shown.contains('\n'), "{shown}");
            }
        }
    }
}
