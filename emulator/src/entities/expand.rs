//! An entity as a client sees it: what `$select` leaves of it, and what `$expand` adds.

use msgraph_spec::model::{Api, Property, TypeName};
use serde_json::{Map, Value};

use super::list::Wanted;
use super::place;
use super::shelf::{Entities, Entity};
use crate::errors::GraphError;
use crate::expand::Expansion;
use crate::handler::Call;
use crate::present;
use crate::query::Query;
use crate::slices::Slice;

/// Shows entities of one API.
pub(super) struct View<'a> {
    slice: &'a Slice,
    entities: &'a Entities,
    with_unknown_members: bool,
}

impl<'a> View<'a> {
    pub(super) fn of(call: &'a Call<'_>) -> Self {
        let with_unknown_members = call.wants_unknown_members();
        Self { slice: call.slice, entities: &call.state.entities, with_unknown_members }
    }

    /// An entity of a type at a place, as a query wants it.
    pub(super) fn entity(
        &self,
        ty: Option<&TypeName>,
        (path, template): (&str, &str),
        entity: &Entity,
        query: &Query,
    ) -> Result<Map<String, Value>, GraphError> {
        let api: &Api = &self.slice.api;
        let mut shown = entity.properties.clone();
        present::select(api, ty, query, &mut shown)?;
        if let Some(ty) = ty {
            present::object(api, ty, &mut shown, self.with_unknown_members);
        }
        if self.slice.outline.at(template).is_some_and(|one| one.is_tagged) {
            shown.insert(String::from("@odata.etag"), entity.etag().into());
        }
        for one in Expansion::all(query)? {
            let (name, target) = one.target(api, ty)?;
            let segment = name.to_ascii_lowercase();
            let (path, template) = (format!("{path}/{segment}"), format!("{template}/{segment}"));
            let value = if is_collection(api, ty, name) {
                self.children(target, (&path, &template), &one.options)?
            } else {
                let single = self.entities.get(&path);
                let shown =
                    single.map(|entity| self.entity(Some(target), (&path, &template), entity, &one.options));
                shown.transpose()?.map_or(Value::Null, Value::Object)
            };
            shown.insert(String::from(name), value);
        }
        Ok(shown)
    }

    /// Refuses a query that would be refused once there is an entity to show.
    pub(super) fn check(&self, ty: Option<&TypeName>, query: &Query) -> Result<(), GraphError> {
        present::select(&self.slice.api, ty, query, &mut Map::new())?;
        for one in Expansion::all(query)? {
            let (_, target) = one.target(&self.slice.api, ty)?;
            Wanted::parse(&self.slice.api, Some(target), None, &one.options)?;
            self.check(Some(target), &one.options)?;
        }
        Ok(())
    }

    fn children(
        &self,
        ty: &TypeName,
        (path, template): (&str, &str),
        query: &Query,
    ) -> Result<Value, GraphError> {
        let wanted = Wanted::parse(&self.slice.api, Some(ty), None, query)?;
        let found = wanted.all(self.entities.of(path, 0));
        let skip = query.number("$skip")?.unwrap_or(0);
        let top = query.count("$top")?.unwrap_or(usize::MAX);
        let template = format!("{template}/{{}}");
        let shown = found.into_iter().skip(skip).take(top);
        let shown = shown.map(|(_, path, entity)| self.entity(Some(ty), (path, &template), entity, query));
        shown.map(|one| one.map(Value::Object)).collect::<Result<Vec<_>, _>>().map(Value::from)
    }
}

fn is_collection(api: &Api, ty: Option<&TypeName>, name: &str) -> bool {
    property(api, ty, name).is_some_and(|one| one.ty.is_collection)
}

/// A property of a type by its declared name.
pub(super) fn property<'a>(api: &'a Api, ty: Option<&TypeName>, name: &str) -> Option<&'a Property> {
    let ty = api.structured(ty?)?;
    api.properties_of(ty).into_iter().find(|one| one.name == name)
}

/// The name of the property by which paths name the entities of a type.
///
/// The model does not know keys. It is what the placeholder is called, where the type has a property of that name;
/// else `id`.
pub(super) fn key_property(slice: &Slice, ty: Option<&TypeName>, collection: &str) -> String {
    let placeholder = slice.outline.item(collection).and_then(|one| one.key.as_deref());
    let declared = ty.and_then(|ty| slice.api.structured(ty)).map(|ty| slice.api.properties_of(ty));
    let declared = declared.unwrap_or_default();
    let named = |name: &str| declared.iter().find(|one| one.name.eq_ignore_ascii_case(name));
    let has_id = named("id").is_some();
    let known = placeholder.and_then(named).filter(|_| !has_id || placeholder != Some("id"));
    known.map_or_else(|| String::from("id"), |one| one.name.clone())
}

/// The key of an entity as it stands in a path.
pub(super) fn key_of(properties: &Map<String, Value>, name: &str) -> Option<String> {
    match properties.get(name)? {
        Value::String(text) if !text.is_empty() => Some(place::key_in_path(text)),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}
