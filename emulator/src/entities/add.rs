//! New entities, with what was sent in line.

use std::collections::BTreeSet;

use http::StatusCode;
use msgraph_spec::model::{Api, Primitive, TypeName, TypeRef};
use serde_json::{Map, Value};

use super::expand::{key_of, key_property, property};
use super::place;
use super::shelf::Entities;
use crate::errors::GraphError;
use crate::ids::Ids;
use crate::slices::Slice;
use crate::state::State;
use crate::validate;

/// What the service alone decides, though no description marks it.
const OWN: [&str; 2] = ["createdDateTime", "lastModifiedDateTime"];

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
pub(super) fn number_type(api: &Api, ty: Option<&TypeName>, name: &str) -> Option<Primitive> {
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
    pub(super) fn take(api: &Api, ty: Option<&TypeName>, body: Map<String, Value>) -> Self {
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
