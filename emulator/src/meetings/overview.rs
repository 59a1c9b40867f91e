//! All meetings at once, for the desk.

use serde_json::Value;
use time::OffsetDateTime;

use super::{Meeting, Meetings};
use crate::store::{Store, Table};

impl Meetings {
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Meeting> {
        self.known.values()
    }

    /// Drops every one.
    pub(crate) fn clear(&mut self, store: &mut Store) {
        for id in self.known.keys() {
            store.remove(Table::Meetings, id);
        }
        self.known.clear();
    }
}

impl Meeting {
    pub(crate) fn subject(&self) -> Option<&str> {
        self.chosen.get("subject").and_then(Value::as_str)
    }

    pub(crate) fn external_id(&self) -> Option<&str> {
        self.external_id.as_deref()
    }

    pub(crate) fn created(&self) -> OffsetDateTime {
        self.created
    }

    pub(crate) fn start(&self) -> OffsetDateTime {
        self.start
    }

    pub(crate) fn end(&self) -> OffsetDateTime {
        self.end
    }
}
