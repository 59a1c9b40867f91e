//! A filter, an order and a selection speak of what the operation answers with.

use msgraph::models::{JoinMeetingIdSettings, MeetingAttendanceReport, OnlineMeeting};

fn main() {
    let graph = msgraph::Graph::builder().token("t").build().unwrap();
    let meetings = graph.me().online_meetings();
    let _ = meetings.get().filter(MeetingAttendanceReport::ID.eq("1"));
    let _ = meetings.get().filter(OnlineMeeting::ID.eq("1").and(MeetingAttendanceReport::ID.eq("1")));
    let reports = meetings.by_id("1").attendance_reports();
    let _ = reports.get().order_by(OnlineMeeting::SUBJECT.desc());
    let _ = meetings.get().select(MeetingAttendanceReport::ID);
    let _ = meetings.get().select((OnlineMeeting::ID, MeetingAttendanceReport::ID));
    let _ = meetings.get().expand(MeetingAttendanceReport::ATTENDANCE_RECORDS);
    let _ = meetings.get().expand(OnlineMeeting::ATTENDANCE_REPORTS.select(OnlineMeeting::ID));
    let _ = OnlineMeeting::SUBJECT / JoinMeetingIdSettings::JOIN_MEETING_ID;
}
