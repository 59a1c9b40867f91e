//! The rows "Error body", "Request ids" and "401".

use reqwest::Method;
use serde_json::json;

use crate::support::{Answer, World, text};

const UNKNOWN: &str = "/me/onlineMeetings/nothing";

#[tokio::test]
async fn error_body_has_code_message_and_inner_error() {
    let world = World::new().await;
    let answer = world.as_user(&world.adele).get(UNKNOWN).await;
    let error = answer.expect(404);
    let inner = &error["error"]["innerError"];
    let wanted = json!({"error": {"code": "UnknownError", "message": "", "innerError": {
        "date": "2026-03-01T12:00:00",
        "request-id": answer.header("request-id"),
        "client-request-id": answer.header("client-request-id"),
    }}});
    assert_eq!(error, wanted);
    assert_eq!(text(&inner["request-id"]).len(), 36);
}

#[tokio::test]
async fn request_ids_the_clients_own_comes_back() {
    let world = World::new().await;
    let client = world.as_user(&world.adele);
    let id = "0e1b6a3c-8f52-4d0b-9a77-1c2d3e4f5a60";
    for path in [UNKNOWN, "/nowhere"] {
        let answer = Answer::to(client.request(Method::GET, path).header("client-request-id", id)).await;
        assert_eq!(answer.header("client-request-id"), id);
        assert_ne!(answer.header("request-id"), id);
        assert_eq!(answer.json()["error"]["innerError"]["client-request-id"], id);
    }
}

#[tokio::test]
async fn request_ids_are_on_every_answer_and_differ() {
    let world = World::new().await;
    let client = world.as_user(&world.adele);
    let created = client.post("/me/onlineMeetings", &json!({})).await;
    let id = text(&created.expect(201)["id"]);
    let deleted = client.delete(&format!("/me/onlineMeetings/{id}")).await;
    assert_eq!(deleted.status, 204);
    assert_ne!(created.header("request-id"), deleted.header("request-id"));
    for answer in [&created, &deleted] {
        assert_eq!(answer.header("request-id").len(), 36);
        assert_eq!(answer.header("client-request-id"), answer.header("request-id"));
        assert_eq!(answer.header("date"), "Sun, 01 Mar 2026 12:00:00 GMT");
    }
    assert!(created.header("content-type").starts_with("application/json;odata.metadata=minimal;"));
    assert_eq!(deleted.header("content-type"), "");
    assert!(deleted.bytes.is_empty());
}

#[tokio::test]
async fn unauthorized_without_a_token_and_with_a_wrong_one() {
    let world = World::new().await;
    let client = world.as_user(&world.adele);
    let address = format!("{}/me/onlineMeetings", world.emulator.url());
    let none = Answer::to(client.http.get(&address)).await;
    assert_eq!(none.error(401, "InvalidAuthenticationToken"), "Access token is empty.");
    assert_eq!(none.header("www-authenticate"), "Bearer");
    let wrong = Answer::to(client.http.get(&address).bearer_auth("eyJ0eXAi.e30.")).await;
    let message = "CompactToken parsing failed with error code: 80049217";
    assert_eq!(wrong.error(401, "InvalidAuthenticationToken"), message);
}

#[tokio::test]
async fn unauthorized_with_the_token_of_another_emulator() {
    let world = World::new().await;
    let other = World::new().await;
    let stranger = world.client(other.as_user(&other.adele).token);
    stranger.get(UNKNOWN).await.error(401, "InvalidAuthenticationToken");
}
