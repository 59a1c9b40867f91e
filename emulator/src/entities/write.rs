//! New, changed, replaced and deleted entities.

use std::collections::BTreeSet;

use http::header::LOCATION;
use http::{HeaderName, StatusCode};
use msgraph_spec::model::{Answer, Api, Primitive, StatusCodes, TypeName, TypeRef};
use serde_json::{Map, Value};

use super::conditions::{check_match, is_tagged};
use super::expand::{View, key_of, key_property, property};
use super::place::{self, Place};
use super::preferences::{Preferences, applied_return};
use super::shelf::{Entities, Entity};
use super::{read, users};
use crate::errors::GraphError;
use crate::handler::Call;
use crate::ids::Ids;
use crate::merge::merge;
use crate::moment;
use crate::reply::Reply;
use crate::slices::Slice;
use crate::state::State;
use crate::validate;

/// What the service alone decides, though no description marks it.
const OWN: [&str; 2] = ["createdDateTime", "lastModifiedDateTime"];

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

/// Adds an entity to a collection, with what was sent in line. Gives its path.
///
/// Refused, before anything is added, where a key is taken: by what is there, or twice by what was sent.
pub(super) fn add(
    slice: &Slice,
    state: &mut State,
    (collection, template): (&str, &str),
    ty: Option<&TypeName>,
    sent: Sent,
    now: &str,
) -> Result<String, GraphError> {
    let name = key_property(slice, ty, template);
    check_free(slice, &state.entities, (collection, template), &name, std::slice::from_ref(&sent))?;
    put_new(slice, state, (collection, template), ty, sent, now)
}

/// The same, where keys have been looked at.
fn put_new(
    slice: &Slice,
    state: &mut State,
    (collection, template): (&str, &str),
    ty: Option<&TypeName>,
    sent: Sent,
    now: &str,
) -> Result<String, GraphError> {
    let Sent { mut properties, inner } = sent;
    let name = key_property(slice, ty, template);
    let key = if let Some(key) = key_of(&properties, &name) {
        key
    } else {
        let is_free = |key: &str| state.entities.get(&format!("{collection}/{key}")).is_none();
        let id = made_up(number_type(&slice.api, ty, &name), &mut state.ids, is_free);
        let id = id.ok_or_else(|| {
            let message = format!("There is no '{name}' left that no entity here has.");
            GraphError::new(StatusCode::CONFLICT, "Conflict", message)
        })?;
        let key = id.as_str().map_or_else(|| id.to_string(), place::key_in_path);
        properties.insert(name, id);
        key
    };
    for name in OWN {
        if property(&slice.api, ty, name).is_some_and(|one| !one.ty.is_collection) {
            properties.entry(name).or_insert_with(|| now.into());
        }
    }
    let path = format!("{collection}/{key}");
    state.entities.put(&mut state.store, &path, true, properties);
    put_inner(slice, state, (&path, &format!("{template}/{{}}")), inner, now)?;
    Ok(path)
}

/// Adds what was sent in line at navigation properties, below the entity that it came with. Refused like [`add`].
pub(super) fn add_inner(
    slice: &Slice,
    state: &mut State,
    (path, template): (&str, &str),
    inner: Vec<Inner>,
    now: &str,
) -> Result<(), GraphError> {
    check_inner(slice, &state.entities, (path, template), &inner)?;
    put_inner(slice, state, (path, template), inner, now)
}

fn put_inner(
    slice: &Slice,
    state: &mut State,
    (path, template): (&str, &str),
    inner: Vec<Inner>,
    now: &str,
) -> Result<(), GraphError> {
    for Inner { name, ty, value } in inner {
        let (path, template) = (format!("{path}/{name}"), format!("{template}/{name}"));
        match value {
            Below::Many(items) => {
                for sent in items {
                    put_new(slice, state, (&path, &template), Some(&ty), sent, now)?;
                }
            }
            Below::One(sent) => {
                state.entities.put(&mut state.store, &path, false, sent.properties);
                put_inner(slice, state, (&path, &template), sent.inner, now)?;
            }
        }
    }
    Ok(())
}

/// Refuses new entities of a collection that have the key of another one, or contain such.
fn check_free(
    slice: &Slice,
    entities: &Entities,
    (collection, template): (&str, &str),
    name: &str,
    items: &[Sent],
) -> Result<(), GraphError> {
    let mut seen = BTreeSet::new();
    for sent in items {
        // There is nothing yet below a key that is still to be made up: no path has an empty one.
        let key = key_of(&sent.properties, name).unwrap_or_default();
        let path = format!("{collection}/{key}");
        if !key.is_empty() && (entities.get(&path).is_some() || !seen.insert(key)) {
            let message = format!("There is an entity with this '{name}' already.");
            return Err(GraphError::new(StatusCode::CONFLICT, "Conflict", message));
        }
        check_inner(slice, entities, (&path, &format!("{template}/{{}}")), &sent.inner)?;
    }
    Ok(())
}

fn check_inner(
    slice: &Slice,
    entities: &Entities,
    (path, template): (&str, &str),
    inner: &[Inner],
) -> Result<(), GraphError> {
    for Inner { name, ty, value } in inner {
        let (path, template) = (format!("{path}/{name}"), format!("{template}/{name}"));
        match value {
            Below::Many(items) => {
                let key = key_property(slice, Some(ty), &template);
                check_free(slice, entities, (&path, &template), &key, items)?;
            }
            Below::One(sent) => check_inner(slice, entities, (&path, &template), &sent.inner)?,
        }
    }
    Ok(())
}

/// The type of a key that is a whole number.
fn number_type(api: &Api, ty: Option<&TypeName>, name: &str) -> Option<Primitive> {
    match property(api, ty, name)?.ty.item {
        TypeRef::Primitive(
            kind @ (Primitive::Byte
            | Primitive::SByte
            | Primitive::Int16
            | Primitive::Int32
            | Primitive::Int64),
        ) => Some(kind),
        _ => None,
    }
}

/// A key that nobody has: a GUID, or a number where the type wants one. Nothing where all numbers are taken.
fn made_up(number: Option<Primitive>, ids: &mut Ids, is_free: impl Fn(&str) -> bool) -> Option<Value> {
    let most: u64 = match number {
        None => return Some(ids.guid().into()),
        Some(Primitive::SByte) => 127,
        Some(Primitive::Byte) => 255,
        Some(Primitive::Int16) => 32_767,
        Some(_) => 999_999_999,
    };
    let drawn = ids.digits(9).parse::<u64>().unwrap_or(1);
    // From the drawn one on, so that an end is certain also where hardly any is free.
    let numbers = (0..most).map(|step| (drawn - 1 + step) % most + 1);
    numbers.map(Value::from).find(|one| is_free(&one.to_string()))
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
    if known.is_none() && place.is_user() {
        return Err(GraphError::not_found());
    }
    let is_new = known.is_none() && place.is_item;
    let current = known.map(|one| one.properties.clone()).unwrap_or_default();
    let ty = place.spot(&call.slice.outline).and_then(|one| one.ty.clone());
    let mut next = Sent::take(call.api(), ty.as_ref(), call.validated(call.json()?)?).properties;
    keep_fixed(call, &place, &current, &mut next)?;
    let ours = |name: &str| {
        name == "createdDateTime"
            || property(call.api(), ty.as_ref(), name).is_some_and(|one| one.is_read_only)
    };
    for (name, value) in current.into_iter().filter(|(name, _)| ours(name)) {
        next.entry(name).or_insert(value);
    }
    if place.is_item {
        let collection = super::shelf::parent(&place.template);
        let name = key_property(call.slice, ty.as_ref(), collection);
        let sent = call.found.keys.last().cloned().unwrap_or_default();
        next.entry(name)
            .or_insert_with(|| if place.is_user() { last(&place.path).into() } else { sent.into() });
    }
    let reply = changed(call, &place, ty.as_ref(), next)?;
    let is_created = is_new && reply.status == StatusCode::OK;
    Ok(if is_created { Reply { status: StatusCode::CREATED, ..reply } } else { reply })
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

/// What a client sent of an entity, without what the service alone decides.
pub(super) struct Sent {
    pub(super) properties: Map<String, Value>,
    pub(super) inner: Vec<Inner>,
}

/// What was sent in line at a navigation property.
pub(super) struct Inner {
    /// The property, in lower case.
    name: String,
    ty: TypeName,
    value: Below,
}

/// The entities of a collection, or a single one.
enum Below {
    Many(Vec<Sent>),
    One(Sent),
}

impl Sent {
    /// Read-only properties are left out, as are annotations but for the type.
    fn take(api: &Api, ty: Option<&TypeName>, body: Map<String, Value>) -> Self {
        Self::split(api, ty, body, false)
    }

    /// The same for a test, which may set everything.
    pub(super) fn seed(api: &Api, ty: Option<&TypeName>, body: Map<String, Value>) -> Self {
        Self::split(api, ty, body, true)
    }

    fn split(api: &Api, ty: Option<&TypeName>, body: Map<String, Value>, with_read_only: bool) -> Self {
        let stated = ty.and_then(|ty| validate::stated_type(api, ty, &body));
        let declared = stated.map(|ty| api.properties_of(ty)).unwrap_or_default();
        let mut sent = Self { properties: Map::new(), inner: Vec::new() };
        for (name, value) in body {
            let known = declared.iter().find(|one| one.name == name);
            match known.map(|one| (one, &one.ty.item)) {
                Some((one, TypeRef::Named(ty))) if one.is_navigation => {
                    let read = |item| match item {
                        Value::Object(item) => Some(Self::split(api, Some(ty), item, with_read_only)),
                        _ => None,
                    };
                    let value = match value {
                        Value::Array(items) => {
                            Some(Below::Many(items.into_iter().filter_map(read).collect()))
                        }
                        single => read(single).map(Below::One),
                    };
                    let name = name.to_ascii_lowercase();
                    sent.inner.extend(value.map(|value| Inner { name, ty: ty.clone(), value }));
                }
                Some((one, _)) if !with_read_only && (one.is_read_only || OWN.contains(&name.as_str())) => {}
                _ if name == "@odata.type" || !name.contains('@') => {
                    sent.properties.insert(name, value);
                }
                _ => {}
            }
        }
        sent
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_that_are_made_up_fit_their_type_and_are_free() {
        let mut ids = Ids::new(1);
        let mut taken = BTreeSet::new();
        for _ in 0..255 {
            let made =
                made_up(Some(Primitive::Byte), &mut ids, |key| !taken.contains(key)).expect("one is free");
            assert!(made.as_u64().is_some_and(|one| (1..=255).contains(&one)), "{made}");
            assert!(taken.insert(made.to_string()), "{made} is somebody's");
        }
        assert_eq!(made_up(Some(Primitive::Byte), &mut ids, |key| !taken.contains(key)), None);
        let small = made_up(Some(Primitive::Int16), &mut ids, |_| true).and_then(|one| one.as_u64());
        assert!(small.is_some_and(|one| one <= 32_767), "{small:?}");
    }
}
