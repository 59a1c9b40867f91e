//! The people of the emulated tenant.

use serde_json::{Value, json};

use crate::state::State;
#[cfg(feature = "file")]
use crate::store::Record;
use crate::store::{self, Table};

/// The tenant that all users belong to.
pub(crate) const TENANT: &str = "5fdbd2ae-6a1f-4c0e-9d2c-7c0a3b8f4e15";

/// The domain of that tenant.
pub(crate) const DOMAIN: &str = "contoso.example";

/// The tenant that all personal accounts of Microsoft belong to, as tokens name it.
/// <https://learn.microsoft.com/entra/identity-platform/id-token-claims-reference#payload-claims>
pub(crate) const CONSUMERS: &str = "9188040d-6c67-4c5b-b112-36a304b66dad";

/// Somebody who can organize meetings and for whom delegated tokens can be made.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct User {
    /// The object id, a GUID. Paths such as `/users/{id}/onlineMeetings` take nothing else.
    pub id: String,
    /// The name to show.
    pub display_name: String,
    /// The user principal name, which looks like an e-mail address.
    pub user_principal_name: String,
    /// Whether it is a personal Microsoft account rather than one of work or school. Decides which
    /// column of the permission table holds for the delegated tokens of the user.
    pub is_personal: bool,
}

impl User {
    /// A user with an account of work or school.
    #[must_use]
    pub fn new(
        id: impl Into<String>,
        display_name: impl Into<String>,
        user_principal_name: impl Into<String>,
    ) -> Self {
        Self {
            id: id.into(),
            display_name: display_name.into(),
            user_principal_name: user_principal_name.into(),
            is_personal: false,
        }
    }

    /// The same user with a personal account.
    #[must_use]
    pub fn personal(self) -> Self {
        Self { is_personal: true, ..self }
    }
}

impl User {
    /// The user as a part of a record.
    pub(crate) fn record(&self) -> Value {
        json!({
            "id": self.id,
            "displayName": self.display_name,
            "userPrincipalName": self.user_principal_name,
            "isPersonal": self.is_personal,
        })
    }

    /// The user of a record.
    #[cfg(feature = "file")]
    pub(crate) fn from_record(mut record: Record) -> Result<Self, String> {
        Ok(Self {
            id: record.text("id")?,
            display_name: record.optional_text("displayName")?.unwrap_or_default(),
            user_principal_name: record.optional_text("userPrincipalName")?.unwrap_or_default(),
            is_personal: record.flag("isPersonal")?,
        })
    }
}

/// Adds a user, or replaces the one with the same object id, who comes last from then on.
pub(crate) fn add(state: &mut State, user: User) {
    state.users.retain(|one| !one.id.eq_ignore_ascii_case(&user.id));
    keep(state, user);
}

/// Adds a user, or puts them in the place of the one with the same object id.
pub(crate) fn keep(state: &mut State, user: User) {
    state.fresh_users.clear();
    let id = user.id.to_ascii_lowercase();
    let at = state.users.iter().position(|one| one.id.eq_ignore_ascii_case(&id));
    if at.is_some_and(|at| state.users[at] == user) {
        return;
    }
    // Who is one of the builder's, and was never added, has no place: the builder gives the order.
    let place = match at {
        Some(_) => state.places.get(&id).copied().unwrap_or(0),
        None => state.store.place(),
    };
    state.store.put(Table::Users, &id, || {
        let mut record = user.record();
        record["place"] = place.into();
        store::bytes(&record)
    });
    if let Some(at) = at {
        state.users[at] = user;
    } else {
        state.places.insert(id, place);
        state.users.push(user);
    }
}

/// Takes a user away. The record of one who is gone stays, for the builder has its users again after a restart.
pub(crate) fn remove(state: &mut State, id: &str) {
    state.fresh_users.clear();
    let place = state.store.place();
    state.store.put(Table::Users, &id.to_ascii_lowercase(), || {
        store::bytes(&json!({ "id": id, "place": place, "isPersonal": false, "isGone": true }))
    });
    state.places.remove(&id.to_ascii_lowercase());
    state.users.retain(|one| !one.id.eq_ignore_ascii_case(id));
}

/// Who is there from the beginning: Adele Vance and Megan Bowen.
pub(crate) fn defaults() -> Vec<User> {
    vec![
        User::new("4e1b6a3c-8f52-4d0b-9a77-1c2d3e4f5a60", "Adele Vance", "adele@contoso.example"),
        User::new("b7c9d2e4-0a1f-4b6c-8d3e-5f6a7b8c9d01", "Megan Bowen", "megan@contoso.example"),
    ]
}

/// The tenant that a user's tokens name, or an app's where there is no user.
pub(crate) fn tenant_of(user: Option<&User>) -> &'static str {
    if user.is_some_and(|user| user.is_personal) { CONSUMERS } else { TENANT }
}

/// The user with that object id.
pub(crate) fn by_id<'a>(users: &'a [User], id: &str) -> Option<&'a User> {
    users.iter().find(|one| one.id.eq_ignore_ascii_case(id))
}
