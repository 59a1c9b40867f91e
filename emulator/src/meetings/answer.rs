//! A meeting as JSON.

use msgraph_spec::model::Property;
use serde_json::{Map, Value, json};

use super::{Meeting, invitation};
use crate::errors::GraphError;
use crate::handler::Call;
use crate::users::{TENANT, User};
use crate::{artifacts, moment, present};

/// The meeting as the whole answer.
pub(super) fn one(call: &Call<'_>, meeting: &Meeting) -> Result<Map<String, Value>, GraphError> {
    let mut answer = item(call, meeting)?;
    answer.insert(String::from("@odata.context"), call.context("/$entity").into());
    Ok(answer)
}

/// The meeting as one of a collection, cut to what `$select` names, with what `$expand` names.
pub(super) fn item(call: &Call<'_>, meeting: &Meeting) -> Result<Map<String, Value>, GraphError> {
    let mut answer = whole(call, meeting);
    let ty = call.answer_type();
    present::select(call.api(), ty.as_ref(), &call.query, &mut answer)?;
    if let Some(ty) = &ty {
        present::object(call.api(), ty, &mut answer, call.wants_unknown_members());
    }
    artifacts::expand_meeting(call, meeting, &mut answer)?;
    Ok(answer)
}

/// The meeting with all that it has.
pub(super) fn whole(call: &Call<'_>, meeting: &Meeting) -> Map<String, Value> {
    let mut answer = settings(call, meeting);
    let own = json!({
        "id": meeting.id,
        "creationDateTime": moment::format(meeting.created),
        "startDateTime": moment::format(meeting.start),
        "endDateTime": moment::format(meeting.end),
        "externalId": meeting.external_id,
        "joinWebUrl": meeting.join_web_url,
        "joinInformation": {
            "contentType": "html",
            "content": invitation::content(meeting, call.language()),
        },
        "joinMeetingIdSettings": {
            "isPasscodeRequired": meeting.passcode.is_some(),
            "joinMeetingId": meeting.join_meeting_id,
            "passcode": meeting.passcode,
        },
        "meetingOptionsWebUrl": invitation::options_url(meeting),
        "videoTeleconferenceId": meeting.video_teleconference_id,
        "audioConferencing": null,
        "cloudVideoInteropInfo": null,
    });
    overlay(&mut answer, declared(call, own));
    let participants = answer.entry("participants").or_insert_with(|| json!({}));
    if !participants.is_object() {
        *participants = json!({});
    }
    if participants.get("attendees").is_none_or(Value::is_null) {
        participants["attendees"] = json!([]);
    }
    participants["organizer"] = organizer(&meeting.organizer);
    answer
}

/// The options of a meeting: those that the client chose, over those that it would have by default.
///
/// The defaults are those of a Teams tenant as it comes; an administrator can set others.
pub(super) fn settings(call: &Call<'_>, meeting: &Meeting) -> Map<String, Value> {
    let defaults = json!({
        "allowAttendeeToEnableCamera": true,
        "allowAttendeeToEnableMic": true,
        "allowBreakoutRooms": true,
        "allowCopyingAndSharingMeetingContent": true,
        "allowedLobbyAdmitters": "organizerAndCoOrganizersAndPresenters",
        "allowedPresenters": "everyone",
        "allowLiveShare": "enabled",
        "allowMeetingChat": "enabled",
        "allowParticipantsToChangeName": false,
        "allowPowerPointSharing": true,
        "allowRecording": true,
        "allowTeamworkReactions": true,
        "allowTranscription": true,
        "allowWhiteboard": true,
        "broadcastSettings": null,
        "chatInfo": { "threadId": meeting.thread, "messageId": "0", "replyChainMessageId": null },
        "chatRestrictions": null,
        "expiryDateTime": null,
        "isBroadcast": false,
        "isEndToEndEncryptionEnabled": false,
        "isEntryExitAnnounced": true,
        "lobbyBypassSettings": { "scope": "organization", "isDialInBypassEnabled": false },
        "meetingSpokenLanguageTag": null,
        "meetingTemplateId": null,
        "meetingType": "scheduled",
        "participants": { "attendees": [] },
        "recordAutomatically": false,
        "sensitivityLabelAssignment": null,
        "shareMeetingChatHistoryDefault": "none",
        "subject": null,
        "watermarkProtection": { "isEnabledForContentSharing": false, "isEnabledForVideo": false },
    });
    let mut answer = declared(call, defaults);
    overlay(&mut answer, meeting.chosen.clone());
    answer
}

/// Sets properties, but keeps a thread or the like where the client gave only a part of the object.
fn overlay(answer: &mut Map<String, Value>, over: Map<String, Value>) {
    for (name, value) in over {
        match (answer.get_mut(&name), value) {
            (Some(Value::Object(below)), Value::Object(value)) => below.extend(value),
            (_, value) => drop(answer.insert(name, value)),
        }
    }
}

fn organizer(user: &User) -> Value {
    json!({
        "upn": user.user_principal_name,
        "role": "presenter",
        "identity": {
            "user": { "id": user.id, "displayName": user.display_name, "tenantId": TENANT },
        },
    })
}

/// Of what the service says by itself, what the slice has. An API cut smaller gets less.
fn declared(call: &Call<'_>, value: Value) -> Map<String, Value> {
    let Value::Object(mut object) = value else { return Map::new() };
    if let Some(known) = properties(call) {
        object.retain(|name, _| known.iter().any(|one| one.name == *name));
    }
    object
}

/// The names of what the model marks as the service's own.
pub(super) fn read_only(call: &Call<'_>) -> Vec<String> {
    let known = properties(call).unwrap_or_default();
    known.iter().filter(|one| one.is_read_only || one.is_navigation).map(|one| one.name.clone()).collect()
}

fn properties<'a>(call: &'a Call<'_>) -> Option<Vec<&'a Property>> {
    let ty = call.answer_type()?;
    call.api().structured(&ty).map(|ty| call.api().properties_of(ty))
}
