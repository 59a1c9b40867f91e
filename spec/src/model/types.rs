//! Entity, complex and enum types and their properties.

use std::fmt;

use super::{Docs, Origin};

/// The qualified name of a type, such as `microsoft.graph.onlineMeeting`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TypeName(String);

impl TypeName {
    /// Takes a qualified name as it is.
    #[must_use]
    pub fn new(qualified: impl Into<String>) -> Self {
        Self(qualified.into())
    }

    /// The whole name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What stands before the last dot: `microsoft.graph`, or nothing.
    #[must_use]
    pub fn namespace(&self) -> &str {
        self.0.rsplit_once('.').map_or("", |(namespace, _)| namespace)
    }

    /// What stands behind the last dot: `onlineMeeting`.
    #[must_use]
    pub fn short(&self) -> &str {
        self.0.rsplit_once('.').map_or(&self.0, |(_, short)| short)
    }
}

impl fmt::Display for TypeName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for TypeName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A type that the slice defines.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum TypeDef {
    /// A type with properties.
    Structured(StructuredType),
    /// A type with members.
    Enum(EnumType),
}

impl TypeDef {
    /// The qualified name.
    #[must_use]
    pub fn name(&self) -> &TypeName {
        match self {
            Self::Structured(one) => &one.name,
            Self::Enum(one) => &one.name,
        }
    }

    /// What the source says about it.
    #[must_use]
    pub fn docs(&self) -> &Docs {
        match self {
            Self::Structured(one) => &one.docs,
            Self::Enum(one) => &one.docs,
        }
    }

    /// Where it was read.
    #[must_use]
    pub fn origin(&self) -> &Origin {
        match self {
            Self::Structured(one) => &one.origin,
            Self::Enum(one) => &one.origin,
        }
    }
}

/// Which sort of structured type it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StructuredKind {
    /// Has a key: `microsoft.graph.entity` and what derives from it.
    Entity,
    /// Has no key.
    Complex,
    /// The parameters of an action, sent as its body.
    Parameters,
}

/// A type with properties.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct StructuredType {
    /// The qualified name.
    pub name: TypeName,
    /// Entity, complex type or the parameters of an action.
    pub kind: StructuredKind,
    /// The type that it derives from.
    pub base: Option<TypeName>,
    /// Whether only types derived from it can be sent.
    pub is_abstract: bool,
    /// Whether it may carry properties that it does not declare.
    pub is_open: bool,
    /// Its own properties, without those of its base types, in the order of the source.
    pub properties: Vec<Property>,
    /// What the source says about it.
    pub docs: Docs,
    /// Where it was read.
    pub origin: Origin,
}

impl StructuredType {
    /// A type without base and properties.
    #[must_use]
    pub fn new(name: TypeName, kind: StructuredKind, origin: Origin) -> Self {
        Self {
            name,
            kind,
            base: None,
            is_abstract: false,
            is_open: false,
            properties: Vec::new(),
            docs: Docs::default(),
            origin,
        }
    }
}

/// A property of a structured type, or a parameter of an action.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a facet of its own in OData")]
#[non_exhaustive]
pub struct Property {
    /// The name on the wire.
    pub name: String,
    /// What it holds.
    pub ty: ValueType,
    /// Whether it leads to other entities, which are sent only when asked for (`$expand`).
    pub is_navigation: bool,
    /// Whether only the service sets it.
    pub is_read_only: bool,
    /// Whether it is set when the object is created, and stays as it is from then on (`Core.Immutable`).
    pub is_immutable: bool,
    /// Whether an action demands it.
    pub is_required: bool,
    /// Whether its value lets somebody in, so that it never shows in logs or `Debug`: because the description marks it
    /// (`x-ms-secret: true`), or because a reviewed list of names knows it.
    pub is_secret: bool,
    /// What the source says about it.
    pub docs: Docs,
    /// Where it was read.
    pub origin: Origin,
}

impl Property {
    /// A plain property that anybody may set.
    #[must_use]
    pub fn new(name: impl Into<String>, ty: ValueType, origin: Origin) -> Self {
        Self {
            name: name.into(),
            ty,
            is_navigation: false,
            is_read_only: false,
            is_immutable: false,
            is_required: false,
            is_secret: false,
            docs: Docs::default(),
            origin,
        }
    }
}

/// A value: one item or a collection of them.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ValueType {
    /// The type of the value, or of each item.
    pub item: TypeRef,
    /// Whether it is a collection.
    pub is_collection: bool,
    /// Whether the value, or an item of the collection, may be null.
    pub is_nullable: bool,
}

impl ValueType {
    /// One value that may be null.
    #[must_use]
    pub fn nullable(item: TypeRef) -> Self {
        Self { item, is_collection: false, is_nullable: true }
    }

    /// One value that is never null.
    #[must_use]
    pub fn required(item: TypeRef) -> Self {
        Self { item, is_collection: false, is_nullable: false }
    }

    /// A collection whose items are null or not.
    #[must_use]
    pub fn collection(item: TypeRef, is_nullable: bool) -> Self {
        Self { item, is_collection: true, is_nullable }
    }
}

impl fmt::Display for ValueType {
    /// As OData writes it: `Collection(Edm.String)`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_collection { write!(f, "Collection({})", self.item) } else { write!(f, "{}", self.item) }
    }
}

/// What a value is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum TypeRef {
    /// A type of OData's own.
    Primitive(Primitive),
    /// A type of the slice.
    Named(TypeName),
    /// `Edm.Untyped`: any JSON.
    Untyped,
}

impl fmt::Display for TypeRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Primitive(one) => f.write_str(one.edm_name()),
            Self::Named(name) => write!(f, "{name}"),
            Self::Untyped => f.write_str("Edm.Untyped"),
        }
    }
}

macro_rules! primitives {
    ($($(#[$doc:meta])* $variant:ident),* $(,)?) => {
        /// The primitive types of OData 4 that Graph uses.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Primitive { $($(#[$doc])* $variant),* }

        impl Primitive {
            /// The name in OData: `Edm.DateTimeOffset`.
            #[must_use]
            pub fn edm_name(self) -> &'static str {
                match self { $(Self::$variant => concat!("Edm.", stringify!($variant))),* }
            }

            /// The primitive of that name.
            #[must_use]
            pub fn from_edm_name(name: &str) -> Option<Self> {
                $(if name == concat!("Edm.", stringify!($variant)) { return Some(Self::$variant); })*
                None
            }
        }
    };
}

primitives! {
    /// Bytes, base64url on the wire.
    Binary,
    /// True or false.
    Boolean,
    /// Unsigned, 8 bits.
    Byte,
    /// A day without a time.
    Date,
    /// A moment with its offset from UTC.
    DateTimeOffset,
    /// A decimal number of any precision.
    Decimal,
    /// A floating-point number, or `INF`, `-INF`, `NaN`.
    Double,
    /// A signed length of time, ISO 8601 on the wire.
    Duration,
    /// A GUID.
    Guid,
    /// Signed, 16 bits.
    Int16,
    /// Signed, 32 bits.
    Int32,
    /// Signed, 64 bits.
    Int64,
    /// Signed, 8 bits.
    SByte,
    /// A floating-point number of 32 bits.
    Single,
    /// Content of its own media type, fetched by a path of its own.
    Stream,
    /// Text.
    String,
    /// A time of day without a date.
    TimeOfDay,
}

/// A type with members.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct EnumType {
    /// The qualified name.
    pub name: TypeName,
    /// The members in the order of the source. Those behind `unknownFutureValue` came later and
    /// are sent only to clients that ask for them.
    pub members: Vec<EnumMember>,
    /// Whether a value is a set of members.
    pub is_flags: bool,
    /// What the source says about it.
    pub docs: Docs,
    /// Where it was read.
    pub origin: Origin,
}

impl EnumType {
    /// An enum without members.
    #[must_use]
    pub fn new(name: TypeName, origin: Origin) -> Self {
        Self { name, members: Vec::new(), is_flags: false, docs: Docs::default(), origin }
    }

    /// The members that stand behind `unknownFutureValue`: the service sends them only when the
    /// request has `Prefer: include-unknown-enum-members`.
    #[must_use]
    pub fn evolvable_members(&self) -> &[EnumMember] {
        let sentinel = self.members.iter().position(|one| one.name == "unknownFutureValue");
        sentinel.map_or(&[], |at| &self.members[at + 1..])
    }
}

/// A member of an enum.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct EnumMember {
    /// The name, which is also its value on the wire.
    pub name: String,
    /// What the source says about it.
    pub docs: Docs,
    /// Where it was read.
    pub origin: Origin,
}

impl EnumMember {
    /// A member without words.
    #[must_use]
    pub fn new(name: impl Into<String>, origin: Origin) -> Self {
        Self { name: name.into(), docs: Docs::default(), origin }
    }
}
