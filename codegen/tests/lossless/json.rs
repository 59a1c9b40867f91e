//! JSON with numbers as their text, so that nothing is lost in the comparison either.

use std::collections::BTreeMap;
use std::fmt;

use msgraph_core::model::Decimal;
use serde_json::value::RawValue;

/// A JSON value.
#[derive(Clone, PartialEq)]
pub(crate) enum Json {
    Null,
    Bool(bool),
    Number(String),
    Text(String),
    List(Vec<Json>),
    Object(Vec<(String, Json)>),
}

impl Json {
    pub(crate) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    pub(crate) fn number(number: &str) -> Self {
        Self::Number(number.to_owned())
    }

    /// Reads a text of JSON.
    pub(crate) fn parse(text: &str) -> Self {
        fn read<'t, T: serde::Deserialize<'t>>(text: &'t str) -> T {
            serde_json::from_str(text).unwrap_or_else(|fault| panic!("{fault}: {text}"))
        }
        match text.trim_start().as_bytes()[0] {
            b'n' => Self::Null,
            b't' => Self::Bool(true),
            b'f' => Self::Bool(false),
            b'"' => Self::Text(read(text)),
            b'[' => {
                let items: Vec<&RawValue> = read(text);
                Self::List(items.into_iter().map(|item| Self::parse(item.get())).collect())
            }
            b'{' => {
                let members: BTreeMap<String, &RawValue> = read(text);
                let members = members.into_iter();
                Self::Object(members.map(|(name, value)| (name, Self::parse(value.get()))).collect())
            }
            _ => Self::Number(text.to_owned()),
        }
    }

    /// Takes the members of that name out of an object.
    pub(crate) fn remove(&mut self, name: &str) {
        if let Self::Object(members) = self {
            members.retain(|(known, _)| known != name);
        }
    }

    /// The first difference to another value: where it is, and what the two are.
    pub(crate) fn difference(&self, other: &Self, at: &str) -> Option<String> {
        match (self, other) {
            (Self::Object(ours), Self::Object(theirs)) => {
                let [ours, theirs] = [ours, theirs]
                    .map(|one| one.iter().map(|(name, value)| (name, value)).collect::<BTreeMap<_, _>>());
                let names = ours.keys().chain(theirs.keys());
                names.into_iter().find_map(|name| match (ours.get(name), theirs.get(name)) {
                    (Some(ours), Some(theirs)) => ours.difference(theirs, &format!("{at}.{name}")),
                    (Some(value), None) => Some(format!("{at}.{name}: lost {value}")),
                    (_, value) => Some(format!("{at}.{name}: made up {}", value?)),
                })
            }
            (Self::List(ours), Self::List(theirs)) if ours.len() == theirs.len() => {
                let mut pairs = ours.iter().zip(theirs).enumerate();
                pairs.find_map(|(index, (a, b))| a.difference(b, &format!("{at}[{index}]")))
            }
            (Self::Number(ours), Self::Number(theirs)) if is_same_number(ours, theirs) => None,
            _ if self == other => None,
            _ => Some(format!("{at}: was {self}, is {other}")),
        }
    }
}

fn is_same_number(a: &str, b: &str) -> bool {
    let [a, b] = [a, b].map(|text| text.parse::<Decimal>().expect("a number of JSON"));
    a == b
}

impl fmt::Display for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let quoted = |text: &str| serde_json::to_string(text).expect("a text");
        match self {
            Self::Null => f.write_str("null"),
            Self::Bool(value) => write!(f, "{value}"),
            Self::Number(number) => f.write_str(number),
            Self::Text(text) => f.write_str(&quoted(text)),
            Self::List(items) => {
                let items: Vec<String> = items.iter().map(ToString::to_string).collect();
                write!(f, "[{}]", items.join(", "))
            }
            Self::Object(members) => {
                let members: Vec<String> =
                    members.iter().map(|(name, value)| format!("{}: {value}", quoted(name))).collect();
                write!(f, "{{{}}}", members.join(", "))
            }
        }
    }
}
