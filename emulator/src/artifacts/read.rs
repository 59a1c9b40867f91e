//! Transcripts and recordings, read over the wire.
//!
//! See <https://learn.microsoft.com/graph/api/resources/calltranscript> and
//! <https://learn.microsoft.com/graph/api/resources/callrecording>.

use msgraph_spec::model::{Answer, TypeName};
use serde_json::{Map, Value};

use super::{Artifact, Kind, item, one};
use crate::errors::GraphError;
use crate::handler::Call;
use crate::meetings::{self, Meeting};
use crate::reply::Reply;
use crate::{expand, ids, moment, page};

/// `…/transcripts`, `…/recordings`
pub(super) fn list(call: &mut Call<'_>, kind: Kind) -> Result<Reply, GraphError> {
    let meeting = meeting(call, kind)?;
    let found = arranged(call, kind, call.state.artifacts.of(kind, &meeting.id).collect())?;
    page::reply(call, items(call, &found)?, None)
}

/// `…/transcripts/$count`, `…/recordings/$count`
pub(super) fn count(call: &mut Call<'_>, kind: Kind) -> Result<Reply, GraphError> {
    let meeting = meeting(call, kind)?;
    let found = arranged(call, kind, call.state.artifacts.of(kind, &meeting.id).collect())?;
    Ok(Reply::number(found.len()))
}

/// `…/transcripts/delta()`, `…/recordings/delta()`
pub(super) fn delta(call: &mut Call<'_>, kind: Kind) -> Result<Reply, GraphError> {
    let meeting = meeting(call, kind)?;
    since(call, call.state.artifacts.of(kind, &meeting.id).collect())
}

/// `…/transcripts/{id}`, `…/recordings/{id}`
pub(super) fn get(call: &mut Call<'_>, kind: Kind) -> Result<Reply, GraphError> {
    let found = find(call, kind)?;
    Ok(Reply::ok(one(call, &found.properties)?))
}

/// `…/transcripts/{id}/content`, `…/recordings/{id}/content`
pub(super) fn content(call: &mut Call<'_>, kind: Kind) -> Result<Reply, GraphError> {
    let found = find(call, kind)?;
    found.content.reply(call.headers, media_type(call, kind))
}

/// `…/transcripts/{id}/metadataContent`
pub(super) fn metadata(call: &mut Call<'_>) -> Result<Reply, GraphError> {
    let found = find(call, Kind::Transcript)?;
    let metadata = found.metadata.as_ref().ok_or_else(GraphError::not_found)?;
    metadata.reply(call.headers, media_type(call, Kind::Transcript))
}

/// `getAllTranscripts(…)`, `getAllRecordings(…)`
pub(super) fn all(call: &mut Call<'_>, kind: Kind) -> Result<Reply, GraphError> {
    let found = arranged(call, kind, of_organizer(call, kind)?)?;
    page::reply(call, items(call, &found)?, None)
}

/// `getAllTranscripts(…)/delta()`, `getAllRecordings(…)/delta()`
pub(super) fn all_delta(call: &mut Call<'_>, kind: Kind) -> Result<Reply, GraphError> {
    since(call, of_organizer(call, kind)?)
}

/// All of one organizer's meetings that were made within the dates of the call: the user in the
/// path, unless the call names another one whom the caller reaches as well.
fn of_organizer<'a>(call: &'a Call<'_>, kind: Kind) -> Result<Vec<&'a Artifact>, GraphError> {
    let organizer = match call.argument("meetingOrganizerUserId") {
        Some(id) => call.reach(id)?,
        None => call.user()?,
    };
    call.owner()?;
    let start = call.moment_argument("startDateTime")?;
    let end = call.moment_argument("endDateTime")?;
    let is_within = |one: &Artifact| {
        let made = one.properties.get("createdDateTime").and_then(Value::as_str).and_then(moment::parse);
        start.is_none_or(|start| made.is_some_and(|made| made >= start))
            && end.is_none_or(|end| made.is_some_and(|made| made <= end))
    };
    let state = &call.state;
    let is_organized = |one: &Artifact| {
        let meeting = state.meetings.get(&one.meeting);
        meeting.is_some_and(|meeting| meeting.organizer.id.eq_ignore_ascii_case(&organizer.id))
    };
    let found = state.artifacts.known.iter().filter(|one| one.kind == kind);
    Ok(found.filter(|one| is_organized(one) && is_within(one)).collect())
}

/// Those that came after the delta token of the request, or all of them where it has none.
fn since(call: &Call<'_>, found: Vec<&Artifact>) -> Result<Reply, GraphError> {
    let last = match call.query.get("$deltatoken") {
        Some(token) if !token.is_empty() => token_to_number(call, token)?,
        _ => 0,
    };
    let found: Vec<&Artifact> = found.into_iter().filter(|one| one.number > last).collect();
    let newest = found.last().map_or(last, |one| one.number);
    page::reply(call, items(call, &found)?, Some(&format!("seen:{newest}")))
}

/// What was seen last. A token of another emulator may be one of numbers that this one has not reached.
fn token_to_number(call: &Call<'_>, token: &str) -> Result<u64, GraphError> {
    let number = ids::transparent(token).and_then(|text| text.strip_prefix("seen:")?.parse().ok());
    let known = number.filter(|number| *number <= call.state.artifacts.last);
    known.ok_or_else(|| {
        let anew = call.query.replaced(&["$skiptoken", "$deltatoken"], "$deltatoken", "");
        GraphError::sync_state_not_found(call.link(&anew))
    })
}

/// The meeting in the path. Of one without a calendar event Graph has no transcripts.
fn meeting(call: &Call<'_>, kind: Kind) -> Result<Meeting, GraphError> {
    let meeting = meetings::visible(call)?;
    if kind == Kind::Transcript && !meeting.has_event {
        return Err(GraphError::bad_request("No iCalUid found for the meeting..."));
    }
    Ok(meeting)
}

fn find<'a>(call: &'a Call<'_>, kind: Kind) -> Result<&'a Artifact, GraphError> {
    let meeting = meeting(call, kind)?;
    let mut known = call.state.artifacts.known.iter();
    let is_it = |one: &&Artifact| one.kind == kind && one.meeting == meeting.id && one.id == call.key(1);
    known.find(is_it).ok_or_else(GraphError::not_found)
}

/// Those that `$filter` leaves, in the order of `$orderby`.
fn arranged<'a>(
    call: &Call<'_>,
    kind: Kind,
    found: Vec<&'a Artifact>,
) -> Result<Vec<&'a Artifact>, GraphError> {
    expand::arrange(&call.query, call.api(), &TypeName::new(kind.type_name()), found, |one| &one.properties)
}

fn items(call: &Call<'_>, found: &[&Artifact]) -> Result<Vec<Value>, GraphError> {
    found.iter().map(|one| item(call, &one.properties).map(Value::Object)).collect()
}

/// The media type that the slice names, unless it names none in particular.
fn media_type(call: &Call<'_>, kind: Kind) -> String {
    match call.operation.answer() {
        Answer::Content { media_type } if media_type != "application/octet-stream" => media_type.clone(),
        _ => String::from(kind.media_type()),
    }
}

/// The properties of a new transcript or recording that its meeting decides.
pub(super) fn by_default(
    kind: Kind,
    id: &str,
    meeting: &Meeting,
    root: &str,
    now: &str,
) -> Map<String, Value> {
    let organizer = &meeting.organizer;
    let collection = kind.collection();
    let url =
        format!("{root}/users/{}/onlineMeetings/{}/{collection}/{id}/content", organizer.id, meeting.id);
    let mut properties = Map::new();
    properties.insert(String::from("meetingId"), meeting.id.clone().into());
    properties.insert(String::from("createdDateTime"), now.into());
    properties.insert(String::from("endDateTime"), now.into());
    properties.insert(
        String::from("meetingOrganizer"),
        serde_json::json!({ "user": { "id": organizer.id, "displayName": organizer.display_name } }),
    );
    properties.insert(String::from(kind.url_property()), url.into());
    properties
}
