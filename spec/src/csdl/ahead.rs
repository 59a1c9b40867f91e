//! What can lie ahead of a type: whether the names that a pattern has behind a `**` can come at all.
//!
//! A sweep for `/users/{id}/**/attachments` need not go into what has no attachments anywhere below it. What counts
//! here is more than what a sweep reaches, so that nothing is missed: any property, call and derived type.

use std::collections::HashMap;
use std::rc::Rc;

use super::index::{Index, TypeId, inner};
use super::xml::{children, elements};
use crate::cut::Cut;

/// The types that have something at or below them.
type Types = Rc<[bool]>;

/// For each pattern, and each number of its parts that are taken: the types that the rest can be below. Nothing
/// where that can be any type.
pub(super) struct Ahead(Vec<Vec<Option<Types>>>);

impl Ahead {
    pub(super) fn new(index: &Index<'_>, cut: &Cut) -> Self {
        let mut names: HashMap<String, Vec<bool>> = HashMap::new();
        for name in cut.include().iter().flat_map(|(one, _)| one.names_behind_sweeps()).flatten() {
            names.entry(name).or_insert_with(|| vec![false; index.types.len()]);
        }
        if names.is_empty() {
            return Self(Vec::new());
        }
        let back = ways_back(index, &mut names);
        let names: HashMap<String, Types> =
            names.into_iter().map(|(name, there)| (name, above(there, &back))).collect();
        let of_pattern = |parts: Vec<Option<String>>| {
            let mut all: Vec<Option<Types>> = vec![None];
            for name in parts.iter().rev() {
                let rest = all.last().cloned().flatten();
                let own = name.as_ref().and_then(|name| names.get(name)).cloned();
                all.push(match (own, rest) {
                    (Some(own), Some(rest)) => Some(own.iter().zip(&*rest).map(|(a, b)| *a && *b).collect()),
                    (own, rest) => own.or(rest),
                });
            }
            all.reverse();
            all
        };
        Self(cut.include().iter().map(|(one, _)| of_pattern(one.names_behind_sweeps().collect())).collect())
    }

    /// Whether the rest of a pattern, of which so many parts are taken, can lie at or below a type.
    pub(super) fn may_be(&self, pattern: usize, parts: usize, ty: TypeId) -> bool {
        let types = self.0.get(pattern).and_then(|all| all.get(parts)).and_then(Option::as_ref);
        types.is_none_or(|types| types[ty.0])
    }
}

/// For each type those from which one step leads to it. Marks the types that have one of the names themselves.
fn ways_back(index: &Index<'_>, names: &mut HashMap<String, Vec<bool>>) -> Vec<Vec<usize>> {
    let mut back: Vec<Vec<usize>> = vec![Vec::new(); index.types.len()];
    let mut mark = |name: &str, at: usize| {
        if let Some(there) = names.get_mut(&name.to_ascii_lowercase()) {
            there[at] = true;
        }
    };
    for (at, one) in index.types.iter().enumerate() {
        mark(one.name, at);
        for item in elements(one.node) {
            mark(item.attribute("Name").unwrap_or_default(), at);
            let (written, _) = inner(item.attribute("Type").unwrap_or_default());
            if let Some(to) = index.find(written, one.namespace) {
                back[to.0].push(at);
            }
        }
        // what the base type has is inherited, and a cast leads to derived types
        if let Some(base) = one.base {
            back[base.0].push(at);
            back[at].push(base.0);
        }
    }
    for (of, call) in index.all_bound() {
        let one = &index.callables[call];
        mark(one.name.rsplit('.').next().unwrap_or(one.name), of.0);
        for returned in children(one.node, "ReturnType") {
            let (written, _) = inner(returned.attribute("Type").unwrap_or_default());
            if let Some(to) = index.find(written, one.namespace) {
                back[to.0].push(of.0);
            }
        }
    }
    back
}

/// The types that are marked, and all those from which steps lead to them.
fn above(mut there: Vec<bool>, back: &[Vec<usize>]) -> Types {
    let mut open: Vec<usize> = (0..there.len()).filter(|at| there[*at]).collect();
    while let Some(at) = open.pop() {
        for from in &back[at] {
            if !there[*from] {
                there[*from] = true;
                open.push(*from);
            }
        }
    }
    there.into()
}
