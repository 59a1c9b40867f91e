//! A file as a tree of values, each with its line and column.
//!
//! YAML and JSON give the same tree. It is read before everything else: faults of syntax, repeated
//! keys, aliases without end and values that nest too deep end here, with their places. A permission
//! table is read from its tree alone. A description is read through `openapiv3`, which has no places
//! and reports every deep fault at the first path, and the tree goes beside it (see
//! [`openapi`](crate::openapi)).

mod cursor;
mod json;
mod yaml;

use std::collections::HashMap;

pub(crate) use cursor::{At, Document};

/// How deep values may nest. Graph's own descriptions need about 20.
const DEEPEST: usize = 100;

/// How many bytes a text or a key may have. Graph's own have a few thousand.
const LONGEST: usize = 1_000_000;

/// A line and a column in characters, both counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    pub(crate) line: u32,
    pub(crate) column: u32,
}

/// A value and where it begins.
#[derive(Debug, Clone)]
pub(crate) struct Node {
    pub(crate) place: Place,
    pub(crate) value: Value,
}

#[derive(Debug, Clone)]
pub(crate) enum Value {
    /// Text, number, truth value or null. A plain one stood without quotes.
    Scalar {
        text: Box<str>,
        is_plain: bool,
    },
    List(Vec<Node>),
    Map(Vec<Entry>),
}

/// A key with its place, and its value.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub(crate) key: Box<str>,
    pub(crate) place: Place,
    pub(crate) value: Node,
}

impl Node {
    /// The value of a key.
    pub(crate) fn entry(&self, key: &str) -> Option<&Entry> {
        match &self.value {
            Value::Map(entries) => entries.iter().find(|one| &*one.key == key),
            _ => None,
        }
    }

    /// Whether it is `null`.
    pub(crate) fn is_null(&self) -> bool {
        match &self.value {
            Value::Scalar { text, is_plain } => {
                *is_plain && matches!(&**text, "" | "~" | "null" | "Null" | "NULL")
            }
            _ => false,
        }
    }

    /// What it is, for messages.
    pub(crate) fn noun(&self) -> &'static str {
        match &self.value {
            _ if self.is_null() => "null",
            Value::List(_) => "a list",
            Value::Map(_) => "a mapping",
            Value::Scalar { text, is_plain: true } if is_bool(text) => "true or false",
            Value::Scalar { text, is_plain: true } if text.parse::<f64>().is_ok() => "a number",
            Value::Scalar { .. } => "text",
        }
    }
}

pub(crate) fn is_bool(text: &str) -> bool {
    matches!(text, "true" | "false" | "True" | "False" | "TRUE" | "FALSE")
}

/// A fault of syntax, or of the tree itself.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Fault {
    pub(crate) place: Place,
    pub(crate) message: String,
    pub(crate) other: Option<(Place, &'static str)>,
    pub(crate) help: Option<&'static str>,
}

impl Fault {
    fn new(place: Place, message: impl Into<String>) -> Self {
        Self { place, message: message.into(), other: None, help: None }
    }

    /// A fault of syntax.
    fn syntax(place: Place, message: impl Into<String>) -> Self {
        Self::new(place, message).help("look here, and at what stands just before")
    }

    fn empty() -> Self {
        Self::new(Place { line: 1, column: 1 }, "the file is empty")
            .help("name a file that holds a description, a permission table or fix-ups")
    }

    fn too_deep(place: Place) -> Self {
        Self::new(place, format!("values nest deeper than {DEEPEST} levels"))
            .help("nothing of Graph nests so deep: look for a bracket that is not closed")
    }

    fn too_long(place: Place) -> Self {
        Self::new(place, format!("this text is longer than {LONGEST} bytes"))
            .help("nothing of Graph is so long: look for a quote that is not closed, or shorten it")
    }

    fn help(mut self, help: &'static str) -> Self {
        self.help = Some(help);
        self
    }
}

/// Reads a text. The faults that do not end the reading (repeated keys) come together.
pub(crate) fn parse(name: &str, text: &str) -> Result<Node, Vec<Fault>> {
    let mut faults = Vec::new();
    let node =
        if is_json(name, text) { json::parse(text, &mut faults) } else { yaml::parse(text, &mut faults) };
    match node {
        Ok(node) if faults.is_empty() => Ok(node),
        Ok(_) => Err(faults),
        Err(fault) => {
            faults.push(fault);
            Err(faults)
        }
    }
}

/// Whether a text is JSON rather than YAML.
pub(crate) fn is_json(name: &str, text: &str) -> bool {
    let begins_as_json = text.trim_start().starts_with('{');
    let ends_with = |ends: &[&str]| {
        let end = name.rsplit_once('.').map(|(_, end)| end.to_ascii_lowercase());
        end.is_some_and(|end| ends.contains(&&*end))
    };
    ends_with(&["json"]) || (begins_as_json && !ends_with(&["yaml", "yml"]))
}

/// Reports every key that stands twice.
fn repeated_keys(entries: &[Entry], faults: &mut Vec<Fault>) {
    const FEW: usize = 12;
    let mut known = HashMap::new();
    for (index, one) in entries.iter().enumerate() {
        let first = if entries.len() <= FEW {
            entries[..index].iter().find(|other| other.key == one.key).map(|other| other.place)
        } else {
            let first = *known.entry(&*one.key).or_insert(one.place);
            (first != one.place).then_some(first)
        };
        if let Some(first) = first {
            let mut fault = Fault::new(one.place, format!("the key `{}` stands twice", one.key))
                .help("keep one of the two");
            fault.other = Some((first, "the first one"));
            faults.push(fault);
        }
    }
}
