//! Item after item.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::vec;

use futures_core::{FusedStream, Stream};

use super::Pages;
use crate::Error;

/// The items of a collection, as [`Request::items`](crate::Request::items) gives them: a [`Stream`] that also works
/// without any crate of streams ([`next`](Self::next), [`try_collect`](Self::try_collect)).
///
/// It holds one page at a time, and asks for the next when that is used up. It ends as [`Pages`] do.
///
/// ```
/// # use msgraph_core::{Error, Operation, Paged, Request};
/// # type Meeting = String;
/// # async fn list(request: Request<impl Operation<Answer = Paged<Meeting>>>) -> Result<(), Error> {
/// let newest: Vec<Meeting> = request.items().limit(10).try_collect().await?;
/// # Ok(())
/// # }
/// ```
#[must_use = "nothing is sent before the first item is asked for"]
pub struct Items<T> {
    pages: Pages<T>,
    page: vec::IntoIter<T>,
    /// How many may still come.
    limit: Option<usize>,
}

impl<T> Items<T> {
    pub(super) fn of(pages: Pages<T>) -> Self {
        Self { pages, page: Vec::new().into_iter(), limit: None }
    }

    /// Ends after that many more items. A page that is not needed for them is not asked for.
    ///
    /// ```
    /// # mod slice { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/slice.rs")); }
    /// # use slice::*;
    /// # let page = r#"{"@odata.nextLink":"https://graph.microsoft.com/v1.0/me/onlineMeetings?$skiptoken=2",
    /// #     "value":[{"id":"1"},{"id":"2"}]}"#;
    /// # let graph = answering([http::Response::new(page)]);
    /// # now(async {
    /// let newest = graph.me().online_meetings().get().items().limit(2).try_collect().await?;
    /// assert_eq!(newest.len(), 2); // and one page was asked for
    /// # Ok::<(), msgraph_core::Error>(())
    /// # })?;
    /// # Ok::<(), msgraph_core::Error>(())
    /// ```
    pub fn limit(self, items: usize) -> Self {
        Self { limit: Some(items), ..self }
    }

    /// The next item; nothing behind the last one and behind an error.
    ///
    /// Dropping the future loses nothing.
    ///
    /// ```
    /// # use msgraph_core::{Error, Operation, Paged, Request};
    /// # type Meeting = String;
    /// # async fn first(request: Request<impl Operation<Answer = Paged<Meeting>>>) -> Result<(), Error> {
    /// let first: Option<Meeting> = request.items().next().await.transpose()?;
    /// # Ok(())
    /// # }
    /// ```
    pub async fn next(&mut self) -> Option<Result<T, Error>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// All that is still to come. Mind the memory: a directory can have a million users.
    ///
    /// ```
    /// # mod slice { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/slice.rs")); }
    /// # use slice::*;
    /// # let first = r#"{"@odata.nextLink":"https://graph.microsoft.com/v1.0/me/onlineMeetings?$skiptoken=2",
    /// #     "value":[{"id":"1"},{"id":"2"}]}"#;
    /// # let graph = answering([http::Response::new(first), http::Response::new(r#"{"value":[{"id":"3"}]}"#)]);
    /// # now(async {
    /// let all = graph.me().online_meetings().get().items().try_collect().await?;
    /// assert_eq!(all.len(), 3);
    /// # Ok::<(), msgraph_core::Error>(())
    /// # })?;
    /// # Ok::<(), msgraph_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// The error that ended it. The items before it are lost; with [`next`](Self::next) they are not.
    pub async fn try_collect(mut self) -> Result<Vec<T>, Error> {
        let mut all = Vec::new();
        while let Some(item) = self.next().await {
            all.push(item?);
        }
        Ok(all)
    }

    /// What of the page at hand is not taken yet.
    ///
    /// ```
    /// # mod slice { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/slice.rs")); }
    /// # use slice::*;
    /// # let first = r#"{"@odata.nextLink":"https://graph.microsoft.com/v1.0/me/onlineMeetings?$skiptoken=2",
    /// #     "@odata.count":4,"value":[{"id":"1"},{"id":"2"},{"id":"3"}]}"#;
    /// # let graph = answering([http::Response::new(first)]);
    /// # now(async {
    /// let mut meetings = graph.me().online_meetings().get().count().items();
    /// let first = meetings.next().await.transpose()?;
    /// assert_eq!(first.unwrap().id.as_deref(), Some("1"));
    /// assert_eq!(meetings.buffered().len(), 2);
    /// assert_eq!(meetings.count(), Some(4));
    /// assert!(meetings.next_link().unwrap().ends_with("?$skiptoken=2"));
    /// # Ok::<(), msgraph_core::Error>(())
    /// # })?;
    /// # Ok::<(), msgraph_core::Error>(())
    /// ```
    #[must_use]
    pub fn buffered(&self) -> &[T] {
        self.page.as_slice()
    }

    /// The link of the page behind the one at hand, which [`buffered`](Self::buffered) has the rest of; behind an error
    /// of the page that failed. It may hold what a filter held: keep it out of logs.
    #[must_use]
    pub fn next_link(&self) -> Option<&str> {
        self.pages.next_link()
    }

    /// The link that later gives what has changed since, for [`Request::items_from`](crate::Request::items_from). There
    /// is one at the end of a delta function, once every item is taken: whoever keeps it has seen everything before it.
    /// It may hold what a filter held: keep it out of logs.
    ///
    /// ```
    /// # mod slice { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/slice.rs")); }
    /// # use slice::*;
    /// # let last = r#"{"@odata.deltaLink":"https://graph.microsoft.com/v1.0/me/onlineMeetings?$deltatoken=7",
    /// #     "value":[{"id":"1"}]}"#;
    /// # let graph = answering([http::Response::new(last)]);
    /// # now(async {
    /// let mut changes = graph.me().online_meetings().get().items();
    /// while let Some(meeting) = changes.next().await {
    ///     println!("{:?}", meeting?.id);
    /// }
    /// assert!(changes.delta_link().unwrap().ends_with("?$deltatoken=7"));
    /// # Ok::<(), msgraph_core::Error>(())
    /// # })?;
    /// # Ok::<(), msgraph_core::Error>(())
    /// ```
    #[must_use]
    pub fn delta_link(&self) -> Option<&str> {
        self.pages.delta_link().filter(|_| self.page.len() == 0)
    }

    /// How many items there are on all pages, as [`Pages::count`] has it: nothing before the first page came.
    #[must_use]
    pub fn count(&self) -> Option<i64> {
        self.pages.count()
    }
}

/// No item is ever pinned.
impl<T> Unpin for Items<T> {}

impl<T> Stream for Items<T> {
    type Item = Result<T, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.limit == Some(0) {
            return Poll::Ready(None);
        }
        loop {
            if let Some(item) = self.page.next() {
                self.limit = self.limit.map(|left| left - 1);
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(Pin::new(&mut self.pages).poll_next(context)) {
                Some(Ok(page)) => self.page = page.value.into_iter(),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }

    /// What is at hand is sure to come. How many more, is known at the end alone: the count of a service is that of
    /// another moment.
    fn size_hint(&self) -> (usize, Option<usize>) {
        let at_hand = self.page.len();
        let most = self.limit.unwrap_or(usize::MAX);
        let upper = if self.pages.is_terminated() {
            Some(at_hand.min(most))
        } else {
            // an error comes in place of an item, never beside the last one
            self.limit
        };
        (at_hand.min(most), upper)
    }
}

impl<T> FusedStream for Items<T> {
    fn is_terminated(&self) -> bool {
        self.limit == Some(0) || (self.page.len() == 0 && self.pages.is_terminated())
    }
}

impl<T> fmt::Debug for Items<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items")
            .field("pages", &self.pages)
            .field("buffered", &self.page.len())
            .field("limit", &self.limit)
            .finish()
    }
}
