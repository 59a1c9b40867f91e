//! Answers in the shapes that Microsoft documents come back out of the models as they went in.

use std::fmt::Debug;

use bytes::Bytes;
use msgraph::models::{
    CallRecording, CallTranscript, LobbyBypassScope, MeetingAttendanceReport, MeetingChatMode, OnlineMeeting,
    OnlineMeetingRole,
};
use msgraph::operations::PostMeOnlineMeetings;
use msgraph::types::AdditionalProperties;
use msgraph::{Error, Operation, Page};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

const MEETING: &str = include_str!("fixtures/payloads/meeting.json");
const CREATE_OR_GET: &str = include_str!("fixtures/payloads/create_or_get.json");
const ATTENDANCE_REPORT: &str = include_str!("fixtures/payloads/attendance_report.json");
const TRANSCRIPT: &str = include_str!("fixtures/payloads/transcript.json");
const RECORDING: &str = include_str!("fixtures/payloads/recording.json");

/// Reads a payload, writes it, holds the two against each other, and gives the value.
fn round_trip<T: DeserializeOwned + Serialize + PartialEq + Debug>(payload: &str) -> T {
    let value: T = serde_json::from_str(payload).unwrap();
    let written = serde_json::to_string(&value).unwrap();
    assert_eq!(value, serde_json::from_str(&written).unwrap(), "reading what was written");
    assert_eq!(
        serde_json::from_str::<Value>(&written).unwrap(),
        serde_json::from_str::<Value>(payload).unwrap()
    );
    // the way over a `Value` is another code path: names and texts are owned there
    let by_value: T = serde_json::from_value(serde_json::from_str(payload).unwrap()).unwrap();
    assert_eq!(by_value, value);
    let shown = format!("{value:?} {value:#?}");
    assert!(!shown.contains("SECRET"), "{shown}");
    value
}

fn names(additional: &AdditionalProperties) -> Vec<&str> {
    additional.iter().map(|(name, _)| name).collect()
}

#[test]
fn a_meeting() {
    let meeting: OnlineMeeting = round_trip(MEETING);
    assert_eq!(meeting.subject.as_deref(), Some("Analysis II: o'clock, 会議 and \"quotes\""));
    assert_eq!(meeting.start_date_time.unwrap().to_string(), "2026-03-09T13:00:00Z");
    assert_eq!(meeting.expiry_date_time.unwrap().to_string(), "9999-12-31T23:59:59.9999999Z");
    assert_eq!(meeting.join_meeting_id_settings.unwrap().passcode.as_deref(), Some("PASS-SECRET"));
    assert_eq!(
        names(&meeting.additional_properties),
        ["@odata.context", "@odata.etag", "aPropertyOfNextYear", "transcripts@odata.context"]
    );
    assert_eq!(
        meeting.additional_properties.get("aPropertyOfNextYear"),
        Some(json!({"nested": [1, 2.5, null, {"deep": "passcode-like-SECRET"}]})),
        "nulls inside an unknown property stay"
    );
    assert_eq!(meeting.transcripts.unwrap().len(), 1, "expanded navigation property");
}

#[test]
fn members_that_the_enums_do_not_know() {
    let meeting: OnlineMeeting = round_trip(MEETING);
    assert_eq!(meeting.allow_meeting_chat, Some(MeetingChatMode::from("aModeOfNextYear")));
    let scope = meeting.lobby_bypass_settings.unwrap().scope.unwrap();
    assert_eq!(scope, LobbyBypassScope::from("aScopeOfNextYear"));
    assert!(!scope.is_known());
    let attendees = meeting.participants.unwrap().attendees.unwrap();
    assert_eq!(
        attendees[0].role,
        Some(OnlineMeetingRole::Coorganizer),
        "behind unknownFutureValue, and known"
    );
    assert_eq!(attendees[1].role.as_ref().unwrap().as_str(), "aRoleOfNextYear");
}

#[test]
fn properties_of_a_derived_type() {
    let meeting: OnlineMeeting = round_trip(MEETING);
    let identity = meeting.participants.unwrap().organizer.unwrap().identity.unwrap();
    assert_eq!(identity.odata_type.as_deref(), Some("#microsoft.graph.communicationsIdentitySet"));
    assert_eq!(identity.additional_properties.get("endpointType"), Some(json!("default")));
    let user = identity.user.unwrap();
    assert_eq!(user.display_name.as_deref(), Some("Adele Vance"));
    assert_eq!(user.additional_properties.get("userIdentityType"), Some(json!("aadUser")));
}

#[test]
fn the_answer_of_create_or_get() {
    let meeting: OnlineMeeting = round_trip(CREATE_OR_GET);
    assert_eq!(meeting.external_id.as_deref(), Some("7eb8263f-d0e0-4149-bb1c-1f0476083c56"));
    assert_eq!(meeting.odata_type.as_deref(), Some(OnlineMeeting::ODATA_TYPE));
    let [start, end] =
        [meeting.start_date_time, meeting.end_date_time].map(|moment| moment.unwrap().to_string());
    assert_eq!(start, "2026-02-06T20:00:00.0000000+00:00");
    assert_eq!(end, "2026-02-06T21:00:00.0000000-03:30");
}

#[test]
fn an_attendance_report_with_its_records() {
    let report: MeetingAttendanceReport = round_trip(ATTENDANCE_REPORT);
    let records = report.attendance_records.unwrap();
    assert_eq!(report.total_participant_count, Some(2));
    assert_eq!(records[0].attendance_intervals.as_ref().unwrap()[1].duration_in_seconds, Some(4874));
    assert_eq!(
        records[1].attendance_intervals.as_deref(),
        Some(&[][..]),
        "an empty list is not an absent one"
    );
}

#[test]
fn a_transcript_and_a_recording() {
    let transcript: CallTranscript = round_trip(TRANSCRIPT);
    let recording: CallRecording = round_trip(RECORDING);
    assert_eq!(transcript.content_correlation_id, recording.content_correlation_id);
    assert_eq!(names(&recording.additional_properties), ["content@odata.mediaContentType"]);
    assert_eq!(recording.created_date_time.unwrap().to_string(), "2026-03-09T13:02:11.1Z");
}

#[test]
fn a_page() {
    let body = format!(
        r#"{{"@odata.context":"c","@odata.count":7,"value":[{MEETING}],"@odata.nextLink":"https://graph.microsoft.com/v1.0/x?$skiptoken=LINK-SECRET"}}"#
    );
    let page: Page<OnlineMeeting> = serde_json::from_str(&body).unwrap();
    assert_eq!((page.count, page.value.len()), (Some(7), 1));
    assert!(page.next_link.as_ref().unwrap().ends_with("LINK-SECRET"));
    assert!(!format!("{page:?}").contains("SECRET"), "{page:?}");
}

fn refused(status: u16, body: &str) -> Error {
    let response = http::Response::builder()
        .status(status)
        .header("request-id", "0a1b2c3d-0000-4000-8000-000000000001")
        .body(Bytes::copy_from_slice(body.as_bytes()))
        .unwrap();
    PostMeOnlineMeetings::read(&response).unwrap_err()
}

#[test]
fn error_bodies() {
    let error = refused(
        400,
        r#"{"error":{"code":"BadRequest","message":"Start time must be earlier than end time.",
            "innerError":{"code":"invalidRange","date":"2026-03-02T07:41:09","request-id":"r","client-request-id":"c",
            "innererror":{"code":"startTimeIsLate"}}}}"#,
    );
    let service = error.as_service().unwrap();
    assert_eq!(error.code(), Some("BadRequest"));
    assert_eq!(service.inner_codes, ["invalidRange", "startTimeIsLate"]);
    assert_eq!(
        service.request_id.as_deref(),
        Some("0a1b2c3d-0000-4000-8000-000000000001"),
        "the header counts first"
    );
    assert_eq!(service.client_request_id.as_deref(), Some("c"));
    assert!(error.to_string().starts_with("POST /me/onlineMeetings answered 400 Bad Request: Start time"));
}

#[test]
fn a_refusal_says_which_permissions_the_operation_has() {
    let error = refused(403, r#"{"error":{"code":"Forbidden","message":""}}"#);
    assert!(error.to_string().contains("delegated (work or school): OnlineMeetings.ReadWrite;"), "{error}");
}

#[test]
fn an_error_without_a_readable_body_keeps_it() {
    let error = refused(502, "<html>Bad gateway</html>");
    assert_eq!(error.code(), None);
    assert_eq!(error.as_service().unwrap().body, "<html>Bad gateway</html>");
}
