//! Paths from one folder to another.

use std::path::{Component, Path, PathBuf};

/// The path without links and dots. It need not be there: what is missing of it is taken as it is written.
pub(crate) fn resolved(path: &Path) -> PathBuf {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    if let Ok(found) = path.canonicalize() {
        return found;
    }
    match (path.parent(), path.components().next_back()) {
        (Some(parent), Some(Component::ParentDir)) => {
            let parent = resolved(parent);
            parent.parent().map(Path::to_owned).unwrap_or(parent)
        }
        (Some(parent), Some(name)) => resolved(parent).join(name),
        _ => path,
    }
}

/// The way from a folder to a path, such as `../graph.json`; the whole path where they have nothing in common.
pub(crate) fn relative(folder: &Path, to: &Path) -> PathBuf {
    let (folder, to) = (resolved(folder), resolved(to));
    let common = folder.components().zip(to.components()).take_while(|(one, other)| one == other);
    let common: Vec<Component<'_>> = common.map(|(one, _)| one).collect();
    if !common.iter().any(|one| matches!(one, Component::Normal(_))) {
        return to;
    }
    let up = folder.components().skip(common.len()).map(|_| Component::ParentDir);
    let way: PathBuf = up.chain(to.components().skip(common.len())).collect();
    if way.as_os_str().is_empty() { PathBuf::from(".") } else { way }
}

/// The path without needless `..`, for people to read: `a/../b.yaml` is `b.yaml`, unless `a` is a link.
pub(crate) fn tidy(path: &Path) -> PathBuf {
    let mut short = PathBuf::new();
    for one in path.components() {
        let is_back = one == Component::ParentDir;
        if is_back && matches!(short.components().next_back(), Some(Component::Normal(_))) {
            short.pop();
        } else {
            short.push(one);
        }
    }
    if resolved(&short) == resolved(path) { short } else { path.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn needless_ways_are_left_out() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = |path: &str| folder.path().join(path);
        std::fs::create_dir_all(path("a/b")).expect("a folder");
        std::os::unix::fs::symlink(path("a/b"), path("link")).expect("a link");
        assert_eq!(tidy(&path("a/b/../../x.yaml")), path("x.yaml"));
        assert_eq!(tidy(&path("link/../x.yaml")), path("link/../x.yaml"));
        assert_eq!(tidy(Path::new("../x.yaml")), Path::new("../x.yaml"));
        assert_eq!(tidy(Path::new("none/../x.yaml")), Path::new("x.yaml"));
    }

    #[test]
    fn the_way_is_found() {
        let way = |folder: &str, to: &str| relative(Path::new(folder), Path::new(to)).display().to_string();
        assert_eq!(way("/none/a/b", "/none/a/c/d.yaml"), "../c/d.yaml");
        assert_eq!(way("/none/a", "/none/a/c.yaml"), "c.yaml");
        assert_eq!(way("/none/a/./x/..", "/none/a"), ".");
        assert_eq!(way("/none/a", "/other/b"), "/other/b");
        assert_eq!(way("none", "none/a"), "a");
    }
}
