//! Things as bytes: objects of JSON.
//!
//! Members that are not known are ignored and most that are missing have a default, so that the files of other
//! versions can be read.

use serde_json::Value;
#[cfg(feature = "file")]
use {crate::moment, serde_json::Map, time::OffsetDateTime};

/// A number as a key. Keys are in the order of their numbers.
pub(crate) fn key(number: u64) -> String {
    format!("{number:020}")
}

/// JSON as bytes.
pub(crate) fn bytes(value: &Value) -> Vec<u8> {
    value.to_string().into_bytes()
}

/// A thing that is read back. Errors name the member that is wrong and never show what is in it.
#[cfg(feature = "file")]
pub(crate) struct Record(Map<String, Value>);

#[cfg(feature = "file")]
impl Record {
    pub(crate) fn read(bytes: &[u8]) -> Result<Self, String> {
        match serde_json::from_slice(bytes) {
            Ok(Value::Object(members)) => Ok(Self(members)),
            Ok(_) => Err(String::from("it is no JSON object")),
            Err(_) => Err(String::from("it is no JSON")),
        }
    }

    /// A member, unless it is missing or null.
    fn take(&mut self, name: &str) -> Option<Value> {
        self.0.remove(name).filter(|value| !value.is_null())
    }

    /// A text that must be there.
    pub(crate) fn text(&mut self, name: &str) -> Result<String, String> {
        self.optional_text(name)?.ok_or_else(|| missing(name))
    }

    pub(crate) fn optional_text(&mut self, name: &str) -> Result<Option<String>, String> {
        match self.take(name) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(_) => Err(wrong(name, "text")),
        }
    }

    /// False where it is missing.
    pub(crate) fn flag(&mut self, name: &str) -> Result<bool, String> {
        let value = self.take(name);
        value.map_or(Ok(false), |value| value.as_bool().ok_or_else(|| wrong(name, "boolean")))
    }

    /// A number that must be there.
    pub(crate) fn number(&mut self, name: &str) -> Result<u64, String> {
        self.optional_number(name)?.ok_or_else(|| missing(name))
    }

    pub(crate) fn optional_number(&mut self, name: &str) -> Result<Option<u64>, String> {
        let value = self.take(name);
        value.map(|value| value.as_u64().ok_or_else(|| wrong(name, "whole number"))).transpose()
    }

    /// A moment that must be there.
    pub(crate) fn moment(&mut self, name: &str) -> Result<OffsetDateTime, String> {
        moment::parse(&self.text(name)?).ok_or_else(|| wrong(name, "moment"))
    }

    /// Empty where it is missing.
    pub(crate) fn object(&mut self, name: &str) -> Result<Map<String, Value>, String> {
        match self.take(name) {
            None => Ok(Map::new()),
            Some(Value::Object(object)) => Ok(object),
            Some(_) => Err(wrong(name, "object")),
        }
    }

    /// None where they are missing.
    pub(crate) fn objects(&mut self, name: &str) -> Result<Vec<Map<String, Value>>, String> {
        let items = match self.take(name) {
            None => Vec::new(),
            Some(Value::Array(items)) => items,
            Some(_) => return Err(wrong(name, "list")),
        };
        let object = |item| match item {
            Value::Object(object) => Ok(object),
            _ => Err(wrong(name, "list of objects")),
        };
        items.into_iter().map(object).collect()
    }

    /// An object to read on in.
    pub(crate) fn record(&mut self, name: &str) -> Result<Self, String> {
        self.object(name).map(Self)
    }
}

#[cfg(feature = "file")]
fn missing(name: &str) -> String {
    format!("'{name}' is missing")
}

#[cfg(feature = "file")]
fn wrong(name: &str, wanted: &str) -> String {
    format!("'{name}' is no {wanted}")
}
