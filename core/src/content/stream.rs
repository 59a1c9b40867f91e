//! A body that is gone on with where it broke.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::{Bytes, BytesMut};
use futures_core::{FusedStream, Stream};
use http::header::{CONTENT_TYPE, ETAG, IF_RANGE, RANGE};
use http::{HeaderMap, HeaderName, StatusCode};

use super::ContentError;
use super::part::{Part, Wanted};
use crate::{BoxFuture, ByteStream, Client, Error, OperationInfo, RequestError};

/// How often in a row the rest is asked for in vain, where nothing else is said.
const RESUMES: u32 = 3;
/// How often the rest may be asked for in all, beside once for each [`PROGRESS`]: a server that gives a byte with each
/// answer would otherwise be asked without end.
const RESUMES_IN_ALL: u64 = 32;
/// How many bytes are worth another request.
const PROGRESS: u64 = 64 << 10;
/// How much of a refusal is read.
const REFUSAL_LIMIT: usize = 1 << 20;

type Asked = BoxFuture<'static, Result<http::Response<ByteStream>, Error>>;

/// The content of an answer, piece by piece, as [`Request::stream`](crate::Request::stream) gives it: a [`Stream`] that
/// also works without any crate of streams ([`next`](Self::next)).
///
/// Where it breaks in the middle and the service gave it a strong entity tag, the rest is asked for (`Range` with
/// `If-Range`), so that the pieces together are the whole all the same. If the content has changed meanwhile, the stream
/// ends with [`ContentError::Changed`]. Content without such a tag cannot be told from other content: its break is the
/// error. Behind an error nothing more comes.
///
/// ```
/// # use msgraph_core::{Content, Error, Operation, Request};
/// # async fn play(request: Request<impl Operation<Answer = Content>>) -> Result<(), Error> {
/// let mut recording = request.stream().await?.resumes(10);
/// while let Some(piece) = recording.next().await {
///     println!("{} bytes more, {} in all", piece?.len(), recording.position());
/// }
/// # Ok(())
/// # }
/// ```
#[must_use = "the content comes when it is asked for"]
pub struct ContentStream {
    client: Client,
    operation: &'static OperationInfo,
    /// What is sent again for the rest, with another range.
    request: http::Request<Bytes>,
    status: StatusCode,
    headers: HeaderMap,
    state: State,
    /// What of the content is still to come.
    wanted: Wanted,
    /// Where that begins in the body that is being read.
    skipped: u64,
    start: u64,
    total: Option<u64>,
    resumes: u32,
    in_vain: u32,
    resumed: u64,
}

/// Among the extensions of a request: it asks for the rest of content, for so-many-th time in a row in vain. What sends
/// it waits before, as before any other attempt.
#[doc(hidden)]
#[derive(Debug, Clone, Copy)]
pub struct Resumed(pub u32);

enum State {
    Reading(ByteStream),
    Asking(Asked),
    Ended,
}

impl ContentStream {
    pub(super) async fn open(
        client: Client,
        operation: &'static OperationInfo,
        request: http::Request<Bytes>,
        wanted: Option<Wanted>,
    ) -> Result<Self, Error> {
        let response = ask(client.clone(), operation, request.clone()).await?;
        let part = Part::of(&response);
        // who set a range by hand gets what comes
        let mut wanted =
            wanted.unwrap_or_else(|| Wanted { start: part.start.unwrap_or_default(), end: None, etag: None });
        let skipped = match part.start {
            None if wanted.start == 0 && wanted.etag.is_none() => 0,
            _ => wanted.skipped(&part, operation)?,
        };
        wanted.etag = part.strong_etag().cloned();
        let (head, body) = response.into_parts();
        Ok(Self {
            client,
            operation,
            request,
            status: head.status,
            headers: head.headers,
            state: State::Reading(body),
            skipped,
            start: wanted.start,
            total: part.total,
            wanted,
            resumes: RESUMES,
            in_vain: 0,
            resumed: 0,
        })
    }

    /// How often in a row the rest may be asked for without a byte of it coming; 3 unless this is called, and with 0 a
    /// break is the end. In all it is asked for as often as there is progress: 32 times, or 8 times as often as this
    /// says, and once more for each 64 KiB.
    ///
    /// ```
    /// # mod slice { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/slice.rs")); }
    /// # use slice::*;
    /// # let graph = answering([http::Response::new("moov")]);
    /// # now(async {
    /// let recording = graph.me().online_meetings().by_id("1").recording();
    /// let mut to_the_first_break = recording.stream().await?.resumes(0);
    /// # assert_eq!(to_the_first_break.next().await.unwrap()?, "moov");
    /// # Ok::<(), msgraph_core::Error>(())
    /// # })?;
    /// # Ok::<(), msgraph_core::Error>(())
    /// ```
    pub fn resumes(self, times: u32) -> Self {
        Self { resumes: times, ..self }
    }

    /// The next piece, never an empty one; nothing at the end and behind an error.
    ///
    /// Dropping the future loses nothing.
    ///
    /// ```
    /// # mod slice { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/slice.rs")); }
    /// # use slice::*;
    /// # let graph = answering([http::Response::builder().header("content-type", "video/mp4").body("moov").unwrap()]);
    /// # now(async {
    /// let mut recording = graph.me().online_meetings().by_id("1").recording().stream().await?;
    /// assert_eq!(recording.status(), 200);
    /// assert_eq!(recording.content_type(), Some("video/mp4"));
    /// assert_eq!((recording.etag(), recording.can_be_resumed()), (None, false));
    /// assert_eq!(recording.next().await.unwrap()?, "moov");
    /// assert_eq!(recording.position(), 4);
    /// assert!(recording.next().await.is_none());
    /// # Ok::<(), msgraph_core::Error>(())
    /// # })?;
    /// # Ok::<(), msgraph_core::Error>(())
    /// ```
    pub async fn next(&mut self) -> Option<Result<Bytes, Error>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// The status of the first answer: always a success.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The headers of the first answer.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// How many bytes the stream gives from its beginning to its end, where that is known: of a range the bytes in it.
    #[must_use]
    pub fn content_length(&self) -> Option<u64> {
        self.end().map(|end| end.saturating_sub(self.start))
    }

    /// How many bytes the whole content has, where that is known, whatever range of it is read.
    #[must_use]
    pub fn total_length(&self) -> Option<u64> {
        self.total
    }

    /// The place in the whole content of the byte that comes next: at the beginning, where a range begins.
    #[must_use]
    pub fn position(&self) -> u64 {
        self.wanted.start
    }

    /// The media type of the content, such as `video/mp4`.
    #[must_use]
    pub fn content_type(&self) -> Option<&str> {
        self.header(&CONTENT_TYPE)
    }

    /// The entity tag of the content, as [`Request::resume_from`](crate::Request::resume_from) takes it.
    #[must_use]
    pub fn etag(&self) -> Option<&str> {
        self.header(&ETAG)
    }

    /// Whether the rest can be asked for where it breaks: the content has a strong entity tag, and is not compressed.
    #[must_use]
    pub fn can_be_resumed(&self) -> bool {
        self.wanted.etag.is_some()
    }

    fn header(&self, name: &HeaderName) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The byte behind the last one, where it is known.
    fn end(&self) -> Option<u64> {
        self.total.map(|total| self.wanted.end.map_or(total, |end| end.min(total)))
    }

    /// The byte that nothing is taken from on.
    fn stop(&self) -> Option<u64> {
        self.end().or(self.wanted.end)
    }

    /// What is wanted of a piece of the body.
    fn take(&mut self, mut piece: Bytes) -> Bytes {
        let length = u64::try_from(piece.len()).unwrap_or(u64::MAX);
        let skipped = self.skipped.min(length);
        self.skipped -= skipped;
        let _ = piece.split_to(at(skipped, piece.len()));
        if let Some(stop) = self.stop() {
            piece.truncate(at(stop.saturating_sub(self.wanted.start), piece.len()));
        }
        if !piece.is_empty() {
            self.wanted.start += u64::try_from(piece.len()).unwrap_or(u64::MAX);
            self.in_vain = 0;
        }
        piece
    }

    /// Whether all came that is wanted.
    fn is_complete(&self) -> bool {
        self.stop().is_some_and(|stop| self.wanted.start >= stop)
    }

    /// Whether the rest was asked for more often than what came of it is worth.
    fn is_tired(&self) -> bool {
        let free = RESUMES_IN_ALL.max(u64::from(self.resumes) * 8);
        self.resumed >= free.saturating_add(self.wanted.start.saturating_sub(self.start) / PROGRESS)
    }

    /// What follows a break: the rest is asked for, or the stream ends with the error.
    fn broken(&mut self, error: Error) -> Option<Error> {
        let can_go_on = matches!(error, Error::Transport(_) | Error::Content(ContentError::Short { .. }));
        if !can_go_on || !self.can_be_resumed() || self.in_vain >= self.resumes || self.is_tired() {
            self.state = State::Ended;
            return Some(error);
        }
        self.in_vain += 1;
        self.resumed += 1;
        let mut request = self.request.clone();
        request.extensions_mut().insert(Resumed(self.in_vain));
        if let (Ok(range), Some(etag)) = (self.wanted.header().parse(), &self.wanted.etag) {
            request.headers_mut().insert(RANGE, range);
            request.headers_mut().insert(IF_RANGE, etag.clone());
        }
        self.state = State::Asking(Box::pin(ask(self.client.clone(), self.operation, request)));
        None
    }

    /// What follows the end of a body.
    fn ended(&mut self) -> Option<Error> {
        match self.end() {
            Some(length) if self.wanted.start < length => self.broken(Error::Content(ContentError::Short {
                operation: self.operation.to_string(),
                received: self.wanted.start,
                length,
            })),
            _ => {
                self.state = State::Ended;
                None
            }
        }
    }

    /// What follows the answer that should hold the rest.
    fn asked(&mut self, answer: Result<http::Response<ByteStream>, Error>) -> Option<Error> {
        let response = match answer {
            Ok(response) => response,
            Err(error) => return self.broken(error),
        };
        match self.wanted.skipped(&Part::of(&response), self.operation) {
            Ok(skipped) => {
                self.skipped = skipped;
                self.state = State::Reading(response.into_body());
                None
            }
            Err(error) => {
                self.state = State::Ended;
                Some(error.into())
            }
        }
    }
}

/// A place in a piece.
fn at(place: u64, length: usize) -> usize {
    usize::try_from(place).map_or(length, |place| place.min(length))
}

/// Sends a request, and gives an answer with success alone.
async fn ask(
    client: Client,
    operation: &'static OperationInfo,
    request: http::Request<Bytes>,
) -> Result<http::Response<ByteStream>, Error> {
    let service = client.service().ok_or(RequestError::Detached)?;
    let response = service.stream(request, operation).await?;
    if response.status().is_success() {
        return Ok(response);
    }
    let (head, mut body) = response.into_parts();
    let mut refusal = BytesMut::new();
    // a refusal that breaks says what it says up to there
    while refusal.len() < REFUSAL_LIMIT
        && let Some(Ok(piece)) = body.next().await
    {
        refusal.extend_from_slice(&piece[..piece.len().min(REFUSAL_LIMIT - refusal.len())]);
    }
    let response = http::Response::from_parts(head, refusal.freeze());
    Err(Error::from_response(&response, operation))
}

impl Stream for ContentStream {
    type Item = Result<Bytes, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if self.is_complete() {
                self.state = State::Ended; // also where the body has more
            }
            let error = match &mut self.state {
                State::Ended => return Poll::Ready(None),
                State::Asking(answer) => {
                    let answer = ready!(answer.as_mut().poll(context));
                    self.asked(answer)
                }
                State::Reading(body) => match ready!(Pin::new(body).poll_next(context)) {
                    Some(Ok(piece)) => {
                        let piece = self.take(piece);
                        if !piece.is_empty() {
                            return Poll::Ready(Some(Ok(piece)));
                        }
                        None
                    }
                    Some(Err(error)) => self.broken(error),
                    None => self.ended(),
                },
            };
            if let Some(error) = error {
                return Poll::Ready(Some(Err(error)));
            }
        }
    }

    /// At least a piece or an error where it is known that bytes are to come.
    fn size_hint(&self) -> (usize, Option<usize>) {
        match &self.state {
            State::Ended => (0, Some(0)),
            _ if self.is_complete() => (0, Some(0)),
            _ => (usize::from(self.end().is_some_and(|end| self.wanted.start < end)), None),
        }
    }
}

impl FusedStream for ContentStream {
    fn is_terminated(&self) -> bool {
        matches!(self.state, State::Ended)
    }
}

impl fmt::Debug for ContentStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ContentStream")
            .field("operation", &format_args!("{}", self.operation))
            .field("status", &self.status)
            .field("position", &self.wanted.start)
            .field("total_length", &self.total)
            .field("is_at_end", &self.is_terminated())
            .finish_non_exhaustive()
    }
}
