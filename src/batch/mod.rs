//! Several requests in one: `$batch`. [`Batch`] has examples.
//!
//! See <https://learn.microsoft.com/graph/json-batching>.

mod answers;
mod handle;
mod send;

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use msgraph_core::batch::{BatchItem, Schedule};
use msgraph_core::{Client, Error, Operation, Request, RetryPolicy};

use crate::pipeline::{Asker, Shared};
use crate::{Graph, request_id};

pub use answers::Answers;
pub use handle::Handle;
pub use msgraph_core::batch::{BatchError, FailedDependency, ItemId};

/// Requests that are sent together, in as few calls as the service allows: 20 to a batch, and any number here.
///
/// Each request that is [added](Self::add) has a typed [`Handle`], and for the handle its answer comes back, as if it
/// had been sent alone.
///
/// ```
/// use msgraph::{Graph, models::OnlineMeeting};
/// use msgraph_emulator::Emulator;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let emulator = Emulator::start().await?;
/// let graph = Graph::builder()
///     .base_url(emulator.url())
///     .allow_http_on_loopback()
///     .token(emulator.delegated_token(&emulator.users()[0].id, &["OnlineMeetings.ReadWrite"]))
///     .build()?;
/// let meetings = graph.me().online_meetings();
///
/// let mut batch = graph.batch();
/// let lecture = batch.add(meetings.post(&OnlineMeeting::new().set_subject("Lecture")))?;
/// let missing = batch.add(meetings.by_id("MSo1N2Y5ZGFjYy03").get())?;
/// let exercise = batch.add_after(meetings.post(&OnlineMeeting::new().set_subject("Exercise")), [&lecture])?;
///
/// let mut answers = batch.send().await?;
/// assert_eq!(answers.take(lecture)?.subject.as_deref(), Some("Lecture"));
/// assert_eq!(answers.take(missing).unwrap_err().status().unwrap(), 404);
/// assert_eq!(answers.take(exercise)?.subject.as_deref(), Some("Exercise"));
/// # Ok(())
/// # }
/// ```
///
/// # What goes together
///
/// Requests that wait for one another go in one batch, where there are no more than 20 of them; a longer chain is sent
/// piece by piece, in order. A request that waits for one that failed is not done, and has the error 424 with the
/// [name of the other](crate::ServiceError::failed_dependency). The service promises nothing for the whole: what was
/// done stays done.
///
/// # What is sent again
///
/// Each request by itself, under its own [`RetryPolicy`] or that of the [batch](Self::retry): what the service refused
/// unseen (429, 503 with `Retry-After`) whatever it does, another 5xx only where the request
/// [may be repeated](crate::OperationInfo::can_be_repeated). Those that are sent again go without the others, after the
/// longest of the waits that the service asked for. A batch whose answer is lost is sent again only where that holds
/// for all of its requests.
///
/// What the service asked to be left alone with, of one owner and area, waits here as it does in single calls, and what it
/// says to a request of a batch holds for single calls too. A request that would have to wait beyond the deadline of its
/// policy is not sent, and has [`Error::Throttled`].
///
/// A timeout of a single request ([`Request::timeout`]) is not looked at here, as its answer comes with the others:
/// there is one for [all](Self::timeout).
#[must_use = "a batch is sent with `.send()`"]
pub struct Batch {
    client: Client,
    shared: Arc<Shared>,
    /// Which credential it is, for the lanes of `/me`.
    asker: Arc<Asker>,
    id: u64,
    schedule: Schedule,
    concurrency: usize,
    timeout: Option<Duration>,
}

impl<A> Graph<A> {
    /// An empty [`Batch`], for requests of this client: of this slice of Graph, and of others on its
    /// [`client`](Self::client).
    ///
    /// ```
    /// # use msgraph::Graph;
    /// # fn main() -> Result<(), msgraph::Error> {
    /// let graph = Graph::builder().token("eyJ0...").build()?;
    /// let mut batch = graph.batch();
    /// let handle = batch.add(graph.me().online_meetings().by_id("MSo1N2Y5ZGFjYy03").get())?;
    /// assert_eq!((batch.len(), handle.id().place()), (1, 0));
    /// # Ok(())
    /// # }
    /// ```
    pub fn batch(&self) -> Batch {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let id = NEXT.fetch_add(1, Ordering::Relaxed);
        Batch {
            client: self.client().clone(),
            shared: Arc::clone(self.shared()),
            asker: Arc::clone(self.asker()),
            id,
            schedule: Schedule::new(id, self.shared().retrying.policy.clone()),
            concurrency: 1,
            timeout: None,
        }
    }
}

impl Batch {
    /// Adds a request. Its options are kept, with what it asks for in headers.
    ///
    /// ```
    /// # use msgraph::Graph;
    /// # fn main() -> Result<(), msgraph::Error> {
    /// # let graph = Graph::builder().token("eyJ0...").build()?;
    /// # let other = Graph::builder().cloud(msgraph::Cloud::UsGovernment).token("eyJ0...").build()?;
    /// let mut batch = graph.batch();
    /// let handle = batch.add(graph.me().online_meetings().by_id("MSo1N2Y5ZGFjYy03").get())?;
    ///
    /// // a request of a client of another cloud goes to another service
    /// assert!(batch.add(other.me().online_meetings().by_id("MSo1N2Y5ZGFjYy03").get()).is_err());
    /// assert_eq!(batch.len(), 1);
    /// # let _ = handle;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// Whatever [`Request::into_http`] finds; [`RequestError::ForeignOrigin`](crate::RequestError::ForeignOrigin) and
    /// [`BatchError::Refused`] where the request is of a client of another service, version or credential, or cannot be
    /// written in a batch. The batch is as it was then.
    pub fn add<O: Operation>(&mut self, request: Request<O>) -> Result<Handle<O>, Error> {
        self.add_after(request, [] as [ItemId; 0])
    }

    /// Adds a request that is done only when others have succeeded. They are given by their handles, or where those are
    /// of several types by their [ids](Handle::id).
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
    /// let meetings = graph.me().online_meetings();
    /// let mut batch = graph.batch();
    /// let missing = batch.add(meetings.by_id("MSo1N2Y5ZGFjYy03").delete())?;
    /// let instead = batch.add_after(meetings.post(&OnlineMeeting::new()), [&missing])?;
    ///
    /// let mut answers = batch.send().await?;
    /// assert_eq!(answers.take(instead).unwrap_err().status().unwrap(), 424);
    /// # let _ = missing;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// Those of [`add`](Self::add), and [`BatchError::OtherBatch`] where one of the others is not in this batch.
    pub fn add_after<O: Operation>(
        &mut self,
        request: Request<O>,
        others: impl IntoIterator<Item: Into<ItemId>>,
    ) -> Result<Handle<O>, Error> {
        let is_of_this_client = request.client().is_same(&self.client);
        let item = BatchItem::new(request.into_http()?, O::INFO, self.client.root())?;
        if !is_of_this_client {
            // it would be done with the credential of this batch, so for another user
            let reason = "it is of a client with another credential; put it into a batch of that client";
            return Err(BatchError::Refused { operation: O::INFO, reason: reason.to_owned() }.into());
        }
        let id = self.schedule.add(item.with_id(request_id::new), others.into_iter().map(Into::into))?;
        Ok(Handle::new(id))
    }

    /// How requests that say nothing themselves are sent again, and the batches that carry them, instead of the client's
    /// way.
    ///
    /// ```
    /// # use msgraph::Graph;
    /// # fn main() -> Result<(), msgraph::Error> {
    /// # let graph = Graph::builder().token("eyJ0...").build()?;
    /// use msgraph::RetryPolicy;
    ///
    /// let batch = graph.batch().retry(RetryPolicy::new().attempts(8));
    /// # let _ = batch;
    /// # Ok(())
    /// # }
    /// ```
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.schedule.set_policy(policy);
        self
    }

    /// How many batches of 20 may be on their way at the same time. One after the other unless this is called; 0 is as 1.
    pub fn concurrency(self, batches: usize) -> Self {
        Self { concurrency: batches.max(1), ..self }
    }

    /// A limit for all of it: every batch, and every wait. What is answered by then is kept, and the rest is
    /// [`BatchError::OutOfTime`].
    ///
    /// ```
    /// use std::time::Duration;
    /// use msgraph::{Graph, RetryPolicy};
    ///
    /// # fn main() -> Result<(), msgraph::Error> {
    /// let graph = Graph::builder().token("eyJ0...").build()?;
    /// let policy = RetryPolicy::new().attempts(8);
    /// let batch = graph.batch().concurrency(4).retry(policy).timeout(Duration::from_secs(60));
    /// assert!(batch.is_empty());
    /// # Ok(())
    /// # }
    /// ```
    pub fn timeout(self, limit: Duration) -> Self {
        Self { timeout: Some(limit), ..self }
    }

    /// How many requests there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.schedule.len()
    }

    /// Whether there is no request.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.schedule.is_empty()
    }

    /// Sends all requests, and gives the answers when each has one. Without a request, nothing is sent.
    ///
    /// Dropping the future cancels what is on its way.
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
    /// let mut batch = graph.batch().concurrency(2);
    /// let handles = (0..25)
    ///     .map(|_| batch.add(graph.me().online_meetings().post(&OnlineMeeting::new())))
    ///     .collect::<Result<Vec<_>, _>>()?;
    /// let answers = batch.send().await?; // in two calls
    /// assert_eq!(answers.remaining(), handles.len());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// Where nothing was sent at all: there is no token, or no connection. Whatever goes wrong later is the error of the
    /// requests that it concerns, and the others keep their answers.
    pub async fn send(self) -> Result<Answers, Error> {
        let id = self.id;
        let schedule = send::Sending::new(self).run().await?;
        Ok(Answers::new(id, schedule.into_answers()))
    }
}

impl fmt::Debug for Batch {
    /// The operations alone.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Batch").field("requests", &self.schedule).finish_non_exhaustive()
    }
}
