//! What the type of an update can say, held against what the emulator lets be changed.

mod support;

use std::collections::BTreeSet;

use msgraph::models::OnlineMeetingUpdate;
use msgraph::types::Record;
use msgraph::{Error, Graph};
use msgraph_emulator::Emulator;
use support::meeting;

/// What the service documents as fixed once the meeting exists.
const FIXED: [&str; 3] = ["externalId", "joinMeetingIdSettings", "meetingTemplateId"];

/// A change of each property, by its JSON. Start and end are only taken together.
fn changes() -> serde_json::Value {
    let (start, end) = ("2026-03-09T13:00:00Z", "2026-03-09T14:00:00Z");
    serde_json::json!({
        "allowAttendeeToEnableCamera": false,
        "allowAttendeeToEnableMic": false,
        "allowBreakoutRooms": false,
        "allowCopyingAndSharingMeetingContent": false,
        "allowedLobbyAdmitters": "organizerAndCoOrganizers",
        "allowedPresenters": "organizer",
        "allowLiveShare": "disabled",
        "allowMeetingChat": "limited",
        "allowParticipantsToChangeName": true,
        "allowPowerPointSharing": false,
        "allowRecording": false,
        "allowTeamworkReactions": false,
        "allowTranscription": false,
        "allowWhiteboard": false,
        "broadcastSettings": { "isAttendeeReportEnabled": true },
        "chatInfo": { "messageId": "1" },
        "chatRestrictions": { "allowTextOnly": true },
        "endDateTime": end,
        "expiryDateTime": "2027-03-09T14:00:00Z",
        "externalId": "another",
        "isBroadcast": true,
        "isEndToEndEncryptionEnabled": true,
        "isEntryExitAnnounced": false,
        "joinMeetingIdSettings": { "isPasscodeRequired": true },
        "lobbyBypassSettings": { "scope": "everyone" },
        "meetingSpokenLanguageTag": "de-DE",
        "meetingTemplateId": "05b9ed5f-2ac3-4470-aae9-f4a0c30b1a4b",
        "meetingType": "recurring",
        "participants": { "attendees": [{ "upn": "megan@contoso.example", "role": "presenter" }] },
        "recordAutomatically": true,
        "sensitivityLabelAssignment": { "sensitivityLabelId": "8b081ef6-4792-4def-b2c9-c363a1bf41d5" },
        "shareMeetingChatHistoryDefault": "all",
        "startDateTime": start,
        "subject": "Analysis II",
        "watermarkProtection": { "isEnabledForVideo": true },
    })
}

#[tokio::test]
async fn whatever_an_update_has_can_be_changed() {
    let emulator = Emulator::start().await.unwrap();
    let user = emulator.users()[0].id.clone();
    let graph = Graph::builder()
        .base_url(emulator.url())
        .allow_http_on_loopback()
        .token(emulator.delegated_token(&user, &["OnlineMeetings.ReadWrite"]))
        .build()
        .unwrap();
    let meetings = graph.me().online_meetings();
    let bodies = changes();
    let properties = OnlineMeetingUpdate::properties().iter().filter(|name| !name.starts_with('@'));
    let mut wrong = Vec::new();
    let mut refused = Vec::new();
    for name in properties.chain(&FIXED).collect::<BTreeSet<_>>() {
        let mut body = serde_json::json!({ *name: bodies.get(name).expect(name) });
        if ["startDateTime", "endDateTime"].contains(name) {
            body = serde_json::json!({
                "startDateTime": bodies["startDateTime"], "endDateTime": bodies["endDateTime"],
            });
        }
        let change: OnlineMeetingUpdate = serde_json::from_value(body.clone()).unwrap();
        assert_eq!(serde_json::to_value(&change).unwrap(), body, "{name} is sent, and nothing else");
        let created = meetings.post(&meeting("Analysis I")).await.unwrap();
        match meetings.by_id(created.id.as_deref().unwrap()).patch(&change).await {
            Ok(changed) => assert_ne!(
                serde_json::to_value(&changed).unwrap().get(name),
                serde_json::to_value(&created).unwrap().get(name),
                "{name}"
            ),
            Err(Error::Service(error)) if error.message.contains("cannot be changed") => refused.push(*name),
            Err(error) => wrong.push(format!("{name}: {error}")),
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
    assert_eq!(refused, FIXED, "what is documented as fixed, and no more");
    let in_vain: Vec<_> =
        OnlineMeetingUpdate::properties().iter().filter(|name| refused.contains(name)).collect();
    assert!(in_vain.is_empty(), "an update can say these, and they are always refused: {in_vain:?}");
}
