//! Page after page.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::{FusedStream, Stream};
use http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use http::{Extensions, HeaderMap, Method, Uri};
use serde::de::DeserializeOwned;

use super::link::{self, Followed};
use crate::{
    BoxFuture, Client, Error, Operation, OperationInfo, Page, Paged, Request, RequestError, RequestSettings,
};

type Answered = Result<http::Response<Bytes>, Error>;

/// The pages of a collection, as [`Request::pages`] gives them: a [`Stream`] that also works without any crate of
/// streams ([`next`](Self::next)).
///
/// An empty page is a page like others. A link that was followed before in this run, one that cannot be read and one
/// to another service each end the stream with an error. Behind an error nothing more comes, and
/// [`next_link`](Self::next_link) has the link that was not read.
///
/// ```
/// # use msgraph_core::{Error, Operation, Paged, Request};
/// # type Meeting = String;
/// # async fn list(request: Request<impl Operation<Answer = Paged<Meeting>>>) -> Result<(), Error> {
/// let mut pages = request.pages();
/// let first = pages.next().await.transpose()?;
/// let rest = pages.next_link().map(str::to_owned); // for `pages_from`, another day
/// # Ok(())
/// # }
/// ```
#[must_use = "nothing is sent before the first page is asked for"]
pub struct Pages<T> {
    client: Client,
    operation: &'static OperationInfo,
    read: fn(&http::Response<Bytes>) -> Result<Page<T>, Error>,
    /// What goes on every request.
    headers: HeaderMap,
    extensions: Extensions,
    state: State,
    followed: Followed,
    next_link: Option<String>,
    delta_link: Option<String>,
    count: Option<i64>,
}

enum State {
    /// The request of the first page, or why there is none.
    First(Box<Result<http::Request<Bytes>, Error>>),
    /// Where there is a link, it is to be followed.
    Between,
    Waiting(BoxFuture<'static, Answered>),
    Ended,
}

impl<T: DeserializeOwned + Send + 'static> Pages<T> {
    pub(super) fn first<O: Operation<Answer = Paged<T>>>(request: Request<O>) -> Self {
        let client = request.client().clone();
        let request = request.into_http();
        let (headers, extensions) = request.as_ref().map(kept).unwrap_or_default();
        Self {
            client,
            operation: O::INFO,
            read: O::read,
            headers,
            extensions,
            state: State::First(Box::new(request)),
            followed: Followed::new(),
            next_link: None,
            delta_link: None,
            count: None,
        }
    }

    pub(super) fn from_link<O: Operation<Answer = Paged<T>>>(request: Request<O>, link: String) -> Self {
        let mut pages = Self::first(request);
        if matches!(&pages.state, State::First(request) if request.is_ok()) {
            pages.state = State::Between;
        }
        pages.next_link = Some(link);
        pages
    }
}

/// What the requests behind the first have in common with it. A link is always read with GET, so nothing is said of a
/// body.
fn kept(request: &http::Request<Bytes>) -> (HeaderMap, Extensions) {
    let (mut headers, mut extensions) = (request.headers().clone(), request.extensions().clone());
    headers.remove(CONTENT_TYPE);
    headers.remove(CONTENT_LENGTH);
    if request.method() != Method::GET {
        // whatever the operation does, reading the rest of its answer can be repeated
        extensions.get_or_insert_default::<RequestSettings>().can_be_repeated = true;
    }
    (headers, extensions)
}

impl<T> Pages<T> {
    /// The next page; nothing behind the last one and behind an error.
    ///
    /// Dropping the future loses nothing: the next call goes on waiting for the same page.
    ///
    /// ```
    /// # mod slice { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/slice.rs")); }
    /// # use slice::*;
    /// # let first = r#"{"@odata.nextLink":"https://graph.microsoft.com/v1.0/me/onlineMeetings?$skiptoken=2",
    /// #     "@odata.count":3,"value":[{"id":"1"},{"id":"2"}]}"#;
    /// # let graph = answering([http::Response::new(first), http::Response::new(r#"{"value":[{"id":"3"}]}"#)]);
    /// # now(async {
    /// let mut pages = graph.me().online_meetings().get().count().pages();
    /// assert_eq!(pages.next().await.unwrap()?.value.len(), 2);
    /// assert_eq!(pages.count(), Some(3));
    /// assert!(pages.next_link().is_some());
    /// assert_eq!(pages.next().await.unwrap()?.value.len(), 1);
    /// assert!(pages.next().await.is_none());
    /// assert_eq!((pages.next_link(), pages.delta_link()), (None, None));
    /// # Ok::<(), msgraph_core::Error>(())
    /// # })?;
    /// # Ok::<(), msgraph_core::Error>(())
    /// ```
    pub async fn next(&mut self) -> Option<Result<Page<T>, Error>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// The link that is not read yet: of the next page, or behind an error of the page that failed. It may hold what
    /// a filter held: keep it out of logs.
    #[must_use]
    pub fn next_link(&self) -> Option<&str> {
        self.next_link.as_deref()
    }

    /// The link that later gives what has changed since, for [`Request::pages_from`]. There is one behind the last
    /// page of a delta function. It may hold what a filter held: keep it out of logs.
    #[must_use]
    pub fn delta_link(&self) -> Option<&str> {
        self.delta_link.as_deref()
    }

    /// How many items all pages have together, from the first page that said it; the request must ask for it with
    /// `$count`.
    #[must_use]
    pub fn count(&self) -> Option<i64> {
        self.count
    }

    fn send(&self, request: http::Request<Bytes>) -> BoxFuture<'static, Answered> {
        let (client, operation) = (self.client.clone(), self.operation);
        Box::pin(async move {
            let service = client.service().ok_or(RequestError::Detached)?;
            service.call(request, operation).await
        })
    }

    /// The request that follows a link.
    fn follow(&mut self, link: &str) -> Result<http::Request<Bytes>, RequestError> {
        let target = link::target(link, self.client.root(), self.operation)?;
        if !self.followed.is_new(&target) {
            return Err(RequestError::RepeatedLink { operation: self.operation.to_string() });
        }
        Ok(self.get(target))
    }

    fn get(&self, target: Uri) -> http::Request<Bytes> {
        let mut request = http::Request::new(Bytes::new());
        *request.uri_mut() = target;
        *request.headers_mut() = self.headers.clone();
        *request.extensions_mut() = self.extensions.clone();
        request
    }

    /// The request that comes next; nothing at the end.
    fn request(&mut self) -> Option<Result<http::Request<Bytes>, Error>> {
        if let State::First(request) = std::mem::replace(&mut self.state, State::Ended) {
            return Some(*request);
        }
        let link = self.next_link.clone()?;
        Some(self.follow(&link).map_err(Error::from))
    }

    /// Reads an answer, and takes the links out of it.
    fn answered(&mut self, answered: Answered) -> Result<Page<T>, Error> {
        let page = (self.read)(&answered?)?;
        self.next_link = page.next_link.clone().filter(|link| !link.is_empty());
        self.delta_link.clone_from(&page.delta_link);
        self.count = self.count.or(page.count);
        Ok(page)
    }
}

impl<T> Stream for Pages<T> {
    type Item = Result<Page<T>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let State::Waiting(answer) = &mut self.state {
                let answered = ready!(answer.as_mut().poll(context));
                self.state = State::Ended;
                let page = self.answered(answered);
                if page.is_ok() && self.next_link.is_some() {
                    self.state = State::Between;
                }
                return Poll::Ready(Some(page));
            }
            if matches!(self.state, State::Ended) {
                return Poll::Ready(None);
            }
            match self.request() {
                Some(Ok(request)) => self.state = State::Waiting(self.send(request)),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }

    /// At least one result until the end: a page or an error. How many more, nobody knows.
    fn size_hint(&self) -> (usize, Option<usize>) {
        if self.is_terminated() { (0, Some(0)) } else { (1, None) }
    }
}

impl<T> FusedStream for Pages<T> {
    fn is_terminated(&self) -> bool {
        matches!(self.state, State::Ended)
    }
}

impl<T> fmt::Debug for Pages<T> {
    /// Links may hold what a filter held, so they only show as there or not.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages")
            .field("operation", &format_args!("{}", self.operation))
            .field("is_at_end", &self.is_terminated())
            .field("next_link", &self.next_link.as_ref().map(|_| "<link>"))
            .field("delta_link", &self.delta_link.as_ref().map(|_| "<link>"))
            .field("count", &self.count)
            .finish_non_exhaustive()
    }
}
