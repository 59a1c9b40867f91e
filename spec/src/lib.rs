//! Reads a slice of Microsoft Graph into one typed model.
//!
//! The front end of the generator: it takes an OpenAPI 3.0 description as Graph writes it and a
//! permission table in the schema of Microsoft's `permissions.json`, with a list of reviewed corrections
//! beside it, and gives an [`Api`](model::Api), the only thing that the back ends (the code generator, the
//! emulator, the reports) ever see.
//!
//! ```no_run
//! let read = msgraph_spec::Reader::openapi("spec/online-meetings/openapi.yaml")
//!     .permissions("spec/online-meetings/permissions.yaml")
//!     .permission_fixups("spec/online-meetings/permission-fixups.yaml")
//!     .read();
//! match read {
//!     Ok(read) => println!("{} operations", read.api.operations.len()),
//!     Err(diagnostics) => eprintln!("{diagnostics}"),
//! }
//! ```
//!
//! The permissions of an operation say for each scheme which alternatives open it, which of them is the
//! least privileged, and how that was found ([`Choice`](model::Choice)): the table alone leaves it open in
//! thousands of places. Where the table itself is wrong, a fix-up corrects it, with a reason and a link.
//!
//! Which values are secrets, so that generated code never shows them, is marked in the description
//! (`x-ms-secret`) or known from a reviewed list of names, for most descriptions mark nothing.
//!
//! Every fault of an input is a [`Diagnostic`] with file, line, what is wrong and what to do; all of
//! them come at once, and nothing panics.

mod check;
mod csdl;
mod cut;
mod diagnostic;
pub mod diff;
mod encoding;
mod input;
mod mistaken;
pub mod model;
mod nearest;
mod openapi;
mod pattern;
mod permissions;
mod read;
mod reader;
mod secrets;
#[cfg(feature = "settings")]
pub mod settings;
mod tree;
mod write;

pub use diagnostic::{Diagnostic, Diagnostics, Level, Sources};
pub use pattern::Pattern;
pub use read::{Partly, Read, Unmatched};
pub use reader::Reader;
pub use write::{write_openapi, write_permissions};

/// The folder of the bundled slice, for the `cargo::rerun-if-changed` of a build script.
pub const ONLINE_MEETINGS_DIR: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/online-meetings");

/// The files of the bundled slice, online meetings: description, permission table and fix-ups, each with its path.
#[cfg(feature = "bundled")]
pub const ONLINE_MEETINGS: [(&str, &str); 3] = [
    ("online-meetings/openapi.yaml", include_str!("../online-meetings/openapi.yaml")),
    ("online-meetings/permissions.yaml", include_str!("../online-meetings/permissions.yaml")),
    ("online-meetings/permission-fixups.yaml", include_str!("../online-meetings/permission-fixups.yaml")),
];

/// A reader of the bundled slice, online meetings, whose files are part of this crate.
#[cfg(feature = "bundled")]
pub fn online_meetings() -> Reader {
    let [spec, table, fixups] = ONLINE_MEETINGS;
    Reader::openapi_text(spec.0, spec.1)
        .permissions_text(table.0, table.1)
        .permission_fixups_text(fixups.0, fixups.1)
}
