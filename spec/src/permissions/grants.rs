//! What the table opens, by path.

use std::collections::{BTreeMap, HashMap, HashSet};

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

impl Grant {
    /// Whether an alternative is a single permission that must be held beside this one.
    pub(super) fn requires_beside_it(&self, alternative: &AllOf) -> bool {
        match alternative.0.as_slice() {
            [name] => *name != self.permission && self.all_of.0.contains(name),
            _ => false,
        }
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
    /// The paths that each permission opens in a scheme.
    paths: HashMap<(String, Scheme), HashSet<PathKey>>,
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
        let spelling = spelling(path);
        let mut is_repeated = false;
        for scheme in schemes {
            let paths = self.paths.entry((permission.to_owned(), *scheme)).or_default();
            paths.insert(PathKey::of_text(path));
            let grants = &mut same[at].grants;
            for all_of in alternatives(permission, &entry.also) {
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
                    all_of,
                    spelling: spelling.clone(),
                });
            }
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

    /// Every path, in its anonymous form, with `()` behind it where it has arguments or a key in
    /// parentheses; and what stands there.
    #[cfg(test)]
    pub(super) fn by_path(&self) -> impl Iterator<Item = (String, Vec<&Grant>)> {
        let all = self.by_path.values().flatten();
        all.map(|one| (one.key.to_string(), one.grants.iter().collect()))
    }

    /// How many paths a permission opens in a scheme.
    pub(super) fn paths_of(&self, permission: &str, scheme: Scheme) -> usize {
        self.paths.get(&(permission.to_owned(), scheme)).map_or(0, HashSet::len)
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

/// What must be held together where a permission also requires others.
///
/// The table parts several names by commas and does not say what that means. Microsoft's description
/// of the format has an expression there, `(User.Read | User.Read.All) & Group.Read`, and the data
/// reads as that one does:
///
/// - Names of the same resource are alternatives: `AgentInstance.Read.All,AgentInstance.ReadWrite.All`,
///   of which the second opens all that the first does. The documentation of adding a member to an agent
///   collection writes these very names with "or".
/// - Those of `Directory` open every resource of the directory, and are alternatives to all others:
///   `Application.Read.All,Directory.Read.All` is published as "`AppRoleAssignment.ReadWrite.All` and
///   `Application.Read.All`" or, higher privileged, "`AppRoleAssignment.ReadWrite.All` and
///   `Directory.Read.All`" (creating an app role assignment of a service principal).
/// - Other resources are needed too: `User.Read.All,Group.Read.All`, for sponsors that are users or
///   groups. No page says that one of them is enough, so nobody is promised that.
fn alternatives(permission: &str, also: &[String]) -> Vec<AllOf> {
    let resource = |name: &str| name.split('.').next().unwrap_or(name).to_owned();
    let (of_directory, others): (Vec<&String>, Vec<&String>) =
        also.iter().partition(|name| resource(name) == "Directory");
    let mut by_resource: BTreeMap<String, Vec<&String>> = BTreeMap::new();
    for name in &others {
        by_resource.entry(resource(name)).or_default().push(name);
    }
    let mut found: Vec<Vec<&str>> = of_directory.iter().map(|name| vec![permission, name]).collect();
    if !others.is_empty() || also.is_empty() {
        let mut together = vec![vec![permission]];
        for names in by_resource.values() {
            let mut longer = Vec::new();
            for one in &together {
                longer.extend(names.iter().map(|name| [one.as_slice(), &[name.as_str()]].concat()));
            }
            together = longer;
        }
        found.extend(together);
    }
    let mut found: Vec<AllOf> = found.into_iter().map(AllOf::of).collect();
    found.sort();
    found.dedup();
    found
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
