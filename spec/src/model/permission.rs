//! Permissions: who may call what.

use std::fmt;

use super::Origin;

/// How a token was got, which decides which permissions it can hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scheme {
    /// On behalf of a user with a work or school account.
    DelegatedWork,
    /// On behalf of a user with a personal Microsoft account.
    DelegatedPersonal,
    /// As the application itself.
    Application,
}

impl Scheme {
    /// All of them, in the order of Microsoft's tables.
    pub const ALL: [Self; 3] = [Self::DelegatedWork, Self::DelegatedPersonal, Self::Application];

    /// The name in the permission table.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::DelegatedWork => "DelegatedWork",
            Self::DelegatedPersonal => "DelegatedPersonal",
            Self::Application => "Application",
        }
    }

    /// The scheme of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.as_str().eq_ignore_ascii_case(name.trim()))
    }

    /// The name for people.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::DelegatedWork => "delegated (work or school)",
            Self::DelegatedPersonal => "delegated (personal account)",
            Self::Application => "application",
        }
    }
}

impl fmt::Display for Scheme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Who may call an operation, for each scheme.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct OperationPermissions {
    /// On behalf of a user with a work or school account.
    pub delegated_work: Requirement,
    /// On behalf of a user with a personal account.
    pub delegated_personal: Requirement,
    /// As the application itself.
    pub application: Requirement,
    /// Alternatives that hold for one chat, team or group only (resource-specific consent). They
    /// are never among the requirements above: nobody can hold them for the whole tenant.
    pub resource_specific: Vec<(Scheme, AllOf)>,
}

impl OperationPermissions {
    /// What that scheme asks for.
    #[must_use]
    pub fn of(&self, scheme: Scheme) -> &Requirement {
        match scheme {
            Scheme::DelegatedWork => &self.delegated_work,
            Scheme::DelegatedPersonal => &self.delegated_personal,
            Scheme::Application => &self.application,
        }
    }

    /// Every permission that is named here, for whatever scheme; one may come several times.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let tenant_wide = Scheme::ALL.into_iter().flat_map(|scheme| self.of(scheme).alternatives());
        let specific = self.resource_specific.iter().map(|(_, all_of)| all_of);
        tenant_wide.chain(specific).flat_map(|all_of| &all_of.0).map(String::as_str)
    }

    /// The same, to be changed.
    pub fn of_mut(&mut self, scheme: Scheme) -> &mut Requirement {
        match scheme {
            Scheme::DelegatedWork => &mut self.delegated_work,
            Scheme::DelegatedPersonal => &mut self.delegated_personal,
            Scheme::Application => &mut self.application,
        }
    }
}

/// What one scheme asks for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Requirement {
    /// The table says nothing about the operation. This is not "none needed".
    #[default]
    Unknown,
    /// No permission of this scheme opens the operation.
    NotSupported,
    /// Any one of these does.
    OneOf {
        /// The least privileged.
        least: AllOf,
        /// The others, from less to more privileged.
        higher: Vec<AllOf>,
        /// How the least privileged was found.
        choice: Choice,
    },
}

impl Requirement {
    /// Every alternative, the least privileged first.
    pub fn alternatives(&self) -> impl Iterator<Item = &AllOf> {
        let (least, higher) = match self {
            Self::OneOf { least, higher, .. } => (Some(least), higher.as_slice()),
            _ => (None, [].as_slice()),
        };
        least.into_iter().chain(higher)
    }
}

/// Permissions that must be held together; nearly always one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct AllOf(pub Vec<String>);

impl AllOf {
    /// One permission.
    #[must_use]
    pub fn one(name: impl Into<String>) -> Self {
        Self(vec![name.into()])
    }
}

impl fmt::Display for AllOf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join(" and "))
    }
}

/// How the least privileged alternative was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Choice {
    /// There was only one.
    Only,
    /// The table names exactly one as least.
    Stated,
    /// The table names several or none, and a rule settled it: the one with the fewest methods on
    /// that path.
    FewestMethods,
    /// The same, by the lower privilege level of the scheme.
    PrivilegeLevel,
    /// The same, by reading before writing.
    ReadBeforeWrite,
    /// The same, and nothing but the name was left to decide.
    Name,
}

impl Choice {
    /// Whether the table left something to decide.
    #[must_use]
    pub fn is_by_rule(self) -> bool {
        !matches!(self, Self::Only | Self::Stated)
    }
}

/// A permission of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct PermissionInfo {
    /// Its name: `OnlineMeetings.ReadWrite`.
    pub name: String,
    /// How it is granted, in the table's own word: `oAuth2`, or `RSC` for resource-specific consent.
    pub authorization_type: Option<String>,
    /// What it is in each scheme that has it, in the order of [`Scheme::ALL`].
    pub schemes: Vec<(Scheme, SchemeInfo)>,
    /// Where it was read.
    pub origin: Origin,
}

impl PermissionInfo {
    /// A permission that no scheme has.
    #[must_use]
    pub fn new(name: impl Into<String>, origin: Origin) -> Self {
        Self { name: name.into(), authorization_type: None, schemes: Vec::new(), origin }
    }

    /// What it is in that scheme.
    #[must_use]
    pub fn scheme(&self, scheme: Scheme) -> Option<&SchemeInfo> {
        self.schemes.iter().find(|(known, _)| *known == scheme).map(|(_, info)| info)
    }

    /// Whether it holds for one chat, team, group or user and never for the whole tenant
    /// (resource-specific consent).
    ///
    /// The table says so by its authorization type. A few that end in `.Chat` or `.Group` are called
    /// `oAuth2` there; they count as resource-specific too, because no tenant-wide one is named so, and
    /// what is not sure to hold everywhere must not be promised.
    #[must_use]
    pub fn is_resource_specific(&self) -> bool {
        self.authorization_type.as_deref().is_some_and(|word| word.eq_ignore_ascii_case("RSC"))
            || self.name.ends_with(".Chat")
            || self.name.ends_with(".Group")
    }
}

/// What a permission is in one scheme.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct SchemeInfo {
    /// Its short name for people.
    pub display_name: String,
    /// What it allows.
    pub description: String,
    /// Whether only an administrator can grant it.
    pub requires_admin_consent: bool,
    /// Microsoft's measure of how much it opens: higher is more.
    pub privilege_level: Option<u32>,
}
