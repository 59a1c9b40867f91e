//! Answers that cannot be read.

use std::error::Error as StdError;
use std::fmt;

use bytes::Bytes;
use serde_json::error::Category;

use super::json_path::{self, Fault, Kind};
use super::type_name::short_type_name;
use crate::OperationInfo;

/// An answer with success that is not what the operation promises.
///
/// ```
/// # mod slice { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/slice.rs")); }
/// # use slice::*;
/// use msgraph_core::{Error, Operation};
///
/// let answer = http::Response::new(bytes::Bytes::from_static(br#"{"value":[{"subject":7}]}"#));
/// let Err(Error::Decode(error)) = ListMeOnlineMeetings::read(&answer) else { panic!("the subject is no text") };
/// assert_eq!(error.operation().path, "/me/onlineMeetings");
/// assert_eq!(error.path(), Some("value[0].subject"));
/// assert_eq!(error.expected(), "Page<OnlineMeeting>");
/// assert_eq!(error.position().0, 1);
/// assert_eq!(error.body().len(), 25);
/// ```
pub struct DecodeError {
    unread: Unread,
    operation: &'static OperationInfo,
}

/// What is wrong with a body, before it is known whose it is.
pub struct Unread {
    expected: String,
    path: Option<String>,
    line: usize,
    column: usize,
    reason: String,
    body: Bytes,
}

impl Unread {
    pub(crate) fn json<T>(body: &Bytes, fault: &serde_json::Error) -> Self {
        if is_page(body) {
            return Self::text::<T>(body, PAGE);
        }
        Self::new(short_type_name::<T>(), body, fault)
    }

    /// Of a page of HTML where nothing was to come.
    pub(crate) fn page<T>(body: &Bytes) -> Self {
        Self::text::<T>(body, PAGE)
    }

    /// Of a body that is no JSON, for a reason that shows nothing of it.
    pub(crate) fn text<T>(body: &Bytes, reason: &str) -> Self {
        let (expected, reason) = (short_type_name::<T>(), reason.to_owned());
        Self { expected, path: None, line: 1, column: 1, reason, body: body.clone() }
    }

    fn new(expected: String, body: &Bytes, fault: &serde_json::Error) -> Self {
        let (line, column) = (fault.line(), fault.column());
        let (reason, place) = reading(fault);
        let path = json_path::path(body, (line, column), place);
        Self { expected, path, line, column, reason, body: body.clone() }
    }

    pub(crate) fn of(self, operation: &'static OperationInfo) -> DecodeError {
        DecodeError { unread: self, operation }
    }
}

/// What a proxy, a gateway or the sign-in page of a network says in place of the service.
const PAGE: &str =
    "it is a page of HTML or XML, and something between the program and the service may have answered";

/// Whether a body is a page of HTML or XML. Nothing that the service says as JSON begins so.
pub(crate) fn is_page(body: &[u8]) -> bool {
    const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";
    let body = body.strip_prefix(BYTE_ORDER_MARK).unwrap_or(body);
    body.trim_ascii_start().first() == Some(&b'<')
}

/// The parser's words without a value of the body, which may be a passcode, and what to look for where
/// it stopped.
pub(super) fn reading(fault: &serde_json::Error) -> (String, Fault) {
    let text = fault.to_string();
    let text =
        if fault.line() == 0 { &text } else { text.rsplit_once(" at line ").map_or("", |(text, _)| text) };
    match fault.classify() {
        Category::Data => mismatch(text)
            .unwrap_or_else(|| ("a value is not of the expected kind".to_owned(), Fault::Value(None))),
        // the rest are fixed phrases of the parser
        Category::Eof => (text.to_owned(), Fault::End),
        Category::Syntax | Category::Io => (text.to_owned(), Fault::Syntax),
    }
}

/// The parser's words alone, for a value that is no whole body.
pub(crate) fn reason_of(fault: &serde_json::Error) -> String {
    reading(fault).0
}

/// What a value should have been, out of serde's own phrases; nothing where it is another phrase,
/// which may hold anything. What stands behind the last `, expected ` comes from a type.
fn mismatch(text: &str) -> Option<(String, Fault)> {
    if let Some(name) = text.strip_prefix("missing field `").and_then(|rest| rest.strip_suffix('`')) {
        return Some((format!("`{name}` is missing"), Fault::Container));
    }
    let phrases = ["invalid type: ", "invalid value: ", "invalid length "];
    let (phrase, found) = phrases.iter().find_map(|phrase| Some((*phrase, text.strip_prefix(phrase)?)))?;
    let (found, expected) = found.rsplit_once(", expected ")?;
    let expected = match expected {
        "a sequence" => "a list",
        "a map" => "an object",
        other => other,
    };
    if phrase == "invalid length " {
        return Some((format!("expected {expected}"), Fault::Container));
    }
    // what `model::number` says of an object or list that it has read as text
    let size = found.strip_suffix(" bytes").and_then(|found| found.split_once(" of ")?.1.parse().ok());
    let found = KINDS.iter().find(|(word, ..)| found.starts_with(word));
    let fault = size.map_or_else(|| Fault::Value(found.map(|(.., kind)| *kind)), Fault::Read);
    let found = found.filter(|_| phrase == "invalid type: ");
    Some((
        found.map_or_else(
            || format!("expected {expected}"),
            |(_, name, _)| format!("expected {expected}, found {name}"),
        ),
        fault,
    ))
}

/// Serde's words for what it found, ours, and the kind.
const KINDS: [(&str, &str, Kind); 9] = [
    ("null", "null", Kind::Null),
    ("boolean", "a boolean", Kind::Boolean),
    ("integer", "an integer", Kind::Number),
    ("floating point", "a decimal number", Kind::Number),
    ("number", "a number", Kind::Number),
    ("character", "a string", Kind::String),
    ("string", "a string", Kind::String),
    ("sequence", "a list", Kind::List),
    ("map", "an object", Kind::Object),
];

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

    /// The value that is at fault: `value[3].participants.organizer.upn`. None where that is the body
    /// as a whole.
    ///
    /// Names that no property of Graph would have are left out (`[…]`), as they may be anything, and
    /// so is all behind the 32nd part.
    #[must_use]
    pub fn path(&self) -> Option<&str> {
        self.unread.path.as_deref()
    }

    /// What the body should have been, as a Rust type: `Page<OnlineMeeting>`.
    #[must_use]
    pub fn expected(&self) -> &str {
        &self.unread.expected
    }

    /// The line and column of the body where reading stopped, counted from 1.
    #[must_use]
    pub fn position(&self) -> (usize, usize) {
        (self.unread.line, self.unread.column)
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Unread { expected, path, line, column, reason, .. } = &self.unread;
        write!(f, "{} was answered with success, but the answer is no `{expected}`: ", self.operation)?;
        if let Some(path) = path {
            write!(f, "{path}: ")?;
        }
        write!(f, "{reason} (line {line}, column {column} of the body)")
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
    use crate::{Answer, Paged, Wrapped};

    fn reason<T: serde::de::DeserializeOwned>(body: &str) -> String {
        let fault = serde_json::from_str::<T>(body).err().unwrap();
        reading(&fault).0
    }

    #[test]
    fn a_value_that_looks_like_the_parsers_words_does_not_show() {
        type Flags = BTreeMap<String, bool>;
        for (body, expected) in [
            (r#"{"b":"hunter2secret at line 5"}"#, "expected a boolean, found a string"),
            (r#"{"b":"x, expected hunter2secret"}"#, "expected a boolean, found a string"),
            (r#"{"b":"x at line 5 column 7"}"#, "expected a boolean, found a string"),
            (r#"{"b":424242}"#, "expected a boolean, found an integer"),
            (r#"{"b":4242.5}"#, "expected a boolean, found a decimal number"),
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
            assert_eq!(reading(&serde_json::Error::custom(fault)).0, "a value is not of the expected kind");
        }
        let missing = serde_json::Error::missing_field("value");
        assert_eq!(reading(&missing).0, "`value` is missing");
    }

    #[test]
    fn the_error_says_what_and_where() {
        static OPERATION: OperationInfo =
            OperationInfo::new(http::Method::GET, "/me/onlineMeetings", crate::Permissions::UNKNOWN);
        let body = Bytes::from_static(br#"{"value":[{},{"a":1,"b":{"c":true}}]}"#);
        let read = Paged::<BTreeMap<String, u8>>::read(&body);
        let error = read.unwrap_err().of(&OPERATION);
        assert_eq!(
            error.to_string(),
            "GET /me/onlineMeetings was answered with success, but the answer is no `Page<BTreeMap<String, u8>>`: \
             value[1].b: expected u8, found an object (line 1, column 24 of the body)"
        );
        assert_eq!(error.path(), Some("value[1].b"));
        assert_eq!(error.expected(), "Page<BTreeMap<String, u8>>");

        let body = Bytes::from_static(br#"{"values":[]}"#);
        let error = Wrapped::<Vec<String>>::read(&body).unwrap_err().of(&OPERATION);
        assert_eq!(
            error.to_string(),
            "GET /me/onlineMeetings was answered with success, but the answer is no `Vec<String>`: \
             `value` is missing (line 1, column 13 of the body)"
        );
        assert_eq!(error.path(), None);
    }

    #[test]
    fn a_page_in_place_of_the_service_is_called_one() {
        static OPERATION: OperationInfo =
            OperationInfo::new(http::Method::DELETE, "/me/events/{id}", crate::Permissions::UNKNOWN);
        let page = Bytes::from_static(b"\n<!doctype html><title>Sign in</title>");
        let reasons = [
            crate::Empty::read(&page).unwrap_err().of(&OPERATION).to_string(),
            crate::Json::<BTreeMap<String, u8>>::read(&page).unwrap_err().of(&OPERATION).to_string(),
        ];
        for (reason, expected) in reasons.iter().zip(["Empty", "BTreeMap<String, u8>"]) {
            assert_eq!(
                *reason,
                format!(
                    "DELETE /me/events/{{id}} was answered with success, but the answer is no `{expected}`: it is a page \
                     of HTML or XML, and something between the program and the service may have answered (line 1, column 1 of \
                     the body)"
                )
            );
        }
        assert!(crate::Empty::read(&Bytes::from_static(b"\xEF\xBB\xBF<html>")).is_err());
        assert!(crate::Empty::read(&Bytes::from_static(b"{}")).is_ok(), "a body that means nothing");
    }
}
