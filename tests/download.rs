//! Contents into files: against the emulator, a storage that breaks, and a service in memory that counts its pieces.

#[path = "support/storage.rs"]
mod storage;
#[path = "support/tenant.rs"]
mod tenant;

use std::fs;
use std::path::Path;
use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};

use bytes::Bytes;
use msgraph::models::OnlineMeeting;
use msgraph::operations::GetMeOnlineMeetingsByIdRecordingsByIdContent as Content;
use msgraph::{
    BoxFuture, ByteStream, ContentError, Download, DownloadError, Error, Graph, OperationInfo, Request,
    Service,
};
use msgraph_emulator::Fault;
use storage::{Break, Storage, content};
use tenant::Tenant;

const MEGABYTE: u64 = 1 << 20;

fn recording(graph: &Graph, id: &str) -> Request<Content> {
    graph.me().online_meetings().by_id("meeting").recordings().by_id(id).content().get()
}

fn graph(storage: &Storage) -> Graph {
    Graph::builder().base_url(storage.url()).allow_http_on_loopback().token("token").build().unwrap()
}

/// Whether a file holds the beginning of the content of a storage, so many bytes of it.
fn holds(file: &Path, length: u64) -> bool {
    fs::read(file).unwrap() == content(0..length)
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap().flatten();
    let mut names: Vec<String> = entries.map(|one| one.file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[tokio::test]
async fn a_recording_of_the_emulator_comes_whole_although_it_breaks() {
    let tenant = Tenant::start().await;
    let permissions = ["OnlineMeetings.ReadWrite", "OnlineMeetingRecording.Read.All"];
    let graph = tenant.graph(tenant.emulator.delegated_token(&tenant.user, &permissions));
    let meeting = graph.me().online_meetings().post(&OnlineMeeting::new()).await.unwrap().id.unwrap();
    let video: Vec<u8> = content(0..300_000);
    let id = tenant.emulator.add_recording(&meeting, serde_json::json!({}), video.clone()).unwrap();
    let request = || graph.me().online_meetings().by_id(&meeting).recordings().by_id(&id).content().get();

    tenant.emulator.inject(Fault::cut_body(100_000));
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("lecture.mp4");
    let done = Download::of(request()).to_file(&file).await.unwrap();
    assert_eq!(
        (done.length, done.resumed_from, done.content_type.as_deref()),
        (300_000, 0, Some("video/mp4"))
    );
    assert!(fs::read(&file).unwrap() == video && done.path == file);
    assert_eq!(names(folder.path()), ["lecture.mp4"]);

    let mut part = request().range(1000..=1999).stream().await.unwrap();
    let mut found = Vec::new();
    while let Some(piece) = part.next().await {
        found.extend_from_slice(&piece.unwrap());
    }
    assert_eq!((found, part.total_length()), (content(1000..2000), Some(300_000)));

    let absent = graph.me().online_meetings().by_id(&meeting).recordings().by_id("none").content().get();
    let error = Download::of(absent).to_file(folder.path().join("none")).await.unwrap_err();
    assert_eq!(error.as_call().and_then(Error::status).unwrap(), 404);
    assert_eq!(names(folder.path()), ["lecture.mp4"]);
}

#[tokio::test]
async fn a_long_content_that_breaks_three_times_comes_whole_with_little_in_flight() {
    const LENGTH: u64 = 64 * MEGABYTE + 5;
    let breaks = [10 * MEGABYTE + 1, 30 * MEGABYTE + 3, 50 * MEGABYTE].map(Break::Cut);
    let storage = Arc::new(Storage::start(LENGTH, breaks));
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("lecture.mp4");
    let most = Arc::new(Mutex::new((0, 0)));
    let (noted, seen) = (Arc::clone(&most), Arc::clone(&storage));
    let request = recording(&graph(&storage), "1");
    let done = Download::of(request).progress(move |progress| {
        assert_eq!(progress.total, Some(LENGTH));
        let mut most = noted.lock().unwrap();
        assert!(progress.received == 0 || progress.received > most.1, "it only grows");
        *most = (most.0.max(seen.sent().saturating_sub(progress.received)), progress.received);
    });
    let done = done.to_file(&file).await.unwrap();
    assert_eq!(done.length, LENGTH);
    assert!(holds(&file, LENGTH));
    let ranges = storage.ranges();
    assert_eq!(ranges.len(), 4, "{ranges:?}");
    assert!(ranges[0].is_empty() && ranges[1] == format!("bytes={}-", 10 * MEGABYTE + 1), "{ranges:?}");
    let (in_flight, received) = *most.lock().unwrap();
    assert_eq!(received, LENGTH);
    assert!(in_flight < LENGTH / 2, "the buffers of two sockets, not the content: {in_flight}");
}

/// Gives a content in pieces, and knows how many of them somebody still holds.
#[derive(Clone, Default)]
struct Counted {
    held: Arc<AtomicUsize>,
    most: Arc<AtomicUsize>,
}

/// A piece that is counted as long as it lives.
struct Piece(Vec<u8>, Arc<AtomicUsize>);

impl AsRef<[u8]> for Piece {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl Drop for Piece {
    fn drop(&mut self) {
        self.1.fetch_sub(1, Ordering::SeqCst);
    }
}

struct Pieces(usize, Counted);

impl futures_core::Stream for Pieces {
    type Item = Result<Bytes, Error>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.0 == 0 {
            return Poll::Ready(None);
        }
        self.0 -= 1;
        let held = self.1.held.fetch_add(1, Ordering::SeqCst) + 1;
        self.1.most.fetch_max(held, Ordering::SeqCst);
        Poll::Ready(Some(Ok(Bytes::from_owner(Piece(vec![7; 1 << 16], Arc::clone(&self.1.held))))))
    }
}

impl Service for Counted {
    fn call(
        &self,
        _: http::Request<Bytes>,
        _: &'static OperationInfo,
    ) -> BoxFuture<'_, Result<http::Response<Bytes>, Error>> {
        panic!("content is not collected")
    }

    fn stream(
        &self,
        _: http::Request<Bytes>,
        _: &'static OperationInfo,
    ) -> BoxFuture<'_, Result<http::Response<ByteStream>, Error>> {
        let body = ByteStream::new(Pieces(1024, self.clone()));
        Box::pin(async move { Ok(http::Response::new(body)) })
    }
}

#[tokio::test]
async fn a_handful_of_pieces_is_held_at_a_time() {
    let service = Counted::default();
    let graph = Graph::builder().service(service.clone()).build().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let done = Download::of(recording(&graph, "1")).to_file(folder.path().join("file")).await.unwrap();
    assert_eq!(done.length, 64 * MEGABYTE);
    assert_eq!(service.held.load(Ordering::SeqCst), 0);
    let most = service.most.load(Ordering::SeqCst);
    assert!(most <= 5, "256 KiB in pieces of 64, and one on its way: {most}");
}

#[tokio::test]
async fn a_download_that_is_dropped_is_gone_on_with() {
    let storage = Storage::start(3 * MEGABYTE, [Break::Silence(2 * MEGABYTE)]);
    let graph = graph(&storage);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("lecture.mp4");
    fs::write(&file, "an older one").unwrap();
    let run = || Download::of(recording(&graph, "1")).resume(true).to_file(&file);
    let (told, mut far) = tokio::sync::mpsc::unbounded_channel();
    let dropped = Download::of(recording(&graph, "1")).resume(true).progress(move |progress| {
        let _ = told.send(progress.received);
    });
    let dropped = tokio::spawn(dropped.to_file(&file));
    while far.recv().await.unwrap() < 2 * MEGABYTE {}
    dropped.abort();
    assert!(dropped.await.unwrap_err().is_cancelled());
    assert_eq!(names(folder.path()), ["lecture.mp4", "lecture.mp4.part", "lecture.mp4.part.tag"]);
    assert_eq!(fs::read(&file).unwrap(), b"an older one", "never half of the new one");

    let done = run().await.unwrap();
    assert!(done.resumed_from >= MEGABYTE && done.resumed_from <= 2 * MEGABYTE, "{done:?}");
    assert!(holds(&file, 3 * MEGABYTE));
    assert_eq!(storage.ranges(), [String::new(), format!("bytes={}-", done.resumed_from)]);
    assert_eq!(names(folder.path()), ["lecture.mp4"]);
}

/// What a run leaves that breaks behind a megabyte of two.
async fn broken(storage: &Storage, file: &Path) {
    let error = Download::of(recording(&graph(storage), "1")).resumes(0).to_file(file).await.unwrap_err();
    assert!(matches!(error.as_call(), Some(Error::Transport(_))), "{error:?}");
    assert!(!file.exists() && holds(&file.with_extension("mp4.part"), MEGABYTE));
}

#[tokio::test]
async fn a_part_of_other_content_is_not_gone_on_with() {
    for case in ["changed", "another recording", "torn tag", "not asked for"] {
        let storage = Storage::start(2 * MEGABYTE, [Break::Cut(MEGABYTE)]);
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("lecture.mp4");
        broken(&storage, &file).await;
        let tag = folder.path().join("lecture.mp4.part.tag");
        match case {
            "changed" => storage.change("\"2\""),
            "torn tag" => fs::write(&tag, &fs::read(&tag).unwrap()[..9]).unwrap(),
            _ => {}
        }
        let id = if case == "another recording" { "2" } else { "1" };
        let download = Download::of(recording(&graph(&storage), id)).resume(case != "not asked for");
        let done = download.to_file(&file).await.unwrap();
        assert_eq!((done.resumed_from, done.length), (0, 2 * MEGABYTE), "{case}");
        assert!(holds(&file, 2 * MEGABYTE), "{case}");
        assert_eq!(names(folder.path()), ["lecture.mp4"], "{case}");
    }
}

#[tokio::test]
async fn a_part_that_is_whole_is_only_checked() {
    let storage = Storage::start(MEGABYTE, [Break::Cut(MEGABYTE / 2)]);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("lecture.mp4");
    let error = Download::of(recording(&graph(&storage), "1")).resumes(0).to_file(&file).await.unwrap_err();
    assert!(error.as_call().is_some());
    fs::write(folder.path().join("lecture.mp4.part"), content(0..MEGABYTE)).unwrap();
    let done = Download::of(recording(&graph(&storage), "1")).resume(true).to_file(&file).await.unwrap();
    assert_eq!((done.length, done.resumed_from), (MEGABYTE, MEGABYTE - 1));
    assert!(holds(&file, MEGABYTE));
}

#[tokio::test]
async fn content_that_changes_in_the_middle_is_an_error() {
    let storage = Storage::start(2 * MEGABYTE, [Break::Cut(MEGABYTE)]);
    let graph = graph(&storage);
    let mut stream = recording(&graph, "1").stream().await.unwrap();
    let mut received = 0;
    let error = loop {
        match stream.next().await.unwrap() {
            Ok(piece) => received += piece.len() as u64,
            Err(error) => break error,
        }
        storage.change("\"2\"");
    };
    assert!(matches!(error, Error::Content(ContentError::Changed { received: MEGABYTE, .. })), "{error:?}");
    assert_eq!(received, MEGABYTE);
    assert!(stream.next().await.is_none());
}

#[tokio::test]
async fn errors_of_the_disk_are_their_own_and_lose_nothing() {
    let storage = Storage::start(MEGABYTE, []);
    let graph = graph(&storage);
    let folder = tempfile::tempdir().unwrap();
    let nowhere = folder.path().join("nowhere/lecture.mp4");
    let error = Download::of(recording(&graph, "1")).to_file(&nowhere).await.unwrap_err();
    let DownloadError::Disk { action: "create", path, .. } = &error else { panic!("{error:?}") };
    assert!(path.ends_with("lecture.mp4.part"));
    assert!(!error.to_string().contains("resume") && error.to_string().contains("folder"), "{error}");
    let unsent = Graph::builder()
        .service(msgraph::testing::Memory::new(|_| panic!("there is no folder to write into")))
        .build()
        .unwrap();
    Download::of(recording(&unsent, "1")).to_file(&nowhere).await.unwrap_err();
    assert!(std::error::Error::source(&error).is_some_and(<dyn std::error::Error>::is::<std::io::Error>));

    let taken = folder.path().join("lecture.mp4");
    fs::create_dir_all(taken.join("full")).unwrap();
    let error = Download::of(recording(&graph, "1")).to_file(&taken).await.unwrap_err();
    assert!(matches!(&error, DownloadError::Disk { path, .. } if *path == taken), "{error:?}");
    assert!(error.to_string().contains("`.resume(true)` goes on with it"), "{error}");
    assert!(holds(&folder.path().join("lecture.mp4.part"), MEGABYTE), "all of it is still there");
    fs::remove_dir_all(&taken).unwrap();
    let done = Download::of(recording(&graph, "1")).resume(true).to_file(&taken).await.unwrap();
    assert_eq!(done.resumed_from, MEGABYTE - 1);

    let part = Download::of(recording(&graph, "1").range(..=9)).to_file(folder.path().join("part"));
    assert!(matches!(part.await, Err(DownloadError::Call(_))));
}
