//! A property is compared with values of the type that it holds.

use msgraph::models::{LobbyBypassSettings, MeetingAttendanceReport, OnlineMeeting};

fn main() {
    let _ = OnlineMeeting::START_DATE_TIME.ge("2026-12-01T14:30:00Z");
    let _ = OnlineMeeting::SUBJECT.eq(5);
    let _ = MeetingAttendanceReport::TOTAL_PARTICIPANT_COUNT.gt("5");
    let _ = LobbyBypassSettings::SCOPE.eq("everyone");
    let _ = OnlineMeeting::JOIN_MEETING_ID_SETTINGS.eq("123456789");
    let _ = OnlineMeeting::START_DATE_TIME.starts_with("2026");
}
