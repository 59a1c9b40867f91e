//! What the table opens, by path.

use std::collections::HashMap;

use super::matching::PathKey;
use super::table::Entry;
use crate::model::{AllOf, HttpMethod, OperationKind, Origin, PathTemplate, Scheme};

/// A set of methods.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Methods(u8);

impl Methods {
    pub(super) fn add(&mut self, method: HttpMethod) {
        self.0 |= Self::bit(method);
    }

    pub(super) fn has(self, method: HttpMethod) -> bool {
        self.0 & Self::bit(method) != 0
    }

    pub(super) fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub(super) fn count(self) -> u32 {
        self.0.count_ones()
    }

    pub(super) fn iter(self) -> impl Iterator<Item = HttpMethod> {
        HttpMethod::ALL.into_iter().filter(move |method| self.has(*method))
    }

    pub(super) fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(super) fn intersection(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    fn bit(method: HttpMethod) -> u8 {
        1 << method as u8
    }
}

/// One permission on one path in one scheme.
#[derive(Debug, Clone)]
pub(super) struct Grant {
    pub(super) permission: String,
    pub(super) scheme: Scheme,
    pub(super) methods: Methods,
    pub(super) is_least: bool,
    /// The permission and those that must be held beside it.
    pub(super) all_of: AllOf,
    /// The path with the arguments of functions, by which overloads are told apart.
    spelling: String,
}

/// What stands at one path of the table.
#[derive(Debug)]
pub(super) struct PathGrants {
    key: PathKey,
    pub(super) grants: Vec<Grant>,
}

/// A line of the table, to be checked against the operations.
#[derive(Debug)]
pub(super) struct Line {
    pub(super) permission: String,
    pub(super) path: String,
    pub(super) methods: Methods,
    /// Whether an earlier line says the same.
    pub(super) is_repeated: bool,
    pub(super) origin: Origin,
}

/// Everything that the table opens.
#[derive(Debug, Default)]
pub(super) struct Grants {
    by_path: HashMap<String, Vec<PathGrants>>,
    pub(super) lines: Vec<Line>,
}

impl Grants {
    /// Adds a line of the table.
    pub(super) fn add(
        &mut self,
        permission: &str,
        path: &str,
        origin: &Origin,
        schemes: &[Scheme],
        methods: Methods,
        entry: &Entry,
    ) {
        let path = path.trim();
        let key = PathKey::of_text(path);
        let same = self.by_path.entry(key.anonymous.clone()).or_default();
        let at = same.iter().position(|one| one.key == key).unwrap_or(same.len());
        if at == same.len() {
            same.push(PathGrants { key, grants: Vec::new() });
        }
        let mut all_of = vec![permission.to_owned()];
        all_of.extend(entry.also.iter().cloned());
        all_of.sort();
        all_of.dedup();
        let all_of = AllOf(all_of);
        let spelling = spelling(path);
        let mut is_repeated = false;
        for scheme in schemes {
            let grants = &mut same[at].grants;
            is_repeated |= grants.iter().any(|one| {
                one.permission == permission
                    && one.scheme == *scheme
                    && one.all_of == all_of
                    && one.spelling == spelling
                    && !one.methods.intersection(methods).is_empty()
            });
            grants.push(Grant {
                permission: permission.to_owned(),
                scheme: *scheme,
                methods,
                is_least: entry.least.contains(scheme),
                all_of: all_of.clone(),
                spelling: spelling.clone(),
            });
        }
        let permission = permission.to_owned();
        self.lines.push(Line {
            permission,
            path: path.to_owned(),
            methods,
            is_repeated,
            origin: origin.clone(),
        });
    }

    /// Everything that stands at the paths that mean an operation's.
    pub(super) fn of(&self, path: &PathTemplate, kind: OperationKind) -> Vec<&Grant> {
        let key = PathKey::of(path);
        let same = self.by_path.get(&key.anonymous).map_or(&[][..], Vec::as_slice);
        let exact = same.iter().any(|one| one.key == key);
        let meant =
            same.iter().filter(|one| if exact { one.key == key } else { key.is_meant_by(&one.key, kind) });
        meant.flat_map(|one| &one.grants).collect()
    }
}

/// A path in lower case, with the names of arguments but without those of placeholders.
fn spelling(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    let mut is_inside = false;
    for one in path.chars() {
        is_inside &= one != '}';
        if !is_inside {
            out.push(one.to_ascii_lowercase());
        }
        is_inside |= one == '{';
    }
    out
}
