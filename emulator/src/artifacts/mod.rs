//! What a meeting leaves behind: transcripts, recordings and attendance reports.
//!
//! A meeting of the emulator is never held, so all of it comes from tests.

mod read;
mod reports;
mod seed;

use bytes::Bytes;
use msgraph_spec::model::HttpMethod;
use serde_json::{Map, Value};

use crate::errors::GraphError;
use crate::handler::{Call, Handler};
use crate::meetings::Meeting;
use crate::present;

pub(crate) use seed::{add, add_report};

/// The handler of an operation on what a meeting left behind.
pub(crate) fn handler(method: HttpMethod, resource: &str) -> Option<Handler> {
    if method != HttpMethod::Get {
        return None;
    }
    let handler: Handler = match resource {
        "onlinemeetings/{}/transcripts" => |call| read::list(call, Kind::Transcript),
        "onlinemeetings/{}/transcripts/delta" => |call| read::delta(call, Kind::Transcript),
        "onlinemeetings/{}/transcripts/{}" => |call| read::get(call, Kind::Transcript),
        "onlinemeetings/{}/transcripts/{}/content" => |call| read::content(call, Kind::Transcript),
        "onlinemeetings/{}/transcripts/{}/metadatacontent" => read::metadata,
        "onlinemeetings/getalltranscripts" => |call| read::all(call, Kind::Transcript),
        "onlinemeetings/getalltranscripts/delta" => |call| read::all_delta(call, Kind::Transcript),
        "onlinemeetings/{}/recordings" => |call| read::list(call, Kind::Recording),
        "onlinemeetings/{}/recordings/delta" => |call| read::delta(call, Kind::Recording),
        "onlinemeetings/{}/recordings/{}" => |call| read::get(call, Kind::Recording),
        "onlinemeetings/{}/recordings/{}/content" => |call| read::content(call, Kind::Recording),
        "onlinemeetings/getallrecordings" => |call| read::all(call, Kind::Recording),
        "onlinemeetings/getallrecordings/delta" => |call| read::all_delta(call, Kind::Recording),
        "onlinemeetings/{}/attendancereports" => reports::list,
        "onlinemeetings/{}/attendancereports/{}" => reports::get,
        "onlinemeetings/{}/attendancereports/{}/attendancerecords" => reports::records,
        "onlinemeetings/{}/attendancereports/{}/attendancerecords/{}" => reports::record,
        "onlinemeetings/{}/attendeereport" => reports::attendee_report,
        _ => return None,
    };
    Some(handler)
}

/// What a stream is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Transcript,
    Recording,
}

impl Kind {
    /// The type in the model.
    fn type_name(self) -> &'static str {
        match self {
            Self::Transcript => "microsoft.graph.callTranscript",
            Self::Recording => "microsoft.graph.callRecording",
        }
    }

    /// The collection in the path.
    fn collection(self) -> &'static str {
        match self {
            Self::Transcript => "transcripts",
            Self::Recording => "recordings",
        }
    }

    /// The media type of the content, where the slice names none of its own.
    fn media_type(self) -> &'static str {
        match self {
            Self::Transcript => "text/vtt",
            Self::Recording => "video/mp4",
        }
    }

    /// The property that has the address of the content.
    fn url_property(self) -> &'static str {
        match self {
            Self::Transcript => "transcriptContentUrl",
            Self::Recording => "recordingContentUrl",
        }
    }
}

/// A transcript or a recording.
pub(crate) struct Artifact {
    kind: Kind,
    id: String,
    meeting: String,
    /// Counts up with each one that is added; a delta token is the last number that was seen.
    number: u64,
    properties: Map<String, Value>,
    content: Bytes,
    /// What `metadataContent` of a transcript answers.
    pub(crate) metadata: Option<Bytes>,
}

/// An attendance report.
pub(crate) struct Report {
    id: String,
    meeting: String,
    properties: Map<String, Value>,
    records: Vec<Map<String, Value>>,
}

/// All of them, in the order in which they were added.
#[derive(Default)]
pub(crate) struct Artifacts {
    known: Vec<Artifact>,
    reports: Vec<Report>,
    last: u64,
}

impl Artifacts {
    /// The transcript or recording with that id.
    pub(crate) fn get_mut(&mut self, id: &str) -> Option<&mut Artifact> {
        self.known.iter_mut().find(|one| one.id == id)
    }

    /// Drops all that belongs to a meeting.
    pub(crate) fn forget(&mut self, meeting: &str) {
        self.known.retain(|one| one.meeting != meeting);
        self.reports.retain(|one| one.meeting != meeting);
    }

    fn of<'a>(&'a self, kind: Kind, meeting: &'a str) -> impl Iterator<Item = &'a Artifact> {
        self.known.iter().filter(move |one| one.kind == kind && one.meeting == meeting)
    }

    fn reports_of<'a>(&'a self, meeting: &'a str) -> impl Iterator<Item = &'a Report> {
        self.reports.iter().filter(move |one| one.meeting == meeting)
    }
}

/// Adds to a meeting what `$expand` names.
pub(crate) fn expand_meeting(
    call: &Call<'_>,
    meeting: &Meeting,
    answer: &mut Map<String, Value>,
) -> Result<(), GraphError> {
    for name in call.query.names("$expand").unwrap_or_default() {
        let artifacts = &call.state.artifacts;
        let items = |kind| artifacts.of(kind, &meeting.id).map(|one| one.properties.clone().into()).collect();
        let (name, items): (_, Vec<Value>) = match name.to_ascii_lowercase().as_str() {
            "transcripts" => ("transcripts", items(Kind::Transcript)),
            "recordings" => ("recordings", items(Kind::Recording)),
            "attendancereports" => {
                let reports = artifacts.reports_of(&meeting.id).map(|one| one.properties.clone().into());
                ("attendanceReports", reports.collect())
            }
            _ => return Err(no_expand(name)),
        };
        answer.insert(String::from(name), items.into());
    }
    Ok(())
}

fn no_expand(name: &str) -> GraphError {
    GraphError::bad_request(format!("'{name}' cannot be expanded here."))
}

/// An entity as one of a collection.
fn item(call: &Call<'_>, properties: &Map<String, Value>) -> Result<Map<String, Value>, GraphError> {
    let mut answer = properties.clone();
    let ty = call.answer_type();
    present::select(call.api(), ty.as_ref(), &call.query, &mut answer)?;
    if let Some(ty) = &ty {
        present::object(call.api(), ty, &mut answer, call.wants_unknown_members());
    }
    Ok(answer)
}

/// An entity as the whole answer.
fn one(call: &Call<'_>, properties: &Map<String, Value>) -> Result<Map<String, Value>, GraphError> {
    let mut answer = item(call, properties)?;
    answer.insert(String::from("@odata.context"), call.context("/$entity").into());
    Ok(answer)
}
