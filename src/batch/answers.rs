//! What came of the requests of a batch.

use std::fmt;

use bytes::Bytes;
use msgraph_core::batch::BatchError;
use msgraph_core::{Answer, Error, Operation, Response};

use super::Handle;

/// The answers of a batch, to be taken by the handles of its requests.
///
/// It holds one for each of them: an answer of the service, or why there is none.
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
/// let mut batch = graph.batch();
/// let made = batch.add(graph.me().online_meetings().post(&OnlineMeeting::new().set_subject("Lecture")))?;
/// let missing = batch.add(graph.me().online_meetings().by_id("MSo1N2Y5ZGFjYy03").get())?;
///
/// let mut answers = batch.send().await?;
/// assert_eq!(answers.take(made)?.subject.as_deref(), Some("Lecture"));
/// assert_eq!(answers.remaining(), 1);
/// assert!(answers.take(missing).unwrap_err().is_not_found());
/// # Ok(())
/// # }
/// ```
pub struct Answers {
    batch: u64,
    answers: Vec<Option<Result<http::Response<Bytes>, Error>>>,
}

impl Answers {
    pub(super) fn new(batch: u64, answers: Vec<Result<http::Response<Bytes>, Error>>) -> Self {
        Self { batch, answers: answers.into_iter().map(Some).collect() }
    }

    /// The answer of a request, as awaiting the request alone would have given it.
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
    /// let mut batch = graph.batch();
    /// let handle = batch.add(graph.me().online_meetings().post(&OnlineMeeting::new().set_subject("Lecture")))?;
    /// let meeting = batch.send().await?.take(handle)?;
    /// assert_eq!(meeting.subject.as_deref(), Some("Lecture"));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// Those of a single call; [`Error::Batch`] where it is the batch that went wrong, or where the handle is of another
    /// one. A [`ServiceError`](crate::ServiceError) with status 424 names the
    /// [request that failed before](crate::ServiceError::failed_dependency).
    pub fn take<O: Operation>(&mut self, handle: Handle<O>) -> Result<<O::Answer as Answer>::Output, Error> {
        O::read(&self.raw(handle)?)
    }

    /// The answer of a request with its status and headers, as [`Request::response`](crate::Request::response) gives it.
    ///
    /// ```
    /// use msgraph::{Graph, models::CreateOrGetParameters};
    /// use msgraph_emulator::Emulator;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = Emulator::start().await?;
    /// # let graph = Graph::builder()
    /// #     .base_url(emulator.url())
    /// #     .allow_http_on_loopback()
    /// #     .token(emulator.delegated_token(&emulator.users()[0].id, &["OnlineMeetings.ReadWrite"]))
    /// #     .build()?;
    /// let mut batch = graph.batch();
    /// let wanted = CreateOrGetParameters::new("term-2026/analysis-2");
    /// let handle = batch.add(graph.me().online_meetings().create_or_get().post(&wanted))?;
    /// let response = batch.send().await?.take_response(handle)?;
    /// assert_eq!(response.status(), 201);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// Those of [`take`](Self::take).
    pub fn take_response<O: Operation>(
        &mut self,
        handle: Handle<O>,
    ) -> Result<Response<<O::Answer as Answer>::Output>, Error> {
        Response::read::<O>(self.raw(handle)?)
    }

    /// How many answers were not taken yet.
    #[must_use]
    pub fn remaining(&self) -> usize {
        self.answers.iter().flatten().count()
    }

    #[expect(clippy::needless_pass_by_value, reason = "an answer is taken once, and its handle with it")]
    fn raw<O>(&mut self, handle: Handle<O>) -> Result<http::Response<Bytes>, Error> {
        let place = Some(handle.id).filter(|id| id.batch() == self.batch).map(|id| id.place());
        let answer = place.and_then(|place| self.answers.get_mut(place)?.take());
        answer.unwrap_or(Err(BatchError::OtherBatch.into()))
    }
}

impl fmt::Debug for Answers {
    /// How many there are: an answer may hold passcodes and join URLs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Answers")
            .field("answers", &self.answers.len())
            .field("remaining", &self.remaining())
            .finish_non_exhaustive()
    }
}
