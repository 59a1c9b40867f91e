//! What the emulator remembers.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use crate::artifacts::Artifacts;
use crate::auth::Tokens;
use crate::entities::Entities;
use crate::fault::{Faults, Rates};
use crate::identity::Identity;
use crate::ids::Ids;
use crate::meetings::Meetings;
use crate::received::{self, Log};
use crate::store::Store;
use crate::users::User;

/// Everything that requests change, behind one lock.
pub(crate) struct State {
    pub(crate) users: Vec<User>,
    /// The places in the order of things of the users who were added, by their ids in lower case.
    pub(crate) places: BTreeMap<String, u64>,
    pub(crate) tokens: Tokens,
    pub(crate) meetings: Meetings,
    pub(crate) artifacts: Artifacts,
    pub(crate) entities: Entities,
    /// The descriptions, by where they lie in memory, for which each user is an entity as they are now.
    pub(crate) fresh_users: BTreeSet<usize>,
    pub(crate) log: Log,
    pub(crate) store: Store,
    pub(crate) faults: Faults,
    pub(crate) identity: Identity,
    pub(crate) ids: Ids,
}

impl State {
    /// Forgets what requests have made and what was set up for them: meetings with all that belongs to them, other
    /// entities, what was received, and faults. Users, apps and tokens stay, so that a program goes on with those that it has.
    /// Nothing is dropped where an earlier change could not be kept.
    pub(crate) fn reset(&mut self) -> io::Result<()> {
        self.store.check()?;
        self.artifacts.clear(&mut self.store);
        self.meetings.clear(&mut self.store);
        let users: Vec<_> = self
            .entities
            .of("users", 0)
            .map(|(_, path, one)| (String::from(path), one.properties.clone()))
            .collect();
        self.entities.clear(&mut self.store);
        for (path, properties) in users {
            self.entities.put(&mut self.store, &path, true, properties);
        }
        self.fresh_users.clear();
        self.faults.clear();
        self.log.clear();
        self.identity.clear_token_requests();
        self.store.commit()
    }

    /// That of a new emulator, which is to be found at the origin.
    pub(crate) fn new(users: Vec<User>, seed: u64, origin: &str) -> Self {
        Self {
            users,
            places: BTreeMap::new(),
            tokens: Tokens::default(),
            meetings: Meetings::default(),
            artifacts: Artifacts::of_emulator(origin),
            entities: Entities::default(),
            fresh_users: BTreeSet::new(),
            log: Log::new(received::KEPT, received::KEPT_BODIES),
            store: Store::default(),
            faults: Faults::new(seed, Rates::default()),
            identity: Identity::default(),
            ids: Ids::new(seed),
        }
    }
}

#[cfg(all(test, feature = "file"))]
mod tests {
    use std::sync::{Arc, Mutex};

    use bytes::Bytes;
    use http::Request;
    use serde_json::json;

    use super::*;
    use crate::Emulator;
    use crate::store::{Change, Keep, Table};

    type Tables = BTreeMap<(Table, String), Vec<u8>>;

    /// What a file would hold.
    #[derive(Clone, Default)]
    struct Held(Arc<Mutex<Tables>>);

    impl Keep for Held {
        fn keep(&mut self, changes: Vec<Change>) -> io::Result<()> {
            let mut held = self.0.lock().expect("no panic");
            for Change { table, key, value } in changes {
                match value {
                    Some(value) => held.insert((table, key), value),
                    None => held.remove(&(table, key)),
                };
            }
            Ok(())
        }
    }

    #[tokio::test]
    async fn a_reset_leaves_nothing_in_a_file_but_what_was_given_away() {
        let emulator = Emulator::start().await.expect("the emulator starts");
        let held = Held::default();
        emulator.service.state().store = Store::new(held.clone(), 0);
        let token = emulator.delegated_token(&emulator.users()[0].id, &["OnlineMeetings.ReadWrite"]);
        let request = Request::post("/v1.0/me/onlineMeetings")
            .header("authorization", format!("Bearer {token}"))
            .header("content-type", "application/json");
        let (parts, ()) = request.body(()).expect("a request").into_parts();
        let outcome = emulator.service.respond(&parts, Ok(Bytes::from("{}")));
        let meeting: serde_json::Value = serde_json::from_slice(outcome.answer.body()).expect("a meeting");
        let id = meeting["id"].as_str().expect("an id");
        emulator.add_transcript(id, json!({}), "WEBVTT").expect("a transcript");
        emulator.add_recording(id, json!({}), "video").expect("a recording");
        emulator.add_attendance_report(id, json!({}), Vec::new()).expect("a report");
        emulator.set_attendee_report(id, "id,name").expect("an attendee report");
        let tables = || held.0.lock().expect("no panic").keys().map(|(table, _)| *table).collect::<Vec<_>>();
        for table in [Table::Meetings, Table::Contents, Table::Artifacts, Table::Reports] {
            assert!(tables().contains(&table), "{table:?}");
        }
        emulator.reset().expect("it is kept");
        assert!(tables().iter().all(|table| *table == Table::Counters), "{:?}", tables());
    }
}
