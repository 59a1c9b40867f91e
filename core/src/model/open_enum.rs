//! Enums that keep members they do not know.

use std::fmt;

/// An enum of the service: what it knows as variants, everything else as text that survives.
///
/// Generated enums are ordered as the service lists their members, those that they do not know last,
/// and can be compared with a text: `role == "presenter"`.
///
/// ```
/// use msgraph_core::model::OpenEnum;
///
/// # #[derive(Clone)]
/// # struct Right(String);
/// # impl From<&str> for Right { fn from(text: &str) -> Self { Self(text.to_owned()) } }
/// # impl OpenEnum for Right {
/// #     const MEMBERS: &'static [&'static str] = &["read", "write"];
/// #     fn as_str(&self) -> &str { &self.0 }
/// # }
/// fn warn<E: OpenEnum>(member: &E) -> Option<String> {
///     (!member.is_known()).then(|| format!("`{}` is none of {:?}", member.as_str(), E::MEMBERS))
/// }
/// assert_eq!(warn(&Right::from("read")), None);
/// assert!(warn(&Right::from("own")).is_some());
/// ```
pub trait OpenEnum: Clone + for<'a> From<&'a str> {
    /// The members that the enum knows, in the order of the service.
    const MEMBERS: &'static [&'static str];

    /// The member as the service writes it.
    fn as_str(&self) -> &str;

    /// Whether the enum knows the member. It is false for `unknownFutureValue` too: the service sends
    /// that in place of a member that it takes the program not to know.
    fn is_known(&self) -> bool {
        self.as_str() != "unknownFutureValue" && Self::MEMBERS.contains(&self.as_str())
    }
}

/// A member that an enum does not know, as the service wrote it.
///
/// Only an enum makes one, out of a text that is none of its members:
/// `MeetingChatMode::from("aModeOfNextYear")`. So no member that is known can hide in one. They are
/// ordered by their text: what they mean is not known.
///
/// ```
/// use msgraph_core::model::UnknownMember;
///
/// fn tell(member: &UnknownMember) -> String {
///     format!("the service knows `{}`, and this program is older", member.as_str())
/// }
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnknownMember(String);

impl UnknownMember {
    /// For generated code: the text must be none of the members.
    #[doc(hidden)]
    #[must_use]
    pub fn new(member: &str) -> Self {
        Self(member.to_owned())
    }

    /// The member as the service wrote it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for UnknownMember {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for UnknownMember {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

/// The impls that every generated enum has alike: text in and out, comparison with a text, and serde.
#[doc(hidden)]
#[macro_export]
macro_rules! __open_enum_impls {
    ($name:ty) => {
        impl $name {
            /// Whether this version knows the member, and it is no stand-in for one that came later
            /// (`unknownFutureValue`).
            #[must_use]
            pub fn is_known(&self) -> bool {
                $crate::rt::OpenEnum::is_known(self)
            }
        }

        impl $crate::rt::OpenEnum for $name {
            const MEMBERS: &'static [&'static str] = <$name>::MEMBERS;

            fn as_str(&self) -> &str {
                <$name>::as_str(self)
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl ::std::convert::From<::std::string::String> for $name {
            fn from(member: ::std::string::String) -> Self {
                Self::from(member.as_str())
            }
        }

        impl ::std::convert::AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl ::std::cmp::PartialEq<str> for $name {
            fn eq(&self, member: &str) -> bool {
                self.as_str() == member
            }
        }

        impl ::std::cmp::PartialEq<&str> for $name {
            fn eq(&self, member: &&str) -> bool {
                self.as_str() == *member
            }
        }

        impl $crate::rt::Serialize for $name {
            fn serialize<S: $crate::rt::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> $crate::rt::Deserialize<'de> for $name {
            fn deserialize<D: $crate::rt::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                $crate::rt::read_member(deserializer)
            }
        }
    };
}

/// Reads a member: what `Deserialize` of a generated enum calls.
///
/// # Errors
/// Those of the format, where the value is no text.
pub fn read_member<'de, E: OpenEnum, D: serde::Deserializer<'de>>(deserializer: D) -> Result<E, D::Error> {
    struct Read<E>(std::marker::PhantomData<fn() -> E>);

    impl<E: OpenEnum> serde::de::Visitor<'_> for Read<E> {
        type Value = E;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a member of an enum")
        }

        fn visit_str<F>(self, member: &str) -> Result<E, F> {
            Ok(E::from(member))
        }
    }

    deserializer.deserialize_str(Read(std::marker::PhantomData))
}
