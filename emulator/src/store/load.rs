//! What a file has, back in memory.

use std::collections::BTreeMap;
use std::panic::{self, AssertUnwindSafe};
use std::path::Path;

use bytes::Bytes;

use super::error::StoreError;
use super::file::File;
use super::{Record, Store, Table, key};
use crate::artifacts::{Artifact, Kept, Report};
use crate::entities;
use crate::ids::Ids;
use crate::meetings::Meeting;
use crate::state::State;
use crate::stream::Stream;
use crate::users::User;

/// Puts into the state what the file has, and keeps there what changes from now on.
pub(crate) fn open(state: &mut State, path: &Path, seed: u64) -> Result<(), StoreError> {
    let mut read = || {
        let (file, generation) = File::open(path)?;
        state.ids = Ids::of_generation(seed, generation);
        let last = load(state, &file)?;
        state.store = Store::new(file, last);
        Ok(())
    };
    // Of some damaged files the database does not say that they are, but panics.
    let read = panic::catch_unwind(AssertUnwindSafe(&mut read));
    read.unwrap_or_else(|_| Err(StoreError::Corrupted(String::from("it does not hold together"))))
}

/// Reads all tables, and gives the last place in the order of things.
fn load(state: &mut State, file: &File) -> Result<u64, StoreError> {
    file.each(Table::Counters, |name, value| counter(state, name, value))?;
    let last_user = users(state, file)?;
    let mut contents = Contents::default();
    file.each(Table::Contents, |key, value| {
        contents.0.insert(String::from(key), Bytes::copy_from_slice(value));
        Ok(())
    })?;
    file.each(Table::Meetings, |key, value| {
        state.meetings.restore(Meeting::from_record(key, Record::read(value)?, &mut contents)?);
        Ok(())
    })?;
    file.each(Table::Artifacts, |key, value| {
        let artifact = Artifact::from_record(
            number(key)?,
            Record::read(value)?,
            state.artifacts.origin(),
            &mut contents,
        )?;
        of_meeting(state, Kept::Artifact(artifact))
    })?;
    let mut last = last_user;
    file.each(Table::Reports, |key, value| {
        let place = number(key)?;
        last = last.max(place);
        of_meeting(state, Kept::Report(Report::from_record(place, Record::read(value)?)?))
    })?;
    contents.check()?;
    for table in [Table::Entities, Table::Streams] {
        file.each(table, |key, value| state.entities.restore(table, key, value))?;
    }
    Ok(last)
}

fn counter(state: &mut State, name: &str, value: &[u8]) -> Result<(), String> {
    // A later version may count other things.
    let last = || Record::read(value)?.number("last");
    match name {
        "artifacts" => state.artifacts.restore_last(last()?),
        entities::COUNTER => state.entities.restore_last(last()?),
        _ => {}
    }
    Ok(())
}

/// The users: those of the builder, changed where they were and without those who were taken away, and behind them
/// those who were added.
fn users(state: &mut State, file: &File) -> Result<u64, StoreError> {
    let mut added = Vec::new();
    file.each(Table::Users, |_, value| {
        let mut record = Record::read(value)?;
        let (place, is_gone) = (record.number("place")?, record.flag("isGone")?);
        added.push((place, is_gone, User::from_record(record)?));
        Ok(())
    })?;
    added.sort_by_key(|(place, ..)| *place);
    let last = added.last().map_or(0, |(place, ..)| *place);
    for (place, is_gone, user) in added {
        let known = state.users.iter().position(|one| one.id.eq_ignore_ascii_case(&user.id));
        match known {
            // Only changed, never added.
            Some(at) if place == 0 && !is_gone => {
                state.users[at] = user;
                continue;
            }
            Some(at) => drop(state.users.remove(at)),
            None => {}
        }
        if !is_gone {
            state.places.insert(user.id.to_ascii_lowercase(), place);
            state.users.push(user);
        }
    }
    Ok(last)
}

/// What a meeting left behind goes with it, so there must be one.
fn of_meeting(state: &mut State, kept: Kept) -> Result<(), String> {
    if state.meetings.get(kept.meeting()).is_none() {
        return Err(String::from("its meeting is missing"));
    }
    state.artifacts.restore(kept);
    Ok(())
}

fn number(key: &str) -> Result<u64, String> {
    key.parse().map_err(|_| String::from("its key is no number"))
}

/// The contents of the file that nothing has claimed so far.
#[derive(Default)]
pub(crate) struct Contents(BTreeMap<String, Bytes>);

impl Contents {
    /// The content of that number.
    pub(crate) fn take(&mut self, number: u64) -> Result<Stream, String> {
        let bytes = self.0.remove(&key(number)).ok_or_else(|| format!("its content {number} is missing"))?;
        Ok(Stream::new(bytes, number))
    }

    /// Contents go with what they are of, so none may be left.
    fn check(&self) -> Result<(), StoreError> {
        match self.0.keys().next() {
            None => Ok(()),
            Some(key) => Err(StoreError::Damaged {
                table: String::from(Table::Contents.name()),
                key: key.clone(),
                reason: String::from("it belongs to nothing"),
            }),
        }
    }
}
