//! What changed between two slices, and what each change does to the callers of the crate that is generated.
//!
//! Here alone this crate knows something of Rust, so that effects can be said of one change at a time: which
//! options have a method of their own ([`has_own_method`]), which words of a path become names, that streams have no
//! field and that nothing is generated of an abstract type that nothing names. Tests of `msgraph-codegen` hold it to
//! what is emitted.

mod access;
mod change;
mod enums;
mod exchange;
mod operations;
mod path;
mod properties;
mod side;
mod types;

pub use change::{Aspect, Change, Effect, How, Item};
pub use exchange::has_own_method;

use crate::model::Api;

/// The changes from one slice to another, those that break callers first.
///
/// Effects are those on programs that use the crate generated from the slice: whether they still compile, and
/// whether their `app!` still opens what they call. What the service answers is not known from a description.
///
/// Each thing is looked at by itself. What the generator makes of it because of what else is in the slice is not
/// seen here, and `msgraph_codegen::compare` adds it: fields that are boxed because their type comes to contain
/// itself, and names that make way for others.
///
/// ```
/// # #[cfg(feature = "bundled")] {
/// use msgraph_spec::diff::{Comparison, Effect};
/// use msgraph_spec::model::HttpMethod;
///
/// let old = msgraph_spec::online_meetings().read()?.api;
/// let mut new = old.clone();
/// new.operations.retain(|one| one.method != HttpMethod::Delete);
///
/// let comparison = Comparison::new(&old, &new);
/// assert_eq!(comparison.step(), Some(Effect::Major));
/// assert_eq!(comparison.changes[0].item.to_string(), "DELETE /me/onlineMeetings/{onlineMeeting-id}");
/// # }
/// # Ok::<(), msgraph_spec::Diagnostics>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Comparison {
    /// Ordered by effect, the strongest first, then by what changed.
    pub changes: Vec<Change>,
    /// Whether permissions were compared. They are not where one of the two slices was read without a table:
    /// that nothing is known of an operation is no change then.
    pub has_permissions: bool,
}

impl Comparison {
    /// Compares two slices. The time grows with their size, not with its square.
    #[must_use]
    pub fn new(old: &Api, new: &Api) -> Self {
        let mut found = Vec::new();
        let has_permissions = !old.permissions.is_empty() && !new.permissions.is_empty();
        service(old, new, &mut found);
        operations::compare(old, new, has_permissions, &mut found);
        types::compare(old, new, &mut found);
        if has_permissions {
            access::table(old, new, &mut found);
        }
        Self { changes: Vec::new(), has_permissions }.with(found)
    }

    /// The same with further changes, which somebody found who knows more of the generated crate.
    #[must_use]
    pub fn with(mut self, further: impl IntoIterator<Item = Change>) -> Self {
        self.changes.extend(further);
        self.changes.sort_by(|a, b| b.effect.cmp(&a.effect).then_with(|| place(a).cmp(&place(b))));
        self
    }

    /// The step that a version of the generated crate must take: that of the strongest effect. None where nothing
    /// changed.
    #[must_use]
    pub fn step(&self) -> Option<Effect> {
        self.changes.iter().map(|one| one.effect).max()
    }

    /// How many changes have that effect.
    #[must_use]
    pub fn count(&self, effect: Effect) -> usize {
        self.changes.iter().filter(|one| one.effect == effect).count()
    }
}

/// Where a change stands among those of the same effect: operations by their paths, all else by name.
fn place(of: &Change) -> (usize, &str, &str, Option<&str>, How) {
    let owner = of.item.owner();
    let (method, path) = match of.item {
        Item::Type(_) | Item::Property { .. } | Item::Member { .. } | Item::Permission(_) => ("", owner),
        _ => owner.split_once(' ').unwrap_or(("", owner)),
    };
    (of.item.rank(), path, method, of.item.part(), of.how)
}

/// What the slices say of themselves.
fn service(old: &Api, new: &Api, found: &mut Vec<Change>) {
    let facts = [
        (Aspect::Version, &old.version, &new.version),
        (Aspect::Root, &old.service_root, &new.service_root),
        (Aspect::Text, &old.title, &new.title),
    ];
    for (aspect, before, after) in facts {
        if before != after {
            let reason = "nothing that is generated holds it: a client is told where the service is";
            found.push(Change::new(Item::Service, aspect, Effect::Patch, reason).values(before, after));
        }
    }
}
