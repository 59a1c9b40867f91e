//! Reads a slice of Microsoft Graph into one typed model.
//!
//! The front end of the generator: it takes an OpenAPI 3.0 description as Graph writes it and a
//! permission table in the schema of Microsoft's `permissions.json`, and gives an [`Api`](model::Api),
//! the only thing that the back ends (the code generator, the emulator, the reports) ever see.
//!
//! ```no_run
//! let read = msgraph_spec::Reader::openapi("spec/online-meetings/openapi.yaml")
//!     .permissions("spec/online-meetings/permissions.yaml")
//!     .read();
//! match read {
//!     Ok(read) => println!("{} operations", read.api.operations.len()),
//!     Err(diagnostics) => eprintln!("{diagnostics}"),
//! }
//! ```
//!
//! Every fault of an input is a [`Diagnostic`] with file, line, what is wrong and what to do; all of
//! them come at once, and nothing panics.

mod check;
mod diagnostic;
pub mod model;
mod nearest;
mod openapi;
mod pattern;
mod permissions;
mod reader;
mod tree;

pub use diagnostic::{Diagnostic, Diagnostics, Level, Sources};
pub use pattern::Pattern;
pub use reader::{Partly, Read, Reader};

/// The folder of the bundled slice, for the `cargo::rerun-if-changed` of a build script.
pub const ONLINE_MEETINGS_DIR: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/online-meetings");

/// A reader of the bundled slice, online meetings, whose files are part of this crate.
#[cfg(feature = "bundled")]
pub fn online_meetings() -> Reader {
    Reader::openapi_text("online-meetings/openapi.yaml", include_str!("../online-meetings/openapi.yaml"))
        .permissions_text(
            "online-meetings/permissions.yaml",
            include_str!("../online-meetings/permissions.yaml"),
        )
}
