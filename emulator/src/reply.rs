//! Answers: what a handler gives, and how it goes over the wire.

use bytes::Bytes;
use http::header::{CONTENT_TYPE, DATE};
use http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode};
use serde_json::Value;
use time::OffsetDateTime;

use crate::ids::Ids;
use crate::moment;

/// The media type of Graph's JSON.
const JSON: &str =
    "application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8";

/// What an operation answers.
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) content: Content,
    pub(crate) headers: Vec<(HeaderName, String)>,
}

/// The body of an answer.
pub(crate) enum Content {
    Empty,
    Json(Value),
    Bytes { media_type: String, bytes: Bytes },
}

impl Reply {
    /// 200 with JSON.
    pub(crate) fn ok(body: impl Into<Value>) -> Self {
        Self { status: StatusCode::OK, content: Content::Json(body.into()), headers: Vec::new() }
    }

    /// 201 with JSON.
    pub(crate) fn created(body: impl Into<Value>) -> Self {
        Self { status: StatusCode::CREATED, ..Self::ok(body) }
    }

    /// 204.
    pub(crate) fn no_content() -> Self {
        Self { status: StatusCode::NO_CONTENT, content: Content::Empty, headers: Vec::new() }
    }

    /// 200 with the bytes of a stream.
    pub(crate) fn bytes(media_type: impl Into<String>, bytes: Bytes) -> Self {
        let content = Content::Bytes { media_type: media_type.into(), bytes };
        Self { status: StatusCode::OK, content, headers: Vec::new() }
    }

    /// 200 with a number as plain text, as `/$count` has it.
    pub(crate) fn number(number: usize) -> Self {
        Self::bytes("text/plain", Bytes::from(number.to_string()))
    }

    /// The answer as HTTP has it, with the headers that every answer of Graph carries.
    pub(crate) fn into_response(self, ids: &RequestIds, now: OffsetDateTime) -> Response<Bytes> {
        let (media_type, bytes) = match self.content {
            Content::Empty => (None, Bytes::new()),
            Content::Json(body) => (Some(String::from(JSON)), Bytes::from(body.to_string())),
            Content::Bytes { media_type, bytes } => (Some(media_type), bytes),
        };
        let mut response = Response::new(bytes);
        *response.status_mut() = self.status;
        let headers = response.headers_mut();
        set(headers, DATE, &moment::http_date(now));
        set(headers, HeaderName::from_static("request-id"), &ids.request);
        set(headers, HeaderName::from_static("client-request-id"), &ids.client);
        if let Some(media_type) = media_type {
            set(headers, CONTENT_TYPE, &media_type);
            set(headers, HeaderName::from_static("odata-version"), "4.0");
        }
        for (name, value) in self.headers {
            set(headers, name, &value);
        }
        response
    }
}

/// Sets a header; a value that HTTP cannot carry is left out.
fn set(headers: &mut HeaderMap, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}

/// The ids that tie a request to its answer.
#[derive(Debug, Clone)]
pub(crate) struct RequestIds {
    /// The emulator's own.
    pub(crate) request: String,
    /// The client's, or the emulator's where the client sent none, as Graph does it.
    pub(crate) client: String,
}

impl RequestIds {
    /// Of what no request asked for.
    pub(crate) fn none() -> Self {
        Self { request: String::new(), client: String::new() }
    }

    pub(crate) fn new(headers: &HeaderMap, ids: &mut Ids) -> Self {
        let request = ids.guid();
        let client = headers.get("client-request-id").and_then(|one| one.to_str().ok());
        Self { client: client.map_or_else(|| request.clone(), String::from), request }
    }
}
