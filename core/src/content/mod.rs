//! Content of a media type of its own, piece by piece: recordings and transcripts.

mod error;
mod part;
mod stream;

use std::ops::RangeBounds;

use http::HeaderValue;
use http::header::{ACCEPT_ENCODING, IF_RANGE, RANGE};

use crate::{BoxFuture, Content, Error, Operation, Request, RequestError};
use part::Wanted;

pub use error::ContentError;
pub use stream::{ContentStream, Resumed};

/// Operations that answer with bytes.
impl<O: Operation<Answer = Content>> Request<O> {
    /// Asks for these bytes only (`Range`), counted from 0.
    ///
    /// [`stream`](Self::stream) gives exactly these, also where the service does not know ranges. `.await` gives what
    /// comes: a service that does not know ranges answers with all of it, and with the status 200 instead of 206.
    ///
    /// ```
    /// # use msgraph_core::{Content, Error, Operation, Request};
    /// # async fn head(request: Request<impl Operation<Answer = Content>>) -> Result<(), Error> {
    /// let mut head = request.range(..=1023).stream().await?;
    /// while let Some(piece) = head.next().await {
    ///     println!("{} bytes", piece?.len());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn range(mut self, bytes: impl RangeBounds<u64>) -> Self {
        let Some(wanted) = Wanted::of(&bytes) else {
            self.fail(RequestError::EmptyRange);
            return self;
        };
        self.wanting(wanted)
    }

    /// Asks for what comes behind that many bytes, if they are of the content with that entity tag.
    ///
    /// Where it has changed, [`stream`](Self::stream) gives [`ContentError::Changed`].
    ///
    /// ```
    /// # use msgraph_core::{Content, Error, Operation, Request};
    /// # async fn rest(request: Request<impl Operation<Answer = Content>>, etag: &str) -> Result<(), Error> {
    /// let rest = request.resume_from(1_000_000, etag).stream().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn resume_from(mut self, received: u64, etag: impl AsRef<str>) -> Self {
        let Ok(etag) = HeaderValue::from_str(etag.as_ref()) else {
            self.fail(RequestError::Header { name: IF_RANGE.to_string() });
            return self;
        };
        self.wanting(Wanted { start: received, end: None, etag: Some(etag) })
    }

    /// Sends the request, and gives the content piece by piece as it comes: memory holds a piece at a time.
    ///
    /// Where the connection breaks in the middle, the rest is asked for: see [`ContentStream`].
    ///
    /// ```
    /// # use msgraph_core::{Content, Error, Operation, Request};
    /// # async fn play(request: Request<impl Operation<Answer = Content>>) -> Result<(), Error> {
    /// let mut recording = request.stream().await?;
    /// println!("{:?}, {:?} bytes", recording.content_type(), recording.content_length());
    /// while let Some(piece) = recording.next().await {
    ///     println!("{} bytes", piece?.len());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// Whatever [`Error`] names, before the first byte: [`Error::Service`] where the service refuses or fails.
    pub fn stream(mut self) -> BoxFuture<'static, Result<ContentStream, Error>> {
        let wanted = self.extensions_mut().remove::<Wanted>();
        Box::pin(async move {
            let client = self.client().clone();
            let mut request = self.into_http()?;
            // of a compressed body no part can be asked for
            let identity = HeaderValue::from_static("identity");
            request.headers_mut().entry(ACCEPT_ENCODING).or_insert(identity);
            ContentStream::open(client, O::INFO, request, wanted).await
        })
    }

    fn wanting(mut self, wanted: Wanted) -> Self {
        let request = self.header(RANGE, wanted.header());
        self = match wanted.etag.as_ref().and_then(|etag| etag.to_str().ok()) {
            Some(etag) => request.header(IF_RANGE, etag),
            None => request,
        };
        self.extensions_mut().insert(wanted);
        self
    }
}
