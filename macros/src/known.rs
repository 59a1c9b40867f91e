//! What the tables of all slices know: of permissions, and of what they open.

use std::collections::BTreeMap;

use crate::scheme::SCHEMES;
use crate::table::{Level, Row, Slice};

/// The tables of all slices as one.
pub(crate) struct Known<'a> {
    pub(crate) rows: Vec<&'a Row>,
    /// By name without regard to case.
    permissions: BTreeMap<String, Permission<'a>>,
}

/// What is known about a permission.
pub(crate) struct Permission<'a> {
    /// As the tables write it.
    pub(crate) name: &'a str,
    /// The schemes that have it.
    pub(crate) schemes: [Option<Level>; 3],
    /// It holds for one chat or team only.
    pub(crate) is_specific: bool,
}

impl<'a> Known<'a> {
    pub(crate) fn new(slices: &'a [Slice]) -> Self {
        let rows: Vec<&Row> = slices.iter().flat_map(|slice| &slice.rows).collect();
        let mut known = Self { rows, permissions: BTreeMap::new() };
        for entry in slices.iter().flat_map(|slice| &slice.entries) {
            let permission = known.permission(&entry.name);
            permission.is_specific |= entry.is_specific;
            for (here, there) in permission.schemes.iter_mut().zip(entry.schemes) {
                *here = here.or(there);
            }
        }
        // A row may name a permission that its table does not list; its level is not known.
        for row in known.rows.clone() {
            for (scheme, alternatives) in row.schemes.iter().enumerate() {
                for name in alternatives.iter().flatten() {
                    known.permission(name).schemes[scheme].get_or_insert(Level(None));
                }
            }
        }
        known
    }

    fn permission(&mut self, name: &'a str) -> &mut Permission<'a> {
        let entry = self.permissions.entry(name.to_ascii_lowercase());
        entry.or_insert(Permission { name, schemes: [None; 3], is_specific: false })
    }

    /// The permission of that name, in whatever case.
    pub(crate) fn find(&self, name: &str) -> Option<&Permission<'a>> {
        self.permissions.get(&name.to_ascii_lowercase())
    }

    /// The privilege level of a permission in a scheme, where it is known.
    pub(crate) fn level(&self, scheme: usize, name: &str) -> Option<u32> {
        self.find(name)?.schemes[scheme]?.0
    }

    /// The operations that ask for the permission, alone or with others.
    pub(crate) fn wanted_by(&self, scheme: usize, name: &str) -> Vec<&'a str> {
        let wants = |row: &&&Row| row.schemes[scheme].iter().flatten().any(|wanted| same(wanted, name));
        self.rows.iter().filter(wants).map(|row| row.title.as_str()).collect()
    }

    /// At most three names near to one that is not known, the nearest first, each with a scheme that has it: the
    /// program's own where that has it.
    pub(crate) fn nearest(&self, name: &str, wanted: Option<usize>) -> Vec<(&'a str, usize)> {
        let candidates = self.permissions.values().filter_map(|permission| {
            let has = |scheme: &usize| permission.schemes[*scheme].is_some();
            let scheme = wanted.filter(has).or_else(|| (0..SCHEMES.len()).find(has))?;
            Some((permission.name, (Some(scheme) != wanted, permission.name, scheme)))
        });
        nearest(name, candidates).into_iter().map(|(_, near, scheme)| (near, scheme)).collect()
    }

    /// At most three names of the scheme near to one that it does not have, the nearest first.
    pub(crate) fn nearest_of(&self, scheme: usize, name: &str) -> Vec<(&'a str, usize)> {
        let has = self.permissions.values().filter(|permission| permission.schemes[scheme].is_some());
        nearest(name, has.map(|permission| (permission.name, (permission.name, scheme))))
    }

    /// The permissions of the scheme that open something and are most like this one, which does not: they
    /// begin with the same word.
    pub(crate) fn instead_of(&self, scheme: usize, name: &str) -> Vec<&'a str> {
        let word = |name: &str| name.split('.').next().unwrap_or_default().to_ascii_lowercase();
        let alike = |near: &&str| word(near) == word(name) && !same(near, name);
        let opens = |near: &&str| !self.wanted_by(scheme, near).is_empty();
        let mut near: Vec<(usize, &str)> = self
            .permissions
            .values()
            .map(|permission| permission.name)
            .filter(|near| alike(near) && opens(near))
            .map(|near| (strsim::damerau_levenshtein(name, near), near))
            .collect();
        near.sort_unstable();
        near.into_iter().take(2).map(|(_, near)| near).collect()
    }
}

/// Names compare without regard to case, as Graph compares them.
pub(crate) fn same(one: &str, other: &str) -> bool {
    one.eq_ignore_ascii_case(other)
}

/// At most three of the candidates, the nearest first, then in their own order. Each comes with its name.
pub(crate) fn nearest<'a, T: Ord>(name: &str, candidates: impl Iterator<Item = (&'a str, T)>) -> Vec<T> {
    let lower = name.to_ascii_lowercase();
    let mut near: Vec<(usize, T)> = candidates
        .map(|(known, candidate)| {
            (strsim::damerau_levenshtein(&lower, &known.to_ascii_lowercase()), known.len(), candidate)
        })
        .filter(|(distance, length, _)| *distance <= length / 3)
        .map(|(distance, _, candidate)| (distance, candidate))
        .collect();
    near.sort_unstable();
    near.into_iter().take(3).map(|(_, candidate)| candidate).collect()
}

/// `A`, `B` and `C`, each in quotes
pub(crate) fn list(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.as_slice() {
        [before @ .., last] if !before.is_empty() => format!("{} and {last}", before.join(", ")),
        _ => quoted.concat(),
    }
}
