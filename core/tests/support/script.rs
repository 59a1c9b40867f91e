//! A service in memory.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use msgraph_core::{BoxFuture, Client, Error, OperationInfo, Service};

/// What answers one request.
pub(crate) type Answer = http::Response<Bytes>;

/// Answers requests with the next of its answers, and keeps what came.
#[derive(Clone, Default)]
pub(crate) struct Script {
    answers: Arc<Mutex<VecDeque<Answer>>>,
    received: Arc<Mutex<Vec<http::Request<Bytes>>>>,
}

impl Script {
    pub(crate) fn of(answers: impl IntoIterator<Item = Answer>) -> Self {
        let script = Self::default();
        script.answers.lock().unwrap().extend(answers);
        script
    }

    pub(crate) fn client(&self) -> Client {
        Client::new("https://graph.microsoft.com/v1.0".parse().unwrap(), self.clone())
    }

    pub(crate) fn received(&self) -> Vec<http::Request<Bytes>> {
        self.received.lock().unwrap().clone()
    }

    pub(crate) fn targets(&self) -> Vec<String> {
        self.received().iter().map(|request| request.uri().to_string()).collect()
    }
}

impl Service for Script {
    fn call(
        &self,
        request: http::Request<Bytes>,
        _: &'static OperationInfo,
    ) -> BoxFuture<'_, Result<http::Response<Bytes>, Error>> {
        self.received.lock().unwrap().push(request);
        let answer = self.answers.lock().unwrap().pop_front();
        Box::pin(async move { Ok(answer.expect("one more answer")) })
    }
}
