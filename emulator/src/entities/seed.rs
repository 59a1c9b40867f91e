//! What tests put in, and look up.

use msgraph_spec::model::{HttpMethod, Segment, TypeName, TypeRef, ValueType};
use serde_json::{Map, Value};

use super::add::{self, Sent};
use super::expand::{key_of, key_property};
use super::outline;
use super::place::{Place, can_be_made};
use super::shelf::parent;
use super::users;
use crate::error::SeedError;
use crate::slices::Slice;
use crate::state::State;
use crate::{Emulator, moment, route, validate};

impl Emulator {
    /// Puts an entity in, or sets one that is there, and gives its key.
    ///
    /// The path is relative to the service root. That of a collection, `/users/{id}/messages`, takes a new entity,
    /// whose `id` is made up where the JSON has none; that of an entity, `/users/{id}/messages/{id}`, and of a single
    /// value, `/users/{id}/manager`, sets it as a whole. Everything may be set, read-only properties too, and what
    /// the entity contains, at its navigation properties. No permission is asked for.
    ///
    /// # Errors
    ///
    /// [`SeedError::NotFound`] if the user or an entity on the way is not there, [`SeedError::Invalid`] if the API has
    /// no such path, or the JSON does not fit its type, and [`SeedError::NotKept`] if the file of the store cannot take
    /// it.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn f(api: msgraph_emulator::Api) -> Result<(), Box<dyn std::error::Error>> {
    /// use msgraph_emulator::Emulator;
    /// use serde_json::json;
    ///
    /// let emulator = Emulator::builder().api(api).start().await?;
    /// let path = format!("/users/{}/messages", emulator.users()[0].id);
    /// let id = emulator.put_entity(&path, json!({ "subject": "Hello" }))?;
    /// assert_eq!(emulator.entity(&format!("{path}/{id}")).ok_or("gone")?["subject"], "Hello");
    /// # Ok(())
    /// # }
    /// ```
    pub fn put_entity(&self, path: &str, entity: Value) -> Result<String, SeedError> {
        let now = moment::format(self.service.now());
        self.service.change(|state| self.put_at(state, path, entity, &now))
    }

    fn put_at(&self, state: &mut State, path: &str, entity: Value, now: &str) -> Result<String, SeedError> {
        let (slice, place) = self.find(state, path)?;
        users::refresh_all(state, &slice.api);
        check_way(slice, state, &place)?;
        let is_collection = !place.is_item && slice.outline.item(&place.template).is_some();
        let ty = type_of(slice, &place, is_collection);
        let sent = Sent::seed(&slice.api, ty.as_ref(), checked(slice, ty.as_ref(), entity)?);
        let path = if is_collection {
            if place.path == "users" {
                users::check_new(&state.users, &sent.properties)
                    .map_err(|one| SeedError::Invalid(one.message))?;
            }
            add::add(slice, state, (&place.path, &place.template), ty.as_ref(), sent, now)
                .map_err(|one| SeedError::Invalid(one.message))?
        } else {
            set(slice, state, &place, ty.as_ref(), sent, now, path)?;
            place.path.clone()
        };
        if parent(&path) == "users" {
            users::follow(state, &path);
        }
        let name = key_property(slice, ty.as_ref(), parent(&path_template(&place, is_collection)));
        let key = state.entities.get(&path).and_then(|one| match one.properties.get(&name)? {
            Value::String(text) => Some(text.clone()),
            other => Some(other.to_string()),
        });
        Ok(key.unwrap_or_default())
    }

    /// The entity at a path, relative to the service root, with all that it has; nothing where there is none, or where
    /// the file of the store could not take an earlier change.
    #[must_use]
    pub fn entity(&self, path: &str) -> Option<Value> {
        let found = self.service.change(|state| {
            let (slice, place) = self.find(state, path)?;
            users::refresh_all(state, &slice.api);
            Ok(state.entities.get(&place.path).map(|one| Value::Object(one.properties.clone())))
        });
        found.ok().flatten()
    }

    /// Sets the content at a path, such as `/users/{id}/photo/$value`, relative to the service root.
    ///
    /// # Errors
    ///
    /// [`SeedError::NotFound`] if the user or an entity on the way is not there, [`SeedError::Invalid`] if the API has
    /// no content there, and [`SeedError::NotKept`] if the file of the store cannot take it.
    pub fn put_content(
        &self,
        path: &str,
        media_type: &str,
        content: impl Into<Vec<u8>>,
    ) -> Result<(), SeedError> {
        self.service.change(|state| {
            let (slice, place) = self.find(state, path)?;
            if !place.spot(&slice.outline).is_some_and(|one| one.has_content) {
                return Err(SeedError::Invalid(format!("'{path}' has no content.")));
            }
            users::refresh_all(state, &slice.api);
            check_way(slice, state, &place)?;
            state.entities.put_content(&mut state.store, &place.path, media_type, content.into().into());
            Ok(())
        })
    }

    /// The place that a path names, and the first API that has it.
    fn find(&self, state: &State, path: &str) -> Result<(&Slice, Place), SeedError> {
        for slice in self.service.slices.iter() {
            for method in HttpMethod::ALL {
                let Ok(found) = route::find(&[&slice.api], Some(method), path) else { continue };
                let operation = &slice.api.operations[found.operation];
                if super::handler(operation).is_none() || outline::template(&operation.path).is_none() {
                    continue;
                }
                let user = |key: Option<&str>| match key {
                    None => Err(SeedError::Invalid(String::from(
                        "'/me' is nobody here; name the user: '/users/{id}'.",
                    ))),
                    Some(key) => {
                        users::named(&state.users, key).map(|one| one.id.clone()).ok_or(SeedError::NotFound)
                    }
                };
                let segments: &[Segment] = &operation.path.segments;
                return Ok((slice, Place::spell(segments, &found.keys, user)?));
            }
        }
        Err(SeedError::Invalid(format!("The API has no entities at '{path}'.")))
    }
}

/// The object, if it fits the type.
fn checked(slice: &Slice, ty: Option<&TypeName>, entity: Value) -> Result<Map<String, Value>, SeedError> {
    let faults = match ty {
        Some(ty) => {
            let ty = ValueType::required(TypeRef::Named(ty.clone()));
            validate::faults(&slice.api, &ty, &entity)
        }
        None => Vec::new(),
    };
    match entity {
        Value::Object(object) if faults.is_empty() => Ok(object),
        Value::Object(_) => Err(SeedError::Invalid(faults.join(" "))),
        _ => Err(SeedError::Invalid(String::from("The value must be an object."))),
    }
}

fn check_way(slice: &Slice, state: &State, place: &Place) -> Result<(), SeedError> {
    let is_there = |path: &str, template: &str| {
        !can_be_made(&slice.outline, template) || state.entities.get(path).is_some()
    };
    if place.way().all(|(path, template)| is_there(path, template)) {
        Ok(())
    } else {
        Err(SeedError::NotFound)
    }
}

fn type_of(slice: &Slice, place: &Place, is_collection: bool) -> Option<TypeName> {
    let own = place.spot(&slice.outline).and_then(|one| one.ty.clone());
    let other = if is_collection {
        slice.outline.item(&place.template)
    } else {
        slice.outline.at(parent(&place.template))
    };
    own.or_else(|| other.filter(|_| is_collection || place.is_item)?.ty.clone())
}

/// The template of the entity.
fn path_template(place: &Place, is_collection: bool) -> String {
    if is_collection { format!("{}/{{}}", place.template) } else { place.template.clone() }
}

/// Sets what is at the place of an entity or of a single value.
fn set(
    slice: &Slice,
    state: &mut State,
    place: &Place,
    ty: Option<&TypeName>,
    sent: Sent,
    now: &str,
    path: &str,
) -> Result<(), SeedError> {
    let Sent { mut properties, inner } = sent;
    if place.is_item {
        let name = key_property(slice, ty, parent(&place.template));
        let key = place.path.rsplit('/').next().unwrap_or_default();
        match key_of(&properties, &name) {
            Some(given) if given != key => {
                return Err(SeedError::Invalid(format!(
                    "'{name}' is another one than that of the path '{path}'."
                )));
            }
            Some(_) => {}
            None => {
                let user =
                    users::named(&state.users, key).filter(|_| place.is_user()).map(|one| one.id.clone());
                let written = path.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
                let decoded = crate::percent::decode(written, false).unwrap_or_default();
                properties.insert(name, user.unwrap_or(decoded).into());
            }
        }
    }
    state.entities.put(&mut state.store, &place.path, place.is_item, properties);
    add::add_inner(slice, state, (&place.path, &place.template), inner, now)
        .map_err(|one| SeedError::Invalid(one.message))
}
