//! Where the path of a request leads.

use msgraph_spec::model::{Segment, TypeName};

use super::outline::{self, Outline, Spot};
use super::{shelf, users};
use crate::errors::GraphError;
use crate::handler::Call;
use crate::{ids, percent};

/// A place in the service, spelt in one way alone however the request spells it: `/me/messages` is
/// `users/<object id>/messages`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) path: String,
    /// The same with `{}` for each key.
    pub(crate) template: String,
    /// Whether it is one entity of a collection.
    pub(crate) is_item: bool,
    /// The derived type that the path asks for.
    pub(crate) cast: Option<TypeName>,
}

impl Place {
    /// The place of a request that may go there; `/$count` at the end is left out.
    ///
    /// The user in the path must exist and, where they are not what the path is about, be the signed-in one if there
    /// is one. Whatever else the path leads through must exist.
    pub(crate) fn of(call: &Call<'_>) -> Result<Self, GraphError> {
        let place = Self::spell(&call.operation.path.segments, &call.found.keys, |key| owner(call, key))?;
        place.check_way(call)?;
        Ok(place)
    }

    /// Spells a path. `user` gives the object id for what stands behind `/users`, or of who is signed in.
    pub(crate) fn spell<E>(
        segments: &[Segment],
        keys: &[String],
        user: impl Fn(Option<&str>) -> Result<String, E>,
    ) -> Result<Self, E> {
        let mut keys = keys.iter();
        let mut place = Self { path: String::new(), template: String::new(), is_item: false, cast: None };
        for (at, segment) in segments.iter().enumerate() {
            match segment {
                Segment::Literal(name) if name == "$count" => break,
                Segment::Literal(name) if at == 0 && name.eq_ignore_ascii_case("me") => {
                    place.enter("users", "users", false);
                    place.enter(&key_in_path(&user(None)?), "{}", true);
                }
                Segment::Literal(name) => {
                    if let Some(cast) = outline::cast(segment) {
                        place.cast = Some(cast);
                    } else {
                        let name = name.to_ascii_lowercase();
                        place.enter(&name, &name, false);
                    }
                }
                Segment::Key(_) => {
                    let key = keys.next().map_or("", String::as_str);
                    let key = if place.path == "users" { user(Some(key))? } else { String::from(key) };
                    place.enter(&key_in_path(&key), "{}", true);
                }
                _ => {}
            }
        }
        Ok(place)
    }

    fn enter(&mut self, segment: &str, template: &str, is_item: bool) {
        for (whole, part) in [(&mut self.path, segment), (&mut self.template, template)] {
            if !whole.is_empty() {
                whole.push('/');
            }
            whole.push_str(part);
        }
        (self.is_item, self.cast) = (is_item, None);
    }

    /// The entities on the way must exist. Where the description has no operation that makes them, nobody could, and
    /// they count as there.
    fn check_way(&self, call: &Call<'_>) -> Result<(), GraphError> {
        let is_there = |path: &str, template: &str| {
            let is_made = template != "users/{}" && can_be_made(&call.slice.outline, template);
            !is_made || call.state.entities.get(path).is_some()
        };
        if self.way().all(|(path, template)| is_there(path, template)) {
            Ok(())
        } else {
            Err(GraphError::not_found())
        }
    }

    /// The entities that the path leads through, each with its template.
    pub(crate) fn way(&self) -> impl Iterator<Item = (&str, &str)> {
        let ends = |text: &str| -> Vec<usize> { text.match_indices('/').map(|(at, _)| at).collect() };
        let both = ends(&self.path).into_iter().zip(ends(&self.template));
        let parts = both.map(|(path, template)| (&self.path[..path], &self.template[..template]));
        parts.filter(|(_, template)| template.ends_with("{}"))
    }

    /// What the description says of it.
    pub(crate) fn spot<'a>(&self, outline: &'a Outline) -> Option<&'a Spot> {
        outline.at(&self.template)
    }

    /// Whether it is a user.
    pub(crate) fn is_user(&self) -> bool {
        self.template == "users/{}"
    }
}

/// Whether an operation makes entities of that template.
pub(crate) fn can_be_made(outline: &Outline, template: &str) -> bool {
    let collection = shelf::parent(template);
    outline.at(collection).is_some_and(|one| one.has_create)
}

/// A key as it stands in a place. GUIDs count in any case.
pub(crate) fn key_in_path(key: &str) -> String {
    if ids::is_guid(key) { key.to_ascii_lowercase() } else { percent::encode_component(key) }
}

/// The object id of the user that a path begins with. Unlike online meetings, other resources also take a user
/// principal name there, and no access policy for meetings guards them.
fn owner(call: &Call<'_>, key: Option<&str>) -> Result<String, GraphError> {
    let key = match (key, &call.grant.user) {
        (Some(key), _) => key,
        (None, Some(user)) => &user.id,
        (None, None) => return Err(GraphError::not_found()),
    };
    let user = users::named(&call.state.users, key).ok_or_else(GraphError::not_found)?;
    // The permission table alone decides who reads `/users/{id}` itself.
    let is_beyond = call.operation.path.segments.len() > 2;
    match &call.grant.user {
        Some(_) if is_beyond => call.grant.reaches(user)?,
        _ => {}
    }
    Ok(user.id.clone())
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use msgraph_spec::model::KeyParameter;

    use super::*;

    fn spelt(segments: &[Segment], keys: &[&str]) -> Place {
        let keys: Vec<String> = keys.iter().map(|one| String::from(*one)).collect();
        let user = |key: Option<&str>| Ok::<_, Infallible>(String::from(key.map_or("A", |_| "B")));
        match Place::spell(segments, &keys, user) {
            Ok(place) => place,
            Err(never) => match never {},
        }
    }

    fn name(text: &str) -> Segment {
        Segment::Literal(String::from(text))
    }

    fn key() -> Segment {
        Segment::Key(KeyParameter::new("x-id"))
    }

    #[test]
    fn a_place_is_spelt_in_one_way_alone() {
        let mine = spelt(&[name("me"), name("mailFolders"), key()], &["a/b"]);
        assert_eq!(mine.path, "users/A/mailfolders/a%2fb");
        assert_eq!(mine.template, "users/{}/mailfolders/{}");
        assert!(mine.is_item);
        let yours = spelt(&[name("users"), key(), name("mailFolders"), key()], &["b@x", "a/b"]);
        assert_eq!(yours.path, "users/B/mailfolders/a%2fb");
        let guid = "4E1B6A3C-8f52-4d0b-9a77-1c2d3e4f5a60";
        let group = spelt(&[name("groups"), key()], &[guid]);
        assert_eq!(group.path, format!("groups/{}", guid.to_ascii_lowercase()));
    }

    #[test]
    fn casts_and_counts_are_no_places() {
        let members =
            spelt(&[name("groups"), key(), name("members"), name("graph.user"), name("$count")], &["1"]);
        assert_eq!(members.path, "groups/1/members");
        assert_eq!(members.cast, Some(TypeName::new("microsoft.graph.user")));
        let one = spelt(
            &[name("groups"), key(), name("members"), key(), name("microsoft.graph.user")],
            &["1", "2"],
        );
        assert_eq!((one.path.as_str(), one.is_item), ("groups/1/members/2", true));
    }

    #[test]
    fn the_way_to_a_place_are_its_entities() {
        let place = spelt(&[name("me"), name("mailFolders"), key(), name("messages")], &["f"]);
        let way: Vec<_> = place.way().collect();
        assert_eq!(way, [("users/A", "users/{}"), ("users/A/mailfolders/f", "users/{}/mailfolders/{}")]);
    }
}
