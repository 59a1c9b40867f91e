//! Server-sent events.

use std::time::{Duration, Instant};

use msgraph_emulator::Emulator;
use serde_json::json;

use crate::support::{Desk, READ_WRITE};

#[tokio::test]
async fn requests_come_as_they_are_answered() {
    let desk = Desk::new().await;
    let token = desk.token(&[READ_WRITE]);
    desk.meeting(&token, "Before");
    let mut events = desk.events("", "");
    desk.meeting(&token, "Live");
    let (name, id, data) = events.next();
    assert_eq!((name.as_str(), id), ("request", Some(2)));
    assert_eq!((&data["status"], &data["operation"]), (&json!(201), &json!("POST /me/onlineMeetings")));
    assert_eq!((&data["permissions"], &data["needed"]), (&json!([READ_WRITE]), &json!([[READ_WRITE]])));
    assert_eq!((data.get("headers"), data.get("body")), (None, None), "those are looked up");
}

#[tokio::test]
async fn a_reader_goes_on_where_it_was() {
    let desk = Desk::new().await;
    for _ in 0..5 {
        desk.meeting("nobody", "x");
    }
    assert_eq!(desk.events("", "Last-Event-ID: 3\r\n").numbers(2), [4, 5]);
    assert_eq!(desk.events("?after=2", "").numbers(3), [3, 4, 5]);
    assert_eq!(
        desk.events("?after=0&last=2", "Last-Event-ID: 4\r\n").numbers(1),
        [5],
        "the header counts first"
    );
    assert_eq!(desk.events("?last=2", "").numbers(2), [4, 5]);
    assert_eq!(desk.events("?last=200", "").numbers(5), [1, 2, 3, 4, 5]);
    assert_eq!(desk.events("?last=1", "Last-Event-ID: nonsense\r\n").numbers(1), [5]);
    assert_eq!(desk.send("GET", "/emulator/events?last=x", "", "").status, 400);
}

#[tokio::test]
async fn what_is_not_kept_any_more_is_announced() {
    let desk = Desk::with(Emulator::builder().keep_requests(2)).await;
    for _ in 0..6 {
        desk.meeting("nobody", "x");
    }
    let mut events = desk.events("", "Last-Event-ID: 1\r\n");
    assert_eq!(events.next(), (String::from("missed"), None, json!({"from": 2, "to": 4})));
    assert_eq!(events.numbers(2), [5, 6]);
}

#[tokio::test]
async fn a_slow_reader_gets_everything_or_is_told() {
    let desk = Desk::with(Emulator::builder().keep_requests(20)).await;
    let mut events = desk.events("", "");
    // Long paths fill what the system and the stream hold back for a reader.
    let path = format!("/v1.0/{}", "x".repeat(50_000));
    for _ in 0..500 {
        desk.send("GET", &path, "", "");
    }
    let (mut last, mut missed) = (0, 0);
    while last < 500 {
        let (name, id, data) = events.next();
        let from = if name == "missed" { &data["from"] } else { &data["number"] };
        assert_eq!(from.as_u64(), Some(last + 1), "nothing is left out: {name}");
        if name == "missed" {
            last = data["to"].as_u64().expect("a number");
            missed += last + 1 - from.as_u64().expect("a number");
        } else {
            last = id.expect("an id");
        }
    }
    assert!(missed > 0, "the test was too mild to miss anything");
}

#[tokio::test]
async fn a_cleared_list_is_announced_also_to_who_comes_back() {
    let desk = Desk::new().await;
    desk.meeting("nobody", "x");
    let mut events = desk.events("", "");
    desk.send("DELETE", "/emulator/requests", "", "");
    assert_eq!(events.next(), (String::from("cleared"), None, json!({"last": 1})));
    desk.meeting("nobody", "x");
    assert_eq!(events.numbers(1), [2]);
    let mut back = desk.events("", "Last-Event-ID: 0\r\n");
    assert_eq!(back.next().0, "cleared");
    assert_eq!(back.numbers(1), [2]);
    // A number of an emulator that had the port before.
    let mut stranger = desk.events("", "Last-Event-ID: 99\r\n");
    assert_eq!(stranger.next().0, "cleared");
    assert_eq!(stranger.numbers(1), [2]);
}

#[tokio::test]
async fn a_request_that_was_cut_off_is_told() {
    let desk = Desk::new().await;
    let token = desk.token(&[READ_WRITE]);
    let mut events = desk.events("", "");
    desk.json("POST", "/emulator/faults", &json!({"fault": "cut-before"})).expect(201);
    desk.meeting(&token, "x");
    let (_, _, data) = events.next();
    assert_eq!((&data["status"], &data["fault"]), (&json!(null), &json!("cut-before")));
}

#[tokio::test]
async fn many_read_at_once_and_the_emulator_ends_at_once_with_all_of_them_open() {
    let desk = Desk::new().await;
    let mut readers: Vec<_> = (0..50).map(|_| desk.events("", "")).collect();
    for _ in 0..3 {
        desk.meeting("nobody", "x");
    }
    for reader in &mut readers {
        assert_eq!(reader.numbers(3), [1, 2, 3]);
    }
    drop(readers.split_off(25));
    desk.meeting("nobody", "x");
    for reader in &mut readers {
        assert_eq!(reader.numbers(1), [4], "those that are left go on");
    }
    let start = Instant::now();
    drop(desk);
    assert!(start.elapsed() < Duration::from_secs(1), "{:?}", start.elapsed());
    for reader in &mut readers {
        assert_eq!(reader.block(), None, "the stream has ended");
    }
}
