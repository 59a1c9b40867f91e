//! New, changed, replaced and deleted entities.

use http::header::{IF_NONE_MATCH, LOCATION};
use http::{HeaderName, StatusCode};
use msgraph_spec::model::{Answer, StatusCodes, TypeName};
use serde_json::{Map, Value};

use super::add::{Sent, add, number_type};
use super::conditions::{check_match, is_tagged};
use super::expand::{View, key_of, key_property, property};
use super::place::Place;
use super::preferences::{Preferences, applied_return};
use super::shelf::Entity;
use super::{read, users};
use crate::errors::GraphError;
use crate::handler::Call;
use crate::merge::merge;
use crate::moment;
use crate::reply::Reply;

/// `POST …/messages`
pub(super) fn create(call: &mut Call<'_>) -> Result<Reply, GraphError> {
    users::refresh(call);
    let collection = Place::of(call)?;
    let body = call.validated(call.json()?)?;
    let ty =
        collection.spot(&call.slice.outline).and_then(|one| one.ty.clone()).or_else(|| call.answer_type());
    let sent = Sent::take(call.api(), ty.as_ref(), body);
    View::of(call).check(call.answer_type().or(ty.clone()).as_ref(), &call.query)?;
    if collection.path == "users" {
        users::check_new(&call.state.users, &sent.properties)?;
    }
    let now = moment::format(call.now);
    let path =
        add(call.slice, call.state, (&collection.path, &collection.template), ty.as_ref(), sent, &now)?;
    if collection.path == "users" {
        users::follow(call.state, &path);
    }
    let place = Place { template: format!("{}/{{}}", collection.template), path, is_item: true, cast: None };
    let location = location(call, &place);
    let mut reply = answer(call, &place, StatusCode::CREATED, true)?;
    if reply.status == StatusCode::NO_CONTENT {
        reply.headers.push((HeaderName::from_static("odata-entityid"), location.clone()));
    }
    reply.headers.push((LOCATION, location));
    Ok(reply)
}

/// The address of a new entity.
fn location(call: &Call<'_>, place: &Place) -> String {
    let key = place.path.rsplit('/').next().unwrap_or_default();
    format!("{}{}/{key}", call.slice.root, call.path.trim_end_matches('/'))
}

/// `PATCH …/messages/{id}`
pub(super) fn update(call: &mut Call<'_>) -> Result<Reply, GraphError> {
    users::refresh(call);
    let place = Place::of(call)?;
    let known = call.state.entities.get(&place.path);
    if known.is_none() && place.is_item {
        return Err(GraphError::not_found());
    }
    check(call, &place, known)?;
    let mut current = known.map(|one| one.properties.clone()).unwrap_or_default();
    let mut body = call.json()?;
    if let Some(ty) = current.get("@odata.type") {
        body.entry("@odata.type").or_insert_with(|| ty.clone());
    }
    let body = call.validated(body)?;
    let ty = place.spot(&call.slice.outline).and_then(|one| one.ty.clone());
    let mut change = Sent::take(call.api(), ty.as_ref(), body).properties;
    keep_fixed(call, &place, &current, &mut change)?;
    match &ty {
        Some(ty) => merge(call.api(), ty, &mut current, change),
        None => current.extend(change),
    }
    changed(call, &place, ty.as_ref(), current)
}

/// `PUT …/groups/{id}`
///
/// Where there is none of that key yet, it is made: OData's upsert.
pub(super) fn replace(call: &mut Call<'_>) -> Result<Reply, GraphError> {
    users::refresh(call);
    let place = Place::of(call)?;
    let known = call.state.entities.get(&place.path);
    check(call, &place, known)?;
    if known.is_some() && call.headers.get(IF_NONE_MATCH).is_some_and(|one| one == "*") {
        let message = "If-None-Match is '*', and the entity exists.";
        return Err(GraphError::new(StatusCode::PRECONDITION_FAILED, "PreconditionFailed", message));
    }
    if known.is_none() && place.is_user() {
        return Err(GraphError::not_found());
    }
    let is_new = known.is_none() && place.is_item;
    let current = known.map(|one| one.properties.clone()).unwrap_or_default();
    let ty = place.spot(&call.slice.outline).and_then(|one| one.ty.clone());
    let mut sent = Sent::take(call.api(), ty.as_ref(), call.validated(call.json()?)?);
    keep_fixed(call, &place, &current, &mut sent.properties)?;
    if place.is_item {
        let (name, key) = own_key(call, &place, ty.as_ref());
        sent.properties.entry(name).or_insert(key);
    }
    if is_new {
        return put_new(call, &place, ty.as_ref(), sent);
    }
    let mut next = sent.properties;
    let ours = |name: &str| {
        name == "createdDateTime"
            || property(call.api(), ty.as_ref(), name).is_some_and(|one| one.is_read_only || one.is_immutable)
    };
    for (name, value) in current.into_iter().filter(|(name, _)| ours(name)) {
        next.entry(name).or_insert(value);
    }
    changed(call, &place, ty.as_ref(), next)
}

/// The property of an entity's key, and the key that the path gives it.
fn own_key(call: &Call<'_>, place: &Place, ty: Option<&TypeName>) -> (String, Value) {
    let name = key_property(call.slice, ty, super::shelf::parent(&place.template));
    let text = call.found.keys.last().cloned().unwrap_or_default();
    let number = number_type(call.api(), ty, &name).and_then(|_| text.parse::<i64>().ok());
    let key = match number {
        Some(number) => number.into(),
        None if place.is_user() => last(&place.path).into(),
        None => text.into(),
    };
    (name, key)
}

/// Makes an entity at the place of its key.
fn put_new(
    call: &mut Call<'_>,
    place: &Place,
    ty: Option<&TypeName>,
    sent: Sent,
) -> Result<Reply, GraphError> {
    View::of(call).check(call.answer_type().as_ref().or(ty), &call.query)?;
    let parent = super::shelf::parent;
    let now = moment::format(call.now);
    add(call.slice, call.state, (parent(&place.path), parent(&place.template)), ty, sent, &now)?;
    let mut reply = answer(call, place, StatusCode::CREATED, true)?;
    reply.headers.push((LOCATION, format!("{}{}", call.slice.root, call.path.trim_end_matches('/'))));
    Ok(reply)
}

fn last(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// `DELETE …/messages/{id}`, with all that it contains.
pub(super) fn delete(call: &mut Call<'_>) -> Result<Reply, GraphError> {
    users::refresh(call);
    let place = Place::of(call)?;
    check(call, &place, call.state.entities.get(&place.path))?;
    let state = &mut *call.state;
    if !state.entities.remove(&mut state.store, &place.path) {
        return Err(GraphError::not_found());
    }
    if place.is_user() {
        users::forget(state, last(&place.path));
    }
    Ok(Reply { status: declared_status(call).unwrap_or(StatusCode::NO_CONTENT), ..Reply::no_content() })
}

fn check(call: &Call<'_>, place: &Place, known: Option<&Entity>) -> Result<(), GraphError> {
    if !is_tagged(call, place) {
        return Ok(());
    }
    check_match(call, known.map(Entity::etag).as_deref())
}

/// Refuses to change what stays as it was made: the key, and what the model marks so. What is there already may be
/// sent, so that a client can send back what it got.
fn keep_fixed(
    call: &Call<'_>,
    place: &Place,
    current: &Map<String, Value>,
    change: &mut Map<String, Value>,
) -> Result<(), GraphError> {
    let ty = place.spot(&call.slice.outline).and_then(|one| one.ty.as_ref());
    let collection = super::shelf::parent(&place.template);
    let key = place.is_item.then(|| key_property(call.slice, ty, collection));
    for (name, sent) in change.iter() {
        let is_key = key.as_ref() == Some(name);
        let is_fixed = is_key || property(call.api(), ty, name).is_some_and(|one| one.is_immutable);
        let is_other = match current.get(name) {
            None if is_key => key_of(change, name).is_none_or(|key| key != last(&place.path)),
            None => false,
            Some(_) if is_key => key_of(change, name) != key_of(current, name),
            Some(now) => sent != now,
        };
        if is_fixed && is_other {
            let message = format!("'{name}' cannot be changed once the entity exists.");
            return Err(GraphError::bad_request(message));
        }
    }
    Ok(())
}

/// Keeps what an entity has become, and answers with it.
fn changed(
    call: &mut Call<'_>,
    place: &Place,
    ty: Option<&TypeName>,
    mut properties: Map<String, Value>,
) -> Result<Reply, GraphError> {
    if property(call.api(), ty, "lastModifiedDateTime").is_some() {
        properties.insert(String::from("lastModifiedDateTime"), moment::format(call.now).into());
    }
    if place.is_user() {
        users::check_changed(&call.state.users, last(&place.path), &properties)?;
    }
    View::of(call).check(call.answer_type().as_ref().or(ty), &call.query)?;
    let state = &mut *call.state;
    state.entities.put(&mut state.store, &place.path, place.is_item, properties);
    if place.is_user() {
        users::follow(state, &place.path);
    }
    let status = declared_status(call);
    let with_entity = status.is_none_or(|one| one != StatusCode::NO_CONTENT)
        && !matches!(call.operation.answer(), Answer::Empty);
    answer(call, place, status.unwrap_or(StatusCode::OK), with_entity)
}

/// The status that the description declares, where it is one alone.
fn declared_status(call: &Call<'_>) -> Option<StatusCode> {
    call.operation.successes.iter().find_map(|one| match one.status {
        StatusCodes::Exact(status) => StatusCode::from_u16(status).ok(),
        _ => None,
    })
}

/// The entity, or nothing, as the description declares it or the client prefers it.
fn answer(
    call: &Call<'_>,
    place: &Place,
    status: StatusCode,
    with_entity: bool,
) -> Result<Reply, GraphError> {
    let wants = Preferences::of(call.headers).wants_entity;
    let entity = call.state.entities.get(&place.path).ok_or_else(GraphError::not_found)?;
    let (body, tag) = read::shown(call, place, entity)?;
    let mut reply = if wants.unwrap_or(with_entity) {
        let status = if status == StatusCode::NO_CONTENT { StatusCode::OK } else { status };
        Reply { status, ..Reply::ok(body) }
    } else {
        Reply::no_content()
    };
    let met: Option<(HeaderName, String)> = wants.map(applied_return);
    reply.headers.extend(tag.into_iter().chain(met));
    Ok(reply)
}
