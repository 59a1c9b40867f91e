//! Why each permission is in the set.

use std::cmp::Ordering;

use crate::problem::{Ask, Id, Problem, Set, height};
use crate::search::is_held;
use crate::{Comparison, DecidedBy, OperationReason, Reason, Why};

/// A reason for each permission of the set.
pub(crate) fn reasons<'a>(problem: &Problem<'a>, held: &[Id]) -> Vec<Reason<'a>> {
    let explainer = Explainer { problem, held };
    held.iter().map(|id| explainer.reason(*id)).collect()
}

struct Explainer<'p, 'a> {
    problem: &'p Problem<'a>,
    held: &'p [Id],
}

impl<'a> Explainer<'_, 'a> {
    fn reason(&self, id: Id) -> Reason<'a> {
        let mut operations: Vec<OperationReason<'a>> =
            (0..self.problem.asks.len()).filter_map(|place| self.operation(id, place)).collect();
        operations.sort_by_key(|operation| operation.why != Why::NoOther);
        Reason { permission: self.problem.names[id], operations }
    }

    /// The first way that is held opens the operation; `None` where the permission is no part of it.
    fn operation(&self, id: Id, asked: usize) -> Option<OperationReason<'a>> {
        let ask = &self.problem.asks[asked];
        let place = ask.ways.iter().position(|way| is_held(way, self.held))?;
        let way = &ask.ways[place];
        if !way.contains(&id) {
            return None;
        }
        let with = way.iter().filter(|other| **other != id).map(|other| self.problem.names[*other]).collect();
        let without: Vec<&Set> = ask.ways.iter().filter(|other| !other.contains(&id)).collect();
        let why = if without.is_empty() {
            Why::NoOther
        } else if self.problem.asks.iter().any(|ask| ask.ways.iter().all(|way| way.contains(&id))) {
            let instead_of = ask.ways[..place].iter().filter(|other| !other.contains(&id));
            Why::HeldAnyway { instead_of: instead_of.map(|other| self.names(other)).collect() }
        } else {
            Why::BetterThan(without.into_iter().map(|other| self.compare(way, other, asked)).collect())
        };
        Some(OperationReason { title: ask.title, with, why })
    }

    /// What decided for the one way and against the other, of the need at that place.
    fn compare(&self, way: &Set, other: &Set, asked: usize) -> Comparison<'a> {
        let decided_by = self.decided_by(way, other, asked);
        Comparison { other: self.names(other), decided_by }
    }

    fn decided_by(&self, way: &Set, other: &Set, asked: usize) -> DecidedBy<'a> {
        let (taken, higher) = (self.highest(way), self.highest(other));
        if height(taken) < height(higher) {
            return DecidedBy::Level { taken, other: higher };
        }
        let kept = self.held.iter().copied().filter(|id| !way.contains(id) || other.contains(id));
        let more = other.iter().copied().filter(|id| self.held.binary_search(id).is_err());
        let swapped = sorted(kept.chain(more).collect());
        // By their places: needs of several slices may have the same title.
        let others = self.problem.asks.iter().enumerate().filter(|(place, _)| *place != asked);
        let closed = others.filter(|(_, one)| !one.ways.iter().any(|way| is_held(way, &swapped)));
        let closed: Vec<&str> = closed.map(|(_, one)| one.title).collect();
        if !closed.is_empty() {
            return DecidedBy::AlsoOpens(closed);
        }
        match self.first_difference(&swapped) {
            Some((Ordering::Less, level)) => DecidedBy::Fewer { level },
            None if is_before(way, other, &self.problem.asks[asked]) => DecidedBy::Order,
            _ => DecidedBy::Whole,
        }
    }

    /// The highest level of which another set has not as many permissions as this one, and which has fewer: `Less`
    /// where this one has.
    fn first_difference(&self, other: &Set) -> Option<(Ordering, Option<u32>)> {
        let count = |set: &[Id], tier| set.iter().filter(|id| self.problem.tiers[**id] == tier).count();
        (0..self.problem.depth).find_map(|tier| {
            let order = count(self.held, tier).cmp(&count(other, tier));
            let id = self.problem.tiers.iter().position(|one| *one == tier)?;
            order.is_ne().then_some((order, self.problem.levels[id]))
        })
    }

    /// The highest level in a way.
    fn highest(&self, way: &[Id]) -> Option<u32> {
        let levels = way.iter().map(|id| self.problem.levels[*id]);
        levels.max_by_key(|level| height(*level)).flatten()
    }

    fn names(&self, way: &[Id]) -> Vec<&'a str> {
        way.iter().map(|id| self.problem.names[*id]).collect()
    }
}

/// Whether a way stands before another one in the order of the operation.
fn is_before(way: &Set, other: &Set, ask: &Ask<'_>) -> bool {
    ask.ways.iter().find(|one| *one == way || *one == other) == Some(way)
}

fn sorted(mut set: Set) -> Set {
    set.sort_unstable();
    set
}
