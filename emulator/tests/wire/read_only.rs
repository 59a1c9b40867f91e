//! What a client may send and the service decides.

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Answer, World, text};

const MEETINGS: &str = "/me/onlineMeetings";

fn path(meeting: &Value) -> String {
    format!("{MEETINGS}/{}", text(&meeting["id"]))
}

/// Values of a client's own, and the property that each names.
fn own_values() -> [(Value, &'static str); 7] {
    [
        (json!({"id": "mine"}), "id"),
        (json!({"joinWebUrl": "https://secret.example"}), "joinWebUrl"),
        (json!({"creationDateTime": "2000-01-01T00:00:00Z"}), "creationDateTime"),
        (json!({"videoTeleconferenceId": "1"}), "videoTeleconferenceId"),
        (json!({"meetingOptionsWebUrl": "https://secret.example"}), "meetingOptionsWebUrl"),
        (json!({"audioConferencing": {"conferenceId": "5"}}), "audioConferencing"),
        (json!({"cloudVideoInteropInfo": {"tenantKey": "5"}}), "cloudVideoInteropInfo"),
    ]
}

#[tokio::test]
async fn post_a_value_of_the_clients_own_for_what_the_service_decides_is_refused() {
    let world = World::new().await;
    let client = world.as_user(&world.adele);
    for (body, name) in own_values() {
        let message = client.post(MEETINGS, &body).await.error(400, "BadRequest");
        assert_eq!(message, format!("'{name}' is read-only: the service alone decides it."));
        let nothing = json!({ name: null });
        client.post(MEETINGS, &nothing).await.expect(201);
    }
    let organizer = json!({"participants": {"organizer": {"upn": "megan@contoso.example"}}});
    let message = client.post(MEETINGS, &organizer).await.error(400, "InvalidArgument");
    assert!(message.contains("'participants.organizer'"), "{message}");
    let herself = json!({"participants": {"organizer": {"upn": "ADELE@contoso.example"}}});
    client.post(MEETINGS, &herself).await.expect(201);
}

#[tokio::test]
async fn patch_a_value_of_the_clients_own_for_what_the_service_decides_is_refused() {
    let world = World::new().await;
    let client = world.as_user(&world.adele);
    let meeting = client.meeting(&json!({})).await;
    for (mut body, name) in own_values() {
        body["subject"] = json!("changed");
        let message = client.patch(&path(&meeting), &body).await.error(400, "BadRequest");
        assert_eq!(message, format!("'{name}' is read-only: the service alone decides it."));
        client.patch(&path(&meeting), &json!({ name: null })).await.expect(200);
    }
    for (body, name) in [
        (json!({"chatInfo": {"threadId": "19:other@thread.v2"}}), "chatInfo"),
        (json!({"isBroadcast": true}), "isBroadcast"),
    ] {
        let message = client.patch(&path(&meeting), &body).await.error(400, "BadRequest");
        assert_eq!(message, format!("'{name}' cannot be changed once it exists."));
    }
    assert_eq!(client.get(&path(&meeting)).await.expect(200), meeting, "a refusal changes nothing");
}

#[tokio::test]
async fn patch_what_was_read_may_be_sent_back_with_a_change() {
    let world = World::new().await;
    let client = world.as_user(&world.adele);
    let made = client.meeting(&json!({"joinMeetingIdSettings": {"isPasscodeRequired": true}})).await;
    let german = client.request(Method::GET, &path(&made)).header("Accept-Language", "de");
    let mut meeting = Answer::to(german).await.expect(200);
    meeting["subject"] = json!("changed");
    meeting["creationDateTime"] = json!("2026-03-01T13:00:00+01:00");
    let changed = client.patch(&path(&made), &meeting).await.expect(200);
    assert_eq!(changed["subject"], "changed");
    assert_eq!(changed["joinWebUrl"], made["joinWebUrl"]);
    assert_eq!(changed["creationDateTime"], made["creationDateTime"]);
}

#[tokio::test]
async fn post_a_copy_is_one_of_a_meeting_that_the_caller_sees() {
    let world = World::new().await;
    let client = world.as_user(&world.adele);
    let meeting = client.meeting(&json!({"subject": "x"})).await;
    let copy = client.meeting(&meeting).await;
    assert_eq!((&copy["subject"], copy["id"] == meeting["id"]), (&json!("x"), false));
    let mut forged = meeting.clone();
    forged["joinWebUrl"] = json!("https://other.example");
    client.post(MEETINGS, &forged).await.error(400, "BadRequest");
    let mut of_megan = meeting;
    of_megan["participants"] = Value::Null;
    world.as_user(&world.megan).post(MEETINGS, &of_megan).await.error(400, "BadRequest");
}
