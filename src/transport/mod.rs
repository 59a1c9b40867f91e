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

/// Among the extensions of an answer: another server gave it, which a redirect led to, and which never saw the token.
/// What it refuses says nothing about the token or the limits of the service.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Elsewhere;

impl Elsewhere {
    /// Whether that is where an answer comes from.
    pub(crate) fn is<B>(answer: &http::Response<B>) -> bool {
        answer.extensions().get::<Self>().is_some()
    }
}

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

    /// Sends a request, follows where the answer leads, and gives the head of what is there, and whether
    /// another server gave it.
    async fn send(
        &self,
        mut request: http::Request<Bytes>,
        operation: &'static OperationInfo,
    ) -> Result<(reqwest::Response, Option<Elsewhere>), Error> {
        let mut elsewhere = None;
        for _ in 0..redirect::LIMIT {
            if !redirect::is_followed(request.method()) {
                break; // and need not be kept
            }
            let response = self.send_once(request.clone(), operation).await?;
            match redirect::next(&request, response.status(), response.headers()) {
                Some(next) => {
                    if !redirect::is_within_origin(request.uri(), next.uri()) {
                        elsewhere = Some(Elsewhere);
                    }
                    request = next;
                }
                None => return Ok((response, elsewhere)),
            }
        }
        Ok((self.send_once(request, operation).await?, elsewhere))
    }

    async fn send_once(
        &self,
        request: http::Request<Bytes>,
        operation: &'static OperationInfo,
    ) -> Result<reqwest::Response, Error> {
        let request =
            reqwest::Request::try_from(request).map_err(|fault| self.limits.lost(fault, operation))?;
        #[cfg(not(target_arch = "wasm32"))]
        let url = request.url().clone();
        let response = self.client.execute(request).await;
        let response = response.map_err(|fault| self.limits.lost(fault, operation))?;
        // the browser follows redirects whatever anybody says
        #[cfg(not(target_arch = "wasm32"))]
        redirect::check_not_followed(&url, response.url(), operation)?;
        Ok(response)
    }

    async fn whole(
        &self,
        request: http::Request<Bytes>,
        operation: &'static OperationInfo,
    ) -> Result<http::Response<Bytes>, Error> {
        let (mut response, elsewhere) = self.send(request, operation).await?;
        let mut answer = http::Response::new(Bytes::new());
        *answer.status_mut() = response.status();
        answer.extensions_mut().extend(mark(elsewhere));
        #[cfg(not(target_arch = "wasm32"))]
        {
            *answer.version_mut() = response.version();
        }
        *answer.headers_mut() = std::mem::take(response.headers_mut());
        *answer.body_mut() = self.body(response, operation).await?;
        Ok(answer)
    }

    /// All of a success, and the beginning of a refusal, which may be long where something else than the service
    /// answers.
    #[cfg(not(target_arch = "wasm32"))]
    async fn body(
        &self,
        mut response: reqwest::Response,
        operation: &'static OperationInfo,
    ) -> Result<Bytes, Error> {
        let is_refusal = !response.status().is_success();
        let mut whole = Bytes::new();
        let mut more = bytes::BytesMut::new();
        while let Some(piece) = response.chunk().await.map_err(|fault| self.limits.lost(fault, operation))? {
            let length = whole.len() + more.len() + piece.len();
            if is_refusal && length >= Limits::REFUSAL {
                more.extend_from_slice(&whole); // of which there is none beside more
                more.extend_from_slice(&piece);
                more.truncate(Limits::REFUSAL);
                return Ok(more.freeze());
            }
            if !is_refusal {
                self.limits.check_whole(length, operation)?;
            }
            if whole.is_empty() && more.is_empty() {
                whole = piece; // mostly there is one, and it need not be copied
            } else {
                more.extend_from_slice(&std::mem::take(&mut whole));
                more.extend_from_slice(&piece);
            }
        }
        Ok(if more.is_empty() { whole } else { more.freeze() })
    }

    #[cfg(target_arch = "wasm32")]
    async fn body(
        &self,
        response: reqwest::Response,
        operation: &'static OperationInfo,
    ) -> Result<Bytes, Error> {
        let is_refusal = !response.status().is_success();
        let whole = response.bytes().await.map_err(|fault| self.limits.lost(fault, operation))?;
        if is_refusal {
            return Ok(whole.slice(..whole.len().min(Limits::REFUSAL)));
        }
        self.limits.check_whole(whole.len(), operation)?;
        Ok(whole)
    }
}

fn mark(elsewhere: Option<Elsewhere>) -> http::Extensions {
    let mut marks = http::Extensions::new();
    if let Some(elsewhere) = elsewhere {
        marks.insert(elsewhere);
    }
    marks
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
            let (response, elsewhere) = self.send(request, operation).await?;
            let mut response = http::Response::from(response);
            response.extensions_mut().extend(mark(elsewhere));
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
