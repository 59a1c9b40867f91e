//! Bodies that do not fit.

use reqwest::Method;
use serde_json::json;

use crate::support::{Answer, Client, World};

const MEETINGS: &str = "/me/onlineMeetings";

async fn sent(client: &Client, content_type: &str, body: &str) -> Answer {
    let request = client.request(Method::POST, MEETINGS).header("Content-Type", content_type);
    Answer::to(request.body(String::from(body))).await
}

#[tokio::test]
async fn a_wrong_value_is_named_by_its_path() {
    let world = World::new().await;
    let client = world.as_user(&world.adele);
    let cases = [
        (json!({"subject": 5}), "'subject'"),
        (json!({"recordAutomatically": "yes"}), "'recordAutomatically'"),
        (json!({"startDateTime": "tomorrow"}), "'startDateTime'"),
        (json!({"startDateTime": "2026-01-01T00:00:00"}), "'startDateTime'"),
        (json!({"allowedPresenters": "nobody"}), "'allowedPresenters'"),
        (json!({"lobbyBypassSettings": {"scope": "all"}}), "'lobbyBypassSettings.scope'"),
        (json!({"lobbyBypassSettings": {"scop": "everyone"}}), "'lobbyBypassSettings.scop'"),
        (json!({"participants": {"attendees": {}}}), "'participants.attendees'"),
        (json!({"participants": {"attendees": [{"role": "boss"}]}}), "'participants.attendees[0].role'"),
        (json!({"participants": []}), "'participants'"),
        (json!([]), "object"),
    ];
    for (body, part) in cases {
        let message = client.post(MEETINGS, &body).await.error(400, "BadRequest");
        assert!(message.contains(part), "{body}: {message}");
    }
}

#[tokio::test]
async fn the_member_that_stands_for_unknown_ones_is_refused() {
    let world = World::new().await;
    let client = world.as_user(&world.adele);
    let cases = [
        (json!({"allowedPresenters": "unknownFutureValue"}), "'allowedPresenters'"),
        (
            json!({"participants": {"attendees": [{"role": "unknownFutureValue"}]}}),
            "'participants.attendees[0].role'",
        ),
    ];
    let meeting = client.meeting_id().await;
    for (body, part) in cases {
        let created = client.post(MEETINGS, &body).await;
        let changed = client.patch(&format!("{MEETINGS}/{meeting}"), &body).await;
        for answer in [created, changed] {
            let message = answer.error(400, "BadRequest");
            let (members, sent) = message.split_once(" and is ").expect("members, and what was sent");
            assert!(members.contains(part) && !members.contains("unknownFutureValue"), "{message}");
            assert!(sent.contains("unknownFutureValue"), "{message}");
        }
    }
}

#[tokio::test]
async fn all_faults_come_at_once() {
    let world = World::new().await;
    let body = json!({"subject": 5, "allowedPresenters": "nobody"});
    let message = world.as_user(&world.adele).post(MEETINGS, &body).await.error(400, "BadRequest");
    assert!(message.contains("'subject'") && message.contains("'allowedPresenters'"), "{message}");
}

#[tokio::test]
async fn a_body_must_be_there_and_be_json() {
    let world = World::new().await;
    let client = world.as_user(&world.adele);
    sent(&client, "application/json", "").await.error(400, "BadRequest");
    let message = sent(&client, "application/json", "{\"subject\":").await.error(400, "BadRequest");
    assert!(message.contains("JSON"), "{message}");
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    sent(&client, "application/json", &format!("{{\"x\":{deep}}}")).await.error(400, "BadRequest");
    sent(&client, "application/json", "{}").await.expect(201);
}

#[tokio::test]
async fn the_content_type_must_be_json() {
    let world = World::new().await;
    let client = world.as_user(&world.adele);
    let message = sent(&client, "text/plain", "{}").await.error(400, "BadRequest");
    assert!(message.contains("application/json") && message.contains("text/plain"), "{message}");
    let none = client.request(Method::POST, MEETINGS).body("{}");
    Answer::to(none).await.error(400, "BadRequest");
    sent(&client, "Application/JSON; charset=utf-8", "{}").await.expect(201);
}

#[tokio::test]
async fn a_body_beyond_four_megabytes_is_too_large() {
    let world = World::new().await;
    let client = world.as_user(&world.adele);
    let subject = |length: usize| json!({"subject": "x".repeat(length)}).to_string();
    let limit = 4 * 1024 * 1024;
    sent(&client, "application/json", &subject(limit)).await.error(413, "RequestEntityTooLarge");
    sent(&client, "application/json", &subject(limit - 100)).await.expect(201);
}

#[tokio::test]
async fn a_member_that_is_there_twice_is_refused() {
    let world = World::new().await;
    let client = world.as_user(&world.adele);
    let twice = r#"{"subject":"a","subject":"b"}"#;
    let within = r#"{"lobbyBypassSettings":{"scope":"everyone","scope":"organizer"}}"#;
    for (body, name) in [(twice, "'subject'"), (within, "'scope'")] {
        let message = sent(&client, "application/json", body).await.error(400, "BadRequest");
        assert!(message.contains(name) && message.contains("twice"), "{message}");
    }
}

#[tokio::test]
async fn a_body_must_be_utf_8() {
    let world = World::new().await;
    let client = world.as_user(&world.adele);
    let request = client.request(Method::POST, MEETINGS).header("Content-Type", "application/json");
    let answer = Answer::to(request.body(&b"{\"subject\":\"caf\xe9\"}"[..])).await;
    assert!(answer.error(400, "BadRequest").contains("JSON"));
}
