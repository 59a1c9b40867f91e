//! What a program called, and what it needs for it.

use std::fmt;

use msgraph_core::{OperationInfo, Scheme};

use crate::LeastPermissions;

/// What a client called until somebody asked, as [`Graph::permissions_used`](crate::Graph::permissions_used)
/// gives it.
///
/// Its text is a report for people: the calls, then the least permissions in each scheme and why it is those.
#[derive(Clone)]
pub struct PermissionsUsed {
    operations: Vec<CalledOperation>,
}

/// An operation that was called.
#[derive(Clone, Copy)]
pub struct CalledOperation {
    pub(crate) operation: &'static OperationInfo,
    pub(crate) calls: u64,
}

impl PermissionsUsed {
    pub(crate) fn new(operations: Vec<CalledOperation>) -> Self {
        Self { operations }
    }

    /// Each operation once, in the order of paths and methods.
    #[must_use]
    pub fn operations(&self) -> &[CalledOperation] {
        &self.operations
    }

    /// The least privileged set of permissions of a scheme that opens all operations which that scheme can call.
    /// [`LeastPermissions`] says which sets are the least, and has the other operations too.
    #[must_use]
    pub fn least(&self, scheme: Scheme) -> LeastPermissions {
        LeastPermissions::new(scheme, self.operations.iter().map(|called| called.operation))
    }
}

impl CalledOperation {
    /// The operation, with its permissions.
    #[must_use]
    pub fn operation(&self) -> &'static OperationInfo {
        self.operation
    }

    /// How often it was called.
    #[must_use]
    pub fn calls(&self) -> u64 {
        self.calls
    }
}

impl fmt::Display for PermissionsUsed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.operations.is_empty() {
            return f.write_str("No operation was called.\n");
        }
        f.write_str("Called:\n")?;
        self.operations.iter().try_for_each(|called| writeln!(f, "  {called}"))?;
        f.write_str("\nLeast permissions for all of it:\n")?;
        Scheme::ALL.into_iter().try_for_each(|scheme| write!(f, "\n{}", self.least(scheme)))
    }
}

impl fmt::Debug for PermissionsUsed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("PermissionsUsed").field(&self.operations).finish()
    }
}

impl fmt::Display for CalledOperation {
    /// `POST /me/onlineMeetings (12 times)`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.calls {
            1 => write!(f, "{} (once)", self.operation),
            calls => write!(f, "{} ({calls} times)", self.operation),
        }
    }
}

impl fmt::Debug for CalledOperation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
