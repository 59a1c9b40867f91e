//! The report: what every format shows, and the shape of `--format json`.
//!
//! ```json
//! {
//!   "schemaVersion": 1,
//!   "title": "..", "version": "v1.0", "serviceRoot": "https://graph.microsoft.com/v1.0",
//!   "pattern": "POST /me/onlineMeetings",
//!   "schemes": ["DelegatedWork", "DelegatedPersonal", "Application"],
//!   "operations": [{
//!     "method": "POST", "path": "/me/onlineMeetings", "summary": "..", "documentation": "https://..",
//!     "schemes": {
//!       "DelegatedWork": {
//!         "support": "supported",
//!         "least": {"permissions": ["OnlineMeetings.ReadWrite"], "adminConsent": false, "privilegeLevel": 3},
//!         "higher": [],
//!         "choice": "only", "isByRule": false, "reason": "the only one",
//!         "fixup": {"reason": "Why the table is wrong there.", "link": "https://.."}
//!       },
//!       "DelegatedPersonal": {"support": "notSupported"},
//!       "Application": {
//!         "support": "notSupported",
//!         "instead": {"method": "POST", "path": "/users/{user-id}/onlineMeetings"}
//!       }
//!     },
//!     "resourceSpecific": [{"scheme": "Application", "permissions": ["OnlineMeeting.ReadBasic.Chat"]}]
//!   }],
//!   "summary": {"DelegatedWork": {
//!     "permissions": [{
//!       "name": "OnlineMeetings.ReadWrite", "adminConsent": false, "privilegeLevel": 3,
//!       "opens": [{"method": "POST", "path": "/me/onlineMeetings", "reason": "no other permission opens it"}]
//!     }],
//!     "opened": 1,
//!     "notSupported": [{"method": "..", "path": "..", "instead": {"method": "..", "path": ".."}}],
//!     "unknown": [{"method": "..", "path": ".."}],
//!     "proven": true
//!   }},
//!   "permissions": [{
//!     "name": "OnlineMeetings.ReadWrite", "isResourceSpecific": false,
//!     "schemes": {"DelegatedWork": {
//!       "displayName": "..", "description": "..", "adminConsent": false, "privilegeLevel": 3
//!     }}
//!   }]
//! }
//! ```
//!
//! Texts and levels that the sources do not have are left out, as are `instead`, `fixup` and an empty
//! `resourceSpecific` or `with`. `support` may also be `unknown`, which is not "none needed". Permissions that
//! stand in one list of `permissions` of an operation must be held together. Operations are in the order of
//! path and method, permissions in that of their names, and only those stand there that an operation names.
//!
//! `summary` has each shown scheme. Its `permissions` are what to register for the operations of the report:
//! the least privileged set that opens all that a permission for the whole tenant opens, which are `opened` in
//! number. `opens` says for what each of them is there, which other ones must be held `with` it, and why it is
//! the one. The other operations stand under `notSupported` and `unknown`. Where `proven` is false, the search
//! was cut short, and a better set may exist.
//!
//! Within a version of the schema, properties and values are added, never changed or taken out.

use std::collections::BTreeMap;
use std::fmt;

use serde::Serialize;

pub use super::summary::{Because, Chosen, Closed, Summary};

/// The version of the JSON's schema.
pub const SCHEMA_VERSION: u32 = 1;

/// Which permissions open which operations.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Report {
    /// [`SCHEMA_VERSION`].
    pub schema_version: u32,
    /// The title of the description.
    pub title: String,
    /// The version of the service.
    pub version: String,
    /// What paths are relative to.
    pub service_root: String,
    /// The pattern that chose the operations.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pattern: Option<String>,
    /// The schemes that are shown.
    pub schemes: Vec<SchemeName>,
    /// The operations by path and method.
    pub operations: Vec<Operation>,
    /// What to register for all of them, in each shown scheme.
    pub summary: BTreeMap<SchemeName, Summary>,
    /// The permissions that the operations name, by name.
    pub permissions: Vec<Permission>,
}

/// A scheme, written as in the permission table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[non_exhaustive]
pub enum SchemeName {
    /// On behalf of a user with a work or school account.
    DelegatedWork,
    /// On behalf of a user with a personal account.
    DelegatedPersonal,
    /// As the application itself.
    Application,
}

/// An operation and who may call it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Operation {
    /// Its method and path.
    #[serde(flatten)]
    pub title: Title,
    /// What it does, in a line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// Its page of documentation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub documentation: Option<String>,
    /// What each shown scheme asks for.
    pub schemes: BTreeMap<SchemeName, Entry>,
    /// What opens it for one chat, team or meeting and never for the tenant.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub resource_specific: Vec<ResourceSpecific>,
}

/// A method on a path.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Title {
    /// `POST`
    pub method: &'static str,
    /// `/me/onlineMeetings`
    pub path: String,
}

impl fmt::Display for Title {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.path)
    }
}

/// What a scheme asks for, and whether that was corrected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Entry {
    /// What it asks for.
    #[serde(flatten)]
    pub support: Support,
    /// What was corrected by hand, because the table is wrong there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fixup: Option<Fixup>,
}

/// A correction of the permission table by hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Fixup {
    /// Why the table is wrong.
    pub reason: String,
    /// The page that says so.
    pub link: String,
}

/// What a scheme asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "support", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[non_exhaustive]
pub enum Support {
    /// The table does not name the operation. This is not "none needed".
    Unknown,
    /// No permission of the scheme opens it.
    NotSupported {
        /// The operation that does the same and has the scheme.
        #[serde(skip_serializing_if = "Option::is_none")]
        instead: Option<Title>,
    },
    /// Any one of these opens it.
    Supported {
        /// The least privileged.
        least: Alternative,
        /// The others, from less to more privileged.
        higher: Vec<Alternative>,
        /// How the least privileged was found.
        #[serde(flatten)]
        choice: ChoiceText,
    },
}

/// How the least privileged alternative was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ChoiceText {
    /// A word for programs.
    pub choice: &'static str,
    /// Whether the table left something to decide.
    pub is_by_rule: bool,
    /// The same for people.
    pub reason: &'static str,
}

/// Permissions that must be held together; nearly always one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Alternative {
    /// Their names.
    pub permissions: Vec<String>,
    /// Whether only an administrator can grant all of them.
    pub admin_consent: bool,
    /// Microsoft's measure of how much they open: that of the highest.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub privilege_level: Option<u32>,
}

impl fmt::Display for Alternative {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.permissions.join(" and "))
    }
}

/// What opens an operation for one chat, team or meeting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ResourceSpecific {
    /// In which scheme.
    pub scheme: SchemeName,
    /// The names of permissions that must be held together.
    pub permissions: Vec<String>,
}

/// A permission.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Permission {
    /// `OnlineMeetings.ReadWrite`
    pub name: String,
    /// Whether it holds for one chat, team or meeting and never for the tenant.
    pub is_resource_specific: bool,
    /// What it is in each shown scheme that has it.
    pub schemes: BTreeMap<SchemeName, PermissionScheme>,
}

/// What a permission is in a scheme.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PermissionScheme {
    /// Its short name for people.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub display_name: String,
    /// What it allows.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// Whether only an administrator can grant it.
    pub admin_consent: bool,
    /// Microsoft's measure of how much it opens.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub privilege_level: Option<u32>,
}
