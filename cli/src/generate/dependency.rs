//! Where a generated crate finds msgraph-core.

use std::path::{Path, PathBuf};

use msgraph_codegen::CoreDependency;
use msgraph_spec::Diagnostic;
use toml_edit::{DocumentMut, Item};

use crate::{Failure, paths};

/// The folder of msgraph-core in the checkout that this program was built in.
const OF_CHECKOUT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../core");

/// What the options say, or else what the manifest in the folder says, or else the checkout, or else the version.
///
/// # Errors
/// A folder that does not hold msgraph-core is a wrong call.
pub(super) fn core(
    path: Option<&Path>,
    version: Option<&str>,
    folder: &Path,
) -> Result<CoreDependency, Failure> {
    if let Some(version) = version {
        return Ok(CoreDependency::Version(version.to_owned()));
    }
    if let Some(path) = path {
        if !holds_core(path) {
            return Err(Failure::usage(
                Diagnostic::error(format!("the folder `{}` does not hold msgraph-core", path.display()))
                    .help("name the folder whose Cargo.toml has the package `msgraph-core`"),
            ));
        }
        return Ok(CoreDependency::Path(paths::relative(folder, path)));
    }
    Ok(of_manifest(folder).unwrap_or_else(|| usual(folder)))
}

fn usual(folder: &Path) -> CoreDependency {
    let core = Path::new(OF_CHECKOUT);
    if !holds_core(core) {
        return CoreDependency::default();
    }
    let core = paths::resolved(core);
    let is_within = core.parent().is_some_and(|checkout| paths::resolved(folder).starts_with(checkout));
    // Within the checkout the two move together; otherwise only one of them does.
    CoreDependency::Path(if is_within { paths::relative(folder, &core) } else { core })
}

fn holds_core(folder: &Path) -> bool {
    name(folder).is_some_and(|name| name == "msgraph-core")
}

/// What the manifest of a crate that is there says.
fn of_manifest(folder: &Path) -> Option<CoreDependency> {
    let manifest = manifest(folder)?;
    let stated = manifest.get("dependencies")?.get("msgraph-core")?;
    let text = |key: &str| stated.get(key).and_then(Item::as_str).map(str::to_owned);
    match (stated.as_str(), text("path"), text("version")) {
        (Some(version), _, _) => Some(CoreDependency::Version(version.to_owned())),
        (None, Some(path), _) => Some(CoreDependency::Path(PathBuf::from(path))),
        (None, None, version) => version.map(CoreDependency::Version),
    }
}

/// The name of a crate that is there.
pub(super) fn name(folder: &Path) -> Option<String> {
    Some(manifest(folder)?.get("package")?.get("name")?.as_str()?.to_owned())
}

/// A manifest, if there is one that can be read. What is wrong with it, cargo says.
pub(super) fn manifest(folder: &Path) -> Option<DocumentMut> {
    std::fs::read_to_string(folder.join("Cargo.toml")).ok()?.parse().ok()
}
