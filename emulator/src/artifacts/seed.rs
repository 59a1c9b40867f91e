//! What tests put in.

use bytes::Bytes;
use msgraph_spec::model::{Api, TypeName, TypeRef, ValueType};
use serde_json::{Map, Value};

use super::{Artifact, Kind, Report, read};
use crate::error::SeedError;
use crate::ids::{self, Ids};
use crate::service::Service;
use crate::{moment, validate};

/// Adds a transcript or a recording; what the JSON lacks is made up.
pub(crate) fn add(
    service: &Service,
    kind: Kind,
    meeting: &str,
    json: Value,
    content: Bytes,
) -> Result<String, SeedError> {
    let slice = service.slices.with_type(kind.type_name());
    let given = checked(&slice.api, kind.type_name(), json)?;
    let now = moment::format(service.now());
    service.change(|state| {
        let (artifacts, store) = (&mut state.artifacts, &mut state.store);
        let meeting = state.meetings.get_mut(meeting).ok_or(SeedError::NotFound)?;
        let id = id_of(&given, &mut state.ids);
        let mut properties = read::by_default(kind, &id, meeting, &slice.root, &now);
        properties.insert(String::from("callId"), state.ids.guid().into());
        properties.insert(String::from("contentCorrelationId"), state.ids.guid().into());
        properties.insert(String::from("id"), id.clone().into());
        retain_declared(&slice.api, kind.type_name(), &mut properties);
        properties.extend(given);
        let content = artifacts.stream(content, store);
        let (number, meeting_id) = (content.number(), meeting.id.clone());
        let artifact = Artifact {
            kind,
            id: id.clone(),
            meeting: meeting_id,
            number,
            properties,
            content,
            metadata: None,
        };
        artifact.keep(&artifacts.origin, store);
        artifacts.known.push(artifact);
        if kind == Kind::Transcript {
            // Graph has transcripts only of meetings with an event.
            meeting.has_event = true;
            meeting.keep(store);
        }
        Ok(id)
    })
}

/// Sets what `metadataContent` of a transcript answers with.
pub(crate) fn set_metadata(service: &Service, transcript: &str, content: Bytes) -> Result<(), SeedError> {
    service.change(|state| {
        let (artifacts, store) = (&mut state.artifacts, &mut state.store);
        let at = artifacts.known.iter().position(|one| one.id == transcript).ok_or(SeedError::NotFound)?;
        let content = artifacts.stream(content, store);
        let transcript = &mut artifacts.known[at];
        if let Some(former) = transcript.metadata.replace(content) {
            former.forget(store);
        }
        transcript.keep(&artifacts.origin, store);
        Ok(())
    })
}

/// Adds an attendance report with its records.
pub(crate) fn add_report(
    service: &Service,
    meeting: &str,
    report: Value,
    records: Vec<Value>,
) -> Result<String, SeedError> {
    let (of_report, of_record) =
        ("microsoft.graph.meetingAttendanceReport", "microsoft.graph.attendanceRecord");
    let mut properties = checked(&service.slices.with_type(of_report).api, of_report, report)?;
    let check = |one| checked(&service.slices.with_type(of_record).api, of_record, one);
    let mut records = records.into_iter().map(check).collect::<Result<Vec<_>, SeedError>>()?;
    service.change(|state| {
        let meeting = state.meetings.get(meeting).ok_or(SeedError::NotFound)?.id.clone();
        let id = id_of(&properties, &mut state.ids);
        properties.insert(String::from("id"), id.clone().into());
        properties.entry("totalParticipantCount").or_insert(records.len().into());
        for record in &mut records {
            let id = id_of(record, &mut state.ids);
            record.insert(String::from("id"), id.into());
        }
        let report = Report { place: state.store.place(), id: id.clone(), meeting, properties, records };
        report.keep(&mut state.store);
        state.artifacts.reports.push(report);
        Ok(id)
    })
}

/// The JSON, held against the type in the model where the slice has it.
fn checked(api: &Api, ty: &str, json: Value) -> Result<Map<String, Value>, SeedError> {
    let ty = ValueType::required(TypeRef::Named(TypeName::new(ty)));
    let faults = validate::faults(api, &ty, &json);
    match json {
        Value::Object(object) if faults.is_empty() => Ok(object),
        _ if faults.is_empty() => Err(SeedError::Invalid(String::from("The value must be an object."))),
        _ => Err(SeedError::Invalid(faults.join(" "))),
    }
}

fn id_of(given: &Map<String, Value>, ids: &mut Ids) -> String {
    let given = given.get("id").and_then(Value::as_str).filter(|id| !id.is_empty());
    given.map_or_else(|| ids::opaque(&ids.guid()), String::from)
}

fn retain_declared(api: &Api, ty: &str, properties: &mut Map<String, Value>) {
    if let Some(ty) = api.structured(&TypeName::new(ty)) {
        let known = api.properties_of(ty);
        properties.retain(|name, _| known.iter().any(|one| one.name == *name));
    }
}
