//! Bodies that come piece by piece.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use http_body::Body as _;
use msgraph_core::{Error, OperationInfo};

use super::Limits;

/// The body of an answer as it comes over the wire. Dropping it in the middle closes the connection, or the stream
/// of HTTP/2 that it came on.
pub(super) struct Pieces {
    body: reqwest::Body,
    received: u64,
    limits: Limits,
    operation: &'static OperationInfo,
}

impl Pieces {
    pub(super) fn new(body: reqwest::Body, limits: Limits, operation: &'static OperationInfo) -> Self {
        Self { body, received: 0, limits, operation }
    }
}

impl Stream for Pieces {
    type Item = Result<Bytes, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            let next = match ready!(Pin::new(&mut self.body).poll_frame(context)) {
                None => None,
                Some(Ok(frame)) => match frame.into_data() {
                    // nothing tells the reader less than waiting for something
                    Ok(piece) if piece.is_empty() => continue,
                    Ok(piece) => {
                        self.received += piece.len() as u64;
                        Some(Ok(piece))
                    }
                    Err(_trailers) => continue,
                },
                Some(Err(fault)) => Some(Err(self.limits.broken_off(fault, self.operation, self.received))),
            };
            return Poll::Ready(next);
        }
    }
}
