//! The report as one page that needs nothing else: no network, no other file, no script to be read.
//!
//! What is shown is put together here, as texts; the template `permissions.html` escapes every one of them.
//! The page's own script and style are named by their hashes in its Content-Security-Policy, which lets
//! nothing else run and nothing be fetched.

use askama::Template;

use super::report::{Alternative, Operation, Permission, Report, SchemeName, Support};
use crate::text::plain;

const SCRIPT: &str = include_str!("../../templates/permissions.js");
const STYLE: &str = include_str!("../../templates/permissions.css");
/// SHA-256 of the two; `tests/html.rs` says what they must be after a change.
const SCRIPT_HASH: &str = "sha256-3L9xvHIsNERgCFUc7bIa2fvLUtlxH4JyVfs6D0pG7n8=";
const STYLE_HASH: &str = "sha256-Cfr5/LQ3UOOn9moBZx+TmxSfNmS5GE0XUbc1/dFsvzU=";

#[derive(Template)]
#[template(path = "permissions.html")]
struct Page<'a> {
    script: &'static str,
    script_hash: &'static str,
    style: &'static str,
    style_hash: &'static str,
    title: String,
    version: String,
    service_root: String,
    pattern: Option<String>,
    count: usize,
    schemes: Vec<Scheme>,
    groups: Vec<Group<'a>>,
    permissions: Vec<PermissionView>,
}

struct Scheme {
    name: &'static str,
    class: &'static str,
    label: String,
}

/// The operations whose paths begin with the same segments.
struct Group<'a> {
    name: String,
    count: usize,
    paths: Vec<PathView<'a>>,
}

struct PathView<'a> {
    path: &'a str,
    /// The path in parts, between which a line may be broken.
    pieces: Vec<String>,
    rows: Vec<Row>,
}

struct Row {
    method: &'static str,
    link: Option<String>,
    summary: Option<String>,
    cells: Vec<Cell>,
}

/// What a scheme asks for: a word where it opens nothing, else alternatives.
struct Cell {
    class: String,
    word: Option<&'static str>,
    /// What to call instead.
    hint: Option<String>,
    items: Vec<Item>,
}

struct Item {
    class: &'static str,
    names: Vec<Vec<String>>,
    notes: Vec<String>,
}

struct PermissionView {
    name: String,
    is_resource_specific: bool,
    rows: Vec<PermissionRow>,
}

struct PermissionRow {
    class: &'static str,
    scheme: &'static str,
    text: String,
    level: String,
    admin_consent: bool,
}

pub(super) fn render(report: &Report) -> String {
    let page = Page {
        script: SCRIPT,
        script_hash: SCRIPT_HASH,
        style: STYLE,
        style_hash: STYLE_HASH,
        title: plain(&report.title),
        version: plain(&report.version),
        service_root: plain(&report.service_root),
        pattern: report.pattern.as_deref().map(plain),
        count: report.operations.len(),
        schemes: report.schemes.iter().map(|one| scheme(*one)).collect(),
        groups: groups(&report.operations),
        permissions: report.permissions.iter().map(permission).collect(),
    };
    page.render().expect("a String takes everything")
}

fn scheme(of: SchemeName) -> Scheme {
    let label = of.label();
    Scheme { name: of.as_str(), class: of.as_str(), label: label[..1].to_uppercase() + &label[1..] }
}

/// How many operations a group may have before it is parted. The browser lays out only those groups that can be
/// seen; one of thousands would take it seconds.
const MOST: usize = 120;

fn groups(operations: &[Operation]) -> Vec<Group<'_>> {
    let mut groups = Vec::new();
    part("", operations.iter().collect(), 1, &mut groups);
    groups
}

/// Below a group that is parted, parts as small as this stay together, under the name of the group.
const FEWEST: usize = 12;

/// Groups operations by the first segments of their paths, and large groups by more of them.
fn part<'a>(parent: &str, operations: Vec<&'a Operation>, depth: usize, groups: &mut Vec<Group<'a>>) {
    let mut parts: Vec<(&str, Vec<&Operation>)> = Vec::new();
    for one in operations {
        let path = one.title.path.as_str();
        let end = path.match_indices('/').nth(depth).map_or(path.len(), |(at, _)| at);
        // The order of texts may put `/a(b)` between `/a` and `/a/b`.
        match parts.iter_mut().rev().find(|(name, _)| *name == &path[..end]) {
            Some((_, found)) => found.push(one),
            None => parts.push((&path[..end], vec![one])),
        }
    }
    if depth > 1 {
        let (small, large): (Vec<_>, Vec<_>) =
            parts.into_iter().partition(|(_, found)| found.len() <= FEWEST);
        let rest: Vec<&Operation> = small.into_iter().flat_map(|(_, found)| found).collect();
        if !rest.is_empty() {
            groups.push(group(parent, &rest));
        }
        parts = large;
    }
    for (name, found) in parts {
        let is_longer = found.iter().any(|one| one.title.path.len() > name.len());
        if found.len() > MOST && is_longer {
            part(name, found, depth + 1, groups);
        } else {
            groups.push(group(name, &found));
        }
    }
}

fn group<'a>(name: &str, operations: &[&'a Operation]) -> Group<'a> {
    let mut paths: Vec<PathView<'a>> = Vec::new();
    for one in operations {
        let path = one.title.path.as_str();
        if paths.last().is_none_or(|last| last.path != path) {
            paths.push(PathView { path, pieces: pieces(path), rows: Vec::new() });
        }
        paths.last_mut().expect("there is one now").rows.push(row(one));
    }
    Group { name: plain(name), count: operations.len(), paths }
}

/// A path, parted before slashes and behind commas.
fn pieces(path: &str) -> Vec<String> {
    let segments = path.split('/').skip(1).map(|segment| format!("/{}", plain(segment)));
    segments
        .flat_map(|segment| segment.split_inclusive([',', '(']).map(str::to_owned).collect::<Vec<_>>())
        .collect()
}

fn row(of: &Operation) -> Row {
    // An address that is none of the web, such as `javascript:`, is no link.
    let link = of.documentation.as_deref().filter(|link| link.starts_with("https://")).map(plain);
    Row {
        method: of.title.method,
        link,
        summary: of.summary.as_deref().map(plain),
        cells: of.schemes.iter().map(|(scheme, support)| cell(of, *scheme, support)).collect(),
    }
}

fn cell(of: &Operation, scheme: SchemeName, support: &Support) -> Cell {
    let (state, word) = match support {
        Support::Unknown => ("u", Some("unknown")),
        Support::NotSupported { .. } => ("n", Some("not supported")),
        Support::Supported { .. } => ("y", None),
    };
    let hint = match support {
        Support::NotSupported { instead: Some(sibling) } => {
            Some(format!("use {}", plain(&sibling.beginning())))
        }
        _ => None,
    };
    let mut items = Vec::new();
    if let Support::Supported { least, higher, choice } = support {
        let reason = choice.is_by_rule.then(|| choice.reason.to_owned());
        items.push(item("l", least, std::iter::once("least".to_owned()).chain(reason).collect()));
        items.extend(higher.iter().map(|one| item("", one, Vec::new())));
    }
    items.extend(of.resource_specific.iter().filter(|one| one.scheme == scheme).map(|one| Item {
        class: "r",
        names: names(&one.permissions),
        notes: vec!["one chat, team or meeting".to_owned()],
    }));
    Cell { class: format!("{} {state}", scheme.as_str()), word, hint, items }
}

fn item(class: &'static str, of: &Alternative, mut notes: Vec<String>) -> Item {
    notes.extend(of.admin_consent.then(|| "admin consent".to_owned()));
    Item { class, names: names(&of.permissions), notes }
}

/// Names in parts, between which a line may be broken.
fn names(of: &[String]) -> Vec<Vec<String>> {
    of.iter().map(|name| plain(name).split('.').map(str::to_owned).collect()).collect()
}

fn permission(of: &Permission) -> PermissionView {
    let row = |(scheme, info): (&SchemeName, &super::report::PermissionScheme)| PermissionRow {
        class: scheme.as_str(),
        scheme: scheme.short(),
        text: plain(if info.description.is_empty() { &info.display_name } else { &info.description }),
        level: info.privilege_level.map(|level| level.to_string()).unwrap_or_default(),
        admin_consent: info.admin_consent,
    };
    let name = plain(&of.name);
    let is_resource_specific = of.is_resource_specific;
    PermissionView { name, is_resource_specific, rows: of.schemes.iter().map(row).collect() }
}
