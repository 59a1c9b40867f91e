//! The bodies that the desk takes: JSON that is called so.
//!
//! A page from elsewhere can send a form without asking first, but no `application/json`.

use bytes::Bytes;
use http::StatusCode;
use http::header::CONTENT_TYPE;
use http::request::Parts;
use serde_json::{Map, Value};

use super::answer::Refusal;
use crate::handler;
use crate::service::{BODY_LIMIT, TooLarge};

/// The body of a request, if there is none or it is called JSON.
pub(super) fn check<'a>(parts: &Parts, body: &'a Result<Bytes, TooLarge>) -> Result<&'a Bytes, Refusal> {
    let Ok(body) = body else {
        let message = format!("A body may have {BODY_LIMIT} bytes.");
        return Err(Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, "tooLarge", message));
    };
    let media_type = parts.headers.get(CONTENT_TYPE).and_then(|one| one.to_str().ok());
    if !body.is_empty() && !media_type.is_some_and(handler::is_json) {
        let message = "A body must be JSON, with the header `content-type: application/json`.";
        return Err(Refusal::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "notJson", message));
    }
    Ok(body)
}

/// The members of a JSON object, each of which must be one that is known.
pub(super) struct Members {
    members: Map<String, Value>,
    /// Where it stands, such as `rates[2].`.
    place: String,
}

impl Members {
    /// Reads a body.
    pub(super) fn read(body: &[u8], known: &[&str]) -> Result<Self, Refusal> {
        let body: Value = serde_json::from_slice(body)
            .map_err(|error| Refusal::bad_request(format!("The body is no valid JSON: {error}.")))?;
        Self::of(body, String::new(), known)
    }

    /// The members of a value that stands somewhere in a body.
    pub(super) fn of(value: Value, place: String, known: &[&str]) -> Result<Self, Refusal> {
        let Value::Object(members) = value else {
            let what = if place.is_empty() { "The body" } else { place.trim_end_matches('.') };
            return Err(Refusal::bad_request(format!("{what} must be an object with {}.", listed(known))));
        };
        match members.keys().find(|name| !known.contains(&name.as_str())) {
            Some(name) => {
                let name = format!("{place}{name}").escape_debug().to_string();
                Err(Refusal::bad_request(format!("There is no `{name}`; there is {}.", listed(known))))
            }
            None => Ok(Self { members, place }),
        }
    }

    /// A text, where it is there.
    pub(super) fn text(&mut self, name: &str) -> Result<Option<String>, Refusal> {
        match self.members.remove(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(_) => Err(self.must(name, "a text")),
        }
    }

    /// A number, where it is there.
    pub(super) fn number(&mut self, name: &str) -> Result<Option<f64>, Refusal> {
        match self.members.remove(name) {
            None | Some(Value::Null) => Ok(None),
            Some(value) => value.as_f64().map(Some).ok_or_else(|| self.must(name, "a number")),
        }
    }

    /// A list, where it is there.
    pub(super) fn list(&mut self, name: &str) -> Result<Option<Vec<Value>>, Refusal> {
        match self.members.remove(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::Array(items)) => Ok(Some(items)),
            Some(_) => Err(self.must(name, "a list")),
        }
    }

    /// What must be there and is not, or is something else.
    pub(super) fn must(&self, name: &str, what: &str) -> Refusal {
        Refusal::bad_request(format!("`{}{name}` must be {what}.", self.place))
    }
}

fn listed(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}
