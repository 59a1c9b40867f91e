//! What is settled without any search: state, propagation, and permissions for which others stand in.

use std::collections::{BTreeMap, BTreeSet};

use crate::problem::{Id, Problem, Set, is_subset};

/// What is decided about a permission.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mark {
    /// Nothing yet.
    Free,
    /// It is in the best set.
    Held,
    /// It is not.
    Out,
}

/// Needs with the same ways.
#[derive(Debug, Clone)]
pub(crate) struct Family {
    /// In the order of the needs.
    pub(crate) ways: Vec<Set>,
    /// How many needs there are with these.
    pub(crate) count: u64,
}

/// What is asked, and what is decided.
pub(crate) struct State<'p> {
    pub(crate) problem: &'p Problem<'p>,
    pub(crate) families: Vec<Family>,
    pub(crate) marks: Vec<Mark>,
}

impl<'p> State<'p> {
    /// The question with everything decided that needs no search.
    pub(crate) fn reduced(problem: &'p Problem<'p>) -> Self {
        let mut counts: BTreeMap<&[Set], u64> = BTreeMap::new();
        for ask in &problem.asks {
            *counts.entry(&ask.ways).or_default() += 1;
        }
        let families =
            counts.into_iter().map(|(ways, count)| Family { ways: ways.to_vec(), count }).collect();
        let mut state = Self { problem, families, marks: vec![Mark::Free; problem.names.len()] };
        loop {
            let before = state.marks.clone();
            // Nothing is out that a need cannot do without, so this never fails here.
            propagate(&state.families, &mut state.marks);
            state.drop_implied();
            state.drop_replaceable();
            if state.marks == before {
                return state;
            }
        }
    }

    /// A need that is open whenever another one is asks for nothing.
    fn drop_implied(&mut self) {
        let open: Vec<Vec<Set>> =
            self.families.iter().filter_map(|family| remaining(family, &self.marks)).collect();
        let implies = |one: &[Set], other: &[Set]| {
            one.iter().all(|way| other.iter().any(|smaller| is_subset(smaller, way)))
        };
        let asked = open.iter().enumerate().filter(|(place, family)| {
            // Of two that imply each other, the earlier one stays.
            !open.iter().enumerate().any(|(other_place, other)| {
                other_place != *place
                    && implies(other, family)
                    && (other_place < *place || !implies(family, other))
            })
        });
        let useful: BTreeSet<Id> = asked.flat_map(|(_, family)| family.iter().flatten().copied()).collect();
        keep(&useful, &mut self.marks);
    }

    /// A permission is out if another one can take its place in every set and makes it better.
    fn drop_replaceable(&mut self) {
        for id in 0..self.marks.len() {
            if self.marks[id] != Mark::Free {
                continue;
            }
            let asked: Vec<Vec<Set>> = self
                .families
                .iter()
                .filter_map(|family| remaining(family, &self.marks))
                .filter(|ways| ways.iter().any(|way| way.contains(&id)))
                .collect();
            let Some(first) = asked.first() else { continue };
            let others: BTreeSet<Id> = first.iter().flatten().copied().filter(|other| *other != id).collect();
            if others.into_iter().any(|other| self.stands_in(other, id, &asked)) {
                self.marks[id] = Mark::Out;
            }
        }
    }

    /// Whether each set with `id` is worse than the same with `other` in its place.
    fn stands_in(&self, other: Id, id: Id, asked: &[Vec<Set>]) -> bool {
        let tiers = &self.problem.tiers;
        if tiers[other] < tiers[id] {
            return false;
        }
        let replaced = |way: &Set| {
            let mut way: Set = way.iter().map(|one| if *one == id { other } else { *one }).collect();
            way.sort_unstable();
            way.dedup();
            way
        };
        let opens_as_much = asked.iter().all(|ways| {
            let mut with = ways.iter().filter(|way| way.contains(&id)).map(replaced);
            with.all(|way| ways.iter().any(|smaller| is_subset(smaller, &way)))
        });
        // A lower level settles it. On the same one, the order of the ways and the name have a say.
        opens_as_much && (tiers[other] > tiers[id] || (other < id && self.as_early(id, replaced)))
    }

    /// Whether no need finds its way later when `id` is replaced.
    fn as_early(&self, id: Id, replaced: impl Fn(&Set) -> Set) -> bool {
        let possible = |way: &&Set| way.iter().all(|one| self.marks[*one] != Mark::Out);
        let held = |one: &Id| self.marks[*one] == Mark::Held;
        self.families.iter().all(|family| {
            family.ways.iter().enumerate().filter(|(_, way)| way.contains(&id) && possible(way)).all(
                |(place, way)| {
                    let way = replaced(way);
                    family.ways[..=place]
                        .iter()
                        .any(|early| early.iter().all(|one| held(one) || way.contains(one)))
                },
            )
        })
    }
}

/// The ways of a need that are still possible, without what is held and without those that hold another one;
/// `None` where it is open.
pub(crate) fn remaining(family: &Family, marks: &[Mark]) -> Option<Vec<Set>> {
    let mut ways: Vec<Set> = Vec::with_capacity(family.ways.len());
    for way in &family.ways {
        if way.iter().any(|id| marks[*id] == Mark::Out) {
            continue;
        }
        let missing: Set = way.iter().copied().filter(|id| marks[*id] == Mark::Free).collect();
        if missing.is_empty() {
            return None;
        }
        if !ways.iter().any(|smaller| is_subset(smaller, &missing)) {
            ways.retain(|larger| !is_subset(&missing, larger));
            ways.push(missing);
        }
    }
    Some(ways)
}

/// Holds what every way of a need has, and puts out what no open need asks for. False if a need has no
/// way left.
pub(crate) fn propagate(families: &[Family], marks: &mut [Mark]) -> bool {
    loop {
        let mut useful = BTreeSet::new();
        let mut changed = false;
        for family in families {
            let Some(ways) = remaining(family, marks) else { continue };
            let Some((first, more)) = ways.split_first() else { return false };
            for id in first.iter().filter(|id| more.iter().all(|way| way.contains(id))) {
                marks[*id] = Mark::Held;
                changed = true;
            }
            useful.extend(ways.into_iter().flatten());
        }
        // What became held may have opened needs that were looked at before it.
        if !changed {
            keep(&useful, marks);
            return true;
        }
    }
}

/// Puts out everything that is undecided and of no use.
fn keep(useful: &BTreeSet<Id>, marks: &mut [Mark]) {
    for (id, mark) in marks.iter_mut().enumerate() {
        if *mark == Mark::Free && !useful.contains(&id) {
            *mark = Mark::Out;
        }
    }
}
