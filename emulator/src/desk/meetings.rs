//! The meetings that are stored, in short.

use serde_json::{Value, json};

use super::answer::{Answer, Refusal};
use super::number;
use crate::artifacts::Counts;
use crate::meetings::Meeting;
use crate::moment;
use crate::service::Service;

/// `GET /emulator/meetings`: all or the `top` so many, the newest first. Nobody can join one by what stands there.
pub(super) fn list(service: &Service, query: &str) -> Result<Answer, Refusal> {
    let top = number(query, "top")?.and_then(|top| usize::try_from(top).ok()).unwrap_or(usize::MAX);
    let state = service.state();
    let mut meetings: Vec<&Meeting> = state.meetings.iter().collect();
    let count = meetings.len();
    meetings.sort_by(|one, other| other.created().cmp(&one.created()).then_with(|| one.id.cmp(&other.id)));
    meetings.truncate(top);
    let artifacts = state.artifacts.counts();
    let shown = |one: &&Meeting| shown(one, artifacts.get(one.id.as_str()).copied().unwrap_or_default());
    let meetings: Vec<Value> = meetings.iter().map(shown).collect();
    Ok(Answer::ok(json!({"count": count, "meetings": meetings})))
}

fn shown(meeting: &Meeting, artifacts: Counts) -> Value {
    json!({
        "id": meeting.id,
        "subject": meeting.subject(),
        "start": moment::format(meeting.start()),
        "end": moment::format(meeting.end()),
        "organizer": {
            "id": meeting.organizer.id,
            "displayName": meeting.organizer.display_name,
            "userPrincipalName": meeting.organizer.user_principal_name,
        },
        "externalId": meeting.external_id(),
        "created": moment::format(meeting.created()),
        "transcripts": artifacts.transcripts,
        "recordings": artifacts.recordings,
        "attendanceReports": artifacts.reports,
    })
}
