//! What each fault looks like on the wire, and how often chance brings it.

use std::error::Error as _;

use msgraph_emulator::{Emulator, EmulatorError, Fault};
use serde_json::json;

use crate::support::{Client, World, builder, text};

const MEETINGS: &str = "/me/onlineMeetings";
const CREATE_OR_GET: &str = "/me/onlineMeetings/createOrGet";

/// Whether a meeting of that external id was there already; it is there afterwards.
async fn made(client: &Client, external_id: &str) -> bool {
    client.post(CREATE_OR_GET, &json!({"externalId": external_id})).await.status == 200
}

/// 429: `Retry-After` may be a decimal, and may be absent (graph-behaviour, "429").
#[tokio::test]
async fn throttling_says_when_to_come_again_or_does_not() {
    let world = World::new().await;
    let client = world.as_user(&world.adele);
    for retry_after in [Some("1"), Some("2.128"), None] {
        world.emulator.inject(Fault::throttled(retry_after));
        let answer = client.get(MEETINGS).await;
        answer.error(429, "TooManyRequests");
        let found = answer.headers.get("retry-after").map(|one| one.to_str().expect("text"));
        assert_eq!(found, retry_after);
    }
}

/// An error body may be absent or not JSON (graph-behaviour, "Error body").
#[tokio::test]
async fn garbage_is_a_page_of_a_gateway_and_nothing_is_done() {
    let world = World::new().await;
    let client = world.as_user(&world.adele);
    for (fault, status) in [(Fault::garbage(), 200), (Fault::garbage_with_status(502), 502)] {
        world.emulator.inject(fault.header("via", "1.1 proxy"));
        let external_id = status.to_string();
        let answer = client.post(CREATE_OR_GET, &json!({"externalId": external_id})).await;
        assert_eq!((answer.status, answer.header("via")), (status, "1.1 proxy"));
        assert_eq!(answer.header("content-type"), "text/html; charset=utf-8");
        assert!(answer.bytes.starts_with(b"<!DOCTYPE html>"));
        for name in ["request-id", "client-request-id", "odata-version"] {
            assert_eq!(answer.headers.get(name), None, "a gateway has no {name}");
        }
        assert!(!made(&client, &external_id).await);
    }
}

#[tokio::test]
async fn a_truncated_answer_is_whole_for_http_and_broken_as_json() {
    let world = World::new().await;
    let client = world.as_user(&world.adele);
    world.emulator.inject(Fault::truncated());
    let answer = client.post(CREATE_OR_GET, &json!({"externalId": "x", "subject": "Analysis"})).await;
    assert_eq!(answer.status, 201);
    assert_eq!(answer.header("content-length"), answer.bytes.len().to_string());
    let error = serde_json::from_slice::<serde_json::Value>(&answer.bytes).expect_err("half of it");
    assert!(error.is_eof() && answer.bytes.len() > 100, "{error}");
    assert!(made(&client, "x").await, "the work was done");
    let id = client.meeting_id().await;
    world.emulator.inject(Fault::truncated());
    client.delete(&format!("{MEETINGS}/{id}")).await.expect(204);
    world.emulator.inject(Fault::truncated().body("0123456789"));
    assert_eq!(client.get(MEETINGS).await.bytes, b"01234");
}

/// A page may be empty and still have a next link (graph-behaviour, "Paging"). No link is followed twice.
#[tokio::test]
async fn empty_pages_lead_to_links_that_were_not_followed_yet() {
    let world = World::with(builder().page_size(2)).await;
    let client = world.as_user(&world.adele);
    let meeting = client.meeting_id().await;
    for at in 0..5 {
        world.emulator.add_recording(&meeting, json!({"id": format!("r{at}")}), "").expect("a recording");
    }
    for query in ["", "?$top=2", "?$select=id&$top=2"] {
        let mut link = format!("{}{MEETINGS}/{meeting}/recordings{query}", world.emulator.url());
        let (mut followed, mut ids, mut empty) = (Vec::new(), Vec::new(), 0);
        while !link.is_empty() {
            assert!(!followed.contains(&link), "{link} was followed already");
            // Two empty pages before each page that is none.
            if followed.len() % 3 < 2 {
                world.emulator.inject(Fault::empty_page());
            }
            let page = client.get(&link).await;
            let items = page.items();
            empty += usize::from(items.is_empty());
            ids.extend(items.iter().map(|one| text(&one["id"])));
            followed.push(link);
            link = page.json()["@odata.nextLink"].as_str().map(String::from).unwrap_or_default();
        }
        ids.sort();
        assert_eq!((ids, empty), ((0..5).map(|at| format!("r{at}")).collect(), 6), "{query}");
    }
}

/// The same link repeatedly has been seen (graph-behaviour, "Paging").
#[tokio::test]
async fn a_repeated_link_is_the_very_link_that_was_followed() {
    let world = World::with(builder().page_size(1)).await;
    let client = world.as_user(&world.adele);
    let meeting = client.meeting_id().await;
    for id in ["a", "b"] {
        world.emulator.add_recording(&meeting, json!({"id": id}), "").expect("a recording");
    }
    let start = format!("{}{MEETINGS}/{meeting}/recordings", world.emulator.url());
    world.emulator.inject(Fault::empty_page());
    let another = text(&client.get(&start).await.json()["@odata.nextLink"]);
    for link in [start, another] {
        world.emulator.inject(Fault::repeat_next_link());
        let page = client.get(&link).await;
        assert_eq!((page.items().len(), text(&page.json()["@odata.nextLink"])), (1, link));
    }
}

#[tokio::test]
async fn rates_are_replaced_while_the_emulator_runs() {
    let world = World::with(builder().fault_rate(1.0, Fault::status(503).on("GET", "/me"))).await;
    let client = world.as_user(&world.adele);
    assert_eq!(world.emulator.fault_rates(), [(1.0, Fault::status(503).on("GET", "/me"))]);
    for _ in 0..3 {
        client.get(MEETINGS).await.expect(503);
        client.post(MEETINGS, &json!({})).await.expect(201);
    }
    let refused = world.emulator.set_fault_rates([(0.7, Fault::garbage()), (0.7, Fault::garbage())]);
    assert!(refused.expect_err("too much").to_string().contains("add up to 1.4"));
    client.get(MEETINGS).await.expect(503);
    world.emulator.set_fault_rates([(1.0, Fault::status(500))]).expect("rates");
    world.emulator.inject(Fault::status(429));
    client.post(MEETINGS, &json!({})).await.expect(429);
    client.post(MEETINGS, &json!({})).await.expect(500);
    world.emulator.inject(Fault::status(429));
    world.emulator.clear_faults();
    assert!(world.emulator.fault_rates().is_empty() && world.emulator.waiting_faults().is_empty());
    client.post(MEETINGS, &json!({})).await.expect(201);
}

#[tokio::test]
async fn rates_meet_the_requests_of_a_batch_one_by_one() {
    let world = World::with(builder().fault_rate(1.0, Fault::status(503).on("POST", MEETINGS))).await;
    let client = world.as_user(&world.adele);
    let one = |id: &str, method: &str| {
        let headers = json!({"Content-Type": "application/json"});
        let body = if method == "POST" { json!({}) } else { json!(null) };
        json!({"id": id, "method": method, "url": MEETINGS, "headers": headers, "body": body})
    };
    let batch = json!({"requests": [one("a", "POST"), one("b", "GET"), one("c", "POST")]});
    let answer = client.post("/$batch", &batch).await.expect(200);
    let mut seen: Vec<_> = answer["responses"].as_array().expect("a list").iter().collect();
    seen.sort_by_key(|one| text(&one["id"]));
    let statuses: Vec<_> = seen.iter().map(|one| one["status"].as_u64()).collect();
    assert_eq!(statuses, [Some(503), Some(400), Some(503)]);
}

#[tokio::test]
async fn rates_that_are_none_are_an_error_of_start() {
    for (share, wanted) in [(1.5, "the share of '503' is 1.5"), (f64::NAN, "the share of '503' is NaN")] {
        let error =
            Emulator::builder().fault_rate(share, Fault::status(503)).start().await.expect_err("no rate");
        assert!(matches!(error, EmulatorError::FaultRates(_)), "{error}");
        let source = error.source().expect("a reason").to_string();
        assert!(source.starts_with(wanted), "{source}");
    }
}

#[test]
#[should_panic(expected = "'A B' is no method")]
fn a_method_that_is_none_is_a_mistake_of_the_test() {
    let _ = Fault::status(503).on("A B", "/me");
}
