//! The seam between requests and whatever sends them.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use bytes::Bytes;
use url::Url;

use crate::{ByteStream, Error, OperationInfo, Path};

/// A future on the heap that may move between threads.
///
/// ```
/// use msgraph_core::BoxFuture;
///
/// fn later(word: &str) -> BoxFuture<'_, usize> {
///     Box::pin(async move { word.len() })
/// }
/// ```
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Sends requests: the runtime crate implements it over HTTP, tests implement it in memory.
///
/// A service adds what the request builder does not know (the token, ids, retries) and answers with
/// what came back, whatever its status: reading it is the operation's work.
///
/// ```
/// # mod slice { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/slice.rs")); }
/// # use slice::*;
/// use bytes::Bytes;
/// use msgraph_core::{BoxFuture, Client, Error, OperationInfo, Service};
///
/// /// Answers every list with an empty page.
/// struct Empty;
///
/// impl Service for Empty {
///     fn call(
///         &self,
///         _request: http::Request<Bytes>,
///         operation: &'static OperationInfo,
///     ) -> BoxFuture<'_, Result<http::Response<Bytes>, Error>> {
///         println!("{operation}");
///         Box::pin(async { Ok(http::Response::new(Bytes::from_static(br#"{"value":[]}"#))) })
///     }
/// }
///
/// # now(async {
/// let client = Client::new("https://graph.microsoft.com/v1.0".parse().unwrap(), Empty);
/// let list = client.path::<()>().literal("me").literal("onlineMeetings").request::<ListMeOnlineMeetings>();
/// assert_eq!(list.await?.value, []);
/// # Ok::<(), Error>(())
/// # })?;
/// # Ok::<(), msgraph_core::Error>(())
/// ```
pub trait Service: Send + Sync + 'static {
    /// Sends one request and waits for the whole answer.
    ///
    /// The answer may have any status; an `Err` means that there is none.
    fn call(
        &self,
        request: http::Request<Bytes>,
        operation: &'static OperationInfo,
    ) -> BoxFuture<'_, Result<http::Response<Bytes>, Error>>;

    /// Sends one request and gives the answer as soon as its head is there; the body comes piece by piece.
    ///
    /// A service that does not say otherwise collects the whole answer and gives it in one piece.
    fn stream(
        &self,
        request: http::Request<Bytes>,
        operation: &'static OperationInfo,
    ) -> BoxFuture<'_, Result<http::Response<ByteStream>, Error>> {
        let answer = self.call(request, operation);
        Box::pin(async move { Ok(answer.await?.map(ByteStream::from)) })
    }
}

/// Where requests go: the root of the service, and the [`Service`] that sends them. Cheap to clone.
///
/// ```
/// # mod slice { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/slice.rs")); }
/// # use slice::*;
/// use msgraph_core::{Client, Error, RequestError};
///
/// # now(async {
/// let client = Client::detached("https://graph.microsoft.com/v1.0".parse().unwrap());
/// assert_eq!(client.root().path(), "/v1.0");
/// let path = client.path::<()>().literal("me").literal("onlineMeetings");
/// let request = path.request::<ListMeOnlineMeetings>();
/// assert_eq!(request.clone().into_http()?.uri().path(), "/v1.0/me/onlineMeetings");
/// assert!(matches!(request.await, Err(Error::Request(RequestError::Detached))));
/// # Ok::<(), Error>(())
/// # })?;
/// # Ok::<(), msgraph_core::Error>(())
/// ```
#[derive(Clone)]
pub struct Client {
    inner: Arc<Inner>,
}

struct Inner {
    root: Url,
    service: Option<Box<dyn Service>>,
}

impl Client {
    /// A client that sends through that service. The root is such as
    /// `https://graph.microsoft.com/v1.0`.
    #[must_use]
    pub fn new(root: Url, service: impl Service) -> Self {
        Self { inner: Arc::new(Inner { root, service: Some(Box::new(service)) }) }
    }

    /// A client that sends nothing: its requests only turn into [`http::Request`]s, and awaiting
    /// one is [`RequestError::Detached`](crate::RequestError::Detached).
    #[must_use]
    pub fn detached(root: Url) -> Self {
        Self { inner: Arc::new(Inner { root, service: None }) }
    }

    /// The root that paths are relative to.
    #[must_use]
    pub fn root(&self) -> &Url {
        &self.inner.root
    }

    /// Whether both send through the same service: with the same credential, to the same place. Clones do.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.inner, &other.inner)
    }

    /// Where the path of every operation begins, for programs that are checked as `A`.
    #[must_use]
    pub fn path<A>(&self) -> Path<A> {
        Path::root(self.clone())
    }

    pub(crate) fn service(&self) -> Option<&dyn Service> {
        self.inner.service.as_deref()
    }
}

/// A client whose calls are checked as those of the program `A`: where the request builders of a slice begin.
///
/// A client of `msgraph` has its program; a bare [`Client`] is that of any program.
///
/// ```
/// use msgraph_core::{AsClient, Client, Path};
///
/// /// Where the paths of a slice of one's own begin, whatever client it is given.
/// fn me<A>(client: &impl AsClient<A>) -> Path<A> {
///     client.as_client().path().literal("me")
/// }
///
/// let client = Client::detached("https://graph.microsoft.com/v1.0".parse()?);
/// let path: Path = me(&client);
/// assert_eq!(format!("{path:?}"), "Path(/me)");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub trait AsClient<A> {
    /// What sends the requests.
    fn as_client(&self) -> &Client;
}

impl<A> AsClient<A> for Client {
    fn as_client(&self) -> &Client {
        self
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("root", &shown(&self.inner.root)).finish_non_exhaustive()
    }
}

/// A root for people: without what may be a password or a signature.
pub(crate) fn shown(root: &Url) -> String {
    if root.cannot_be_a_base() {
        return format!("{}:…", root.scheme());
    }
    let mut shown = root.clone();
    shown.set_query(None);
    shown.set_fragment(None);
    // fails where there is no host, and then there is no user either
    let _ = shown.set_username("").and_then(|()| shown.set_password(None));
    shown.into()
}
