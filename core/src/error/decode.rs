//! Answers that cannot be read.

use std::error::Error as StdError;
use std::fmt;

use bytes::Bytes;

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
fn reason_of(fault: &serde_json::Error) -> String {
    let text = fault.to_string();
    let text = text.split(" at line ").next().unwrap_or(&text);
    match (text.strip_prefix("invalid type: "), text.rsplit_once(", expected ")) {
        (Some(found), Some((_, expected))) => {
            let kind: String = found.split([' ', ',']).next().unwrap_or("a value").to_owned();
            format!("expected {expected}, found {kind}")
        }
        (_, Some((_, expected))) => format!("expected {expected}"),
        _ => text.to_owned(),
    }
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
