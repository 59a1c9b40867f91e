//! What a program does with models: it makes them, changes them, and reads them as what they are.

use msgraph::models::{
    CommunicationsIdentitySet, CreateOrGetParameters, EndpointType, Identity, IdentitySet, LobbyBypassScope,
    LobbyBypassSettings, MeetingParticipantInfo, MeetingParticipants, OnlineMeeting, OnlineMeetingRole,
    OnlineMeetingUpdate,
};
use msgraph::types::Change;
use msgraph::{DateTimeOffset, Graph};
use serde_json::{Value, json};

fn written(value: &impl serde::Serialize) -> Value {
    serde_json::to_value(value).unwrap()
}

fn read<T: serde::de::DeserializeOwned>(json: &Value) -> T {
    serde_json::from_str(&json.to_string()).unwrap()
}

#[test]
fn an_update_tells_absent_null_and_value_apart() {
    let update = OnlineMeetingUpdate::new();
    assert_eq!(written(&update), json!({}));
    let start = DateTimeOffset::parse("2026-03-09T13:00:00.5Z").unwrap();
    let update = update
        .set_subject("x")
        .clear_meeting_spoken_language_tag()
        .set_start_date_time(start)
        .set_lobby_bypass_settings(LobbyBypassSettings::new().set_scope(LobbyBypassScope::Organizer));
    assert_eq!(
        written(&update),
        json!({
            "subject": "x",
            "meetingSpokenLanguageTag": null,
            "startDateTime": "2026-03-09T13:00:00.5Z",
            "lobbyBypassSettings": {"scope": "organizer"},
        })
    );
    assert_eq!(update.subject, Change::Value("x".to_owned()));
    assert!(update.meeting_spoken_language_tag.is_null() && update.end_date_time.is_absent());
    let again = update.clone().clear_subject().set_meeting_spoken_language_tag("de-DE");
    assert_eq!((again.subject.is_null(), again.meeting_spoken_language_tag.is_null()), (true, false));
    assert_eq!(read::<OnlineMeetingUpdate>(&written(&update)), update);
}

/// Those that Microsoft's page of the update does not list, because they are set on creation.
#[test]
fn an_update_has_no_property_that_is_set_on_creation_only() {
    let fixed = ["chatInfo", "externalId", "isBroadcast", "joinMeetingIdSettings", "meetingTemplateId"];
    for name in fixed {
        let update: OnlineMeetingUpdate = read(&json!({name: null, "subject": null}));
        let kept: Vec<&str> = update.additional_properties.iter().map(|(name, _)| name).collect();
        assert_eq!(kept, [name]);
    }
}

#[test]
fn an_update_can_send_what_its_type_does_not_know() {
    let mut update = OnlineMeetingUpdate::new();
    update.additional_properties.insert("aPropertyOfNextYear", json!({"a": 1}));
    update.additional_properties.insert("another", Value::Null);
    assert_eq!(written(&update), json!({"aPropertyOfNextYear": {"a": 1}, "another": null}));
}

#[test]
fn an_update_shows_what_it_changes_and_no_secrets() {
    let guest = MeetingParticipantInfo::new().set_upn("hunter2secret");
    let participants = MeetingParticipants::new().set_attendees([guest]);
    let update = OnlineMeetingUpdate::new().clear_subject().set_participants(participants);
    let shown = format!("{update:?}");
    assert!(shown.contains("subject: null") && !shown.contains("hunter2secret"), "{shown}");
    assert!(!shown.contains("start_date_time"), "{shown}");
}

#[test]
fn a_part_of_a_meeting_shows_no_more_than_the_whole() {
    let secret = "hunter2secret";
    let meeting: OnlineMeeting = read(&json!({
        "joinInformation": {"content": secret},
        "joinWebUrl": secret,
        "joinMeetingIdSettings": {"passcode": secret, "joinMeetingId": secret},
        "audioConferencing": {"conferenceId": secret, "dialinUrl": secret},
        "chatInfo": {"threadId": secret},
    }));
    let parts = format!(
        "{:?} {:?} {:?} {:?} {:?}",
        meeting.join_information,
        meeting.join_meeting_id_settings,
        meeting.audio_conferencing,
        meeting.chat_info,
        meeting
    );
    assert!(!parts.contains(secret), "{parts}");
}

#[test]
fn a_patch_takes_the_update_alone() {
    let graph = Graph::builder().token("t").build().unwrap();
    let request = graph.me().online_meetings().by_id("m").patch(&OnlineMeetingUpdate::new().clear_subject());
    let request = request.into_http().unwrap();
    assert_eq!((request.method().as_str(), &request.body()[..]), ("PATCH", &br#"{"subject":null}"#[..]));
}

#[test]
fn an_action_demands_its_parameters() {
    let parameters = CreateOrGetParameters::new("7eb8263f").set_subject("x");
    assert_eq!(written(&parameters), json!({"externalId": "7eb8263f", "subject": "x"}));
}

#[test]
fn nulls_come_back_until_somebody_sets_them() {
    let json = json!({"id": "1", "subject": null, "participants": null, "chatInfo": {"threadId": null}});
    let mut meeting: OnlineMeeting = read(&json);
    assert_eq!(written(&meeting), json);
    let mut nulls: Vec<_> = meeting.additional_properties.nulls().collect();
    nulls.sort_unstable();
    assert_eq!(nulls, ["participants", "subject"]);
    assert_ne!(meeting, read(&json!({"id": "1", "chatInfo": {}})), "a null is not nothing");

    meeting = meeting.set_subject("x");
    assert_eq!(written(&meeting)["subject"], "x");
    meeting.subject = None;
    assert_eq!(written(&meeting)["subject"], Value::Null);
    assert!(meeting.additional_properties.remove("subject"));
    assert_eq!(written(&meeting).get("subject"), None);
}

#[test]
fn nulls_in_a_collection_come_back_too() {
    let json = json!({"attendees": [null, {"upn": "a"}, null, {"upn": "b"}]});
    let mut participants: MeetingParticipants = read(&json);
    assert_eq!(written(&participants), json);
    let attendees = participants.attendees.as_mut().unwrap();
    assert_eq!(attendees.iter().map(|one| one.upn.as_deref()).collect::<Vec<_>>(), [Some("a"), Some("b")]);
    attendees.push(MeetingParticipantInfo::new().set_upn("c"));
    let changed = json!({"attendees": [{"upn": "a"}, {"upn": "b"}, {"upn": "c"}]});
    assert_eq!(written(&participants), changed, "of another list the places mean nothing");
}

fn caller() -> Value {
    json!({
        "@odata.type": "#microsoft.graph.communicationsIdentitySet",
        "user": {"id": "1", "tenantId": null},
        "device": null,
        "phone": {"@odata.type": "#microsoft.graph.communicationsPhoneIdentity", "id": "+49 1", "seats": 1.50},
        "endpointType": "aTypeOfNextYear",
        "guest": null,
        "ofNextYear": [1, null]
    })
}

#[test]
fn a_value_is_read_as_the_type_that_it_says() {
    let base: IdentitySet = read(&caller());
    let derived = base.as_communications_identity_set().unwrap();
    assert_eq!(derived.phone.as_ref().and_then(|phone| phone.id.as_deref()), Some("+49 1"));
    assert_eq!(derived.endpoint_type.as_ref().map(EndpointType::is_known), Some(false));
    assert_eq!(derived.additional_properties.get("ofNextYear"), Some(json!([1, null])));
    assert_eq!(written(&derived), caller());
    assert_eq!(derived, read(&caller()));

    let back = IdentitySet::from(derived.clone());
    assert_eq!((&back, written(&back)), (&base, caller()));
    assert_eq!(CommunicationsIdentitySet::try_from(back).unwrap(), derived);
}

#[test]
fn a_value_of_another_type_stays_as_it_came() {
    for odata_type in [None, Some("#microsoft.graph.identitySet"), Some("#microsoft.graph.ofNextYear")] {
        let mut json = json!({"user": {"id": "1"}, "guest": {"id": "2"}});
        if let Some(odata_type) = odata_type {
            json["@odata.type"] = odata_type.into();
        }
        let base: IdentitySet = read(&json);
        assert_eq!(base.as_communications_identity_set(), None);
        let refused = CommunicationsIdentitySet::try_from(base.clone()).unwrap_err();
        let shown = format!("{refused} {refused:?}");
        assert!(shown.contains("communicationsIdentitySet"), "{shown}");
        assert_eq!(refused.into_inner(), base);
        assert_eq!(written(&base), json);
    }
}

#[test]
fn a_value_that_does_not_fit_its_type_says_why_and_is_not_lost() {
    let json = json!({"@odata.type": "#microsoft.graph.communicationsIdentitySet", "guest": "hunter2secret"});
    let base: IdentitySet = read(&json);
    let refused = CommunicationsIdentitySet::try_from(base).unwrap_err();
    let shown = refused.to_string();
    assert!(shown.contains("guest: expected an object") && !shown.contains("hunter2"), "{shown}");
    assert_eq!(written(&refused.into_inner()), json);
}

#[test]
fn a_derived_value_goes_where_its_base_is_asked_for() {
    let guest =
        CommunicationsIdentitySet::new().set_user(Identity::new().set_id("1")).set_endpoint_type("default");
    let info = MeetingParticipantInfo::new().set_identity(guest).set_role(OnlineMeetingRole::Presenter);
    assert_eq!(
        written(&info),
        json!({
            "identity": {
                "@odata.type": "#microsoft.graph.communicationsIdentitySet",
                "user": {"id": "1"},
                "endpointType": "default",
            },
            "role": "presenter",
        })
    );
}

#[test]
fn enums_have_an_order_and_a_sentinel() {
    assert!(OnlineMeetingRole::Attendee < OnlineMeetingRole::Presenter);
    let of_next_year = OnlineMeetingRole::from("aRoleOfNextYear");
    assert!(OnlineMeetingRole::Presenter < of_next_year);
    assert!(!OnlineMeetingRole::UnknownFutureValue.is_known());
    assert!(OnlineMeetingRole::Presenter == "presenter");
}
