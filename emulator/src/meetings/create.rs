//! New meetings.
//!
//! See <https://learn.microsoft.com/graph/api/application-post-onlinemeetings> and
//! <https://learn.microsoft.com/graph/api/onlinemeeting-createorget>.

use serde_json::{Map, Value};

use super::all::Name;
use super::find::is_visible;
use super::times;
use super::update::{check_read_only, names_another};
use super::{Meeting, answer, limit};
use crate::errors::GraphError;
use crate::handler::Call;
use crate::ids;
use crate::reply::Reply;
use crate::users::{TENANT, User};

/// Properties that are kept apart from what the client chose, beside those that the model marks as read-only.
const OWN: [&str; 10] = [
    "id",
    "creationDateTime",
    times::START,
    times::END,
    "externalId",
    "joinWebUrl",
    "joinInformation",
    "joinMeetingIdSettings",
    "videoTeleconferenceId",
    "meetingOptionsWebUrl",
];

/// `POST …/onlineMeetings`
pub(super) fn create(call: &mut Call<'_>) -> Result<Reply, GraphError> {
    let organizer = call.user()?;
    let body = call.validated(call.json()?)?;
    if body.get("externalId").is_some_and(|one| !one.is_null()) {
        let message = "'externalId' cannot be set here. Use createOrGet for a meeting with an external id.";
        return Err(GraphError::invalid_argument(message));
    }
    if names_another(&body, &organizer) {
        let message = "'participants.organizer' must be the user in the path, who makes the meeting.";
        return Err(GraphError::invalid_argument(message));
    }
    check_read_only(call, &body, copied(call, &body)?.as_ref())?;
    let asks = body.get("joinMeetingIdSettings").and_then(|one| one.get("isPasscodeRequired")?.as_bool());
    make(call, organizer, body, None, asks == Some(true))
}

/// The meeting that a body was read from, which its id tells: what was read may be sent to make another one like it.
fn copied(call: &Call<'_>, body: &Map<String, Value>) -> Result<Option<Map<String, Value>>, GraphError> {
    let owner = call.owner()?;
    let found = body.get("id").and_then(Value::as_str).and_then(|id| call.state.meetings.get(id));
    let found = found.filter(|one| is_visible(one, owner.as_ref()));
    Ok(found.map(|one| answer::whole(call, one)))
}

/// `POST …/onlineMeetings/createOrGet`
pub(super) fn create_or_get(call: &mut Call<'_>) -> Result<Reply, GraphError> {
    let organizer = call.user()?;
    let mut body = call.json()?;
    // It is no parameter of the action, yet Graph takes it and does nothing with it.
    body.remove("joinMeetingIdSettings");
    let body = call.validated(body)?;
    let external_id = body.get("externalId").and_then(Value::as_str).unwrap_or_default();
    if external_id.is_empty() {
        return Err(GraphError::invalid_argument("'externalId' must not be empty."));
    }
    // Held to before the search, so that a wrong request is wrong each time it is sent.
    times::end_needs_start(&body)?;
    times::of_new(&body, call.now)?;
    let name = Name::External(&organizer, external_id);
    if let Some(meeting) = call.state.meetings.named(name).cloned() {
        return Ok(Reply::ok(answer::one(call, &meeting)?));
    }
    let external_id = String::from(external_id);
    make(call, organizer, body, Some(external_id), false)
}

/// Makes a meeting and keeps it. It is kept last: what is refused has made nothing.
fn make(
    call: &mut Call<'_>,
    organizer: User,
    body: Map<String, Value>,
    external_id: Option<String>,
    with_passcode: bool,
) -> Result<Reply, GraphError> {
    let (start, end) = times::of_new(&body, call.now)?;
    limit::check(call, &organizer)?;
    let meetings = &call.state.meetings;
    let made_up = &mut call.state.ids;
    let join_meeting_id = free(|| made_up.digits(12), |id| meetings.named(Name::JoinMeetingId(id)).is_none());
    let conference_id =
        free(|| made_up.digits(9), |id| meetings.named(Name::VideoTeleconferenceId(id)).is_none());
    let room = ids::opaque(&made_up.guid());
    let thread = format!("19:meeting_{room}@thread.v2");
    let context = format!("%7b%22Tid%22%3a%22{TENANT}%22%2c%22Oid%22%3a%22{}%22%7d", organizer.id);
    let meeting = Meeting {
        id: ids::opaque(&format!("1*{}*0**{thread}", organizer.id)),
        external_id,
        created: call.now,
        start,
        end,
        chosen: Map::new(),
        join_web_url: format!(
            "https://teams.microsoft.com/l/meetup-join/19%3ameeting_{room}%40thread.v2/0?context={context}"
        ),
        thread,
        join_meeting_id,
        passcode: with_passcode.then(|| made_up.letters(6)),
        video_teleconference_id: conference_id,
        has_event: false,
        attendee_report: None,
        organizer,
    };
    let meeting = Meeting { chosen: chosen(call, body), ..meeting };
    let answer = answer::one(call, &meeting)?;
    call.state.meetings.insert(meeting, &mut call.state.store);
    Ok(Reply::created(answer))
}

/// The first drawn number that no other meeting has.
fn free(draw: impl FnMut() -> String, is_free: impl Fn(&str) -> bool) -> String {
    std::iter::repeat_with(draw).find(|one| is_free(one)).unwrap_or_default()
}

/// What of a body is the client's to decide.
pub(super) fn chosen(call: &Call<'_>, mut body: Map<String, Value>) -> Map<String, Value> {
    let read_only = answer::read_only(call);
    body.retain(|name, _| {
        !name.contains('@') && !OWN.contains(&name.as_str()) && !read_only.iter().any(|one| one == name)
    });
    body
}

#[cfg(test)]
mod tests {
    use super::free;

    #[test]
    fn numbers_are_drawn_until_one_is_free() {
        let mut drawn = ["1", "2", "3"].into_iter().map(String::from);
        assert_eq!(free(|| drawn.next().unwrap_or_default(), |one| one != "1"), "2");
    }
}
