//! The HTTP transport: requests go out through `reqwest`, and whole answers come back.

mod connect;
mod redirect;

use bytes::Bytes;
use msgraph_core::{BoxFuture, Error, OperationInfo, Service, TransportError};

pub(crate) use connect::client;

/// Sends requests over HTTP.
pub(crate) struct Transport {
    client: reqwest::Client,
}

impl Transport {
    pub(crate) fn new(client: reqwest::Client) -> Self {
        Self { client }
    }

    async fn send(&self, request: http::Request<Bytes>) -> Result<http::Response<Bytes>, reqwest::Error> {
        let mut response = self.client.execute(request.try_into()?).await?;
        let mut answer =
            http::Response::builder().status(response.status()).body(Bytes::new()).unwrap_or_default();
        *answer.headers_mut() = std::mem::take(response.headers_mut());
        *answer.body_mut() = response.bytes().await?;
        Ok(answer)
    }
}

impl Service for Transport {
    fn call(
        &self,
        mut request: http::Request<Bytes>,
        operation: &'static OperationInfo,
    ) -> BoxFuture<'_, Result<http::Response<Bytes>, Error>> {
        Box::pin(async move {
            for _ in 0..redirect::LIMIT {
                let response = self.send(request.clone()).await.map_err(|fault| lost(fault, operation))?;
                match redirect::next(&request, &response) {
                    Some(next) => request = next,
                    None => return Ok(response),
                }
            }
            self.send(request).await.map_err(|fault| lost(fault, operation))
        })
    }
}

/// What happened to a request that has no answer, and whether it may have been done.
///
/// The URL is taken out: its path and query may hold join URLs.
fn lost(fault: reqwest::Error, operation: &OperationInfo) -> Error {
    let fault = fault.without_url();
    if fault.is_builder() {
        return TransportError::unsent(
            format!("{operation} was not sent: it is no valid HTTP request"),
            fault,
        )
        .into();
    }
    if fault.is_connect() {
        let what =
            if fault.is_timeout() { "there was no connection in time" } else { "it could not connect" };
        return TransportError::unsent(format!("{operation} was not sent: {what}"), fault).into();
    }
    let what = if fault.is_timeout() {
        "no answer came in time"
    } else {
        "the connection broke before the whole answer"
    };
    TransportError::new(format!("{operation} was sent, but {what}; the service may have done it"), fault)
        .into()
}
