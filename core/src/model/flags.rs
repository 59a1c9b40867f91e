//! Sets of enum members.

use std::collections::BTreeSet;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::ops::{BitOr, BitOrAssign};

use serde::de::{Deserialize, Deserializer, Visitor};
use serde::ser::{Serialize, Serializer};

use super::OpenEnum;

/// Up to so many members are held against each other one by one. A set has few; only a hostile service
/// sends more, and then they are sorted.
const FEW: usize = 32;

/// A value of a flags enum: a set of members, `a,b` on the wire. Members that the enum does not know
/// are kept, and so is a number, which OData allows in place of names. A member that is no single name,
/// such as `a,b`, stands for the names in it.
///
/// Two are equal when they have the same members, in whatever order. A set that was read and not
/// changed is written as it came; any other is written in the order in which members came to it.
///
/// ```
/// use msgraph_core::model::{Flags, OpenEnum};
///
/// fn grant<E: OpenEnum>(rights: &mut Flags<E>, read: E, write: E) {
///     *rights |= read.clone();
///     assert!(!rights.insert(read.clone()), "it is in already");
///     assert_eq!(rights.to_string(), read.as_str());
///     *rights = std::mem::take(rights) | write;
///     assert_eq!(rights.len(), 2);
/// }
/// ```
///
/// One of an enum, such as generated crates have:
///
/// ```
///
/// use msgraph_core::model::OpenEnum;
///
/// # #[derive(Clone)]
/// # struct Right(String);
/// # impl From<&str> for Right { fn from(text: &str) -> Self { Self(text.to_owned()) } }
/// # impl OpenEnum for Right {
/// #     const MEMBERS: &'static [&'static str] = &["read", "write"];
/// #     fn as_str(&self) -> &str { &self.0 }
/// # }
/// use msgraph_core::model::Flags;
///
/// let mut rights = Flags::empty().with(Right::from("read"));
/// assert!(rights.insert(Right::from("write")) && rights.len() == 2);
/// assert!(rights.contains(&Right::from("read")) && !rights.is_empty());
/// assert_eq!(rights.iter().map(|right| right.as_str()).collect::<Vec<_>>(), ["read", "write"]);
///
/// let reads = Flags::empty().with(Right::from("read"));
/// assert!(reads.is_subset(&rights));
/// assert_eq!(reads.union(rights.clone()).to_string(), "read,write");
/// assert!(rights.remove(&Right::from("write")) && !rights.remove(&Right::from("write")));
/// ```
#[derive(Clone)]
pub struct Flags<E> {
    /// Each a single name; none stands there twice.
    members: Vec<E>,
    /// How it came, where that is not how it would be written.
    text: Option<Box<str>>,
}

impl<E> Flags<E> {
    /// The set without members.
    #[must_use]
    pub const fn empty() -> Self {
        Self { members: Vec::new(), text: None }
    }

    /// Whether the set has no members.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.members.is_empty()
    }

    /// How many members the set has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.members.len()
    }

    /// The members, in the order in which they came.
    pub fn iter(&self) -> std::slice::Iter<'_, E> {
        self.members.iter()
    }
}

impl<E: OpenEnum> Flags<E> {
    /// Whether the member is in the set.
    #[must_use]
    pub fn contains(&self, member: &E) -> bool {
        names(member.as_str()).all(|name| self.position(name).is_some())
    }

    /// Whether every member of this set is in the other one.
    #[must_use]
    pub fn is_subset(&self, other: &Self) -> bool {
        if self.len() > other.len() {
            return false;
        }
        if other.len() <= FEW {
            return self.iter().all(|member| other.position(member.as_str()).is_some());
        }
        let others = other.sorted();
        self.iter().all(|member| others.binary_search(&member.as_str()).is_ok())
    }

    /// Puts a member in, and says whether it is new there.
    pub fn insert(&mut self, member: E) -> bool {
        let before = self.len();
        if is_single(member.as_str()) {
            self.add(member);
        } else {
            self.insert_all(vec![member]);
        }
        self.is_longer_than(before)
    }

    /// Takes a member out, and says whether it was there.
    pub fn remove(&mut self, member: &E) -> bool {
        let before = self.len();
        for name in names(member.as_str()) {
            if let Some(at) = self.position(name) {
                self.members.remove(at);
            }
        }
        let was_there = self.len() < before;
        if was_there {
            self.text = None;
        }
        was_there
    }

    /// The set with the member in it.
    #[must_use]
    pub fn with(mut self, member: E) -> Self {
        self.insert(member);
        self
    }

    /// The set with the members of both.
    #[must_use]
    pub fn union(mut self, other: Self) -> Self {
        self.extend(other);
        self
    }

    /// The members with commas between them, in whatever way they came.
    pub(crate) fn joined(&self) -> String {
        self.iter().map(E::as_str).collect::<Vec<_>>().join(",")
    }

    /// Two members are the same where they are written alike; so no member needs an equality.
    fn position(&self, name: &str) -> Option<usize> {
        self.iter().position(|one| one.as_str() == name)
    }

    /// Adds a single name, if it is not there.
    fn add(&mut self, member: E) {
        if self.position(member.as_str()).is_none() {
            self.members.push(member);
        }
    }

    fn sorted(&self) -> Vec<&str> {
        let mut members: Vec<&str> = self.iter().map(E::as_str).collect();
        members.sort_unstable();
        members
    }

    /// Whether members came to that many; then it is no longer the text that it came as.
    fn is_longer_than(&mut self, before: usize) -> bool {
        let is_longer = self.len() > before;
        if is_longer {
            self.text = None;
        }
        is_longer
    }

    /// Puts in many at once.
    fn insert_all(&mut self, members: Vec<E>) {
        let before = self.len();
        for member in members {
            if is_single(member.as_str()) {
                self.members.push(member);
            } else {
                self.members.extend(names(member.as_str()).map(E::from));
            }
        }
        let mut seen = BTreeSet::new();
        let is_new: Vec<bool> = self.iter().map(|member| seen.insert(member.as_str())).collect();
        let mut is_new = is_new.into_iter();
        self.members.retain(|_| is_new.next().unwrap_or(false));
        self.is_longer_than(before);
    }

    fn read(text: &str) -> Self {
        let mut flags: Self = names(text).map(E::from).collect();
        flags.text = (flags.joined() != text).then(|| text.into());
        flags
    }
}

/// The names in a text.
fn names(text: &str) -> impl Iterator<Item = &str> {
    text.split(',').map(str::trim).filter(|name| !name.is_empty())
}

/// Whether a reader of the text would find it there as one name.
fn is_single(text: &str) -> bool {
    names(text).eq([text])
}

impl<E> Default for Flags<E> {
    fn default() -> Self {
        Self::empty()
    }
}

impl<E: OpenEnum> PartialEq for Flags<E> {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.is_subset(other)
    }
}

impl<E: OpenEnum> Eq for Flags<E> {}

impl<E: OpenEnum> Hash for Flags<E> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.sorted().hash(state);
    }
}

impl<E: OpenEnum> From<E> for Flags<E> {
    fn from(member: E) -> Self {
        Self::empty().with(member)
    }
}

impl<E: OpenEnum, const N: usize> From<[E; N]> for Flags<E> {
    fn from(members: [E; N]) -> Self {
        members.into_iter().collect()
    }
}

impl<E: OpenEnum> FromIterator<E> for Flags<E> {
    fn from_iter<I: IntoIterator<Item = E>>(members: I) -> Self {
        let mut flags = Self::empty();
        flags.extend(members);
        flags
    }
}

impl<E: OpenEnum> Extend<E> for Flags<E> {
    fn extend<I: IntoIterator<Item = E>>(&mut self, members: I) {
        let members: Vec<E> = members.into_iter().collect();
        if members.len() > FEW {
            return self.insert_all(members);
        }
        for member in members {
            self.insert(member);
        }
    }
}

impl<E> IntoIterator for Flags<E> {
    type Item = E;
    type IntoIter = std::vec::IntoIter<E>;

    fn into_iter(self) -> Self::IntoIter {
        self.members.into_iter()
    }
}

impl<'a, E> IntoIterator for &'a Flags<E> {
    type Item = &'a E;
    type IntoIter = std::slice::Iter<'a, E>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// With a member, or with another set.
impl<E: OpenEnum, T: Into<Flags<E>>> BitOr<T> for Flags<E> {
    type Output = Self;

    fn bitor(self, other: T) -> Self {
        self.union(other.into())
    }
}

/// With a member, or with another set.
impl<E: OpenEnum, T: Into<Flags<E>>> BitOrAssign<T> for Flags<E> {
    fn bitor_assign(&mut self, other: T) {
        self.extend(other.into());
    }
}

impl<E: OpenEnum> fmt::Display for Flags<E> {
    /// As it is written on the wire.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.text {
            Some(text) => f.write_str(text),
            None => f.write_str(&self.joined()),
        }
    }
}

impl<E: OpenEnum> fmt::Debug for Flags<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Flags({self})")
    }
}

impl<E: OpenEnum> Serialize for Flags<E> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de, E: OpenEnum> Deserialize<'de> for Flags<E> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Read<E>(PhantomData<fn() -> E>);

        impl<E: OpenEnum> Visitor<'_> for Read<E> {
            type Value = Flags<E>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("members of an enum, parted by commas")
            }

            fn visit_str<F>(self, text: &str) -> Result<Flags<E>, F> {
                Ok(Flags::read(text))
            }
        }

        deserializer.deserialize_str(Read(PhantomData))
    }
}

#[cfg(test)]
mod tests;
