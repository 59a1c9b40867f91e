//! The least privileged alternative.
//!
//! The table marks alternatives as least for whole path sets, so that an operation often has
//! several or none. The rule, in this order, the same each time:
//!
//! 1. the only alternative;
//! 2. the only one that the table marks as least;
//! 3. among the marked ones, or among all where none is marked: the one with the fewest methods on
//!    that path and scheme, all path sets of its permission taken together;
//! 4. then the one with the lower privilege level in that scheme (an unknown level comes last);
//! 5. then one that only reads (`Read`, `ReadBasic`) before the others (`ReadWrite`, `Manage`);
//! 6. then by name.
//!
//! Of permissions that must be held together, the highest level counts, and only if all of them read
//! does the alternative only read. An alternative that asks for all of another one and for more is no
//! alternative, and its mark as least goes to the other.
//!
//! The others are sorted by the same steps. Permissions for one chat, team or group are no
//! alternatives here: nobody can hold them for the whole tenant.

use super::grants::{Grant, Methods};
use crate::model::{AllOf, Choice, HttpMethod, PermissionInfo, Requirement, Scheme};

/// What decides between two alternatives, the strongest first.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Rank<'a> {
    methods: u32,
    level: u32,
    only_reads: std::cmp::Reverse<bool>,
    name: &'a AllOf,
}

struct Alternative<'a> {
    rank: Rank<'a>,
    is_least: bool,
}

/// What a scheme asks for, from what the table grants on the path of an operation.
pub(super) fn requirement<'a>(
    grants: &[&'a Grant],
    scheme: Scheme,
    method: HttpMethod,
    info: impl Fn(&str) -> Option<&'a PermissionInfo>,
) -> Requirement {
    let mut found: Vec<Alternative<'a>> = Vec::new();
    for grant in grants.iter().filter(|one| one.scheme == scheme && one.methods.has(method)) {
        let names = &grant.all_of.0;
        if names.iter().any(|name| info(name).is_some_and(PermissionInfo::is_resource_specific)) {
            continue;
        }
        let level = |name: &String| info(name).and_then(|info| info.scheme(scheme)?.privilege_level);
        let rank = Rank {
            methods: methods_of(grants, grant).count(),
            level: names.iter().map(|name| level(name).unwrap_or(u32::MAX)).max().unwrap_or(u32::MAX),
            only_reads: std::cmp::Reverse(names.iter().all(|name| only_reads(name))),
            name: &grant.all_of,
        };
        match found.iter_mut().find(|one| one.rank.name == &grant.all_of) {
            Some(known) => {
                known.is_least |= grant.is_least;
                known.rank = rank.min(known.rank.clone());
            }
            None => found.push(Alternative { rank, is_least: grant.is_least }),
        }
    }
    choose(absorbed(found))
}

/// The alternatives without those that ask for all of another one and for more.
fn absorbed(mut found: Vec<Alternative<'_>>) -> Vec<Alternative<'_>> {
    found.sort_by_key(|one| one.rank.name.0.len());
    let mut kept: Vec<Alternative<'_>> = Vec::new();
    for one in found {
        let is_enough = |other: &&mut Alternative<'_>| {
            other.rank.name.0.iter().all(|name| one.rank.name.0.contains(name))
        };
        match kept.iter_mut().find(is_enough) {
            Some(other) => other.is_least |= one.is_least,
            None => kept.push(one),
        }
    }
    kept
}

fn choose(mut found: Vec<Alternative<'_>>) -> Requirement {
    found.sort_by(|one, other| one.rank.cmp(&other.rank));
    let marked = found.iter().filter(|one| one.is_least).count();
    let is_candidate = |one: &Alternative<'_>| marked == 0 || one.is_least;
    let choice = match (found.len(), marked) {
        (1, _) => Choice::Only,
        (_, 1) => Choice::Stated,
        _ => {
            let candidates: Vec<&Rank<'_>> =
                found.iter().filter(|one| is_candidate(one)).map(|one| &one.rank).collect();
            decided_by(&candidates)
        }
    };
    let Some(at) = found.iter().position(is_candidate) else { return Requirement::NotSupported };
    let least = found.remove(at).rank.name.clone();
    let higher = found.into_iter().map(|one| one.rank.name.clone()).collect();
    Requirement::OneOf { least, higher, choice }
}

/// The step that told the first of the candidates from the second.
fn decided_by(candidates: &[&Rank<'_>]) -> Choice {
    let [first, second, ..] = candidates else { return Choice::Only };
    if first.methods != second.methods {
        Choice::FewestMethods
    } else if first.level != second.level {
        Choice::PrivilegeLevel
    } else if first.only_reads != second.only_reads {
        Choice::ReadBeforeWrite
    } else {
        Choice::Name
    }
}

/// All methods that a permission opens on the path in the scheme.
fn methods_of(grants: &[&Grant], of: &Grant) -> Methods {
    grants
        .iter()
        .filter(|one| one.permission == of.permission && one.scheme == of.scheme)
        .fold(Methods::default(), |all, one| all.union(one.methods))
}

fn only_reads(permission: &str) -> bool {
    permission.split('.').any(|part| part.starts_with("Read") && !part.starts_with("ReadWrite"))
}
