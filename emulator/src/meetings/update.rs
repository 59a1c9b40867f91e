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
use crate::read_only;
use crate::reply::Reply;
use crate::users::User;
use crate::validate;

/// `PATCH …/onlineMeetings/{id}`
pub(super) fn update(call: &mut Call<'_>) -> Result<Reply, GraphError> {
    let mut meeting = organized(call)?;
    let body = call.validated(call.json()?)?;
    let current = answer::whole(call, &meeting);
    check_fixed(&meeting, &current, &body)?;
    check_read_only(call, &body, Some(&current))?;
    if let Some(ty) = call.answer_type() {
        refuse(&read_only::fixed(call.api(), &ty, &body, &current))?;
    }
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
    state.meetings.remove(&meeting.id, &mut state.store);
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
        if body.get(name).is_some_and(|sent| !read_only::agrees(sent, now)) {
            return refuse(name);
        }
    }
    if names_another(body, &meeting.organizer) { refuse("participants.organizer") } else { Ok(()) }
}

/// Whether a body has an organizer, and it is not that user.
pub(super) fn names_another(body: &Map<String, Value>, user: &User) -> bool {
    let organizer = body.get("participants").and_then(|one| one.get("organizer"));
    let id = organizer.and_then(|one| one.pointer("/identity/user/id")?.as_str());
    let upn = organizer.and_then(|one| one.get("upn")?.as_str());
    id.is_some_and(|one| !one.eq_ignore_ascii_case(&user.id))
        || upn.is_some_and(|one| !one.eq_ignore_ascii_case(&user.user_principal_name))
}

/// Refuses values of the client's own for what the service decides.
///
/// The text of the invitation is left out: it was read in the language of another request, and is none of what a
/// program would try to set.
pub(super) fn check_read_only(
    call: &Call<'_>,
    body: &Map<String, Value>,
    current: Option<&Map<String, Value>>,
) -> Result<(), GraphError> {
    let Some(ty) = call.answer_type() else { return Ok(()) };
    let mut body = body.clone();
    body.remove("joinInformation");
    refuse(&read_only::faults(call.api(), &ty, &body, current))
}

fn refuse(faults: &[String]) -> Result<(), GraphError> {
    if faults.is_empty() { Ok(()) } else { Err(GraphError::bad_request(faults.join(" "))) }
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
