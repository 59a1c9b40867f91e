//! Attendance reports, read over the wire.
//!
//! See <https://learn.microsoft.com/graph/api/resources/meetingattendancereport>.

use msgraph_spec::model::TypeName;
use serde_json::{Map, Value};

use super::{Report, item, one, shown};
use crate::errors::GraphError;
use crate::expand::{self, Expansion};
use crate::handler::Call;
use crate::meetings::{self, Meeting};
use crate::page;
use crate::reply::Reply;

/// The types in the model.
pub(super) const REPORT: &str = "microsoft.graph.meetingAttendanceReport";
pub(super) const RECORD: &str = "microsoft.graph.attendanceRecord";

/// `…/attendanceReports`
pub(super) fn list(call: &mut Call<'_>) -> Result<Reply, GraphError> {
    let meeting = meetings::visible(call)?;
    let ty = call.answer_type();
    let reports =
        arranged(call, REPORT, call.state.artifacts.reports_of(&meeting.id), |one| &one.properties)?;
    let expansions = Expansion::all(&call.query)?;
    let items = reports.into_iter().map(|report| {
        let answer = item(call, &report.properties)?;
        expanded(call, ty.as_ref(), &expansions, report, answer).map(Value::Object)
    });
    let items = items.collect::<Result<Vec<Value>, GraphError>>()?;
    page::reply(call, items, None)
}

/// `…/attendanceReports/{id}`
pub(super) fn get(call: &mut Call<'_>) -> Result<Reply, GraphError> {
    let report = find(call)?;
    let answer = one(call, &report.properties)?;
    Ok(Reply::ok(expanded(call, call.answer_type().as_ref(), &Expansion::all(&call.query)?, report, answer)?))
}

/// `…/attendanceReports/{id}/attendanceRecords`
pub(super) fn records(call: &mut Call<'_>) -> Result<Reply, GraphError> {
    let records = arranged(call, RECORD, find(call)?.records.iter(), |one| *one)?;
    let items = records.into_iter().map(|record| item(call, record).map(Value::Object));
    let items = items.collect::<Result<Vec<Value>, GraphError>>()?;
    page::reply(call, items, None)
}

/// `…/attendanceReports/$count`
pub(super) fn count(call: &mut Call<'_>) -> Result<Reply, GraphError> {
    let meeting = meetings::visible(call)?;
    let found = call.state.artifacts.reports_of(&meeting.id);
    Ok(Reply::number(arranged(call, REPORT, found, |one| &one.properties)?.len()))
}

/// `…/attendanceReports/{id}/attendanceRecords/$count`
pub(super) fn count_records(call: &mut Call<'_>) -> Result<Reply, GraphError> {
    let records = find(call)?.records.iter();
    Ok(Reply::number(arranged(call, RECORD, records, |one| *one)?.len()))
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
    report.reply(call.headers, "application/octet-stream")
}

/// Those that `$filter` leaves, in the order of `$orderby`.
fn arranged<T>(
    call: &Call<'_>,
    ty: &str,
    found: impl Iterator<Item = T>,
    properties: impl Fn(&T) -> &Map<String, Value>,
) -> Result<Vec<T>, GraphError> {
    expand::arrange(&call.query, call.api(), &TypeName::new(ty), found.collect(), properties)
}

fn find<'a>(call: &'a Call<'_>) -> Result<&'a Report, GraphError> {
    let meeting = meetings::visible(call)?;
    let mut known = call.state.artifacts.reports.iter();
    let is_it = |one: &&Report| one.meeting == meeting.id && one.id == call.key(1);
    known.find(is_it).ok_or_else(GraphError::not_found)
}

/// The reports of a meeting, in line.
pub(super) fn of_meeting(
    call: &Call<'_>,
    meeting: &Meeting,
    expansion: &Expansion,
    ty: &TypeName,
) -> Result<Vec<Value>, GraphError> {
    let found = call.state.artifacts.reports_of(&meeting.id).collect();
    let found: Vec<&Report> = expansion.arranged(call.api(), ty, found, |one| &one.properties)?;
    let whole = |report: &Report| {
        let answer = shown(call, Some(ty), &expansion.options, &report.properties)?;
        expanded(call, Some(ty), &expansion.inner, report, answer).map(Value::Object)
    };
    found.into_iter().map(whole).collect()
}

/// Adds to a report, which is of that type, what a query expands; it can only be its
/// records.
fn expanded(
    call: &Call<'_>,
    ty: Option<&TypeName>,
    expansions: &[Expansion],
    report: &Report,
    mut answer: Map<String, Value>,
) -> Result<Map<String, Value>, GraphError> {
    for expansion in expansions {
        let (name, target) = expansion.target(call.api(), ty)?;
        if name != "attendanceRecords" {
            return Err(expansion.refused());
        }
        if let Some(inner) = expansion.inner.first() {
            return Err(inner.refused());
        }
        let records = report.records.iter().collect();
        let records = expansion.arranged(call.api(), target, records, |one| *one)?;
        let shown = |one| shown(call, Some(target), &expansion.options, one).map(Value::Object);
        let records = records.into_iter().map(shown).collect::<Result<Vec<Value>, GraphError>>()?;
        answer.insert(String::from(name), records.into());
    }
    Ok(answer)
}
