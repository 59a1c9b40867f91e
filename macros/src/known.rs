//! What the tables of all slices know: of permissions, and of what they open. Permissions have numbers, so that
//! names are compared once.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;

use crate::near::{letters, nearest};
use crate::scheme::SCHEMES;
use crate::table::{Level, Row, Slice};

/// A permission: its place in [`Known::permissions`].
pub(crate) type Id = usize;

/// The tables of all slices as one.
pub(crate) struct Known<'a> {
    pub(crate) operations: Vec<Operation<'a>>,
    permissions: Vec<Permission<'a>>,
    /// By name without regard to case.
    ids: BTreeMap<String, Id>,
}

/// An operation, and what opens it.
pub(crate) struct Operation<'a> {
    pub(crate) row: &'a Row,
    /// Where its trait is.
    pub(crate) may: &'a TokenStream,
    /// For each scheme the alternatives; none where nothing opens it, and none where nothing is known.
    pub(crate) ways: [Vec<Vec<Id>>; 3],
}

/// What is known about a permission.
pub(crate) struct Permission<'a> {
    /// As the tables write it.
    pub(crate) name: &'a str,
    /// The schemes that have it.
    pub(crate) schemes: [Option<Level>; 3],
    /// It holds for one chat or team only.
    pub(crate) is_specific: bool,
    /// For each scheme the places of the operations that ask for it, alone or with others.
    pub(crate) wanted_by: [Vec<usize>; 3],
}

/// Which permissions a program holds.
#[derive(Clone)]
pub(crate) struct Held(Vec<bool>);

impl<'a> Known<'a> {
    pub(crate) fn new(slices: &'a [Slice]) -> Self {
        let mut known = Self { operations: Vec::new(), permissions: Vec::new(), ids: BTreeMap::new() };
        for entry in slices.iter().flat_map(|slice| &slice.entries) {
            let id = known.add(&entry.name);
            let permission = &mut known.permissions[id];
            permission.is_specific |= entry.is_specific;
            for (here, there) in permission.schemes.iter_mut().zip(entry.schemes) {
                *here = here.or(there);
            }
        }
        for slice in slices {
            for row in &slice.rows {
                known.add_operation(&slice.may, row);
            }
        }
        known
    }

    fn add(&mut self, name: &'a str) -> Id {
        *self.ids.entry(name.to_ascii_lowercase()).or_insert_with(|| {
            let (schemes, wanted_by) = ([None; 3], [const { Vec::new() }; 3]);
            self.permissions.push(Permission { name, schemes, is_specific: false, wanted_by });
            self.permissions.len() - 1
        })
    }

    fn add_operation(&mut self, may: &'a TokenStream, row: &'a Row) {
        let place = self.operations.len();
        let mut ways = [const { Vec::new() }; 3];
        for (scheme, ways) in ways.iter_mut().enumerate() {
            for all_of in row.ways(scheme) {
                let way: Vec<Id> = all_of.iter().map(|name| self.add(name)).collect();
                for id in &way {
                    let permission = &mut self.permissions[*id];
                    // A row may name a permission that its table does not list; its level is not known.
                    permission.schemes[scheme].get_or_insert(Level(None));
                    if permission.wanted_by[scheme].last() != Some(&place) {
                        permission.wanted_by[scheme].push(place);
                    }
                }
                ways.push(way);
            }
        }
        self.operations.push(Operation { row, may, ways });
    }

    /// The rows of all slices.
    pub(crate) fn rows(&self) -> impl Iterator<Item = &'a Row> {
        self.operations.iter().map(|operation| operation.row)
    }

    pub(crate) fn id(&self, name: &str) -> Option<Id> {
        self.ids.get(&name.to_ascii_lowercase()).copied()
    }

    pub(crate) fn permission(&self, id: Id) -> &Permission<'a> {
        &self.permissions[id]
    }

    /// The permission of that name, in whatever case.
    pub(crate) fn find(&self, name: &str) -> Option<&Permission<'a>> {
        self.id(name).map(|id| self.permission(id))
    }

    /// All of them, in no order that means anything.
    pub(crate) fn permissions(&self) -> &[Permission<'a>] {
        &self.permissions
    }

    /// Those of the names that are known.
    pub(crate) fn held(&self, names: &[String]) -> Held {
        let mut held = Held(vec![false; self.permissions.len()]);
        for id in names.iter().filter_map(|name| self.id(name)) {
            held.0[id] = true;
        }
        held
    }

    /// The operations that ask for the permission, alone or with others.
    pub(crate) fn wanting(
        &self,
        permission: &Permission<'_>,
        scheme: usize,
    ) -> impl Iterator<Item = &Operation<'a>> {
        permission.wanted_by[scheme].clone().into_iter().map(|place| &self.operations[place])
    }

    /// At most three names near to one that is not known, the nearest first, each with a scheme that has it: the
    /// program's own where that has it. None of them is stated already.
    pub(crate) fn nearest(
        &self,
        name: &str,
        wanted: Option<usize>,
        stated: &[String],
    ) -> Vec<(&'a str, usize)> {
        let candidates = self.unstated(stated).filter_map(|permission| {
            let has = |scheme: &usize| permission.schemes[*scheme].is_some();
            let scheme = wanted.filter(has).or_else(|| (0..SCHEMES.len()).find(has))?;
            Some((permission.name, (Some(scheme) != wanted, permission.name, scheme)))
        });
        nearest(name, candidates).into_iter().map(|(_, near, scheme)| (near, scheme)).collect()
    }

    /// At most three names of the scheme near to one that it does not have, the nearest first.
    pub(crate) fn nearest_of(&self, scheme: usize, name: &str, stated: &[String]) -> Vec<(&'a str, usize)> {
        let has = self.unstated(stated).filter(|permission| permission.schemes[scheme].is_some());
        nearest(name, has.map(|permission| (permission.name, (permission.name, scheme))))
    }

    /// The permissions of the scheme that open something and are most like this one, which does not: they
    /// begin with the same word.
    pub(crate) fn instead_of(&self, scheme: usize, name: &str, stated: &[String]) -> Vec<&'a str> {
        let word = |name: &str| name.split('.').next().unwrap_or_default().to_ascii_lowercase();
        let mut near: Vec<(usize, &str)> = self
            .unstated(stated)
            .filter(|near| word(near.name) == word(name) && !near.wanted_by[scheme].is_empty())
            .map(|near| (strsim::damerau_levenshtein(name, near.name), near.name))
            .collect();
        near.sort_unstable();
        near.into_iter().take(2).map(|(_, near)| near).collect()
    }

    /// What somebody means who writes a permission without quotes: the one that has the same letters, such as that
    /// of the constant `MAIL_READ`, or else an example, one of the scheme that opens something.
    pub(crate) fn meant_by(&self, word: &str, scheme: Option<usize>) -> Option<&'a str> {
        let has = |permission: &&Permission<'_>| scheme.is_none_or(|one| permission.schemes[one].is_some());
        let word = letters(word);
        let same = self.permissions.iter().filter(|permission| letters(permission.name) == word);
        let opens = |permission: &&Permission<'_>| {
            (0..SCHEMES.len())
                .any(|one| scheme.is_none_or(|scheme| scheme == one) && !permission.wanted_by[one].is_empty())
        };
        let example = self.permissions.iter().filter(opens).min_by_key(|permission| {
            let begins = !word.is_empty() && letters(permission.name).starts_with(&word);
            (!begins, permission.name)
        });
        same.max_by_key(has).or(example).map(|permission| permission.name)
    }

    fn unstated(&self, stated: &[String]) -> impl Iterator<Item = &Permission<'a>> {
        self.permissions.iter().filter(|permission| !stated.iter().any(|one| same(one, permission.name)))
    }
}

impl Operation<'_> {
    /// Whether the permissions hold one of the alternatives.
    pub(crate) fn is_open(&self, scheme: usize, held: &Held) -> bool {
        self.ways[scheme].iter().any(|way| held.has_all(way))
    }
}

impl Held {
    pub(crate) fn has(&self, id: Id) -> bool {
        self.0[id]
    }

    pub(crate) fn has_all(&self, way: &[Id]) -> bool {
        way.iter().all(|id| self.has(*id))
    }

    pub(crate) fn without(&self, id: Id) -> Self {
        let mut others = self.clone();
        others.0[id] = false;
        others
    }
}

/// Names compare without regard to case, as Graph compares them.
pub(crate) fn same(one: &str, other: &str) -> bool {
    one.eq_ignore_ascii_case(other)
}

/// `A`, `B` and `C`, each in quotes
pub(crate) fn list(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.as_slice() {
        [before @ .., last] if !before.is_empty() => format!("{} and {last}", before.join(", ")),
        _ => quoted.concat(),
    }
}
