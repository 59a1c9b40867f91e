//! Iterators as streams.

use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;

/// A stream of what can be iterated, for [`bulk`](fn@super::bulk) and [`book`](super::book).
///
/// ```
/// use msgraph::bulk;
///
/// let stream = bulk::iter(["monday", "tuesday"]);
/// # let _ = stream;
/// ```
pub fn iter<I: IntoIterator>(items: I) -> Iter<I::IntoIter> {
    Iter { items: items.into_iter() }
}

/// A stream whose items are there: what [`iter`] gives.
///
/// ```
/// use futures_core::Stream as _;
/// use msgraph::bulk;
///
/// let days: bulk::Iter<_> = bulk::iter(["monday", "tuesday"]);
/// assert_eq!(days.size_hint(), (2, Some(2)));
/// ```
#[derive(Debug, Clone)]
#[must_use = "a stream does nothing before it is polled"]
pub struct Iter<I> {
    items: I,
}

// Nothing in it is ever pinned.
impl<I> Unpin for Iter<I> {}

impl<I: Iterator> Stream for Iter<I> {
    type Item = I::Item;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<I::Item>> {
        Poll::Ready(self.items.next())
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.items.size_hint()
    }
}
