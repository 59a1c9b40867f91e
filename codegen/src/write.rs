//! Files on disk: all of them or none, and none that has not changed.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::{fs, process};

/// What writing did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    /// Everything on disk was as it should be; nothing was touched.
    Unchanged,
    /// The folder was replaced.
    Replaced,
}

/// Makes the folder hold exactly these files.
///
/// The new folder is written beside the old one and then takes its place, so a full disk or a killed
/// build leaves the old one whole.
pub(crate) fn folder(files: &BTreeMap<String, String>, out: &Path) -> io::Result<Written> {
    if is_same(files, out)? {
        return Ok(Written::Unchanged);
    }
    let beside = |suffix: &str| -> PathBuf {
        let name = out.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        out.with_file_name(format!(".{name}.{}.{suffix}", process::id()))
    };
    let (new, old) = (beside("new"), beside("old"));
    let written = stage(files, &new).and_then(|()| exchange(&new, out, &old));
    if written.is_err() && new.exists() {
        fs::remove_dir_all(&new)?;
    }
    written.map(|()| Written::Replaced)
}

fn stage(files: &BTreeMap<String, String>, new: &Path) -> io::Result<()> {
    for (path, text) in files {
        let path = new.join(path);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(path, text)?;
    }
    Ok(())
}

fn exchange(new: &Path, out: &Path, old: &Path) -> io::Result<()> {
    if out.exists() {
        fs::rename(out, old)?;
        if let Err(fault) = fs::rename(new, out) {
            fs::rename(old, out)?;
            return Err(fault);
        }
        fs::remove_dir_all(old)
    } else {
        fs::rename(new, out)
    }
}

fn is_same(files: &BTreeMap<String, String>, out: &Path) -> io::Result<bool> {
    let mut on_disk = Vec::new();
    if out.is_dir() {
        list(out, &mut on_disk)?;
    }
    if on_disk.len() != files.len() {
        return Ok(false);
    }
    for (path, text) in files {
        match fs::read(out.join(path)) {
            Ok(found) if found == text.as_bytes() => {}
            _ => return Ok(false),
        }
    }
    Ok(true)
}

fn list(folder: &Path, found: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            list(&entry.path(), found)?;
        } else {
            found.push(entry.path());
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(list: &[(&str, &str)]) -> BTreeMap<String, String> {
        list.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
    }

    #[test]
    fn a_folder_is_replaced_whole_or_left_alone() {
        let dir = tempfile::tempdir().unwrap();
        let out = dir.path().join("out");
        let first = files(&[("lib.rs", "a"), ("models/mod.rs", "b"), ("models/gone.rs", "c")]);
        assert_eq!(folder(&first, &out).unwrap(), Written::Replaced);
        let before = fs::metadata(out.join("lib.rs")).unwrap().modified().unwrap();
        assert_eq!(folder(&first, &out).unwrap(), Written::Unchanged);
        assert_eq!(fs::metadata(out.join("lib.rs")).unwrap().modified().unwrap(), before);

        let second = files(&[("lib.rs", "a2"), ("models/mod.rs", "b")]);
        assert_eq!(folder(&second, &out).unwrap(), Written::Replaced);
        assert!(!out.join("models/gone.rs").exists(), "a file that is no longer wanted goes");
        assert_eq!(fs::read_to_string(out.join("lib.rs")).unwrap(), "a2");
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1, "nothing stays beside it");
    }

    #[test]
    fn a_folder_that_cannot_be_written_stays_as_it_was() {
        let dir = tempfile::tempdir().unwrap();
        let out = dir.path().join("out");
        folder(&files(&[("lib.rs", "a")]), &out).unwrap();
        // a file where a folder is needed: staging fails half-way
        let broken = files(&[("lib.rs", "b"), ("models", "x"), ("models/mod.rs", "y")]);
        assert!(folder(&broken, &out).is_err());
        assert_eq!(fs::read_to_string(out.join("lib.rs")).unwrap(), "a");
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1, "nothing half-written stays behind");
    }
}
