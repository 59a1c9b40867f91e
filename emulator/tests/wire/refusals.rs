//! Refusals that a test asks for, as Graph words them: the rows "429", "Error body" and "403, no policy".

use msgraph_emulator::Fault;
use serde_json::{Value, json};

use crate::support::World;

const MEETINGS: &str = "/me/onlineMeetings";

#[tokio::test]
async fn throttled_requests_have_the_code_and_a_wait_that_may_be_decimal_or_absent() {
    let world = World::new().await;
    let client = world.as_user(&world.adele);
    for wait in ["2", "2.128"] {
        world.emulator.inject(Fault::status(429).header("Retry-After", wait));
        let answer = client.post(MEETINGS, &json!({})).await;
        answer.error(429, "TooManyRequests");
        assert_eq!(answer.header("retry-after"), wait);
    }
    world.emulator.inject(Fault::status(429));
    let answer = client.post(MEETINGS, &json!({})).await;
    answer.error(429, "TooManyRequests");
    assert_eq!(answer.headers.get("retry-after"), None);
}

#[tokio::test]
async fn error_body_may_have_no_message_nest_otherwise_be_no_json_or_be_absent() {
    let world = World::new().await;
    let client = world.as_user(&world.adele);
    let nested = json!({"error": {"code": "", "message": "", "innererror": {"code": "x", "innererror": {}}}});
    for body in [nested.to_string(), String::from("<html>"), String::new()] {
        world.emulator.inject(Fault::status(400).body(body.clone()));
        let answer = client.get(MEETINGS).await;
        assert_eq!((answer.status, String::from_utf8_lossy(&answer.bytes)), (400, body.into()));
    }
    let message = client.get("/me/onlineMeetings/nothing").await.error(404, "UnknownError");
    assert_eq!(message, "", "the service itself has errors without a message");
}

#[tokio::test]
async fn forbidden_as_older_tenants_say_it() {
    let world = World::new().await;
    let message = "App is not authorized to Create meeting on behalf of user.";
    let body = json!({"error": {"code": "Unauthorized", "message": message}});
    world.emulator.inject(Fault::status(403).body(body.to_string()).on("POST", "/users"));
    let path = format!("/users/{}/onlineMeetings", world.adele.id);
    let app = world.as_app();
    assert_eq!(app.post(&path, &json!({})).await.error(403, "Unauthorized"), message);
    assert_ne!(app.post(&path, &json!({})).await.expect(201)["id"], Value::Null);
}
