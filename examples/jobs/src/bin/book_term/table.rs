//! The table of lectures: its rows, and what can be wrong with them.

use std::cell::RefCell;
use std::collections::HashMap;
use std::fs::File;
use std::path::Path;

use csv::{ErrorKind, Position, StringRecord};
use msgraph::DateTimeOffset;
use msgraph::bulk::Booking;
use msgraph::models::{OnlineMeeting, OnlineMeetingPresenters};
use msgraph_example_jobs::about;
use serde::Deserialize;

use crate::Fallible;

/// The lines of rows that are not booked, and why.
pub(crate) type Faults = Vec<(u64, String)>;

/// A row of the table.
#[derive(Deserialize)]
struct Row {
    course: String,
    lecture: u32,
    start: DateTimeOffset,
    end: DateTimeOffset,
    title: String,
}

impl Row {
    /// The external id is what never changes: a lecture may be moved or get another title, and is still the same.
    fn booking(self) -> Booking {
        let meeting = OnlineMeeting::new()
            .set_subject(self.title)
            .set_start_date_time(self.start)
            .set_end_date_time(self.end)
            .set_allowed_presenters(OnlineMeetingPresenters::Organizer);
        Booking::new(format!("{}/{}", self.course, self.lecture), meeting)
    }
}

/// A table that has the columns, and rows.
pub(crate) struct Table {
    reader: csv::Reader<File>,
    names: StringRecord,
    start: Position,
    pub(crate) length: usize,
}

impl Table {
    pub(crate) fn open(path: &Path) -> Fallible<Self> {
        let name = &path.display();
        let mut reader = csv::Reader::from_reader(File::open(path).map_err(about(name))?);
        let names = reader.headers().map_err(about(name))?.clone();
        let start = reader.position().clone();
        let missing = ["course", "lecture", "start", "end", "title"]
            .into_iter()
            .find(|one| names.iter().all(|name| name != *one));
        if let Some(column) = missing.filter(|_| !names.is_empty()) {
            return Err(format!("{name}: the table lacks the column '{column}'").into());
        }
        match reader.byte_records().count() {
            0 => Err(format!("{name}: the table has no rows").into()),
            length => Ok(Self { reader, names, start, length }),
        }
    }

    /// The bookings of the rows, with their lines and external ids; the faults of the others are kept.
    pub(crate) fn bookings(
        &mut self,
        faults: &RefCell<Faults>,
    ) -> csv::Result<impl Iterator<Item = ((u64, String), Booking)>> {
        self.reader.seek(self.start.clone())?;
        let names = &self.names;
        let mut lines = HashMap::new();
        Ok(self.reader.records().filter_map(move |row| {
            let position = row.as_ref().map_or_else(csv::Error::position, StringRecord::position);
            let line = position.map_or(0, Position::line);
            let taken = row.and_then(|row| row.deserialize::<Row>(Some(names)));
            let booking = taken.map_err(|error| fault(&error, names)).and_then(|row| {
                if row.course.trim().is_empty() {
                    return Err("column 'course': it is empty".to_owned());
                }
                let booking = row.booking();
                match *lines.entry(booking.external_id().to_owned()).or_insert(line) {
                    first if first == line => Ok(booking),
                    first => Err(format!("the same lecture stands in line {first}")),
                }
            });
            match booking {
                Ok(booking) => Some(((line, booking.external_id().to_owned()), booking)),
                Err(fault) => {
                    faults.borrow_mut().push((line, fault));
                    None
                }
            }
        }))
    }
}

/// What is wrong with a row. Its line is told apart from this.
fn fault(error: &csv::Error, names: &StringRecord) -> String {
    match error.kind() {
        ErrorKind::UnequalLengths { expected_len, len, .. } => {
            format!("the row has {len} columns, and the table {expected_len}")
        }
        ErrorKind::Deserialize { err, .. } => {
            let column = err.field().and_then(|field| names.get(usize::try_from(field).ok()?));
            column
                .map_or_else(|| err.kind().to_string(), |column| format!("column '{column}': {}", err.kind()))
        }
        ErrorKind::Utf8 { err, .. } => err.to_string(),
        _ => error.to_string(),
    }
}
