//! Answers that are wanted whole, and answers that are wanted piece by piece.

use bytes::{Bytes, BytesMut};
use msgraph_core::{ByteStream, Error};

/// How the body of an answer is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    /// All of it, so that a connection that breaks in the middle is the attempt's fault.
    Whole,
    /// As it comes.
    Stream,
}

/// The body of an answer.
pub(super) enum Body {
    Whole(Bytes),
    Stream(ByteStream),
}

impl Body {
    /// All of it.
    pub(super) async fn whole(self) -> Result<Bytes, Error> {
        let mut pieces = match self {
            Self::Whole(bytes) => return Ok(bytes),
            Self::Stream(pieces) => pieces,
        };
        let mut whole = BytesMut::new();
        while let Some(piece) = pieces.next().await {
            whole.extend_from_slice(&piece?);
        }
        Ok(whole.freeze())
    }

    pub(super) fn into_stream(self) -> ByteStream {
        match self {
            Self::Whole(bytes) => bytes.into(),
            Self::Stream(pieces) => pieces,
        }
    }
}
