//! A permission by itself.

use std::borrow::Borrow;
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};

use crate::Scheme;

/// A permission of Microsoft Graph: its name, and what it is in each scheme.
///
/// Generated crates have one as a constant for each permission that opens one of their operations:
///
/// ```
/// use msgraph_core::{Consent, IdKind, Permission, Scheme};
///
/// const ONLINE_MEETINGS_READ_WRITE_ALL: Permission =
///     Permission::new("OnlineMeetings.ReadWrite.All").application(Consent::Admin, Some(5));
///
/// assert_eq!(ONLINE_MEETINGS_READ_WRITE_ALL, "OnlineMeetings.ReadWrite.All");
/// assert_eq!(ONLINE_MEETINGS_READ_WRITE_ALL.consent(Scheme::Application), Some(Consent::Admin));
/// assert_eq!(ONLINE_MEETINGS_READ_WRITE_ALL.id_kind(Scheme::Application), Some(IdKind::Role));
/// assert_eq!(ONLINE_MEETINGS_READ_WRITE_ALL.consent(Scheme::DelegatedWork), None);
/// ```
///
/// Permissions are equal, ordered and hashed by their names: the same one in two slices of Graph is one.
///
/// See <https://learn.microsoft.com/graph/permissions-reference>.
#[derive(Clone, Copy)]
pub struct Permission {
    name: &'static str,
    is_resource_specific: bool,
    /// In the order of [`Scheme::ALL`].
    grants: [Option<Grant>; 3],
}

/// What a permission is in one scheme.
#[derive(Clone, Copy)]
struct Grant {
    consent: Consent,
    privilege_level: Option<u32>,
}

/// Who can grant a permission.
///
/// ```
/// use msgraph_core::{Consent, Permission, Scheme};
///
/// let read = Permission::new("OnlineMeetings.Read").delegated_work(Consent::User, Some(2));
/// let who = match read.consent(Scheme::DelegatedWork) {
///     Some(Consent::User) => "asked at sign-in",
///     Some(_) => "granted by an administrator",
///     None => "not there",
/// };
/// assert_eq!(who, "asked at sign-in");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Consent {
    /// The user who signs in can, unless the tenant forbids it. Consent for one chat or team is given by
    /// who owns it.
    User,
    /// An administrator must.
    Admin,
}

/// The kind of id under which Microsoft has a permission, and which a registered application names it by.
///
/// See `resourceAccess` in
/// <https://learn.microsoft.com/entra/identity-platform/reference-microsoft-graph-app-manifest>.
///
/// ```
/// use msgraph_core::{Consent, IdKind, Permission, Scheme};
///
/// let read = Permission::new("OnlineMeetings.Read").delegated_work(Consent::User, Some(2));
/// assert_eq!(read.id_kind(Scheme::DelegatedWork), Some(IdKind::Scope));
/// assert_eq!(IdKind::Scope.as_str(), Some("Scope"));
/// assert_eq!(IdKind::ResourceSpecific.as_str(), None);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum IdKind {
    /// `Scope`: a delegated permission. Tokens have it in `scp`.
    Scope,
    /// `Role`: an application permission. Tokens have it in `roles`.
    Role,
    /// Consent for one chat, team or meeting, which the manifest of a Teams app names and no registration.
    ResourceSpecific,
}

impl IdKind {
    /// The word for it in an application's manifest; nothing for what stands in no registration.
    #[must_use]
    pub const fn as_str(self) -> Option<&'static str> {
        match self {
            Self::Scope => Some("Scope"),
            Self::Role => Some("Role"),
            Self::ResourceSpecific => None,
        }
    }
}

impl Permission {
    /// A permission that no scheme has yet.
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        Self { name, is_resource_specific: false, grants: [None; 3] }
    }

    /// The same for users with a work or school account. The level is Microsoft's measure of how much it
    /// opens: higher is more.
    #[must_use]
    pub const fn delegated_work(self, consent: Consent, privilege_level: Option<u32>) -> Self {
        self.with(Scheme::DelegatedWork, consent, privilege_level)
    }

    /// The same for users with a personal account.
    #[must_use]
    pub const fn delegated_personal(self, consent: Consent, privilege_level: Option<u32>) -> Self {
        self.with(Scheme::DelegatedPersonal, consent, privilege_level)
    }

    /// The same for applications.
    #[must_use]
    pub const fn application(self, consent: Consent, privilege_level: Option<u32>) -> Self {
        self.with(Scheme::Application, consent, privilege_level)
    }

    /// The same as one that holds for a single chat, team or meeting (resource-specific consent).
    #[must_use]
    pub const fn resource_specific(mut self) -> Self {
        self.is_resource_specific = true;
        self
    }

    const fn with(mut self, scheme: Scheme, consent: Consent, privilege_level: Option<u32>) -> Self {
        self.grants[scheme as usize] = Some(Grant { consent, privilege_level });
        self
    }

    /// Its name, as a token request and a registration have it: `OnlineMeetings.ReadWrite`.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Who can grant it in that scheme, or nothing where the scheme does not have it.
    #[must_use]
    pub const fn consent(&self, scheme: Scheme) -> Option<Consent> {
        match self.grants[scheme as usize] {
            Some(grant) => Some(grant.consent),
            None => None,
        }
    }

    /// Microsoft's measure of how much it opens in that scheme: higher is more. Nothing where the scheme
    /// does not have it, or Microsoft gives no level.
    #[must_use]
    pub const fn privilege_level(&self, scheme: Scheme) -> Option<u32> {
        match self.grants[scheme as usize] {
            Some(grant) => grant.privilege_level,
            None => None,
        }
    }

    /// The kind of its id in that scheme, or nothing where the scheme does not have it.
    #[must_use]
    pub const fn id_kind(&self, scheme: Scheme) -> Option<IdKind> {
        match (self.grants[scheme as usize], scheme) {
            (None, _) => None,
            (Some(_), _) if self.is_resource_specific => Some(IdKind::ResourceSpecific),
            (Some(_), Scheme::Application) => Some(IdKind::Role),
            (Some(_), _) => Some(IdKind::Scope),
        }
    }

    /// Whether it holds for one chat, team or meeting, never for the whole tenant.
    #[must_use]
    pub const fn is_resource_specific(&self) -> bool {
        self.is_resource_specific
    }
}

impl fmt::Display for Permission {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name)
    }
}

impl fmt::Debug for Permission {
    /// The name alone: what else there is follows from it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.name, f)
    }
}

impl AsRef<str> for Permission {
    fn as_ref(&self) -> &str {
        self.name
    }
}

/// A permission is compared and hashed as its name, so `all_of.join(" and ")` and `set.contains("Mail.Send")` work.
impl Borrow<str> for Permission {
    fn borrow(&self) -> &str {
        self.name
    }
}

impl PartialEq for Permission {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Permission {}

impl PartialOrd for Permission {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Permission {
    fn cmp(&self, other: &Self) -> Ordering {
        self.name.cmp(other.name)
    }
}

impl Hash for Permission {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.name.hash(state);
    }
}

impl PartialEq<str> for Permission {
    fn eq(&self, other: &str) -> bool {
        self.name == other
    }
}

impl PartialEq<&str> for Permission {
    fn eq(&self, other: &&str) -> bool {
        self.name == *other
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn each_scheme_is_its_own() {
        const CHAT: Permission =
            Permission::new("Meetings.Read.Chat").application(Consent::User, Some(2)).resource_specific();
        const READ: Permission = Permission::new("Meetings.Read")
            .delegated_work(Consent::Admin, Some(4))
            .delegated_personal(Consent::User, None);
        assert_eq!(CHAT.id_kind(Scheme::Application), Some(IdKind::ResourceSpecific));
        assert_eq!(READ.id_kind(Scheme::DelegatedPersonal), Some(IdKind::Scope));
        assert_eq!(READ.id_kind(Scheme::Application), None);
        assert_eq!(
            Scheme::ALL.map(|scheme| READ.consent(scheme)),
            [Some(Consent::Admin), Some(Consent::User), None]
        );
        assert_eq!(Scheme::ALL.map(|scheme| READ.privilege_level(scheme)), [Some(4), None, None]);
        assert_eq!([IdKind::Scope, IdKind::Role].map(IdKind::as_str), [Some("Scope"), Some("Role")]);
    }

    #[test]
    fn the_name_is_all_that_counts() {
        let one = Permission::new("A.Read");
        assert_eq!(one, Permission::new("A.Read").application(Consent::Admin, None));
        assert_eq!([one], ["A.Read"]);
        assert_eq!(format!("{one} {one:?}"), "A.Read \"A.Read\"");
        assert!(one < Permission::new("B.Read"));
        assert_eq!([one, Permission::new("B.Read")].join(" and "), "A.Read and B.Read");
        assert!(HashSet::from([one]).contains("A.Read"));
    }
}
