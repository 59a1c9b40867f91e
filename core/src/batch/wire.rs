//! The JSON of a batch.

use std::collections::BTreeMap;
use std::fmt;

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use serde::de::{Deserialize, Deserializer, Error as _};
use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};
use serde_json::Value;
use serde_json::value::RawValue;

use super::BatchItem;
use super::item::is_json;
use crate::model::Binary;
use crate::{Answer as _, Error, Json, Operation, OperationInfo, Permissions, TokenPermissions};

/// `POST /$batch`. Who may call it is up to the requests in it.
///
/// ```
/// use msgraph_core::Operation;
/// use msgraph_core::batch::PostBatch;
///
/// assert_eq!(PostBatch::INFO.to_string(), "POST /$batch");
/// ```
#[derive(Debug, Clone, Copy)]
pub struct PostBatch;

impl Operation for PostBatch {
    type Answer = Json<BatchAnswers>;

    const INFO: &'static OperationInfo = &OperationInfo::new(Method::POST, "/$batch", Permissions::UNKNOWN)
        .documented_at("https://learn.microsoft.com/graph/json-batching");

    /// What the token holds goes along, for those answers that are refusals.
    fn read(response: &http::Response<Bytes>) -> Result<BatchAnswers, Error> {
        if !response.status().is_success() {
            return Err(Error::from_response(response, Self::INFO));
        }
        let answers = Json::<BatchAnswers>::read(response.body()).map_err(|fault| fault.of(Self::INFO))?;
        Ok(BatchAnswers { token: response.extensions().get().cloned(), ..answers })
    }
}

/// The requests of one batch: places, requests, and the places of those that each waits for.
pub(super) struct Requests<'a>(pub(super) Vec<(usize, &'a BatchItem, Vec<usize>)>);

/// The id of a place.
pub(super) fn id(place: usize) -> String {
    (place + 1).to_string()
}

impl Serialize for Requests<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        struct List<'a>(&'a Requests<'a>);

        impl Serialize for List<'_> {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let requests = &self.0.0;
                let mut list = serializer.serialize_seq(Some(requests.len()))?;
                for (place, item, after) in requests {
                    list.serialize_element(&One { place: *place, item, after })?;
                }
                list.end()
            }
        }

        let mut body = serializer.serialize_map(Some(1))?;
        body.serialize_entry("requests", &List(self))?;
        body.end()
    }
}

struct One<'a> {
    place: usize,
    item: &'a BatchItem,
    after: &'a [usize],
}

impl Serialize for One<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut request = serializer.serialize_map(None)?;
        request.serialize_entry("id", &id(self.place))?;
        request.serialize_entry("method", self.item.operation.method.as_str())?;
        request.serialize_entry("url", &self.item.url)?;
        if !self.after.is_empty() {
            let ids: Vec<String> = self.after.iter().map(|place| id(*place)).collect();
            request.serialize_entry("dependsOn", &ids)?;
        }
        let headers = &self.item.headers;
        let text = |name: &HeaderName| {
            let values =
                headers.get_all(name).iter().filter_map(|value| str::from_utf8(value.as_bytes()).ok());
            values.collect::<Vec<_>>().join(", ")
        };
        let headers: BTreeMap<&str, String> =
            headers.keys().map(|name| (name.as_str(), text(name))).collect();
        request.serialize_entry("headers", &headers)?;
        if let Some(body) = &self.item.body {
            request.serialize_entry("body", body)?;
        }
        request.end()
    }
}

/// The answers of a batch, in any order.
///
/// ```
/// use msgraph_core::Operation;
/// use msgraph_core::batch::{BatchAnswers, PostBatch};
///
/// let answer = http::Response::new(bytes::Bytes::from_static(br#"{"responses":[{"id":"1","status":204}]}"#));
/// let answers: BatchAnswers = PostBatch::read(&answer)?; // for `Schedule::answered`
/// # Ok::<(), msgraph_core::Error>(())
/// ```
pub struct BatchAnswers {
    responses: Vec<Box<RawValue>>,
    pub(super) token: Option<TokenPermissions>,
}

/// One answer: whose it is, and what it is or why it cannot be told.
pub(super) struct BatchAnswer {
    pub(super) id: String,
    pub(super) response: Result<http::Response<Bytes>, &'static str>,
}

type Object = BTreeMap<String, Box<RawValue>>;

impl BatchAnswers {
    pub(super) fn read(&self) -> impl Iterator<Item = BatchAnswer> {
        self.responses.iter().map(|response| one(response).unwrap_or_else(BatchAnswer::unreadable))
    }
}

impl BatchAnswer {
    fn unreadable(id: String) -> Self {
        Self { id, response: Err("its answer has no status, or is no answer at all") }
    }
}

/// One answer, or its id, as far as there is one.
fn one(response: &RawValue) -> Result<BatchAnswer, String> {
    let response: Object = serde_json::from_str(response.get()).map_err(|_| String::new())?;
    let value = |name: &str| serde_json::from_str::<Value>(response.get(name)?.get()).ok();
    let id = match value("id") {
        Some(Value::String(id)) => id,
        Some(Value::Number(id)) => id.to_string(),
        _ => String::new(),
    };
    let status = value("status").and_then(|status| match status {
        Value::String(text) => text.parse().ok(),
        other => other.as_u64(),
    });
    let status = status.and_then(|status| StatusCode::from_u16(u16::try_from(status).ok()?).ok());
    let Some(status) = status else { return Err(id) };
    let headers = headers(value("headers"));
    let body = response.get("body").map(|body| bytes(body, headers.get(CONTENT_TYPE))).unwrap_or_default();
    let mut answer = http::Response::new(body);
    *answer.status_mut() = status;
    *answer.headers_mut() = headers;
    Ok(BatchAnswer { id, response: Ok(answer) })
}

/// The headers that HTTP allows; what is none is left out, as nothing asks for it.
fn headers(value: Option<Value>) -> HeaderMap {
    let Some(Value::Object(headers)) = value else { return HeaderMap::new() };
    let header = |(name, value): (String, Value)| {
        let text = match value {
            Value::String(text) => text,
            Value::Number(number) => number.to_string(),
            _ => return None,
        };
        Some((HeaderName::from_bytes(name.as_bytes()).ok()?, HeaderValue::from_str(&text).ok()?))
    };
    headers.into_iter().filter_map(header).collect()
}

/// A body as a single call has it. JSON stays as it came, to the digit; of another media type it is base64. Where it is
/// neither, the text itself: an error page of a gateway in between.
fn bytes(body: &RawValue, media_type: Option<&HeaderValue>) -> Bytes {
    let json = body.get();
    if json == "null" {
        return Bytes::new();
    }
    if json.starts_with('"') && media_type.is_some_and(|media_type| !is_json(media_type)) {
        let text: String = serde_json::from_str(json).unwrap_or_default();
        return match text.parse::<Binary>() {
            Ok(base64) => base64.to_bytes().into(),
            Err(_) => text.into(),
        };
    }
    Bytes::copy_from_slice(json.as_bytes())
}

impl<'de> Deserialize<'de> for BatchAnswers {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut body = Object::deserialize(deserializer)?;
        let list = body.remove("responses").ok_or_else(|| D::Error::missing_field("responses"))?;
        let responses = serde_json::from_str(list.get());
        let responses = responses.map_err(|_| D::Error::custom("`responses` is no list"))?;
        Ok(Self { responses, token: None })
    }
}

impl fmt::Debug for BatchAnswers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BatchAnswers").field("responses", &self.responses.len()).finish_non_exhaustive()
    }
}
