//! What a client tells of its work, after OpenTelemetry's conventions for clients of HTTP
//! (<https://opentelemetry.io/docs/specs/semconv/http/http-spans/>): spans and events of `tracing`, all with the target
//! `msgraph`, and figures of `metrics` with the feature of that name. The docs of the crate list them for its users.
//!
//! Nothing here knows a token, a body, or a value of a URL: URLs are written as their template, and events take their
//! causes as fixed texts. Where nobody listens, nothing is put together.

#[cfg_attr(not(feature = "metrics"), path = "unmeasured.rs")]
mod measure;
mod url;

use std::time::Duration;

use ::url::Url;
use http::{HeaderMap, StatusCode, Version};
use msgraph_core::retry::Outcome;
use msgraph_core::{Error, OperationInfo};
use tracing::Span;
use tracing::field::Empty;

use self::url::Full;

/// The names of the headers by which the service's support finds a request.
const CLIENT_REQUEST_ID: &str = "client-request-id";
const REQUEST_ID: &str = "request-id";

/// Where requests go, in the words of the conventions.
pub(crate) struct Target {
    /// The root of the service without a slash at its end.
    base: String,
    address: String,
    port: u16,
}

impl Target {
    /// That of a client. Says what the figures mean, to whatever collects them by now.
    pub(crate) fn new(root: &Url) -> Self {
        measure::describe();
        Self {
            base: root.as_str().trim_end_matches('/').to_owned(),
            address: root.host_str().unwrap_or_default().to_owned(),
            port: root.port_or_known_default().unwrap_or_default(),
        }
    }
}

/// A call as the program sees it: all its attempts, and the waits between them.
pub(crate) struct Call {
    span: Span,
}

impl Call {
    /// Begins with the call.
    pub(crate) fn begin(operation: &'static OperationInfo, headers: &HeaderMap) -> Self {
        let span = tracing::info_span!(
            target: "msgraph",
            "msgraph.call",
            otel.name = %operation,
            otel.kind = "internal",
            otel.status_code = Empty,
            http.request.method = operation.method.as_str(),
            url.template = operation.path,
            client_request_id = text(headers, CLIENT_REQUEST_ID),
            "error.type" = Empty,
        );
        Self { span }
    }

    /// What the futures of the call are instrumented with.
    pub(crate) fn span(&self) -> Span {
        self.span.clone()
    }

    /// Ends with its result.
    pub(crate) fn end<B>(self, result: &Result<http::Response<B>, Error>) {
        fail(&self.span, result);
    }
}

/// One request over the wire, and its answer. Of an answer that comes piece by piece, until its head.
pub(crate) struct Attempt {
    span: Span,
    operation: &'static OperationInfo,
    measured: measure::Request,
}

impl Attempt {
    /// Begins right before a request is sent, for so-many-th time again: 0 is the first time.
    pub(crate) fn begin<B>(
        target: &Target,
        request: &http::Request<B>,
        operation: &'static OperationInfo,
        resend: u32,
    ) -> Self {
        let span = tracing::info_span!(
            target: "msgraph",
            "msgraph.request",
            otel.name = %operation,
            otel.kind = "client",
            otel.status_code = Empty,
            http.request.method = operation.method.as_str(),
            http.request.resend_count = (resend > 0).then_some(resend),
            http.response.status_code = Empty,
            url.full = %Full { base: &target.base, template: operation.path, query: request.uri().query() },
            url.template = operation.path,
            server.address = target.address,
            server.port = target.port,
            network.protocol.version = Empty,
            client_request_id = text(request.headers(), CLIENT_REQUEST_ID),
            request_id = Empty,
            "error.type" = Empty,
        );
        Self { span, operation, measured: measure::Request::begin(operation, &target.address) }
    }

    /// What the future of the request is instrumented with.
    pub(crate) fn span(&self) -> Span {
        self.span.clone()
    }

    /// Ends with its result. One that is dropped instead was given up, and is not measured.
    pub(crate) fn end<B>(self, result: &Result<http::Response<B>, Error>) {
        if let Ok(response) = result {
            self.span.record("http.response.status_code", response.status().as_u16());
            self.span.record("network.protocol.version", protocol(response.version()));
            self.span.record("request_id", text(response.headers(), REQUEST_ID));
            if response.status() == StatusCode::TOO_MANY_REQUESTS {
                let now = time::OffsetDateTime::now_utc;
                let closes = Outcome::answer(response.status(), response.headers(), now).closes();
                self.span.in_scope(|| throttled(self.operation, closes.map(|(wait, _)| wait)));
            }
        }
        fail(&self.span, result);
        let kind = ErrorType::of(result);
        self.measured
            .end(result.as_ref().ok().map(http::Response::status), kind.as_ref().map(ErrorType::as_str));
    }
}

/// A request will be sent again after this wait, as the so-many-th time again (from 1 on). The cause is a fixed text,
/// because that of an error may hold what must not be told.
pub(crate) fn retrying(operation: &'static OperationInfo, resend: u32, wait: Duration, cause: &'static str) {
    let wait_seconds = wait.as_secs_f64();
    tracing::debug!(
        target: "msgraph",
        { "http.request.resend_count" = resend, wait_seconds, cause },
        "{operation} is sent again"
    );
    measure::retry(operation, cause);
}

/// A request that failed in a way that may pass is given up after so many attempts; the reason says what kept it from
/// another one, where that is known.
pub(crate) fn given_up(
    operation: &'static OperationInfo,
    attempts: u32,
    cause: &'static str,
    reason: Option<&'static str>,
) {
    tracing::warn!(target: "msgraph", attempts, cause, reason, "{operation} is not sent again");
}

/// The service refused a request because there are too many, and asks to wait so long.
pub(crate) fn throttled(operation: &'static OperationInfo, wait: Option<Duration>) {
    let retry_after_seconds = wait.map(|wait| wait.as_secs_f64());
    tracing::warn!(target: "msgraph", retry_after_seconds, "{operation} is throttled");
    measure::throttled(operation);
}

/// The credential gave another token: because there was none yet, the old one ends, or the service refused it.
pub(crate) fn token_refreshed(cause: &'static str) {
    tracing::debug!(target: "msgraph", cause, "the credential gave a new token");
    measure::token_refreshed(cause);
}

/// Why another attempt may have another outcome, as a fixed text; none where this one is the service's word.
pub(crate) fn cause<B>(result: &Result<http::Response<B>, Error>) -> Option<&'static str> {
    match ErrorType::of(result)? {
        ErrorType::Word(word) => Some(word),
        ErrorType::Status(status) => cause_of(status),
    }
}

/// The same for the status of an answer.
pub(crate) fn cause_of(status: StatusCode) -> Option<&'static str> {
    match status {
        StatusCode::REQUEST_TIMEOUT => Some("408"),
        StatusCode::TOO_MANY_REQUESTS => Some("429"),
        StatusCode::SERVICE_UNAVAILABLE => Some("503"),
        status => status.is_server_error().then_some("5xx"),
    }
}

/// Says what went wrong, where something did.
fn fail<B>(span: &Span, result: &Result<http::Response<B>, Error>) {
    if let Some(kind) = ErrorType::of(result) {
        span.record("error.type", kind.as_str());
        span.record("otel.status_code", "ERROR");
    }
}

/// The kind of what went wrong: the status of the answer, or a word for why there is none.
enum ErrorType {
    Status(StatusCode),
    Word(&'static str),
}

impl ErrorType {
    fn of<B>(result: &Result<http::Response<B>, Error>) -> Option<Self> {
        let word = match result {
            Ok(response) if response.status().as_u16() < 400 => return None,
            Ok(response) => return Some(Self::Status(response.status())),
            Err(Error::Transport(error)) if error.is_timeout() => "timeout",
            Err(Error::Transport(error)) if !error.may_have_been_done() => "connect",
            Err(Error::Transport(_)) => "connection",
            Err(Error::Credential(_)) => "credential",
            Err(Error::Permission(_)) => "permission",
            Err(Error::Request(_)) => "request",
            Err(_) => "_OTHER",
        };
        Some(Self::Word(word))
    }

    fn as_str(&self) -> &str {
        match self {
            Self::Status(status) => status.as_str(),
            Self::Word(word) => word,
        }
    }
}

fn protocol(version: Version) -> &'static str {
    match version {
        Version::HTTP_10 => "1.0",
        Version::HTTP_2 => "2",
        Version::HTTP_3 => "3",
        _ => "1.1",
    }
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

#[cfg(test)]
mod tests;
