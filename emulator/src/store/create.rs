//! The database in the file: opened, or made where there is none.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use redb::backends::FileBackend;
use redb::{Builder, Database, StorageBackend as _};

use super::error::StoreError;

/// How much of the file the database may hold in memory. All is read once, at the start, so little is enough.
const CACHE: usize = 16 * 1024 * 1024;

/// Opens the database of a path. Where there is none, one is made, which `fill` makes complete.
///
/// A new database gets its name only once it is complete: one that was left behind half made could not be told
/// from a file that is none.
pub(super) fn open(
    path: &Path,
    fill: impl FnOnce(&Database) -> Result<(), StoreError>,
) -> Result<Database, StoreError> {
    if has_content(path)? {
        return existing(path);
    }
    let unfinished = unfinished(path);
    let backend = FileBackend::new(file(&unfinished, true)?).map_err(StoreError::of)?;
    // Another emulator may have been faster; it held the lock until the file had its name.
    if has_content(path)? {
        return existing(path);
    }
    // What is left of one that was killed while it made the file.
    backend.set_len(0).map_err(StoreError::Io)?;
    let database = builder().create_with_backend(backend).map_err(StoreError::of)?;
    fill(&database)?;
    name(&unfinished, path, sync).map_err(StoreError::Io)?;
    Ok(database)
}

/// Gives a complete file its name, and has the folder keep that.
fn name(unfinished: &Path, path: &Path, sync: impl FnOnce(&Path) -> io::Result<()>) -> io::Result<()> {
    fs::rename(unfinished, path)?;
    sync(folder(path))
}

/// The folder that a file is in.
fn folder(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// Puts the names of a folder's files on the disk. The name of a new file would else be lost with the power supply,
/// and with it all that was answered in the meantime: the next start empties a file without its name.
#[cfg(unix)]
fn sync(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// Elsewhere folders cannot be opened as files are, and the file system sees to its names by itself.
#[cfg(not(unix))]
fn sync(_: &Path) -> io::Result<()> {
    Ok(())
}

fn existing(path: &Path) -> Result<Database, StoreError> {
    let file = file(path, false)?;
    builder().create_file(file).map_err(StoreError::of)
}

fn builder() -> Builder {
    let mut builder = Builder::new();
    // The newest format, which later versions of the database read too.
    builder.set_cache_size(CACHE).create_with_file_format_v3(true);
    builder
}

fn file(path: &Path, is_new: bool) -> Result<File, StoreError> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(is_new).truncate(false);
    options.open(path).map_err(|error| not_opened(path, error))
}

/// Whether there is a file with something in it. An empty one is as good as none.
fn has_content(path: &Path) -> Result<bool, StoreError> {
    match fs::metadata(path) {
        Ok(found) => Ok(!found.is_file() || found.len() > 0),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(not_opened(path, error)),
    }
}

fn not_opened(path: &Path, error: io::Error) -> StoreError {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    match error.kind() {
        io::ErrorKind::NotFound if folder.is_some_and(|folder| !folder.exists()) => StoreError::NoFolder,
        _ => StoreError::Io(error),
    }
}

/// The name of a file that is not complete.
fn unfinished(path: &Path) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(".new");
    PathBuf::from(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_kept_by_its_folder_before_anything_else_is_done() {
        let place = tempfile::tempdir().expect("a folder");
        let (old, new) = (place.path().join("a.new"), place.path().join("a"));
        fs::write(&old, "x").expect("a file");
        let mut synced = Vec::new();
        let seen = |folder: &Path| {
            synced.push((folder.to_path_buf(), new.exists(), old.exists()));
            sync(folder)
        };
        name(&old, &new, seen).expect("it has its name");
        assert_eq!(synced, [(place.path().to_path_buf(), true, false)]);
        fs::rename(&new, &old).expect("back");
        let failed =
            name(&old, &new, |_| Err(io::Error::other("no disk"))).expect_err("the name may get lost");
        assert_eq!(failed.to_string(), "no disk");
        assert_eq!(folder(Path::new("graph.redb")), Path::new("."));
        sync(Path::new(".")).expect("this folder can be opened");
    }
}
