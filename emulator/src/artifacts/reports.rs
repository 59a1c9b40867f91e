//! Attendance reports, read over the wire.
//!
//! See <https://learn.microsoft.com/graph/api/resources/meetingattendancereport>.

use serde_json::{Map, Value};

use super::{Report, item, no_expand, one};
use crate::errors::GraphError;
use crate::handler::Call;
use crate::meetings;
use crate::page;
use crate::reply::Reply;

/// `…/attendanceReports`
pub(super) fn list(call: &mut Call<'_>) -> Result<Reply, GraphError> {
    let meeting = meetings::visible(call)?;
    let reports = call.state.artifacts.reports_of(&meeting.id);
    let items =
        reports.map(|report| expanded(call, report, item(call, &report.properties)?).map(Value::Object));
    let items = items.collect::<Result<Vec<Value>, GraphError>>()?;
    page::reply(call, items, None)
}

/// `…/attendanceReports/{id}`
pub(super) fn get(call: &mut Call<'_>) -> Result<Reply, GraphError> {
    let report = find(call)?;
    Ok(Reply::ok(expanded(call, report, one(call, &report.properties)?)?))
}

/// `…/attendanceReports/{id}/attendanceRecords`
pub(super) fn records(call: &mut Call<'_>) -> Result<Reply, GraphError> {
    let records = find(call)?.records.iter();
    let items = records.map(|record| item(call, record).map(Value::Object));
    let items = items.collect::<Result<Vec<Value>, GraphError>>()?;
    page::reply(call, items, None)
}

/// `…/attendanceReports/{id}/attendanceRecords/{id}`
pub(super) fn record(call: &mut Call<'_>) -> Result<Reply, GraphError> {
    let mut records = find(call)?.records.iter();
    let found = records.find(|record| record.get("id").and_then(Value::as_str) == Some(call.key(2)));
    let found = found.ok_or_else(GraphError::not_found)?;
    Ok(Reply::ok(one(call, found)?))
}

/// `…/attendeeReport`: what a test has set, else 404.
pub(super) fn attendee_report(call: &mut Call<'_>) -> Result<Reply, GraphError> {
    let meeting = meetings::visible(call)?;
    let report = meeting.attendee_report.ok_or_else(GraphError::not_found)?;
    Ok(Reply::bytes("application/octet-stream", report))
}

fn find<'a>(call: &'a Call<'_>) -> Result<&'a Report, GraphError> {
    let meeting = meetings::visible(call)?;
    let mut known = call.state.artifacts.reports.iter();
    let is_it = |one: &&Report| one.meeting == meeting.id && one.id == call.key(1);
    known.find(is_it).ok_or_else(GraphError::not_found)
}

/// Adds to a report what `$expand` names, which can only be its records.
fn expanded(
    call: &Call<'_>,
    report: &Report,
    mut answer: Map<String, Value>,
) -> Result<Map<String, Value>, GraphError> {
    for name in call.query.names("$expand").unwrap_or_default() {
        if !name.eq_ignore_ascii_case("attendanceRecords") {
            return Err(no_expand(name));
        }
        let records: Vec<Value> = report.records.iter().cloned().map(Value::Object).collect();
        answer.insert(String::from("attendanceRecords"), records.into());
    }
    Ok(answer)
}
