//! Emits typed Rust clients from a model of Microsoft Graph.
//!
//! The back end of the generator. It sees only the [`Api`] that a front
//! end has read, and gives files: models, operations, request builders and permissions.
//!
//! ```text
//! Api ─> plan (names, boxes, builder tree) ─> emit (tokens) ─> format ─> write
//! ```
//!
//! Build scripts call [`Config`], and so does the macro `msgraph::slice!`; [`compare`] says
//! what another slice does to callers. The same input gives the same bytes on
//! every machine.

mod calls;
mod compare;
mod config;
mod emit;
mod error;
mod format;
mod inputs;
mod package;
mod parallel;
mod plan;
mod write;

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::Path;

use heck::ToSnakeCase;
use msgraph_spec::model::Api;
use msgraph_spec::{Diagnostic, Diagnostics};

pub use calls::{Call, Calls};
pub use compare::compare;
pub use config::{Config, InPlace, generate};
pub use error::GenerateError;
pub use package::{CoreDependency, Difference, Package, PackageError, PackageFiles, PackageWritten};
pub use write::Written;

use emit::Names;
use plan::Plan;

/// A generated crate, in memory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Crate {
    files: BTreeMap<String, String>,
    /// The titles of the operations that it has: `GET /me/messages`.
    operations: BTreeSet<String>,
    /// What its documentation can show: `.me().online_meetings().get()`.
    first_call: Option<String>,
}

impl Crate {
    fn new(api: &Api, names: Names<'_>, faults: &mut Diagnostics) -> Result<Self, Diagnostics> {
        emitted(api, faults, |plan| {
            let files = emit::files(plan, names)?;
            let operations = plan.operations.iter().map(|one| one.operation.title()).collect();
            Ok(Self { files, operations, first_call: plan::first_call(&plan.builders) })
        })
    }

    /// The files by their path below the crate's root module; the root itself is `lib.rs`.
    #[must_use]
    pub fn files(&self) -> &BTreeMap<String, String> {
        &self.files
    }

    /// How many operations it has: those of the model without what is left out because no request of it could be
    /// right.
    #[must_use]
    pub fn operations(&self) -> usize {
        self.operations.len()
    }

    /// Makes a folder hold exactly these files, or leaves it alone if it does already.
    ///
    /// The folder is replaced as a whole, unless it holds a file that the generator did not write. Two
    /// runs at once must not write the same folder.
    ///
    /// # Errors
    /// A folder that holds somebody else's files, and the errors of the file system, with the file.
    /// The folder is then as it was.
    pub fn write_to(&self, folder: &Path) -> io::Result<Written> {
        write::folder(&self.files, folder)
    }
}

/// Plans a model, and emits the plan where nothing stands in the way.
fn emitted<T>(
    api: &Api,
    faults: &mut Diagnostics,
    emit: impl FnOnce(&Plan<'_>) -> Result<T, String>,
) -> Result<T, Diagnostics> {
    let plan = Plan::new(api, faults);
    if faults.has_errors() {
        faults.sort();
        return Err(std::mem::take(faults));
    }
    emit(&plan).map_err(|fault| {
        faults.push(
            Diagnostic::error(format!("the generator made a file that is no Rust: {fault}"))
                .help("this is a fault of the generator, please report it with the specification"),
        );
        std::mem::take(faults)
    })
}

/// A name that can be part of a macro's name.
fn slice_name(name: &str) -> String {
    let snake = name.to_snake_case();
    if snake.chars().any(|one| one.is_ascii_alphanumeric()) && snake.is_ascii() {
        snake
    } else {
        "graph".to_owned()
    }
}
