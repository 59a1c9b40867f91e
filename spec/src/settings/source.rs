//! Where a part of a slice comes from.

use std::fmt;
use std::path::{Path, PathBuf};

use super::Stated;
use crate::model::Origin;

/// Where the description, the permission table or the fix-ups come from.
///
/// ```
/// use msgraph_spec::settings::Source;
///
/// let source = Source::file("metadata.xml").with_url("https://graph.microsoft.com/v1.0/$metadata");
/// assert_eq!(source.name(), "metadata.xml");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Source {
    /// Where it lies, relative to the folder of the settings.
    pub file: Option<PathBuf>,
    /// Where it comes from.
    pub url: Option<String>,
    /// What its bytes come to: 64 hexadecimal digits.
    pub sha256: Option<String>,
    /// Where it was written.
    pub origin: Origin,
    /// Where the SHA-256 was written.
    pub sha256_origin: Origin,
}

/// What a source is to a slice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum SourceKind {
    /// The description.
    Spec,
    /// The permission table.
    Permissions,
    /// What the table has wrong.
    PermissionFixups,
}

impl Source {
    /// A file.
    #[must_use]
    pub fn file(path: impl AsRef<Path>) -> Self {
        Self { file: Some(path.as_ref().to_owned()), ..Self::nowhere() }
    }

    /// Something to download.
    #[must_use]
    pub fn url(url: impl Into<String>) -> Self {
        Self { url: Some(url.into()), ..Self::nowhere() }
    }

    /// The same, with the address that the file comes from.
    #[must_use]
    pub fn with_url(mut self, url: impl Into<String>) -> Self {
        self.url = Some(url.into());
        self
    }

    /// The same, with what its bytes come to (see [`sha256`](super::sha256)).
    #[must_use]
    pub fn with_sha256(mut self, digits: impl Into<String>) -> Self {
        self.sha256 = Some(digits.into());
        self
    }

    /// What it is called: its file, or else its address.
    #[must_use]
    pub fn name(&self) -> String {
        let file = self.file.as_ref().map(|file| file.display().to_string());
        file.or_else(|| self.url.clone()).unwrap_or_default()
    }

    pub(super) fn nowhere() -> Self {
        Self { file: None, url: None, sha256: None, origin: Origin::none(), sha256_origin: Origin::none() }
    }

    pub(super) fn stated(&self) -> Option<Stated> {
        let digits = self.sha256.clone()?;
        Some(Stated { digits, at: self.sha256_origin.clone() })
    }
}

impl SourceKind {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Spec, Self::Permissions, Self::PermissionFixups];

    /// The table of the settings that holds it: `permission-fixups`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Spec => "spec",
            Self::Permissions => "permissions",
            Self::PermissionFixups => "permission-fixups",
        }
    }
}

impl fmt::Display for SourceKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
