//! What can go wrong with a batch, beside what can go wrong with a single call.

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;

use crate::{Error, OperationInfo};

/// Why a request of a batch has no answer, or cannot stand in it.
///
/// ```
/// use msgraph_core::Error;
/// use msgraph_core::batch::BatchError;
///
/// fn is_of_the_batch(error: &Error) -> bool {
///     matches!(error, Error::Batch(BatchError::Failed { .. } | BatchError::OutOfTime { .. }))
/// }
/// assert!(!is_of_the_batch(&BatchError::OtherBatch.into()));
/// ```
///
/// Whether to ask again, and what became of the batch:
///
/// ```
///
/// use msgraph_core::batch::BatchError;
///
/// let other = BatchError::OtherBatch;
/// assert!(!other.may_have_been_done());
/// assert!(other.cause().is_none());
/// ```
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum BatchError {
    /// The request cannot stand in this batch; it was not added, and nothing was sent.
    Refused {
        /// What it calls.
        operation: &'static OperationInfo,
        /// Why not, and what to do instead.
        reason: String,
    },
    /// A handle that another batch gave.
    OtherBatch,
    /// The batch that the request was sent in failed as a whole. All requests of it have this error, with the same
    /// cause.
    Failed {
        /// What it calls.
        operation: &'static OperationInfo,
        /// What became of `POST /$batch`.
        cause: Arc<Error>,
        /// Whether the service may have done the request, in this batch or in an earlier one.
        may_have_been_done: bool,
    },
    /// The batch was answered, and the answer to this request is missing in it or cannot be told. The service may have
    /// done the work.
    Unanswered {
        /// What it calls.
        operation: &'static OperationInfo,
        /// What is there instead.
        reason: String,
    },
    /// The time for the batch was over before the request had its answer.
    OutOfTime {
        /// What it calls.
        operation: &'static OperationInfo,
        /// Whether it was on its way, now or before, so that the service may have done it.
        may_have_been_done: bool,
    },
}

impl BatchError {
    /// What became of the batch as a whole, where that is what failed.
    #[must_use]
    pub fn cause(&self) -> Option<&Error> {
        match self {
            Self::Failed { cause, .. } => Some(cause),
            _ => None,
        }
    }
}

impl BatchError {
    /// Whether the service may have done the request, so that asking again may do it twice.
    #[must_use]
    pub fn may_have_been_done(&self) -> bool {
        match self {
            Self::Refused { .. } | Self::OtherBatch => false,
            Self::Unanswered { .. } => true,
            Self::Failed { may_have_been_done, .. } | Self::OutOfTime { may_have_been_done, .. } => {
                *may_have_been_done
            }
        }
    }
}

impl fmt::Display for BatchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused { operation, reason } => {
                write!(f, "{operation} cannot stand in the batch: {reason}")
            }
            Self::OtherBatch => f.write_str(
                "the handle is of another batch; take its answer from the answers of the batch that gave it",
            ),
            Self::Failed { operation, .. } => {
                write!(f, "{operation} has no answer: the batch that it was sent in failed as a whole")
            }
            Self::Unanswered { operation, reason } => {
                write!(f, "{operation} was sent in a batch, and {reason}; the service may have done it")
            }
            Self::OutOfTime { operation, may_have_been_done } => {
                let sent = if *may_have_been_done {
                    "it was sent, and the service may have done it"
                } else {
                    "it was not sent, or the service had refused it until then"
                };
                write!(f, "the time for the batch was over before {operation} had its answer; {sent}")
            }
        }
    }
}

impl StdError for BatchError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.cause().map(|cause| cause as _)
    }
}
