//! The search in what the reductions leave: one permission at a time, in or out.

use crate::bound::{Cost, lower_bound};
use crate::components::{Component, components};
use crate::problem::{Id, Problem, Set};
use crate::reduce::{Mark, State, propagate, remaining};

/// How many steps the search may take in one group of needs.
///
/// The ordinary table takes a few; the limit is there so that an odd one cannot stop a build.
pub const SEARCH_BUDGET: u32 = 20_000;

/// The best set, and whether it is proven to be.
pub(crate) fn best(problem: &Problem<'_>) -> (Set, bool) {
    let mut state = State::reduced(problem);
    let mut proven = true;
    for component in components(&state) {
        let mut search = Search { component: &component, problem, best: None, steps: 0 };
        search.branch(state.marks.clone());
        proven &= search.steps <= SEARCH_BUDGET;
        let held = search.best.map(|best| best.held).unwrap_or_default();
        for id in component.ids {
            state.marks[id] = if held.binary_search(&id).is_ok() { Mark::Held } else { Mark::Out };
        }
    }
    let mut held: Set = (0..state.marks.len()).filter(|id| state.marks[*id] == Mark::Held).collect();
    if !proven {
        drop_needless(problem, &mut held);
    }
    (held, proven)
}

/// Takes away what is not needed, the highest level first.
fn drop_needless(problem: &Problem<'_>, held: &mut Set) {
    let mut order = held.clone();
    order.sort_by_key(|id| (problem.tiers[*id], *id));
    for id in order {
        let without: Set = held.iter().copied().filter(|other| *other != id).collect();
        if problem.asks.iter().all(|ask| ask.ways.iter().any(|way| is_held(way, &without))) {
            *held = without;
        }
    }
}

/// Whether all of a way is among the permissions, which are sorted.
pub(crate) fn is_held(way: &[Id], held: &[Id]) -> bool {
    way.iter().all(|id| held.binary_search(id).is_ok())
}

struct Search<'s> {
    component: &'s Component,
    problem: &'s Problem<'s>,
    best: Option<Best>,
    steps: u32,
}

/// A set that opens the whole group.
struct Best {
    cost: Cost,
    places: u64,
    held: Set,
}

impl Search<'_> {
    /// Looks for a better set among those that agree with the marks.
    fn branch(&mut self, mut marks: Vec<Mark>) {
        self.steps += 1;
        // The first dive takes fewer steps than there are permissions, and always finds a set.
        if self.steps > SEARCH_BUDGET && self.best.is_some() {
            return;
        }
        let Some(open) = self.narrow(&mut marks) else { return };
        let Some(next) = self.choose(&open, &marks) else {
            self.found(&marks);
            return;
        };
        for mark in [Mark::Held, Mark::Out] {
            let mut decided = marks.clone();
            decided[next] = mark;
            self.branch(decided);
        }
    }

    /// Decides what the marks and the best set so far leave no choice about, and gives the needs that are not
    /// open; `None` where nothing better can come of the marks.
    fn narrow(&self, marks: &mut [Mark]) -> Option<Vec<Vec<Set>>> {
        let Problem { tiers, depth, .. } = self.problem;
        loop {
            if !propagate(&self.component.families, marks) {
                return None;
            }
            let open: Vec<Vec<Set>> =
                self.component.families.iter().filter_map(|family| remaining(family, marks)).collect();
            let Some(best) = &self.best else { return Some(open) };
            let (mut bound, rest) = lower_bound(&open, tiers, *depth);
            bound.add(&self.cost(marks));
            if bound > best.cost || (bound == best.cost && !self.may_win_tie(best, marks)) {
                return None;
            }
            let mut changed = false;
            for (id, rest) in rest.iter().enumerate() {
                let Some(rest) = rest else { continue };
                let mut with = bound.clone();
                with.add(rest);
                if marks[id] == Mark::Free && with > best.cost {
                    marks[id] = Mark::Out;
                    changed = true;
                }
            }
            if !changed {
                return Some(open);
            }
        }
    }

    /// Whether a set of the same cost could be better by the later rules.
    fn may_win_tie(&self, best: &Best, marks: &[Mark]) -> bool {
        let places = self.places(marks);
        if places != best.places {
            return places < best.places;
        }
        let difference = self.component.ids.iter().find_map(|id| {
            let in_best = best.held.binary_search(id).is_ok();
            (in_best != (marks[*id] != Mark::Out)).then_some(in_best)
        });
        difference == Some(false)
    }

    /// The permission to decide next: of the need with the fewest ways, the one of the lowest level that opens
    /// most.
    fn choose(&self, open: &[Vec<Set>], marks: &[Mark]) -> Option<Id> {
        let tightest = open.iter().min_by_key(|ways| ways.len())?;
        let worth = |id: &&Id| {
            let opens = open.iter().filter(|ways| ways.iter().any(|way| way.contains(id))).count();
            (self.problem.tiers[**id], opens, std::cmp::Reverse(**id))
        };
        tightest.iter().flatten().filter(|id| marks[**id] == Mark::Free).max_by_key(worth).copied()
    }

    /// Everything is decided.
    fn found(&mut self, marks: &[Mark]) {
        let (cost, places) = (self.cost(marks), self.places(marks));
        let held: Set = self.held(marks).collect();
        let is_better = self
            .best
            .as_ref()
            .is_none_or(|best| (&cost, places, &held) < (&best.cost, best.places, &best.held));
        if is_better {
            self.best = Some(Best { cost, places, held });
        }
    }

    fn held<'m>(&self, marks: &'m [Mark]) -> impl Iterator<Item = Id> + use<'m, '_> {
        self.component.ids.iter().copied().filter(|id| marks[*id] == Mark::Held)
    }

    fn cost(&self, marks: &[Mark]) -> Cost {
        let mut cost = Cost::zero(self.problem.depth);
        self.held(marks).for_each(|id| cost.add_one(self.problem.tiers[id]));
        cost
    }

    /// The sum of the first places at which the needs can still be opened.
    fn places(&self, marks: &[Mark]) -> u64 {
        let first = |ways: &[Set]| ways.iter().position(|way| way.iter().all(|id| marks[*id] != Mark::Out));
        let places = self.component.families.iter().map(|family| {
            // A need with no way left was refused before.
            family.count * first(&family.ways).map_or(0, |place| place as u64)
        });
        places.sum()
    }
}
