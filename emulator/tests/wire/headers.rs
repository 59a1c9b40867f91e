//! Headers of requests: `Accept`, `client-request-id`, and bodies where none belong.

use reqwest::Method;
use serde_json::json;

use crate::support::{Answer, World};

const UNKNOWN: &str = "/me/onlineMeetings/nothing";

/// Which media types Graph refuses is not found: JSON is the answer to all of them.
#[tokio::test]
async fn accept_json_is_the_answer_whatever_is_asked_for() {
    let world = World::new().await;
    let client = world.as_user(&world.adele);
    let path = format!("/me/onlineMeetings/{}", client.meeting_id().await);
    for accept in
        ["application/json", "application/json;odata.metadata=none", "*/*", "text/html", "application/xml"]
    {
        let answer = Answer::to(client.request(Method::GET, &path).header("Accept", accept)).await;
        answer.expect(200);
        assert!(answer.header("content-type").starts_with("application/json;"), "{accept}");
    }
}

/// Clients should send a GUID. What Graph does with another text is not found: it comes back as it is.
#[tokio::test]
async fn request_ids_that_are_no_guid_come_back_too() {
    let world = World::new().await;
    let client = world.as_user(&world.adele);
    let request = client.request(Method::GET, UNKNOWN).header("client-request-id", "lesson 5, try 2");
    let answer = Answer::to(request).await;
    assert_eq!(answer.header("client-request-id"), "lesson 5, try 2");
    assert_eq!(answer.expect(404)["error"]["innerError"]["client-request-id"], "lesson 5, try 2");
}

#[tokio::test]
async fn request_ids_come_back_where_nobody_is_signed_in_and_in_a_batch() {
    let world = World::new().await;
    let client = world.as_user(&world.adele);
    let id = "0e1b6a3c-8f52-4d0b-9a77-1c2d3e4f5a60";
    let nobody = client.http.get(format!("{}{UNKNOWN}", client.root)).header("client-request-id", id);
    assert_eq!(Answer::to(nobody).await.expect(401)["error"]["innerError"]["client-request-id"], id);
    let batch = json!({"requests": [
        {"id": "own", "method": "GET", "url": UNKNOWN, "headers": {"client-request-id": "of the item"}},
    ]});
    let request = client.request(Method::POST, "/$batch").header("client-request-id", id).json(&batch);
    let answer = Answer::to(request).await;
    assert_eq!(answer.header("client-request-id"), id);
    let item = &answer.expect(200)["responses"][0];
    assert_eq!(item["body"]["error"]["innerError"]["client-request-id"], "of the item");
    let headers = item["headers"].as_object().expect("headers");
    let echoed = headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("client-request-id"));
    assert!(echoed.is_none_or(|(_, value)| value == "of the item"), "{headers:?}");
}

/// HTTP gives such a body no meaning.
#[tokio::test]
async fn a_body_where_none_belongs_is_ignored() {
    let world = World::new().await;
    let client = world.as_user(&world.adele);
    let path = format!("/me/onlineMeetings/{}", client.meeting_id().await);
    for body in ["{\"subject\":5}", "no JSON"] {
        Answer::to(client.request(Method::GET, &path).body(body)).await.expect(200);
    }
    let gone = Answer::to(client.request(Method::DELETE, &path).body("no JSON")).await;
    assert_eq!(gone.status, 204);
}
