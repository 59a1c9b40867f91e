//! The row "createOrGet".

use serde_json::{Value, json};

use crate::support::{World, text};

const PATH: &str = "/me/onlineMeetings/createOrGet";

#[tokio::test]
async fn create_or_get_is_201_when_new_and_200_when_it_existed() {
    let world = World::new().await;
    let client = world.as_user(&world.adele);
    let made = client.post(PATH, &json!({"externalId": "lecture-1", "subject": "One"})).await.expect(201);
    assert_eq!(made["externalId"], "lecture-1");
    let got = client.post(PATH, &json!({"externalId": "lecture-1", "subject": "Two"})).await.expect(200);
    assert_eq!(got, made, "it comes back as it is");
    let other = client.post(PATH, &json!({"externalId": "Lecture-1"})).await.expect(201);
    assert_ne!(other["id"], made["id"]);
}

#[tokio::test]
async fn create_or_get_is_keyed_by_user() {
    let world = World::new().await;
    let body = json!({"externalId": "lecture-1"});
    let adeles = world.as_user(&world.adele).post(PATH, &body).await.expect(201);
    let megans = world.as_user(&world.megan).post(PATH, &body).await.expect(201);
    assert_ne!(adeles["id"], megans["id"]);
    let path = format!("/users/{}/onlineMeetings/createOrGet", world.adele.id);
    let through_app = world.as_app().post(&path, &body).await.expect(200);
    assert_eq!(through_app["id"], adeles["id"]);
}

#[tokio::test]
async fn create_or_get_makes_a_new_one_after_a_delete() {
    let world = World::new().await;
    let client = world.as_user(&world.adele);
    let body = json!({"externalId": "x"});
    let made = client.post(PATH, &body).await.expect(201);
    client.delete(&format!("/me/onlineMeetings/{}", text(&made["id"]))).await.expect(204);
    client.post(PATH, &body).await.expect(201);
}

#[tokio::test]
async fn create_or_get_start_defaults_to_now_and_end_to_an_hour_later() {
    let world = World::new().await;
    let client = world.as_user(&world.adele);
    let now = client.post(PATH, &json!({"externalId": "a"})).await.expect(201);
    assert_eq!(now["startDateTime"], "2026-03-01T12:00:00.0000000Z");
    assert_eq!(now["endDateTime"], "2026-03-01T13:00:00.0000000Z");
    let start = json!({"externalId": "b", "startDateTime": "2026-05-01T08:00:00Z"});
    let started = client.post(PATH, &start).await.expect(201);
    assert_eq!(started["endDateTime"], "2026-05-01T09:00:00.0000000Z");
}

#[tokio::test]
async fn create_or_get_refuses_an_end_without_a_start_or_before_it() {
    let world = World::new().await;
    let client = world.as_user(&world.adele);
    let end = "2026-05-01T08:00:00Z";
    let alone = json!({"externalId": "a", "endDateTime": end});
    let before = json!({"externalId": "a", "startDateTime": "2026-05-01T09:00:00Z", "endDateTime": end});
    for body in [alone, before] {
        client.post(PATH, &body).await.error(400, "InvalidArgument");
    }
    client.post(PATH, &json!({"externalId": "a"})).await.expect(201);
}

#[tokio::test]
async fn create_or_get_ignores_is_passcode_required() {
    let world = World::new().await;
    let body = json!({"externalId": "a", "joinMeetingIdSettings": {"isPasscodeRequired": true}});
    let meeting = world.as_user(&world.adele).post(PATH, &body).await.expect(201);
    assert_eq!(meeting["joinMeetingIdSettings"]["passcode"], Value::Null);
    assert_eq!(meeting["joinMeetingIdSettings"]["isPasscodeRequired"], false);
}

#[tokio::test]
async fn create_or_get_needs_an_external_id() {
    let world = World::new().await;
    let client = world.as_user(&world.adele);
    let message = client.post(PATH, &json!({"subject": "x"})).await.error(400, "BadRequest");
    assert!(message.contains("'externalId' is required"), "{message}");
    client.post(PATH, &json!({"externalId": ""})).await.error(400, "InvalidArgument");
    client.post(PATH, &json!({"externalId": 5})).await.error(400, "BadRequest");
    let unknown = client.post(PATH, &json!({"externalId": "x", "more": 1})).await.error(400, "BadRequest");
    assert!(unknown.contains("'more'"), "{unknown}");
}

#[tokio::test]
async fn create_or_get_takes_people_and_a_thread() {
    let world = World::new().await;
    let body = json!({
        "externalId": "a", "subject": "S", "chatInfo": {"threadId": "19:other@thread.v2"},
        "participants": {"attendees": [{"upn": "megan@contoso.example"}]},
    });
    let meeting = world.as_user(&world.adele).post(PATH, &body).await.expect(201);
    assert_eq!(meeting["chatInfo"]["threadId"], "19:other@thread.v2");
    assert_eq!(meeting["participants"]["attendees"][0]["upn"], "megan@contoso.example");
    assert_eq!(meeting["subject"], "S");
    let context = text(&meeting["@odata.context"]);
    assert!(context.ends_with("/onlineMeetings/$entity"), "{context}");
}
