//! Contents into files.

mod error;
mod part;

use std::fmt;
use std::path::{Path, PathBuf};

use http::StatusCode;
use msgraph_core::{BoxFuture, Content, ContentError, ContentStream, Error, Operation, Request};

use part::{Files, Part, Tag};

pub use error::DownloadError;

/// A download into a file: a recording, a transcript.
///
/// Until it is whole, the content stands in a part file beside the file (`lecture.mp4.part`), so that nobody takes a half
/// file for a whole one. Memory holds some hundred kilobytes of it, however long it is. A connection that breaks is gone
/// on with where it broke, as [`ContentStream`] does. A download that ends early, by an error or because its future is
/// dropped, leaves the part file, and beside it what it is a part of (`lecture.mp4.part.tag`): the next one goes on with
/// it where it is told to [`resume`](Self::resume). Two downloads into one file at the same time are one too many.
///
/// ```
/// use msgraph::{Download, Graph};
/// use msgraph_emulator::Emulator;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # use msgraph::models::OnlineMeeting;
/// let emulator = Emulator::start().await?;
/// let user = emulator.users()[0].id.clone();
/// let permissions = ["OnlineMeetings.ReadWrite", "OnlineMeetingRecording.Read.All"];
/// let graph = Graph::builder()
///     .base_url(emulator.url())
///     .allow_http_on_loopback()
///     .token(emulator.delegated_token(&user, &permissions))
///     .build()?;
/// let meeting = graph.me().online_meetings().post(&OnlineMeeting::new()).await?.id.unwrap_or_default();
/// let recording = emulator.add_recording(&meeting, serde_json::json!({}), vec![7; 5000])?;
/// let file = std::env::temp_dir().join(format!("{recording}.mp4"));
///
/// let content = graph.me().online_meetings().by_id(&meeting).recordings().by_id(&recording).content().get();
/// let done = Download::of(content)
///     .progress(|progress| println!("{} of {:?} bytes", progress.received, progress.total))
///     .resume(true)
///     .to_file(&file)
///     .await?;
/// assert_eq!(done.length, 5000);
/// # std::fs::remove_file(file)?;
/// # Ok(())
/// # }
/// ```
#[must_use = "nothing is sent before `to_file`"]
pub struct Download<O> {
    request: Request<O>,
    progress: Box<dyn FnMut(Progress) + Send>,
    resumes_run: bool,
    resumes: Option<u32>,
}

/// How far a download is.
///
/// ```
/// use msgraph::Progress;
///
/// fn show(progress: Progress) {
///     match progress.total {
///         Some(total) => println!("{} %", 100 * progress.received / total.max(1)),
///         None => println!("{} bytes", progress.received),
///     }
/// }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// How many bytes there are, with those of an earlier run.
    pub received: u64,
    /// How many there will be, where that is known.
    pub total: Option<u64>,
}

/// A download that is done.
///
/// ```
/// use msgraph::Downloaded;
///
/// fn tell(done: &Downloaded) {
///     println!("{}: {} bytes, {} of them now", done.path.display(), done.length, done.length - done.resumed_from);
///     println!("{:?}, {:?}", done.content_type, done.etag);
/// }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Downloaded {
    /// The file.
    pub path: PathBuf,
    /// How many bytes it has.
    pub length: u64,
    /// How many of them an earlier run had received.
    pub resumed_from: u64,
    /// The media type of the content, such as `video/mp4`.
    pub content_type: Option<String>,
    /// The entity tag of the content.
    pub etag: Option<String>,
}

impl<O: Operation<Answer = Content>> Download<O> {
    /// A download of what that request reads, which must not ask for a range.
    pub fn of(request: Request<O>) -> Self {
        Self { request, progress: Box::new(|_| ()), resumes_run: false, resumes: None }
    }

    /// Tells a closure how far it is: at the beginning, and after each piece. The closure must not wait.
    pub fn progress(self, tell: impl FnMut(Progress) + Send + 'static) -> Self {
        Self { progress: Box::new(tell), ..self }
    }

    /// Whether to go on with the part file of an earlier run, where the content is still the same. Without it, and where
    /// it has changed, it begins anew.
    pub fn resume(self, resume: bool) -> Self {
        Self { resumes_run: resume, ..self }
    }

    /// How often in a row a broken connection may be gone on with, without a byte coming: see [`ContentStream::resumes`].
    pub fn resumes(self, times: u32) -> Self {
        Self { resumes: Some(times), ..self }
    }

    /// Downloads into that file. One that is there is replaced when all is received, and not before.
    ///
    /// It takes a runtime of tokio. Dropping the future leaves a part file that can be gone on with.
    ///
    /// ```
    /// # use msgraph::{Download, Graph, testing::Memory};
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let graph = Graph::builder().service(Memory::json(200, "WEBVTT")).build()?;
    /// # let folder = tempfile::tempdir()?;
    /// # let file = folder.path().join("lecture.vtt");
    /// let meeting = graph.me().online_meetings().by_id("MSo1N2Y5ZGFjYy03");
    /// let content = meeting.transcripts().by_id("MSMjMCMj").content().get();
    /// let done = Download::of(content).resumes(10).to_file(&file).await?;
    /// assert_eq!((done.length, done.resumed_from), (6, 0));
    /// assert_eq!(std::fs::read_to_string(&file)?, "WEBVTT");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`DownloadError::Call`] where the service refuses or the content does not come to its end,
    /// [`DownloadError::Disk`] where a file cannot be read or written. What was received stays in the part file.
    pub fn to_file(self, path: impl AsRef<Path>) -> BoxFuture<'static, Result<Downloaded, DownloadError>> {
        let files = Files::of(path.as_ref());
        Box::pin(self.run(files))
    }

    async fn run(self, files: Files) -> Result<Downloaded, DownloadError> {
        let Self { request, mut progress, resumes_run, resumes } = self;
        let target = hash(&request.clone().into_http()?);
        files.check().await?;
        let left = if resumes_run { files.left(target).await? } else { None };
        let gone_on = match left {
            Some((tag, received)) => go_on(request.clone(), &files, &tag, received).await?,
            None => None,
        };
        let (mut stream, mut part) = match gone_on {
            Some(gone_on) => gone_on,
            None => begin(request, files, target).await?,
        };
        if let Some(times) = resumes {
            stream = stream.resumes(times);
        }
        let resumed_from = stream.position();
        let total = stream.content_length().map(|length| resumed_from + length);
        progress(Progress { received: resumed_from, total });
        while let Some(piece) = stream.next().await {
            match piece {
                Ok(piece) => part.add(piece).await?,
                Err(error) => {
                    part.flush().await?;
                    return Err(error.into());
                }
            }
            progress(Progress { received: stream.position(), total });
        }
        Ok(Downloaded {
            path: part.finish().await?,
            length: stream.position(),
            resumed_from,
            content_type: stream.content_type().map(str::to_owned),
            etag: stream.etag().map(str::to_owned),
        })
    }
}

/// Begins anew.
async fn begin<O: Operation<Answer = Content>>(
    request: Request<O>,
    files: Files,
    target: u64,
) -> Result<(ContentStream, Part), DownloadError> {
    let stream = request.stream().await?;
    if stream.content_length() != stream.total_length() {
        return Err(Error::from(ContentError::OtherPart { operation: O::INFO.to_string() }).into());
    }
    let tag = stream.etag().filter(|_| stream.can_be_resumed()).map(|etag| Tag {
        etag: etag.to_owned(),
        length: stream.total_length(),
        target,
    });
    let part = Part::create(files, tag).await?;
    Ok((stream, part))
}

/// Goes on with what an earlier run left; nothing where that is of other content.
async fn go_on<O: Operation<Answer = Content>>(
    request: Request<O>,
    files: &Files,
    tag: &Tag,
    received: u64,
) -> Result<Option<(ContentStream, Part)>, DownloadError> {
    // Of a part that is all of it, the last byte is read again: it shows whether the content is still the same.
    let received = tag.length.map_or(received, |length| received.min(length.saturating_sub(1)));
    let stream = match request.resume_from(received, &tag.etag).stream().await {
        Ok(stream) if stream.total_length() == tag.length => stream,
        Ok(_) | Err(Error::Content(_)) => return Ok(None),
        Err(error) if error.status() == Some(StatusCode::RANGE_NOT_SATISFIABLE) => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    let part = Part::open(files.clone(), received).await?;
    Ok(Some((stream, part)))
}

/// Which content a request reads, the same in every run (FNV-1a): the hashes of the standard library are not.
fn hash<B>(request: &http::Request<B>) -> u64 {
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    request.uri().to_string().bytes().fold(0xcbf2_9ce4_8422_2325, step)
}

impl<O: Operation> fmt::Debug for Download<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Download")
            .field("request", &self.request)
            .field("resume", &self.resumes_run)
            .field("resumes", &self.resumes)
            .finish_non_exhaustive()
    }
}
