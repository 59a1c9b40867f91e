//! Random texts with one fault in a place that is known.

use std::fmt;

use serde::de::{Deserialize, DeserializeOwned, Deserializer, IgnoredAny, MapAccess, Visitor};

use super::tests::{Late, path_of};
use crate::model::{AdditionalProperties, Date, Guid};

/// An object in which the first letter of a name says what the value is: an object (`o`), a list of
/// objects (`p`), a text (`t`), a number that is read late (`n`), a list of such (`m`), or anything.
struct Node;

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Read;

        impl<'de> Visitor<'de> for Read {
            type Value = Node;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a node")
            }

            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Node, M::Error> {
                while let Some(name) = map.next_key::<String>()? {
                    match name.as_bytes()[0] {
                        b'o' => map.next_value::<Node>().map(drop)?,
                        b'p' => map.next_value::<Vec<Node>>().map(drop)?,
                        b't' => map.next_value::<String>().map(drop)?,
                        b'n' => map.next_value::<Late>().map(drop)?,
                        b'm' => map.next_value::<Vec<Late>>().map(drop)?,
                        _ => map.next_value::<IgnoredAny>().map(drop)?,
                    }
                }
                Ok(Node)
            }
        }

        deserializer.deserialize_map(Read)
    }
}

/// The same as a model has it. An object has three members at most, so these are all their names.
#[derive(Clone, Default)]
struct Model {
    o0: Option<Box<Model>>,
    o1: Option<Box<Model>>,
    o2: Option<Box<Model>>,
    p0: Option<Vec<Model>>,
    p1: Option<Vec<Model>>,
    p2: Option<Vec<Model>>,
    t0: Option<Date>,
    t1: Option<String>,
    t2: Option<Guid>,
    n0: Option<i32>,
    n1: Option<f64>,
    n2: Option<u8>,
    m0: Option<Vec<i64>>,
    m1: Option<Vec<f32>>,
    m2: Option<Vec<i16>>,
    additional_properties: AdditionalProperties,
}

crate::rt::record_impls! {
    Model as "test.model" {
        "o0" => o0: value,
        "o1" => o1: value,
        "o2" => o2: value,
        "p0" => p0: items,
        "p1" => p1: items,
        "p2" => p2: items,
        "t0" => t0: text,
        "t1" => t1: value,
        "t2" => t2: text,
        "n0" => n0: number,
        "n1" => n1: number,
        "n2" => n2: number,
        "m0" => m0: numbers,
        "m1" => m1: numbers,
        "m2" => m2: numbers,
    }
}

/// What a [`Node`] refuses for each kind.
fn refused_by_node(kind: u8) -> &'static [&'static str] {
    match kind {
        b'o' => &["1", "null", "[{}]", r#""a""#, "-0.5", "true"],
        b'p' | b'm' => &["1", "null", "{}", r#"{"a":[]}"#, r#""]""#],
        b't' => &["1", "null", "[1]", "{}", r#"{ "a" : 1 }"#, "1e5", "false"],
        _ => &["null", "[1]", "[ ]", "{}", r#"{"a":"}"}"#, r#""1""#, "true"],
    }
}

/// What a [`Model`] refuses, which takes nulls and numbers in quotes, and tells what is in a refused
/// value from the value.
fn refused_by_model(kind: u8) -> &'static [&'static str] {
    match kind {
        b'o' => &["1", "[{}]", r#""a""#, "-0.5", "true"],
        b'p' | b'm' => &["1", "{}", r#"{"a":[]}"#, r#""]""#],
        b't' => &["1", "[1]", "{}", r#"{ "a" : 1 }"#, "1e5", "false"],
        _ => &["[1]", "[ ]", "[[ ]]", "[{},[1]]", "{}", r#"{"a":{}}"#, r#"{"a":"}"}"#, r#""x""#, "true"],
    }
}

struct Writer {
    refused: fn(u8) -> &'static [&'static str],
    seed: u64,
    text: String,
    path: Vec<String>,
    /// Where the fault is, once there is one.
    fault: Option<String>,
}

impl Writer {
    fn below(&mut self, end: usize) -> usize {
        self.seed = self.seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.seed >> 33).unwrap() % end
    }

    fn one_of(&mut self, choices: &[&str]) {
        let choice = self.below(choices.len());
        self.text.push_str(choices[choice]);
    }

    fn space(&mut self) {
        self.one_of(&["", "", " ", "\n", "\r\n\t "]);
    }

    /// A value that is right, or now and then the fault.
    fn value(&mut self, kind: u8, depth: usize) {
        if self.fault.is_none() && self.below(12) == 0 {
            self.fault = Some(self.path.concat().trim_start_matches('.').to_owned());
            self.one_of((self.refused)(kind));
            return;
        }
        match kind {
            b'o' => self.members(b'{', depth),
            b'p' => self.members(b'[', depth),
            b'm' => self.members(b'(', depth),
            b't' => self.one_of(&[r#""""#, r#""a\"}]""#, r#""{é\\""#]),
            _ => self.one_of(&["0", "-1.5e3", "12"]),
        }
    }

    /// The members of an object, of a list of objects, or of a list of numbers.
    fn members(&mut self, open: u8, depth: usize) {
        self.text.push(if open == b'{' { '{' } else { '[' });
        self.space();
        let count = if depth == 0 { 0 } else { self.below(4) };
        for at in 0..count {
            if at > 0 {
                self.text.push(',');
                self.space();
            }
            let kind = match open {
                b'{' => b"optnmx"[self.below(6)],
                b'[' => b'o',
                _ => b'n',
            };
            if open == b'{' {
                let name = format!("{}{at}", char::from(kind));
                self.text.extend(["\"", &name, "\""]);
                self.space();
                self.text.push(':');
                self.space();
                self.path.push(format!(".{name}"));
            } else {
                self.path.push(format!("[{at}]"));
            }
            if kind == b'x' {
                self.one_of(&["null", "[[]]", r#"{"a":[{"b":"]"}]}"#]);
            } else {
                self.value(kind, depth - 1);
            }
            self.path.pop();
            self.space();
        }
        self.text.push(if open == b'{' { '}' } else { ']' });
    }
}

/// Finds the fault of many texts, and gives how many had one.
fn find<T: DeserializeOwned>(refused: fn(u8) -> &'static [&'static str]) -> usize {
    let mut found = 0;
    for seed in 0..20_000 {
        let mut writer = Writer { refused, seed, text: String::new(), path: Vec::new(), fault: None };
        writer.members(b'{', 6);
        if let Some(fault) = &writer.fault {
            assert_eq!(path_of::<T>(&writer.text), *fault, "{}", writer.text);
            found += 1;
        }
    }
    found
}

#[test]
fn the_one_fault_of_a_random_text_is_found() {
    let found = find::<Node>(refused_by_node);
    assert!(found > 4_000, "{found}");
}

#[test]
fn the_one_fault_of_a_random_model_is_found() {
    let found = find::<Model>(refused_by_model);
    assert!(found > 4_000, "{found}");
}
