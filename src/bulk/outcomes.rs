//! The stream of outcomes.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use futures_core::Stream;
use msgraph_core::{BoxFuture, Error};

use super::patience::Patience;
use crate::in_flight::InFlight;

const DEFAULT_CONCURRENCY: usize = 8;

/// What came of one input.
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
/// use msgraph::bulk;
///
/// let missing = graph.me().online_meetings().by_id("MSo1N2Y5ZGFjYy03").get();
/// let mut outcomes = bulk(bulk::iter([("the first row", missing)]));
/// let outcome = outcomes.next().await.unwrap();
/// assert_eq!(outcome.key, "the first row");
/// assert!(outcome.result.unwrap_err().is_not_found());
/// # let _ = OnlineMeeting::new();
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub struct Outcome<K, T, E = Error> {
    /// What the input was called.
    pub key: K,
    /// What it gave, or why it failed.
    pub result: Result<T, E>,
}

/// A call on its way.
pub(super) type Running<K, T, E> = BoxFuture<'static, Outcome<K, T, E>>;

/// Begins the call of an input.
type Start<I, K, T, E> = Box<dyn FnMut(I, Patience) -> Running<K, T, E> + Send>;

/// Many calls at once: a stream of an [`Outcome`] for each input, in the order in which they are ready.
///
/// Nothing happens before it is polled, and nothing between polls: at most as many calls are on their way as
/// [`concurrency`](Self::concurrency) says, and as many outcomes wait. Dropping it cancels what is on its way; the
/// service may have done that.
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
/// use msgraph::bulk;
///
/// let meetings = graph.me().online_meetings();
/// let requests = (1..=3).map(|week| (week, meetings.post(&OnlineMeeting::new())));
/// let mut outcomes = bulk(bulk::iter(requests)).concurrency(2);
/// let mut made = Vec::new();
/// while let Some(outcome) = outcomes.next().await {
///     outcome.result?;
///     made.push(outcome.key);
/// }
/// made.sort();
/// assert_eq!(made, [1, 2, 3]);
/// assert!(!outcomes.is_stopped());
/// # Ok(())
/// # }
/// ```
#[must_use = "nothing is sent before the first outcome is asked for"]
pub struct Bulk<S: Stream, K, T, E = Error> {
    /// Nothing behind its end.
    input: Option<Pin<Box<S>>>,
    start: Start<S::Item, K, T, E>,
    in_flight: InFlight<Outcome<K, T, E>>,
    concurrency: usize,
    patience: Patience,
    stop_on: Box<dyn FnMut(&E) -> bool + Send>,
    is_stopped: bool,
}

impl<S: Stream, K, T, E> Bulk<S, K, T, E> {
    pub(super) fn new(
        input: S,
        start: impl FnMut(S::Item, Patience) -> Running<K, T, E> + Send + 'static,
        stop_on: impl FnMut(&E) -> bool + Send + 'static,
    ) -> Self {
        Self {
            input: Some(Box::pin(input)),
            start: Box::new(start),
            in_flight: InFlight::new(),
            concurrency: DEFAULT_CONCURRENCY,
            patience: Patience::default(),
            stop_on: Box::new(stop_on),
            is_stopped: false,
        }
    }

    /// How many calls may be on their way at the same time. 8 unless this is called; 0 is as 1.
    pub fn concurrency(self, calls: usize) -> Self {
        Self { concurrency: calls.max(1), ..self }
    }

    /// Waits where the service asks to be left alone for longer than a call waits by its
    /// [policy](msgraph_core::RetryPolicy), instead of stopping there: each input so long in all, and sends it again then.
    ///
    /// What waits keeps its place among those on their way, so nothing more is pulled once all of these wait. An input
    /// that would have to wait longer fails, and [stops](Self::stop_on) the rest as without this.
    ///
    /// ```
    /// use std::time::Duration;
    /// # use msgraph::{Graph, bulk};
    /// # fn main() -> Result<(), msgraph::Error> {
    /// # let graph = Graph::builder().token("eyJ0...").build()?;
    /// let meetings = graph.me().online_meetings();
    /// let old = ["MSo1", "MSo2"].map(|id| (id, meetings.by_id(id).delete()));
    /// let deleted = bulk(bulk::iter(old)).wait_out(Duration::from_secs(3600));
    /// # let _ = deleted;
    /// # Ok(())
    /// # }
    /// ```
    pub fn wait_out(self, longest: Duration) -> Self {
        Self { patience: Patience::new(longest), ..self }
    }

    /// Which errors end it, instead of those that each input would share. Nothing more is begun then; what is on its way
    /// still comes. `|_| false` never stops.
    ///
    /// ```
    /// # use msgraph::{Graph, bulk};
    /// # fn main() -> Result<(), msgraph::Error> {
    /// # let graph = Graph::builder().token("eyJ0...").build()?;
    /// let users = graph.users();
    /// let reads = ["adele", "alex"].map(|user| (user, users.by_id(user).online_meetings().by_id("MSo1").get()));
    /// let found = bulk(bulk::iter(reads))
    ///     .stop_on(|error| error.as_service().is_some_and(|said| said.is_missing_access_policy()));
    /// # let _ = found;
    /// # Ok(())
    /// # }
    /// ```
    pub fn stop_on(self, is_last: impl FnMut(&E) -> bool + Send + 'static) -> Self {
        Self { stop_on: Box::new(is_last), ..self }
    }

    /// Whether an error [ended it](Self::stop_on) before the input was at its end.
    #[must_use]
    pub fn is_stopped(&self) -> bool {
        self.is_stopped
    }

    /// What was not pulled from the input, where it is not at its end. What is on its way is cancelled.
    ///
    /// ```
    /// # use msgraph::{Graph, bulk};
    /// # fn main() -> Result<(), msgraph::Error> {
    /// # let graph = Graph::builder().token("eyJ0...").build()?;
    /// let meetings = graph.me().online_meetings();
    /// let reads = bulk(bulk::iter([("first", meetings.by_id("MSo1").get())]));
    /// assert!(!reads.is_stopped());
    /// assert!(reads.into_rest().is_some(), "nothing was asked for yet");
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn into_rest(self) -> Option<Pin<Box<S>>> {
        self.input
    }

    /// The next outcome; nothing when all are there, or when an error [ended it](Self::stop_on).
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
    /// use msgraph::bulk;
    ///
    /// let requests = [("lecture", graph.me().online_meetings().post(&OnlineMeeting::new()))];
    /// let mut outcomes = bulk(bulk::iter(requests));
    /// let outcome = outcomes.next().await.unwrap();
    /// assert!(outcome.result?.body().id.is_some());
    /// assert!(outcomes.next().await.is_none());
    /// # Ok(())
    /// # }
    /// ```
    pub async fn next(&mut self) -> Option<Outcome<K, T, E>> {
        std::future::poll_fn(|context| self.poll(context)).await
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Outcome<K, T, E>>> {
        self.fill(context);
        match self.in_flight.poll_next(context) {
            Poll::Ready(Some(outcome)) => {
                if self.input.is_some()
                    && let Err(error) = &outcome.result
                {
                    self.is_stopped |= (self.stop_on)(error);
                }
                Poll::Ready(Some(outcome))
            }
            Poll::Ready(None) if self.input.is_some() && !self.is_stopped => Poll::Pending,
            other => other,
        }
    }

    /// Begins as many calls as there is room for.
    fn fill(&mut self, context: &mut Context<'_>) {
        while self.in_flight.len() < self.concurrency && !self.is_stopped {
            let Some(input) = &mut self.input else { return };
            match input.as_mut().poll_next(context) {
                Poll::Ready(Some(item)) => self.in_flight.push((self.start)(item, self.patience)),
                Poll::Ready(None) => self.input = None,
                Poll::Pending => return,
            }
        }
    }
}

impl<S: Stream, K, T, E> Stream for Bulk<S, K, T, E> {
    type Item = Outcome<K, T, E>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll(context)
    }
}

impl<S: Stream, K, T, E> fmt::Debug for Bulk<S, K, T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Bulk")
            .field("concurrency", &self.concurrency)
            .field("in_flight", &self.in_flight.len())
            .field("is_at_end", &self.input.is_none())
            .field("is_stopped", &self.is_stopped)
            .finish_non_exhaustive()
    }
}
