//! Figures for the façade `metrics`. Labels are of few values: templates of paths, never their keys.

use http::StatusCode;
use metrics::{Label, Unit, counter, describe_counter, describe_gauge, describe_histogram, gauge, histogram};
use msgraph_core::OperationInfo;

use crate::clock::Instant;

const DURATION: &str = "http.client.request.duration";
const IN_FLIGHT: &str = "msgraph.requests.in_flight";
const RETRIES: &str = "msgraph.retries";
const THROTTLED: &str = "msgraph.throttled";
const REFRESHED: &str = "msgraph.tokens.refreshed";

/// Says what each figure is.
pub(super) fn describe() {
    describe_histogram!(
        DURATION,
        Unit::Seconds,
        "How long requests took, one by one, waits between them aside."
    );
    describe_gauge!(IN_FLIGHT, Unit::Count, "How many requests wait for their answers.");
    describe_counter!(RETRIES, Unit::Count, "Requests that were sent again.");
    describe_counter!(THROTTLED, Unit::Count, "Answers that said: too many requests.");
    describe_counter!(REFRESHED, Unit::Count, "Tokens that the credential gave anew.");
}

/// One request that is on its way. Counts as such until it is dropped.
pub(super) struct Request {
    begin: Instant,
    labels: Vec<Label>,
}

impl Request {
    pub(super) fn begin(operation: &'static OperationInfo, address: &str) -> Self {
        gauge!(IN_FLIGHT).increment(1.0);
        let mut labels = of(operation);
        labels.push(Label::new("server.address", address.to_owned()));
        Self { begin: Instant::now(), labels }
    }

    pub(super) fn end(mut self, status: Option<StatusCode>, error_type: Option<&str>) {
        let mut labels = std::mem::take(&mut self.labels);
        if let Some(status) = status {
            labels.push(Label::new("http.response.status_code", status.as_str().to_owned()));
        }
        if let Some(error_type) = error_type {
            labels.push(Label::new("error.type", error_type.to_owned()));
        }
        histogram!(DURATION, labels).record(self.begin.elapsed().as_secs_f64());
    }
}

impl Drop for Request {
    fn drop(&mut self) {
        gauge!(IN_FLIGHT).decrement(1.0);
    }
}

pub(super) fn retry(operation: &'static OperationInfo, cause: &'static str) {
    let mut labels = of(operation);
    labels.push(Label::from_static_parts("cause", cause));
    counter!(RETRIES, labels).increment(1);
}

pub(super) fn throttled(operation: &'static OperationInfo) {
    counter!(THROTTLED, of(operation)).increment(1);
}

pub(super) fn token_refreshed(cause: &'static str) {
    counter!(REFRESHED, "cause" => cause).increment(1);
}

fn of(operation: &'static OperationInfo) -> Vec<Label> {
    vec![
        Label::from_static_parts("http.request.method", operation.method.as_str()),
        Label::from_static_parts("url.template", operation.path),
    ]
}
