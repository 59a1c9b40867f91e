//! Files on disk: a whole folder of them, and none touched that has not changed.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::{fs, io};

use crate::format::MARK;
use crate::parallel;

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
/// The new folder is written beside the old one, which is then put aside for it. A run that fails or
/// dies before that leaves the old folder as it was. One that dies between the two renames leaves both
/// beside the place, and the next run puts the old one back before it does anything else.
///
/// A folder with a file that the generator did not write is refused.
pub(crate) fn folder(
    files: &BTreeMap<impl AsRef<str> + Sync, impl AsRef<str> + Sync>,
    out: &Path,
) -> io::Result<Written> {
    // a link stays what it is: what it leads to is replaced
    let out = &fs::canonicalize(out).unwrap_or_else(|_| out.to_owned());
    let Some(name) = out.file_name().map(|name| name.to_string_lossy().into_owned()) else {
        return Err(refused(out, "has no name of its own, so it cannot be replaced as a whole"));
    };
    let new = out.with_file_name(format!(".{name}.msgraph-new"));
    let old = aside(out, &name);
    if !out.exists() && old.exists() {
        check_ours(&old, Wholeness::Whole)?;
        rename(&old, out)?;
    }
    remove_ours(&new)?;
    remove_ours(&old)?;
    if is_same(files, out)? {
        return Ok(Written::Unchanged);
    }
    if out.exists() {
        check_ours(out, Wholeness::Whole)?;
    }
    let written = stage(files, &new).and_then(|()| exchange(&new, out, &old));
    if written.is_err() {
        // the fault to report is the first one; the next run tries again to tidy up
        fs::remove_dir_all(&new).ok();
    }
    written.map(|()| Written::Replaced)
}

/// Where the old folder waits while the new one takes its place.
fn aside(out: &Path, name: &str) -> PathBuf {
    out.with_file_name(format!(".{name}.msgraph-old"))
}

/// Whether a run died while the old folder was put aside, so that the next one brings it back.
pub(crate) fn is_aside(out: &Path) -> bool {
    out.file_name().is_some_and(|name| aside(out, &name.to_string_lossy()).exists())
}

/// Makes a file hold this text, or leaves it as it was.
pub(crate) fn one(path: &Path, text: &str) -> io::Result<()> {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let new = path.with_file_name(format!(".{name}.msgraph-new"));
    let written = fs::write(&new, text).map_err(|fault| at(&new, &fault)).and_then(|()| rename(&new, path));
    if written.is_err() {
        fs::remove_file(&new).ok();
    }
    written
}

fn stage(files: &BTreeMap<impl AsRef<str> + Sync, impl AsRef<str> + Sync>, new: &Path) -> io::Result<()> {
    let folders: BTreeSet<&str> = files.keys().map(|path| parent_of(path.as_ref())).collect();
    for folder in folders {
        let folder = new.join(folder);
        fs::create_dir_all(&folder).map_err(|fault| at(&folder, &fault))?;
    }
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_ref(), text.as_ref())).collect();
    let written = parallel::map(&files, |(path, text)| {
        let path = new.join(path);
        fs::write(&path, text).map_err(|fault| at(&path, &fault))
    });
    written.into_iter().collect()
}

/// The folder of a file, by its path with `/` between folders.
fn parent_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

fn exchange(new: &Path, out: &Path, old: &Path) -> io::Result<()> {
    if !out.exists() {
        return rename(new, out);
    }
    rename(out, old)?;
    if let Err(fault) = rename(new, out) {
        rename(old, out)?;
        return Err(fault);
    }
    // the new folder is in its place: what stays of the old one is for the next run
    fs::remove_dir_all(old).ok();
    Ok(())
}

fn rename(from: &Path, to: &Path) -> io::Result<()> {
    fs::rename(from, to).map_err(|fault| at(from, &fault))
}

/// Removes what a run that died left beside the folder.
fn remove_ours(folder: &Path) -> io::Result<()> {
    if !folder.exists() {
        return Ok(());
    }
    check_ours(folder, Wholeness::Partial)?;
    fs::remove_dir_all(folder).map_err(|fault| at(folder, &fault))
}

/// Whether a file may have been cut off while it was written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wholeness {
    Whole,
    Partial,
}

/// Refuses a folder that holds a file which the generator did not write.
fn check_ours(folder: &Path, wholeness: Wholeness) -> io::Result<()> {
    let mut found = Vec::new();
    list(folder, &mut found)?;
    let checked = parallel::map(&found, |path| {
        let is_file = fs::symlink_metadata(path).map_err(|fault| at(path, &fault))?.is_file();
        let begins = if is_file { beginning(path).map_err(|fault| at(path, &fault))? } else { Vec::new() };
        let is_cut = wholeness == Wholeness::Partial && MARK.as_bytes().starts_with(&begins);
        if is_file && (begins == MARK.as_bytes() || is_cut) {
            return Ok(());
        }
        Err(refused(
            path,
            "was not written by the generator, so the folder that it stands in is not replaced: \
             choose another folder or name for the output",
        ))
    });
    checked.into_iter().collect()
}

/// What a file begins with, as far as the mark goes.
fn beginning(path: &Path) -> io::Result<Vec<u8>> {
    let mut begins = Vec::with_capacity(MARK.len());
    fs::File::open(path)?.take(MARK.len() as u64).read_to_end(&mut begins)?;
    Ok(begins)
}

pub(crate) fn refused(path: &Path, why: &str) -> io::Error {
    io::Error::new(io::ErrorKind::AlreadyExists, format!("`{}` {why}", path.display()))
}

/// A fault of the system with the file that it is about.
pub(crate) fn at(path: &Path, fault: &io::Error) -> io::Error {
    io::Error::new(fault.kind(), format!("`{}`: {fault}", path.display()))
}

fn is_same(files: &BTreeMap<impl AsRef<str> + Sync, impl AsRef<str> + Sync>, out: &Path) -> io::Result<bool> {
    let mut on_disk = Vec::new();
    if out.is_dir() {
        list(out, &mut on_disk)?;
    }
    if on_disk.len() != files.len() {
        return Ok(false);
    }
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_ref(), text.as_ref())).collect();
    // the lengths first: they tell most differences, and cost no reading
    let is_as_long = |(path, text): &(&str, &str)| {
        fs::metadata(out.join(path)).is_ok_and(|found| found.len() == text.len() as u64)
    };
    if !files.iter().all(is_as_long) {
        return Ok(false);
    }
    let same = parallel::map(&files, |(path, text)| {
        fs::read(out.join(path)).is_ok_and(|found| found == text.as_bytes())
    });
    Ok(same.into_iter().all(|same| same))
}

pub(crate) fn list(folder: &Path, found: &mut Vec<PathBuf>) -> io::Result<()> {
    if !folder.is_dir() {
        found.push(folder.to_owned());
        return Ok(());
    }
    for entry in fs::read_dir(folder).map_err(|fault| at(folder, &fault))? {
        let entry = entry.map_err(|fault| at(folder, &fault))?;
        if entry.file_type().map_err(|fault| at(&entry.path(), &fault))?.is_dir() {
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

    /// Files of the generator, by path and what is in them.
    fn files(list: &[(&str, &str)]) -> BTreeMap<String, String> {
        list.iter().map(|(path, text)| ((*path).to_owned(), format!("{MARK}\n{text}"))).collect()
    }

    fn in_file(path: &Path) -> String {
        fs::read_to_string(path).unwrap().replace(MARK, "").trim().to_owned()
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
        assert_eq!(in_file(&out.join("lib.rs")), "a2");
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1, "nothing stays beside it");
    }

    #[test]
    fn a_folder_that_cannot_be_written_stays_as_it_was() {
        let dir = tempfile::tempdir().unwrap();
        let out = dir.path().join("out");
        folder(&files(&[("lib.rs", "a")]), &out).unwrap();
        // a file where a folder is needed: staging fails half-way
        let broken = files(&[("lib.rs", "b"), ("models", "x"), ("models/mod.rs", "y")]);
        let fault = folder(&broken, &out).unwrap_err().to_string();
        assert!(fault.contains("models"), "the fault names the file: {fault}");
        assert_eq!(in_file(&out.join("lib.rs")), "a");
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1, "nothing half-written stays behind");
    }

    #[test]
    fn what_people_wrote_is_never_replaced() {
        let dir = tempfile::tempdir().unwrap();
        let out = dir.path().join("src");
        let wanted = files(&[("lib.rs", "a")]);
        folder(&wanted, &out).unwrap();
        for (name, text) in [("main.rs", "fn main() {}"), ("empty", "")] {
            fs::write(out.join(name), text).unwrap();
            let fault = folder(&files(&[("lib.rs", "b")]), &out).unwrap_err().to_string();
            assert!(fault.contains(name) && fault.contains("not written by the generator"), "{fault}");
            assert_eq!(fs::read_to_string(out.join(name)).unwrap(), text);
            assert_eq!(in_file(&out.join("lib.rs")), "a");
            fs::remove_file(out.join(name)).unwrap();
        }
        let file = dir.path().join("file");
        fs::write(&file, "mine").unwrap();
        assert!(folder(&wanted, &file).is_err());
        assert_eq!(fs::read_to_string(&file).unwrap(), "mine");
        assert!(folder(&wanted, Path::new("/")).is_err());
    }

    #[test]
    fn what_a_dead_run_left_is_cleared_away() {
        let dir = tempfile::tempdir().unwrap();
        let [out, new, old] =
            ["out", ".out.msgraph-new", ".out.msgraph-old"].map(|name| dir.path().join(name));
        let wanted = files(&[("lib.rs", "a")]);
        folder(&wanted, &out).unwrap();
        // died while it wrote
        fs::create_dir_all(new.join("models")).unwrap();
        fs::write(new.join("models/mod.rs"), &MARK[..5]).unwrap();
        assert_eq!(folder(&wanted, &out).unwrap(), Written::Unchanged);
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
        // died between the two renames
        fs::rename(&out, &old).unwrap();
        assert_eq!(folder(&wanted, &out).unwrap(), Written::Unchanged, "the old folder is back");
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
        // what stands there is no work of ours
        fs::create_dir(&new).unwrap();
        fs::write(new.join("notes"), "mine").unwrap();
        assert!(folder(&files(&[("lib.rs", "b")]), &out).is_err());
        assert_eq!(fs::read_to_string(new.join("notes")).unwrap(), "mine");
    }
}
