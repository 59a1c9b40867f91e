//! The least privileged alternative.
//!
//! The table marks alternatives as least for whole path sets, so that an operation often has
//! several or none. The rule, in this order, the same each time:
//!
//! 1. the only alternative;
//! 2. the only one that the table marks as least;
//! 3. where none is marked: the only one that is marked in another scheme of the operation, or for one
//!    chat or team (names are compared without `.All`, `.Chat` and `.Group`: where `TeamsTab.Read.Group`
//!    is least for one team, `TeamsTab.Read.All` is so for all of them);
//! 4. among those that are left, or among all: the one with the fewest methods on that path and
//!    scheme, all path sets of its permission taken together;
//! 5. then basic reading (`ReadBasic`) before reading (`Read`) before everything else (`ReadWrite`,
//!    `Manage`);
//! 6. then the one with the lower privilege level in that scheme (an unknown level comes last);
//! 7. then one for a part of the tenant (`Files.ReadWrite.AppFolder`) before one for all (`.All`);
//! 8. then the one that opens the fewest paths in the whole table;
//! 9. then by name.
//!
//! What each decides in Microsoft's whole table of August 2026, counted by its paths, of
//! the 21625 pairs of an operation and a scheme that have an alternative:
//!
//! | what decides | pairs |
//! |---|---|
//! | the only one | 10779 |
//! | stated by the table | 6993 |
//! | stated for another scheme, or for one chat or team | 54 |
//! | fewest methods on the path | 3459 |
//! | reads rather than writes | 61 |
//! | lower privilege level | 111 |
//! | a part of the tenant rather than all of it | 33 |
//! | fewest paths in the whole table | 104 |
//! | first by name | 31 |
//!
//! Steps 1, 2 and 4 are what Microsoft's own tool (kibali) does for its published tables; it prints no
//! least one where none is marked, and settles ties by the order of the file. The other steps were
//! compared with those published tables:
//!
//! - Step 3: `POST /directory/administrativeUnits/{id}/members` is published with
//!   `AdministrativeUnit.ReadWrite.All` for applications, which the table marks for users only; methods
//!   alone would choose `Group.Create`. `GET /chats/{id}/messages` is published with `Chat.Read.All`;
//!   levels would choose `Group.Read.All`.
//! - Step 5 before step 6: levels contradict themselves here. `DeviceManagementConfiguration.Read.All`
//!   has level 4 for applications and `.ReadWrite.All` level 3.
//! - Step 5: the published table for `GET /groups` has `Group-NestingSupport.ReadWrite.All`, first by the
//!   order of the file; `Group.ReadBasic.All` is the lesser by any other measure. This is the one place
//!   known where the rule departs from a published table on purpose.
//! - Step 8: names alone chose the widest family, `Directory.Read.All` before `User.Read.All`.
//!
//! Of permissions that must be held together, the highest level counts first, and only if all of them
//! read does the alternative only read. An alternative that asks for all of another one and for more is
//! no alternative, and its mark as least goes to the other.
//!
//! A permission that stands alone, without a mark, where another one asks for it beside itself
//! (`Directory.Read.All` beside `AppRoleAssignment.ReadWrite.All`, 36 times) is no alternative: alone it
//! would make the other one idle, and the published tables have only the two together.
//!
//! The others are sorted by the same steps. Permissions for one chat, team or group are no
//! alternatives here: nobody can hold them for the whole tenant.

use std::collections::hash_map::Entry as Slot;
use std::collections::{HashMap, HashSet};

use super::Table;
use super::grants::{Grant, Methods};
use crate::model::{AllOf, Choice, HttpMethod, Requirement, Scheme};

/// What decides between two alternatives, the strongest first.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Rank<'a> {
    methods: u32,
    access: Access,
    /// Those of all its permissions, the highest first.
    levels: Vec<u32>,
    is_for_all: bool,
    paths: usize,
    name: &'a AllOf,
}

/// What a permission does, by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Access {
    ReadsBasics,
    Reads,
    Writes,
}

struct Alternative<'a> {
    rank: Rank<'a>,
    is_least: bool,
}

/// What a scheme asks for, from what the table grants on the path of an operation.
pub(super) fn requirement(
    table: &Table,
    grants: &[&Grant],
    scheme: Scheme,
    method: HttpMethod,
) -> Requirement {
    let methods = methods(grants, scheme);
    let mut found: Vec<Alternative<'_>> = Vec::new();
    let mut places: HashMap<&[String], usize> = HashMap::new();
    let opening = || grants.iter().filter(|one| one.scheme == scheme && one.methods.has(method));
    for grant in opening().filter(|one| !table.is_resource_specific(&one.all_of)) {
        let rank = rank(table, methods[&*grant.permission], grant);
        match places.entry(&grant.all_of.0) {
            Slot::Occupied(place) => {
                let known = &mut found[*place.get()];
                known.is_least |= grant.is_least;
                known.rank = rank.min(known.rank.clone());
            }
            Slot::Vacant(place) => {
                place.insert(found.len());
                found.push(Alternative { rank, is_least: grant.is_least });
            }
        }
    }
    let companions: HashSet<&str> = opening().flat_map(|one| one.beside_it()).collect();
    found.retain(|one| match one.rank.name.0.as_slice() {
        [name] => one.is_least || !companions.contains(name.as_str()),
        _ => true,
    });
    let marked = grants.iter().filter(|one| one.is_least && one.methods.has(method));
    choose(absorbed(found), &marked.map(|one| stems(&one.all_of)).collect())
}

/// All methods that each permission opens on the path in the scheme.
fn methods<'a>(grants: &[&'a Grant], scheme: Scheme) -> HashMap<&'a str, Methods> {
    let mut found: HashMap<&str, Methods> = HashMap::new();
    for one in grants.iter().filter(|one| one.scheme == scheme) {
        let methods = found.entry(&one.permission).or_default();
        *methods = methods.union(one.methods);
    }
    found
}

fn rank<'a>(table: &Table, methods: Methods, of: &'a Grant) -> Rank<'a> {
    let names = &of.all_of.0;
    let level = |name: &String| table.permissions.get(name)?.scheme(of.scheme)?.privilege_level;
    let mut levels: Vec<u32> = names.iter().map(|name| level(name).unwrap_or(u32::MAX)).collect();
    levels.sort_unstable_by(|one, other| other.cmp(one));
    Rank {
        methods: methods.count(),
        access: names.iter().map(|name| access(name)).max().unwrap_or(Access::Writes),
        levels,
        is_for_all: names.iter().any(|name| name.ends_with(".All")),
        paths: names.iter().map(|name| table.grants.paths_of(name, of.scheme)).sum(),
        name: &of.all_of,
    }
}

/// The alternatives without those that ask for all of another one and for more.
///
/// Each that is kept is found again by that of its names which the fewest alternatives have: so a name that
/// many have, and a long table, cost no time.
fn absorbed(mut found: Vec<Alternative<'_>>) -> Vec<Alternative<'_>> {
    if found.iter().all(|one| one.rank.name.0.len() == 1) {
        // names that differ do not ask for each other
        return found;
    }
    let mut uses: HashMap<&str, usize> = HashMap::new();
    for name in found.iter().flat_map(|one| &one.rank.name.0) {
        *uses.entry(name).or_default() += 1;
    }
    found.sort_by_key(|one| one.rank.name.0.len());
    let mut kept: Vec<Alternative<'_>> = Vec::new();
    let mut by_name: HashMap<&str, Vec<usize>> = HashMap::new();
    for one in found {
        let names = &one.rank.name.0;
        let near = names.iter().filter_map(|name| by_name.get(name.as_str())).flatten().copied();
        if let Some(at) = near.filter(|at| one.rank.name.asks_for(kept[*at].rank.name)).min() {
            kept[at].is_least |= one.is_least;
        } else {
            let rarest = names.iter().min_by_key(|name| uses[name.as_str()]);
            by_name.entry(rarest.map_or("", String::as_str)).or_default().push(kept.len());
            kept.push(one);
        }
    }
    kept
}

/// Takes the least one of the alternatives, given what is marked in any scheme of the operation.
fn choose(mut found: Vec<Alternative<'_>>, marked: &HashSet<Vec<&str>>) -> Requirement {
    found.sort_by(|one, other| one.rank.cmp(&other.rank));
    let mut stated = Choice::Stated;
    if !found.iter().any(|one| one.is_least) {
        stated = Choice::StatedElsewhere;
        for one in &mut found {
            one.is_least = marked.contains(&stems(one.rank.name));
        }
    }
    let is_any_marked = found.iter().any(|one| one.is_least);
    let is_candidate = |one: &Alternative<'_>| one.is_least || !is_any_marked;
    let candidates: Vec<&Rank<'_>> =
        found.iter().filter(|one| is_candidate(one)).map(|one| &one.rank).collect();
    let choice = match candidates.as_slice() {
        [] => return Requirement::NotSupported,
        _ if found.len() == 1 => Choice::Only,
        [_] => stated,
        [first, second, ..] => decided_by(first, second),
    };
    let Some(at) = found.iter().position(is_candidate) else { return Requirement::NotSupported };
    let least = found.remove(at).rank.name.clone();
    let higher = found.into_iter().map(|one| one.rank.name.clone()).collect();
    Requirement::OneOf { least, higher, choice }
}

/// The step that told the first of the candidates from the second.
fn decided_by(first: &Rank<'_>, second: &Rank<'_>) -> Choice {
    if first.methods != second.methods {
        Choice::FewestMethods
    } else if first.access != second.access {
        Choice::ReadBeforeWrite
    } else if first.levels != second.levels {
        Choice::PrivilegeLevel
    } else if first.is_for_all != second.is_for_all {
        Choice::PartBeforeAll
    } else if first.paths != second.paths {
        Choice::FewestPaths
    } else {
        Choice::Name
    }
}

fn access(permission: &str) -> Access {
    let mut parts = permission.split('.');
    match parts.find(|part| part.starts_with("Read") && !part.starts_with("ReadWrite")) {
        Some(part) if part.starts_with("ReadBasic") => Access::ReadsBasics,
        Some(_) => Access::Reads,
        None => Access::Writes,
    }
}

/// The names without what says how much of the tenant they are for.
fn stems(all_of: &AllOf) -> Vec<&str> {
    let ends = [".All", ".Chat", ".Group"];
    let stem = |name: &'_ str| ends.iter().find_map(|end| name.strip_suffix(end)).map(str::len);
    all_of.0.iter().map(|name| &name[..stem(name).unwrap_or(name.len())]).collect()
}
