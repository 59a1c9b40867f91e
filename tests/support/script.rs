//! A service in memory that answers by a script, and keeps what came and when.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use msgraph::{BoxFuture, Error, Graph, GraphBuilder, OperationInfo, Service};
use tokio::time::Instant;

/// What came to the service.
#[derive(Debug, Clone)]
pub(crate) struct Sent {
    /// Since the script began.
    pub(crate) at: Duration,
    pub(crate) path: String,
    pub(crate) id: String,
    pub(crate) body: Bytes,
}

type Answer = dyn Fn(usize, &Sent) -> Result<http::Response<Bytes>, Error> + Send + Sync;

/// Answers the request of that number, counted from 0, a millisecond after it came.
#[derive(Clone)]
pub(crate) struct Script {
    answer: Arc<Answer>,
    sent: Arc<Mutex<Vec<Sent>>>,
    start: Instant,
}

impl Script {
    pub(crate) fn new(
        answer: impl Fn(usize, &Sent) -> Result<http::Response<Bytes>, Error> + Send + Sync + 'static,
    ) -> Self {
        Self { answer: Arc::new(answer), sent: Arc::default(), start: Instant::now() }
    }

    /// Answers the first requests like this, and all others with success.
    pub(crate) fn failing(
        times: usize,
        answer: impl Fn() -> Result<http::Response<Bytes>, Error> + Send + Sync + 'static,
    ) -> Self {
        Self::new(move |number, _| if number < times { answer() } else { Ok(done()) })
    }

    pub(crate) fn builder(&self) -> GraphBuilder {
        Graph::builder().service(self.clone())
    }

    pub(crate) fn graph(&self) -> Graph {
        self.builder().build().unwrap()
    }

    pub(crate) fn sent(&self) -> Vec<Sent> {
        self.sent.lock().unwrap().clone()
    }

    /// When the requests came, in milliseconds.
    pub(crate) fn times(&self) -> Vec<u128> {
        self.sent().iter().map(|sent| sent.at.as_millis()).collect()
    }
}

impl Service for Script {
    fn call(
        &self,
        request: http::Request<Bytes>,
        _: &'static OperationInfo,
    ) -> BoxFuture<'_, Result<http::Response<Bytes>, Error>> {
        let sent = Sent {
            at: self.start.elapsed(),
            path: request.uri().path().to_owned(),
            id: request.headers()["client-request-id"].to_str().unwrap().to_owned(),
            body: request.into_body(),
        };
        let mut all = self.sent.lock().unwrap();
        let result = (self.answer)(all.len(), &sent);
        all.push(sent);
        Box::pin(async move {
            tokio::time::sleep(Duration::from_millis(1)).await;
            result
        })
    }
}

/// A meeting.
pub(crate) fn done() -> http::Response<Bytes> {
    http::Response::new(Bytes::from_static(br#"{"id":"m"}"#))
}

/// An answer without success, and the time that it names.
pub(crate) fn refusal(status: u16, retry_after: Option<&str>) -> http::Response<Bytes> {
    let mut answer = http::Response::builder().status(status);
    if let Some(after) = retry_after {
        answer = answer.header("retry-after", after);
    }
    answer.body(Bytes::new()).unwrap()
}
