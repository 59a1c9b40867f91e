//! A lane that is closed, and who waits for it.

use std::collections::BTreeSet;
use std::time::Duration;

use super::lanes::Moment;

/// How far apart those go through who waited for one lane, so that they do not come all at once.
pub(super) const SPACING: Duration = Duration::from_millis(5);

/// A time until which nobody goes through, and the places of those who wait: one after the other from then on.
#[derive(Debug)]
pub(super) struct Closure {
    opens: Moment,
    /// The place that goes through when it opens. Those before it have had their turn.
    base: u64,
    /// The first place that nobody has had.
    next: u64,
    /// Places before that which were given back.
    free: BTreeSet<u64>,
}

impl Closure {
    pub(super) fn new(opens: Moment) -> Self {
        Self { opens, base: 0, next: 0, free: BTreeSet::new() }
    }

    pub(super) fn opens(&self) -> Moment {
        self.opens
    }

    pub(super) fn is_closed(&self, now: Moment) -> bool {
        now < self.opens
    }

    /// Whether everybody who waited has had a turn.
    pub(super) fn is_over(&self, now: Moment) -> bool {
        now >= self.time_of(self.next.saturating_sub(1))
    }

    /// Closes it for longer; never for less long. Places keep their order.
    pub(super) fn extend(&mut self, opens: Moment, now: Moment) {
        if !self.is_closed(now) {
            let turns = now.saturating_sub(self.opens).as_nanos() / SPACING.as_nanos() + 1;
            let had = self.base.saturating_add(u64::try_from(turns).unwrap_or(u64::MAX));
            self.base = had.min(self.next);
            self.free = self.free.split_off(&self.base);
        }
        self.opens = self.opens.max(opens);
    }

    /// The first place that is free.
    pub(super) fn enter(&mut self) -> u64 {
        self.free.pop_first().unwrap_or_else(|| {
            self.next += 1;
            self.next - 1
        })
    }

    /// Gives a place back that was not used.
    pub(super) fn leave(&mut self, place: u64) {
        if place >= self.base {
            self.free.insert(place);
        }
        while self.next > self.base && self.free.remove(&(self.next - 1)) {
            self.next -= 1;
        }
    }

    /// When a place has its turn.
    pub(super) fn time_of(&self, place: u64) -> Moment {
        let behind = u32::try_from(place.saturating_sub(self.base)).unwrap_or(u32::MAX);
        self.opens.saturating_add(SPACING.saturating_mul(behind))
    }
}
