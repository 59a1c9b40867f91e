//! The part of a permission table that goes with a slice.

use std::collections::{BTreeMap, BTreeSet};

use super::yaml::{Entries, Yaml, add, map, text};
use crate::Read;
use crate::model::{PermissionInfo, Scheme, SchemeInfo};
use crate::permissions::{Line, Table};

const HEADER: &str = "\
# The permissions that go with a slice of Microsoft Graph, cut out of a larger table and written by a program:
# change what it is cut from, and not this file.
#
# The schema is that of Microsoft's own table, permissions.json, with two keys more:
# - `coversMore: true`: the paths are those of the slice, but the methods may be more, because the rule for the
#   least privileged permission counts them.
# - `pathCounts` of a permission: how many paths it opens in the larger table, which that rule counts, too.
#
# Permissions that open nothing here are kept, in a line for each scheme: a program may state them, and one that
# is of no use to it can so be told from one that is misspelt. They have no texts.

";

/// The permission table of a slice, in the schema of Microsoft's `permissions.json`, as YAML: what the table that
/// was read says about the paths of the slice. Nothing where no table was read.
///
/// Reading the slice with it gives each operation the same permissions as with the whole table, with the same
/// least ones for the same reasons. Fix-ups are no part of it: they go with it as they go with the whole table.
///
/// Every permission of the whole table stays, so that a useless one can be told from a misspelt one. Those that
/// open nothing in the slice have neither paths nor texts.
///
/// ```
/// let description = "
/// openapi: 3.0.3
/// info: {title: Notes, version: v1.0}
/// servers: [{url: https://graph.microsoft.com/v1.0}]
/// paths:
///   /me/notes: {get: {responses: {'204': {description: ok}}}}
/// ";
/// let table = "
/// permissions:
///   Notes.Read:
///     schemes: {DelegatedWork: {privilegeLevel: 1}}
///     pathSets:
///       - {schemeKeys: [DelegatedWork], methods: [GET], paths: {/me/notes: '', /me/tasks: ''}}
/// ";
/// let read = msgraph_spec::Reader::openapi_text("notes.yaml", description)
///     .permissions_text("permissions.yaml", table)
///     .permissions_may_cover_more(true)
///     .read()?;
/// let written = msgraph_spec::write_permissions(&read).expect("there is a table");
/// assert!(written.contains("/me/notes") && !written.contains("/me/tasks"));
/// let again = msgraph_spec::Reader::openapi_text("notes.yaml", description)
///     .permissions_text("permissions.yaml", written)
///     .read()?;
/// assert_eq!(again.api, read.api);
/// # Ok::<(), msgraph_spec::Diagnostics>(())
/// ```
#[must_use]
pub fn write_permissions(read: &Read) -> Option<String> {
    let table = read.table.as_ref()?;
    let lines = table.lines_of(&read.api);
    let mut used: BTreeSet<&str> = lines.iter().flat_map(|one| one.names()).collect();
    used.extend(read.api.operations.iter().flat_map(|one| one.permissions.names()));
    let mut by_name: BTreeMap<&str, Vec<&Line>> = BTreeMap::new();
    for one in &lines {
        by_name.entry(&one.permission).or_default().push(one);
    }
    let permissions = table.infos().map(|info| {
        let lines = by_name.get(&*info.name).map_or(&[][..], Vec::as_slice);
        let is_used = used.contains(&*info.name);
        (info.name.clone(), Yaml::Map(if is_used { whole(info, lines, table) } else { named(info) }))
    });
    let top = vec![
        ("coversMore".to_owned(), super::yaml::yes()),
        ("permissions".to_owned(), Yaml::Spaced(permissions.collect())),
    ];
    Some(format!("{HEADER}{}", super::yaml::lines(&top)))
}

/// A permission that opens something.
fn whole(of: &PermissionInfo, lines: &[&Line], table: &Table) -> Entries {
    let mut found = begun(of, |info| {
        let mut found = Entries::new();
        let words = |text: &String| Some(super::yaml::text(text)).filter(|_| !text.is_empty());
        add(&mut found, "adminDisplayName", words(&info.display_name));
        add(&mut found, "adminDescription", words(&info.description));
        found.extend(measures(info));
        Yaml::Map(found)
    });
    let counts = of.schemes.iter().map(|(scheme, _)| (*scheme, table.paths_of(&of.name, *scheme)));
    let counts = counts.filter(|(_, count)| *count > 0);
    let counts: Entries =
        counts.map(|(scheme, count)| (scheme.to_string(), Yaml::Word(count.to_string()))).collect();
    if !counts.is_empty() {
        found.push(("pathCounts".to_owned(), Yaml::Flow(counts)));
    }
    let sets = path_sets(lines);
    if !sets.is_empty() {
        found.push(("pathSets".to_owned(), Yaml::List(sets)));
    }
    found
}

/// A permission that opens nothing here.
fn named(of: &PermissionInfo) -> Entries {
    begun(of, |info| Yaml::Flow(measures(info)))
}

fn begun(of: &PermissionInfo, scheme: impl Fn(&SchemeInfo) -> Yaml) -> Entries {
    let mut found = Entries::new();
    add(&mut found, "authorizationType", of.authorization_type.as_ref().map(text));
    let schemes = of.schemes.iter().map(|(name, info)| (name.to_string(), scheme(info)));
    found.push(("schemes".to_owned(), Yaml::Map(schemes.collect())));
    found
}

fn measures(of: &SchemeInfo) -> Entries {
    let consent = Yaml::Word(of.requires_admin_consent.to_string());
    let mut found = vec![("requiresAdminConsent".to_owned(), consent)];
    add(&mut found, "privilegeLevel", of.privilege_level.map(|level| Yaml::Word(level.to_string())));
    found
}

/// The lines of a permission by the sets that they stand in.
fn path_sets(lines: &[&Line]) -> Vec<Yaml> {
    let mut found = Vec::new();
    for same in lines.chunk_by(|one, other| one.set == other.set) {
        let Some(first) = same.first() else { continue };
        let schemes = first.schemes.iter().map(|one| text(one.as_str())).collect();
        let methods = first.methods.iter().map(|one| text(one.as_str())).collect();
        let paths = same.iter().map(|one| (one.path.clone(), text(value(one)))).collect();
        found.push(map([
            ("schemeKeys", Yaml::List(schemes)),
            ("methods", Yaml::List(methods)),
            ("paths", Yaml::Map(paths)),
        ]));
    }
    found
}

/// `least=DelegatedWork;AlsoRequires=User.Read`
fn value(of: &Line) -> String {
    let least: Vec<&str> = of.least.iter().copied().map(Scheme::as_str).collect();
    let both = [("least", least.join(",")), ("AlsoRequires", of.also.join(","))];
    let parts = both.iter().filter(|(_, value)| !value.is_empty());
    parts.map(|(key, value)| format!("{key}={value}")).collect::<Vec<_>>().join(";")
}
