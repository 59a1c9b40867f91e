//! What the emulator remembers.

use std::io;

use crate::artifacts::Artifacts;
use crate::auth::Tokens;
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
    pub(crate) tokens: Tokens,
    pub(crate) meetings: Meetings,
    pub(crate) artifacts: Artifacts,
    pub(crate) log: Log,
    pub(crate) store: Store,
    pub(crate) faults: Faults,
    pub(crate) identity: Identity,
    pub(crate) ids: Ids,
}

impl State {
    /// Forgets what requests have made and what was set up for them: meetings with all that belongs to them, the
    /// log, and faults. Users, apps and tokens stay, so that a program goes on with those that it has.
    pub(crate) fn reset(&mut self) -> io::Result<()> {
        self.artifacts.clear(&mut self.store);
        self.meetings.clear(&mut self.store);
        self.faults.clear();
        self.log.clear();
        self.store.commit()
    }

    /// That of a new emulator, which is to be found at the origin.
    pub(crate) fn new(users: Vec<User>, seed: u64, origin: &str) -> Self {
        Self {
            users,
            tokens: Tokens::default(),
            meetings: Meetings::default(),
            artifacts: Artifacts::of_emulator(origin),
            log: Log::new(received::KEPT),
            store: Store::default(),
            faults: Faults::new(seed, Rates::default()),
            identity: Identity::default(),
            ids: Ids::new(seed),
        }
    }
}
