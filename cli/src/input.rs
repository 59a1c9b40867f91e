//! The description that a command works on, and what is cut out of it.

use std::path::PathBuf;

use msgraph_spec::{Diagnostic, Reader};

use crate::Failure;
use crate::output::Output;

/// Which description, which permission table, and which part of it. Every command that reads one has these.
#[derive(Debug, Clone, Default, clap::Args)]
#[command(next_help_heading = "The slice")]
pub(crate) struct SliceArgs {
    /// A description of an API: OpenAPI (YAML or JSON) or CSDL (XML); the bundled online meetings by default
    #[arg(long, value_name = "FILE")]
    pub(crate) spec: Option<PathBuf>,
    /// A permission table as Microsoft's permissions.json; it may cover more than the slice
    #[arg(long, value_name = "FILE")]
    pub(crate) permissions: Option<PathBuf>,
    /// Corrections of the permission table, with reasons; the bundled table comes with its own
    #[arg(long, value_name = "FILE")]
    pub(crate) permission_fixups: Option<PathBuf>,
    /// Only these operations: '/users/{id}/onlineMeetings/**', 'POST /me/sendMail'; may be given several times
    #[arg(long, value_name = "PATTERN")]
    pub(crate) include: Vec<String>,
    /// Not these operations, whatever includes them; may be given several times
    #[arg(long, value_name = "PATTERN")]
    pub(crate) exclude: Vec<String>,
    /// This type too, and what it can reach; may be given several times
    #[arg(long, value_name = "TYPE")]
    pub(crate) root: Vec<String>,
}

impl SliceArgs {
    /// Whether the description comes without a permission table, so that nothing is known of its operations.
    pub(crate) fn is_without_table(&self) -> bool {
        self.spec.is_some() && self.permissions.is_none()
    }

    /// A reader of the description, set up as the options say.
    ///
    /// Fix-ups belong to a table. Those of the bundled one are left out where another is named: one that the
    /// other table does not need would be an error.
    ///
    /// # Errors
    /// Fix-ups without a table are a wrong call.
    pub(crate) fn reader(&self, _output: Output) -> Result<Reader, Failure> {
        if self.permission_fixups.is_some() && self.is_without_table() {
            return Err(Failure::usage(nothing_to_correct()));
        }
        let mut reader = match &self.spec {
            Some(spec) => Reader::spec(spec),
            None => msgraph_spec::online_meetings(),
        };
        if let Some(table) = &self.permissions {
            reader = reader.permissions(table);
            reader = reader.permission_fixups_text("no fix-ups.yaml", "fixups: []");
        }
        if let Some(fixups) = &self.permission_fixups {
            reader = reader.permission_fixups(fixups);
        }
        reader = self.include.iter().fold(reader, Reader::include);
        reader = self.exclude.iter().fold(reader, Reader::exclude);
        Ok(self.root.iter().fold(reader, Reader::root))
    }
}

fn nothing_to_correct() -> Diagnostic {
    Diagnostic::error("`--permission-fixups` has no permission table that it could correct")
        .help("name the table with `--permissions`; the bundled one does not belong to another slice")
}
