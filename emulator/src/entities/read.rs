//! Entities, collections of them, and how many there are.

use http::HeaderName;
use http::header::ETAG;
use msgraph_spec::model::{StructuredKind, TypeName};
use serde_json::{Map, Value};

use super::conditions::{is_tagged, not_modified};
use super::expand::View;
use super::list::{Item, Start, Wanted, is_of};
use super::place::Place;
use super::preferences::{Preferences, applied};
use super::shelf::Entity;
use super::users;
use crate::errors::GraphError;
use crate::handler::Call;
use crate::reply::Reply;

/// `GET …/messages/{id}`, and of what has one value
pub(super) fn get(call: &mut Call<'_>) -> Result<Reply, GraphError> {
    users::refresh(call);
    let place = Place::of(call)?;
    let Some(entity) = call.state.entities.get(&place.path) else {
        return if is_always_there(call, &place) {
            nothing_set(call, &place)
        } else {
            Err(GraphError::not_found())
        };
    };
    let declared = place.spot(&call.slice.outline).and_then(|one| one.ty.as_ref());
    if place.cast.as_ref().is_some_and(|cast| !is_of(call.api(), declared, &entity.properties, cast)) {
        return Err(GraphError::not_found());
    }
    if is_tagged(call, &place)
        && let Some(reply) = not_modified(call, &entity.etag())
    {
        return Ok(reply);
    }
    shown(call, &place, entity).map(|(body, headers)| Reply { headers, ..Reply::ok(body) })
}

/// A header of an answer.
type Header = (HeaderName, String);

/// What an operation on one entity answers with.
pub(super) fn shown(
    call: &Call<'_>,
    place: &Place,
    entity: &Entity,
) -> Result<(Map<String, Value>, Vec<Header>), GraphError> {
    let declared = call.answer_type().or_else(|| place.spot(&call.slice.outline)?.ty.clone());
    let at = (place.path.as_str(), place.template.as_str());
    let view = View::of(call);
    let mut body = view.entity(&view.shape(declared.as_ref(), &call.query)?, at, entity)?;
    body.insert(String::from("@odata.context"), context(call, place, declared.as_ref()).into());
    let tag = is_tagged(call, place).then(|| (ETAG, entity.etag()));
    Ok((body, tag.into_iter().collect()))
}

fn context(call: &Call<'_>, place: &Place, ty: Option<&TypeName>) -> String {
    if place.is_user() {
        return format!("{}/$metadata#users/$entity", call.slice.root);
    }
    let kind = ty.and_then(|ty| call.api().structured(ty)).map(|ty| ty.kind);
    call.context(if kind == Some(StructuredKind::Complex) { "" } else { "/$entity" })
}

/// Whether a value that nobody has set has nothing in it, rather than not being there.
///
/// The model does not say it. Complex values, singletons of the service, what has contents, and what can be changed
/// but neither deleted nor referred to, have always been there.
fn is_always_there(call: &Call<'_>, place: &Place) -> bool {
    let Some(spot) = place.spot(&call.slice.outline).filter(|_| !place.is_item) else { return false };
    let ty = spot.ty.as_ref().and_then(|ty| call.api().structured(ty));
    ty.is_some_and(|ty| ty.kind == StructuredKind::Complex)
        || !place.path.contains('/')
        || call.state.entities.has_content_below(&place.path)
        || spot.has_update && !spot.has_delete && !spot.has_reference
}

fn nothing_set(call: &Call<'_>, place: &Place) -> Result<Reply, GraphError> {
    let ty = call.answer_type();
    let view = View::of(call);
    let mut body = Map::new();
    view.expand(&view.shape(ty.as_ref(), &call.query)?, (&place.path, &place.template), &mut body)?;
    body.insert(String::from("@odata.context"), context(call, place, ty.as_ref()).into());
    Ok(Reply::ok(body))
}

/// `GET …/messages`
pub(super) fn list(call: &mut Call<'_>) -> Result<Reply, GraphError> {
    users::refresh(call);
    let place = Place::of(call)?;
    let preferences = Preferences::of(call.headers);
    let limit = call.service.page_size;
    let limit = preferences.page_size.map_or(limit, |size| size.min(limit));
    let size = call.query.number("$top")?.map_or(limit, |top| top.min(limit));
    let ty = call.answer_type();
    let declared = place.spot(&call.slice.outline).and_then(|one| one.ty.as_ref());
    let wanted = Wanted::parse(call.api(), declared.or(ty.as_ref()), place.cast.as_ref(), &call.query)?;
    let view = View::of(call);
    let shape = view.shape(ty.as_ref(), &call.query)?;
    let Page { items, next, total } = page(call, &place, &wanted, size)?;

    let mut body = Map::new();
    body.insert(String::from("@odata.context"), call.context("").into());
    if call.query.get("$count").is_some_and(|one| one.eq_ignore_ascii_case("true")) {
        body.insert(
            String::from("@odata.count"),
            total.unwrap_or_else(|| how_many(call, &place, &wanted)).into(),
        );
    }
    if let Some(next) = next {
        let query = call.query.replaced(&["$skiptoken", "$skip"], "$skiptoken", &next.token());
        body.insert(String::from("@odata.nextLink"), call.link(&query).into());
    }
    let template = format!("{}/{{}}", place.template);
    let show = |(_, path, entity): Item<'_>| view.entity(&shape, (path, &template), entity);
    let items: Vec<Value> =
        items.into_iter().map(|item| show(item).map(Value::Object)).collect::<Result<_, _>>()?;
    body.insert(String::from("value"), items.into());
    let met = preferences.page_size.map(|size| applied(format!("odata.maxpagesize={size}")));
    Ok(Reply { headers: met.into_iter().collect(), ..Reply::ok(body) })
}

/// The items of a page.
struct Page<'e> {
    items: Vec<Item<'e>>,
    /// Where the next one begins.
    next: Option<Start>,
    /// How many items there are in all, where they had to be looked at for the page.
    total: Option<usize>,
}

fn page<'e>(
    call: &'e Call<'_>,
    place: &Place,
    wanted: &Wanted<'_>,
    size: usize,
) -> Result<Page<'e>, GraphError> {
    let (start, skip) = (Start::of(&call.query)?, call.query.number("$skip")?.unwrap_or(0));
    let entities = &call.state.entities;
    if wanted.is_ordered() {
        let offset = match start {
            Some(Start::At(offset)) => offset,
            Some(Start::Behind(_)) => {
                return Err(GraphError::bad_request("The $skiptoken is of another query."));
            }
            None => skip,
        };
        let (items, total) = wanted.page(entities.of(&place.path, 0), (offset, size));
        let end = offset.saturating_add(size);
        let next = (size > 0 && end < total).then_some(Start::At(end));
        return Ok(Page { items, next, total: Some(total) });
    }
    let (behind, skip) = match start {
        Some(Start::Behind(number)) => (number, 0),
        Some(Start::At(_)) => return Err(GraphError::bad_request("The $skiptoken is of another query.")),
        None => (0, skip),
    };
    let rest = entities.of(&place.path, behind).filter(|(_, _, one)| wanted.has(&one.properties));
    let mut items: Vec<Item<'e>> = rest.skip(skip).take(size.saturating_add(1)).collect();
    let has_more = items.len() > size;
    items.truncate(size);
    let last = items.last().map(|(number, ..)| Start::Behind(*number));
    Ok(Page { items, next: last.filter(|_| has_more), total: None })
}

fn how_many(call: &Call<'_>, place: &Place, wanted: &Wanted<'_>) -> usize {
    let entities = &call.state.entities;
    if wanted.is_whole() {
        return entities.count(&place.path);
    }
    entities.of(&place.path, 0).filter(|(_, _, one)| wanted.has(&one.properties)).count()
}

/// `GET …/messages/$count`
pub(super) fn count(call: &mut Call<'_>) -> Result<Reply, GraphError> {
    users::refresh(call);
    let place = Place::of(call)?;
    let declared = place.spot(&call.slice.outline).and_then(|one| one.ty.as_ref());
    let wanted = Wanted::parse(call.api(), declared, place.cast.as_ref(), &call.query)?;
    let number = how_many(call, &place, &wanted);
    Ok(Reply::bytes("text/plain", number.to_string().into()))
}
