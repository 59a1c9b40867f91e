//! Who may call an operation.

use std::fmt;

use crate::Permission;

/// How a token was got, which decides which permissions it can hold.
///
/// See <https://learn.microsoft.com/graph/permissions-overview>.
///
/// ```
/// use msgraph_core::Scheme;
///
/// assert_eq!(Scheme::Application.label(), "application");
/// assert_eq!(Scheme::ALL.map(|scheme| scheme.to_string())[0], "delegated (work or school)");
/// ```
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

    /// The name for people, in the middle of a sentence.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::DelegatedWork => "delegated (work or school)",
            Self::DelegatedPersonal => "delegated (personal account)",
            Self::Application => "application",
        }
    }
}

impl fmt::Display for Scheme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.label())
    }
}

/// The permissions that an operation asks for, for each scheme.
///
/// A permission is necessary, never sufficient: an application also needs an application access
/// policy, a user needs a licence, and the service decides.
///
/// ```
/// use msgraph_core::{Consent, Permission, Permissions, Requirement, Scheme};
///
/// const READ: Permission = Permission::new("OnlineMeetings.Read").delegated_work(Consent::User, Some(2));
/// const READ_WRITE: Permission = Permission::new("OnlineMeetings.ReadWrite").delegated_work(Consent::User, Some(3));
/// const LIST: Permissions = Permissions {
///     delegated_work: Requirement::OneOf(&[&[READ], &[READ_WRITE]]),
///     delegated_personal: Requirement::NotSupported,
///     application: Requirement::NotSupported,
///     resource_specific: &[],
/// };
///
/// assert_eq!(LIST.of(Scheme::DelegatedWork).least().unwrap(), ["OnlineMeetings.Read"]);
/// assert_eq!(
///     LIST.to_string(),
///     "delegated (work or school): OnlineMeetings.Read or OnlineMeetings.ReadWrite; \
///      delegated (personal account): not supported; application: not supported"
/// );
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Permissions {
    /// On behalf of a user with a work or school account.
    pub delegated_work: Requirement,
    /// On behalf of a user with a personal account.
    pub delegated_personal: Requirement,
    /// As the application itself.
    pub application: Requirement,
    /// Alternatives that open the operation for one chat or team only (resource-specific consent).
    pub resource_specific: &'static [(Scheme, &'static [Permission])],
}

impl Permissions {
    /// The table says nothing about the operation.
    pub const UNKNOWN: Self = Self {
        delegated_work: Requirement::Unknown,
        delegated_personal: Requirement::Unknown,
        application: Requirement::Unknown,
        resource_specific: &[],
    };

    /// What that scheme asks for.
    #[must_use]
    pub const fn of(&self, scheme: Scheme) -> Requirement {
        match scheme {
            Scheme::DelegatedWork => self.delegated_work,
            Scheme::DelegatedPersonal => self.delegated_personal,
            Scheme::Application => self.application,
        }
    }

    /// Whether a token of that scheme with these permissions may call the operation.
    ///
    /// False where the table says nothing ([`Requirement::Unknown`]): what is not known is not
    /// promised.
    ///
    /// ```
    /// use msgraph_core::{Consent, Permission, Permissions, Requirement, Scheme};
    ///
    /// const READ_WRITE: Permission =
    ///     Permission::new("OnlineMeetings.ReadWrite").delegated_work(Consent::User, Some(3));
    /// const CREATE: Permissions = Permissions {
    ///     delegated_work: Requirement::OneOf(&[&[READ_WRITE]]),
    ///     delegated_personal: Requirement::NotSupported,
    ///     application: Requirement::NotSupported,
    ///     resource_specific: &[],
    /// };
    /// const _: () = assert!(CREATE.allows(Scheme::DelegatedWork, &["OnlineMeetings.ReadWrite"]));
    /// assert!(!CREATE.allows(Scheme::Application, &["OnlineMeetings.ReadWrite.All"]));
    /// ```
    #[must_use]
    pub const fn allows(&self, scheme: Scheme, held: &[&str]) -> bool {
        let Requirement::OneOf(alternatives) = self.of(scheme) else { return false };
        let mut index = 0;
        while index < alternatives.len() {
            if holds_all(held, alternatives[index]) {
                return true;
            }
            index += 1;
        }
        false
    }
}

impl fmt::Display for Permissions {
    /// One line: `delegated (work or school): X; application: not supported`. Behind it stands what opens the
    /// operation for one chat, team or meeting: `; by consent for one chat, team or meeting: Y (application)`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, scheme) in Scheme::ALL.into_iter().enumerate() {
            let separator = if index == 0 { "" } else { "; " };
            write!(f, "{separator}{scheme}: {}", self.of(scheme))?;
        }
        for (index, (scheme, all_of)) in self.resource_specific.iter().enumerate() {
            f.write_str(if index == 0 { "; by consent for one chat, team or meeting: " } else { " or " })?;
            write!(f, "{} ({scheme})", all_of.join(" and "))?;
        }
        Ok(())
    }
}

/// What one scheme asks for.
///
/// ```
/// use msgraph_core::{Permission, Requirement};
///
/// const READ: Permission = Permission::new("OnlineMeetings.Read");
/// const READ_WRITE: Permission = Permission::new("OnlineMeetings.ReadWrite");
///
/// let either = Requirement::OneOf(&[&[READ], &[READ_WRITE]]);
/// assert_eq!(either.least().unwrap(), ["OnlineMeetings.Read"]);
/// assert_eq!(either.higher(), [["OnlineMeetings.ReadWrite"]]);
/// assert_eq!(either.to_string(), "OnlineMeetings.Read or OnlineMeetings.ReadWrite");
/// assert_eq!(Requirement::Unknown.least(), None);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Requirement {
    /// The table says nothing about the operation. This is not "none needed".
    Unknown,
    /// No permission of this scheme opens the operation.
    NotSupported,
    /// Any one of these does, the least privileged first. Each is a set of permissions that must
    /// be held together; nearly always there is one in it.
    OneOf(&'static [&'static [Permission]]),
}

impl Requirement {
    /// The least privileged alternative: permissions to be held together.
    #[must_use]
    pub const fn least(&self) -> Option<&'static [Permission]> {
        match self {
            Self::OneOf(alternatives) => alternatives.first().copied(),
            _ => None,
        }
    }

    /// The more privileged alternatives.
    #[must_use]
    pub const fn higher(&self) -> &'static [&'static [Permission]] {
        match self {
            Self::OneOf([_, higher @ ..]) => higher,
            _ => &[],
        }
    }
}

impl fmt::Display for Requirement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown => f.write_str("unknown"),
            Self::NotSupported => f.write_str("not supported"),
            Self::OneOf(alternatives) => {
                for (index, all_of) in alternatives.iter().enumerate() {
                    if index > 0 {
                        f.write_str(" or ")?;
                    }
                    f.write_str(&all_of.join(" and "))?;
                }
                Ok(())
            }
        }
    }
}

const fn holds_all(held: &[&str], wanted: &[Permission]) -> bool {
    let mut index = 0;
    while index < wanted.len() {
        if !contains(held, wanted[index].name()) {
            return false;
        }
        index += 1;
    }
    true
}

const fn contains(held: &[&str], wanted: &str) -> bool {
    let mut index = 0;
    while index < held.len() {
        if same_name(held[index].as_bytes(), wanted.as_bytes()) {
            return true;
        }
        index += 1;
    }
    false
}

/// The slice's own `eq_ignore_ascii_case` is const only from Rust 1.89 on.
const fn same_name(a: &[u8], b: &[u8]) -> bool {
    let mut same = a.len() == b.len();
    let mut index = 0;
    while same && index < a.len() {
        same = a[index].eq_ignore_ascii_case(&b[index]);
        index += 1;
    }
    same
}

#[cfg(test)]
mod tests {
    use super::*;

    const A_READ: Permission = Permission::new("A.Read");
    const A_READ_WRITE: Permission = Permission::new("A.ReadWrite");
    const B_READ: Permission = Permission::new("B.Read");

    const READ: Permissions = Permissions {
        delegated_work: Requirement::OneOf(&[&[A_READ], &[A_READ_WRITE, B_READ]]),
        delegated_personal: Requirement::NotSupported,
        application: Requirement::Unknown,
        resource_specific: &[],
    };

    #[test]
    fn alternatives_are_or_and_sets_are_and() {
        assert!(READ.allows(Scheme::DelegatedWork, &["a.read"]), "names compare without case");
        assert!(READ.allows(Scheme::DelegatedWork, &["B.Read", "A.ReadWrite"]));
        assert!(!READ.allows(Scheme::DelegatedWork, &["A.ReadWrite"]));
        assert!(!READ.allows(Scheme::DelegatedWork, &[]));
    }

    #[test]
    fn unknown_never_reads_as_none_needed() {
        assert!(!READ.allows(Scheme::Application, &["A.Read"]));
        assert_eq!(READ.application.least(), None);
        assert_ne!(READ.application, READ.delegated_personal);
    }

    #[test]
    fn the_line_for_people_names_every_scheme() {
        assert_eq!(
            READ.to_string(),
            "delegated (work or school): A.Read or A.ReadWrite and B.Read; \
             delegated (personal account): not supported; application: unknown"
        );
        assert_eq!(READ.delegated_work.higher(), [["A.ReadWrite", "B.Read"]]);
        let chats = Permissions {
            delegated_work: Requirement::NotSupported,
            resource_specific: &[
                (Scheme::Application, &[A_READ, B_READ]),
                (Scheme::DelegatedWork, &[A_READ]),
            ],
            ..READ
        };
        assert_eq!(
            chats.to_string(),
            "delegated (work or school): not supported; delegated (personal account): not supported; application: \
             unknown; by consent for one chat, team or meeting: A.Read and B.Read (application) or A.Read \
             (delegated (work or school))"
        );
    }
}
