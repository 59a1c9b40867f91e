//! The second reading of the table, and the search for each of its entries.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use msgraph_spec::model::{AllOf, Api, Operation, OperationKind, Requirement, Scheme};
use serde_json::Value;

/// One permission on one method of one path in one scheme.
#[derive(Debug, Clone)]
struct Entry {
    permission: String,
    scheme: Scheme,
    method: String,
    path: String,
    also: BTreeSet<String>,
    is_least: bool,
    is_specific: bool,
}

fn texts(value: &Value) -> Vec<String> {
    let items = value.as_array().expect("a list");
    items.iter().map(|one| one.as_str().expect("a text").to_owned()).collect()
}

fn entries(table: &Value) -> Vec<Entry> {
    let permissions = table["permissions"].as_object().expect("permissions");
    let is_specific = |name: &str| {
        permissions[name]["authorizationType"] == "RSC" || name.ends_with(".Chat") || name.ends_with(".Group")
    };
    let mut found = Vec::new();
    for (permission, info) in permissions {
        for set in info["pathSets"].as_array().expect("path sets") {
            for (path, value) in set["paths"].as_object().expect("paths") {
                let mut said: HashMap<&str, BTreeSet<String>> = HashMap::new();
                for part in value.as_str().expect("a text").split(';').filter(|part| !part.is_empty()) {
                    let (key, names) = part.split_once('=').expect("a key and names");
                    said.insert(key.trim(), names.split(',').map(|one| one.trim().to_owned()).collect());
                }
                let also = said.remove("AlsoRequires").unwrap_or_default();
                let least = said.remove("least").unwrap_or_default();
                assert!(said.is_empty(), "{said:?} is not understood");
                for scheme in texts(&set["schemeKeys"]) {
                    for method in texts(&set["methods"]) {
                        found.push(Entry {
                            permission: permission.clone(),
                            scheme: Scheme::parse(&scheme).expect("a scheme"),
                            method,
                            path: path.clone(),
                            is_least: least.contains(&scheme),
                            is_specific: also.iter().chain([permission]).any(|one| is_specific(one)),
                            also: also.clone(),
                        });
                    }
                }
            }
        }
    }
    found
}

/// A path without names of placeholders and arguments, in lower case; and whether each segment has
/// arguments.
fn plain(path: &str) -> (String, Vec<bool>) {
    let mut names = Vec::new();
    let mut arguments = Vec::new();
    for segment in path.trim().trim_matches('/').split('/') {
        if segment.starts_with('{') && segment.ends_with('}') {
            names.push("{}".to_owned());
            arguments.push(false);
            continue;
        }
        let (name, rest) = segment.split_once('(').unwrap_or((segment, ""));
        let name = name.to_lowercase();
        let short = match name.strip_prefix("microsoft.graph.") {
            Some(qualified) => qualified.rsplit('.').next().unwrap_or(qualified).to_owned(),
            None => name,
        };
        names.push(short);
        arguments.push(!rest.trim_end_matches(')').is_empty());
    }
    (names.join("/"), arguments)
}

/// Whether a path of the table means an operation that is named alike: what has arguments in the table
/// has them in the description, and only a function may be written without them.
fn means(written: &[bool], ours: &[bool], kind: OperationKind) -> bool {
    let last = ours.len().saturating_sub(1);
    let is_bare = |at: usize| at == last && kind == OperationKind::Function && ours[at] && !written[at];
    written.len() == ours.len() && (0..ours.len()).all(|at| ours[at] == written[at] || is_bare(at))
}

/// Where an entry is found again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Place {
    /// Among the alternatives of its operation.
    Alternative,
    /// Among what holds for one chat, team or group.
    ResourceSpecific,
    /// Nowhere: applications cannot call `/me`.
    ApplicationOnMe,
    /// Nowhere: an alternative asks for less of the same.
    Absorbed,
    /// Nowhere: another entry asks for it beside itself, so alone it is not enough.
    Companion,
    /// Nowhere: a function without its arguments, which the table has with them, too.
    WrittenInFull,
    /// Nowhere: the description has no such operation.
    NoOperation,
}

/// Whether an alternative is what an entry says: its permission, with some of those that it also
/// requires.
fn says(entry: &Entry, alternative: &AllOf) -> bool {
    let mut others = alternative.0.iter().filter(|name| **name != entry.permission).peekable();
    let has_others = others.peek().is_some();
    alternative.0.contains(&entry.permission)
        && has_others != entry.also.is_empty()
        && others.all(|name| entry.also.contains(name))
}

/// Where an entry is found in an operation that it means; nothing where it is lost. `beside` are the
/// entries of the same operation and scheme.
fn place(entry: &Entry, operation: &Operation, beside: &[&Entry]) -> Option<Place> {
    let permissions = &operation.permissions;
    if entry.scheme == Scheme::Application
        && plain(&operation.path.to_string()).0.split('/').next() == Some("me")
    {
        let is_shut = permissions.application == Requirement::NotSupported;
        return is_shut.then_some(Place::ApplicationOnMe);
    }
    if entry.is_specific {
        let is_there = permissions
            .resource_specific
            .iter()
            .any(|(scheme, one)| *scheme == entry.scheme && says(entry, one));
        let is_apart = !permissions.of(entry.scheme).alternatives().any(|one| says(entry, one));
        return (is_there && is_apart).then_some(Place::ResourceSpecific);
    }
    let alternatives: Vec<&AllOf> = permissions.of(entry.scheme).alternatives().collect();
    if alternatives.iter().any(|one| says(entry, one)) {
        return Some(Place::Alternative);
    }
    let is_asked_for =
        |other: &&&Entry| other.permission != entry.permission && other.also.contains(&entry.permission);
    if entry.also.is_empty() {
        return (!entry.is_least && beside.iter().any(|one| is_asked_for(&one))).then_some(Place::Companion);
    }
    let is_less =
        |one: &&&AllOf| one.0.iter().all(|name| *name == entry.permission || entry.also.contains(name));
    alternatives.iter().any(|one| is_less(&one)).then_some(Place::Absorbed)
}

/// How the table writes a path that means an operation.
fn spelling(written: &str, ours: &str) -> Vec<&'static str> {
    let names = |path: &str| -> Vec<String> {
        path.split(['{', '}']).skip(1).step_by(2).map(str::to_lowercase).collect()
    };
    let is_bare = |path: &str| !path.contains('(');
    let mut found = Vec::new();
    if written != written.to_lowercase() {
        found.push("upper case");
    }
    if names(written) != names(ours) {
        found.push("other placeholders");
    }
    if is_bare(written) && ours.ends_with("()") {
        found.push("no parentheses");
    }
    if is_bare(written) && ours.contains('=') && ours.ends_with(')') {
        found.push("no arguments");
    }
    if written.contains('=') && ours.contains('=') {
        found.push("arguments");
    }
    if written.to_lowercase().contains("microsoft.graph.") != ours.to_lowercase().contains("microsoft.graph.")
    {
        found.push("other namespace");
    }
    found
}

/// What came out of a walk over all entries.
pub(crate) struct Walk {
    /// How many entries were found where; the first place of an entry that means several operations.
    pub(crate) places: BTreeMap<Place, usize>,
    pub(crate) spellings: BTreeMap<&'static str, usize>,
}

/// An operation, where its path has arguments, and the path.
type Named<'a> = (&'a Operation, Vec<bool>, String);

/// Looks for every entry, and for every alternative.
pub(crate) fn walk(table: &Value, api: &Api) -> Walk {
    let entries = entries(table);
    let mut by_name: HashMap<(String, String), Vec<Named<'_>>> = HashMap::new();
    for one in &api.operations {
        let path = one.path.to_string();
        let (name, arguments) = plain(&path);
        by_name.entry((one.method.to_string(), name)).or_default().push((one, arguments, path));
    }
    let mut walk = Walk { places: BTreeMap::new(), spellings: BTreeMap::new() };
    let mut meant: HashMap<(String, Scheme), Vec<&Entry>> = HashMap::new();
    let mut found_in: Vec<(&Entry, &Operation)> = Vec::new();
    let written: HashSet<(String, Vec<bool>)> = entries.iter().map(|one| plain(&one.path)).collect();
    for entry in &entries {
        let (name, arguments) = plain(&entry.path);
        let all = by_name.get(&(entry.method.clone(), name.clone())).map_or(&[][..], Vec::as_slice);
        let mut otherwise = Place::NoOperation;
        let before = found_in.len();
        for (operation, ours, path) in all {
            if *ours != arguments {
                if !means(&arguments, ours, operation.kind) {
                    continue;
                }
                if written.contains(&(name.clone(), ours.clone())) {
                    otherwise = Place::WrittenInFull;
                    continue;
                }
            }
            meant.entry((operation.title(), entry.scheme)).or_default().push(entry);
            found_in.push((entry, operation));
            for one in spelling(&entry.path, path) {
                *walk.spellings.entry(one).or_default() += 1;
            }
        }
        if found_in.len() == before {
            *walk.places.entry(otherwise).or_default() += 1;
        }
    }
    let mut lost = Vec::new();
    let mut previous: Option<*const Entry> = None;
    for (entry, operation) in found_in {
        let found = place(entry, operation, &meant[&(operation.title(), entry.scheme)]);
        let is_first = previous.replace(std::ptr::from_ref(entry)) != Some(std::ptr::from_ref(entry));
        match found {
            Some(found) if is_first => *walk.places.entry(found).or_default() += 1,
            Some(_) => {}
            None => lost.push(format!("{} as {}: {entry:?}", operation.title(), entry.scheme)),
        }
    }
    assert!(lost.is_empty(), "{} entries are lost:\n{}", lost.len(), lost[..lost.len().min(20)].join("\n"));
    assert_eq!(walk.places.values().sum::<usize>(), entries.len());
    let invented = invented(api, &meant);
    assert!(invented.is_empty(), "{} are not in the table:\n{}", invented.len(), invented.join("\n"));
    walk
}

/// The alternatives that no entry says.
fn invented(api: &Api, meant: &HashMap<(String, Scheme), Vec<&Entry>>) -> Vec<String> {
    let mut found = Vec::new();
    for operation in &api.operations {
        let of_scheme =
            |scheme| operation.permissions.of(scheme).alternatives().map(move |one| (scheme, one));
        let specific = operation.permissions.resource_specific.iter().map(|(scheme, one)| (*scheme, one));
        for (scheme, one) in Scheme::ALL.into_iter().flat_map(of_scheme).chain(specific) {
            let said = meant.get(&(operation.title(), scheme)).map_or(&[][..], Vec::as_slice);
            if !said.iter().any(|entry| says(entry, one)) {
                found.push(format!("{} as {scheme}: {one}", operation.title()));
            }
        }
    }
    found
}
