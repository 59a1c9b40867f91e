//! The body of an answer on its way to the client, which may break off.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use hyper::body::{Body, Frame, SizeHint};
use tokio::sync::mpsc;

/// The body of an answer.
pub(crate) enum Payload {
    Known(Known),
    /// Comes piece by piece, and ends when its sender does.
    Stream(mpsc::Receiver<Bytes>),
}

/// The bytes of an answer.
pub(crate) struct Known {
    /// What is still to be sent.
    rest: Bytes,
    /// How long the client is told that the body is.
    announced: u64,
    state: State,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Whole,
    /// Breaks off behind what is to be sent.
    Cut,
    /// Waits until the connection has sent what there was, and breaks off then.
    Flushing,
    Broken,
}

impl Payload {
    /// A body; one with a `cut` ends after so many bytes, and the connection with it.
    pub(crate) fn new(body: Bytes, cut: Option<usize>) -> Self {
        let announced = body.len() as u64;
        Self::Known(match cut {
            None => Known { rest: body, announced, state: State::Whole },
            Some(bytes) => {
                // A body with nothing left to lack is announced as longer, or nobody would see the cut.
                let announced = announced.max((bytes as u64).saturating_add(1));
                Known { rest: body.slice(..bytes.min(body.len())), announced, state: State::Cut }
            }
        })
    }
}

/// The connection was closed on purpose.
pub(crate) fn closed() -> io::Error {
    io::Error::new(io::ErrorKind::ConnectionAborted, "a fault closed the connection")
}

impl Body for Payload {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        match &mut *self {
            Self::Known(known) => known.poll(context),
            Self::Stream(pieces) => {
                pieces.poll_recv(context).map(|piece| piece.map(|one| Ok(Frame::data(one))))
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        match self {
            Self::Known(known) => {
                known.rest.is_empty() && matches!(known.state, State::Whole | State::Broken)
            }
            Self::Stream(_) => false,
        }
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Self::Known(known) if known.state == State::Whole => {
                SizeHint::with_exact(known.rest.len() as u64)
            }
            Self::Known(known) => SizeHint::with_exact(known.announced),
            Self::Stream(_) => SizeHint::default(),
        }
    }
}

impl Known {
    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        if !self.rest.is_empty() {
            return Poll::Ready(Some(Ok(Frame::data(std::mem::take(&mut self.rest)))));
        }
        match self.state {
            State::Cut => {
                // The connection flushes before it asks again.
                self.state = State::Flushing;
                context.waker().wake_by_ref();
                Poll::Pending
            }
            State::Flushing => {
                self.state = State::Broken;
                Poll::Ready(Some(Err(closed())))
            }
            State::Whole | State::Broken => Poll::Ready(None),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cut_behind_any_number_of_bytes_is_announced() {
        for (cut, wanted) in [(0, 3), (2, 3), (3, 4), (usize::MAX, usize::MAX as u64)] {
            let payload = Payload::new(Bytes::from_static(b"abc"), Some(cut));
            assert!(payload.size_hint().exact().is_some_and(|size| size >= wanted), "{cut}");
        }
    }
}
