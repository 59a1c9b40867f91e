//! The requests in a batch, as they are written there.

use std::collections::{BTreeSet, HashMap};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::request::Parts;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, Uri};
use serde_json::{Map, Value};

use super::LIMIT;
use crate::errors::GraphError;
use crate::{handler, percent};

/// The longest id that a request may have, in bytes. Graph documents no limit; an id is repeated in answers and in
/// the log, so there must be one.
const LONGEST_ID: usize = 1_000;

/// A request in a batch.
pub(super) struct Item {
    /// Unique among its batch, without regard to case.
    pub(super) id: String,
    /// As if it had come by itself.
    pub(super) parts: Parts,
    pub(super) body: Bytes,
    /// The places of the requests that must have succeeded before, each once.
    pub(super) depends_on: Vec<usize>,
}

/// Reads them all; `version` is the path that their addresses are relative to.
pub(super) fn read(requests: Vec<Value>, version: &str) -> Result<Vec<Item>, GraphError> {
    let mut items: Vec<Item> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut wanted = Vec::new();
    for (at, request) in requests.into_iter().enumerate() {
        let Value::Object(mut request) = request else {
            return Err(GraphError::bad_request(format!("'requests[{at}]' must be an object.")));
        };
        let id = text(&mut request, "id", &format!("'requests[{at}]'"))?;
        if id.len() > LONGEST_ID {
            let message = format!("The id of 'requests[{at}]' is longer than {LONGEST_ID} bytes.");
            return Err(GraphError::bad_request(message));
        }
        if places.insert(id.to_lowercase(), at).is_some() {
            let message =
                format!("The id '{id}' is there twice. Ids must be unique, without regard to case.");
            return Err(GraphError::bad_request(message));
        }
        wanted.push(dependencies(request.remove("dependsOn"), &id)?);
        items.push(one(request, id, version)?);
    }
    let place = |name: &String| {
        places.get(&name.to_lowercase()).copied().ok_or_else(|| {
            let name: String = name.chars().take(LONGEST_ID).collect();
            GraphError::bad_request(format!("'dependsOn' names '{name}', which is no request of the batch."))
        })
    };
    for (item, names) in items.iter_mut().zip(&wanted) {
        let mut known = BTreeSet::new();
        for name in names {
            let place = place(name)?;
            if known.insert(place) {
                item.depends_on.push(place);
            }
        }
    }
    Ok(items)
}

fn one(mut request: Map<String, Value>, id: String, version: &str) -> Result<Item, GraphError> {
    let whose = format!("The request '{id}'");
    let method = text(&mut request, "method", &whose)?.to_ascii_uppercase();
    let method = Method::from_bytes(method.as_bytes())
        .map_err(|_| GraphError::bad_request(format!("{whose} has a method that is none.")))?;
    let uri = address(&text(&mut request, "url", &whose)?, version).ok_or_else(|| {
        GraphError::bad_request(format!("{whose} must have a url relative to the version."))
    })?;
    let headers = headers(request.remove("headers"), &whose)?;
    let body = request.remove("body").filter(|one| !one.is_null());
    let writes = [Method::POST, Method::PATCH, Method::PUT].contains(&method);
    let media_type = headers.get(CONTENT_TYPE).and_then(|one| one.to_str().ok());
    // Graph wants both of every request that writes, and refuses the batch otherwise: see
    // <https://github.com/microsoftgraph/msgraph-sdk-dotnet/issues/2628>.
    let is_complete = media_type.is_some() || body.is_none();
    if !is_complete || (writes && body.is_none()) {
        let message = format!("Write request id : {id} does not contain Content-Type header or body.");
        return Err(GraphError::bad_request(message));
    }
    let body = match body {
        Some(body) => bytes(&body, media_type, &whose)?,
        None => Bytes::new(),
    };
    let mut alone = Request::new(());
    *alone.method_mut() = method;
    *alone.uri_mut() = uri;
    *alone.headers_mut() = headers;
    Ok(Item { id, parts: alone.into_parts().0, body, depends_on: Vec::new() })
}

/// A text that must be there.
fn text(request: &mut Map<String, Value>, name: &str, whose: &str) -> Result<String, GraphError> {
    match request.remove(name) {
        Some(Value::String(text)) if !text.is_empty() => Ok(text),
        _ => Err(GraphError::bad_request(format!("{whose} must have '{name}', a text that is not empty."))),
    }
}

fn dependencies(value: Option<Value>, id: &str) -> Result<Vec<String>, GraphError> {
    let fault =
        || GraphError::bad_request(format!("'dependsOn' of the request '{id}' must be a list of ids."));
    match value {
        None | Some(Value::Null) => Ok(Vec::new()),
        Some(Value::Array(names)) if names.len() > LIMIT => {
            let message = format!(
                "'dependsOn' of the request '{id}' has more than {LIMIT} ids. It has at most {LIMIT}."
            );
            Err(GraphError::bad_request(message))
        }
        Some(list) => serde_json::from_value(list).map_err(|_| fault()),
    }
}

fn headers(value: Option<Value>, whose: &str) -> Result<HeaderMap, GraphError> {
    let fault = || GraphError::bad_request(format!("{whose} has 'headers' that are no object of texts."));
    let mut headers = HeaderMap::new();
    let given = match value {
        None | Some(Value::Null) => return Ok(headers),
        Some(Value::Object(given)) => given,
        Some(_) => return Err(fault()),
    };
    for (name, value) in given {
        let name = HeaderName::from_bytes(name.as_bytes()).map_err(|_| fault())?;
        let value = value.as_str().and_then(|one| HeaderValue::from_str(one).ok()).ok_or_else(fault)?;
        headers.insert(name, value);
    }
    Ok(headers)
}

/// What was sent: JSON as JSON, anything else as base64, in either alphabet and with or without padding.
fn bytes(body: &Value, media_type: Option<&str>, whose: &str) -> Result<Bytes, GraphError> {
    if media_type.is_some_and(handler::is_json) {
        return Ok(Bytes::from(body.to_string()));
    }
    let text = body.as_str().map(|text| text.trim_end_matches('=').replace('-', "+").replace('_', "/"));
    let decoded = text.and_then(|text| STANDARD_NO_PAD.decode(text).ok());
    let fault = || GraphError::bad_request(format!("{whose} has a body that is neither JSON nor base64."));
    decoded.map(Bytes::from).ok_or_else(fault)
}

/// The address behind that of the version. What may not stand in an address, such as a space, is encoded.
fn address(url: &str, version: &str) -> Option<Uri> {
    const ALLOWED: &str = "-._~!$&'()*+,;=:@/?%";
    if url.split('?').next().is_some_and(|path| path.contains("://") || path.starts_with("//")) {
        return None;
    }
    let mut address = format!("{version}/");
    for letter in url.strip_prefix('/').unwrap_or(url).chars() {
        if letter.is_ascii_alphanumeric() || ALLOWED.contains(letter) {
            address.push(letter);
        } else {
            address.push_str(&percent::encode_component(letter.encode_utf8(&mut [0; 4])));
        }
    }
    address.parse().ok()
}
