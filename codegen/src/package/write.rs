//! Packages on disk.

use std::collections::BTreeMap;
use std::path::Path;
use std::{fs, io};

use super::{PackageFiles, keep, spec};
use crate::write::{self, Written, at, refused};

/// What writing a package did.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct PackageWritten {
    /// What became of `src/`.
    pub sources: Written,
    /// Files beside it that were written, those in `spec/` among them.
    pub written: Vec<String>,
    /// Files of a former run in `spec/` that are no longer wanted, and went.
    pub removed: Vec<String>,
    /// Files beside it that somebody has changed: they were left alone.
    pub kept: Vec<String>,
}

/// What a file beside `src/` is, compared with the one that was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Beside {
    Missing,
    Same,
    /// Written by the generator, and out of date.
    Old,
    /// Somebody has changed it.
    Theirs,
}

impl PackageFiles {
    /// Makes the package stand in a folder.
    ///
    /// `src/` is replaced as a whole, unless it holds a file that the generator did not write, as
    /// [`Crate::write_to`](crate::Crate::write_to) does it. The files in `spec/` are replaced one by one, and those
    /// that a former run left there go; what others keep in that folder stays. `Cargo.toml` and `README.md` are written where they
    /// are missing or are as the generator wrote them; where somebody has changed one, it is kept. Other files
    /// are not touched. Two runs at once must not write the same folder.
    ///
    /// # Errors
    /// A folder in which somebody else's crate stands: a `src/` with foreign files, a foreign `Cargo.toml`
    /// without a `src/`, or a foreign file in `spec/` that has the name of one to write. And the errors of the file system, with the file. `src/` is then as it was or as it
    /// should be, never half of each.
    pub fn write_to(&self, folder: &Path) -> io::Result<PackageWritten> {
        let (sources, beside) = self.parts();
        let states = beside
            .iter()
            .map(|(path, text)| Ok((*path, *text, state(&folder.join(path), path, text)?)))
            .collect::<io::Result<Vec<_>>>()?;
        let src = folder.join("src");
        let is_theirs = |state: &(&str, &str, Beside)| state.0 == "Cargo.toml" && state.2 == Beside::Theirs;
        if states.iter().any(is_theirs) && !src.exists() && !write::is_aside(&src) {
            return Err(refused(
                &folder.join("Cargo.toml"),
                "was not written by the generator, so no crate is put beside it: choose another folder for the output",
            ));
        }
        let of_spec = spec::changes(folder, &self.files)?;
        of_spec.check(folder)?;
        fs::create_dir_all(folder).map_err(|fault| at(folder, &fault))?;
        let sources = write::folder(&sources, &src)?;
        let (written, removed) = of_spec.write(folder)?;
        let mut done = PackageWritten { sources, written, removed, kept: Vec::new() };
        for (path, text, state) in states {
            match state {
                Beside::Missing | Beside::Old => {
                    write::one(&folder.join(path), text)?;
                    done.written.push(path.to_owned());
                }
                Beside::Theirs => done.kept.push(path.to_owned()),
                Beside::Same => {}
            }
        }
        Ok(done)
    }

    /// The files below `src/`, by their path there, and those beside it that people may change.
    pub(super) fn parts(&self) -> (BTreeMap<&str, &str>, Vec<(&str, &str)>) {
        let mut sources = BTreeMap::new();
        let mut beside = Vec::new();
        for (path, text) in &self.files {
            match path.strip_prefix("src/") {
                Some(path) => drop(sources.insert(path, text.as_str())),
                None if path.starts_with(spec::FOLDER) => {}
                None => beside.push((path.as_str(), text.as_str())),
            }
        }
        (sources, beside)
    }
}

/// Compares a file beside `src/` with the one that was made.
pub(super) fn state(on_disk: &Path, path: &str, made: &str) -> io::Result<Beside> {
    let found = match fs::read(on_disk) {
        Ok(found) => found,
        Err(fault) if fault.kind() == io::ErrorKind::NotFound => return Ok(Beside::Missing),
        Err(fault) => return Err(at(on_disk, &fault)),
    };
    Ok(match String::from_utf8(found) {
        Ok(text) if text.replace("\r\n", "\n") == made => Beside::Same,
        Ok(text) if keep::is_ours(&text, keep::Kind::of(path)) => Beside::Old,
        _ => Beside::Theirs,
    })
}
