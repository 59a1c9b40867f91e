//! Several requests in one: `$batch`.
//!
//! See <https://learn.microsoft.com/graph/json-batching>. A batch that cannot be read is refused as a whole;
//! what one of its requests asks for is answered for that request alone.

mod item;
mod order;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::Response;
use http::header::{AUTHORIZATION, CONTENT_TYPE};
use msgraph_spec::model::HttpMethod;
use serde_json::{Map, Value, json};
use time::OffsetDateTime;

use crate::errors::GraphError;
use crate::exchange::{self, Asked, Course};
use crate::fault::Cut;
use crate::handler;
use crate::percent;
use crate::reply::{Reply, RequestIds};
use crate::service::Service;
use crate::state::State;
use item::Item;

/// How many requests a batch may have.
const LIMIT: usize = 20;
const CLIENT_REQUEST_ID: &str = "client-request-id";

/// Whether a path below the service root is that of batches.
pub(crate) fn is_meant(path: &str) -> bool {
    let path = percent::decode(path, false).unwrap_or_default();
    path.strip_suffix('/').unwrap_or(&path).eq_ignore_ascii_case("/$batch")
}

/// `POST /$batch`
pub(crate) fn answer(
    service: &Service,
    state: &mut State,
    asked: &Asked<'_>,
    body: &[u8],
    course: &mut Course,
    now: OffsetDateTime,
) -> Result<Reply, GraphError> {
    if asked.batch_id.is_some() {
        return Err(GraphError::bad_request("A batch cannot hold another batch."));
    }
    if asked.parts.method != http::Method::POST {
        return Err(GraphError::method_not_allowed(asked.parts.method.as_str(), &[HttpMethod::Post]));
    }
    let items = read(asked, body)?;
    let mut answers: Vec<Option<Response<Bytes>>> = items.iter().map(|_| None).collect();
    for at in order::by_dependency(&items)? {
        let item = &items[at];
        let has_failed =
            |other: &&usize| answers[**other].as_ref().is_some_and(|one| one.status().as_u16() >= 400);
        answers[at] = Some(if let Some(failed) = item.depends_on.iter().find(has_failed) {
            let ids = RequestIds::new(&item.parts.headers, &mut state.ids);
            GraphError::failed_dependency(&items[*failed].id).into_reply(&ids, now).into_response(&ids, now)
        } else {
            let batch_id = Some(item.id.as_str());
            let asked = Asked { parts: &item.parts, body: Ok(item.body.clone()), batch_id };
            let outcome = exchange::exchange(service, state, &asked, now);
            course.delivery.merge(outcome.delivery);
            if outcome.delivery.cut == Some(Cut::Before) {
                // The connection is gone, whatever else was to happen to it, and nobody is left to answer.
                return Ok(Reply::no_content());
            }
            outcome.answer
        });
    }
    let told = items.iter().zip(answers).filter_map(|(item, answer)| Some(told(&item.id, answer?)));
    let mut told: Vec<Value> = told.collect();
    // Graph promises no order, so a client must not find the one that it asked in.
    state.ids.shuffle(&mut told);
    Ok(Reply::ok(json!({ "responses": told })))
}

/// The requests of a batch, each with the token of the batch.
fn read(asked: &Asked<'_>, body: &[u8]) -> Result<Vec<Item>, GraphError> {
    let headers = &asked.parts.headers;
    let mut body = handler::json(headers, body)?;
    let Some(Value::Array(requests)) = body.remove("requests") else {
        return Err(GraphError::bad_request("A batch must have 'requests', a list."));
    };
    if requests.len() > LIMIT {
        let count = requests.len();
        let message = format!("A batch has at most {LIMIT} requests, and this one has {count}.");
        return Err(GraphError::bad_request(message));
    }
    let path = asked.parts.uri.path();
    let path = path.strip_suffix('/').unwrap_or(path);
    let version = path.rfind('/').map_or("", |at| &path[..at]);
    let mut items = item::read(requests, version)?;
    for item in &mut items {
        for name in [AUTHORIZATION.as_str(), CLIENT_REQUEST_ID] {
            let is_own = name == CLIENT_REQUEST_ID && item.parts.headers.contains_key(name);
            if let Some(value) = headers.get(name).filter(|_| !is_own) {
                item.parts.headers.insert(http::HeaderName::from_static(name), value.clone());
            }
        }
    }
    Ok(items)
}

/// An answer as the batch tells it: JSON as it is, anything else as base64.
fn told(id: &str, answer: Response<Bytes>) -> Value {
    let (parts, body) = answer.into_parts();
    let mut headers = Map::new();
    for (name, value) in &parts.headers {
        headers.insert(titled(name.as_str()), String::from_utf8_lossy(value.as_bytes()).into());
    }
    let mut told = json!({ "id": id, "status": parts.status.as_u16(), "headers": headers });
    if !body.is_empty() {
        let media_type = parts.headers.get(CONTENT_TYPE).and_then(|one| one.to_str().ok());
        let json =
            if media_type.is_some_and(handler::is_json) { serde_json::from_slice(&body).ok() } else { None };
        told["body"] = json.unwrap_or_else(|| STANDARD.encode(&body).into());
    }
    told
}

/// `content-type` as Graph spells it in a batch: `Content-Type`.
fn titled(name: &str) -> String {
    let word = |word: &str| {
        let mut letters = word.chars();
        letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters).collect::<String>()
    };
    name.split('-').map(word).collect::<Vec<_>>().join("-")
}
