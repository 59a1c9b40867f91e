//! What waits because the service asks to leave its lane alone.

use std::fmt;
use std::time::Duration;

use super::{Schedule, State};
use crate::ThrottledError;
use crate::retry::Lane;

impl Schedule {
    /// The lane of a request of whoever asks.
    #[must_use]
    pub fn lane(&self, place: usize, asker: impl fmt::Display) -> Lane {
        let item = &self.tasks[place].item;
        let path = item.url.split('?').next().unwrap_or_default();
        Lane::new(path, item.operation(), asker)
    }

    /// Puts off the requests that could go now and whose lanes are closed; `opens` says how long they still are. Those
    /// that would have to wait longer than they may, fail unsent.
    pub fn hold(
        &mut self,
        now: Duration,
        asker: &impl fmt::Display,
        opens: impl Fn(&Lane) -> Option<Duration>,
    ) {
        for place in self.first_open..self.tasks.len() {
            if !matches!(self.tasks[place].state, State::Waiting(due) if due <= now) {
                continue;
            }
            let Some(wait) = opens(&self.lane(place, asker)) else { continue };
            let task = &mut self.tasks[place];
            let began = if task.attempts == 0 { now } else { task.first_sent };
            let deadline = task.item.settings.retry.as_ref().unwrap_or(&self.policy).deadline;
            let due = now.saturating_add(wait);
            task.state = if due <= began.saturating_add(deadline) {
                State::Waiting(due)
            } else {
                let unsent = ThrottledError::new(task.item.operation(), wait);
                let unsent = if task.may_be_done { unsent.after_another() } else { unsent };
                State::Done(Err(unsent.into()))
            };
        }
    }
}
