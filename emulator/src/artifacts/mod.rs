//! What a meeting leaves behind: transcripts, recordings and attendance reports.
//!
//! A meeting of the emulator is never held, so all of it comes from tests.

mod overview;
mod read;
mod record;
mod reports;
mod seed;

use bytes::Bytes;
use msgraph_spec::model::{HttpMethod, TypeName};
use serde_json::{Map, Value};

use crate::errors::GraphError;
use crate::expand::Expansion;
use crate::handler::{Call, Handler};
use crate::meetings::Meeting;
use crate::present;
use crate::query::Query;
use crate::store::{Store, Table};
use crate::stream::Stream;

pub(crate) use overview::Counts;
#[cfg(feature = "file")]
pub(crate) use record::Kept;
pub(crate) use seed::{add, add_report, set_metadata};

/// The handler of an operation on what a meeting left behind.
pub(crate) fn handler(method: HttpMethod, resource: &str) -> Option<Handler> {
    if method != HttpMethod::Get {
        return None;
    }
    let handler: Handler = match resource {
        "onlinemeetings/{}/transcripts" => |call| read::list(call, Kind::Transcript),
        "onlinemeetings/{}/transcripts/$count" => |call| read::count(call, Kind::Transcript),
        "onlinemeetings/{}/transcripts/delta" => |call| read::delta(call, Kind::Transcript),
        "onlinemeetings/{}/transcripts/{}" => |call| read::get(call, Kind::Transcript),
        "onlinemeetings/{}/transcripts/{}/content" => |call| read::content(call, Kind::Transcript),
        "onlinemeetings/{}/transcripts/{}/metadatacontent" => read::metadata,
        "onlinemeetings/getalltranscripts" => |call| read::all(call, Kind::Transcript),
        "onlinemeetings/getalltranscripts/delta" => |call| read::all_delta(call, Kind::Transcript),
        "onlinemeetings/{}/recordings" => |call| read::list(call, Kind::Recording),
        "onlinemeetings/{}/recordings/$count" => |call| read::count(call, Kind::Recording),
        "onlinemeetings/{}/recordings/delta" => |call| read::delta(call, Kind::Recording),
        "onlinemeetings/{}/recordings/{}" => |call| read::get(call, Kind::Recording),
        "onlinemeetings/{}/recordings/{}/content" => |call| read::content(call, Kind::Recording),
        "onlinemeetings/getallrecordings" => |call| read::all(call, Kind::Recording),
        "onlinemeetings/getallrecordings/delta" => |call| read::all_delta(call, Kind::Recording),
        "onlinemeetings/{}/attendancereports" => reports::list,
        "onlinemeetings/{}/attendancereports/$count" => reports::count,
        "onlinemeetings/{}/attendancereports/{}" => reports::get,
        "onlinemeetings/{}/attendancereports/{}/attendancerecords" => reports::records,
        "onlinemeetings/{}/attendancereports/{}/attendancerecords/$count" => reports::count_records,
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
    content: Stream,
    /// What `metadataContent` of a transcript answers.
    metadata: Option<Stream>,
}

/// An attendance report.
pub(crate) struct Report {
    /// Where it stands among the others.
    place: u64,
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
    /// Where the emulator is to be found, for addresses in what is kept: the next one may be elsewhere.
    origin: String,
}

impl Artifacts {
    /// Those of an emulator at that address.
    pub(crate) fn of_emulator(origin: &str) -> Self {
        Self { origin: String::from(origin), ..Self::default() }
    }

    /// The next number: of a delta token, or of a content.
    fn number(&mut self, store: &mut Store) -> u64 {
        self.last += 1;
        store.put(Table::Counters, "artifacts", || record::counter(self.last));
        self.last
    }

    /// A new content.
    pub(crate) fn stream(&mut self, bytes: Bytes, store: &mut Store) -> Stream {
        let stream = Stream::new(bytes, self.number(store));
        stream.keep(store);
        stream
    }

    /// Drops all that belongs to a meeting.
    pub(crate) fn forget(&mut self, meeting: &str, store: &mut Store) {
        self.known.iter().filter(|one| one.meeting == meeting).for_each(|one| one.forget(store));
        self.reports.iter().filter(|one| one.meeting == meeting).for_each(|one| one.forget(store));
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
    let ty = call.answer_type();
    for expansion in Expansion::all(&call.query)? {
        let (name, target) = expansion.target(call.api(), ty.as_ref())?;
        let items = match name {
            "transcripts" => streams(call, meeting, Kind::Transcript, &expansion, target)?,
            "recordings" => streams(call, meeting, Kind::Recording, &expansion, target)?,
            "attendanceReports" => reports::of_meeting(call, meeting, &expansion, target)?,
            _ => return Err(expansion.refused()),
        };
        answer.insert(String::from(name), items.into());
    }
    Ok(())
}

/// The transcripts or recordings of a meeting, in line.
fn streams(
    call: &Call<'_>,
    meeting: &Meeting,
    kind: Kind,
    expansion: &Expansion,
    ty: &TypeName,
) -> Result<Vec<Value>, GraphError> {
    let found = call.state.artifacts.of(kind, &meeting.id).collect();
    let found: Vec<&Artifact> = expansion.arranged(call.api(), ty, found, |one| &one.properties)?;
    if let Some(inner) = expansion.inner.first() {
        return Err(inner.refused());
    }
    let shown = |one: &Artifact| shown(call, Some(ty), &expansion.options, &one.properties);
    found.into_iter().map(|one| shown(one).map(Value::Object)).collect()
}

/// An entity of that type, cut to the `$select` of a query.
fn shown(
    call: &Call<'_>,
    ty: Option<&TypeName>,
    query: &Query,
    properties: &Map<String, Value>,
) -> Result<Map<String, Value>, GraphError> {
    let mut answer = properties.clone();
    present::select(call.api(), ty, query, &mut answer)?;
    if let Some(ty) = ty {
        present::object(call.api(), ty, &mut answer, call.wants_unknown_members());
    }
    Ok(answer)
}

/// An entity as one of a collection.
fn item(call: &Call<'_>, properties: &Map<String, Value>) -> Result<Map<String, Value>, GraphError> {
    shown(call, call.answer_type().as_ref(), &call.query, properties)
}

/// An entity as the whole answer.
fn one(call: &Call<'_>, properties: &Map<String, Value>) -> Result<Map<String, Value>, GraphError> {
    let mut answer = item(call, properties)?;
    answer.insert(String::from("@odata.context"), call.context("/$entity").into());
    Ok(answer)
}
