//! From the sources of a slice to the files of its crate, in memory.

use std::path::PathBuf;

use msgraph_codegen::{CoreDependency, Package, PackageFiles};
use msgraph_spec::{Diagnostic, Diagnostics, Read};

use crate::input::{self, Loaded};
use crate::progress::Progress;
use crate::small::Small;
use crate::text::counted;
use crate::{Failure, paths};

/// The folder of a crate in which the slice stands that it was made of.
const SPEC: &str = "spec";

/// A crate and where it is to stand.
#[derive(Debug)]
pub(crate) struct Target {
    pub(crate) folder: PathBuf,
    pub(crate) name: String,
    pub(crate) core: CoreDependency,
    package: Package,
}

impl Target {
    /// # Errors
    /// A name that no crate may have is a wrong call.
    pub(crate) fn new(
        folder: PathBuf,
        name: String,
        core: CoreDependency,
        is_member: bool,
    ) -> Result<Self, Failure> {
        let package = Package::new(&name).core(core.clone()).member_of_workspace(is_member);
        package.check().map_err(|fault| {
            Failure::usage(Diagnostic::error(fault.to_string()).help("name the crate with `--name`"))
        })?;
        Ok(Self { folder, name, core, package })
    }
}

/// The files of a crate.
#[derive(Debug)]
pub(crate) struct Made {
    pub(crate) files: PackageFiles,
    /// How many operations were generated, and how many the generator has left out.
    pub(crate) operations: usize,
    pub(crate) left_out: usize,
    pub(crate) types: usize,
    pub(crate) warnings: Diagnostics,
}

/// Makes the files.
///
/// # Errors
/// Every fault of the sources, and of the Rust names that they lead to.
pub(crate) fn make(loaded: &Loaded, target: &Target, progress: &Progress) -> Result<Made, Failure> {
    progress.stage("Reading the description");
    let mut read = loaded.reader().read_partly();
    let Some(api) = &read.api else { return Err(input::failure(read.faults)) };
    progress.stage(&format!("Generating {}", counted(api.operations.len(), "operation")));
    // A slice with faults is planned all the same, so that what the plan finds is reported too.
    let made = msgraph_codegen::generate(api, &target.name, &mut read.faults).map_err(input::failure)?;
    let operations = made.operations();
    let left_out = api.operations.len().saturating_sub(operations);
    if operations == 0 && left_out > 0 {
        read.faults.push(nothing_left(left_out));
        return Err(input::failure(read.faults));
    }
    let read = read.whole().map_err(input::failure)?;
    let mut package = target.package.clone();
    if !holds_source(loaded, target) {
        for (name, text) in Small::new(&read, loaded).files() {
            package = package.spec(name, text);
        }
    }
    let files = package.files(&read.api, made);
    let files = files.map_err(|fault| Failure::usage(Diagnostic::error(fault.to_string())))?;
    let Read { api, warnings, .. } = read;
    Ok(Made { files, operations, left_out, types: api.types.len(), warnings })
}

/// Whether the crate is made from a file in the place of the small slice that it would get. Then it has one.
fn holds_source(loaded: &Loaded, target: &Target) -> bool {
    let place = paths::resolved(&target.folder.join(SPEC));
    loaded.files().any(|file| paths::resolved(file).parent() == Some(&place))
}

fn nothing_left(left_out: usize) -> Diagnostic {
    let fault = if left_out == 1 {
        "nothing is left to generate: the only operation of the slice is left out".to_owned()
    } else {
        format!("nothing is left to generate: all {left_out} operations of the slice are left out")
    };
    Diagnostic::error(fault).help("the warnings say why; include other operations")
}
