//! Graph's errors: status, code, message, and the body that carries them.

use http::header::{ALLOW, CONTENT_RANGE, LOCATION, WWW_AUTHENTICATE};
use http::{HeaderName, StatusCode};
use msgraph_spec::model::{HttpMethod, Operation};
use serde_json::{Value, json};
use time::OffsetDateTime;

use crate::moment;
use crate::reply::{Content, Reply, RequestIds};

/// A refusal, as Graph words it.
///
/// See <https://learn.microsoft.com/graph/errors>.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct GraphError {
    pub(crate) status: StatusCode,
    pub(crate) code: &'static str,
    pub(crate) message: String,
    headers: Vec<(HeaderName, String)>,
}

impl GraphError {
    pub(crate) fn new(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        Self { status, code, message: message.into(), headers: Vec::new() }
    }

    /// 401: the token is missing or unknown.
    pub(crate) fn unauthenticated(message: &str) -> Self {
        let mut error = Self::new(StatusCode::UNAUTHORIZED, "InvalidAuthenticationToken", message);
        error.headers.push((WWW_AUTHENTICATE, String::from("Bearer")));
        error
    }

    /// 401: the token was good, and now needs these claims. The text is the service's own.
    pub(crate) fn challenged(challenge: &str) -> Self {
        let message = "Continuous access evaluation resulted in challenge with result: InteractionRequired and \
                       code: TokenIssuedBeforeRevocationTimestamp";
        let mut error = Self::new(StatusCode::UNAUTHORIZED, "InvalidAuthenticationToken", message);
        error.headers.push((WWW_AUTHENTICATE, String::from(challenge)));
        error
    }

    /// 403: the token is good, but not for this.
    pub(crate) fn forbidden(message: impl Into<String>) -> Self {
        Self::new(StatusCode::FORBIDDEN, "Forbidden", message)
    }

    /// 403: the app has no access policy, as older tenants say it.
    pub(crate) fn unauthorized_app(message: impl Into<String>) -> Self {
        Self::new(StatusCode::FORBIDDEN, "Unauthorized", message)
    }

    /// 400: the request cannot be read, or does not fit the model.
    pub(crate) fn bad_request(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "BadRequest", message)
    }

    /// 400: a query option has a value that it cannot have.
    pub(crate) fn no_value(option: &str, value: &str) -> Self {
        Self::bad_request(format!("'{value}' is no valid value of {option}."))
    }

    /// 400: the request can be read, but asks for what cannot be.
    pub(crate) fn invalid_argument(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "InvalidArgument", message)
    }

    /// 404: no such entity, or none that the caller may see. Graph says no more than that here.
    pub(crate) fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "UnknownError", "")
    }

    /// 400: the path leaves the slice at this segment. The status is Graph's own, as reported in
    /// microsoft-graph-docs#4052.
    pub(crate) fn no_such_segment(segment: &str) -> Self {
        let message = format!("Resource not found for the segment '{segment}'.");
        Self::new(StatusCode::BAD_REQUEST, "BadRequest", message)
    }

    /// 405: the path is there, the method is not.
    pub(crate) fn method_not_allowed(method: &str, allowed: &[HttpMethod]) -> Self {
        let allowed: Vec<&str> = allowed.iter().map(|one| one.as_str()).collect();
        let allowed = allowed.join(", ");
        let message = format!("{method} is not supported on this resource. Use one of: {allowed}.");
        let mut error = Self::new(StatusCode::METHOD_NOT_ALLOWED, "BadRequest", message);
        error.headers.push((ALLOW, allowed));
        error
    }

    /// 410: the service does not know what the client has seen so far. It says where to begin anew.
    ///
    /// See <https://learn.microsoft.com/graph/delta-query-overview>.
    pub(crate) fn sync_state_not_found(anew: String) -> Self {
        let message = "The $deltatoken is none of this service, or no longer. Begin at the Location.";
        let mut error = Self::new(StatusCode::GONE, "syncStateNotFound", message);
        error.headers.push((LOCATION, anew));
        error
    }

    /// 416: the content has none of the bytes that are wanted.
    pub(crate) fn range_not_satisfiable(length: usize) -> Self {
        let message = format!("The content has {length} bytes, and none of them is in the range.");
        let mut error = Self::new(StatusCode::RANGE_NOT_SATISFIABLE, "invalidRange", message);
        error.headers.push((CONTENT_RANGE, format!("bytes */{length}")));
        error
    }

    /// 424: a request of a batch that this one depends on has failed.
    pub(crate) fn failed_dependency(id: &str) -> Self {
        let message = format!("The request '{id}', which this one depends on, has failed.");
        Self::new(StatusCode::FAILED_DEPENDENCY, "FailedDependency", message)
    }

    /// 429: more was asked for than a limit of the service allows.
    pub(crate) fn throttled(message: String) -> Self {
        Self::new(StatusCode::TOO_MANY_REQUESTS, "TooManyRequests", message)
    }

    /// What Graph answers with a status, where a test asks for no more than the status.
    pub(crate) fn of_status(status: StatusCode) -> Self {
        let code = match status.as_u16() {
            400 => "BadRequest",
            401 => "InvalidAuthenticationToken",
            403 => "Forbidden",
            409 => "Conflict",
            412 => "PreconditionFailed",
            423 => "Locked",
            424 => "FailedDependency",
            429 => "TooManyRequests",
            500 => "InternalServerError",
            501 => "NotImplemented",
            502 => "BadGateway",
            503 => "ServiceUnavailable",
            504 => "GatewayTimeout",
            507 => "InsufficientStorage",
            509 => "BandwidthLimitExceeded",
            _ => "UnknownError",
        };
        Self::new(status, code, "The emulator was told to answer so.")
    }

    /// 413: the body is too large.
    pub(crate) fn too_large(limit: usize) -> Self {
        let message = format!("The body is larger than {limit} bytes.");
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "RequestEntityTooLarge", message)
    }

    /// 500: what was done could not be written to the file of the store.
    pub(crate) fn not_kept(error: &std::io::Error) -> Self {
        let message = format!(
            "The emulator cannot write to the file of its store: {error}. What it remembers is not what the file \
             has, so it answers nothing more. Remove the cause and start it anew."
        );
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "InternalServerError", message)
    }

    /// 501: the slice has the operation, the emulator has no behaviour for it.
    pub(crate) fn not_implemented(what: &str) -> Self {
        let message = format!("The emulator does not know how to answer {what}.");
        Self::new(StatusCode::NOT_IMPLEMENTED, "NotImplemented", message)
    }

    /// 501 for an operation without a handler.
    pub(crate) fn unhandled(operation: &Operation) -> Self {
        Self::not_implemented(&operation.title())
    }

    /// The answer that carries the error.
    pub(crate) fn into_reply(self, ids: &RequestIds, now: OffsetDateTime) -> Reply {
        let body = self.body(ids, now);
        Reply { status: self.status, content: Content::Json(body), headers: self.headers }
    }

    fn body(&self, ids: &RequestIds, now: OffsetDateTime) -> Value {
        json!({
            "error": {
                "code": self.code,
                "message": self.message,
                "innerError": {
                    "date": moment::seconds(now),
                    "request-id": ids.request,
                    "client-request-id": ids.client,
                }
            }
        })
    }
}
