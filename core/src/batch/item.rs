//! A request of a batch, as it is written there.

use std::sync::Arc;

use bytes::Bytes;
use http::header::{AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE, HOST, USER_AGENT};
use http::{HeaderMap, HeaderValue, Method};
use serde_json::value::RawValue;
use url::Url;

use super::BatchError;
use crate::model::Binary;
use crate::{Error, OperationInfo, RequestError, RequestSettings};

/// What the requests of a batch call: it stands among the extensions of the request that carries them, so that a
/// [`Service`](crate::Service) can count and check those instead of `POST /$batch`.
///
/// ```
/// # mod slice { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/slice.rs")); }
/// # use slice::*;
/// use msgraph_core::Operation;
/// use msgraph_core::batch::BatchedOperations;
///
/// /// What a request calls: for a service that counts.
/// fn called(request: &http::Request<bytes::Bytes>) -> usize {
///     request.extensions().get::<BatchedOperations>().map_or(1, |batch| batch.0.len())
/// }
/// let mut request = http::Request::new(bytes::Bytes::new());
/// request.extensions_mut().insert(BatchedOperations([ListMeOnlineMeetings::INFO, GetMeOnlineMeetings::INFO].into()));
/// assert_eq!(called(&request), 2);
/// ```
#[derive(Debug, Clone)]
pub struct BatchedOperations(pub Arc<[&'static OperationInfo]>);

/// A request of a batch.
///
/// ```
/// # mod slice { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/slice.rs")); }
/// # use slice::*;
/// use msgraph_core::Operation;
/// use msgraph_core::batch::BatchItem;
///
/// # let graph = detached();
/// let request = graph.me().online_meetings().by_id("MSo1N2Y5ZGFjYy03").get();
/// let item = BatchItem::new(request.into_http()?, GetMeOnlineMeetings::INFO, graph.client().root())?
///     .with_id(|| http::HeaderValue::from_static("7c2b8a3e"));
/// assert_eq!(item.operation().path, "/me/onlineMeetings/{onlineMeeting-id}");
/// assert!(item.can_be_repeated());
/// # Ok::<(), msgraph_core::Error>(())
/// ```
pub struct BatchItem {
    pub(super) operation: &'static OperationInfo,
    /// Relative to the root of the version, with a slash before it.
    pub(super) url: String,
    pub(super) headers: HeaderMap,
    pub(super) body: Option<Box<RawValue>>,
    pub(super) settings: RequestSettings,
}

impl BatchItem {
    /// A request as the batch of a service with that root has it.
    ///
    /// Headers that are those of the batch as a whole are left out, and of all the token.
    ///
    /// # Errors
    /// [`RequestError::ForeignOrigin`] and [`BatchError::Refused`] where it goes to another service or version, or where
    /// its body or a header cannot be written.
    pub fn new(
        mut request: http::Request<Bytes>,
        operation: &'static OperationInfo,
        root: &Url,
    ) -> Result<Self, Error> {
        let url = relative(request.uri(), operation, root)?;
        let settings = request.extensions_mut().remove::<RequestSettings>().unwrap_or_default();
        let (parts, bytes) = request.into_parts();
        let mut headers = parts.headers;
        for name in [AUTHORIZATION, HOST, CONTENT_LENGTH, USER_AGENT] {
            headers.remove(name);
        }
        if let Some((name, _)) = headers.iter().find(|(_, value)| str::from_utf8(value.as_bytes()).is_err()) {
            return Err(RequestError::Header { name: name.to_string() }.into());
        }
        let body = body(&bytes, &mut headers, operation)?;
        Ok(Self { operation, url, headers, body, settings })
    }

    /// The same with an id of its own in `client-request-id`, where it has none.
    #[must_use]
    pub fn with_id(mut self, id: impl FnOnce() -> HeaderValue) -> Self {
        self.headers.entry("client-request-id").or_insert_with(id);
        self
    }

    /// What it calls.
    #[must_use]
    pub fn operation(&self) -> &'static OperationInfo {
        self.operation
    }

    /// Whether doing it twice is as doing it once.
    #[must_use]
    pub fn can_be_repeated(&self) -> bool {
        self.settings.can_be_repeated || self.operation.can_be_repeated()
    }
}

/// The part of an address behind the root.
fn relative(uri: &http::Uri, operation: &'static OperationInfo, root: &Url) -> Result<String, Error> {
    let unknown = || RequestError::ForeignOrigin { origin: "an unknown place".to_owned() };
    let url = Url::parse(&uri.to_string()).map_err(|_| unknown())?;
    if url.origin() != root.origin() {
        return Err(RequestError::ForeignOrigin { origin: url.origin().ascii_serialization() }.into());
    }
    let base = root.path().trim_end_matches('/');
    let path = url.path().strip_prefix(base).filter(|rest| rest.starts_with('/'));
    let Some(path) = path else {
        let root = format!("{}{base}", root.origin().ascii_serialization());
        let reason =
            format!("it is of a client with another root than `{root}`; put it into a batch of that client");
        return Err(BatchError::Refused { operation, reason }.into());
    };
    Ok(url.query().map_or_else(|| path.to_owned(), |query| format!("{path}?{query}")))
}

/// A body as a batch has it: JSON as it is, anything else as base64.
fn body(
    bytes: &Bytes,
    headers: &mut HeaderMap,
    operation: &'static OperationInfo,
) -> Result<Option<Box<RawValue>>, Error> {
    let refused = |reason: String| BatchError::Refused { operation, reason };
    if bytes.is_empty() {
        // The service refuses a batch in which a request that writes has no body:
        // https://github.com/microsoftgraph/msgraph-sdk-dotnet/issues/2628
        let writes = [Method::POST, Method::PUT, Method::PATCH].contains(&operation.method);
        if !writes {
            return Ok(None);
        }
        if headers.get(CONTENT_TYPE).is_none_or(is_json) {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
            return Ok(Some(raw("{}".to_owned()).map_err(refused)?));
        }
    }
    let Some(media_type) = headers.get(CONTENT_TYPE) else {
        return Err(refused("it has a body without a `Content-Type`; set one".to_owned()).into());
    };
    if is_json(media_type) {
        let json = str::from_utf8(bytes).map_err(|_| refused("its body is not UTF-8".to_owned()))?;
        return Ok(Some(raw(json.to_owned()).map_err(refused)?));
    }
    let base64 = format!("\"{}\"", Binary::from_bytes(bytes));
    Ok(Some(raw(base64).map_err(refused)?))
}

fn raw(json: String) -> Result<Box<RawValue>, String> {
    RawValue::from_string(json).map_err(|fault| {
        let (line, column) = (fault.line(), fault.column());
        format!("its body is announced as JSON, and is none at line {line}, column {column}")
    })
}

/// Whether a media type is JSON: `application/json`, `application/problem+json`.
pub(super) fn is_json(media_type: &HeaderValue) -> bool {
    let text = media_type.to_str().unwrap_or_default();
    let essence = text.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    essence == "application/json" || essence.ends_with("+json") || essence == "text/json"
}

impl std::fmt::Debug for BatchItem {
    /// What it calls: an address or a body may hold ids, passcodes or join URLs.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let headers: Vec<&str> = self.headers.keys().map(http::HeaderName::as_str).collect();
        f.debug_struct("BatchItem")
            .field("operation", &format_args!("{}", self.operation))
            .field("headers", &headers)
            .field("has_body", &self.body.is_some())
            .finish_non_exhaustive()
    }
}
