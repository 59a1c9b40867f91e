//! Which operations share a table.

use super::super::report::Operation;

/// The operations whose paths begin with the same segments.
pub(super) struct Group<'a> {
    /// The segments: `/users`.
    pub(super) name: &'a str,
    pub(super) operations: Vec<&'a Operation>,
}

/// How many operations a group may have before it is parted. The browser lays out only those groups that can be
/// seen; one of thousands would take it seconds.
const MOST: usize = 120;

/// Below a group that is parted, parts as small as this stay together, under the name of the group.
const FEWEST: usize = 12;

/// The operations in groups, in their order.
pub(super) fn groups(operations: &[Operation]) -> Vec<Group<'_>> {
    let mut groups = Vec::new();
    part("", operations.iter().collect(), 1, &mut groups);
    groups
}

/// Groups operations by the first segments of their paths, and large groups by more of them.
fn part<'a>(parent: &'a str, operations: Vec<&'a Operation>, depth: usize, groups: &mut Vec<Group<'a>>) {
    let mut parts: Vec<Group<'a>> = Vec::new();
    for one in operations {
        let path = one.title.path.as_str();
        let end = path.match_indices('/').nth(depth).map_or(path.len(), |(at, _)| at);
        // The order of texts may put `/a(b)` between `/a` and `/a/b`.
        match parts.iter_mut().rev().find(|part| part.name == &path[..end]) {
            Some(part) => part.operations.push(one),
            None => parts.push(Group { name: &path[..end], operations: vec![one] }),
        }
    }
    if depth > 1 {
        let (small, large): (Vec<_>, Vec<_>) =
            parts.into_iter().partition(|part| part.operations.len() <= FEWEST);
        let rest: Vec<&Operation> = small.into_iter().flat_map(|part| part.operations).collect();
        if !rest.is_empty() {
            groups.push(Group { name: parent, operations: rest });
        }
        parts = large;
    }
    for part in parts {
        let is_longer = part.operations.iter().any(|one| one.title.path.len() > part.name.len());
        if part.operations.len() > MOST && is_longer {
            self::part(part.name, part.operations, depth + 1, groups);
        } else {
            groups.push(part);
        }
    }
}
