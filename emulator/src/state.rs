//! What the emulator remembers.

use crate::artifacts::Artifacts;
use crate::auth::Tokens;
use crate::entities::Entities;
use crate::fault::Faults;
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
    pub(crate) entities: Entities,
    pub(crate) log: Log,
    pub(crate) store: Store,
    pub(crate) faults: Faults,
    pub(crate) identity: Identity,
    pub(crate) ids: Ids,
}

impl State {
    pub(crate) fn new(users: Vec<User>, seed: u64) -> Self {
        Self {
            users,
            tokens: Tokens::default(),
            meetings: Meetings::default(),
            artifacts: Artifacts::default(),
            entities: Entities::default(),
            log: Log::new(received::KEPT),
            store: Store::default(),
            faults: Faults::default(),
            identity: Identity::default(),
            ids: Ids::new(seed),
        }
    }
}
