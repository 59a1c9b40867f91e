//! Patterns that are addresses: real keys where `{id}` is meant, and the version of the service in front.

use super::{Part, Pattern};
use crate::model::{Api, Operation, Segment};

/// How long a name may be that is no key.
const LONGEST_NAME: usize = 60;

impl Pattern {
    /// The pattern with `{id}` where it has a real key, and without the version of the service in front, for one
    /// that was made of the address of a request: `/v1.0/users/1f7f/messages` is `/users/{id}/messages`.
    ///
    /// Nothing where it has neither, or where the API has no operation like that.
    ///
    /// ```
    /// # #[cfg(feature = "bundled")] {
    /// # use msgraph_spec::{Pattern, online_meetings};
    /// let api = online_meetings().read()?.api;
    /// let pattern: Pattern = "GET /v1.0/me/onlineMeetings/MSpk".parse()?;
    /// let meant = pattern.of_address(&api).map(|meant| meant.to_string());
    /// assert_eq!(meant.as_deref(), Some("GET /me/onlineMeetings/{id}"));
    /// # }
    /// # Ok::<(), msgraph_spec::Diagnostics>(())
    /// ```
    #[must_use]
    pub fn of_address(&self, api: &Api) -> Option<Self> {
        let bare = self.without_version();
        let pattern = bare.as_ref().unwrap_or(self);
        if bare.is_some() && api.operations.iter().any(|one| pattern.matches(one)) {
            return bare;
        }
        let mut operations = api.operations.iter();
        operations.find_map(|one| pattern.with_keys_of(one)).filter(|_| self.parts.len() > 1)
    }

    /// The pattern without `v1.0` or `beta` in front.
    pub(crate) fn without_version(&self) -> Option<Self> {
        let (first, rest) = self.parts.split_first()?;
        let is_version =
            matches!(first, Part::Name { written, .. } if written == "v1.0" || written == "beta");
        (is_version && !rest.is_empty()).then(|| Self { methods: self.methods.clone(), parts: rest.to_vec() })
    }

    /// The pattern with `{id}` where the path of the operation has a key and the pattern a name, if it chooses the
    /// operation then.
    fn with_keys_of(&self, operation: &Operation) -> Option<Self> {
        let mut meant = self.clone();
        for (part, segment) in meant.parts.iter_mut().zip(&operation.path.segments) {
            match (&part, segment) {
                (Part::AnyNumber, _) => break,
                (Part::Name { .. }, Segment::Key(_)) => *part = Part::Key("id".to_owned()),
                _ => {}
            }
        }
        (meant != *self && meant.matches(operation)).then_some(meant)
    }

    /// The pattern with `{id}` in that place, if a name stands there that looks like a real key.
    pub(crate) fn with_key_at(&self, index: usize) -> Option<Self> {
        let mut meant = self.clone();
        let part = meant.parts.get_mut(index)?;
        let looks_so = matches!(part, Part::Name { written, .. } if looks_like_key(written));
        *part = Part::Key("id".to_owned());
        looks_so.then_some(meant)
    }

    /// Whether a name of it looks like a real key.
    pub(super) fn has_real_key(&self) -> bool {
        self.parts.iter().any(|part| matches!(part, Part::Name { written, .. } if looks_like_key(written)))
    }
}

/// Names of Graph have letters, and seldom a digit; keys have digits, hyphens, or the `@` of an address.
fn looks_like_key(name: &str) -> bool {
    let is_odd = |one: char| one.is_ascii_digit() || matches!(one, '-' | '@' | '=' | '!' | '_');
    !name.starts_with('$') && (name.contains(is_odd) || name.len() > LONGEST_NAME)
}
