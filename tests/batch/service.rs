//! A service in memory that takes batches.

use std::sync::{Arc, Mutex};

use bytes::Bytes;
use msgraph::{BoxFuture, Error, Graph, OperationInfo, Service};
use serde_json::{Value, json};

/// The requests of each batch that came.
pub(crate) type Log = Arc<Mutex<Vec<Vec<Value>>>>;

type Answering = Box<dyn Fn(&[Value]) -> http::Response<Bytes> + Send + Sync>;

/// Answers batches with a closure.
pub(crate) struct Batches {
    answer: Answering,
    log: Log,
}

impl Batches {
    pub(crate) fn new(
        answer: impl Fn(&[Value]) -> http::Response<Bytes> + Send + Sync + 'static,
    ) -> (Self, Log) {
        let log = Log::default();
        (Self { answer: Box::new(answer), log: Arc::clone(&log) }, log)
    }

    /// A client of such a service.
    pub(crate) fn graph(
        answer: impl Fn(&[Value]) -> http::Response<Bytes> + Send + Sync + 'static,
    ) -> (Graph, Log) {
        let (service, log) = Self::new(answer);
        (Graph::builder().service(service).build().unwrap(), log)
    }
}

impl Service for Batches {
    fn call(
        &self,
        request: http::Request<Bytes>,
        operation: &'static OperationInfo,
    ) -> BoxFuture<'_, Result<http::Response<Bytes>, Error>> {
        assert_eq!(operation.to_string(), "POST /$batch");
        assert_eq!(request.uri(), "https://graph.microsoft.com/v1.0/$batch");
        let mut body: Value = serde_json::from_slice(request.body()).unwrap();
        let requests: Vec<Value> = serde_json::from_value(body["requests"].take()).unwrap();
        let answer = (self.answer)(&requests);
        self.log.lock().unwrap().push(requests);
        Box::pin(async move {
            tokio::task::yield_now().await;
            Ok(answer)
        })
    }
}

pub(crate) fn answer(status: u16, body: String) -> http::Response<Bytes> {
    let response = http::Response::builder().status(status).header("content-type", "application/json");
    response.body(body.into()).unwrap()
}

pub(crate) fn answers(all: &[Value]) -> http::Response<Bytes> {
    answer(200, json!({ "responses": all }).to_string())
}

/// The last segment of a request's address.
pub(crate) fn number(request: &Value) -> &str {
    request["url"].as_str().unwrap().rsplit('/').next().unwrap()
}

/// A meeting that is called as the request's address ends.
pub(crate) fn done(request: &Value) -> Value {
    json!({
        "id": request["id"], "status": 200, "headers": {"Content-Type": "application/json"},
        "body": {"id": "x", "subject": number(request)}
    })
}
