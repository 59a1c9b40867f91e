//! What the desk answers, and how it goes over the wire.

use bytes::Bytes;
use http::header::{ALLOW, CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use http::{HeaderName, HeaderValue, Response, StatusCode};
use serde_json::{Map, Value, json};
use tokio::sync::mpsc;

use crate::payload::Payload;

/// Goes up when a member of an answer changes its meaning or goes away. New members may come at any time.
const SCHEMA_VERSION: u32 = 1;

/// Nothing from elsewhere, nothing in line, no frame around it, and no text that becomes markup.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; \
    img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; \
    require-trusted-types-for 'script'; trusted-types 'none'";

/// An answer of the desk.
pub(super) enum Answer {
    NoContent,
    Json(StatusCode, Value),
    File { media_type: &'static str, text: &'static str },
    Events(mpsc::Receiver<Bytes>),
}

impl Answer {
    /// 200 with a JSON object, to which the version of its form is added.
    pub(super) fn ok(body: Value) -> Self {
        Self::Json(StatusCode::OK, body)
    }

    /// 201 with a JSON object.
    pub(super) fn created(body: Value) -> Self {
        Self::Json(StatusCode::CREATED, body)
    }
}

/// Why the desk does not do what was asked.
#[derive(Debug)]
pub(super) struct Refusal {
    status: StatusCode,
    code: &'static str,
    message: String,
    allow: Option<&'static str>,
}

impl Refusal {
    pub(super) fn new(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        Self { status, code, message: message.into(), allow: None }
    }

    /// 400.
    pub(super) fn bad_request(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "badRequest", message)
    }

    /// 403.
    pub(super) fn forbidden(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(StatusCode::FORBIDDEN, code, message)
    }

    /// What a program tells it by.
    #[cfg(test)]
    pub(super) fn code(&self) -> &'static str {
        self.code
    }

    /// 405, with the methods that there are.
    pub(super) fn method(allowed: &'static str) -> Self {
        let message = format!("This takes {allowed}.");
        let refusal = Self::new(StatusCode::METHOD_NOT_ALLOWED, "methodNotAllowed", message);
        Self { allow: Some(allowed), ..refusal }
    }
}

/// An answer as HTTP has it. None is kept by a cache, and none may be read by another page.
pub(super) fn into_response(answer: Result<Answer, Refusal>) -> Response<Payload> {
    let mut allow = None;
    let answer = answer.unwrap_or_else(|refusal| {
        allow = refusal.allow;
        let error = json!({"error": {"code": refusal.code, "message": refusal.message}});
        Answer::Json(refusal.status, error)
    });
    let known = |text: Bytes| Payload::new(text, None);
    let (status, media_type, payload) = match answer {
        Answer::NoContent => (StatusCode::NO_CONTENT, None, known(Bytes::new())),
        Answer::Json(status, body) => {
            (status, Some("application/json; charset=utf-8"), known(Bytes::from(versioned(body).to_string())))
        }
        Answer::File { media_type, text } => {
            (StatusCode::OK, Some(media_type), known(Bytes::from_static(text.as_bytes())))
        }
        Answer::Events(pieces) => (StatusCode::OK, Some("text/event-stream"), Payload::Stream(pieces)),
    };
    let mut response = Response::new(payload);
    *response.status_mut() = status;
    let fixed: [(HeaderName, &'static str); 7] = [
        (CACHE_CONTROL, "no-store"),
        (CONTENT_SECURITY_POLICY, POLICY),
        (HeaderName::from_static("x-content-type-options"), "nosniff"),
        (HeaderName::from_static("x-frame-options"), "DENY"),
        (HeaderName::from_static("referrer-policy"), "no-referrer"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    ];
    let own = media_type.map(|one| (CONTENT_TYPE, one)).into_iter().chain(allow.map(|one| (ALLOW, one)));
    for (name, value) in fixed.into_iter().chain(own) {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

/// An object with the version of its form in front.
fn versioned(body: Value) -> Value {
    let mut object = Map::from_iter([(String::from("schemaVersion"), SCHEMA_VERSION.into())]);
    if let Value::Object(members) = body {
        object.extend(members);
    }
    Value::Object(object)
}
