//! Contents of entities: files, photos, and whatever else is bytes.

use http::StatusCode;
use http::header::{CONTENT_TYPE, ETAG};
use msgraph_spec::model::{Answer, Body};

use super::conditions::{check_match, not_modified};
use super::place::Place;
use super::shelf::parent;
use super::{read, users};
use crate::errors::GraphError;
use crate::handler::Call;
use crate::reply::Reply;

/// `GET …/content`, `GET …/photo/$value`
pub(super) fn get(call: &mut Call<'_>) -> Result<Reply, GraphError> {
    users::refresh(call);
    let place = Place::of(call)?;
    let content = call.state.entities.content(&place.path).ok_or_else(GraphError::not_found)?;
    match not_modified(call, content.stream.etag()) {
        Some(reply) => Ok(reply),
        None => content.stream.reply(call.headers, content.media_type.clone()),
    }
}

/// `PUT …/content`, `PUT …/photo/$value`
pub(super) fn put(call: &mut Call<'_>) -> Result<Reply, GraphError> {
    users::refresh(call);
    let place = Place::of(call)?;
    let known = call.state.entities.content(&place.path).map(|one| String::from(one.stream.etag()));
    check_match(call, known.as_deref())?;
    let sent = call.headers.get(CONTENT_TYPE).and_then(|one| one.to_str().ok());
    let media_type = match (sent, &call.operation.body) {
        (Some(sent), _) => String::from(sent),
        (None, Some(Body::Binary { media_type })) => media_type.clone(),
        (None, _) => String::from("application/octet-stream"),
    };
    let state = &mut *call.state;
    let bytes = bytes::Bytes::copy_from_slice(call.body);
    state.entities.put_content(&mut state.store, &place.path, &media_type, bytes);
    let holder = parent(&place.path);
    state.entities.touch(&mut state.store, holder);
    answer(call, &place, holder)
}

/// Nothing, or the entity that has the content where the description declares one.
fn answer(call: &Call<'_>, place: &Place, holder: &str) -> Result<Reply, GraphError> {
    let tag = call.state.entities.content(&place.path).map(|one| (ETAG, String::from(one.stream.etag())));
    let entity = call.state.entities.get(holder);
    match (call.operation.answer(), entity) {
        (Answer::One(_), Some(entity)) => {
            let template = String::from(parent(&place.template));
            let is_item = template.ends_with("{}");
            let holder = Place { path: String::from(holder), template, is_item, cast: None };
            let (body, _) = read::shown(call, &holder, entity)?;
            Ok(Reply::ok(body))
        }
        _ => Ok(Reply {
            status: StatusCode::NO_CONTENT,
            headers: tag.into_iter().collect(),
            ..Reply::no_content()
        }),
    }
}
