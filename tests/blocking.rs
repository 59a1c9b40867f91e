//! Waiting without async.

use std::error::Error as _;

use msgraph::blocking::{self, Wait as _, WaitError};
use msgraph::models::OnlineMeeting;
use msgraph::testing::Memory;
use msgraph::{ByteStream, Error, Graph};
use msgraph_emulator::Emulator;

#[test]
fn a_script_creates_and_reads_meetings() {
    let emulator = blocking::wait(Emulator::start()).unwrap().unwrap();
    let user = emulator.users()[0].id.clone();
    let graph = Graph::builder()
        .base_url(emulator.url())
        .allow_http_on_loopback()
        .token(emulator.delegated_token(&user, &["OnlineMeetings.ReadWrite"]))
        .build()
        .unwrap();
    let meetings = graph.me().online_meetings();
    let made = meetings.post(&OnlineMeeting::new().set_subject("Lecture")).wait_response().unwrap();
    assert_eq!(made.status(), 201);
    let id = made.into_body().id.unwrap();
    // from several threads at once, over the same runtime
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                let read = meetings.by_id(&id).get().wait().unwrap();
                assert_eq!(read.subject.as_deref(), Some("Lecture"));
            });
        }
    });
    let absent = meetings.by_id("of-nobody").get().wait().unwrap_err();
    assert_eq!(absent.status().map(|status| status.as_u16()), Some(404));
}

#[test]
fn a_stream_is_an_iterator() {
    let pieces: Vec<_> = blocking::iter(ByteStream::from(bytes::Bytes::from_static(b"WEBVTT"))).collect();
    assert_eq!(pieces.len(), 1);
    assert_eq!(pieces[0].as_ref().unwrap(), "WEBVTT");
}

#[tokio::test]
async fn inside_of_a_runtime_it_is_an_error_and_nothing_is_sent() {
    let memory = Memory::json(200, "{}");
    let graph = Graph::builder().service(memory.clone()).build().unwrap();
    let error = graph.me().online_meetings().by_id("m").get().wait().unwrap_err();
    let Error::Transport(lost) = &error else { panic!("{error:?}") };
    assert!(!lost.may_have_been_done());
    assert!(error.to_string().contains("use `.await`"), "{error}");
    assert!(error.source().unwrap().is::<WaitError>());
    assert!(memory.requests().is_empty());

    let mut pieces = blocking::iter(ByteStream::from(bytes::Bytes::from_static(b"WEBVTT")));
    assert!(matches!(pieces.next(), Some(Err(Error::Transport(_)))));
    assert!(pieces.next().is_none());

    let elsewhere = std::thread::spawn(move || graph.me().online_meetings().by_id("m").get().wait());
    elsewhere.join().unwrap().unwrap();
}

#[tokio::test]
async fn a_thread_for_blocking_work_gets_to_know_its_own_way() {
    let graph = Graph::builder().service(Memory::json(200, r#"{"id":"m"}"#)).build().unwrap();
    let work = tokio::task::spawn_blocking(move || {
        let get = || graph.me().online_meetings().by_id("m").get();
        let refused = get().wait().unwrap_err();
        (refused, tokio::runtime::Handle::current().block_on(get().into_future()))
    });
    let (refused, got) = work.await.unwrap();
    assert!(refused.to_string().contains("`Handle::current().block_on(..)`"), "{refused}");
    assert_eq!(got.unwrap().id.as_deref(), Some("m"));
}
