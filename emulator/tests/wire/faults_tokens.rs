//! Faults of the identity platform's token endpoint.

use std::time::{Duration, Instant};

use msgraph_emulator::{App, Fault};
use reqwest::RequestBuilder;
use serde_json::json;

use crate::support::{Answer, World, builder};

/// A request for a token of the default app.
fn token_request(world: &World) -> RequestBuilder {
    let address = format!("{}/{}/oauth2/v2.0/token", world.emulator.authority(), world.emulator.tenant_id());
    let form = [
        ("grant_type", "client_credentials"),
        ("client_id", App::DEFAULT_CLIENT_ID),
        ("client_secret", App::DEFAULT_CLIENT_SECRET),
        ("scope", "https://graph.microsoft.com/.default"),
    ];
    world.client(String::new()).http.post(address).form(&form)
}

/// What the token endpoint was asked so far: the fault and the status of each.
fn seen(world: &World) -> Vec<(Option<String>, u16)> {
    world
        .emulator
        .token_requests()
        .into_iter()
        .map(|one| (one.fault, one.status.unwrap_or_default()))
        .collect()
}

#[tokio::test]
async fn other_faults_never_hit_the_token_endpoint_and_its_own_never_hit_graph() {
    let world = World::with(builder().fault_rate(1.0, Fault::status(500))).await;
    let client = world.as_user(&world.adele);
    world.emulator.inject(Fault::status(503));
    world.emulator.inject(Fault::status(502).on("POST", "/"));
    Answer::to(token_request(&world)).await.expect(200);
    assert_eq!(world.emulator.waiting_faults().len(), 2);
    world.emulator.clear_faults();
    world.emulator.set_fault_rates([(1.0, Fault::status(500).on_token_endpoint())]).expect("rates");
    world.emulator.inject(Fault::status(503).on_token_endpoint());
    client.post("/me/onlineMeetings", &json!({})).await.expect(201);
    let statuses =
        [Answer::to(token_request(&world)).await.status, Answer::to(token_request(&world)).await.status];
    assert_eq!(statuses, [503, 500]);
    assert_eq!(seen(&world), [(None, 200), (Some("503".into()), 503), (Some("500".into()), 500)]);
}

#[tokio::test]
async fn the_token_endpoint_is_throttled_and_fails_in_its_own_words() {
    let world = World::new().await;
    let cases = [
        (Fault::throttled(Some("2")), 429, "temporarily_unavailable", 90_055),
        (Fault::status(500), 500, "server_error", 50_000),
        (Fault::status(503), 503, "temporarily_unavailable", 90_006),
        (Fault::status(400), 400, "invalid_request", 90_023),
    ];
    for (fault, status, error, code) in cases {
        world.emulator.inject(fault.on_token_endpoint());
        let answer = Answer::to(token_request(&world)).await;
        let body = answer.expect(status);
        assert_eq!((&body["error"], &body["error_codes"]), (&json!(error), &json!([code])), "{body}");
        assert_eq!(answer.header("retry-after"), if status == 429 { "2" } else { "" });
        assert_eq!(body.get("access_token"), None);
    }
    world.emulator.inject(Fault::status(204).on_token_endpoint());
    assert_eq!(Answer::to(token_request(&world)).await.status, 204);
}

#[tokio::test]
async fn the_token_endpoint_is_slow_or_cut_off() {
    let world = World::new().await;
    let delay = Duration::from_millis(120);
    world.emulator.inject(Fault::delay(delay).on_token_endpoint());
    let start = Instant::now();
    assert_eq!(Answer::to(token_request(&world)).await.expect(200)["token_type"], "Bearer");
    assert!(start.elapsed() >= delay);
    for fault in [Fault::cut_before(), Fault::cut_after()] {
        world.emulator.inject(fault.on_token_endpoint());
        let error = token_request(&world).send().await.expect_err("no answer");
        assert!(error.is_request() && !error.is_connect(), "{error:?}");
    }
    world.emulator.inject(Fault::cut_body(10).on_token_endpoint());
    let answer = token_request(&world).send().await.expect("the headers");
    assert_eq!(answer.status(), 200);
    answer.bytes().await.expect_err("the body is not whole");
    let statuses: Vec<u16> = seen(&world).into_iter().map(|(_, status)| status).collect();
    assert_eq!(statuses, [200, 0, 200, 200], "a cut before does nothing, the others do it");
}

#[tokio::test]
async fn the_token_endpoint_gives_garbage_half_of_its_answer_or_what_a_test_says() {
    let world = World::new().await;
    world.emulator.inject(Fault::garbage_with_status(502).on_token_endpoint());
    let page = Answer::to(token_request(&world)).await;
    assert_eq!((page.status, page.header("content-type")), (502, "text/html; charset=utf-8"));
    assert_eq!(page.headers.get("x-ms-request-id"), None);
    world.emulator.inject(Fault::truncated().on_token_endpoint());
    let half = Answer::to(token_request(&world)).await;
    assert!(half.status == 200 && half.bytes.starts_with(b"{") && !half.bytes.ends_with(b"}"));
    world.emulator.inject(Fault::status(200).body(r#"{"own":1}"#).on_token_endpoint());
    assert_eq!(Answer::to(token_request(&world)).await.expect(200), json!({"own": 1}));
    world.emulator.inject(Fault::empty_page().on_token_endpoint());
    assert_eq!(Answer::to(token_request(&world)).await.expect(200)["token_type"], "Bearer", "it is no page");
}

#[tokio::test]
async fn a_token_request_asks_for_a_fault_by_the_header_if_it_is_for_the_token_endpoint() {
    let world = World::new().await;
    let asking = |fault: &str| Answer::to(token_request(&world).header(Fault::HEADER, fault));
    asking("503").await.expect(200);
    asking("503 @token").await.expect(503);
    let refused = asking("teapot @token").await.expect(400);
    let description = refused["error_description"].as_str().expect("text");
    assert!(description.contains("emulator-fault: 'teapot @token' is no fault"), "{description}");
}

#[tokio::test]
async fn other_endpoints_of_the_identity_platform_take_no_faults() {
    let world = World::new().await;
    world.emulator.inject(Fault::status(503).on_token_endpoint());
    world.emulator.inject(Fault::status(500));
    let (authority, tenant) = (world.emulator.authority(), world.emulator.tenant_id());
    let address = format!("{authority}/{tenant}/v2.0/.well-known/openid-configuration");
    world.client(String::new()).get(&address).await.expect(200);
    assert_eq!(world.emulator.waiting_faults().len(), 2);
}
