//! What the desk shows of a meeting.

use serde_json::Value;
use time::OffsetDateTime;

use super::Meeting;

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
