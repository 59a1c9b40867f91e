//! Sets of enum members.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, Visitor};
use serde::ser::{Serialize, Serializer};

use super::OpenEnum;

/// A value of a flags enum: a set of members, `a,b` on the wire. Members that the enum does not
/// know are kept, and so is the order.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Flags<E>(Vec<E>);

impl<E: OpenEnum + PartialEq> Flags<E> {
    /// The set without members.
    #[must_use]
    pub fn empty() -> Self {
        Self(Vec::new())
    }

    /// Whether the member is in the set.
    #[must_use]
    pub fn contains(&self, member: &E) -> bool {
        self.0.contains(member)
    }

    /// The set with the member in it.
    #[must_use]
    pub fn with(mut self, member: E) -> Self {
        if !self.contains(&member) {
            self.0.push(member);
        }
        self
    }

    /// The members in their order.
    pub fn iter(&self) -> impl Iterator<Item = &E> {
        self.0.iter()
    }
}

impl<E> Default for Flags<E> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<E: OpenEnum + PartialEq> FromIterator<E> for Flags<E> {
    fn from_iter<I: IntoIterator<Item = E>>(members: I) -> Self {
        members.into_iter().fold(Self::empty(), Self::with)
    }
}

impl<E: OpenEnum + PartialEq> From<E> for Flags<E> {
    fn from(member: E) -> Self {
        Self(vec![member])
    }
}

impl<E: OpenEnum> fmt::Display for Flags<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, member) in self.0.iter().enumerate() {
            let comma = if index == 0 { "" } else { "," };
            write!(f, "{comma}{}", member.as_str())?;
        }
        Ok(())
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
                let members = text.split(',').map(str::trim).filter(|one| !one.is_empty());
                Ok(Flags(members.map(E::from).collect()))
            }
        }

        deserializer.deserialize_str(Read(PhantomData))
    }
}
