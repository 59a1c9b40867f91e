//! What a throttled request teaches the others.

use std::collections::BTreeMap;
use std::time::Duration;

use super::closure::Closure;
use super::lane::Lane;
use super::scope::Scope;

/// A time, counted from any beginning.
pub type Moment = Duration;

/// How long a lane is closed at most. A request that is asked to wait for longer does; others try after an hour,
/// because an answer with nonsense in it must not silence a client for good.
const LONGEST: Duration = Duration::from_secs(3600);

/// How often lanes that are over are looked for.
const TIDY: Duration = Duration::from_millis(100);

/// The lanes that the service has asked to leave alone. It has no clock: each call says what time it is.
#[derive(Debug, Default)]
pub struct Lanes {
    areas: BTreeMap<Box<str>, Area>,
    tidy_at: Moment,
}

/// What is closed of one area.
#[derive(Debug, Default)]
struct Area {
    /// For all owners.
    whole: Option<Closure>,
    owners: BTreeMap<Box<str>, Closure>,
}

/// A place among those who wait. It is given back to [`Lanes::leave`] by who no longer waits.
#[derive(Debug)]
pub struct Place {
    of_all_owners: bool,
    number: u64,
}

impl Lanes {
    /// Whether nothing is closed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.areas.is_empty()
    }

    /// Closes a lane for that long: its owner's, or that of all owners where the service says that the limit is of all.
    ///
    /// That two owners are throttled at once says nothing of a third one: each may have had too much of its own.
    pub fn close(&mut self, lane: &Lane, wait: Duration, scope: Scope, now: Moment) {
        self.tidy(now);
        let opens = now.saturating_add(wait.min(LONGEST));
        let area = self.areas.entry(lane.area().into()).or_default();
        let closure = match scope {
            Scope::All => area.whole.get_or_insert_with(|| Closure::new(opens)),
            Scope::Owner => area.owners.entry(lane.owner().into()).or_insert_with(|| Closure::new(opens)),
        };
        closure.extend(opens, now);
    }

    /// When a request may go: at once (None), or not before that time, when it has to ask again. Its place among those
    /// who wait is kept in `place`.
    pub fn ask(&mut self, lane: &Lane, place: &mut Option<Place>, now: Moment) -> Option<Moment> {
        self.tidy(now);
        let area = self.areas.get_mut(lane.area());
        let Some(of_all_owners) = area.and_then(|area| area.closed_for(lane, now)) else {
            return self.turn(lane, place, now);
        };
        if place.as_ref().is_some_and(|place| place.of_all_owners != of_all_owners) {
            self.leave(lane, place);
        }
        let closure = self.closure(lane, of_all_owners)?;
        let place = place.get_or_insert_with(|| Place { of_all_owners, number: closure.enter() });
        Some(closure.time_of(place.number))
    }

    /// Where the lane is open: nobody waits who did not wait before.
    fn turn(&mut self, lane: &Lane, place: &mut Option<Place>, now: Moment) -> Option<Moment> {
        let waiting = place.as_ref()?;
        let turn = self.closure(lane, waiting.of_all_owners).map(|closure| closure.time_of(waiting.number));
        if turn.is_none_or(|turn| turn <= now) {
            *place = None; // had its turn, and is not given back
            return None;
        }
        turn
    }

    /// Gives back the place of a request that no longer waits.
    pub fn leave(&mut self, lane: &Lane, place: &mut Option<Place>) {
        if let Some(left) = place.take()
            && let Some(closure) = self.closure(lane, left.of_all_owners)
        {
            closure.leave(left.number);
        }
    }

    fn closure(&mut self, lane: &Lane, of_all_owners: bool) -> Option<&mut Closure> {
        let area = self.areas.get_mut(lane.area())?;
        if of_all_owners { area.whole.as_mut() } else { area.owners.get_mut(lane.owner()) }
    }

    /// Forgets what is over.
    fn tidy(&mut self, now: Moment) {
        if now < self.tidy_at {
            return;
        }
        self.tidy_at = now.saturating_add(TIDY);
        self.areas.retain(|_, area| {
            area.whole.take_if(|whole| whole.is_over(now));
            area.owners.retain(|_, closure| !closure.is_over(now));
            area.whole.is_some() || !area.owners.is_empty()
        });
    }
}

impl Area {
    /// Which of the two that hold for a lane is closed, and whether it is that of all owners. If both are, the one
    /// that opens last.
    fn closed_for(&self, lane: &Lane, now: Moment) -> Option<bool> {
        let opens = |closure: Option<&Closure>| Some(closure?.opens()).filter(|opens| *opens > now);
        let (whole, own) = (opens(self.whole.as_ref()), opens(self.owners.get(lane.owner())));
        whole.max(own).map(|last| whole == Some(last))
    }
}

#[cfg(test)]
mod tests;
