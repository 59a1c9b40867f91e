//! A slice as files of its own, which read back as the same slice.

mod fixups;

use msgraph_spec::settings::SourceKind;
use msgraph_spec::{Read, write_openapi, write_permissions};

use crate::input::Loaded;

/// The names of the files.
pub(crate) const OPENAPI: &str = "openapi.yaml";
pub(crate) const PERMISSIONS: &str = "permissions.yaml";
pub(crate) const FIXUPS: &str = "permission-fixups.yaml";

/// The texts of the files.
#[derive(Debug)]
pub(crate) struct Small {
    pub(crate) openapi: String,
    /// Where there is a permission table.
    pub(crate) permissions: Option<String>,
    /// Where a correction is about an operation of the slice.
    pub(crate) fixups: Option<String>,
}

impl Small {
    /// The slice that was read from these sources.
    pub(crate) fn new(read: &Read, loaded: &Loaded) -> Self {
        let fixups = loaded.text(SourceKind::PermissionFixups);
        Self {
            openapi: write_openapi(&read.api),
            permissions: write_permissions(read),
            fixups: fixups.and_then(|text| fixups::of_slice(text, &read.api)),
        }
    }

    /// The files by name.
    pub(crate) fn files(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let all = [
            (OPENAPI, Some(&self.openapi)),
            (PERMISSIONS, self.permissions.as_ref()),
            (FIXUPS, self.fixups.as_ref()),
        ];
        all.into_iter().filter_map(|(name, text)| Some((name, text?.as_str())))
    }
}
