//! What a folder has otherwise than a package.

use std::path::Path;
use std::{fs, io};

use super::write::{Beside, state};
use super::{PackageFiles, spec};
use crate::write::{at, list};

/// A file that is not as the generator would write it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Difference {
    /// It is not there.
    Missing {
        /// The path below the package's folder.
        path: String,
    },
    /// It has another text.
    Changed {
        /// The path below the package's folder.
        path: String,
        /// What it holds; bytes that are no UTF-8 are replaced.
        on_disk: String,
    },
    /// It stands in `src/` and should not be there, or was written into `spec/` by a former run.
    Unknown {
        /// The path below the package's folder.
        path: String,
    },
    /// It is `Cargo.toml` or `README.md`, and somebody has changed it: it is theirs, and this is no fault.
    Kept {
        /// The path below the package's folder.
        path: String,
    },
}

impl Difference {
    /// The path below the package's folder, with `/` between folders on every machine.
    #[must_use]
    pub fn path(&self) -> &str {
        match self {
            Self::Missing { path }
            | Self::Changed { path, .. }
            | Self::Unknown { path }
            | Self::Kept { path } => path,
        }
    }

    /// Whether writing the package would change the file.
    #[must_use]
    pub fn is_out_of_date(&self) -> bool {
        !matches!(self, Self::Kept { .. })
    }
}

impl PackageFiles {
    /// Compares a folder with the package, file by file in the order of their paths, and changes nothing.
    ///
    /// # Errors
    /// Those of the file system, with the file. A folder that is not there is no error: every file is missing.
    pub fn differences(&self, folder: &Path) -> io::Result<Vec<Difference>> {
        let mut found = Vec::new();
        for (path, text) in self.files.iter().filter(|(path, _)| !path.starts_with(spec::FOLDER)) {
            let on_disk = folder.join(path);
            let path = path.clone();
            if path.starts_with("src/") {
                match fs::read(&on_disk) {
                    Ok(same) if same == text.as_bytes() => {}
                    Ok(other) => {
                        let on_disk = String::from_utf8_lossy(&other).into_owned();
                        found.push(Difference::Changed { path, on_disk });
                    }
                    Err(fault) if fault.kind() == io::ErrorKind::NotFound => {
                        found.push(Difference::Missing { path });
                    }
                    Err(fault) => return Err(at(&on_disk, &fault)),
                }
                continue;
            }
            match state(&on_disk, &path, text)? {
                Beside::Same => {}
                Beside::Missing => found.push(Difference::Missing { path }),
                Beside::Theirs => found.push(Difference::Kept { path }),
                Beside::Old => {
                    let on_disk = fs::read_to_string(&on_disk).map_err(|fault| at(&on_disk, &fault))?;
                    found.push(Difference::Changed { path, on_disk });
                }
            }
        }
        found.extend(self.unknown(folder)?);
        let of_spec = spec::changes(folder, &self.files)?;
        found.extend(of_spec.write.into_iter().map(|(path, _, on_disk)| {
            let path = path.to_owned();
            on_disk.map_or(Difference::Missing { path: path.clone() }, |on_disk| Difference::Changed {
                path,
                on_disk,
            })
        }));
        found.extend(of_spec.remove.into_iter().map(|path| Difference::Unknown { path }));
        found.sort_by(|one, other| one.path().cmp(other.path()));
        Ok(found)
    }

    /// The files in `src/` that the package does not have.
    fn unknown(&self, folder: &Path) -> io::Result<Vec<Difference>> {
        let mut on_disk = Vec::new();
        let src = folder.join("src");
        if src.exists() {
            list(&src, &mut on_disk)?;
        }
        let paths = on_disk.iter().map(|file| {
            let below = file.strip_prefix(folder).unwrap_or(file).components();
            below.map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
        });
        let unknown = paths.filter(|path| !self.files.contains_key(path));
        Ok(unknown.map(|path| Difference::Unknown { path }).collect())
    }
}
