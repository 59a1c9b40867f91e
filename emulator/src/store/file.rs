//! A store in a single file, an embedded database.
//!
//! Each commit is one transaction, and on the disk when it returns: neither a killed process nor a lost power supply
//! takes away what was answered.

use std::io;
use std::path::Path;

use redb::{Database, ReadableTable as _, TableDefinition, TableError};

use super::error::StoreError;
use super::{Change, Keep, Table, create};

/// The version of what stands in the tables. Another one means that older emulators cannot read the file.
const FORMAT: u32 = 1;

const HEADER: TableDefinition<'static, &str, &[u8]> = TableDefinition::new("header");
const FORMAT_KEY: &str = "format";
/// Counts the openings of the file, from 0.
const GENERATION_KEY: &str = "generation";

/// The file of a store, open.
pub(super) struct File {
    database: Database,
}

impl File {
    /// Opens the file, and tells which opening of it that is.
    pub(super) fn open(path: &Path) -> Result<(Self, u64), StoreError> {
        let mut generation = None;
        let database = create::open(path, |database| {
            generation = Some(0);
            write_header(database, 0)
        })?;
        let generation = if let Some(new) = generation {
            new
        } else {
            let next = generation_of(&database)?.wrapping_add(1);
            write_header(&database, next)?;
            next
        };
        Ok((Self { database }, generation))
    }

    /// Hands over every record of a table, in the order of the keys.
    pub(super) fn each(
        &self,
        table: Table,
        mut take: impl FnMut(&str, &[u8]) -> Result<(), String>,
    ) -> Result<(), StoreError> {
        let transaction = self.database.begin_read().map_err(StoreError::of)?;
        let records = match transaction.open_table(definition(table)) {
            Ok(records) => records,
            Err(TableError::TableDoesNotExist(_)) => return Ok(()),
            Err(error) => return Err(StoreError::of(error)),
        };
        for record in records.iter().map_err(StoreError::of)? {
            let (key, value) = record.map_err(StoreError::of)?;
            take(key.value(), value.value()).map_err(|reason| StoreError::Damaged {
                table: String::from(table.name()),
                key: String::from(key.value()),
                reason,
            })?;
        }
        Ok(())
    }
}

impl Keep for File {
    fn keep(&mut self, changes: Vec<Change>) -> io::Result<()> {
        let transaction = self.database.begin_write().map_err(not_written)?;
        for Change { table, key, value } in changes {
            let mut records = transaction.open_table(definition(table)).map_err(not_written)?;
            match value {
                Some(value) => drop(records.insert(&*key, &*value).map_err(not_written)?),
                None => drop(records.remove(&*key).map_err(not_written)?),
            }
        }
        transaction.commit().map_err(not_written)
    }
}

fn not_written(error: impl Into<redb::Error>) -> io::Error {
    match error.into() {
        redb::Error::Io(error) => error,
        error => io::Error::other(error),
    }
}

fn definition(table: Table) -> TableDefinition<'static, &'static str, &'static [u8]> {
    TableDefinition::new(table.name())
}

/// The last generation of a file, if its format is known. Nothing is written before that.
fn generation_of(database: &Database) -> Result<u64, StoreError> {
    let foreign =
        || StoreError::NotAStore(String::from("it is a database, but not the store of an emulator"));
    let transaction = database.begin_read().map_err(StoreError::of)?;
    let header = match transaction.open_table(HEADER) {
        Ok(header) => header,
        Err(TableError::Storage(error)) => return Err(StoreError::of(error)),
        Err(_) => return Err(foreign()),
    };
    let text = |key| match header.get(key) {
        Ok(value) => Ok(value.map(|value| String::from_utf8_lossy(value.value()).into_owned())),
        Err(error) => Err(StoreError::of(error)),
    };
    let format = text(FORMAT_KEY)?.ok_or_else(foreign)?;
    if format != FORMAT.to_string() {
        return Err(StoreError::Version { found: format, known: FORMAT });
    }
    let generation = text(GENERATION_KEY)?.and_then(|generation| generation.parse().ok());
    generation.ok_or_else(|| StoreError::Damaged {
        table: String::from("header"),
        key: String::from(GENERATION_KEY),
        reason: String::from("it is no number"),
    })
}

fn write_header(database: &Database, generation: u64) -> Result<(), StoreError> {
    let transaction = database.begin_write().map_err(StoreError::of)?;
    {
        let mut header = transaction.open_table(HEADER).map_err(StoreError::of)?;
        for (key, value) in [(FORMAT_KEY, u64::from(FORMAT)), (GENERATION_KEY, generation)] {
            header.insert(key, value.to_string().as_bytes()).map_err(StoreError::of)?;
        }
    }
    transaction.commit().map_err(StoreError::of)
}
