//! What stands for a request in a batch.

use std::fmt;
use std::marker::PhantomData;

use msgraph_core::Operation;
use msgraph_core::batch::ItemId;

/// A request in a batch: [`Answers::take`](super::Answers::take) gives its answer for it, in the type of its operation.
///
/// ```
/// # use msgraph::{Graph, models::OnlineMeeting};
/// # use msgraph_emulator::Emulator;
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let emulator = Emulator::start().await?;
/// # let graph = Graph::builder()
/// #     .base_url(emulator.url())
/// #     .allow_http_on_loopback()
/// #     .token(emulator.delegated_token(&emulator.users()[0].id, &["OnlineMeetings.ReadWrite"]))
/// #     .build()?;
/// use msgraph::batch::Handle;
/// use msgraph::operations::PostMeOnlineMeetings;
///
/// let mut batch = graph.batch();
/// let mut handles: Vec<Handle<PostMeOnlineMeetings>> = Vec::new();
/// for week in 1..=3 {
///     let lecture = OnlineMeeting::new().set_subject(format!("Lecture {week}"));
///     handles.push(batch.add(graph.me().online_meetings().post(&lecture))?);
/// }
/// let mut answers = batch.send().await?;
/// for handle in handles {
///     assert!(answers.take(handle)?.subject.is_some_and(|subject| subject.starts_with("Lecture")));
/// }
/// # Ok(())
/// # }
/// ```
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
