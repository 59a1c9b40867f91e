//! Answers that cannot be read.

use std::error::Error as StdError;
use std::fmt;

use bytes::Bytes;
use serde_json::error::Category;

use crate::OperationInfo;

/// An answer with success that is not what the operation promises.
pub struct DecodeError {
    unread: Unread,
    operation: &'static OperationInfo,
}

/// What is wrong with a body, before it is known whose it is.
pub struct Unread {
    expected: &'static str,
    line: usize,
    column: usize,
    reason: String,
    body: Bytes,
}

impl Unread {
    pub(crate) fn json<T>(body: &Bytes, fault: &serde_json::Error) -> Self {
        let name = std::any::type_name::<T>();
        Self {
            expected: name.rsplit("::").next().unwrap_or(name).trim_end_matches('>'),
            line: fault.line(),
            column: fault.column(),
            reason: reason_of(fault),
            body: body.clone(),
        }
    }

    pub(crate) fn of(self, operation: &'static OperationInfo) -> DecodeError {
        DecodeError { unread: self, operation }
    }
}

/// The parser's words without a value of the body: it may be a passcode.
pub(crate) fn reason_of(fault: &serde_json::Error) -> String {
    let text = fault.to_string();
    let text =
        if fault.line() == 0 { &text } else { text.rsplit_once(" at line ").map_or("", |(text, _)| text) };
    if fault.classify() == Category::Data {
        mismatch(text).unwrap_or_else(|| "a value is not of the expected kind".to_owned())
    } else {
        text.to_owned() // one of the parser's fixed phrases
    }
}

/// What a value should have been, out of serde's own phrases; nothing where it is another phrase,
/// which may hold anything. What stands behind the last `, expected ` comes from a type.
fn mismatch(text: &str) -> Option<String> {
    if let Some(name) = text.strip_prefix("missing field `").and_then(|rest| rest.strip_suffix('`')) {
        return Some(format!("`{name}` is missing"));
    }
    let phrases = ["invalid type: ", "invalid value: ", "invalid length "];
    let (phrase, found) = phrases.iter().find_map(|phrase| Some((*phrase, text.strip_prefix(phrase)?)))?;
    let (found, expected) = found.rsplit_once(", expected ")?;
    let kinds = [
        "null",
        "boolean",
        "integer",
        "floating point",
        "character",
        "string",
        "byte array",
        "sequence",
        "map",
    ];
    let kind = kinds.iter().find(|kind| found.starts_with(**kind)).filter(|_| phrase == "invalid type: ");
    Some(
        kind.map_or_else(
            || format!("expected {expected}"),
            |kind| format!("expected {expected}, found {kind}"),
        ),
    )
}

impl DecodeError {
    /// The operation that was called.
    #[must_use]
    pub fn operation(&self) -> &'static OperationInfo {
        self.operation
    }

    /// The body as it came. It may hold passcodes and join URLs: keep it out of logs.
    #[must_use]
    pub fn body(&self) -> &Bytes {
        &self.unread.body
    }

    /// The line and column of the body where reading stopped, counted from 1.
    #[must_use]
    pub fn position(&self) -> (usize, usize) {
        (self.unread.line, self.unread.column)
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Unread { expected, line, column, reason, .. } = &self.unread;
        write!(
            f,
            "{} was done, but its answer is no `{expected}`: {reason} (line {line}, column {column} of the body)",
            self.operation
        )
    }
}

impl fmt::Debug for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DecodeError({self}, {} bytes)", self.unread.body.len())
    }
}

impl fmt::Debug for Unread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Unread({}, {} bytes)", self.reason, self.body.len())
    }
}

impl StdError for DecodeError {}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde::de::Error as _;

    use super::*;

    fn reason<T: serde::de::DeserializeOwned>(body: &str) -> String {
        let fault = serde_json::from_str::<T>(body).err().unwrap();
        reason_of(&fault)
    }

    #[test]
    fn a_value_that_looks_like_the_parsers_words_does_not_show() {
        type Flags = BTreeMap<String, bool>;
        for (body, expected) in [
            (r#"{"b":"hunter2secret at line 5"}"#, "expected a boolean, found string"),
            (r#"{"b":"x, expected hunter2secret"}"#, "expected a boolean, found string"),
            (r#"{"b":"x at line 5 column 7"}"#, "expected a boolean, found string"),
            (r#"{"b":424242}"#, "expected a boolean, found integer"),
            (r#"{"b":4242.5}"#, "expected a boolean, found floating point"),
            (r#"{"b":null}"#, "expected a boolean, found null"),
            (r#"{"b":tru"#, "EOF while parsing a value"),
        ] {
            assert_eq!(reason::<Flags>(body), expected, "{body}");
        }
    }

    #[test]
    fn a_phrase_that_is_not_serdes_does_not_show() {
        for fault in
            ["hunter2secret", "no: hunter2secret, expected hunter2secret", "unknown variant `hunter2secret`"]
        {
            assert_eq!(reason_of(&serde_json::Error::custom(fault)), "a value is not of the expected kind");
        }
        let missing = serde_json::Error::missing_field("value");
        assert_eq!(reason_of(&missing), "`value` is missing");
    }
}
