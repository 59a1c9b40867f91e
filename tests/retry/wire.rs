//! The same over HTTP, where connections break, and the causes of what is lost.

use std::error::Error as _;
use std::net::TcpListener;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use msgraph::models::OnlineMeeting;
use msgraph::{Error, Graph, RetryPolicy};

use crate::listener::{Listener, answer};

/// Soon, so that nobody waits for these tests.
fn soon() -> RetryPolicy {
    RetryPolicy::new().first_wait(Duration::from_millis(2))
}

fn graph(url: String, policy: RetryPolicy) -> Graph {
    let builder = Graph::builder().base_url(url).allow_http_on_loopback().token("t");
    builder.retry(policy).build().unwrap()
}

/// An answer that ends in the middle.
fn cut() -> String {
    "HTTP/1.1 201 Created\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{\"id\":".to_owned()
}

fn created() -> String {
    answer("201 Created", "content-type: application/json\r\n", r#"{"id":"m"}"#)
}

#[tokio::test]
async fn a_create_is_never_repeated_where_it_may_have_been_done() {
    let failures = [
        cut(),
        String::new(), // closed without a word
        answer("500 Internal Server Error", "", ""),
        answer("502 Bad Gateway", "", "<html>"),
        answer("503 Service Unavailable", "", ""),
        answer("504 Gateway Timeout", "retry-after: 0\r\n", ""),
    ];
    for failure in failures {
        let listener = Listener::answering([failure.clone(), created()]);
        let meetings = graph(listener.url(), soon()).me().online_meetings();
        let error = meetings.post(&OnlineMeeting::new().set_subject("Lecture")).await.unwrap_err();
        assert!(error.may_have_been_done(), "{error:?}");
        // time for a second one, if there were one
        tokio::time::sleep(Duration::from_millis(20)).await;
        assert_eq!(listener.received().len(), 1, "{failure}");
    }
}

#[tokio::test]
async fn a_read_is_repeated_over_a_new_connection() {
    for failure in [cut(), String::new(), answer("502 Bad Gateway", "", "")] {
        let listener = Listener::answering([failure.clone(), failure.clone(), created()]);
        let graph = graph(listener.url(), soon());
        let meeting = graph.me().online_meetings().by_id("m").get().await.unwrap();
        assert_eq!((meeting.id.as_deref(), listener.received().len()), (Some("m"), 3), "{failure}");
    }
}

#[tokio::test]
async fn a_create_that_was_refused_unseen_is_sent_again_as_it_was() {
    let refusal = answer("429 Too Many Requests", "retry-after: 0.05\r\n", "");
    let listener = Listener::answering([refusal, created()]);
    let start = std::time::Instant::now();
    let meeting = OnlineMeeting::new().set_subject("Lecture");
    graph(listener.url(), soon()).me().online_meetings().post(&meeting).await.unwrap();
    assert!(start.elapsed() >= Duration::from_millis(50));
    let received = listener.received();
    assert_eq!(received.len(), 2);
    assert_eq!(received[0], received[1], "the same id, too");
}

#[tokio::test]
async fn what_cannot_connect_is_tried_again_and_says_why_down_to_the_system() {
    let port = TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port();
    let retries = Arc::new(AtomicU32::new(0));
    let count = Arc::clone(&retries);
    let policy = soon().attempts(3).on_retry(move |_| {
        count.fetch_add(1, Ordering::Relaxed);
        ControlFlow::Continue(())
    });
    let meetings = graph(format!("http://127.0.0.1:{port}/v1.0"), policy).me().online_meetings();
    let error = meetings.post(&OnlineMeeting::new()).await.unwrap_err();
    assert_eq!(retries.load(Ordering::Relaxed), 2);
    assert!(!error.may_have_been_done() && !error.is_throttled(), "{error:?}");
    assert!(error.client_request_id().is_some() && error.request_id().is_none());
    let refused = causes(&error).find_map(|cause| cause.downcast_ref::<std::io::Error>()).unwrap();
    assert_eq!(refused.kind(), std::io::ErrorKind::ConnectionRefused);
}

#[tokio::test]
async fn a_broken_connection_names_its_causes() {
    let listener = Listener::answering([cut()]);
    let meetings = graph(listener.url(), RetryPolicy::none()).me().online_meetings();
    let error = meetings.post(&OnlineMeeting::new()).await.unwrap_err();
    assert!(causes(&error).count() >= 2, "{error:?}");
    let of_http = causes(&error).find_map(|cause| cause.downcast_ref::<msgraph::reqwest::Error>());
    assert!(of_http.is_some(), "{error:?}");
}

/// What stands behind an error, one behind the other.
fn causes(error: &Error) -> impl Iterator<Item = &(dyn std::error::Error + 'static)> {
    std::iter::successors(error.source(), |&cause| cause.source())
}
