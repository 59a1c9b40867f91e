//! Why each permission is in the set.

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
            self.problem.asks.iter().filter_map(|ask| self.operation(id, ask)).collect();
        operations.sort_by_key(|operation| operation.why != Why::NoOther);
        Reason { permission: self.problem.names[id], operations }
    }

    /// The first way that is held opens the operation; `None` where the permission is no part of it.
    fn operation(&self, id: Id, ask: &Ask<'a>) -> Option<OperationReason<'a>> {
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
            Why::BetterThan(without.into_iter().map(|other| self.compare(way, other, ask)).collect())
        };
        Some(OperationReason { title: ask.title, with, why })
    }

    /// What decided for the one way and against the other.
    fn compare(&self, way: &Set, other: &Set, ask: &Ask<'a>) -> Comparison<'a> {
        let decided_by = self.decided_by(way, other, ask);
        Comparison { other: self.names(other), decided_by }
    }

    fn decided_by(&self, way: &Set, other: &Set, ask: &Ask<'a>) -> DecidedBy<'a> {
        let (taken, higher) = (self.highest(way), self.highest(other));
        if height(taken) < height(higher) {
            return DecidedBy::Level { taken, other: higher };
        }
        let swapped: Set = self
            .held
            .iter()
            .copied()
            .filter(|id| !way.contains(id) || other.contains(id))
            .chain(other.iter().copied().filter(|id| self.held.binary_search(id).is_err()))
            .collect();
        let swapped = sorted(swapped);
        let closed = self
            .problem
            .asks
            .iter()
            .filter(|one| one.title != ask.title && !one.ways.iter().any(|way| is_held(way, &swapped)));
        let closed: Vec<&str> = closed.map(|one| one.title).collect();
        if !closed.is_empty() {
            DecidedBy::AlsoOpens(closed)
        } else if height(taken) == height(higher) && way.len() == other.len() {
            DecidedBy::Order
        } else {
            DecidedBy::Whole
        }
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

fn sorted(mut set: Set) -> Set {
    set.sort_unstable();
    set
}
