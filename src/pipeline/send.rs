//! One request over the wire.

use bytes::Bytes;
use msgraph_core::{Error, OperationInfo};
use tracing::Instrument as _;

use super::Shared;
use super::attempt::called;
use super::body::{Body, Mode};
use crate::telemetry::Attempt;

impl Shared {
    /// Sends a request through the transport, for so-many-th time again: 0 is the first time.
    pub(super) async fn send(
        &self,
        request: http::Request<Bytes>,
        operation: &'static OperationInfo,
        mode: Mode,
        resend: u32,
    ) -> Result<http::Response<Body>, Error> {
        for called in called(&request, &operation) {
            self.calls.count(called);
        }
        let attempt = Attempt::begin(&self.target, &request, operation, resend);
        let sent = async {
            Ok(match mode {
                Mode::Whole => self.transport.call(request, operation).await?.map(Body::Whole),
                Mode::Stream => self.transport.stream(request, operation).await?.map(Body::Stream),
            })
        };
        let result = sent.instrument(attempt.span()).await;
        attempt.end(&result);
        result
    }
}
