//! Faults that a test asks for.

use std::time::{Duration, Instant};

use msgraph_emulator::Fault;
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Answer, Client, World, text};

const MEETINGS: &str = "/me/onlineMeetings";

fn meeting_in_a_batch(id: &str) -> Value {
    json!({"id": id, "method": "POST", "url": MEETINGS,
        "headers": {"Content-Type": "application/json"}, "body": {"subject": id}})
}

/// Whether a meeting of that external id was there already; it is there afterwards.
async fn made(client: &Client, external_id: &str) -> bool {
    let body = json!({"externalId": external_id});
    let answer = client.post("/me/onlineMeetings/createOrGet", &body).await;
    answer.status == 200
}

#[tokio::test]
async fn a_status_is_answered_with_graphs_error_and_nothing_is_done() {
    let world = World::new().await;
    let client = world.as_user(&world.adele);
    let cases = [
        (429, "TooManyRequests"),
        (500, "InternalServerError"),
        (502, "BadGateway"),
        (503, "ServiceUnavailable"),
        (504, "GatewayTimeout"),
        (409, "Conflict"),
        (410, "UnknownError"),
    ];
    for (status, code) in cases {
        world.emulator.inject(Fault::status(status).header("Retry-After", "2.128"));
        let answer = client.post("/me/onlineMeetings/createOrGet", &json!({"externalId": "x"})).await;
        answer.error(status, code);
        assert_eq!(answer.header("retry-after"), "2.128");
        let inner = &answer.json()["error"]["innerError"];
        assert_eq!(inner["request-id"], answer.header("request-id"));
    }
    assert!(!made(&client, "x").await);
    assert_eq!(world.emulator.requests().len(), cases.len() + 1, "each was listed");
}

#[tokio::test]
async fn a_fault_takes_the_body_and_the_headers_that_it_is_given() {
    let world = World::new().await;
    let client = world.as_user(&world.adele);
    world.emulator.inject(Fault::status(502).header("content-type", "text/html").body("<html>"));
    world.emulator.inject(Fault::status(200).body("{"));
    world.emulator.inject(Fault::delay(Duration::ZERO).header("x-own", "1").body("garbage"));
    world.emulator.inject(Fault::status(202));
    let page = client.get(MEETINGS).await;
    assert_eq!((page.status, page.header("content-type"), &*page.bytes), (502, "text/html", &b"<html>"[..]));
    let broken = client.get(MEETINGS).await;
    let found = (broken.status, broken.header("content-type"), &*broken.bytes);
    assert_eq!(found, (200, "application/json", &b"{"[..]));
    let real = client.post(MEETINGS, &json!({})).await;
    assert_eq!((real.status, real.header("x-own"), &*real.bytes), (201, "1", &b"garbage"[..]));
    let empty = client.get(MEETINGS).await;
    assert_eq!((empty.status, empty.bytes.len()), (202, 0));
}

#[tokio::test]
async fn faults_are_limited_to_a_method_and_a_path_and_to_a_number_of_times() {
    let world = World::new().await;
    let client = world.as_user(&world.adele);
    let id = client.meeting_id().await;
    world.emulator.inject(Fault::status(503).on("post", MEETINGS).times(2));
    world.emulator.inject(Fault::status(500).on("GET", &format!("{MEETINGS}/{id}")));
    world.emulator.inject(Fault::status(502).times(0));
    let path = format!("{MEETINGS}/{id}");
    client.get(&path).await.error(500, "InternalServerError");
    client.get(&path).await.expect(200);
    client.post(MEETINGS, &json!({})).await.expect(503);
    client.post("/me/onlineMeetings/createOrGet", &json!({"externalId": "x"})).await.expect(503);
    client.post(MEETINGS, &json!({})).await.expect(201);
}

#[tokio::test]
async fn a_fault_comes_before_the_token_is_looked_at() {
    let world = World::new().await;
    let client = world.client(String::from("none"));
    world.emulator.inject(Fault::status(503));
    client.get(MEETINGS).await.expect(503);
    client.get(MEETINGS).await.expect(401);
}

#[tokio::test]
async fn a_cut_before_does_nothing_and_a_cut_after_does_it() {
    let world = World::new().await;
    let client = world.as_user(&world.adele);
    for (fault, is_done) in [(Fault::cut_before(), false), (Fault::cut_after(), true)] {
        world.emulator.inject(fault);
        let id = format!("{is_done}");
        let request = client.request(Method::POST, "/me/onlineMeetings/createOrGet");
        let error = request.json(&json!({"externalId": id})).send().await.expect_err("no answer");
        assert!(error.is_request() && !error.is_connect() && !error.is_timeout(), "{error:?}");
        assert_eq!(made(&client, &id).await, is_done);
    }
    assert_eq!(world.emulator.requests().len(), 4, "a request without an answer is listed too");
}

#[tokio::test]
async fn a_cut_body_ends_after_so_many_bytes() {
    let world = World::new().await;
    let client = world.as_user(&world.adele);
    let meeting = client.meeting_id().await;
    let video = vec![7; 100_000];
    let id = world.emulator.add_recording(&meeting, json!({}), video.clone()).expect("a recording");
    let path = format!("{MEETINGS}/{meeting}/recordings/{id}/content");
    for bytes in [0, 1, 70_000, 100_000, 200_000] {
        world.emulator.inject(Fault::cut_body(bytes));
        let mut response = client.request(Method::GET, &path).send().await.expect("the headers");
        assert_eq!(response.status(), 200);
        let announced = response.content_length().expect("a length");
        assert_eq!(announced, 100_000.max(bytes as u64 + 1));
        let mut came = 0;
        let end = loop {
            match response.chunk().await {
                Ok(Some(chunk)) => came += chunk.len(),
                other => break other,
            }
        };
        assert!(end.is_err(), "the body is not whole");
        assert_eq!(came, bytes.min(100_000), "{bytes}");
    }
    assert_eq!(client.get(&path).await.bytes, video);
    world.emulator.inject(Fault::cut_body(0));
    client.delete(&format!("{MEETINGS}/{meeting}")).await.expect(204);
}

#[tokio::test]
async fn a_cut_body_waits_for_a_client_that_reads_slowly() {
    let world = World::new().await;
    let client = world.as_user(&world.adele);
    let meeting = client.meeting_id().await;
    let id = world.emulator.add_recording(&meeting, json!({}), vec![7; 30_000_000]).expect("a recording");
    let path = format!("{MEETINGS}/{meeting}/recordings/{id}/content");
    for bytes in [60_000, 400_000, 20_000_000] {
        // From some size on the buffers of the system are full, and the rest waits in the emulator.
        world.emulator.inject(Fault::cut_body(bytes));
        let mut response = client.request(Method::GET, &path).send().await.expect("the headers");
        tokio::time::sleep(Duration::from_millis(15)).await;
        let mut came = 0;
        while let Ok(Some(chunk)) = response.chunk().await {
            came += chunk.len();
        }
        assert_eq!(came, bytes);
    }
}

#[tokio::test]
async fn a_delay_keeps_the_answer_back() {
    let world = World::new().await;
    let client = world.as_user(&world.adele);
    let delay = Duration::from_millis(120);
    world.emulator.inject(Fault::delay(delay));
    let start = Instant::now();
    client.post(MEETINGS, &json!({})).await.expect(201);
    assert!(start.elapsed() >= delay);
    world.emulator.inject(Fault::delay(Duration::from_secs(60)));
    let request = client.request(Method::POST, "/me/onlineMeetings/createOrGet");
    let request = request.timeout(delay).json(&json!({"externalId": "slow"}));
    assert!(request.send().await.expect_err("too slow").is_timeout());
    assert!(made(&client, "slow").await, "it was done all the same");
}

#[tokio::test]
async fn pages_may_repeat_their_link_or_be_empty() {
    let world = World::with(crate::support::builder().page_size(1)).await;
    let client = world.as_user(&world.adele);
    let meeting = client.meeting_id().await;
    for id in ["a", "b"] {
        world.emulator.add_recording(&meeting, json!({"id": id}), "").expect("a recording");
    }
    let recordings = format!("{MEETINGS}/{meeting}/recordings");
    let own = format!("{}{recordings}/delta()?$top=1", world.emulator.url());
    world.emulator.inject(Fault::empty_page().on("GET", &recordings));
    let empty = client.get(&own).await;
    let another = text(&empty.json()["@odata.nextLink"]);
    assert!(empty.items().is_empty() && another != own, "a link that was not followed yet: {another}");
    let first = client.get(&another).await;
    assert_eq!(first.items()[0]["id"], "a");
    let next = text(&first.json()["@odata.nextLink"]);
    world.emulator.inject(Fault::repeat_next_link().times(2));
    for _ in 0..2 {
        let page = client.get(&next).await;
        assert_eq!(
            (&page.items()[0]["id"], text(&page.json()["@odata.nextLink"])),
            (&json!("b"), next.clone())
        );
        assert!(page.json().get("@odata.deltaLink").is_none(), "a page has one link");
    }
    assert!(client.get(&next).await.json().get("@odata.deltaLink").is_some());
    world.emulator.inject(Fault::empty_page());
    let one = client.get(&format!("{recordings}/a")).await.expect(200);
    assert_eq!((&one["id"], one.get("@odata.nextLink")), (&json!("a"), None));
}

#[tokio::test]
async fn a_request_of_a_batch_has_faults_of_its_own() {
    let world = World::new().await;
    let client = world.as_user(&world.adele);
    world.emulator.inject(Fault::status(429).header("retry-after", "3").on("POST", MEETINGS));
    world.emulator.inject(Fault::status(200).body(r#"{"own":1}"#).on("POST", MEETINGS));
    let batch =
        json!({"requests": [meeting_in_a_batch("a"), meeting_in_a_batch("b"), meeting_in_a_batch("c")]});
    let answer = client.post("/$batch", &batch).await.expect(200);
    let of = |id: &str| {
        let all = answer["responses"].as_array().expect("a list");
        all.iter().find(|one| one["id"] == id).expect("an answer").clone()
    };
    assert_eq!((&of("a")["status"], &of("a")["headers"]["Retry-After"]), (&json!(429), &json!("3")));
    assert_eq!(of("a")["body"]["error"]["code"], "TooManyRequests");
    assert_eq!(of("b")["body"], json!({"own": 1}));
    assert_eq!(of("c")["status"], 201);
    world.emulator.inject(Fault::status(503));
    client.post("/$batch", &batch).await.error(503, "ServiceUnavailable");
    world.emulator.inject(Fault::status(504).on("POST", "/$batch"));
    client.post("/$batch", &batch).await.error(504, "GatewayTimeout");
}

#[tokio::test]
async fn a_cut_in_a_batch_cuts_the_batch() {
    let world = World::new().await;
    let client = world.as_user(&world.adele);
    let batch = json!({"requests": [meeting_in_a_batch("a"), {"id": "b", "method": "GET", "url": MEETINGS},
        meeting_in_a_batch("c")]});
    for (fault, wanted) in [
        (Fault::cut_before(), &["a", "b"][..]),
        (Fault::cut_after(), &["a", "b", "c"]),
        (Fault::cut_body(3), &["a", "b", "c"]),
    ] {
        let seen = world.emulator.requests().len();
        world.emulator.inject(fault.on("GET", MEETINGS));
        let request = client.request(Method::POST, "/$batch").json(&batch).send().await;
        let is_cut = match request {
            Ok(response) => response.bytes().await.is_err(),
            Err(_) => true,
        };
        assert!(is_cut);
        let done: Vec<_> =
            world.emulator.requests().into_iter().skip(seen).filter_map(|one| one.batch_id).collect();
        assert_eq!(done, wanted);
    }
    let delay = Duration::from_millis(60);
    world.emulator.inject(Fault::delay(delay).on("POST", MEETINGS).times(2));
    let start = Instant::now();
    Answer::to(client.request(Method::POST, "/$batch").json(&batch)).await.expect(200);
    assert!(start.elapsed() >= 2 * delay, "the delays of a batch add up");
}

#[test]
#[should_panic(expected = "99 is no status of an answer")]
fn a_status_that_is_none_is_a_mistake_of_the_test() {
    let _ = Fault::status(99);
}

#[test]
#[should_panic(expected = "a fault cannot set a header 'a b'")]
fn a_header_that_is_none_is_a_mistake_of_the_test() {
    let _ = Fault::status(503).header("a b", "");
}

#[test]
#[should_panic(expected = "a fault cannot set a header 'Content-Length'")]
fn a_header_that_ends_the_body_is_a_mistake_of_the_test() {
    let _ = Fault::status(503).header("Content-Length", "5");
}
