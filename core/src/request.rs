//! One call being put together.

use std::borrow::Cow;
use std::fmt;
use std::future::IntoFuture;
use std::marker::PhantomData;

use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_TYPE};
use http::{Extensions, HeaderMap, HeaderName, HeaderValue, StatusCode};
use serde::Serialize;
use url::Url;

use crate::odata::encode_query;
use crate::{Answer, BoxFuture, Client, Error, Operation, RequestError};

pub mod option;
mod settings;

pub use settings::RequestSettings;

/// How many bytes of a URL the crate `http` takes.
const URL_LIMIT: usize = 65_534;

/// One call of an operation: options can still be added, `.await` sends it.
///
/// A request that is not awaited sends nothing. It also turns into an [`http::Request`] without
/// any client ([`into_http`](Self::into_http)).
///
/// ```
/// # mod slice { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/slice.rs")); }
/// # use slice::*;
/// # let graph = detached();
/// let request = graph.me().online_meetings().get().top(10);
/// let http = request.into_http()?;
/// assert_eq!(http.uri(), "https://graph.microsoft.com/v1.0/me/onlineMeetings?$top=10");
/// # Ok::<(), msgraph_core::Error>(())
/// ```
#[must_use = "a request is sent when it is awaited"]
pub struct Request<O> {
    client: Client,
    url: Url,
    query: Vec<(Cow<'static, str>, String)>,
    headers: HeaderMap,
    body: Option<Bytes>,
    extensions: Extensions,
    fault: Option<RequestError>,
    operation: PhantomData<fn() -> O>,
}

impl<O: Operation> Request<O> {
    pub(crate) fn new(client: Client, url: Url, fault: Option<RequestError>) -> Self {
        Self {
            client,
            url,
            query: Vec::new(),
            headers: HeaderMap::new(),
            body: None,
            extensions: Extensions::new(),
            fault,
            operation: PhantomData,
        }
    }

    /// What sends it.
    #[must_use]
    pub fn client(&self) -> &Client {
        &self.client
    }

    pub(crate) fn extensions_mut(&mut self) -> &mut Extensions {
        &mut self.extensions
    }

    /// The request with a JSON body. The generated request builders call this.
    ///
    /// ```
    /// # mod slice { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/slice.rs")); }
    /// # use slice::*;
    /// # let path = detached().client().path().literal("me").literal("onlineMeetings");
    /// # let path: msgraph_core::Path = path;
    /// let request = path.request::<PostMeOnlineMeetings>().json(&OnlineMeeting::new().set_subject("Lecture"));
    /// let http = request.into_http()?;
    /// assert_eq!(http.headers()["content-type"], "application/json");
    /// assert_eq!(http.body(), r#"{"subject":"Lecture"}"#);
    /// # Ok::<(), msgraph_core::Error>(())
    /// ```
    pub fn json(mut self, body: &(impl Serialize + ?Sized)) -> Self {
        match serde_json::to_vec(body) {
            Ok(json) => self.body = Some(Bytes::from(json)),
            Err(fault) => self.fail(RequestError::Body { reason: fault.to_string() }),
        }
        self.headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        self
    }

    /// The request with these bytes as its body, and their media type. They are not copied. The generated
    /// request builders call this for uploads.
    ///
    /// ```
    /// # mod slice { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/slice.rs")); }
    /// # use slice::*;
    /// # let path: msgraph_core::Path = detached().client().path();
    /// let request = path.request::<PutMeRecordingContent>().body("video/mp4", vec![0; 4]);
    /// let http = request.into_http()?;
    /// assert_eq!(http.headers()["content-type"], "video/mp4");
    /// assert_eq!(http.body().len(), 4);
    /// # Ok::<(), msgraph_core::Error>(())
    /// ```
    pub fn body(mut self, media_type: impl AsRef<str>, body: impl Into<Bytes>) -> Self {
        self.body = Some(body.into());
        self.header(CONTENT_TYPE, media_type)
    }

    /// The request with a header. A header that is there already is replaced.
    ///
    /// A name or value that HTTP does not allow is an error when the request is sent.
    ///
    /// ```
    /// # mod slice { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/slice.rs")); }
    /// # use slice::*;
    /// # let graph = detached();
    /// let list = graph.me().online_meetings().get();
    /// let http = list.clone().header("x-ms-throttle-priority", "low").into_http()?;
    /// assert_eq!(http.headers()["x-ms-throttle-priority"], "low");
    ///
    /// let refused = list.header("two lines", "a\nb").into_http();
    /// assert!(matches!(refused, Err(msgraph_core::Error::Request(_))));
    /// # Ok::<(), msgraph_core::Error>(())
    /// ```
    pub fn header(mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        let (name, value) = (name.as_ref(), value.as_ref());
        match (HeaderName::from_bytes(name.as_bytes()), HeaderValue::from_str(value)) {
            (Ok(name), Ok(value)) => {
                self.headers.insert(name, value);
            }
            _ => self.fail(RequestError::Header { name: name.to_owned() }),
        }
        self
    }

    /// The request with an option in its query that the slice does not know, such as `$skiptoken`.
    /// It is encoded for the URL here. One of the same name that is there already is replaced.
    ///
    /// ```
    /// # mod slice { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/slice.rs")); }
    /// # use slice::*;
    /// # let graph = detached();
    /// let http = graph.me().online_meetings().get().query("$skiptoken", "a b&c").into_http()?;
    /// assert_eq!(http.uri().query(), Some("$skiptoken=a%20b%26c"));
    /// # Ok::<(), msgraph_core::Error>(())
    /// ```
    pub fn query(mut self, name: impl Into<Cow<'static, str>>, value: impl Into<String>) -> Self {
        let (name, value) = (name.into(), value.into());
        match self.query.iter_mut().find(|(known, _)| *known == name) {
            Some((_, known)) => *known = value,
            None => self.query.push((name, value)),
        }
        self
    }

    /// An option that is a list of names, or a filter. An empty one is not sent.
    pub(crate) fn query_list(mut self, name: &'static str, list: String) -> Self {
        if list.is_empty() {
            self.query.retain(|(known, _)| known != name);
            return self;
        }
        self.query(name, list)
    }

    /// The request with something for the [`Service`](crate::Service) that sends it, beside what HTTP carries: it stands
    /// among the extensions of the [`http::Request`].
    ///
    /// ```
    /// # mod slice { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/slice.rs")); }
    /// # use slice::*;
    /// #[derive(Debug, Clone, PartialEq)]
    /// struct Tenant(&'static str);
    ///
    /// # let graph = detached();
    /// let http = graph.me().online_meetings().get().extension(Tenant("contoso")).into_http()?;
    /// assert_eq!(http.extensions().get(), Some(&Tenant("contoso")));
    /// # Ok::<(), msgraph_core::Error>(())
    /// ```
    pub fn extension<T: Clone + Send + Sync + 'static>(mut self, extension: T) -> Self {
        self.extensions.insert(extension);
        self
    }

    /// A header that is a list, with this behind what it already holds.
    pub(crate) fn header_item(self, name: &str, item: &str) -> Self {
        match self.headers.get(name).and_then(|value| value.to_str().ok()) {
            Some(items) => {
                let items = format!("{items}, {item}");
                self.header(name, items)
            }
            None => self.header(name, item),
        }
    }

    /// Whether a header that is a list holds that item already.
    pub(crate) fn has_header_item(&self, name: &str, item: &str) -> bool {
        let items = self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
        items.split(',').any(|known| known.trim().eq_ignore_ascii_case(item))
    }

    pub(crate) fn fail(&mut self, fault: RequestError) {
        self.fault.get_or_insert(fault);
    }

    /// The request as HTTP has it, without a token: for tests, for batches, for a transport of
    /// one's own.
    ///
    /// ```
    /// # mod slice { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/slice.rs")); }
    /// # use slice::*;
    /// # let graph = detached();
    /// let http = graph.me().online_meetings().by_id("MSo1N2Y5").get().into_http()?;
    /// assert_eq!(http.method(), "GET");
    /// assert_eq!(http.uri(), "https://graph.microsoft.com/v1.0/me/onlineMeetings/MSo1N2Y5");
    /// assert!(!http.headers().contains_key("authorization"));
    /// # Ok::<(), msgraph_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Request`] where a key, a header or the body cannot be sent, or the URL is too long.
    pub fn into_http(self) -> Result<http::Request<Bytes>, Error> {
        if let Some(fault) = self.fault {
            return Err(fault.into());
        }
        let mut url = self.url;
        if !self.query.is_empty() {
            url.set_query(Some(&encode_query(&self.query)));
        }
        let length = url.as_str().len();
        if length > URL_LIMIT {
            return Err(RequestError::TooLong { length, limit: URL_LIMIT }.into());
        }
        let mut request = http::Request::builder()
            .method(O::INFO.method.clone())
            .uri(url.as_str())
            .body(self.body.unwrap_or_default())
            .map_err(|fault| RequestError::Target { reason: fault.to_string() })?;
        *request.headers_mut() = self.headers;
        *request.extensions_mut() = self.extensions;
        request.headers_mut().entry(ACCEPT).or_insert(HeaderValue::from_static(O::Answer::ACCEPT));
        Ok(request)
    }

    /// Sends the request and gives the status and the headers along with the answer.
    ///
    /// ```
    /// # mod slice { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/slice.rs")); }
    /// # use slice::*;
    /// # let created = http::Response::builder().status(201).body(r#"{"id":"MSo1N2Y5"}"#).unwrap();
    /// # let graph = answering([created]);
    /// # now(async {
    /// let response = graph.me().online_meetings().post(&OnlineMeeting::new()).response().await?;
    /// assert_eq!(response.status(), 201);
    /// assert_eq!(response.body().id.as_deref(), Some("MSo1N2Y5"));
    /// # Ok::<(), msgraph_core::Error>(())
    /// # })?;
    /// # Ok::<(), msgraph_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// Whatever [`Error`] names.
    pub fn response(self) -> BoxFuture<'static, Result<Response<<O::Answer as Answer>::Output>, Error>> {
        Box::pin(async move {
            let client = self.client.clone();
            let request = self.into_http()?;
            let service = client.service().ok_or(RequestError::Detached)?;
            Response::read::<O>(service.call(request, O::INFO).await?)
        })
    }
}

impl<O> Clone for Request<O> {
    fn clone(&self) -> Self {
        Self {
            client: self.client.clone(),
            url: self.url.clone(),
            query: self.query.clone(),
            headers: self.headers.clone(),
            body: self.body.clone(),
            extensions: self.extensions.clone(),
            fault: self.fault.clone(),
            operation: PhantomData,
        }
    }
}

impl<O: Operation> IntoFuture for Request<O> {
    type Output = Result<<O::Answer as Answer>::Output, Error>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        let response = self.response();
        Box::pin(async move { Ok(response.await?.body) })
    }
}

impl<O: Operation> fmt::Debug for Request<O> {
    /// The operation and the names of what was set: values may be passcodes or join URLs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let query: Vec<&str> = self.query.iter().map(|(name, _)| &**name).collect();
        let headers: Vec<&str> = self.headers.keys().map(HeaderName::as_str).collect();
        f.debug_struct("Request")
            .field("operation", &format_args!("{}", O::INFO))
            .field("query", &query)
            .field("headers", &headers)
            .field("body", &format_args!("<{} bytes>", self.body.as_ref().map_or(0, Bytes::len)))
            .field("fault", &self.fault)
            .finish_non_exhaustive()
    }
}

/// An answer with its status and headers.
///
/// ```
/// # mod slice { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/slice.rs")); }
/// # use slice::*;
/// use msgraph_core::Response;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let answer = http::Response::builder()
///     .status(201)
///     .header("request-id", "7c2b8a3e")
///     .body(bytes::Bytes::from_static(br#"{"subject":"Lecture"}"#))?;
/// let response = Response::read::<PostMeOnlineMeetings>(answer)?;
/// assert_eq!(response.status(), 201);
/// assert_eq!(response.headers()["request-id"], "7c2b8a3e");
/// assert_eq!(response.body().subject.as_deref(), Some("Lecture"));
/// let meeting: OnlineMeeting = response.into_body();
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Response<T> {
    status: StatusCode,
    headers: HeaderMap,
    body: T,
}

impl<T> fmt::Debug for Response<T> {
    /// The status and the names of the headers: a header or a body may be a join URL or a cookie.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let headers: Vec<&str> = self.headers.keys().map(HeaderName::as_str).collect();
        f.debug_struct("Response")
            .field("status", &self.status)
            .field("headers", &headers)
            .finish_non_exhaustive()
    }
}

impl<T> Response<T> {
    /// Reads an answer of the service without a client: the sans-IO twin of [`Request::response`].
    ///
    /// ```
    /// use msgraph_core::batch::PostBatch;
    /// use msgraph_core::Response;
    ///
    /// # fn main() -> Result<(), msgraph_core::Error> {
    /// let answer = http::Response::new(bytes::Bytes::from_static(br#"{"responses":[]}"#));
    /// assert_eq!(Response::read::<PostBatch>(answer)?.status(), 200);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// Those of [`Operation::read`].
    pub fn read<O>(response: http::Response<Bytes>) -> Result<Self, Error>
    where
        O: Operation<Answer: Answer<Output = T>>,
    {
        let body = O::read(&response)?;
        let (parts, _) = response.into_parts();
        Ok(Self { status: parts.status, headers: parts.headers, body })
    }

    /// The status: always a success.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The headers of the answer.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The answer.
    #[must_use]
    pub fn body(&self) -> &T {
        &self.body
    }

    /// The answer alone.
    #[must_use]
    pub fn into_body(self) -> T {
        self.body
    }
}
