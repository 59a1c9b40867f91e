//! What meetings leave behind, as it is kept.

use serde_json::json;

use super::{Artifact, Kind, Report};
use crate::store::{self, Store, Table};
use crate::stream::Stream;
#[cfg(feature = "file")]
use {
    super::Artifacts,
    crate::store::{Contents, Record},
    serde_json::{Map, Value},
};

impl Kind {
    /// The word that stands for it in a record.
    fn word(self) -> &'static str {
        match self {
            Self::Transcript => "transcript",
            Self::Recording => "recording",
        }
    }
}

impl Artifact {
    /// Tells the store of it, without its contents.
    pub(super) fn keep(&self, origin: &str, store: &mut Store) {
        store.put(Table::Artifacts, &store::key(self.number), || {
            store::bytes(&json!({
                "kind": self.kind.word(),
                "id": self.id,
                "meeting": self.meeting,
                "origin": origin,
                "properties": self.properties,
                "content": self.content.number(),
                "metadata": self.metadata.as_ref().map(Stream::number),
            }))
        });
    }

    /// Tells the store that it is gone, with its contents.
    pub(super) fn forget(&self, store: &mut Store) {
        store.remove(Table::Artifacts, &store::key(self.number));
        self.content.forget(store);
        self.metadata.iter().for_each(|one| one.forget(store));
    }
}

impl Report {
    pub(super) fn keep(&self, store: &mut Store) {
        store.put(Table::Reports, &store::key(self.place), || {
            store::bytes(&json!({
                "id": self.id,
                "meeting": self.meeting,
                "properties": self.properties,
                "records": self.records,
            }))
        });
    }

    pub(super) fn forget(&self, store: &mut Store) {
        store.remove(Table::Reports, &store::key(self.place));
    }
}

/// The last number that was given away.
pub(super) fn counter(last: u64) -> Vec<u8> {
    store::bytes(&json!({ "last": last }))
}

/// Something that a meeting left behind, read back.
#[cfg(feature = "file")]
pub(crate) enum Kept {
    Artifact(Artifact),
    Report(Report),
}

#[cfg(feature = "file")]
impl Kept {
    /// The id of its meeting.
    pub(crate) fn meeting(&self) -> &str {
        match self {
            Self::Artifact(one) => &one.meeting,
            Self::Report(one) => &one.meeting,
        }
    }
}

#[cfg(feature = "file")]
impl Artifacts {
    /// Where the emulator is to be found.
    pub(crate) fn origin(&self) -> &str {
        &self.origin
    }

    /// Counts on from there.
    pub(crate) fn restore_last(&mut self, last: u64) {
        self.last = last;
    }

    /// Takes back what was kept. It must come in the order in which it was added.
    pub(crate) fn restore(&mut self, kept: Kept) {
        match kept {
            Kept::Artifact(one) => self.known.push(one),
            Kept::Report(one) => self.reports.push(one),
        }
    }
}

#[cfg(feature = "file")]
impl Artifact {
    /// The one that was kept under that number, in an emulator that now is to be found at that origin.
    pub(crate) fn from_record(
        number: u64,
        mut record: Record,
        origin: &str,
        contents: &mut Contents,
    ) -> Result<Self, String> {
        let kind = record.text("kind")?;
        let kind = [Kind::Transcript, Kind::Recording].into_iter().find(|one| one.word() == kind);
        let kind = kind.ok_or("'kind' is none that is known")?;
        let mut properties = record.object("properties")?;
        if let Some(former) = record.optional_text("origin")? {
            move_address(&mut properties, kind, &former, origin);
        }
        Ok(Self {
            kind,
            id: record.text("id")?,
            meeting: record.text("meeting")?,
            number,
            properties,
            content: contents.take(record.number("content")?)?,
            metadata: record.optional_number("metadata")?.map(|one| contents.take(one)).transpose()?,
        })
    }
}

#[cfg(feature = "file")]
impl Report {
    /// The one that was kept for that place.
    pub(crate) fn from_record(place: u64, mut record: Record) -> Result<Self, String> {
        Ok(Self {
            place,
            id: record.text("id")?,
            meeting: record.text("meeting")?,
            properties: record.object("properties")?,
            records: record.objects("records")?,
        })
    }
}

/// The address of a content is one of this emulator, unless a test has set another.
#[cfg(feature = "file")]
fn move_address(properties: &mut Map<String, Value>, kind: Kind, former: &str, origin: &str) {
    if let Some(Value::String(url)) = properties.get_mut(kind.url_property())
        && let Some(rest) = url.strip_prefix(former).filter(|rest| rest.starts_with('/'))
    {
        *url = format!("{origin}{rest}");
    }
}
