//! Reads the table.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::str::FromStr;

use super::also::{MOST_ALTERNATIVES, alternatives};
use super::grants::{Grants, Line, Methods, PathSet};
use super::matching::PathKey;
use super::name;
use crate::model::{AllOf, Api, HttpMethod, PermissionInfo, Scheme, SchemeInfo};
use crate::nearest::did_you_mean;
use crate::tree::{At, Document};

/// A permission table: what permissions there are, and which paths each opens.
#[derive(Debug, Default)]
pub(crate) struct Table {
    pub(super) permissions: BTreeMap<String, PermissionInfo>,
    pub(super) grants: Grants,
    /// The permissions whose descriptions have faults of their own.
    pub(super) faulty: BTreeSet<String>,
    /// Whether it says itself that it names more than the description has.
    pub(super) covers_more: bool,
}

impl Table {
    /// What it says about the paths of an API, in its own order. Nothing else can bear on the permissions of its
    /// operations, except what is counted in the whole table.
    pub(crate) fn lines_of(&self, api: &Api) -> Vec<&Line> {
        let paths: HashSet<String> =
            api.operations.iter().map(|one| PathKey::of(&one.path).anonymous).collect();
        let is_of = |one: &&Line| paths.contains(&PathKey::of_text(&one.path).anonymous);
        self.grants.lines.iter().filter(is_of).collect()
    }

    /// Every permission, by name.
    pub(crate) fn infos(&self) -> impl Iterator<Item = &PermissionInfo> {
        self.permissions.values()
    }

    /// How many paths a permission opens in a scheme.
    pub(crate) fn paths_of(&self, permission: &str, scheme: Scheme) -> usize {
        self.grants.paths_of(permission, scheme)
    }

    /// Whether one of the permissions holds for one chat, team or group only.
    pub(super) fn is_resource_specific(&self, all_of: &AllOf) -> bool {
        let is_specific =
            |name: &String| self.permissions.get(name).is_some_and(PermissionInfo::is_resource_specific);
        all_of.0.iter().any(is_specific)
    }
}

/// Reads a table; faults go to the document.
pub(crate) fn lower(document: &Document) -> Table {
    let mut table = Table::default();
    let top = document.top();
    let Some(permissions) = top.get("permissions") else {
        if top.get("openapi").or_else(|| top.get("swagger")).is_some() {
            top.error("this is a description, and no permission table", crate::mistaken::SWAPPED);
            return table;
        }
        top.error(
            "this is no permission table: it has no `permissions` key",
            "put the permissions under `permissions`, as Microsoft's permissions.json does",
        );
        return table;
    };
    table.covers_more = top.is("coversMore");
    let permissions = permissions.entries();
    let names: BTreeSet<&str> = permissions.iter().map(|(name, _)| *name).collect();
    for (name, at) in permissions {
        let faults_before = document.faults();
        if !at.is_map() {
            at.expected("a mapping");
            table.faulty.insert(name.to_owned());
            continue;
        }
        let info = permission(name, &at);
        if document.faults() > faults_before {
            table.faulty.insert(name.to_owned());
        }
        for (index, set) in at.items_of("pathSets").iter().enumerate() {
            path_set(&info, (index, set), &names, &mut table.grants);
        }
        for (scheme, count) in at.entries_of("pathCounts") {
            if let (Some(scheme), Some(count)) = (scheme_named(scheme, &count), number(&count)) {
                table.grants.counts.entry(name.to_owned()).or_default()[scheme as usize] = Some(count);
            }
        }
        table.permissions.insert(name.to_owned(), info);
    }
    table
}

fn permission(name: &str, at: &At<'_>) -> PermissionInfo {
    name::check(name, at);
    let mut info = PermissionInfo::new(name, at.origin());
    info.authorization_type = at.words("authorizationType");
    for (key, scheme) in at.entries_of("schemes") {
        if let Some(known) = scheme_named(key, &scheme) {
            info.schemes.push((known, scheme_info(&scheme)));
        }
    }
    info.schemes.sort_by_key(|(scheme, _)| *scheme);
    if at.entries_of("schemes").is_empty() {
        at.error(
            format!("the permission `{name}` has no schemes"),
            "say under `schemes` who can hold it: DelegatedWork, DelegatedPersonal or Application",
        );
    }
    info
}

fn scheme_info(at: &At<'_>) -> SchemeInfo {
    let either = |first, second| at.words(first).or_else(|| at.words(second)).unwrap_or_default();
    SchemeInfo {
        display_name: either("adminDisplayName", "userDisplayName"),
        description: either("adminDescription", "userDescription"),
        requires_admin_consent: at.is("requiresAdminConsent"),
        privilege_level: at.get("privilegeLevel").and_then(|level| number(&level)),
    }
}

fn number<T: FromStr>(at: &At<'_>) -> Option<T> {
    let number = at.as_str()?.parse().ok();
    if number.is_none() {
        at.expected("a whole number");
    }
    number
}

pub(super) fn scheme_named(name: &str, at: &At<'_>) -> Option<Scheme> {
    let found = Scheme::ALL.into_iter().find(|one| one.as_str() == name);
    if found.is_none() {
        let known = Scheme::ALL.iter().map(|one| one.as_str());
        at.error(
            format!("there is no scheme `{name}`"),
            did_you_mean(name, known, "write DelegatedWork, DelegatedPersonal or Application"),
        );
    }
    found
}

/// Reads one path set: who, how and where.
fn path_set(
    info: &PermissionInfo,
    (index, at): (usize, &At<'_>),
    names: &BTreeSet<&str>,
    grants: &mut Grants,
) {
    let mut schemes = Vec::new();
    for (key, place) in at.strs_of("schemeKeys") {
        let Some(scheme) = scheme_named(key, &place) else { continue };
        if info.scheme(scheme).is_none() {
            place.warn(
                format!("`{}` opens paths as `{scheme}`, but has no such scheme", info.name),
                "describe the scheme under `schemes`, or take it out of `schemeKeys`",
            );
        }
        if schemes.contains(&scheme) {
            place.warn(format!("the scheme `{scheme}` stands twice"), "keep one of the two");
        } else {
            schemes.push(scheme);
        }
    }
    let mut methods = Methods::default();
    for (name, place) in at.strs_of("methods") {
        match HttpMethod::parse(name) {
            Some(method) if methods.has(method) => {
                place.warn(format!("the method {method} stands twice"), "keep one of the two");
            }
            Some(method) => methods.add(method),
            None => place.error(
                format!("`{name}` is no method that Graph uses"),
                "write GET, POST, PATCH, PUT or DELETE",
            ),
        }
    }
    for key in ["schemeKeys", "methods", "paths"] {
        // A set without paths opens nothing, but is not wrong: Microsoft's table has some.
        if at.get(key).is_none_or(|found| found.is_empty() && key != "paths") {
            at.error(
                format!("the path set has no `{key}`"),
                "a path set needs `schemeKeys`, `methods` and `paths`",
            );
        }
    }
    let of = PathSet { permission: info.name.as_str().into(), schemes: schemes.into(), methods, index };
    for (path, place) in at.entries_of("paths") {
        let Some(entry) = entry(info, path, &place, &of.schemes, names) else { continue };
        grants.add(&of, path, place.origin(), entry);
    }
}

/// What the table says about a path: `least=DelegatedWork;AlsoRequires=User.Read`.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) least: Vec<Scheme>,
    /// What must be held: the permission, with those behind `AlsoRequires`.
    pub(super) alternatives: Vec<AllOf>,
    /// The names behind `AlsoRequires`.
    pub(super) also: Vec<String>,
}

fn entry(
    info: &PermissionInfo,
    path: &str,
    at: &At<'_>,
    schemes: &[Scheme],
    names: &BTreeSet<&str>,
) -> Option<Entry> {
    if !path.trim().starts_with('/') {
        at.error(format!("the path `{path}` does not begin with a slash"), "write a slash before it");
        return None;
    }
    let mut least = Vec::new();
    let mut also = Vec::new();
    let text = if at.node.is_null() { "" } else { at.as_str()? };
    let at = at.clone().at_value();
    for part in text.split(';').map(str::trim).filter(|part| !part.is_empty()) {
        let (key, value) = part.split_once('=').unwrap_or((part, ""));
        let values = value.split(',').map(str::trim).filter(|one| !one.is_empty());
        match key {
            "least" => least.extend(values.filter_map(|name| least_scheme(name, &at, schemes))),
            "AlsoRequires" => also.extend(values.filter(|name| is_permission(name, info, &at, names))),
            _ => at.error(
                format!("`{key}` is not known here"),
                did_you_mean(
                    key,
                    ["least", "AlsoRequires"].into_iter(),
                    "write `least=` or `AlsoRequires=`, or nothing",
                ),
            ),
        }
    }
    let Some(alternatives) = alternatives(&info.name, &also) else {
        at.error(
            format!(
                "`AlsoRequires` of `{}` stands for more than {MOST_ALTERNATIVES} alternatives",
                info.name
            ),
            "name fewer permissions: those of one resource are alternatives, and each goes with each of the \
             other resources",
        );
        return None;
    };
    let also = also.into_iter().map(str::to_owned).collect();
    Some(Entry { least, alternatives, also })
}

/// A scheme behind `least=`.
fn least_scheme(name: &str, at: &At<'_>, schemes: &[Scheme]) -> Option<Scheme> {
    let scheme = scheme_named(name, at)?;
    if !schemes.contains(&scheme) {
        at.error(
            format!("`least` names `{scheme}`, which is not among the `schemeKeys`"),
            "add it to the `schemeKeys` of this path set, or take it out of `least`",
        );
        return None;
    }
    Some(scheme)
}

/// Whether a name behind `AlsoRequires=` is in the table.
fn is_permission(name: &str, info: &PermissionInfo, at: &At<'_>, names: &BTreeSet<&str>) -> bool {
    let is_known = names.contains(name);
    if !is_known {
        let help = format!("describe `{name}` in this table, or take it out");
        at.error(
            format!("`{}` also requires `{name}`, which the table does not know", info.name),
            did_you_mean(name, names.iter().copied(), &help),
        );
    }
    is_known
}
