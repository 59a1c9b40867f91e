//! Calls that the token does not open.

use std::error::Error as StdError;
use std::fmt;

use super::advice;
use crate::{OperationInfo, Permission, Requirement, Sibling, TokenPermissions};

/// A call that was not sent, because the token names no permission that opens it.
///
/// It says what to ask an administrator for, or which path to take instead:
///
/// ```text
/// GET /me/onlineMeetings was not sent: the delegated (work or school) token lacks OnlineMeetings.Read (least
/// privileged; or OnlineMeetings.ReadWrite); it holds User.Read
/// To grant it, ask for the scope OnlineMeetings.Read at sign-in: the user can consent
/// ```
///
/// ```
/// # mod slice { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/slice.rs")); }
/// # use slice::*;
/// # use base64::Engine as _;
/// use msgraph_core::{AccessToken, Operation, TokenPermissions};
///
/// # let claims = r#"{"scp":"User.Read","tid":"7e57"}"#;
/// # let token = format!("e30.{}.", base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(claims));
/// let held = TokenPermissions::of(&AccessToken::new(token)).unwrap(); // of `scp`: User.Read
/// let error = held.check(ListMeOnlineMeetings::INFO).unwrap_err();
/// assert_eq!(error.operation().path, "/me/onlineMeetings");
/// assert_eq!(error.missing(), ["OnlineMeetings.Read"]);
/// assert!(error.token().holds("User.Read"));
/// assert_eq!(error.sibling(), None);
/// println!("{error}");
/// ```
#[derive(Clone)]
pub struct PermissionError {
    operation: &'static OperationInfo,
    token: TokenPermissions,
    sent_before: bool,
}

impl PermissionError {
    pub(crate) fn new(operation: &'static OperationInfo, token: TokenPermissions) -> Self {
        Self { operation, token, sent_before: false }
    }

    /// The same where an earlier attempt of the call was sent, with another token.
    pub(crate) fn after_another(self) -> Self {
        Self { sent_before: true, ..self }
    }

    /// Whether an earlier attempt of the call may have been done, with another token. This one was not.
    #[must_use]
    pub fn may_have_been_done(&self) -> bool {
        self.sent_before
    }

    /// The operation that was not called, with its permissions.
    #[must_use]
    pub fn operation(&self) -> &'static OperationInfo {
        self.operation
    }

    /// The scheme of the token, and what it holds.
    #[must_use]
    pub fn token(&self) -> &TokenPermissions {
        &self.token
    }

    /// What the token lacks of the least privileged alternative. Empty where no permission of its scheme opens
    /// the operation.
    #[must_use]
    pub fn missing(&self) -> Vec<Permission> {
        self.token.missing(&self.operation.permissions)
    }

    /// The operation that does the same on another path, where a token of this scheme can call that one and
    /// not this one.
    #[must_use]
    pub fn sibling(&self) -> Option<&'static Sibling> {
        self.operation.sibling_for(self.token.scheme())
    }
}

impl fmt::Display for PermissionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} was not sent: ", self.operation)?;
        let scheme = self.token.scheme();
        if self.operation.permissions.of(scheme) != Requirement::NotSupported {
            return advice::lacking(f, self.operation, &self.token);
        }
        advice::cannot_call(f, self.operation, scheme, Some(&self.token))?;
        match self.sibling() {
            Some(_) => Ok(()),
            None => write!(f, "; its permissions are {}", self.operation.permissions),
        }
    }
}

impl fmt::Debug for PermissionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PermissionError")
            .field("operation", &format_args!("{}", self.operation))
            .field("token", &self.token)
            .field("missing", &self.missing())
            .field("sent_before", &self.sent_before)
            .finish()
    }
}

impl StdError for PermissionError {}
