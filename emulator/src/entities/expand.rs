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

/// What a query makes of entities of one type, read once for all of them.
pub(super) struct Shape<'a> {
    ty: Option<TypeName>,
    query: Query,
    branches: Vec<Branch<'a>>,
}

/// What a query expands.
struct Branch<'a> {
    /// The navigation property, as it is declared.
    name: &'a str,
    is_collection: bool,
    wanted: Wanted<'a>,
    skip: usize,
    top: usize,
    shape: Shape<'a>,
}

impl<'a> Shape<'a> {
    /// Refuses what the type does not have, however many entities there are.
    fn parse(api: &'a Api, ty: Option<&TypeName>, query: &Query) -> Result<Self, GraphError> {
        Self::of(api, ty, query.clone(), Expansion::all(query)?)
    }

    fn of(
        api: &'a Api,
        ty: Option<&TypeName>,
        query: Query,
        expansions: Vec<Expansion>,
    ) -> Result<Self, GraphError> {
        present::select(api, ty, &query, &mut Map::new())?;
        let branches =
            expansions.into_iter().map(|one| Branch::of(api, ty, one)).collect::<Result<_, _>>()?;
        Ok(Self { ty: ty.cloned(), query, branches })
    }
}

impl<'a> Branch<'a> {
    fn of(api: &'a Api, ty: Option<&TypeName>, expansion: Expansion) -> Result<Self, GraphError> {
        let (name, target) = expansion.target(api, ty)?;
        let Expansion { options, inner, .. } = expansion;
        Ok(Self {
            name,
            is_collection: property(api, ty, name).is_some_and(|one| one.ty.is_collection),
            wanted: Wanted::parse(api, Some(target), None, &options)?,
            skip: options.number("$skip")?.unwrap_or(0),
            top: options.number("$top")?.unwrap_or(usize::MAX),
            shape: Shape::of(api, Some(target), options, inner)?,
        })
    }
}

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

    /// What a query makes of entities of a type.
    pub(super) fn shape(&self, ty: Option<&TypeName>, query: &Query) -> Result<Shape<'a>, GraphError> {
        Shape::parse(&self.slice.api, ty, query)
    }

    /// An entity at a place, as a query wants it.
    pub(super) fn entity(
        &self,
        shape: &Shape<'_>,
        (path, template): (&str, &str),
        entity: &Entity,
    ) -> Result<Map<String, Value>, GraphError> {
        let api: &Api = &self.slice.api;
        let mut shown = entity.properties.clone();
        present::select(api, shape.ty.as_ref(), &shape.query, &mut shown)?;
        if let Some(ty) = &shape.ty {
            present::object(api, ty, &mut shown, self.with_unknown_members);
        }
        if self.slice.outline.at(template).is_some_and(|one| one.is_tagged) {
            shown.insert(String::from("@odata.etag"), entity.etag().into());
        }
        self.expand(shape, (path, template), &mut shown)?;
        Ok(shown)
    }

    /// Adds what a query expands.
    pub(super) fn expand(
        &self,
        shape: &Shape<'_>,
        (path, template): (&str, &str),
        shown: &mut Map<String, Value>,
    ) -> Result<(), GraphError> {
        for branch in &shape.branches {
            let segment = branch.name.to_ascii_lowercase();
            let (path, template) = (format!("{path}/{segment}"), format!("{template}/{segment}"));
            let value = if branch.is_collection {
                self.children(branch, (&path, &template))?
            } else {
                let single = self.entities.get(&path);
                let shown = single.map(|entity| self.entity(&branch.shape, (&path, &template), entity));
                shown.transpose()?.map_or(Value::Null, Value::Object)
            };
            shown.insert(String::from(branch.name), value);
        }
        Ok(())
    }

    /// Refuses a query that would be refused once there is an entity to show.
    pub(super) fn check(&self, ty: Option<&TypeName>, query: &Query) -> Result<(), GraphError> {
        self.shape(ty, query).map(|_| ())
    }

    fn children(&self, branch: &Branch<'_>, (path, template): (&str, &str)) -> Result<Value, GraphError> {
        let (found, _) = branch.wanted.page(self.entities.of(path, 0), (branch.skip, branch.top));
        let template = format!("{template}/{{}}");
        let shown =
            found.into_iter().map(|(_, path, entity)| self.entity(&branch.shape, (path, &template), entity));
        shown.map(|one| one.map(Value::Object)).collect::<Result<Vec<_>, _>>().map(Value::from)
    }
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
