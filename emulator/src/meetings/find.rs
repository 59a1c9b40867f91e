//! Meetings by their ids and by what names one of them.
//!
//! See <https://learn.microsoft.com/graph/api/onlinemeeting-get>.

use serde_json::Value;

use super::all::Name;
use super::{Meeting, answer};
use crate::errors::GraphError;
use crate::filter::{Filter, Property};
use crate::handler::Call;
use crate::page;
use crate::reply::Reply;
use crate::users::User;

/// `GET …/onlineMeetings/{id}`
pub(super) fn get(call: &mut Call<'_>) -> Result<Reply, GraphError> {
    let meeting = visible(call)?;
    Ok(Reply::ok(answer::one(call, &meeting)?))
}

/// The meeting in the path, if the owner of the path organizes it or is invited.
pub(crate) fn visible(call: &Call<'_>) -> Result<Meeting, GraphError> {
    let owner = call.owner()?;
    let meeting = call.state.meetings.get(call.key(0)).filter(|one| is_visible(one, owner.as_ref()));
    meeting.cloned().ok_or_else(GraphError::not_found)
}

/// Whether it is of the user, or of anybody where nobody in particular asks.
pub(super) fn is_visible(meeting: &Meeting, user: Option<&User>) -> bool {
    user.is_none_or(|user| meeting.is_organized_by(user) || meeting.invites(user))
}

/// `GET …/onlineMeetings?$filter=…`
///
/// What Graph answers where no meeting fits is not known; here it is an empty collection. Neither is
/// it known who finds a meeting by its number; here it is who could also read it by its id.
pub(super) fn list(call: &mut Call<'_>) -> Result<Reply, GraphError> {
    let owner = call.owner()?;
    let filter = call.query.get("$filter").ok_or_else(Filter::expected).and_then(Filter::parse)?;
    if filter.property == Property::VideoTeleconferenceId && !call.is_tenant_wide() {
        return Err(Filter::expected());
    }
    let value = &filter.value;
    let found = call.state.meetings.named(match filter.property {
        Property::JoinWebUrl => Name::JoinWebUrl(value),
        Property::JoinMeetingId => Name::JoinMeetingId(value),
        Property::VideoTeleconferenceId => Name::VideoTeleconferenceId(value),
    });
    if let (Property::JoinWebUrl, Some(meeting), Some(user)) = (filter.property, found, &owner)
        && !meeting.is_organized_by(user)
    {
        return Err(GraphError::forbidden("Only the organizer finds a meeting by its join link."));
    }
    let found = found.filter(|one| is_visible(one, owner.as_ref())).cloned();
    let items = found.iter().map(|one| answer::item(call, one).map(Value::Object));
    let items = items.collect::<Result<Vec<Value>, GraphError>>()?;
    page::reply(call, items, None)
}
