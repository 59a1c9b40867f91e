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
mod tests {
    use std::collections::HashSet;

    use super::*;

    /// An enum by hand that is nothing but open.
    #[derive(Clone)]
    struct Right(String);

    impl From<&str> for Right {
        fn from(member: &str) -> Self {
            Self(member.to_owned())
        }
    }

    impl OpenEnum for Right {
        const MEMBERS: &'static [&'static str] = &["read", "write"];

        fn as_str(&self) -> &str {
            &self.0
        }
    }

    fn rights(text: &str) -> Flags<Right> {
        serde_json::from_value(text.into()).unwrap()
    }

    fn written(flags: &Flags<Right>) -> String {
        serde_json::from_value(serde_json::to_value(flags).unwrap()).unwrap()
    }

    #[test]
    fn what_is_not_changed_is_written_as_it_came() {
        for (text, members) in [
            ("read,write", &["read", "write"][..]),
            ("write, read", &["write", "read"]),
            ("read,,write,", &["read", "write"]),
            ("read,write,read", &["read", "write"]),
            ("3", &["3"]),
            ("read,admin", &["read", "admin"]),
            ("", &[]),
            (" , ", &[]),
        ] {
            let mut flags = rights(text);
            assert_eq!(flags.iter().map(Right::as_str).collect::<Vec<_>>(), members);
            assert_eq!(flags.len(), members.len());
            flags.remove(&"nobody".into());
            flags |= flags.clone();
            assert_eq!(written(&flags), text);
            assert_eq!(flags.to_string(), text);
        }
    }

    #[test]
    fn what_is_changed_is_written_in_order() {
        let mut flags = rights("write , read,write");
        assert!(flags.insert("admin".into()) && !flags.insert("read".into()));
        assert_eq!(written(&flags), "write,read,admin");
        assert!(flags.remove(&"read".into()) && !flags.remove(&"read".into()));
        assert_eq!(written(&flags), "write,admin");
        let mut flags = rights("read, write");
        flags.remove(&"write".into());
        assert_eq!(written(&flags.with("write".into())), "read,write");
    }

    #[test]
    fn it_is_a_set() {
        assert_eq!(rights("read,write"), rights(" write, read"));
        assert_ne!(rights("read"), rights("read,write"));
        assert_ne!(rights("read,write"), rights("read,admin"));
        assert_eq!(HashSet::from(["read,write", "write,read", "write,,read"].map(rights)).len(), 1);
        assert!(rights("write").is_subset(&rights("read,write")));
        assert!(!rights("write,read").is_subset(&rights("read")));
        assert!(Flags::<Right>::empty().is_subset(&rights("")) && rights("").is_empty());

        let [read, write] = ["read", "write"].map(Right::from);
        let mut both = Flags::from(read.clone()) | write.clone();
        assert_eq!(both, Flags::from([write.clone(), read.clone(), write.clone()]));
        assert_eq!(both, rights("read") | rights("write"));
        assert_eq!(both, [read, write].into_iter().collect());
        both |= rights("admin,read");
        assert_eq!(written(&both), "read,write,admin");
        let shown: Vec<&str> = (&both).into_iter().map(Right::as_str).collect();
        assert_eq!(shown, both.clone().into_iter().map(|one| one.0).collect::<Vec<_>>());
    }

    #[test]
    fn a_member_with_commas_is_the_members_in_it() {
        let both = Flags::from(Right::from("read, write"));
        assert_eq!(both, rights("read,write"));
        assert_eq!(both.len(), 2);
        assert_eq!(rights(&written(&both)), both, "it is the same when it comes back");
        assert!(both.contains(&"write".into()) && both.contains(&" write,read".into()));
        assert!(!both.contains(&"write,admin".into()));

        let mut flags = rights("read");
        assert!(!flags.insert(",".into()) && flags.insert("admin,read,admin".into()));
        assert_eq!(written(&flags), "read,admin");
        assert!(flags.remove(&"read,nobody".into()) && !flags.remove(&"".into()));
        assert_eq!(written(&[" admin ", "write,"].map(Right::from).into()), "admin,write");
        assert_eq!(written(&flags), "admin");
    }

    /// Each against each, these members would take a minute.
    #[test]
    fn so_many_members_as_no_enum_has_are_read_and_compared_in_time() {
        let many = |count: usize| (0..count).map(|at| format!("m{at},m{at}")).collect::<Vec<_>>().join(",");
        let start = std::time::Instant::now();
        let flags = rights(&many(40_000));
        assert_eq!(flags.len(), 40_000);
        assert_eq!(flags.iter().nth(9_999).unwrap().as_str(), "m9999");
        let other = rights(&many(39_999)).with("admin".into());
        assert!(flags == flags.clone() && flags != other && !flags.is_subset(&other));
        assert!(rights(&many(39_999)).is_subset(&flags));
        assert!((rights("m5") | flags.clone()).iter().next().unwrap().as_str() == "m5");
        let took = start.elapsed();
        assert!(took < std::time::Duration::from_secs(10), "{took:?}");
    }
}
