//! What the table opens, by path.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

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
///
/// A table has tens of thousands of them, so what they have alike is shared.
#[derive(Debug, Clone)]
pub(super) struct Grant {
    pub(super) permission: Arc<str>,
    pub(super) scheme: Scheme,
    pub(super) methods: Methods,
    pub(super) is_least: bool,
    /// The permission and those that must be held beside it.
    pub(super) all_of: Arc<AllOf>,
    /// The path with the arguments of functions, by which overloads are told apart.
    spelling: Arc<str>,
}

impl Grant {
    /// The permissions that must be held beside this one.
    pub(super) fn beside_it(&self) -> impl Iterator<Item = &str> {
        self.all_of.0.iter().map(String::as_str).filter(|name| **name != *self.permission)
    }
}

/// What stands at one path of the table.
#[derive(Debug)]
pub(super) struct PathGrants {
    key: PathKey,
    pub(super) grants: Vec<Grant>,
}

/// A line of the table, to be checked against the operations.
#[derive(Debug)]
pub(crate) struct Line {
    pub(crate) permission: Arc<str>,
    pub(crate) path: String,
    pub(crate) methods: Methods,
    pub(crate) schemes: Arc<[Scheme]>,
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
        std::iter::once(&*self.permission).chain(self.also.iter().map(String::as_str))
    }
}

/// A path set: who may do what on its paths.
#[derive(Debug)]
pub(super) struct PathSet {
    pub(super) permission: Arc<str>,
    pub(super) schemes: Arc<[Scheme]>,
    pub(super) methods: Methods,
    /// Which of its permission it is.
    pub(super) index: usize,
}

/// Everything that the table opens.
#[derive(Debug, Default)]
pub(super) struct Grants {
    /// What stands at each path.
    at_paths: Vec<PathGrants>,
    /// The paths of an anonymous form.
    by_path: HashMap<String, Vec<usize>>,
    /// The paths that each permission opens, for each scheme.
    paths: HashMap<Arc<str>, [HashSet<usize>; Scheme::ALL.len()]>,
    /// How many these are in a larger table, where this one was cut out of it.
    pub(super) counts: HashMap<String, [Option<usize>; Scheme::ALL.len()]>,
    pub(super) lines: Vec<Line>,
}

impl Grants {
    /// Adds a line of a path set.
    pub(super) fn add(&mut self, of: &PathSet, path: &str, origin: Origin, entry: Entry) {
        let path = path.trim();
        let at = self.place_of(PathKey::of_text(path));
        let spelling: Arc<str> = spelling(path).into();
        let paths = self.paths.entry(of.permission.clone()).or_default();
        let grants = &mut self.at_paths[at].grants;
        let mut is_repeated = false;
        let alternatives: Vec<Arc<AllOf>> = entry.alternatives.into_iter().map(Arc::new).collect();
        for scheme in of.schemes.iter() {
            paths[*scheme as usize].insert(at);
            for all_of in &alternatives {
                // those of a permission stand together, because a table names each once
                let mut ours = grants.iter().rev().take_while(|one| one.permission == of.permission);
                is_repeated |= ours.any(|one| {
                    one.scheme == *scheme
                        && one.all_of == *all_of
                        && one.spelling == spelling
                        && !one.methods.intersection(of.methods).is_empty()
                });
                grants.push(Grant {
                    permission: of.permission.clone(),
                    scheme: *scheme,
                    methods: of.methods,
                    is_least: entry.least.contains(scheme),
                    all_of: all_of.clone(),
                    spelling: spelling.clone(),
                });
            }
        }
        self.lines.push(Line {
            permission: of.permission.clone(),
            path: path.to_owned(),
            methods: of.methods,
            schemes: of.schemes.clone(),
            least: entry.least,
            also: entry.also,
            set: of.index,
            is_repeated,
            origin,
        });
    }

    /// Where what stands at a path is.
    fn place_of(&mut self, key: PathKey) -> usize {
        let known = self.by_path.get(&key.anonymous).map_or(&[][..], Vec::as_slice);
        if let Some(at) = known.iter().find(|at| self.at_paths[**at].key == key) {
            return *at;
        }
        let at = self.at_paths.len();
        self.by_path.entry(key.anonymous.clone()).or_default().push(at);
        self.at_paths.push(PathGrants { key, grants: Vec::new() });
        at
    }

    /// Every path, in its anonymous form, with `()` behind it where it has arguments or a key in
    /// parentheses; and what stands there.
    #[cfg(test)]
    pub(super) fn by_path(&self) -> impl Iterator<Item = (String, Vec<&Grant>)> {
        self.at_paths.iter().map(|one| (one.key.to_string(), one.grants.iter().collect()))
    }

    /// How many paths a permission opens in a scheme, in the whole table.
    pub(super) fn paths_of(&self, permission: &str, scheme: Scheme) -> usize {
        let counted = self.counts.get(permission).and_then(|counts| counts[scheme as usize]);
        counted.unwrap_or_else(|| self.paths.get(permission).map_or(0, |paths| paths[scheme as usize].len()))
    }

    /// Everything that stands at the paths that mean an operation's.
    pub(super) fn of(&self, path: &PathTemplate, kind: OperationKind) -> Vec<&Grant> {
        let key = PathKey::of(path);
        let same = self.by_path.get(&key.anonymous).map_or(&[][..], Vec::as_slice);
        let same = || same.iter().map(|at| &self.at_paths[*at]);
        let exact = same().any(|one| one.key == key);
        let meant = same().filter(|one| if exact { one.key == key } else { key.is_meant_by(&one.key, kind) });
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
