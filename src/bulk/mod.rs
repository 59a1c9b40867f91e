//! Many calls at once: a stream of requests in, a stream of outcomes out.
//!
//! [`bulk`](fn@bulk) sends any requests, [`book`] makes meetings. Both take a stream, or with [`iter`] anything that
//! can be iterated, and pull from it only when there is room: a file of a million lines is never in memory. Outcomes
//! come in the order in which they are ready, each with the key that its input had.
//!
//! For single requests that belong together, or to save calls, there is [`Batch`](crate::Batch).
//!
//! ```
//! use msgraph::{Graph, bulk, testing::Memory};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), msgraph::Error> {
//! # let graph = Graph::builder().service(Memory::json(200, "{}")).build()?;
//! let reads = ["MSo1", "MSo2"].map(|id| (id, graph.me().online_meetings().by_id(id).get()));
//! let mut outcomes = bulk(bulk::iter(reads));
//! while let Some(outcome) = outcomes.next().await {
//!     println!("{}: {:?}", outcome.key, outcome.result?.status());
//! }
//! # Ok(())
//! # }
//! ```

mod book;
mod booking;
mod input;
mod organizer;
mod outcomes;
mod patience;

use futures_core::Stream;
use http::StatusCode;
use msgraph_core::{Answer, Error, Operation, Request, Response};

use self::patience::Patience;
use crate::clock::sleep;

pub use book::{Booked, BookingError, book};
pub use booking::{Booking, IntoBooking};
pub use input::{Iter, iter};
pub use organizer::Organizer;
pub use outcomes::{Bulk, Outcome};

/// Sends many requests of one operation, several at the same time ([`Bulk::concurrency`], 8 unless it is called).
///
/// What goes in is a stream of keys and requests; what comes out says for each key what came of it. One that fails does
/// not stop the others, unless it fails for a reason that all share: there is no token, the service does not take the
/// token (401), [`check_permissions`](crate::GraphBuilder::check_permissions) found that it does not open the operation, or
/// the service asks to be left alone for longer than the calls wait by their [policy](crate::RetryPolicy). What was not
/// begun comes back from [`Bulk::into_rest`] then; [`Bulk::wait_out`] waits instead. A missing access policy is none of these, as it may be missing for one user alone.
/// [`Bulk::stop_on`] decides otherwise.
///
/// ```
/// use msgraph::{Graph, bulk, models::OnlineMeeting};
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
/// let meetings = graph.me().online_meetings();
/// let mut ids = Vec::new();
/// for _ in 0..30 {
///     ids.push(meetings.post(&OnlineMeeting::new()).await?.id.unwrap_or_default());
/// }
///
/// let requests = ids.into_iter().map(move |id| (id.clone(), meetings.by_id(&id).delete()));
/// let mut deleted = bulk(bulk::iter(requests)).concurrency(4);
/// while let Some(outcome) = deleted.next().await {
///     println!("{}: {}", outcome.key, outcome.result?.status());
/// }
/// # Ok(())
/// # }
/// ```
pub fn bulk<S, K, O>(requests: S) -> Bulk<S, K, Response<<O::Answer as Answer>::Output>>
where
    S: Stream<Item = (K, Request<O>)>,
    K: Send + 'static,
    O: Operation,
{
    let send = |(key, request): (K, Request<O>), mut patience: Patience| -> outcomes::Running<K, _, _> {
        Box::pin(async move {
            loop {
                let result = request.clone().response().await;
                match result.as_ref().err().and_then(|error| patience.wait_after(error)) {
                    Some(wait) => sleep(wait).await,
                    None => return Outcome { key, result },
                }
            }
        })
    };
    Bulk::new(requests, send, is_of_all)
}

/// Whether a call failed for a reason that all calls of the same operation share.
fn is_of_all(error: &Error) -> bool {
    match error {
        Error::Credential(_) | Error::Config(_) | Error::Permission(_) => true,
        other => other.is_throttled() || other.status() == Some(StatusCode::UNAUTHORIZED),
    }
}
