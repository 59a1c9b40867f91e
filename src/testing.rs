//! For tests of programs: a service in memory.
//!
//! [`Memory`] answers what the test says and keeps what was asked. For a service that behaves like Graph, with
//! meetings, permissions and faults, there is the crate `msgraph-emulator`.
//!
//! ```
//! use msgraph::{Graph, testing::Memory};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), msgraph::Error> {
//! let graph = Graph::builder().service(Memory::json(200, r#"{"value":[]}"#)).build()?;
//! assert_eq!(graph.me().online_meetings().get().await?.value, []);
//! # Ok(())
//! # }
//! ```

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use msgraph_core::{BoxFuture, Error, OperationInfo, Service};

/// A service without a network: a closure answers, and the requests are kept. Cheap to clone; clones share both.
///
/// ```
/// use msgraph::Graph;
/// use msgraph::models::OnlineMeeting;
/// use msgraph::testing::Memory;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let memory = Memory::json(201, r#"{"id":"MSo1N2Y5ZGFjYy03"}"#);
/// let graph = Graph::builder().service(memory.clone()).build()?;
///
/// let meeting = graph.me().online_meetings().post(&OnlineMeeting::new().set_subject("Lecture")).await?;
/// assert_eq!(meeting.id.as_deref(), Some("MSo1N2Y5ZGFjYy03"));
///
/// let asked = &memory.requests()[0];
/// assert_eq!(asked.uri().path(), "/v1.0/me/onlineMeetings");
/// assert_eq!(asked.body(), r#"{"subject":"Lecture"}"#);
/// # Ok(())
/// # }
/// ```
///
/// Each answer is what HTTP has, so a test can be a throttled service, or one whose connections break:
///
/// ```
/// use msgraph::testing::Memory;
/// use msgraph::{Error, Graph, RetryPolicy, TransportError};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let memory = Memory::new(|request| match request.uri().path() {
///     "/v1.0/me/onlineMeetings/lost" => Err(TransportError::new("the cable is cut", "no carrier").into()),
///     _ => Ok(Memory::answer(404, r#"{"error":{"code":"NotFound","message":"There is none."}}"#)),
/// });
/// let graph = Graph::builder().service(memory).build()?;
///
/// let lost = graph.me().online_meetings().by_id("lost").get().retry(RetryPolicy::none()).await;
/// assert!(matches!(lost, Err(Error::Transport(_))));
/// let absent = graph.me().online_meetings().by_id("absent").get().await;
/// assert_eq!(absent.unwrap_err().code(), Some("NotFound"));
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Memory {
    inner: Arc<Inner>,
}

struct Inner {
    answer: Box<Answer>,
    requests: Mutex<Vec<http::Request<Bytes>>>,
}

/// What answers a request.
type Answer = dyn Fn(&http::Request<Bytes>) -> Result<http::Response<Bytes>, Error> + Send + Sync;

impl Memory {
    /// A service whose answers the closure gives. It runs on the caller's thread, and must not wait.
    #[must_use]
    pub fn new(
        answer: impl Fn(&http::Request<Bytes>) -> Result<http::Response<Bytes>, Error> + Send + Sync + 'static,
    ) -> Self {
        Self { inner: Arc::new(Inner { answer: Box::new(answer), requests: Mutex::default() }) }
    }

    /// A service that answers every request with that status and that JSON.
    #[must_use]
    pub fn json(status: u16, body: impl Into<Bytes>) -> Self {
        let answer = Self::answer(status, body);
        Self::new(move |_| Ok(answer.clone()))
    }

    /// An answer of that status with JSON, to be given by a closure. A number that is no status is taken for 500.
    ///
    /// ```
    /// use msgraph::testing::Memory;
    ///
    /// let answer = Memory::answer(503, "{}");
    /// assert_eq!(answer.status(), 503);
    /// assert_eq!(answer.headers()["content-type"], "application/json");
    /// ```
    #[must_use]
    pub fn answer(status: u16, body: impl Into<Bytes>) -> http::Response<Bytes> {
        let mut answer = http::Response::new(body.into());
        *answer.status_mut() =
            http::StatusCode::from_u16(status).unwrap_or(http::StatusCode::INTERNAL_SERVER_ERROR);
        let json = http::HeaderValue::from_static("application/json");
        answer.headers_mut().insert(http::header::CONTENT_TYPE, json);
        answer
    }

    /// The requests so far, as they would have been sent. They hold the token, if there is one.
    #[must_use]
    pub fn requests(&self) -> Vec<http::Request<Bytes>> {
        self.lock().clone()
    }

    fn lock(&self) -> MutexGuard<'_, Vec<http::Request<Bytes>>> {
        // a list is right at any time, also where somebody panicked beside it
        self.inner.requests.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Service for Memory {
    fn call(
        &self,
        request: http::Request<Bytes>,
        _: &'static OperationInfo,
    ) -> BoxFuture<'_, Result<http::Response<Bytes>, Error>> {
        Box::pin(async move {
            let answer = (self.inner.answer)(&request);
            self.lock().push(request);
            answer
        })
    }
}

impl fmt::Debug for Memory {
    /// Shows how many requests there were, and nothing of them.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Memory").field("requests", &self.lock().len()).finish_non_exhaustive()
    }
}
