//! Several requests in one: what `$batch` takes and gives, and in which order requests go into it. Nothing here waits or
//! sends: the runtime does.
//!
//! See <https://learn.microsoft.com/graph/json-batching>.

mod dependency;
mod error;
mod item;
mod pack;
mod schedule;
mod wire;

pub use dependency::{FailedDependency, ItemId};
pub use error::BatchError;
pub use item::{BatchItem, BatchedOperations};
pub use schedule::{Failure, Schedule, Step};
pub use wire::{BatchAnswers, PostBatch};

/// How many requests the service takes in one batch.
pub const LIMIT: usize = 20;
