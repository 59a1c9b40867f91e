//! The groups into which a reduced question falls apart.

use std::collections::BTreeMap;

use crate::problem::{Id, Set};
use crate::reduce::{Family, Mark, State, remaining};

/// Needs and undecided permissions that have to do with each other, and with no others.
pub(crate) struct Component {
    pub(crate) families: Vec<Family>,
    /// The undecided permissions, sorted.
    pub(crate) ids: Set,
}

/// The groups in the order of their first permission.
pub(crate) fn components(state: &State<'_>) -> Vec<Component> {
    let marks = &state.marks;
    let mut parents: Vec<Id> = (0..marks.len()).collect();
    let families: Vec<(Set, &Family)> = state
        .families
        .iter()
        .filter(|family| matters(family, marks))
        .map(|family| (undecided(family, marks), family))
        .collect();
    for (ids, _) in &families {
        for pair in ids.windows(2) {
            let (one, other) = (root(&parents, pair[0]), root(&parents, pair[1]));
            parents[one.max(other)] = one.min(other);
        }
    }
    let mut groups: BTreeMap<Id, Component> = BTreeMap::new();
    for id in (0..marks.len()).filter(|id| marks[*id] == Mark::Free) {
        let group = groups.entry(root(&parents, id));
        group.or_insert_with(|| Component { families: Vec::new(), ids: Vec::new() }).ids.push(id);
    }
    for (ids, family) in families {
        if let Some(group) = ids.first().and_then(|first| groups.get_mut(&root(&parents, *first))) {
            group.families.push(family.clone());
        }
    }
    groups.into_values().collect()
}

/// Whether the need is not open yet, or may be opened earlier in its order than it is.
fn matters(family: &Family, marks: &[Mark]) -> bool {
    if remaining(family, marks).is_some() {
        return true;
    }
    let possible = |way: &&Set| way.iter().all(|id| marks[*id] != Mark::Out);
    let first = family.ways.iter().find(possible);
    first.is_some_and(|way| way.iter().any(|id| marks[*id] == Mark::Free))
}

/// The undecided permissions of the ways that are possible.
fn undecided(family: &Family, marks: &[Mark]) -> Set {
    let possible = family.ways.iter().filter(|way| way.iter().all(|id| marks[*id] != Mark::Out));
    let mut ids: Set = possible.flatten().copied().filter(|id| marks[*id] == Mark::Free).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

fn root(parents: &[Id], mut id: Id) -> Id {
    while parents[id] != id {
        id = parents[id];
    }
    id
}
