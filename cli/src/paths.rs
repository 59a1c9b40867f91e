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

#[cfg(test)]
mod tests {
    use super::*;

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
