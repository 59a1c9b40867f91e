//! Waiting without async, for scripts. Feature `blocking`.
//!
//! Everything of this crate is asynchronous; here are the places where a program that is not waits for it: a call
//! ([`Wait::wait`]), any other future ([`wait`]), the items of a stream ([`iter`]).
//!
//! ```
//! use msgraph::blocking::{self, Wait as _};
//! use msgraph::{Graph, models::OnlineMeeting};
//! use msgraph_emulator::Emulator;
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let emulator = blocking::wait(Emulator::start())??;
//! let graph = Graph::builder()
//!     .base_url(emulator.url())
//!     .allow_http_on_loopback()
//!     .token(emulator.delegated_token(&emulator.users()[0].id, &["OnlineMeetings.ReadWrite"]))
//!     .build()?;
//!
//! let meeting = graph.me().online_meetings().post(&OnlineMeeting::new().set_subject("Lecture")).wait()?;
//! println!("{}", meeting.join_web_url.unwrap_or_default());
//! # Ok(())
//! # }
//! ```
//!
//! The work is done by one runtime for the whole process, on a thread of its own that begins with the first wait, so
//! connections live on between calls. To wait inside of an async runtime would block what others wait for there, for
//! ever in the worst case: it is [`WaitError`] instead, and nothing is sent. Use `.await` there.
//!
//! A thread of `tokio::task::spawn_blocking` may block, but tokio does not tell it from those that may not, and so it is
//! refused too. It has a way of its own, over the runtime that it belongs to:
//!
//! ```
//! use msgraph::{Graph, testing::Memory};
//! use tokio::runtime::Handle;
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let graph = Graph::builder().service(Memory::json(200, "{}")).build()?;
//! let work = tokio::task::spawn_blocking(move || {
//!     Handle::current().block_on(graph.me().online_meetings().by_id("MSo1N2Y5ZGFjYy03").get().into_future())
//! });
//! work.await??;
//! # Ok(())
//! # }
//! ```

use std::error::Error as StdError;
use std::fmt;
use std::pin::Pin;
use std::sync::OnceLock;

use futures_core::Stream;
use msgraph_core::{Answer, Error, Operation, Request, Response, TransportError};
use tokio::runtime::{Builder, Handle, Runtime};

/// Waits for calls.
///
/// ```
/// use msgraph::blocking::Wait as _;
/// use msgraph::{Graph, testing::Memory};
///
/// # fn main() -> Result<(), msgraph::Error> {
/// let graph = Graph::builder().service(Memory::json(200, r#"{"subject":"Lecture"}"#)).build()?;
/// let meeting = graph.me().online_meetings().by_id("MSo1N2Y5ZGFjYy03").get().wait()?;
/// assert_eq!(meeting.subject.as_deref(), Some("Lecture"));
/// # Ok(())
/// # }
/// ```
pub trait Wait<O: Operation>: Sized {
    /// Sends the request and waits for its answer, as `.await` does.
    ///
    /// # Errors
    /// Whatever [`Error`] names; [`Error::Transport`] with a [`WaitError`] behind it inside of an async
    /// runtime.
    fn wait(self) -> Result<<O::Answer as Answer>::Output, Error>;

    /// Sends the request and waits for its answer with status and headers, as [`Request::response`] does.
    ///
    /// ```
    /// use msgraph::blocking::Wait as _;
    /// use msgraph::{Graph, testing::Memory};
    ///
    /// # fn main() -> Result<(), msgraph::Error> {
    /// let graph = Graph::builder().service(Memory::json(200, "{}")).build()?;
    /// let response = graph.me().online_meetings().by_id("MSo1N2Y5ZGFjYy03").get().wait_response()?;
    /// assert_eq!(response.status(), 200);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// As [`wait`](Self::wait).
    fn wait_response(self) -> Result<Response<<O::Answer as Answer>::Output>, Error>;
}

impl<O: Operation> Wait<O> for Request<O> {
    fn wait(self) -> Result<<O::Answer as Answer>::Output, Error> {
        self.wait_response().map(Response::into_body)
    }

    fn wait_response(self) -> Result<Response<<O::Answer as Answer>::Output>, Error> {
        wait(self.response())?
    }
}

/// Waits for any future. It runs on this thread, what it sends and listens for on that of the runtime.
///
/// ```
/// # fn main() -> Result<(), msgraph::blocking::WaitError> {
/// assert_eq!(msgraph::blocking::wait(async { 1 + 1 })?, 2);
/// # Ok(())
/// # }
/// ```
///
/// # Errors
/// [`WaitError`] inside of an async runtime, or where the system gives no thread.
pub fn wait<F: Future>(future: F) -> Result<F::Output, WaitError> {
    if Handle::try_current().is_ok() {
        return Err(WaitError(Reason::Inside));
    }
    Ok(runtime()?.block_on(future))
}

/// The items of a stream, one after the other. Each [`next`](Iterator::next) waits for one.
///
/// It takes streams whose items may be errors, as all of this crate may: inside of an async runtime the next item is
/// a [`WaitError`], and the last.
///
/// ```
/// use msgraph::{ByteStream, blocking};
///
/// # fn main() -> Result<(), msgraph::Error> {
/// let body = ByteStream::from(bytes::Bytes::from_static(b"WEBVTT"));
/// for piece in blocking::iter(body) {
///     println!("{} bytes", piece?.len());
/// }
/// # Ok(())
/// # }
/// ```
pub fn iter<S: Stream>(stream: S) -> Iter<S> {
    Iter { stream: Some(Box::pin(stream)) }
}

/// The items of a stream; [`iter`] makes it.
///
/// ```
/// use msgraph::blocking;
/// use msgraph::{Graph, testing::Memory};
///
/// # fn main() -> Result<(), msgraph::Error> {
/// let graph = Graph::builder().service(Memory::json(200, r#"{"value":[{"id":"1"},{"id":"2"}]}"#)).build()?;
/// let meetings = blocking::iter(graph.me().online_meetings().get().items());
/// assert_eq!(meetings.collect::<Result<Vec<_>, _>>()?.len(), 2);
/// # Ok(())
/// # }
/// ```
#[must_use = "nothing is waited for before the items are asked for"]
pub struct Iter<S> {
    /// Nothing behind the end.
    stream: Option<Pin<Box<S>>>,
}

impl<S, T, E> Iterator for Iter<S>
where
    S: Stream<Item = Result<T, E>>,
    E: From<WaitError>,
{
    type Item = Result<T, E>;

    fn next(&mut self) -> Option<Result<T, E>> {
        let stream = self.stream.as_mut()?;
        let next = std::future::poll_fn(|context| stream.as_mut().poll_next(context));
        match wait(next) {
            Ok(Some(item)) => Some(item),
            Ok(None) => {
                self.stream = None;
                None
            }
            Err(fault) => {
                self.stream = None;
                Some(Err(fault.into()))
            }
        }
    }
}

impl<S> fmt::Debug for Iter<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Iter").field("is_at_end", &self.stream.is_none()).finish_non_exhaustive()
    }
}

/// Why nothing was waited for.
///
/// ```
/// use msgraph::blocking::{self, WaitError};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let inside: Result<i32, WaitError> = blocking::wait(async { 1 + 1 }); // in an async function
/// assert!(inside.unwrap_err().to_string().contains("use `.await`"));
/// # }
/// ```
#[derive(Debug)]
pub struct WaitError(Reason);

#[derive(Debug)]
enum Reason {
    Inside,
    NoThread(String),
}

impl fmt::Display for WaitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Reason::Inside => f.write_str(
                "this thread is inside of an async runtime, which waiting would block; use `.await`; in \
                 `tokio::task::spawn_blocking`, `Handle::current().block_on(..)`; or wait on a thread of its own \
                 (`std::thread::spawn`)",
            ),
            Reason::NoThread(fault) => write!(f, "the system gives no thread to wait with: {fault}"),
        }
    }
}

impl StdError for WaitError {}

impl From<WaitError> for Error {
    fn from(fault: WaitError) -> Self {
        TransportError::unsent(format!("nothing was sent: {fault}"), fault).into()
    }
}

/// The one runtime of the process.
fn runtime() -> Result<&'static Runtime, WaitError> {
    static RUNTIME: OnceLock<Result<Runtime, String>> = OnceLock::new();
    let runtime = RUNTIME.get_or_init(|| {
        let mut builder = Builder::new_multi_thread();
        builder.worker_threads(1).thread_name("msgraph").enable_all();
        builder.build().map_err(|fault| fault.to_string())
    });
    runtime.as_ref().map_err(|fault| WaitError(Reason::NoThread(fault.clone())))
}
