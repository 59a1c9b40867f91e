//! The users of the emulator, who are entities as well: `/users`, `/users/{id}`, `/me`.

use std::collections::BTreeSet;

use msgraph_spec::model::{Api, TypeName};
use serde_json::{Map, Value, json};

use super::outline;
use super::place::key_in_path;
use super::shelf::parent;
use crate::errors::GraphError;
use crate::handler::Call;
use crate::state::State;
use crate::users::{self, User};

/// The type of a user.
const USER: &str = "microsoft.graph.user";

/// The user with that object id or user principal name.
pub(super) fn named<'a>(users: &'a [User], key: &str) -> Option<&'a User> {
    let is_it =
        |one: &&User| one.id.eq_ignore_ascii_case(key) || one.user_principal_name.eq_ignore_ascii_case(key);
    users.iter().find(is_it)
}

/// Where the path is about users, sees to it that each of them is an entity, as they are now.
pub(super) fn refresh(call: &mut Call<'_>) {
    let template = outline::template(&call.operation.path).unwrap_or_default();
    if matches!(template.as_str(), "users" | "users/$count" | "users/{}") {
        refresh_all(call.state, &call.slice.api);
    }
}

/// The same for all of them. Where none has changed since the last time, that is done.
pub(super) fn refresh_all(state: &mut State, api: &Api) {
    if !state.fresh_users.insert(std::ptr::from_ref(api).addr()) {
        return;
    }
    let ty = TypeName::new(USER);
    // Looked up once for all users: it is far dearer than to compare one.
    let declared = api.structured(&ty).map(|ty| api.properties_of(ty));
    let declared: Option<BTreeSet<&str>> =
        declared.map(|all| all.iter().map(|one| one.name.as_str()).collect());
    let is_declared = |name: &str| declared.as_ref().is_none_or(|all| all.contains(name));
    for user in &state.users {
        let path = format!("users/{}", key_in_path(&user.id));
        let own = [
            ("id", json!(user.id)),
            ("displayName", json!(user.display_name)),
            ("userPrincipalName", json!(user.user_principal_name)),
        ];
        let known = state.entities.get(&path);
        let is_same = known.is_some_and(|known| {
            own.iter().all(|(name, value)| !is_declared(name) || known.properties.get(*name) == Some(value))
        });
        if is_same {
            continue;
        }
        let mut properties = known.map(|known| known.properties.clone()).unwrap_or_default();
        properties.extend(own.into_iter().map(|(name, value)| (String::from(name), value)));
        let others = [("mail", json!(user.user_principal_name)), ("accountEnabled", json!(true))];
        for (name, value) in others {
            properties.entry(name).or_insert(value);
        }
        properties.retain(|name, _| name.contains('@') || is_declared(name));
        state.entities.put(&mut state.store, &path, true, properties);
    }
}

/// Holds a new user to what tokens and meetings need of one.
pub(super) fn check_new(users: &[User], properties: &Map<String, Value>) -> Result<(), GraphError> {
    for name in ["displayName", "userPrincipalName"] {
        if text(properties, name).is_empty() {
            return Err(GraphError::bad_request(format!(
                "'{name}' of a new user must be set and not be empty."
            )));
        }
    }
    check_name(users, None, properties)
}

/// Holds a changed user to the same.
pub(super) fn check_changed(
    users: &[User],
    key: &str,
    properties: &Map<String, Value>,
) -> Result<(), GraphError> {
    let has_none = |name: &str| properties.contains_key(name) && text(properties, name).is_empty();
    if let Some(name) = ["displayName", "userPrincipalName"].into_iter().find(|name| has_none(name)) {
        return Err(GraphError::bad_request(format!("'{name}' of a user must not be empty.")));
    }
    check_name(users, Some(key), properties)
}

fn check_name(users: &[User], own: Option<&str>, properties: &Map<String, Value>) -> Result<(), GraphError> {
    let name = text(properties, "userPrincipalName");
    let is_other = |one: &&User| Some(key_in_path(&one.id).as_str()) != own;
    let mut others = users.iter().filter(is_other);
    if !name.is_empty() && others.any(|one| one.user_principal_name.eq_ignore_ascii_case(name)) {
        let message = "Another object with the same value for property userPrincipalName already exists.";
        return Err(GraphError::bad_request(message));
    }
    Ok(())
}

/// Makes of the entity at a path the user whom tokens and meetings know.
pub(super) fn follow(state: &mut State, path: &str) {
    let Some(entity) = state.entities.get(path) else { return };
    let properties = &entity.properties;
    let known = state.users.iter().position(|one| key_in_path(&one.id) == path[parent(path).len() + 1..]);
    let mut user = match known {
        Some(at) => state.users[at].clone(),
        None => User::new(text(properties, "id"), "", ""),
    };
    for (name, own) in
        [("displayName", &mut user.display_name), ("userPrincipalName", &mut user.user_principal_name)]
    {
        let new = text(properties, name);
        if !new.is_empty() {
            *own = String::from(new);
        }
    }
    users::keep(state, user);
}

/// Takes a user away, by the key in the path.
pub(super) fn forget(state: &mut State, key: &str) {
    let Some(at) = state.users.iter().position(|one| key_in_path(&one.id) == key) else { return };
    let id = state.users[at].id.clone();
    users::remove(state, &id);
}

fn text<'a>(properties: &'a Map<String, Value>, name: &str) -> &'a str {
    properties.get(name).and_then(Value::as_str).unwrap_or_default()
}
