//! What the table opens, by path.

use std::collections::{HashMap, HashSet};

use super::matching::PathKey;
use super::table::Entry;
use crate::model::{AllOf, HttpMethod, OperationKind, Origin, PathTemplate, Scheme};

/// A set of methods.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Methods(u8);

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

    pub(crate) fn iter(self) -> impl Iterator<Item = HttpMethod> {
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

impl Grant {
    /// The permissions that must be held beside this one.
    pub(super) fn beside_it(&self) -> impl Iterator<Item = &str> {
        self.all_of.0.iter().map(String::as_str).filter(|name| *name != self.permission)
    }
}

/// What stands at one path of the table.
#[derive(Debug)]
pub(super) struct PathGrants {
    key: PathKey,
    pub(super) grants: Vec<Grant>,
}

/// Who opens the paths of a set, and how.
#[derive(Debug)]
pub(super) struct PathSet {
    pub(super) schemes: Vec<Scheme>,
    pub(super) methods: Methods,
    /// Which of its permission it is.
    pub(super) index: usize,
}

/// A line of the table, to be checked against the operations.
#[derive(Debug)]
pub(crate) struct Line {
    pub(crate) permission: String,
    pub(crate) path: String,
    pub(crate) methods: Methods,
    pub(crate) schemes: Vec<Scheme>,
    pub(crate) least: Vec<Scheme>,
    /// The names behind `AlsoRequires`, as they are written.
    pub(crate) also: Vec<String>,
    /// Which path set of its permission it stands in.
    pub(crate) set: usize,
    /// Whether an earlier line says the same.
    pub(super) is_repeated: bool,
    pub(super) origin: Origin,
}

impl Line {
    /// The permissions that it names.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&self.permission).chain(&self.also).map(String::as_str)
    }
}

/// Everything that the table opens.
#[derive(Debug, Default)]
pub(super) struct Grants {
    by_path: HashMap<String, Vec<PathGrants>>,
    /// The paths that each permission opens in a scheme.
    paths: HashMap<(String, Scheme), HashSet<PathKey>>,
    /// How many these are in a larger table, where this one was cut out of it.
    pub(super) counts: HashMap<(String, Scheme), usize>,
    pub(super) lines: Vec<Line>,
}

impl Grants {
    /// Adds a line of the table.
    pub(super) fn add(
        &mut self,
        permission: &str,
        path: &str,
        origin: &Origin,
        set: &PathSet,
        entry: &Entry,
    ) {
        let PathSet { schemes, methods, index } = set;
        let methods = *methods;
        let path = path.trim();
        let key = PathKey::of_text(path);
        let same = self.by_path.entry(key.anonymous.clone()).or_default();
        let at = same.iter().position(|one| one.key == key).unwrap_or(same.len());
        if at == same.len() {
            same.push(PathGrants { key, grants: Vec::new() });
        }
        let spelling = spelling(path);
        let mut is_repeated = false;
        for scheme in schemes {
            let paths = self.paths.entry((permission.to_owned(), *scheme)).or_default();
            paths.insert(PathKey::of_text(path));
            let grants = &mut same[at].grants;
            for all_of in &entry.alternatives {
                // those of a permission stand together, because a table names each once
                let mut ours = grants.iter().rev().take_while(|one| one.permission == permission);
                is_repeated |= ours.any(|one| {
                    one.scheme == *scheme
                        && one.all_of == *all_of
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
        }
        let permission = permission.to_owned();
        self.lines.push(Line {
            permission,
            path: path.to_owned(),
            methods,
            schemes: schemes.clone(),
            least: entry.least.clone(),
            also: entry.also.clone(),
            set: *index,
            is_repeated,
            origin: origin.clone(),
        });
    }

    /// Every path, in its anonymous form, with `()` behind it where it has arguments or a key in
    /// parentheses; and what stands there.
    #[cfg(test)]
    pub(super) fn by_path(&self) -> impl Iterator<Item = (String, Vec<&Grant>)> {
        let all = self.by_path.values().flatten();
        all.map(|one| (one.key.to_string(), one.grants.iter().collect()))
    }

    /// How many paths a permission opens in a scheme, in the whole table.
    pub(super) fn paths_of(&self, permission: &str, scheme: Scheme) -> usize {
        let key = (permission.to_owned(), scheme);
        self.counts.get(&key).copied().unwrap_or_else(|| self.paths.get(&key).map_or(0, HashSet::len))
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
pub(super) fn spelling(path: &str) -> String {
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
