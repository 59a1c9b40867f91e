//! Where the state goes that outlives an emulator.
//!
//! What is answered comes from memory. Every change is also told to the store, under a table and a key, and all
//! that one request has changed is committed together before its answer leaves. With no file, that costs nothing.

use std::io;

/// A kind of things that are kept. Its name is that of the table in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Table {
    Users,
    Meetings,
    Artifacts,
    Reports,
    Entities,
    Streams,
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
}

/// Something that keeps changes for good.
pub(crate) trait Keep: Send {
    /// Keeps all of them or none.
    fn keep(&mut self, changes: Vec<Change>) -> io::Result<()>;
}

impl Store {
    #[cfg(test)]
    pub(crate) fn with(file: impl Keep + 'static) -> Self {
        Self { file: Some(Box::new(file)), changes: Vec::new() }
    }

    /// Notes a new or changed thing. The value is only made where it is kept.
    pub(crate) fn put(&mut self, table: Table, key: &str, value: impl FnOnce() -> Vec<u8>) {
        if self.file.is_some() {
            self.changes.push(Change { table, key: String::from(key), value: Some(value()) });
        }
    }

    /// Notes that a thing is gone.
    pub(crate) fn remove(&mut self, table: Table, key: &str) {
        if self.file.is_some() {
            self.changes.push(Change { table, key: String::from(key), value: None });
        }
    }

    /// Keeps what was noted since the last time.
    pub(crate) fn commit(&mut self) -> io::Result<()> {
        match &mut self.file {
            Some(file) if !self.changes.is_empty() => file.keep(std::mem::take(&mut self.changes)),
            _ => Ok(()),
        }
    }
}
