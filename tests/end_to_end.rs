//! The client against the emulator, which answers as the service does.

mod support;
#[path = "support/tenant.rs"]
mod tenant;

use msgraph::models::{
    CreateOrGetParameters, JoinMeetingIdSettings, LobbyBypassScope, LobbyBypassSettings,
    MeetingParticipantInfo, MeetingParticipants, OnlineMeeting, OnlineMeetingRole, OnlineMeetingUpdate,
};
use msgraph::odata::Filter;
use msgraph::{DateTimeOffset, Error, Graph, ServiceError};
use msgraph_emulator::{AccessPolicy, User};
use serde_json::Value;
use support::meeting;
use tenant::Tenant;

impl Tenant {
    /// The user, who may read and write meetings.
    fn organizer(&self) -> Graph {
        self.graph(self.emulator.delegated_token(&self.user, &["OnlineMeetings.ReadWrite"]))
    }

    /// An application that may do so for everybody.
    fn application(&self) -> Graph {
        self.graph(self.emulator.application_token(&["OnlineMeetings.ReadWrite.All"]))
    }
}

fn id_of(meeting: &OnlineMeeting) -> &str {
    meeting.id.as_deref().unwrap()
}

fn passcode_of(meeting: OnlineMeeting) -> Option<String> {
    meeting.join_meeting_id_settings.unwrap().passcode
}

fn service_error<T: std::fmt::Debug>(result: Result<T, Error>) -> ServiceError {
    match result.unwrap_err() {
        Error::Service(error) => *error,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn create_as_a_user_and_as_an_application() {
    let tenant = Tenant::start().await;
    let wanted = meeting("User Token Meeting");
    let by_user = tenant.organizer().me().online_meetings().post(&wanted).response().await.unwrap();
    let by_application = tenant
        .application()
        .users()
        .by_id(&tenant.user)
        .online_meetings()
        .post(&wanted)
        .response()
        .await
        .unwrap();
    for response in [by_user, by_application] {
        assert_eq!(response.status(), 201);
        assert!(response.headers().contains_key("request-id"));
        let created = response.into_body();
        assert_eq!(created.subject.as_deref(), Some("User Token Meeting"));
        assert_eq!(created.start_date_time, wanted.start_date_time, "the same moment, in UTC");
        assert_eq!(created.start_date_time.unwrap().to_string(), "2019-07-12T21:30:34.2444915Z");
        assert!(created.join_web_url.unwrap().starts_with("https://teams.microsoft.com/l/meetup-join/"));
        let organizer = created.participants.unwrap().organizer.unwrap().identity.unwrap().user.unwrap();
        assert_eq!(organizer.id.as_ref(), Some(&tenant.user));
    }
}

#[tokio::test]
async fn a_passcode_is_made_only_where_it_is_asked_for() {
    let tenant = Tenant::start().await;
    let meetings = tenant.organizer().me().online_meetings();
    let asking = |is_required| {
        meeting("User meeting")
            .set_join_meeting_id_settings(JoinMeetingIdSettings::new().set_is_passcode_required(is_required))
    };
    let passcode = passcode_of(meetings.post(&asking(true)).await.unwrap());
    assert!(passcode.is_some_and(|passcode| !passcode.is_empty()));
    assert_eq!(passcode_of(meetings.post(&asking(false)).await.unwrap()), None);
    assert_eq!(passcode_of(meetings.post(&meeting("User meeting")).await.unwrap()), None);
}

#[tokio::test]
async fn a_template_is_kept() {
    let tenant = Tenant::start().await;
    let template = "05b9ed5f-2ac3-4470-aae9-f4a0c30b1a4b";
    let wanted = meeting("User meeting").set_meeting_template_id(template);
    let created = tenant.organizer().me().online_meetings().post(&wanted).await.unwrap();
    assert_eq!(created.meeting_template_id.as_deref(), Some(template));
}

#[tokio::test]
async fn the_invitation_is_in_the_language_that_was_asked_for() {
    let tenant = Tenant::start().await;
    let graph = tenant.application();
    for (language, word) in
        [("de-DE", "Besprechung"), ("fr", "Rejoindre"), ("ja-JP, en;q=0.5", "会議"), ("tlh", "meeting")]
    {
        let request = graph.users().by_id(&tenant.user).online_meetings().post(&meeting("x"));
        let created = request.accept_language(language).await.unwrap();
        let content = created.join_information.unwrap().content.unwrap();
        let html: String = url::form_urlencoded::parse(content.as_bytes()).map(|(name, _)| name).collect();
        assert!(html.contains(word), "{language}: {html}");
    }
}

#[tokio::test]
async fn a_property_inside_a_complex_value_is_cleared_by_a_null() {
    let tenant = Tenant::start().await;
    let meetings = tenant.organizer().me().online_meetings();
    let created = meetings.post(&meeting("x")).await.unwrap();
    let one = meetings.by_id(id_of(&created));
    let lobby = LobbyBypassSettings::new()
        .set_scope(LobbyBypassScope::Organization)
        .set_is_dial_in_bypass_enabled(true);
    one.patch(&OnlineMeetingUpdate::new().set_lobby_bypass_settings(lobby)).await.unwrap();

    let mut lobby = LobbyBypassSettings::new();
    lobby.additional_properties.insert("isDialInBypassEnabled", Value::Null);
    one.patch(&OnlineMeetingUpdate::new().set_lobby_bypass_settings(lobby)).await.unwrap();

    let lobby = one.get().await.unwrap().lobby_bypass_settings.unwrap();
    assert_eq!(lobby.scope, Some(LobbyBypassScope::Organization), "what the value lacks stays");
    assert_eq!(lobby.is_dial_in_bypass_enabled, None);
    assert!(
        lobby.additional_properties.nulls().any(|name| name == "isDialInBypassEnabled"),
        "null, not absent"
    );
}

#[tokio::test]
async fn get_update_and_delete() {
    let tenant = Tenant::start().await;
    let meetings = tenant.organizer().me().online_meetings();
    let created = meetings.post(&meeting("Analysis I")).await.unwrap();
    let one = meetings.by_id(id_of(&created));

    assert_eq!(one.get().await.unwrap().id, created.id);

    let lobby = LobbyBypassSettings::new().set_scope(LobbyBypassScope::Organization);
    let change = OnlineMeetingUpdate::new().set_subject("Analysis II").set_lobby_bypass_settings(lobby);
    let updated = one.patch(&change).response().await.unwrap();
    assert_eq!(updated.status(), 200);
    assert_eq!(updated.body().subject.as_deref(), Some("Analysis II"));
    assert_eq!(updated.body().start_date_time, created.start_date_time, "what the body lacks stays");
    let scope = one.get().await.unwrap().lobby_bypass_settings.unwrap().scope;
    assert_eq!(scope, Some(LobbyBypassScope::Organization));

    let cleared = one.patch(&OnlineMeetingUpdate::new().clear_subject()).await.unwrap();
    assert_eq!(cleared.subject, None);
    assert!(cleared.additional_properties.nulls().any(|name| name == "subject"), "null, not absent");

    assert_eq!(one.delete().response().await.unwrap().status(), 204);
    let gone = service_error(one.get().await);
    assert_eq!(gone.status, 404);
    assert_eq!(gone.operation.to_string(), "GET /me/onlineMeetings/{onlineMeeting-id}");
}

#[tokio::test]
async fn select_asks_for_some_properties() {
    let tenant = Tenant::start().await;
    let meetings = tenant.organizer().me().online_meetings();
    let created = meetings.post(&meeting("Analysis I")).await.unwrap();
    let found = meetings.by_id(id_of(&created)).get().select((OnlineMeeting::ID, OnlineMeeting::SUBJECT));
    let by_texts = meetings.by_id(id_of(&created)).get().select(["id", "subject"]);
    for request in [found, by_texts] {
        let found = request.await.unwrap();
        assert_eq!((&found.id, found.subject.as_deref()), (&created.id, Some("Analysis I")));
        assert_eq!(found.join_web_url, None);
    }
}

#[tokio::test]
async fn find_by_join_url_and_by_number() {
    let tenant = Tenant::start().await;
    let meetings = tenant.organizer().me().online_meetings();
    meetings.post(&meeting("another")).await.unwrap();
    let created = meetings.post(&meeting("this one")).await.unwrap();

    let by_url = OnlineMeeting::JOIN_WEB_URL.eq(created.join_web_url.as_deref().unwrap());
    let number = created.join_meeting_id_settings.as_ref().unwrap().join_meeting_id.as_deref().unwrap();
    let by_number =
        (OnlineMeeting::JOIN_MEETING_ID_SETTINGS / JoinMeetingIdSettings::JOIN_MEETING_ID).eq(number);
    let as_microsoft_writes_it = Filter::raw(by_url.to_string().replacen("joinWebUrl", "JoinWebUrl", 1));
    for filter in [by_url, by_number, as_microsoft_writes_it] {
        let page = meetings.get().filter(filter).await.unwrap();
        let ids: Vec<_> = page.value.iter().map(id_of).collect();
        assert_eq!(ids, [id_of(&created)]);
        assert_eq!(page.next_link, None);
    }

    let refused = service_error(meetings.get().await);
    assert_eq!((refused.status.as_u16(), refused.code.as_str()), (400, "InvalidArgument"));
    assert!(refused.to_string().contains("Filter expression expected"), "{refused}");
}

#[tokio::test]
async fn a_join_url_is_found_whatever_stands_in_it() {
    let tenant = Tenant::start().await;
    // the id of its organizer stands in a join URL
    for id in [
        "O'Hara",
        "''",
        "a+b",
        "50%25 & more=1#x",
        "überé会議🦀",
        "a b\"c\\d",
        "x') or ('1' eq '1",
        "a;b,(c)?$top=1",
    ] {
        tenant.emulator.add_user(User::new(id, "Somebody", "somebody@contoso.example"));
        let graph = tenant.graph(tenant.emulator.delegated_token(id, &["OnlineMeetings.ReadWrite"]));
        let meetings = graph.me().online_meetings();
        let created = meetings.post(&meeting("this one")).await.unwrap();
        meetings.post(&meeting("another")).await.unwrap();
        let join_url = created.join_web_url.as_deref().unwrap();
        assert!(join_url.contains(id), "{join_url}");
        let found = meetings.get().filter(OnlineMeeting::JOIN_WEB_URL.eq(join_url)).await.unwrap();
        assert_eq!(found.value.iter().map(id_of).collect::<Vec<_>>(), [id_of(&created)], "{id}");
    }
}

#[tokio::test]
async fn later_members_of_enums_come_where_they_are_asked_for() {
    let tenant = Tenant::start().await;
    let meetings = tenant.organizer().me().online_meetings();
    let participant = MeetingParticipantInfo::new()
        .set_upn("megan@contoso.example")
        .set_role(OnlineMeetingRole::Coorganizer);
    let wanted = meeting("x").set_participants(MeetingParticipants::new().set_attendees([participant]));
    let created = meetings.post(&wanted).await.unwrap();
    let role =
        |meeting: OnlineMeeting| meeting.participants.unwrap().attendees.unwrap().remove(0).role.unwrap();
    let one = meetings.by_id(id_of(&created));
    assert_eq!(role(one.get().await.unwrap()), OnlineMeetingRole::UnknownFutureValue);
    assert_eq!(role(one.get().include_unknown_enum_members().await.unwrap()), OnlineMeetingRole::Coorganizer);
}

#[tokio::test]
async fn create_or_get_tells_new_from_known() {
    let tenant = Tenant::start().await;
    let meetings = tenant.organizer().me().online_meetings();
    let wanted = CreateOrGetParameters::new("7eb8263f-d0e0-4149-bb1c-1f0476083c56")
        .set_subject("Every Monday")
        .set_start_date_time(DateTimeOffset::parse("2026-03-09T13:00:00Z").unwrap())
        .set_end_date_time(DateTimeOffset::parse("2026-03-09T14:00:00Z").unwrap());
    let first = meetings.create_or_get().post(&wanted).response().await.unwrap();
    let second = meetings.create_or_get().post(&wanted).response().await.unwrap();
    assert_eq!((first.status().as_u16(), second.status().as_u16()), (201, 200));
    assert_eq!(first.body().id, second.body().id);
    assert_eq!(second.body().external_id.as_deref(), Some("7eb8263f-d0e0-4149-bb1c-1f0476083c56"));
}

#[tokio::test]
async fn content_comes_as_bytes() {
    let tenant = Tenant::start().await;
    let created = tenant.organizer().me().online_meetings().post(&meeting("x")).await.unwrap();
    let video = [0, 159, 146, 150, 10, 13];
    let recording = tenant.emulator.add_recording(id_of(&created), serde_json::json!({}), video).unwrap();
    let graph = tenant.graph(tenant.emulator.application_token(&["OnlineMeetingRecording.Read.All"]));
    let recordings = graph.users().by_id(&tenant.user).online_meetings().by_id(id_of(&created)).recordings();
    assert_eq!(recordings.by_id(&recording).content().get().await.unwrap(), &video[..]);
    assert_eq!(recordings.get().await.unwrap().value[0].id, Some(recording));
}

#[tokio::test]
async fn what_the_model_does_not_know_survives() {
    let tenant = Tenant::start().await;
    let meetings = tenant.organizer().me().online_meetings();
    let wanted: OnlineMeeting = serde_json::from_value(serde_json::json!({
        "startDateTime": "2026-03-09T13:00:00Z",
        "endDateTime": "2026-03-09T14:00:00Z",
        "participants": { "attendees": [{
            "upn": "megan@contoso.example",
            "role": "coorganizer",
            "identity": { "user": { "id": "b7c9d2e4-0a1f-4b6c-8d3e-5f6a7b8c9d01", "seat": { "row": [1, null] } } }
        }] }
    }))
    .unwrap();
    let created = meetings.post(&wanted).prefer("include-unknown-enum-members").await.unwrap();
    let read = meetings.by_id(id_of(&created)).get().await.unwrap();

    let attendee = &created.participants.as_ref().unwrap().attendees.as_ref().unwrap()[0];
    assert_eq!(attendee.role.as_ref().unwrap().as_str(), "coorganizer");
    let user = attendee.identity.as_ref().unwrap().user.as_ref().unwrap();
    assert_eq!(user.additional_properties.get("seat"), Some(serde_json::json!({"row": [1, null]})));
    let without_preference = &read.participants.as_ref().unwrap().attendees.as_ref().unwrap()[0];
    assert_eq!(without_preference.role.as_ref().unwrap().as_str(), "unknownFutureValue");
    assert_eq!(created.id, read.id);
}

#[tokio::test]
async fn a_token_that_is_not_known_is_401() {
    let tenant = Tenant::start().await;
    let refused = service_error(tenant.graph("garbage").me().online_meetings().post(&meeting("x")).await);
    assert_eq!((refused.status.as_u16(), refused.code.as_str()), (401, "InvalidAuthenticationToken"));
    let text = refused.to_string();
    assert!(text.contains("get a new one") && text.contains("request-id: "), "{text}");
    assert!(!format!("{refused:?}{text}").contains("garbage"), "{text}");
    let sent = tenant.emulator.requests().pop().unwrap();
    assert_eq!(refused.client_request_id.as_deref(), sent.header("client-request-id"));
}

#[tokio::test]
async fn a_missing_permission_is_named() {
    let tenant = Tenant::start().await;
    let graph = tenant.graph(tenant.emulator.delegated_token(&tenant.user, &["OnlineMeetings.Read"]));
    let refused = service_error(graph.me().online_meetings().post(&meeting("x")).await);
    assert_eq!((refused.status.as_u16(), refused.code.as_str()), (403, "Forbidden"));
    assert!(!refused.is_missing_access_policy());
    assert!(
        refused.to_string().contains(
            "Permissions of the operation: delegated (work or school): OnlineMeetings.ReadWrite; \
             delegated (personal account): not supported; application: not supported"
        ),
        "{refused}"
    );
}

#[tokio::test]
async fn a_missing_access_policy_is_explained() {
    let tenant = Tenant::start().await;
    let roles = ["OnlineMeetings.ReadWrite.All"];
    let graph = tenant.graph(tenant.emulator.application_token_with(&roles, AccessPolicy::None));
    let refused =
        service_error(graph.users().by_id(&tenant.user).online_meetings().post(&meeting("x")).await);
    assert_eq!(refused.status, 403);
    assert!(refused.is_missing_access_policy());
    assert!(
        refused
            .to_string()
            .contains("the application access policy for the user is missing: an administrator must"),
        "{refused}"
    );
}

#[tokio::test]
async fn me_needs_a_user() {
    let tenant = Tenant::start().await;
    let refused = service_error(tenant.application().me().online_meetings().post(&meeting("x")).await);
    assert_eq!((refused.status.as_u16(), refused.code.as_str()), (400, "BadRequest"));
    assert!(
        refused.message.contains("/me request is only valid with delegated authentication flow"),
        "{refused}"
    );
}

#[tokio::test]
async fn a_user_is_named_by_object_id_alone() {
    let tenant = Tenant::start().await;
    let upn = tenant.emulator.users()[0].user_principal_name.clone();
    let refused =
        service_error(tenant.application().users().by_id(&upn).online_meetings().post(&meeting("x")).await);
    assert_eq!(refused.status, 404);
}

#[tokio::test]
async fn a_body_that_the_service_refuses_says_what_to_do() {
    let tenant = Tenant::start().await;
    let meetings = tenant.organizer().me().online_meetings();
    let early = DateTimeOffset::parse("2019-07-12T14:00:00Z").unwrap();
    let refused = service_error(meetings.post(&meeting("x").set_end_date_time(early)).await);
    assert_eq!(refused.status, 400);
    assert!(refused.to_string().contains("'startDateTime' must not be after 'endDateTime'"), "{refused}");

    let refused = service_error(meetings.post(&meeting("x").set_external_id("mine")).await);
    assert!(refused.to_string().contains("Use createOrGet"), "{refused}");
}
