//! The workspace that a folder stands in. Cargo refuses a package below a workspace that is neither a member of it
//! nor a workspace of its own.

use std::path::{Component, Path};

use toml_edit::Item;

use super::dependency::manifest;
use crate::paths;

/// Whether the nearest workspace above the folder lists it as a member.
pub(super) fn lists(folder: &Path) -> bool {
    let folder = paths::resolved(folder);
    for above in folder.ancestors().skip(1) {
        let Some(manifest) = manifest(above) else { continue };
        let Some(workspace) = manifest.get("workspace") else { continue };
        let Ok(way) = folder.strip_prefix(above) else { return false };
        let has = |key: &str, covers: fn(&str, &Path) -> bool| {
            let list = workspace.get(key).and_then(Item::as_array);
            list.is_some_and(|list| list.iter().filter_map(|one| one.as_str()).any(|one| covers(one, way)))
        };
        return has("members", is_member) && !has("exclude", |one, way| way.starts_with(one));
    }
    false
}

/// Whether a pattern of members, such as `crates/*`, is that path.
fn is_member(pattern: &str, way: &Path) -> bool {
    let parts: Vec<&str> = pattern.split('/').filter(|part| !matches!(*part, "" | ".")).collect();
    let names: Vec<_> = way.components().filter(|one| matches!(one, Component::Normal(_))).collect();
    parts.len() == names.len()
        && parts.iter().zip(names).all(|(part, name)| is_like(part, &name.as_os_str().to_string_lossy()))
}

/// Whether a name is what a pattern with stars says.
fn is_like(pattern: &str, name: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == name,
        Some((before, behind)) => name.strip_prefix(before).is_some_and(|rest| {
            let starts = rest.char_indices().map(|(at, _)| at).chain([rest.len()]);
            starts.into_iter().any(|at| is_like(behind, &rest[at..]))
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_are_listed() {
        assert!(is_member("crates/*", Path::new("crates/mail")));
        assert!(is_member("./crates/graph-*/", Path::new("crates/graph-mail")));
        assert!(is_member("mail", Path::new("mail")));
        assert!(!is_member("crates/*", Path::new("crates/a/b")));
        assert!(!is_member("crates/x*y", Path::new("crates/xz")));
    }

    #[test]
    fn the_nearest_workspace_counts() {
        let folder = tempfile::tempdir().expect("a folder");
        let write = |path: &str, text: &str| {
            let path = folder.path().join(path);
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            std::fs::write(path, text).expect("a file");
        };
        write(
            "Cargo.toml",
            "[workspace]\nmembers = [\"crates/*\", \"inner/x\"]\nexclude = [\"crates/out\"]\n",
        );
        write("inner/Cargo.toml", "[workspace]\n");
        write("crates/plain/Cargo.toml", "[package]\nname = \"plain\"\n");
        let lists = |path: &str| lists(&folder.path().join(path));
        assert!(lists("crates/mail") && lists("crates/plain"));
        assert!(!lists("crates/out") && !lists("crates/plain/mail") && !lists("inner/x") && !lists("other"));
    }
}
