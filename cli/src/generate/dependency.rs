//! Where a generated crate finds msgraph-core.

use std::path::{Path, PathBuf};

use msgraph_codegen::CoreDependency;
use msgraph_spec::Diagnostic;
use toml_edit::{DocumentMut, Item};

use crate::{Failure, paths};

/// The folder of msgraph-core in the checkout that this program was built in.
const OF_CHECKOUT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../core");

/// The version of this program, and of the msgraph-core that belongs to it.
const OWN: &str = env!("CARGO_PKG_VERSION");

/// What the options say, or else what the manifest in the folder says, or else the checkout, or else the version.
/// A version that the manifest has from an older program is left for the one that belongs to this program: what is
/// generated now would not compile with it.
///
/// # Errors
/// A folder that does not hold msgraph-core, and a version that belongs to another program, are wrong calls.
pub(super) fn core(
    path: Option<&Path>,
    version: Option<&str>,
    folder: &Path,
) -> Result<CoreDependency, Failure> {
    if let Some(version) = version {
        if !fits(version) {
            let fault = format!("what is generated needs msgraph-core {OWN}, and `{version}` is another one");
            return Err(Failure::usage(
                Diagnostic::error(fault).help(format!("write `--core-version {OWN}`")),
            ));
        }
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
    let stated = of_manifest(folder);
    let fits = |core: &CoreDependency| !matches!(core, CoreDependency::Version(version) if !fits(version));
    Ok(stated.filter(fits).unwrap_or_else(|| usual(folder)))
}

/// Whether a version, as a manifest writes it, is one that this program generates for. What is not plainly a
/// version, such as a range, is taken to be.
fn fits(version: &str) -> bool {
    let parts = |version: &str| -> Option<Vec<u64>> {
        let plain = version.trim().trim_start_matches(['^', '=', '~']).trim();
        let numbers = plain.split(['-', '+']).next().unwrap_or_default();
        numbers.split('.').map(|one| one.parse().ok()).collect()
    };
    let (Some(stated), Some(own)) = (parts(version), parts(OWN)) else { return true };
    // The first number that is not 0 is the one that says what is compatible.
    let telling = own.iter().position(|one| *one != 0).map_or(own.len(), |at| at + 1);
    stated.iter().zip(&own).take(telling).all(|(one, other)| one == other)
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

/// What to know of a manifest that is kept although it asks for a version of another program.
pub(super) fn outdated(folder: &Path) -> Option<Diagnostic> {
    let Some(CoreDependency::Version(stated)) = of_manifest(folder) else { return None };
    let manifest = folder.join("Cargo.toml");
    let fault =
        format!("`{}` asks for msgraph-core {stated}, and what is generated needs {OWN}", manifest.display());
    (!fits(&stated))
        .then(|| Diagnostic::warning(fault).help("change it there: the file is yours, so it is kept"))
}

/// The name of a crate that is there.
pub(super) fn name(folder: &Path) -> Option<String> {
    Some(manifest(folder)?.get("package")?.get("name")?.as_str()?.to_owned())
}

/// A manifest, if there is one that can be read. What is wrong with it, cargo says.
pub(super) fn manifest(folder: &Path) -> Option<DocumentMut> {
    std::fs::read_to_string(folder.join("Cargo.toml")).ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_that_belong_to_this_program() {
        let (minor, other) =
            OWN.rsplit_once('.').map(|(minor, _)| (minor, format!("{minor}9"))).expect("a version");
        for version in [OWN, minor, &format!("^{OWN}"), &format!("={OWN}"), "*", ">=0.0.1", "a range, b"] {
            assert!(fits(version), "{version}");
        }
        for version in [&other, "99", "99.1.2", "^99.0.0-beta"] {
            assert!(!fits(version), "{version}");
        }
    }
}
