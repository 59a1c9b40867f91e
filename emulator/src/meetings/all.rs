//! All meetings, found by their ids and by what else names one of them.

use std::collections::{BTreeMap, HashMap};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::Arc;

use time::{Month, OffsetDateTime, UtcOffset};

use super::Meeting;
use crate::store::Store;
use crate::users::User;

/// All meetings by their ids.
#[derive(Default)]
pub(crate) struct Meetings {
    known: BTreeMap<Arc<str>, Meeting>,
    /// The ids of those with a name, by the hash of the name; of an external id with its organizer. A hash may be that
    /// of several names, so what is found here is compared.
    named: HashMap<u64, Vec<Arc<str>>>,
    /// How many there are of each user and month.
    made: HashMap<Maker, usize>,
    /// How many of a user may be of the same month.
    pub(crate) limit: Option<usize>,
}

/// The id of a user in lower case, and a month in which they made meetings.
type Maker = (String, i32, Month);

fn maker(user: &User, moment: OffsetDateTime) -> Maker {
    let moment = moment.to_offset(UtcOffset::UTC);
    (user.id.to_ascii_lowercase(), moment.year(), moment.month())
}

/// What names a meeting beside its id. None of it changes while a meeting exists.
#[derive(Debug, Clone, Copy)]
pub(super) enum Name<'a> {
    JoinWebUrl(&'a str),
    JoinMeetingId(&'a str),
    VideoTeleconferenceId(&'a str),
    /// An id of the client's own, and the user whose it is.
    External(&'a User, &'a str),
}

impl Name<'_> {
    fn hash(self) -> u64 {
        let mut hasher = DefaultHasher::new();
        match self {
            Self::External(user, id) => (user.id.to_ascii_lowercase(), id).hash(&mut hasher),
            Self::JoinWebUrl(text) | Self::JoinMeetingId(text) | Self::VideoTeleconferenceId(text) => {
                (std::mem::discriminant(&self), text).hash(&mut hasher);
            }
        }
        hasher.finish()
    }

    fn is_of(self, meeting: &Meeting) -> bool {
        match self {
            Self::JoinWebUrl(text) => meeting.join_web_url == text,
            Self::JoinMeetingId(text) => meeting.join_meeting_id == text,
            Self::VideoTeleconferenceId(text) => meeting.video_teleconference_id == text,
            Self::External(user, id) => {
                meeting.is_organized_by(user) && meeting.external_id.as_deref() == Some(id)
            }
        }
    }
}

impl Meeting {
    fn names(&self) -> impl Iterator<Item = Name<'_>> {
        let external = self.external_id.as_deref().map(|id| Name::External(&self.organizer, id));
        let always = [
            Name::JoinWebUrl(&self.join_web_url),
            Name::JoinMeetingId(&self.join_meeting_id),
            Name::VideoTeleconferenceId(&self.video_teleconference_id),
        ];
        always.into_iter().chain(external)
    }
}

impl Meetings {
    /// Adds a meeting, or puts it in the place of what it was before.
    pub(super) fn insert(&mut self, meeting: Meeting, store: &mut Store) {
        meeting.keep(store);
        self.restore(meeting);
    }

    /// Takes back what was kept.
    pub(crate) fn restore(&mut self, meeting: Meeting) {
        if let Some(known) = self.known.get_mut(&*meeting.id) {
            *known = meeting;
            return;
        }
        *self.made.entry(maker(&meeting.organizer, meeting.created)).or_default() += 1;
        let id: Arc<str> = Arc::from(&*meeting.id);
        for name in meeting.names() {
            self.named.entry(name.hash()).or_default().push(Arc::clone(&id));
        }
        self.known.insert(id, meeting);
    }

    /// Drops a meeting, and nothing that belongs to it.
    pub(super) fn remove(&mut self, id: &str, store: &mut Store) {
        let Some(meeting) = self.known.remove(id) else { return };
        let maker = maker(&meeting.organizer, meeting.created);
        if let Some(count) = self.made.get_mut(&maker) {
            *count -= 1;
            if *count == 0 {
                self.made.remove(&maker);
            }
        }
        for hash in meeting.names().map(Name::hash) {
            let Some(ids) = self.named.get_mut(&hash) else { continue };
            ids.retain(|one| **one != *meeting.id);
            if ids.is_empty() {
                self.named.remove(&hash);
            }
        }
        meeting.forget(store);
    }

    /// Drops every one.
    pub(crate) fn clear(&mut self, store: &mut Store) {
        self.known.values().for_each(|one| one.forget(store));
        self.known.clear();
        self.made.clear();
        self.named.clear();
    }

    pub(crate) fn get(&self, id: &str) -> Option<&Meeting> {
        self.known.get(id)
    }

    /// A meeting to be changed, in anything but what names it.
    pub(crate) fn get_mut(&mut self, id: &str) -> Option<&mut Meeting> {
        self.known.get_mut(id)
    }

    /// How many there are that the user made in the month of that moment.
    pub(super) fn made_by(&self, user: &User, moment: OffsetDateTime) -> usize {
        self.made.get(&maker(user, moment)).copied().unwrap_or_default()
    }

    pub(super) fn named(&self, name: Name<'_>) -> Option<&Meeting> {
        let ids = self.named.get(&name.hash())?;
        ids.iter().filter_map(|id| self.known.get(id)).find(|one| name.is_of(one))
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Meeting> {
        self.known.values()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Map;
    use time::Duration;

    use super::*;
    use crate::users;

    fn meeting(organizer: &User, created: OffsetDateTime, id: usize) -> Meeting {
        let text = |sort: &str| format!("{sort}{id}");
        Meeting {
            id: text("id"),
            organizer: organizer.clone(),
            external_id: None,
            created,
            start: created,
            end: created,
            chosen: Map::new(),
            thread: text("thread"),
            join_web_url: text("url"),
            join_meeting_id: text("join"),
            passcode: None,
            video_teleconference_id: text("video"),
            has_event: false,
            attendee_report: None,
        }
    }

    #[test]
    fn what_a_user_made_in_a_month_is_counted_as_it_comes_and_goes() {
        let (users, mut store) = (users::defaults(), Store::default());
        let mut all = Meetings::default();
        let month =
            |at: usize| OffsetDateTime::UNIX_EPOCH + Duration::days(i64::from(!at.is_multiple_of(3)) * 40);
        let agree = |all: &Meetings| {
            for (user, moment) in users.iter().flat_map(|one| [(one, month(0)), (one, month(1))]) {
                let is_it = |one: &&Meeting| one.is_organized_by(user) && one.created == moment;
                assert_eq!(all.made_by(user, moment), all.iter().filter(is_it).count());
            }
        };
        for at in 0..40 {
            all.insert(meeting(&users[at % 2], month(at), at), &mut store);
            all.insert(meeting(&users[at % 2], month(at), at), &mut store);
            agree(&all);
        }
        assert_eq!(all.made_by(&users[0], month(0)), 7);
        let same = month(0).to_offset(UtcOffset::from_hms(-5, 0, 0).expect("an offset"));
        assert_eq!(all.made_by(&users[0], same), 7, "a month is that of UTC");
        for at in (0..40).step_by(3).chain([0, 99]) {
            all.remove(&format!("id{at}"), &mut store);
            agree(&all);
        }
        assert_eq!((all.made_by(&users[0], month(0)), all.made.len()), (0, 2));
        all.clear(&mut store);
        agree(&all);
        assert!(all.made.is_empty());
    }
}
