//! Where the state goes that outlives an emulator.
//!
//! What is answered comes from memory. Every change is also told to the store, under a table and a key, and all
//! that one request has changed is committed together before its answer leaves. With no file, that costs nothing.
//!
//! Where a commit fails, memory has what the file has not. Nothing of that may be told to anybody, so from then on
//! the store [refuses](Store::check), and with it every request and every change, until an emulator starts anew
//! from what the file has.

#[cfg(feature = "file")]
mod create;
#[cfg(feature = "file")]
mod error;
#[cfg(feature = "file")]
mod file;
#[cfg(feature = "file")]
mod load;
mod record;
#[cfg(feature = "file")]
mod settings;
#[cfg(all(test, feature = "file"))]
mod tests;

use std::io;

#[cfg(feature = "file")]
pub use error::StoreError;
pub(crate) use record::{bytes, key};
#[cfg(feature = "file")]
pub(crate) use {load::Contents, load::open, record::Record};

/// A kind of things that are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Table {
    /// The last number of each kind that was given away.
    Counters,
    Users,
    Meetings,
    /// The bytes of transcripts, recordings and attendee reports, by their numbers.
    Contents,
    Artifacts,
    Reports,
    Entities,
    Streams,
}

impl Table {
    /// Its name in the file.
    #[cfg(feature = "file")]
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Counters => "counters",
            Self::Users => "users",
            Self::Meetings => "meetings",
            Self::Contents => "contents",
            Self::Artifacts => "artifacts",
            Self::Reports => "reports",
            Self::Entities => "entities",
            Self::Streams => "streams",
        }
    }
}

/// A change that is not yet committed. Without a value, what is there goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Change {
    pub(crate) table: Table,
    pub(crate) key: String,
    pub(crate) value: Option<Vec<u8>>,
}

/// The store of an emulator.
#[derive(Default)]
pub(crate) struct Store {
    /// Nothing where all is kept in memory alone.
    file: Option<Box<dyn Keep>>,
    changes: Vec<Change>,
    /// Why a commit failed.
    failure: Option<String>,
    /// The last place in the order of things that have one.
    last: u64,
}

/// Something that keeps changes for good.
pub(crate) trait Keep: Send {
    /// Keeps all of them or none.
    fn keep(&mut self, changes: Vec<Change>) -> io::Result<()>;
}

impl Store {
    /// A store that keeps changes there. The last place in the order is that of the things that are there already.
    #[cfg(feature = "file")]
    pub(crate) fn new(file: impl Keep + 'static, last: u64) -> Self {
        Self { file: Some(Box::new(file)), last, ..Self::default() }
    }

    /// The next place in the order of things, for those that are listed as they were added.
    pub(crate) fn place(&mut self) -> u64 {
        self.last += 1;
        self.last
    }

    /// Notes a new or changed thing. The value is only made where it is kept, which is nowhere once a commit failed.
    pub(crate) fn put(&mut self, table: Table, key: &str, value: impl FnOnce() -> Vec<u8>) {
        if self.is_kept() {
            self.changes.push(Change { table, key: String::from(key), value: Some(value()) });
        }
    }

    /// Notes that a thing is gone.
    pub(crate) fn remove(&mut self, table: Table, key: &str) {
        if self.is_kept() {
            self.changes.push(Change { table, key: String::from(key), value: None });
        }
    }

    fn is_kept(&self) -> bool {
        self.file.is_some() && self.failure.is_none()
    }

    /// Keeps what was noted since the last time.
    ///
    /// # Errors
    ///
    /// Where that fails, or an earlier one has failed.
    pub(crate) fn commit(&mut self) -> io::Result<()> {
        if self.changes.is_empty() {
            return Ok(());
        }
        self.check()?;
        let Some(file) = &mut self.file else { return Ok(()) };
        let kept = file.keep(std::mem::take(&mut self.changes));
        if let Err(error) = &kept {
            self.failure = Some(error.to_string());
        }
        kept
    }

    /// Drops what was noted since the last time, for the reason why it cannot be kept. Memory has it, so nothing is
    /// answered or changed from then on; without anything noted, all stays as it was.
    pub(crate) fn abandon(&mut self, reason: &str) {
        if !self.changes.is_empty() {
            self.changes.clear();
            self.failure = Some(String::from(reason));
        }
    }

    /// Whether memory and file still agree. Nothing is answered or changed where they do not.
    ///
    /// # Errors
    ///
    /// With the reason of the commit that failed.
    pub(crate) fn check(&self) -> io::Result<()> {
        match &self.failure {
            None => Ok(()),
            Some(reason) => Err(io::Error::other(reason.clone())),
        }
    }
}
