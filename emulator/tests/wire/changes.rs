//! The rows "PATCH" and "DELETE".

use serde_json::{Value, json};

use crate::support::{World, text};

fn path(meeting: &Value) -> String {
    format!("/me/onlineMeetings/{}", text(&meeting["id"]))
}

#[tokio::test]
async fn patch_answers_200_and_the_meeting_with_what_changed_alone() {
    let world = World::new().await;
    let client = world.as_user(&world.adele);
    let lobby = json!({"scope": "everyone"});
    let body = json!({"subject": "old", "extra": {"a": 1}, "lobbyBypassSettings": lobby});
    let meeting = client.meeting(&body).await;
    let change = json!({"subject": "new", "lobbyBypassSettings": {"isDialInBypassEnabled": true}});
    let changed = client.patch(&path(&meeting), &change).await.expect(200);
    let mut wanted = meeting.clone();
    wanted["subject"] = json!("new");
    wanted["lobbyBypassSettings"]["isDialInBypassEnabled"] = json!(true);
    assert_eq!(changed, wanted);
    assert_eq!(client.get(&path(&meeting)).await.expect(200), wanted);
}

#[tokio::test]
async fn patch_start_and_end_only_together() {
    let world = World::new().await;
    let client = world.as_user(&world.adele);
    let meeting = client.meeting(&json!({})).await;
    let (start, end) = ("2026-06-01T10:00:00+02:00", "2026-06-01T09:00:00Z");
    for body in [
        json!({"startDateTime": start}),
        json!({"endDateTime": end}),
        json!({"startDateTime": start, "endDateTime": null}),
    ] {
        client.patch(&path(&meeting), &body).await.error(400, "InvalidArgument");
    }
    let both =
        client.patch(&path(&meeting), &json!({"startDateTime": start, "endDateTime": end})).await.expect(200);
    assert_eq!(both["startDateTime"], "2026-06-01T08:00:00.0000000Z");
    assert_eq!(both["endDateTime"], "2026-06-01T09:00:00.0000000Z");
    let swapped = json!({"startDateTime": end, "endDateTime": start});
    client.patch(&path(&meeting), &swapped).await.error(400, "InvalidArgument");
    assert_eq!(client.get(&path(&meeting)).await.expect(200), both, "a refusal changes nothing");
}

#[tokio::test]
async fn patch_attendees_as_a_full_list() {
    let world = World::new().await;
    let client = world.as_user(&world.adele);
    let people = |names: &[&str]| {
        let attendees: Vec<Value> = names.iter().map(|one| json!({"upn": one, "role": "attendee"})).collect();
        json!({"participants": {"attendees": attendees}})
    };
    let meeting = client.meeting(&people(&["a@x.example", "b@x.example"])).await;
    let changed = client.patch(&path(&meeting), &people(&["c@x.example"])).await.expect(200);
    assert_eq!(changed["participants"]["attendees"], people(&["c@x.example"])["participants"]["attendees"]);
    assert_eq!(changed["participants"]["organizer"], meeting["participants"]["organizer"]);
    let none = client.patch(&path(&meeting), &json!({"participants": {"attendees": null}})).await.expect(200);
    assert_eq!(none["participants"]["attendees"], json!([]));
    let gone = client.patch(&path(&meeting), &json!({"participants": null})).await.expect(200);
    assert_eq!(gone["participants"], none["participants"], "the organizer stays");
}

#[tokio::test]
async fn patch_the_organizer_and_the_settings_are_fixed() {
    let world = World::new().await;
    let client = world.as_user(&world.adele);
    let meeting = client.meeting(&json!({"meetingTemplateId": "t"})).await;
    let cases = [
        (json!({"participants": {"organizer": {"upn": "megan@contoso.example"}}}), "participants.organizer"),
        (
            json!({"participants": {"organizer": {"identity": {"user": {"id": world.megan.id}}}}}),
            "participants.organizer",
        ),
        (json!({"joinMeetingIdSettings": {"isPasscodeRequired": true}}), "joinMeetingIdSettings"),
        (json!({"meetingTemplateId": "other"}), "meetingTemplateId"),
        (json!({"meetingTemplateId": null}), "meetingTemplateId"),
        (json!({"externalId": "x"}), "externalId"),
    ];
    for (body, name) in cases {
        let message = client.patch(&path(&meeting), &body).await.error(400, "InvalidArgument");
        assert!(message.contains(name), "{message}");
    }
    assert_eq!(client.get(&path(&meeting)).await.expect(200), meeting);
}

#[tokio::test]
async fn patch_with_the_meeting_as_it_is_changes_nothing() {
    let world = World::new().await;
    let client = world.as_user(&world.adele);
    let body = json!({"joinMeetingIdSettings": {"isPasscodeRequired": true}, "subject": "x"});
    let meeting = client.meeting(&body).await;
    assert_eq!(client.patch(&path(&meeting), &meeting).await.expect(200), meeting);
}

#[tokio::test]
async fn patch_null_clears() {
    let world = World::new().await;
    let client = world.as_user(&world.adele);
    let meeting = client.meeting(&json!({"subject": "x", "allowedPresenters": "organizer"})).await;
    let cleared = client.patch(&path(&meeting), &json!({"subject": null, "allowedPresenters": null})).await;
    let cleared = cleared.expect(200);
    assert_eq!((&cleared["subject"], &cleared["allowedPresenters"]), (&Value::Null, &Value::Null));
    assert!(cleared.as_object().expect("an object").contains_key("subject"));
}

#[tokio::test]
async fn patch_checks_the_body() {
    let world = World::new().await;
    let client = world.as_user(&world.adele);
    let meeting = client.meeting(&json!({})).await;
    let answer = client.patch(&path(&meeting), &json!({"allowedPresenters": "nobody"})).await;
    assert!(answer.error(400, "BadRequest").contains("'allowedPresenters'"));
}

#[tokio::test]
async fn delete_answers_204_and_then_there_is_nothing() {
    let world = World::new().await;
    let client = world.as_user(&world.adele);
    let meeting = client.meeting(&json!({})).await;
    let answer = client.delete(&path(&meeting)).await;
    assert_eq!((answer.status, answer.bytes.len()), (204, 0));
    client.get(&path(&meeting)).await.error(404, "UnknownError");
    client.delete(&path(&meeting)).await.error(404, "UnknownError");
    client.patch(&path(&meeting), &json!({})).await.error(404, "UnknownError");
    let filter = format!("JoinWebUrl eq '{}'", text(&meeting["joinWebUrl"]));
    assert_eq!(client.filter("/me/onlineMeetings", &filter).await.items().len(), 0);
}

#[tokio::test]
async fn changes_are_the_organizers_alone() {
    let world = World::new().await;
    let adele = world.as_user(&world.adele);
    let invited = json!({"participants": {"attendees": [{"upn": "megan@contoso.example"}]}});
    let (invited, other) = (adele.meeting(&invited).await, adele.meeting(&json!({})).await);
    let megan = world.as_user(&world.megan);
    megan.patch(&path(&invited), &json!({})).await.error(403, "Forbidden");
    megan.delete(&path(&invited)).await.error(403, "Forbidden");
    megan.patch(&path(&other), &json!({})).await.error(404, "UnknownError");
    megan.delete(&path(&other)).await.error(404, "UnknownError");
    adele.get(&path(&invited)).await.expect(200);
}
