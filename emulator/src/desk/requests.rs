//! What was received, as JSON.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::StatusCode;
use serde_json::{Map, Value, json};
use time::OffsetDateTime;

use super::answer::{Answer, Refusal};
use super::number;
use crate::moment;
use crate::received::Received;
use crate::service::Service;

/// `GET /emulator/requests`: those that are kept, behind `after`.
pub(super) fn list(service: &Service, query: &str) -> Result<Answer, Refusal> {
    let after = number(query, "after")?.unwrap_or(0);
    let (last, found) = {
        let state = service.state();
        (state.log.last(), state.log.after(after).cloned().collect::<Vec<_>>())
    };
    let requests: Vec<Value> = found.iter().map(whole).collect();
    Ok(Answer::ok(json!({"last": last, "requests": requests})))
}

/// `GET /emulator/requests/{number}`
pub(super) fn one(service: &Service, number: u64) -> Result<Answer, Refusal> {
    let found = service.state().log.get(number).cloned();
    let found = found.ok_or_else(|| {
        let message = format!("The request {number} has not come, or is not kept any more.");
        Refusal::new(StatusCode::NOT_FOUND, "notFound", message)
    })?;
    Ok(Answer::ok(whole(&found)))
}

/// All that there is to say of a request.
fn whole(received: &Received) -> Value {
    let mut request = summary(received);
    request["path"] = received.path.as_str().into();
    request["headers"] = headers(received).into();
    request["bodyLength"] = received.body_length.into();
    match received.json() {
        _ if received.body.is_empty() => {}
        Some(body) => request["body"] = body,
        None => request["bodyBase64"] = STANDARD.encode(&received.body).into(),
    }
    request
}

/// A request without query, headers and body. A query can have a link to join by, and who shows somebody the page
/// shows those of all requests; what one has is looked up.
pub(super) fn summary(received: &Received) -> Value {
    let (path, query) = received.path.split_once('?').map_or((&*received.path, None), |(a, b)| (a, Some(b)));
    let reason = received.status.and_then(|status| StatusCode::from_u16(status).ok()?.canonical_reason());
    json!({
        "number": received.number,
        "time": moment::format(OffsetDateTime::from(received.at)),
        "method": received.method,
        "path": path,
        "hasQuery": query.is_some(),
        "operation": received.operation,
        "batchId": received.batch_id,
        "status": received.status,
        "reason": reason,
        "errorCode": received.error_code,
        "fault": received.fault,
        "scheme": received.scheme,
        "permissions": received.permissions,
        "needed": received.needed,
    })
}

/// By their names. What came several times is joined as RFC 9110 lets it be.
fn headers(received: &Received) -> Map<String, Value> {
    let mut headers: Map<String, Value> = Map::new();
    for (name, value) in &received.headers {
        let joined = match headers.get(name).and_then(Value::as_str) {
            Some(first) => format!("{first}, {value}"),
            None => value.clone(),
        };
        headers.insert(name.clone(), joined.into());
    }
    headers
}
