//! `Cargo.toml`.

use std::fmt::Write;

use msgraph_spec::model::Api;

use super::{CoreDependency, Package, PackageError, keep, what_it_is};

/// The manifest of a package.
pub(super) fn manifest(package: &Package, api: &Api) -> Result<String, PackageError> {
    let core = match &package.core {
        CoreDependency::Path(path) => {
            let path = path.to_str().ok_or_else(|| {
                let shown = path.display();
                PackageError(format!(
                    "the path `{shown}` of msgraph-core is not UTF-8, and no manifest can hold it"
                ))
            })?;
            format!("{{ path = {} }}", string(path))
        }
        CoreDependency::Version(version) => string(checked(version, "version of msgraph-core")?),
    };
    let version = string(checked(&package.version, "version of the package")?);
    let description = match &package.description {
        Some(description) => string(description),
        None => string(&what_it_is(api, ToOwned::to_owned)),
    };
    let mut text = format!(
        "[package]\nname = {}\nversion = {version}\nedition = \"2024\"\nrust-version = {}\ndescription = {description}\n",
        string(&package.name),
        string(env!("CARGO_PKG_RUST_VERSION")),
    );
    if let Some(license) = &package.license {
        let _ = writeln!(text, "license = {}", string(license));
    }
    text.push_str(
        "readme = \"README.md\"\n\
         keywords = [\"microsoft-graph\", \"msgraph\", \"graph\", \"api\", \"client\"]\n\
         categories = [\"api-bindings\", \"web-programming\"]\n",
    );
    if package.license.is_none() {
        text.push_str("# crates.io takes no crate without a license\npublish = false\n");
    } else if matches!(package.core, CoreDependency::Path(_)) {
        text.push_str("# crates.io takes no crate that depends on a folder\npublish = false\n");
    }
    text.push_str(
        "\n[package.metadata.docs.rs]\n# it is the same on all of them\ntargets = [\"x86_64-unknown-linux-gnu\"]\n",
    );
    let _ = write!(text, "\n[dependencies]\nmsgraph-core = {core}\n");
    if !package.is_member {
        text.push_str("\n# a workspace of its own, whatever folder it stands in\n[workspace]\n");
    }
    Ok(keep::marked(&text, keep::Kind::Toml))
}

/// A version, or part of one, as a manifest may have it.
fn checked<'t>(version: &'t str, what: &str) -> Result<&'t str, PackageError> {
    let is_of_version = |one: char| one.is_ascii_alphanumeric() || "+-.*^~=<>, ".contains(one);
    if version.chars().all(is_of_version) && version.contains(|one: char| one.is_ascii_digit()) {
        return Ok(version);
    }
    let shown: String = version.chars().flat_map(char::escape_debug).take(80).collect();
    Err(PackageError(format!("`{shown}` cannot be the {what}: write it like `0.1.0`")))
}

/// A text as a string of TOML.
fn string(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for one in text.chars() {
        match one {
            '"' | '\\' => out.extend(['\\', one]),
            one if one.is_control() => {
                let _ = write!(out, "\\u{:04X}", u32::from(one));
            }
            one => out.push(one),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_stay_texts() {
        assert_eq!(string("C:\\core \"x\"\n[a]"), "\"C:\\\\core \\\"x\\\"\\u000A[a]\"");
        let api = Api::new("", "v1.0", "");
        let package = Package::new("x").core(CoreDependency::Version("1\" }\n[x]".to_owned()));
        assert!(manifest(&package, &api).unwrap_err().to_string().contains("version of msgraph-core"));
        let hostile = Package::new("x").license("MIT\"\n[dependencies]\nevil = \"1");
        let text = manifest(&hostile, &api).unwrap();
        assert!(text.contains("license = \"MIT\\\"\\u000A[dependencies]\\u000Aevil = \\\"1\"\n"), "{text}");
        assert!(!text.contains("publish = false"), "{text}");
        let local = Package::new("x").license("MIT").core(CoreDependency::Path("../core".into()));
        assert!(manifest(&local, &api).unwrap().contains("publish = false"));
    }
}
