//! Online meetings: the store, and what is done with it.
//!
//! See <https://learn.microsoft.com/graph/api/resources/onlinemeeting>.

mod all;
mod answer;
mod create;
mod find;
mod invitation;
mod limit;
mod overview;
mod record;
mod times;
mod update;

use msgraph_spec::model::HttpMethod;
use serde_json::{Map, Value};
use time::OffsetDateTime;

use crate::errors::GraphError;
use crate::handler::{Call, Handler};
use crate::stream::Stream;
use crate::users::User;

pub(crate) use all::Meetings;
pub(crate) use find::visible;

/// The handler of an operation on meetings themselves.
pub(crate) fn handler(method: HttpMethod, resource: &str) -> Option<Handler> {
    match (method, resource) {
        (HttpMethod::Post, "onlinemeetings") => Some(create::create),
        (HttpMethod::Post, "onlinemeetings/createorget") => Some(create::create_or_get),
        (HttpMethod::Get, "onlinemeetings") => Some(find::list),
        (HttpMethod::Get, "onlinemeetings/{}") => Some(find::get),
        (HttpMethod::Patch, "onlinemeetings/{}") => Some(update::update),
        (HttpMethod::Delete, "onlinemeetings/{}") => Some(update::delete),
        _ => None,
    }
}

/// A meeting, as the service keeps it.
#[derive(Clone)]
pub(crate) struct Meeting {
    pub(crate) id: String,
    pub(crate) organizer: User,
    external_id: Option<String>,
    created: OffsetDateTime,
    start: OffsetDateTime,
    end: OffsetDateTime,
    /// What clients have set, without anything that the service decides.
    chosen: Map<String, Value>,
    thread: String,
    join_web_url: String,
    join_meeting_id: String,
    passcode: Option<String>,
    video_teleconference_id: String,
    /// Whether it belongs to a calendar event; one that was made through the API does not.
    pub(crate) has_event: bool,
    pub(crate) attendee_report: Option<Stream>,
}

impl Meeting {
    /// Whether a user is invited: their id or their user principal name is among the attendees.
    fn invites(&self, user: &User) -> bool {
        let attendees = self.chosen.get("participants").and_then(|one| one.get("attendees")?.as_array());
        attendees.is_some_and(|all| {
            all.iter().any(|one| {
                let id = one.pointer("/identity/user/id").and_then(Value::as_str);
                let upn = one.get("upn").and_then(Value::as_str);
                id.is_some_and(|id| id.eq_ignore_ascii_case(&user.id))
                    || upn.is_some_and(|upn| upn.eq_ignore_ascii_case(&user.user_principal_name))
            })
        })
    }

    fn is_organized_by(&self, user: &User) -> bool {
        self.organizer.id.eq_ignore_ascii_case(&user.id)
    }

    /// The `chatInfo.threadId`, which tells meetings apart outside of Graph.
    pub(crate) fn thread(&self) -> &str {
        &self.thread
    }
}

/// The meeting in the path, if the owner of the path may change it.
///
/// Whoever is not invited does not learn that it exists; an attendee sees it, but only the organizer
/// changes it.
fn organized(call: &Call<'_>) -> Result<Meeting, GraphError> {
    let meeting = visible(call)?;
    match call.owner()? {
        Some(user) if !meeting.is_organized_by(&user) => {
            Err(GraphError::forbidden("Only the organizer may change or delete the meeting."))
        }
        _ => Ok(meeting),
    }
}
