//! The HTTP transport: requests go out through `reqwest`; answers come back whole, or piece by piece.

#[cfg(not(target_arch = "wasm32"))]
mod body;
mod connect;
mod fault;
mod redirect;
#[cfg(not(target_arch = "wasm32"))]
mod tls;

use bytes::Bytes;
#[cfg(not(target_arch = "wasm32"))]
use msgraph_core::ByteStream;
use msgraph_core::{BoxFuture, Error, OperationInfo, Service};

pub(crate) use connect::{Settings, client};
pub(crate) use fault::Limits;
#[cfg(all(
    not(target_arch = "wasm32"),
    any(feature = "rustls", feature = "aws-lc", feature = "native-tls")
))]
pub use tls::Tls;

/// Sends requests over HTTP.
pub(crate) struct Transport {
    client: reqwest::Client,
    /// What the client waits for, to be said where it has waited in vain.
    limits: Limits,
}

impl Transport {
    pub(crate) fn new(client: reqwest::Client, limits: Limits) -> Self {
        Self { client, limits }
    }

    /// Sends a request, follows where the answer leads, and gives the head of what is there.
    async fn send(
        &self,
        mut request: http::Request<Bytes>,
        operation: &'static OperationInfo,
    ) -> Result<reqwest::Response, Error> {
        for _ in 0..redirect::LIMIT {
            if !redirect::is_followed(request.method()) {
                break; // and need not be kept
            }
            let response = self.send_once(request.clone(), operation).await?;
            match redirect::next(&request, response.status(), response.headers()) {
                Some(next) => request = next,
                None => return Ok(response),
            }
        }
        self.send_once(request, operation).await
    }

    async fn send_once(
        &self,
        request: http::Request<Bytes>,
        operation: &'static OperationInfo,
    ) -> Result<reqwest::Response, Error> {
        let sent = match request.try_into() {
            Ok(request) => self.client.execute(request).await,
            Err(fault) => Err(fault),
        };
        sent.map_err(|fault| self.limits.lost(fault, operation))
    }

    async fn whole(
        &self,
        request: http::Request<Bytes>,
        operation: &'static OperationInfo,
    ) -> Result<http::Response<Bytes>, Error> {
        let mut response = self.send(request, operation).await?;
        let mut answer = http::Response::new(Bytes::new());
        *answer.status_mut() = response.status();
        #[cfg(not(target_arch = "wasm32"))]
        {
            *answer.version_mut() = response.version();
        }
        *answer.headers_mut() = std::mem::take(response.headers_mut());
        *answer.body_mut() = response.bytes().await.map_err(|fault| self.limits.lost(fault, operation))?;
        Ok(answer)
    }
}

#[cfg(not(target_arch = "wasm32"))]
impl Service for Transport {
    fn call(
        &self,
        request: http::Request<Bytes>,
        operation: &'static OperationInfo,
    ) -> BoxFuture<'_, Result<http::Response<Bytes>, Error>> {
        Box::pin(self.whole(request, operation))
    }

    fn stream(
        &self,
        request: http::Request<Bytes>,
        operation: &'static OperationInfo,
    ) -> BoxFuture<'_, Result<http::Response<ByteStream>, Error>> {
        Box::pin(async move {
            let response = http::Response::from(self.send(request, operation).await?);
            Ok(response.map(|body| ByteStream::new(body::Pieces::new(body, self.limits, operation))))
        })
    }
}

/// The browser's `fetch`. Its futures stay on the thread that made them, which in a browser is the only one; the
/// wrapper says so to the compiler, and would panic on another.
#[cfg(target_arch = "wasm32")]
impl Service for Transport {
    fn call(
        &self,
        request: http::Request<Bytes>,
        operation: &'static OperationInfo,
    ) -> BoxFuture<'_, Result<http::Response<Bytes>, Error>> {
        Box::pin(send_wrapper::SendWrapper::new(self.whole(request, operation)))
    }
}

#[cfg(test)]
mod tests;
