//! Meetings, as they are kept.

use serde_json::json;

use super::Meeting;
use crate::moment;
use crate::store::{self, Store, Table};
use crate::stream::Stream;
#[cfg(feature = "file")]
use {
    crate::store::{Contents, Record},
    crate::users::User,
};

impl Meeting {
    /// Tells the store of it, without its contents.
    pub(crate) fn keep(&self, store: &mut Store) {
        store.put(Table::Meetings, &self.id, || {
            store::bytes(&json!({
                "organizer": self.organizer.record(),
                "externalId": self.external_id,
                "created": moment::format(self.created),
                "start": moment::format(self.start),
                "end": moment::format(self.end),
                "chosen": self.chosen,
                "thread": self.thread,
                "joinWebUrl": self.join_web_url,
                "joinMeetingId": self.join_meeting_id,
                "passcode": self.passcode,
                "videoTeleconferenceId": self.video_teleconference_id,
                "hasEvent": self.has_event,
                "attendeeReport": self.attendee_report.as_ref().map(Stream::number),
            }))
        });
    }

    /// Tells the store that it is gone, with its contents.
    pub(super) fn forget(&self, store: &mut Store) {
        store.remove(Table::Meetings, &self.id);
        self.attendee_report.iter().for_each(|one| one.forget(store));
    }
}

#[cfg(feature = "file")]
impl Meeting {
    /// The one that was kept under that id.
    pub(crate) fn from_record(id: &str, mut record: Record, contents: &mut Contents) -> Result<Self, String> {
        Ok(Self {
            id: String::from(id),
            organizer: User::from_record(record.record("organizer")?)?,
            external_id: record.optional_text("externalId")?,
            created: record.moment("created")?,
            start: record.moment("start")?,
            end: record.moment("end")?,
            chosen: record.object("chosen")?,
            thread: record.text("thread")?,
            join_web_url: record.text("joinWebUrl")?,
            join_meeting_id: record.text("joinMeetingId")?,
            passcode: record.optional_text("passcode")?,
            video_teleconference_id: record.text("videoTeleconferenceId")?,
            has_event: record.flag("hasEvent")?,
            attendee_report: record
                .optional_number("attendeeReport")?
                .map(|one| contents.take(one))
                .transpose()?,
        })
    }
}
