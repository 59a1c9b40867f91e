//! Why the file of a store cannot be used.

use std::{error, fmt, io};

/// Why the file of a [store](crate::EmulatorBuilder::store) cannot be used. Whatever it is, the file is left as it is.
#[derive(Debug)]
#[non_exhaustive]
pub enum StoreError {
    /// The folder of the file does not exist.
    NoFolder,
    /// There is something else than the file of a store. The text says what is wrong with it.
    NotAStore(String),
    /// The file is of a version of the emulator that this one does not know.
    Version {
        /// The version of the file's format.
        found: String,
        /// The one that this emulator reads and writes.
        known: u32,
    },
    /// Another emulator has the file open.
    InUse,
    /// A record of the file cannot be read.
    Damaged {
        /// The table that it is in.
        table: String,
        /// Its key in there.
        key: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The file was cut off or overwritten. The text says how that was noticed.
    Corrupted(String),
    /// The file cannot be read or written.
    Io(io::Error),
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoFolder => f.write_str("its folder does not exist; make it first"),
            Self::NotAStore(what) => write!(f, "{what}; name another path, at which a new file is made"),
            Self::Version { found, known } => write!(
                f,
                "its format is version {found}, and this emulator knows {known}; use the emulator that made it, \
                 or name another path"
            ),
            Self::InUse => {
                f.write_str("another emulator has it open; end that one, or name another path for this one")
            }
            Self::Damaged { table, key, reason } => write!(
                f,
                "the record '{key}' of its table '{table}' is damaged ({reason}); restore the file from a copy, or \
                 name another path"
            ),
            Self::Corrupted(how) => {
                write!(f, "it is damaged ({how}); restore it from a copy, or name another path")
            }
            Self::Io(error) => match error.kind() {
                io::ErrorKind::PermissionDenied => {
                    write!(
                        f,
                        "{error}; give this user the right to read and write it, and to make files beside it"
                    )
                }
                _ => write!(f, "{error}; see to it that the path is one of a file that can be written to"),
            },
        }
    }
}

impl error::Error for StoreError {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        match self {
            Self::Io(error) => Some(error),
            _ => None,
        }
    }
}

impl StoreError {
    /// What the database says.
    pub(super) fn of(error: impl Into<redb::Error>) -> Self {
        use redb::Error;
        match error.into() {
            Error::DatabaseAlreadyOpen => Self::InUse,
            // The database has no other word for a file that does not begin as its own do.
            Error::Io(error) if error.kind() == io::ErrorKind::InvalidData => {
                Self::NotAStore(String::from("it is no database"))
            }
            Error::Io(error) if error.kind() == io::ErrorKind::UnexpectedEof => {
                Self::Corrupted(String::from("it ends too early"))
            }
            Error::Io(error) => Self::Io(error),
            Error::UpgradeRequired(version) => Self::NotAStore(format!(
                "it is a database of format {version}, which no emulator has written"
            )),
            Error::Corrupted(how) => Self::Corrupted(how),
            error => Self::Corrupted(error.to_string()),
        }
    }
}
