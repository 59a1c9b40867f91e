//! Changed and deleted meetings.
//!
//! See <https://learn.microsoft.com/graph/api/onlinemeeting-update> and
//! <https://learn.microsoft.com/graph/api/onlinemeeting-delete>.

use serde_json::{Map, Value};

use super::create::chosen;
use super::{Meeting, answer, organized, times};
use crate::errors::GraphError;
use crate::handler::Call;
use crate::merge::merge;
use crate::reply::Reply;

/// `PATCH …/onlineMeetings/{id}`
pub(super) fn update(call: &mut Call<'_>) -> Result<Reply, GraphError> {
    let mut meeting = organized(call)?;
    let body = call.validated(call.json()?)?;
    check_fixed(&meeting, &answer::whole(call, &meeting), &body)?;
    if let Some((start, end)) = times::of_changed(&body)? {
        (meeting.start, meeting.end) = (start, end);
    }
    let mut effective = answer::settings(call, &meeting);
    let body = chosen(call, body);
    let names: Vec<String> = body.keys().cloned().collect();
    match call.answer_type() {
        Some(ty) => merge(call.api(), &ty, &mut effective, body),
        None => effective.extend(body),
    }
    for name in names {
        if let Some(value) = effective.remove(&name) {
            meeting.chosen.insert(name, value);
        }
    }
    let answer = answer::one(call, &meeting)?;
    if let Some(kept) = call.state.meetings.get_mut(&meeting.id) {
        *kept = meeting;
    }
    Ok(Reply::ok(answer))
}

/// `DELETE …/onlineMeetings/{id}`
pub(super) fn delete(call: &mut Call<'_>) -> Result<Reply, GraphError> {
    let meeting = organized(call)?;
    call.state.meetings.known.remove(&meeting.id);
    call.state.artifacts.forget(&meeting.id);
    Ok(Reply::no_content())
}

/// Refuses to change what is fixed once a meeting exists. The value that is there already may be
/// sent, so that a client can send back what it got.
///
/// Graph documents that these cannot change, but not how it says so.
fn check_fixed(
    meeting: &Meeting,
    current: &Map<String, Value>,
    body: &Map<String, Value>,
) -> Result<(), GraphError> {
    let refuse = |name: &str| {
        Err(GraphError::invalid_argument(format!("'{name}' cannot be changed once the meeting exists.")))
    };
    for name in ["joinMeetingIdSettings", "meetingTemplateId", "externalId"] {
        let now = current.get(name).unwrap_or(&Value::Null);
        if body.get(name).is_some_and(|sent| !agrees(sent, now)) {
            return refuse(name);
        }
    }
    let organizer = body.get("participants").and_then(|one| one.get("organizer"));
    let id = organizer.and_then(|one| one.pointer("/identity/user/id")?.as_str());
    let upn = organizer.and_then(|one| one.get("upn")?.as_str());
    let is_other = id.is_some_and(|one| !one.eq_ignore_ascii_case(&meeting.organizer.id))
        || upn.is_some_and(|one| !one.eq_ignore_ascii_case(&meeting.organizer.user_principal_name));
    if is_other { refuse("participants.organizer") } else { Ok(()) }
}

/// Whether all that is sent is there already.
fn agrees(sent: &Value, now: &Value) -> bool {
    match (sent, now) {
        (Value::Object(sent), Value::Object(now)) => sent
            .iter()
            .all(|(name, sent)| name.contains('@') || agrees(sent, now.get(name).unwrap_or(&Value::Null))),
        _ => sent == now,
    }
}
