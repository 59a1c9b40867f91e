//! What stands for a request in a batch.

use std::fmt;
use std::marker::PhantomData;

use msgraph_core::Operation;
use msgraph_core::batch::ItemId;

/// A request in a batch: [`Answers::take`](super::Answers::take) gives its answer for it, in the type of its operation.
#[must_use = "the answer of the request is taken with it"]
pub struct Handle<O> {
    pub(super) id: ItemId,
    operation: PhantomData<fn() -> O>,
}

impl<O> Handle<O> {
    pub(super) fn new(id: ItemId) -> Self {
        Self { id, operation: PhantomData }
    }

    /// The request without its type, so that handles of several operations can stand in one list:
    ///
    /// ```
    /// # use msgraph::{Graph, models::OnlineMeeting};
    /// # fn main() -> Result<(), msgraph::Error> {
    /// # let graph = Graph::builder().token("eyJ0...").build()?;
    /// let meetings = graph.me().online_meetings();
    /// let mut batch = graph.batch();
    /// let made = batch.add(meetings.post(&OnlineMeeting::new().set_subject("Lecture")))?;
    /// let gone = batch.add(meetings.by_id("MSo1N2Y5ZGFjYy03").delete())?;
    /// let last = batch.add_after(meetings.by_id("MSo1N2Y5ZGFjYy04").get(), [made.id(), gone.id()])?;
    /// assert_eq!(last.id().place(), 2);
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn id(&self) -> ItemId {
        self.id
    }
}

impl<O> From<&Handle<O>> for ItemId {
    fn from(handle: &Handle<O>) -> Self {
        handle.id
    }
}

impl<O: Operation> fmt::Debug for Handle<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Handle")
            .field("operation", &format_args!("{}", O::INFO))
            .field("id", &self.id)
            .finish()
    }
}
