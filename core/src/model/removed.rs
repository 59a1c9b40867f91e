//! What is gone, in the answers of delta functions.

use serde_json::Value;

use super::Record;

/// Why an item of a delta answer is there no more: the annotation `@removed`, which comes with its id alone.
///
/// See <https://learn.microsoft.com/graph/delta-query-overview#resource-representation-in-the-delta-query-response>.
///
/// ```
/// use msgraph_core::model::{Record, Removed};
///
/// fn sort<T: Record>(changes: Vec<T>) -> (Vec<T>, Vec<T>) {
///     changes.into_iter().partition(|item| Removed::of(item).is_none())
/// }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Removed {
    /// It is out of sight: deleted in a way that can be undone, or no longer among what was asked for (`changed`).
    Changed,
    /// It is deleted for good (`deleted`).
    Deleted,
    /// It is gone for a reason that is not known here, or that the service does not give.
    Other,
}

impl Removed {
    /// Why that item is gone; nothing where it is there, new or changed.
    #[must_use]
    pub fn of(item: &impl Record) -> Option<Self> {
        let removed = item.additional_properties().get("@removed").filter(|removed| !removed.is_null())?;
        Some(match removed.get("reason").and_then(Value::as_str) {
            Some("changed") => Self::Changed,
            Some("deleted") => Self::Deleted,
            _ => Self::Other,
        })
    }
}
