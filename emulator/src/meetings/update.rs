//! Changed and deleted meetings.
//!
//! See <https://learn.microsoft.com/graph/api/onlinemeeting-update> and
//! <https://learn.microsoft.com/graph/api/onlinemeeting-delete>.

use msgraph_spec::model::{Api, TypeName, TypeRef};
use serde_json::{Map, Value};

use super::create::chosen;
use super::{Meeting, answer, organized, times};
use crate::errors::GraphError;
use crate::handler::Call;
use crate::reply::Reply;
use crate::validate;

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
    call.state.meetings.insert(meeting, &mut call.state.store);
    Ok(Reply::ok(answer))
}

/// `DELETE …/onlineMeetings/{id}`
pub(super) fn delete(call: &mut Call<'_>) -> Result<Reply, GraphError> {
    let meeting = organized(call)?;
    let state = &mut *call.state;
    state.meetings.known.remove(&meeting.id);
    meeting.forget(&mut state.store);
    state.artifacts.forget(&meeting.id, &mut state.store);
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

/// Lays a change over what is there: of a declared complex value only what the change names, lists
/// and undeclared values as a whole. Null clears.
fn merge(api: &Api, ty: &TypeName, current: &mut Map<String, Value>, change: Map<String, Value>) {
    let declared =
        validate::stated_type(api, ty, &change).map(|ty| api.properties_of(ty)).unwrap_or_default();
    for (name, value) in change {
        let complex = declared.iter().find(|one| one.name == name).and_then(|one| match &one.ty.item {
            TypeRef::Named(ty) if !one.ty.is_collection => Some(ty),
            _ => None,
        });
        match (complex, current.get_mut(&name), value) {
            (Some(ty), Some(Value::Object(current)), Value::Object(value)) => merge(api, ty, current, value),
            (_, _, value) => drop(current.insert(name, value)),
        }
    }
}
