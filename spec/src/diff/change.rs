//! A change, and the words for it.

use std::fmt;

use crate::model::{Origin, Scheme, TypeName};

/// What a change does to callers of the generated crate, as semantic versioning has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Effect {
    /// Nothing that a program could miss: texts, order, what only reports say.
    Patch,
    /// Something more is there. What compiles goes on to do so.
    Minor,
    /// A program that uses it may no longer compile, or be refused.
    Major,
}

impl Effect {
    /// `major`, `minor` or `patch`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }
}

impl fmt::Display for Effect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What changed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Item {
    /// The slice as a whole.
    Service,
    /// An operation, by its title.
    Operation(String),
    /// An argument of a function in the path of an operation.
    Argument {
        /// The title of the operation.
        operation: String,
        /// The argument.
        name: String,
    },
    /// A query option or a header.
    Parameter {
        /// The title of the operation.
        operation: String,
        /// The name on the wire.
        name: String,
    },
    /// What an operation sends.
    Body(String),
    /// What an operation answers with.
    Answer(String),
    /// Who may call an operation in a scheme.
    Access {
        /// The title of the operation.
        operation: String,
        /// How the token was got.
        scheme: Scheme,
    },
    /// An entity, complex or enum type, or the parameters of an action.
    Type(TypeName),
    /// A property of a type, or a parameter of an action.
    Property {
        /// The type that declares it.
        of: TypeName,
        /// The name on the wire.
        name: String,
    },
    /// A member of an enum.
    Member {
        /// The enum.
        of: TypeName,
        /// The name on the wire.
        name: String,
    },
    /// A permission of the table.
    Permission(String),
}

impl Item {
    /// What sort of thing it is: `operation`, `property`.
    #[must_use]
    pub fn noun(&self) -> &'static str {
        match self {
            Self::Service => "slice",
            Self::Operation(_) => "operation",
            Self::Argument { .. } => "argument",
            Self::Parameter { .. } => "parameter",
            Self::Body(_) => "body",
            Self::Answer(_) => "answer",
            Self::Access { .. } => "access",
            Self::Type(_) => "type",
            Self::Property { .. } => "property",
            Self::Member { .. } => "enum member",
            Self::Permission(_) => "permission",
        }
    }

    /// Where its sort of thing stands among the others, for those who put what is alike together.
    #[must_use]
    pub fn rank(&self) -> usize {
        match self {
            Self::Service => 0,
            Self::Operation(_) => 1,
            Self::Argument { .. } => 2,
            Self::Parameter { .. } => 3,
            Self::Body(_) => 4,
            Self::Answer(_) => 5,
            Self::Access { .. } => 6,
            Self::Type(_) => 7,
            Self::Property { .. } => 8,
            Self::Member { .. } => 9,
            Self::Permission(_) => 10,
        }
    }

    /// The operation, type or permission that it is or belongs to, by its name.
    #[must_use]
    pub fn owner(&self) -> &str {
        match self {
            Self::Service => "",
            Self::Operation(operation)
            | Self::Argument { operation, .. }
            | Self::Parameter { operation, .. }
            | Self::Body(operation)
            | Self::Answer(operation)
            | Self::Access { operation, .. } => operation,
            Self::Type(name) | Self::Property { of: name, .. } | Self::Member { of: name, .. } => {
                name.as_str()
            }
            Self::Permission(name) => name,
        }
    }

    /// Its own name, where it is a part of something else.
    #[must_use]
    pub fn part(&self) -> Option<&str> {
        match self {
            Self::Argument { name, .. }
            | Self::Parameter { name, .. }
            | Self::Property { name, .. }
            | Self::Member { name, .. } => Some(name),
            Self::Access { scheme, .. } => Some(scheme.label()),
            _ => None,
        }
    }
}

impl fmt::Display for Item {
    /// `GET /me`, `microsoft.graph.onlineMeeting: subject`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.part() {
            Some(part) => write!(f, "{}: {part}", self.owner()),
            None => f.write_str(self.owner()),
        }
    }
}

/// How a thing changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum How {
    /// It is no longer there.
    Removed,
    /// It is there in another way.
    Changed(Aspect),
    /// It is new.
    Added,
}

impl How {
    /// `removed`, `changed` or `added`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Removed => "removed",
            Self::Changed(_) => "changed",
            Self::Added => "added",
        }
    }

    /// What is another one, of a thing that is there in both.
    #[must_use]
    pub fn aspect(self) -> Option<Aspect> {
        match self {
            Self::Changed(aspect) => Some(aspect),
            Self::Removed | Self::Added => None,
        }
    }
}

macro_rules! aspects {
    ($($(#[$doc:meta])* $variant:ident = $text:literal),* $(,)?) => {
        /// What is another one of a thing that is there in both slices.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Aspect { $($(#[$doc])* $variant),* }

        impl Aspect {
            /// The name for people: `type`.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),* }
            }
        }
    };
}

aspects! {
    /// What it is called in the generated crate.
    Name = "name in Rust",
    /// What it holds, or what sort of type it is.
    Type = "type",
    /// Whether it can be left out.
    Demand = "required or not",
    /// The order in which it stands, or its parts do.
    Order = "order",
    /// The type that it derives from.
    Base = "base type",
    /// Whether only derived types can be sent.
    Abstract = "abstract or not",
    /// Whether it carries what it does not declare.
    Open = "open or not",
    /// Whether a value is a set of members.
    Flags = "set of flags or not",
    /// Whether it leads to other entities.
    Navigation = "navigation or not",
    /// Who sets it.
    Writer = "who sets it",
    /// Whether it can be null.
    Null = "nullable or not",
    /// Whether the last page says where to ask for what changed since.
    Delta = "delta link or not",
    /// Whether its value is shown.
    Secret = "secret or not",
    /// Whether the generator can make a call of it.
    Callable = "callable or not",
    /// The alternatives of permissions.
    Alternatives = "permissions",
    /// Which permission is the least privileged.
    Least = "least permission",
    /// The permissions for one chat, team or group.
    Specific = "resource-specific consent",
    /// Who must consent.
    Consent = "consent",
    /// How much a permission opens.
    Level = "privilege level",
    /// How a path or a value is written.
    Spelling = "spelling",
    /// The status codes of success.
    Status = "status codes",
    /// The media type.
    Media = "media type",
    /// What it is in OData's words.
    Kind = "kind",
    /// The version of the service.
    Version = "version",
    /// The root that paths are relative to.
    Root = "service root",
    /// What is said about it.
    Text = "text",
}

/// One change.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Change {
    /// What changed.
    pub item: Item,
    /// How it changed.
    pub how: How,
    /// What it was, where a few words say it.
    pub before: Option<String>,
    /// What it is.
    pub after: Option<String>,
    /// What that does to callers.
    pub effect: Effect,
    /// Why it has that effect, in one sentence without a full stop.
    pub reason: &'static str,
    /// Where it was read in the old slice.
    pub old: Option<Origin>,
    /// Where it was read in the new slice.
    pub new: Option<Origin>,
}

impl Change {
    /// A thing that is there in both slices, what is another one of it, what that does to callers, and why, in one
    /// sentence without a full stop.
    #[must_use]
    pub fn new(item: Item, aspect: Aspect, effect: Effect, reason: &'static str) -> Self {
        Self::of(item, How::Changed(aspect), effect, reason)
    }

    pub(super) fn of(item: Item, how: How, effect: Effect, reason: &'static str) -> Self {
        Self { item, how, before: None, after: None, effect, reason, old: None, new: None }
    }

    pub(super) fn removed(item: Item, old: &Origin, effect: Effect, reason: &'static str) -> Self {
        Self { old: Some(old.clone()), ..Self::of(item, How::Removed, effect, reason) }
    }

    pub(super) fn added(item: Item, new: &Origin, effect: Effect, reason: &'static str) -> Self {
        Self { new: Some(new.clone()), ..Self::of(item, How::Added, effect, reason) }
    }

    /// The same with what it was and what it is. Nothing is said where that is empty.
    #[must_use]
    pub fn values(self, before: impl fmt::Display, after: impl fmt::Display) -> Self {
        let some = |text: String| Some(text).filter(|text| !text.is_empty());
        Self { before: some(before.to_string()), after: some(after.to_string()), ..self }
    }

    /// The same with the places in the old and the new slice.
    #[must_use]
    pub fn at(self, old: &Origin, new: &Origin) -> Self {
        Self { old: Some(old.clone()), new: Some(new.clone()), ..self }
    }
}

/// `yes` or `no`.
pub(super) fn yes(is: bool) -> &'static str {
    if is { "yes" } else { "no" }
}
