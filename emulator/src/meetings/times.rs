//! When a meeting starts and ends.

use serde_json::{Map, Value};
use time::{Duration, OffsetDateTime};

use crate::errors::GraphError;
use crate::moment;

/// The names of the two properties.
pub(crate) const START: &str = "startDateTime";
pub(crate) const END: &str = "endDateTime";

/// Start and end of a new meeting: by default it starts now and lasts an hour.
///
/// For `createOrGet` Graph documents that an end needs a start. For a plain create nothing is known, so
/// the mild reading holds: a start that is missing is now.
pub(super) fn of_new(
    body: &Map<String, Value>,
    now: OffsetDateTime,
) -> Result<(OffsetDateTime, OffsetDateTime), GraphError> {
    let start = moment_of(body, START).unwrap_or(now);
    let end = moment_of(body, END);
    in_order(start, end.unwrap_or_else(|| start.saturating_add(Duration::HOUR)))
}

/// What `createOrGet` demands of the two beyond that.
pub(super) fn end_needs_start(body: &Map<String, Value>) -> Result<(), GraphError> {
    if moment_of(body, START).is_none() && moment_of(body, END).is_some() {
        return Err(GraphError::invalid_argument("'endDateTime' needs 'startDateTime' beside it."));
    }
    Ok(())
}

/// Start and end of a meeting that is changed, or nothing where they stay: they go together or not
/// at all.
pub(super) fn of_changed(
    body: &Map<String, Value>,
) -> Result<Option<(OffsetDateTime, OffsetDateTime)>, GraphError> {
    if !body.contains_key(START) && !body.contains_key(END) {
        return Ok(None);
    }
    let (Some(start), Some(end)) = (moment_of(body, START), moment_of(body, END)) else {
        let message = "'startDateTime' and 'endDateTime' can be changed only together.";
        return Err(GraphError::invalid_argument(message));
    };
    in_order(start, end).map(Some)
}

fn in_order(
    start: OffsetDateTime,
    end: OffsetDateTime,
) -> Result<(OffsetDateTime, OffsetDateTime), GraphError> {
    if start > end {
        return Err(GraphError::invalid_argument("'startDateTime' must not be after 'endDateTime'."));
    }
    Ok((start, end))
}

fn moment_of(body: &Map<String, Value>, name: &str) -> Option<OffsetDateTime> {
    body.get(name).and_then(Value::as_str).and_then(moment::parse)
}
