//! Faults as text, and the header that asks for one.

use std::time::Duration;

use msgraph_emulator::Fault;
use proptest::prelude::*;
use reqwest::Method;
use serde_json::json;

use crate::support::{Answer, Client, World};

const MEETINGS: &str = "/me/onlineMeetings";

fn parse(text: &str) -> Fault {
    text.parse().unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn a_fault_is_written_as_it_is_read() {
    let cases = [
        ("429", Fault::status(429)),
        ("429;retry-after=2.128", Fault::throttled(Some("2.128"))),
        ("429", Fault::throttled(None)),
        (
            "503;retry-after=1;x-a=b%3B%20%25c",
            Fault::status(503).header("Retry-After", "1").header("x-a", "b; %c"),
        ),
        ("garbage", Fault::garbage()),
        ("garbage=502", Fault::garbage_with_status(502)),
        ("delay=250ms", Fault::delay(Duration::from_millis(250))),
        ("delay=0.0015ms", Fault::delay(Duration::from_nanos(1500))),
        ("cut-before", Fault::cut_before()),
        ("cut-after *3", Fault::cut_after().times(3)),
        ("cut-body=10", Fault::cut_body(10)),
        ("truncated;x-a= @GET /", Fault::truncated().header("x-a", "").on("get", "/")),
        ("repeat-next-link @GET /me/x", Fault::repeat_next_link().on("GET", "me/x/")),
        ("empty-page", Fault::empty_page()),
        ("503 @token *2", Fault::status(503).on_token_endpoint().times(2)),
        ("500 @TOKEN /x", Fault::status(500).on("token", "/x")),
    ];
    for (text, fault) in cases {
        assert_eq!(fault.to_string(), text);
        assert_eq!(parse(text), fault, "{text}");
    }
}

#[test]
fn a_fault_is_read_in_other_spellings_too() {
    assert_eq!(parse("  429 ; Retry-After=2   @post  /me   *2 "), parse("429;retry-after=2 @POST /me *2"));
    assert_eq!(parse("Delay=1.5s"), Fault::delay(Duration::from_millis(1500)));
    assert_eq!(parse("CUT-BODY = 7"), Fault::cut_body(7));
    assert_eq!(parse("503;x-a=b c"), Fault::status(503).header("x-a", "b c"));
    assert_eq!(parse("503 @TOKEN"), Fault::status(503).on_token_endpoint());
}

#[test]
fn what_is_no_fault_is_told_what_to_write() {
    let cases = [
        ("", "write a status such as 429"),
        ("teapot", "it begins with 'teapot'; write a status such as 429, delay=250ms"),
        ("99", "'99' is no status of an answer; take one from 200 to 599"),
        ("4290000000000000000000000", "take one from 200 to 599"),
        ("garbage=x", "'x' is no status"),
        ("cut-body", "cut-body=10"),
        ("cut-body=-1", "cut-body=10"),
        ("cut-body=+1", "cut-body=10"),
        ("cut-body=18446744073709551615", "is no number of bytes up to 4294967295"),
        ("cut-before=1", "cut-before"),
        ("delay=5", "delay=250ms"),
        ("delay=.5s", "delay=250ms"),
        ("delay=1e3ms", "delay=250ms"),
        ("delay=99999999999999999999999999999999999999s", "delay=250ms"),
        ("503;retry-after", "'retry-after' should be a header, such as retry-after=2"),
        ("503;a b=c", "cannot have a header 'a b'"),
        ("503;content-length=5", "cannot have a header 'content-length'"),
        ("503;x=%0", "write %25"),
        ("503;x=%0a", "cannot have a header 'x'"),
        ("503 @GET", "'@GET' should be a method and a path, such as '@GET /me', or '@token'"),
        ("503 @ /me", "'@' should be a method"),
        ("503 *x", "'*x' should be a number of times, such as *3"),
        ("503 *2 @GET /me", "'@GET' stands behind its end"),
        ("503 @token /me extra", "'extra' stands behind its end"),
    ];
    for (text, wanted) in cases {
        let error = text.parse::<Fault>().expect_err(text).to_string();
        assert!(error.starts_with(&format!("'{text}' is no fault: ")) && error.contains(wanted), "{error}");
    }
}

#[test]
fn a_body_is_not_lost_unseen() {
    let text = Fault::status(502).body("secret").times(2).to_string();
    assert_eq!(text, "502 *2 +body");
    let error = text.parse::<Fault>().expect_err("a body").to_string();
    assert!(
        error.ends_with("a body cannot be written; parse the rest and add it with `Fault::body`"),
        "{error}"
    );
}

fn effects() -> impl Strategy<Value = Fault> {
    prop_oneof![
        (200_u16..600).prop_map(Fault::status),
        (200_u16..600).prop_map(Fault::garbage_with_status),
        any::<usize>().prop_map(Fault::cut_body),
        any::<Duration>().prop_map(Fault::delay),
        Just(Fault::cut_before()),
        Just(Fault::cut_after()),
        Just(Fault::truncated()),
        Just(Fault::repeat_next_link()),
        Just(Fault::empty_page()),
    ]
}

fn faults() -> impl Strategy<Value = Fault> {
    let headers =
        prop::collection::vec(("[a-zA-Z*%!#+.~-]{1,8}", "[^\u{0}-\u{8}\u{a}-\u{1f}\u{7f}]{0,12}"), 0..4);
    let scope = prop_oneof![
        Just(None),
        Just(Some((String::new(), String::new()))),
        ("[a-zA-Z*]{1,6}", "\\PC{0,20}").prop_map(Some),
    ];
    (effects(), headers, scope, any::<usize>()).prop_map(|(fault, headers, scope, times)| {
        let fault = headers.into_iter().fold(fault, |fault, (name, value)| fault.header(&name, &value));
        let fault = match scope {
            None => fault,
            Some((method, _)) if method.is_empty() => fault.on_token_endpoint(),
            Some((method, path)) => fault.on(&method, &path),
        };
        fault.times(times)
    })
}

proptest! {
    #[test]
    fn every_fault_without_a_body_survives_as_text(fault in faults()) {
        let text = fault.to_string();
        let read: Fault = text.parse().map_err(|error| TestCaseError::fail(format!("{error}")))?;
        prop_assert_eq!(&read, &fault, "{}", text);
        prop_assert_eq!(read.to_string(), text);
    }

    #[test]
    fn no_text_makes_it_panic(text in "([0-9a-z;=@*+%/. -]|\\PC){0,40}") {
        let read: Result<Fault, _> = text.parse();
        if let Ok(fault) = read {
            prop_assert_eq!(fault.to_string().parse::<Fault>(), Ok(fault), "{}", text);
        }
    }
}

/// Sends a request that asks for a fault.
async fn asking(client: &Client, method: Method, path: &str, fault: &str) -> Answer {
    Answer::to(client.request(method, path).header(Fault::HEADER, fault).json(&json!({}))).await
}

#[tokio::test]
async fn a_request_asks_for_a_fault_by_a_header() {
    let world = World::new().await;
    let client = world.as_user(&world.adele);
    let throttled = asking(&client, Method::POST, MEETINGS, "429;retry-after=2.128").await;
    throttled.error(429, "TooManyRequests");
    assert_eq!(throttled.header("retry-after"), "2.128");
    asking(&client, Method::POST, MEETINGS, "503 @GET /me").await.expect(201);
    asking(&client, Method::POST, MEETINGS, "503 @POST /me *0").await.expect(503);
    asking(&client, Method::POST, MEETINGS, "503 @token").await.expect(201);
    client.post(MEETINGS, &json!({})).await.expect(201);
    let cut = client.request(Method::POST, MEETINGS).header(Fault::HEADER, "cut-after").json(&json!({}));
    cut.send().await.expect_err("no answer");
    let requests = world.emulator.requests();
    let seen: Vec<_> = requests.iter().map(|one| (one.fault.as_deref(), one.status)).collect();
    let wanted = [
        (Some("429;retry-after=2.128"), Some(429)),
        (None, Some(201)),
        (Some("503"), Some(503)),
        (None, Some(201)),
        (None, Some(201)),
        (Some("cut-after"), Some(201)),
    ];
    assert_eq!(seen, wanted);
}

#[tokio::test]
async fn a_header_that_is_no_fault_is_a_400_with_the_reason() {
    let world = World::new().await;
    let client = world.as_user(&world.adele);
    world.emulator.inject(Fault::status(503));
    let message = asking(&client, Method::POST, MEETINGS, "teapot").await.error(400, "BadRequest");
    assert!(
        message.starts_with("emulator-fault: 'teapot' is no fault: it begins with 'teapot'"),
        "{message}"
    );
    let body = json!({"externalId": "x"});
    let post = |fault: &'static [u8]| {
        let value = reqwest::header::HeaderValue::from_bytes(fault).expect("a value");
        client
            .request(Method::POST, "/me/onlineMeetings/createOrGet")
            .header(Fault::HEADER, value)
            .json(&body)
    };
    Answer::to(post(b"\xff")).await.error(400, "BadRequest");
    assert_eq!(world.emulator.waiting_faults(), [Fault::status(503)], "what waits goes on waiting");
    Answer::to(post(b"429")).await.expect(503);
    client.post("/me/onlineMeetings/createOrGet", &body).await.expect(201);
}

#[tokio::test]
async fn a_cut_behind_any_number_of_bytes_does_no_harm() {
    let world = World::new().await;
    let client = world.as_user(&world.adele);
    for fault in ["cut-body=18446744073709551615", "cut-body=4294967296"] {
        asking(&client, Method::POST, MEETINGS, fault).await.error(400, "BadRequest");
    }
    world.emulator.inject(Fault::cut_body(usize::MAX));
    let cut = client.request(Method::POST, MEETINGS).json(&json!({})).send().await.expect("a head");
    assert_eq!(cut.content_length(), Some(1 << 32));
    cut.bytes().await.expect_err("the body ends before its end");
    client.post(MEETINGS, &json!({})).await.expect(201);
}

#[tokio::test]
async fn a_request_in_a_batch_asks_for_a_fault_of_its_own() {
    let world = World::new().await;
    let client = world.as_user(&world.adele);
    let one = |id: &str, fault: &str| {
        let headers = json!({"Content-Type": "application/json", Fault::HEADER: fault});
        json!({"id": id, "method": "POST", "url": MEETINGS, "headers": headers, "body": {}})
    };
    let requests =
        [one("a", "429;retry-after=3"), one("b", "truncated"), one("c", "503 @GET /"), one("d", "x")];
    let answer = client.post("/$batch", &json!({"requests": requests})).await.expect(200);
    let responses = answer["responses"].as_array().expect("a list");
    let of = |id: &str| responses.iter().find(|one| one["id"] == id).expect("an answer");
    assert_eq!((&of("a")["status"], &of("a")["headers"]["Retry-After"]), (&json!(429), &json!("3")));
    assert_eq!(of("b")["status"], 201);
    assert!(of("b")["body"].is_string(), "half of a meeting is no JSON");
    assert_eq!((&of("c")["status"], &of("d")["status"]), (&json!(201), &json!(400)));
}
