//! Pages, items and changes against the emulator.

use msgraph::models::{CallRecording, OnlineMeeting};
use msgraph::types::Removed;
use msgraph::{Error, Graph, RequestError};
use msgraph_emulator::{Emulator, Fault, Received};
use serde_json::json;

/// An emulator whose pages hold two items, a client, and a meeting with so many recordings, the ids of which are given.
async fn recorded(count: usize) -> (Emulator, Graph, String, Vec<String>) {
    let emulator = Emulator::builder().page_size(2).start().await.unwrap();
    let permissions = ["OnlineMeetings.ReadWrite", "OnlineMeetingRecording.Read.All"];
    let token = emulator.delegated_token(&emulator.users()[0].id, &permissions);
    let graph =
        Graph::builder().base_url(emulator.url()).allow_http_on_loopback().token(token).build().unwrap();
    let meeting = graph.me().online_meetings().post(&OnlineMeeting::new()).await.unwrap().id.unwrap();
    let add = |_| emulator.add_recording(&meeting, json!({}), "video").unwrap();
    let ids = (0..count).map(add).collect();
    (emulator, graph, meeting, ids)
}

fn ids(recordings: Vec<CallRecording>) -> Vec<String> {
    recordings.into_iter().filter_map(|one| one.id).collect()
}

#[tokio::test]
async fn items_come_from_all_pages_and_headers_go_on_each_request() {
    let (emulator, graph, meeting, wanted) = recorded(5).await;
    emulator.inject(Fault::empty_page());
    let list = graph.me().online_meetings().by_id(&meeting).recordings().get();
    let before = emulator.requests().len();
    let mut items = list.header("prefer", "odata.maxpagesize=2").select(["id"]).items();
    let mut found = Vec::new();
    while let Some(item) = items.next().await {
        found.push(item.unwrap());
    }
    assert_eq!(ids(found), wanted);
    let requests = &emulator.requests()[before..];
    assert_eq!(requests.len(), 4, "three pages, and an empty one");
    let prefers =
        |one: &Received| one.headers.contains(&("prefer".to_owned(), "odata.maxpagesize=2".to_owned()));
    assert!(requests.iter().all(prefers));
}

#[tokio::test]
async fn pages_can_be_left_and_gone_on_with() {
    let (_emulator, graph, meeting, wanted) = recorded(5).await;
    let list = || graph.me().online_meetings().by_id(&meeting).recordings().get();
    let mut pages = list().pages();
    let first = pages.next().await.unwrap().unwrap();
    assert_eq!(ids(first.value), wanted[..2]);
    let rest = list().items_from(pages.next_link().unwrap()).try_collect().await.unwrap();
    assert_eq!(ids(rest), wanted[2..]);
    assert_eq!(ids(list().items().limit(3).try_collect().await.unwrap()), wanted[..3]);
}

#[tokio::test]
async fn a_repeated_link_ends_with_an_error() {
    let (emulator, graph, meeting, wanted) = recorded(5).await;
    emulator.inject(Fault::repeat_next_link().times(9));
    let mut items = graph.me().online_meetings().by_id(&meeting).recordings().get().items();
    let mut found = 0;
    let error = loop {
        match items.next().await.unwrap() {
            Ok(_) => found += 1,
            Err(error) => break error,
        }
    };
    assert!(matches!(error, Error::Request(RequestError::RepeatedLink { .. })), "{error:?}");
    assert!(found < wanted.len() && items.next().await.is_none());
    assert!(!format!("{error} {error:?} {items:?}").contains(&meeting));
}

#[tokio::test]
async fn changes_since_the_last_time_come_by_the_delta_link() {
    let (emulator, graph, meeting, wanted) = recorded(3).await;
    let delta = || graph.me().online_meetings().by_id(&meeting).recordings().delta().get();
    let mut items = delta().items();
    let mut found = Vec::new();
    while let Some(item) = items.next().await {
        assert!(found.len() == wanted.len() || items.delta_link().is_none() || items.buffered().is_empty());
        found.push(item.unwrap());
    }
    assert_eq!(ids(found), wanted);
    let link = items.delta_link().unwrap().to_owned();

    let new = emulator.add_recording(&meeting, json!({}), "video").unwrap();
    let mut changes = delta().items_from(&link);
    assert_eq!(changes.next().await.unwrap().unwrap().id, Some(new));
    assert!(changes.next().await.is_none());
    assert!(changes.delta_link().is_some_and(|later| later != link));

    let mut lost = delta().items_from(format!("{link}x"));
    let error = lost.next().await.unwrap().unwrap_err();
    assert_eq!(error.status().unwrap(), 410, "{error}");
    assert!(lost.next().await.is_none() && lost.delta_link().is_none());
}

#[test]
fn what_is_removed_says_why() {
    let read = |json: &str| Removed::of(&serde_json::from_str::<CallRecording>(json).unwrap());
    assert_eq!(read(r#"{"id":"1"}"#), None);
    assert_eq!(read(r#"{"id":"1","@removed":null}"#), None);
    assert_eq!(read(r#"{"id":"1","@removed":{"reason":"changed"}}"#), Some(Removed::Changed));
    assert_eq!(read(r#"{"@removed":{"reason":"deleted"},"id":"1"}"#), Some(Removed::Deleted));
    assert_eq!(read(r#"{"id":"1","@removed":{"reason":"moved"}}"#), Some(Removed::Other));
    assert_eq!(read(r#"{"id":"1","@removed":{}}"#), Some(Removed::Other));
}
