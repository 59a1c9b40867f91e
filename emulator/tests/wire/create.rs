//! The rows "POST", "Passcode", "Meeting template", "Dates" and "Enums".

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Answer, World, builder, text};

const MEETINGS: &str = "/me/onlineMeetings";

#[tokio::test]
async fn post_answers_201_and_the_whole_meeting() {
    let world = World::new().await;
    let body = json!({
        "startDateTime": "2019-07-12T14:30:34.2444915-07:00",
        "endDateTime": "2019-07-12T15:00:34.2464912-07:00",
        "subject": "User Token Meeting",
    });
    let meeting = world.as_user(&world.adele).meeting(&body).await;
    assert_eq!(meeting["subject"], "User Token Meeting");
    assert_eq!(meeting["startDateTime"], "2019-07-12T21:30:34.2444915Z");
    assert_eq!(meeting["endDateTime"], "2019-07-12T22:00:34.2464912Z");
    assert_eq!(meeting["creationDateTime"], "2026-03-01T12:00:00.0000000Z");
    let context =
        format!("{}/$metadata#users('{}')/onlineMeetings/$entity", world.emulator.url(), world.adele.id);
    assert_eq!(meeting["@odata.context"], context);
    assert!(
        text(&meeting["joinWebUrl"]).starts_with("https://teams.microsoft.com/l/meetup-join/19%3ameeting_")
    );
    assert!(text(&meeting["chatInfo"]["threadId"]).starts_with("19:meeting_"));
    assert_eq!(meeting["audioConferencing"], Value::Null);
    assert_eq!(meeting["allowedPresenters"], "everyone");
    assert_eq!(
        meeting["lobbyBypassSettings"],
        json!({"scope": "organization", "isDialInBypassEnabled": false})
    );
    let organizer = &meeting["participants"]["organizer"];
    assert_eq!(organizer["upn"], world.adele.user_principal_name);
    assert_eq!(organizer["role"], "presenter");
    assert_eq!(organizer["identity"]["user"]["id"], world.adele.id);
    assert_eq!(organizer["identity"]["user"]["displayName"], "Adele Vance");
    assert_eq!(meeting["participants"]["attendees"], json!([]));
}

#[tokio::test]
async fn post_has_nothing_that_the_model_lacks_and_all_that_it_declares() {
    let world = World::new().await;
    let meeting = world.as_user(&world.adele).meeting(&json!({})).await;
    let api = msgraph_spec::online_meetings().read().expect("the bundled slice").api;
    let ty = msgraph_spec::model::TypeName::new("microsoft.graph.onlineMeeting");
    let known = api.properties_of(api.structured(&ty).expect("the type"));
    let object = meeting.as_object().expect("an object");
    for name in object.keys().filter(|name| !name.contains('@')) {
        assert!(known.iter().any(|one| one.name == *name), "{name} is not in the model");
    }
    let stream = "Edm.Stream";
    for one in known
        .iter()
        .filter(|one| !one.is_navigation && one.ty.to_string() != stream && !one.name.contains('@'))
    {
        assert!(object.contains_key(&one.name), "{} is missing", one.name);
    }
}

#[tokio::test]
async fn post_an_answer_is_itself_a_good_body() {
    let world = World::new().await;
    let client = world.as_user(&world.adele);
    let mut meeting = client.meeting(&json!({"joinMeetingIdSettings": {"isPasscodeRequired": true}})).await;
    meeting["externalId"] = Value::Null;
    let copy = client.meeting(&meeting).await;
    assert_ne!(copy["id"], meeting["id"]);
    assert_ne!(copy["joinWebUrl"], meeting["joinWebUrl"]);
    assert_ne!(copy["joinMeetingIdSettings"]["passcode"], meeting["joinMeetingIdSettings"]["passcode"]);
}

#[tokio::test]
async fn post_what_the_client_chose_stays() {
    let world = World::new().await;
    let body = json!({
        "allowedPresenters": "organizer",
        "lobbyBypassSettings": {"scope": "everyone"},
        "participants": {"attendees": [{"upn": "megan@contoso.example", "role": "attendee"}]},
        "recordAutomatically": true,
        "notYetInTheModel": {"kept": [1, 2.5, null]},
    });
    let meeting = world.as_user(&world.adele).meeting(&body).await;
    assert_eq!(meeting["allowedPresenters"], "organizer");
    assert_eq!(meeting["lobbyBypassSettings"], json!({"scope": "everyone", "isDialInBypassEnabled": false}));
    assert_eq!(meeting["participants"]["attendees"], body["participants"]["attendees"]);
    assert_eq!(meeting["recordAutomatically"], true);
    assert_eq!(meeting["notYetInTheModel"], body["notYetInTheModel"], "onlineMeeting is an open type");
}

#[tokio::test]
async fn post_start_and_end_have_defaults() {
    let world = World::new().await;
    let client = world.as_user(&world.adele);
    let none = client.meeting(&json!({"startDateTime": null})).await;
    assert_eq!(none["startDateTime"], "2026-03-01T12:00:00.0000000Z");
    assert_eq!(none["endDateTime"], "2026-03-01T13:00:00.0000000Z");
    let start = client.meeting(&json!({"startDateTime": "2027-01-01T00:00:00+01:00"})).await;
    assert_eq!(start["endDateTime"], "2027-01-01T00:00:00.0000000Z");
}

#[tokio::test]
async fn post_the_end_may_be_in_the_past_but_not_before_the_start() {
    let world = World::new().await;
    let client = world.as_user(&world.adele);
    let moment = "2001-01-01T00:00:00Z";
    client.meeting(&json!({"startDateTime": moment, "endDateTime": "2001-01-01T01:00:00+01:00"})).await;
    let before = json!({"startDateTime": moment, "endDateTime": "2000-12-31T23:59:59Z"});
    client.post(MEETINGS, &before).await.error(400, "InvalidArgument");
    let end_alone = client.meeting(&json!({"endDateTime": "2030-01-01T00:00:00Z"})).await;
    assert_eq!(end_alone["startDateTime"], "2026-03-01T12:00:00.0000000Z");
    let end_before_now = json!({"endDateTime": "2026-03-01T11:59:59Z"});
    client.post(MEETINGS, &end_before_now).await.error(400, "InvalidArgument");
}

#[tokio::test]
async fn post_refuses_an_external_id() {
    let world = World::new().await;
    let message = world
        .as_user(&world.adele)
        .post(MEETINGS, &json!({"externalId": "x"}))
        .await
        .error(400, "InvalidArgument");
    assert!(message.contains("createOrGet"), "{message}");
}

#[tokio::test]
async fn passcode_only_where_it_is_asked_for() {
    let world = World::new().await;
    let client = world.as_user(&world.adele);
    for body in [json!({}), json!({"joinMeetingIdSettings": {"isPasscodeRequired": false}})] {
        let settings = client.meeting(&body).await["joinMeetingIdSettings"].clone();
        assert_eq!(settings["passcode"], Value::Null);
        assert_eq!(settings["isPasscodeRequired"], false);
        assert!(text(&settings["joinMeetingId"]).bytes().all(|one| one.is_ascii_digit()));
    }
    let body = json!({"joinMeetingIdSettings": {"isPasscodeRequired": true}});
    let (one, other) = (client.meeting(&body).await, client.meeting(&body).await);
    let passcode = |meeting: &Value| text(&meeting["joinMeetingIdSettings"]["passcode"]);
    assert!(!passcode(&one).is_empty());
    assert_ne!(passcode(&one), passcode(&other));
    assert_eq!(one["joinMeetingIdSettings"]["isPasscodeRequired"], true);
}

#[tokio::test]
async fn passcode_of_the_clients_own_is_not_supported() {
    let world = World::new().await;
    let client = world.as_user(&world.adele);
    for is_required in [true, false] {
        let own = json!({"joinMeetingIdSettings": {"isPasscodeRequired": is_required, "passcode": "hush12"}});
        let message = client.post(MEETINGS, &own).await.error(400, "BadRequest");
        assert!(message.contains("'joinMeetingIdSettings.passcode' is read-only"), "{message}");
        assert!(!message.contains("hush12"), "{message}");
    }
}

#[tokio::test]
async fn meeting_template_comes_back() {
    let world = World::new().await;
    let id = "05b9ed5f-2ac3-4470-aae9-f4a0c30b1a4b";
    let meeting = world.as_user(&world.adele).meeting(&json!({"meetingTemplateId": id})).await;
    assert_eq!(meeting["meetingTemplateId"], id);
}

#[tokio::test]
async fn enums_late_members_are_sent_only_where_they_are_preferred() {
    let world = World::new().await;
    let client = world.as_user(&world.adele);
    let body = json!({
        "participants": {"attendees": [{"upn": "megan@contoso.example", "role": "coorganizer"}]},
        "lobbyBypassSettings": {"scope": "invited"},
    });
    let meeting = client.meeting(&body).await;
    assert_eq!(meeting["participants"]["attendees"][0]["role"], "unknownFutureValue");
    assert_eq!(meeting["lobbyBypassSettings"]["scope"], "unknownFutureValue");
    let path = format!("{MEETINGS}/{}", text(&meeting["id"]));
    let request = client.request(Method::GET, &path);
    let prefer = "respond-async, include-unknown-enum-members";
    let preferred = Answer::to(request.header("Prefer", prefer)).await.expect(200);
    assert_eq!(preferred["participants"]["attendees"][0]["role"], "coorganizer");
    assert_eq!(preferred["lobbyBypassSettings"]["scope"], "invited");
}

#[tokio::test]
async fn enums_late_roles_are_taken_and_both_of_them_stand_behind_the_unknown_one() {
    let world = World::new().await;
    let client = world.as_user(&world.adele);
    for role in ["producer", "coorganizer"] {
        let attendee = json!({"upn": "megan@contoso.example", "role": role});
        let body = json!({"participants": {"attendees": [attendee]}});
        for (prefer, wanted) in [("include-unknown-enum-members", role), ("other", "unknownFutureValue")] {
            let request = client.request(Method::POST, MEETINGS).header("Prefer", prefer).json(&body);
            let meeting = Answer::to(request).await.expect(201);
            assert_eq!(meeting["participants"]["attendees"][0]["role"], wanted);
        }
    }
}

#[tokio::test]
async fn dates_of_any_number_of_digits_come_back_with_seven_in_utc() {
    let world = World::new().await;
    let client = world.as_user(&world.adele);
    let cases = [
        ("2026-05-01T08:00:00Z", "2026-05-01T08:00:00.0000000Z"),
        ("2026-05-01T10:00:00.5+02:00", "2026-05-01T08:00:00.5000000Z"),
        ("2026-05-01T00:30:00.123-07:30", "2026-05-01T08:00:00.1230000Z"),
        ("2026-05-01T08:00:00.1234567Z", "2026-05-01T08:00:00.1234567Z"),
        ("2026-05-01T08:00:00.123456789Z", "2026-05-01T08:00:00.1234567Z"),
    ];
    for (sent, wanted) in cases {
        let meeting = client.meeting(&json!({"startDateTime": sent, "endDateTime": sent})).await;
        assert_eq!((&meeting["startDateTime"], &meeting["endDateTime"]), (&json!(wanted), &json!(wanted)));
    }
}

#[tokio::test]
async fn meeting_template_locked_options_are_not_known_and_stay_as_they_are_sent() {
    let world = World::new().await;
    let body = json!({"meetingTemplateId": "t", "allowedPresenters": "organizer", "allowRecording": false});
    let meeting = world.as_user(&world.adele).meeting(&body).await;
    assert_eq!(
        (&meeting["allowedPresenters"], &meeting["allowRecording"]),
        (&json!("organizer"), &json!(false))
    );
}

#[tokio::test]
async fn what_was_refused_has_made_nothing() {
    let world = World::with(builder().meeting_limit(2)).await;
    let client = world.as_user(&world.adele);
    let or_get = format!("{MEETINGS}/createOrGet");
    let refused = client.post(&format!("{MEETINGS}?$expand=nonsense"), &json!({})).await;
    refused.error(400, "BadRequest");
    let refused = client.post(&format!("{or_get}?$expand=nonsense"), &json!({"externalId": "x"})).await;
    refused.error(400, "BadRequest");
    client.post(&or_get, &json!({"externalId": "x"})).await.expect(201);
    client.post(MEETINGS, &json!({})).await.expect(201);
    client.post(MEETINGS, &json!({})).await.error(429, "TooManyRequests");
}
