//! Bodies that come piece by piece.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;

use crate::Error;

/// Whatever gives the pieces.
type Pieces = dyn Stream<Item = Result<Bytes, Error>> + Send;

/// The body of an answer, piece by piece. It ends behind the first error.
///
/// Dropping it closes the connection if there is more to come.
///
/// ```
/// use bytes::Bytes;
/// use msgraph_core::ByteStream;
///
/// # async fn read() -> Result<(), msgraph_core::Error> {
/// let mut body = ByteStream::from(Bytes::from_static(b"WEBVTT"));
/// while let Some(piece) = body.next().await {
///     println!("{} bytes", piece?.len());
/// }
/// # Ok(())
/// # }
/// ```
pub struct ByteStream {
    pieces: Option<Pin<Box<Pieces>>>,
}

impl ByteStream {
    /// The pieces of a stream.
    ///
    /// ```
    /// use bytes::Bytes;
    /// use futures_core::Stream;
    /// use msgraph_core::{ByteStream, Error};
    ///
    /// /// The body of an answer, as a [`Service`](msgraph_core::Service) over a transport of one's own gives it.
    /// fn body(pieces: impl Stream<Item = Result<Bytes, Error>> + Send + 'static) -> ByteStream {
    ///     ByteStream::new(pieces)
    /// }
    /// let mut whole = body(ByteStream::from(Bytes::from_static(b"WEBVTT")));
    /// ```
    #[must_use]
    pub fn new(pieces: impl Stream<Item = Result<Bytes, Error>> + Send + 'static) -> Self {
        Self { pieces: Some(Box::pin(pieces)) }
    }

    /// The next piece; nothing at the end.
    ///
    /// ```
    /// # mod slice { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/slice.rs")); }
    /// # use slice::*;
    /// use msgraph_core::ByteStream;
    ///
    /// # now(async {
    /// let mut body = ByteStream::from(bytes::Bytes::from_static(b"WEBVTT"));
    /// assert_eq!(body.next().await.unwrap()?, "WEBVTT");
    /// assert!(body.next().await.is_none());
    /// # Ok::<(), msgraph_core::Error>(())
    /// # })?;
    /// # Ok::<(), msgraph_core::Error>(())
    /// ```
    pub async fn next(&mut self) -> Option<Result<Bytes, Error>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }
}

impl Stream for ByteStream {
    type Item = Result<Bytes, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Some(pieces) = &mut self.pieces else { return Poll::Ready(None) };
        let next = pieces.as_mut().poll_next(context);
        if matches!(next, Poll::Ready(None | Some(Err(_)))) {
            self.pieces = None;
        }
        next
    }
}

impl From<Bytes> for ByteStream {
    /// All of it as one piece; an empty body has none.
    fn from(whole: Bytes) -> Self {
        Self::new(One((!whole.is_empty()).then_some(whole)))
    }
}

impl fmt::Debug for ByteStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ByteStream").field("is_at_end", &self.pieces.is_none()).finish_non_exhaustive()
    }
}

/// A stream of at most one piece.
struct One(Option<Bytes>);

impl Stream for One {
    type Item = Result<Bytes, Error>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(self.0.take().map(Ok))
    }
}
