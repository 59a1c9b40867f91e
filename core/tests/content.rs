//! Content over a service in memory that breaks.

#[path = "support/now.rs"]
mod now;

use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};

use bytes::Bytes;
use http::{HeaderMap, Method};
use msgraph_core::{
    BoxFuture, ByteStream, Client, Content, ContentError, ContentStream, Error, Operation, OperationInfo,
    Permissions, Request, RequestError, Service, TransportError,
};
use now::now;

enum Read {}

impl Operation for Read {
    type Answer = Content;
    const INFO: &'static OperationInfo =
        &OperationInfo::new(Method::GET, "/me/recordings/{recording-id}/content", Permissions::UNKNOWN);
}

/// How one request is answered: a head, the bytes that come, and whether they break behind them.
#[derive(Clone)]
struct Answer {
    status: u16,
    headers: Vec<(&'static str, String)>,
    body: &'static str,
    breaks: bool,
}

fn answer(status: u16, headers: &[(&'static str, &str)], body: &'static str, breaks: bool) -> Answer {
    let headers = headers.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
    Answer { status, headers, body, breaks }
}

/// `abcdefghij` with its tag, cut after some bytes.
fn whole(count: usize) -> Answer {
    let headers = [("content-length", "10"), ("etag", "\"1\""), ("content-type", "text/vtt")];
    answer(200, &headers, &"abcdefghij"[..count], count < 10)
}

fn part(from: usize, to: usize) -> Answer {
    let range = format!("bytes {from}-9/10");
    answer(206, &[("content-range", &range), ("etag", "\"1\"")], &"abcdefghij"[from..to], to < 10)
}

/// Answers each request with the next answer, a byte at a time.
#[derive(Clone)]
struct Storage(Arc<Mutex<(VecDeque<Answer>, Vec<HeaderMap>)>>);

struct Pieces(Bytes, bool);

impl futures_core::Stream for Pieces {
    type Item = Result<Bytes, Error>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if !self.0.is_empty() {
            return Poll::Ready(Some(Ok(self.0.split_to(1))));
        }
        Poll::Ready(std::mem::take(&mut self.1).then(|| Err(TransportError::new("it broke", "cut").into())))
    }
}

impl Service for Storage {
    fn call(
        &self,
        _: http::Request<Bytes>,
        _: &'static OperationInfo,
    ) -> BoxFuture<'_, Result<http::Response<Bytes>, Error>> {
        panic!("content is not collected")
    }

    fn stream(
        &self,
        request: http::Request<Bytes>,
        _: &'static OperationInfo,
    ) -> BoxFuture<'_, Result<http::Response<ByteStream>, Error>> {
        let mut inner = self.0.lock().unwrap();
        inner.1.push(request.headers().clone());
        let answer = inner.0.pop_front().expect("one more answer");
        Box::pin(async move {
            if answer.status == 0 {
                return Err(TransportError::unsent("no connection", "refused").into());
            }
            let mut response = http::Response::builder().status(answer.status);
            for (name, value) in answer.headers {
                response = response.header(name, value);
            }
            let body = Pieces(Bytes::from_static(answer.body.as_bytes()), answer.breaks);
            Ok(response.body(ByteStream::new(body)).unwrap())
        })
    }
}

impl Storage {
    fn of(answers: impl IntoIterator<Item = Answer>) -> Self {
        Self(Arc::new(Mutex::new((answers.into_iter().collect(), Vec::new()))))
    }

    fn request(&self) -> Request<Read> {
        let client = Client::new("https://graph.microsoft.com/v1.0".parse().unwrap(), self.clone());
        client.path::<()>().literal("me").request()
    }

    /// The ranges that were asked for, and under which condition.
    fn asked(&self) -> Vec<(String, String)> {
        let text = |headers: &HeaderMap, name| {
            headers
                .get(name)
                .map_or_else(String::new, |value: &http::HeaderValue| value.to_str().unwrap().to_owned())
        };
        let inner = self.0.lock().unwrap();
        inner.1.iter().map(|headers| (text(headers, "range"), text(headers, "if-range"))).collect()
    }
}

fn asked(ranges: &[(&str, &str)]) -> Vec<(String, String)> {
    ranges.iter().map(|(range, condition)| ((*range).to_owned(), (*condition).to_owned())).collect()
}

fn read(mut stream: ContentStream) -> (String, Option<Error>) {
    let mut text = String::new();
    while let Some(piece) = now(stream.next()) {
        match piece {
            Ok(piece) => text.push_str(std::str::from_utf8(&piece).unwrap()),
            Err(error) => {
                assert!(now(stream.next()).is_none());
                return (text, Some(error));
            }
        }
    }
    (text, None)
}

#[test]
fn the_head_is_there_before_the_body() {
    fn promised<T: Send + Unpin + 'static>(value: T) -> T {
        value
    }
    let storage = Storage::of([whole(10)]);
    let stream = promised(now(promised(storage.request().stream())).unwrap());
    assert_eq!((stream.content_length(), stream.total_length(), stream.position()), (Some(10), Some(10), 0));
    assert_eq!((stream.content_type(), stream.etag()), (Some("text/vtt"), Some("\"1\"")));
    assert_eq!((stream.status().as_u16(), stream.can_be_resumed()), (200, true));
    assert_eq!(read(stream).0, "abcdefghij");
    assert_eq!(storage.0.lock().unwrap().1[0]["accept-encoding"], "identity");
}

#[test]
fn a_break_is_gone_on_with() {
    let storage = Storage::of([whole(3), part(3, 5), part(5, 5), part(5, 10)]);
    let (text, error) = read(now(storage.request().stream()).unwrap());
    assert!(error.is_none(), "{error:?}");
    assert_eq!(text, "abcdefghij");
    let expected = [("", ""), ("bytes=3-", "\"1\""), ("bytes=5-", "\"1\""), ("bytes=5-", "\"1\"")];
    assert_eq!(storage.asked(), asked(&expected));
}

#[test]
fn a_service_without_ranges_gives_all_of_it_again() {
    let storage = Storage::of([whole(3), whole(6), whole(10)]);
    assert_eq!(read(now(storage.request().stream()).unwrap()).0, "abcdefghij");
}

#[test]
fn a_body_that_ends_early_is_broken() {
    let short = |from: usize, to: usize| Answer {
        breaks: false,
        ..if from == 0 { whole(to) } else { part(from, to) }
    };
    let storage = Storage::of([short(0, 4), short(4, 10)]);
    assert_eq!(read(now(storage.request().stream()).unwrap()).0, "abcdefghij");
    let untagged = answer(200, &[("content-length", "10")], "abcd", false);
    let (text, error) = read(now(Storage::of([untagged]).request().stream()).unwrap());
    assert_eq!(text, "abcd");
    let Some(Error::Content(error)) = error else { panic!("{error:?}") };
    assert!(error.to_string().contains("ended after 4 bytes of 10"), "{error}");
}

#[test]
fn other_content_is_never_put_behind_the_first() {
    let others = [
        answer(200, &[("content-length", "10"), ("etag", "\"2\"")], "0123456789", false),
        answer(200, &[("content-length", "10")], "0123456789", false),
        answer(206, &[("content-range", "bytes 3-9/10"), ("etag", "\"2\"")], "3456789", false),
    ];
    for other in others {
        let (text, error) = read(now(Storage::of([whole(3), other]).request().stream()).unwrap());
        assert_eq!(text, "abc");
        let Some(Error::Content(ContentError::Changed { received, .. })) = error else { panic!("{error:?}") };
        assert_eq!(received, 3);
    }
    for range in ["bytes 4-9/10", "", "bytes x"] {
        let other = answer(206, &[("content-range", range), ("etag", "\"1\"")], "efghij", false);
        let (text, error) = read(now(Storage::of([whole(3), other]).request().stream()).unwrap());
        assert_eq!(text, "abc");
        assert!(matches!(error, Some(Error::Content(ContentError::OtherPart { .. }))), "{range}: {error:?}");
    }
}

#[test]
fn without_a_strong_tag_a_break_is_the_end() {
    for headers in [&[][..], &[("etag", "W/\"1\"")], &[("etag", "\"1\""), ("content-encoding", "gzip")]] {
        let storage = Storage::of([answer(200, headers, "abc", true)]);
        let stream = now(storage.request().stream()).unwrap();
        assert!(!stream.can_be_resumed());
        let (text, error) = read(stream);
        assert_eq!(text, "abc");
        assert!(matches!(error, Some(Error::Transport(_))), "{error:?}");
    }
}

#[test]
fn attempts_in_vain_are_bounded_and_progress_renews_them() {
    let vain = || answer(0, &[], "", false);
    let storage = Storage::of([
        whole(1),
        vain(),
        vain(),
        part(1, 2),
        vain(),
        part(2, 2),
        part(2, 3),
        vain(),
        vain(),
        vain(),
    ]);
    let (text, error) = read(now(storage.request().stream()).unwrap());
    assert_eq!(text, "abc");
    assert!(matches!(error, Some(Error::Transport(_))), "{error:?}");
    assert_eq!(storage.asked().len(), 10);
    let storage = Storage::of([whole(1)]);
    assert!(read(now(storage.request().stream()).unwrap().resumes(0)).1.is_some());
    // what is read again and thrown away is no progress
    let storage = Storage::of([whole(5), whole(4), whole(4), whole(4)]);
    assert_eq!(read(now(storage.request().stream()).unwrap()).0, "abcde");
    assert_eq!(storage.asked().len(), 4);
}

#[test]
fn a_range_is_given_exactly() {
    let exact = answer(206, &[("content-range", "bytes 2-5/10"), ("etag", "\"1\"")], "cdef", false);
    for answer in [exact, whole(10)] {
        let storage = Storage::of([answer]);
        let stream = now(storage.request().range(2..=5).stream()).unwrap();
        assert_eq!(
            (stream.content_length(), stream.total_length(), stream.position()),
            (Some(4), Some(10), 2)
        );
        assert_eq!(read(stream).0, "cdef");
        assert_eq!(storage.asked(), asked(&[("bytes=2-5", "")]));
    }
    let storage = Storage::of([
        answer(206, &[("content-range", "bytes 2-5/10"), ("etag", "\"1\"")], "cd", true),
        part(4, 10),
    ]);
    assert_eq!(read(now(storage.request().range(2..=5).stream()).unwrap()).0, "cdef");
    assert_eq!(storage.asked()[1].0, "bytes=4-5");
    let storage = Storage::of([whole(10)]);
    assert_eq!(read(now(storage.request().range(7..99).stream()).unwrap()).0, "hij");
    let storage = Storage::of([whole(10)]);
    assert_eq!(read(now(storage.request().range(12..).stream()).unwrap()).0, "");
    let empty = now(Storage::of([]).request().range(5..5).stream());
    assert!(matches!(empty, Err(Error::Request(RequestError::EmptyRange))), "{empty:?}");
}

#[test]
fn a_run_can_be_gone_on_with_later() {
    let storage = Storage::of([part(4, 10)]);
    let stream = now(storage.request().resume_from(4, "\"1\"").stream()).unwrap();
    assert_eq!((stream.position(), stream.content_length()), (4, Some(6)));
    assert_eq!(read(stream).0, "efghij");
    assert_eq!(storage.asked(), asked(&[("bytes=4-", "\"1\"")]));
    let changed = now(Storage::of([whole(10)]).request().resume_from(4, "\"0\"").stream());
    assert!(matches!(changed, Err(Error::Content(ContentError::Changed { received: 4, .. }))), "{changed:?}");
}

#[test]
fn a_refusal_is_read_up_to_a_limit() {
    let refusal = r#"{"error":{"code":"itemNotFound","message":"gone"}}"#;
    let error = now(Storage::of([answer(404, &[("request-id", "r")], refusal, false)]).request().stream())
        .unwrap_err();
    let service = error.as_service().unwrap();
    assert_eq!((service.status.as_u16(), service.code.as_str()), (404, "itemNotFound"));
    assert_eq!((service.request_id.as_deref(), &service.body[..]), (Some("r"), refusal.as_bytes()));
    let broken = now(Storage::of([answer(503, &[], "half of", true)]).request().stream()).unwrap_err();
    assert_eq!(broken.as_service().unwrap().body, "half of");
    let long: &'static str = Box::leak("x".repeat((1 << 20) + 5).into_boxed_str());
    let long = now(Storage::of([answer(500, &[], long, false)]).request().stream()).unwrap_err();
    assert_eq!(long.as_service().unwrap().body.len(), 1 << 20);

    let (text, error) =
        read(now(Storage::of([whole(3), answer(410, &[], "", false)]).request().stream()).unwrap());
    assert_eq!((text.as_str(), error.unwrap().status().unwrap().as_u16()), ("abc", 410));
}

#[test]
fn a_server_that_gives_a_byte_at_a_time_is_not_asked_without_end() {
    let text = "x".repeat(1000);
    let etag = ("etag", "\"1\"");
    let first = answer(200, &[etag, ("content-length", "1000")], "x", true);
    let ranges: Vec<String> = (1..1000).map(|at| format!("bytes {at}-999/1000")).collect();
    let more = ranges.iter().map(|range| answer(206, &[etag, ("content-range", range)], "x", true));
    let storage = Storage::of(std::iter::once(first).chain(more));
    let (read, error) = read(now(storage.request().stream()).unwrap());
    assert!(matches!(error, Some(Error::Transport(_))), "{error:?}");
    assert_eq!((read.as_str(), storage.asked().len()), (&text[..33], 33));
}
