//! Requests of a batch that others wait for.

use std::fmt;

use http::StatusCode;

use crate::OperationInfo;

/// Which request of which batch: what a typed handle stands for.
///
/// Handles of requests with different answers become a list of these, for a request that waits for all of them.
///
/// ```
/// use msgraph_core::batch::ItemId;
///
/// let second = ItemId::new(7, 1);
/// assert_eq!((second.batch(), second.place()), (7, 1));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ItemId {
    batch: u64,
    place: usize,
}

impl ItemId {
    /// The request at a place of a batch, counted from 0 in the order in which they were added.
    #[must_use]
    pub const fn new(batch: u64, place: usize) -> Self {
        Self { batch, place }
    }

    /// The batch, by the number that it has in this process.
    #[must_use]
    pub const fn batch(&self) -> u64 {
        self.batch
    }

    /// Its place in the batch, counted from 0 in the order in which the requests were added.
    #[must_use]
    pub const fn place(&self) -> usize {
        self.place
    }
}

/// The request of a batch that failed, so that another one, which waits for it, was not done (424).
///
/// In a chain it is the one at the start: the request that has an error of its own.
///
/// ```
/// use msgraph_core::Error;
///
/// /// Which request is to blame for one that was not done.
/// fn blame(error: &Error) -> Option<String> {
///     let failed = error.as_service()?.failed_dependency.as_ref()?;
///     Some(format!("request {} of {}", failed.id.place() + 1, failed.operation))
/// }
/// ```
#[derive(Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct FailedDependency {
    /// The request. A handle has the same.
    pub id: ItemId,
    /// What it called.
    pub operation: &'static OperationInfo,
    /// What the service answered; nothing where there is no answer.
    pub status: Option<StatusCode>,
}

impl fmt::Display for FailedDependency {
    /// `POST /me/onlineMeetings, request 1 of the batch, answered 400 Bad Request`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, request {} of the batch, ", self.operation, self.id.place + 1)?;
        match self.status {
            Some(status) => write!(f, "answered {status}"),
            None => f.write_str("has no answer"),
        }
    }
}

impl fmt::Debug for FailedDependency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FailedDependency")
            .field("id", &self.id)
            .field("operation", &format_args!("{}", self.operation))
            .field("status", &self.status)
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Permissions;

    #[test]
    fn debug_names_the_operation_alone() {
        static CREATE: OperationInfo =
            OperationInfo::new(http::Method::POST, "/me/onlineMeetings", Permissions::UNKNOWN);
        let failed = FailedDependency { id: ItemId::new(7, 1), operation: &CREATE, status: None };
        assert_eq!(
            format!("{failed:?}"),
            "FailedDependency { id: ItemId { batch: 7, place: 1 }, operation: POST /me/onlineMeetings, status: None }"
        );
    }
}
