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
const STYLE_HASH: &str = "sha256-QFHObbqJn7p3H3N/X7/4TbLkRz6laSiFMWLPDpLNQHY=";

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

/// The operations whose paths begin with the same segment.
struct Group<'a> {
    name: String,
    count: usize,
    paths: Vec<PathView<'a>>,
}

struct PathView<'a> {
    path: &'a str,
    segments: Vec<String>,
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
    word: Option<String>,
    items: Vec<Item>,
}

struct Item {
    class: &'static str,
    names: Vec<String>,
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

fn groups(operations: &[Operation]) -> Vec<Group<'_>> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    for one in operations {
        let path = one.title.path.as_str();
        let name = format!("/{}", plain(path.trim_start_matches('/').split('/').next().unwrap_or_default()));
        if groups.last().is_none_or(|last| last.name != name) {
            groups.push(Group { name, count: 0, paths: Vec::new() });
        }
        let group = groups.last_mut().expect("there is one now");
        group.count += 1;
        if group.paths.last().is_none_or(|last| last.path != path) {
            let segments = path.split('/').skip(1).map(plain).collect();
            group.paths.push(PathView { path, segments, rows: Vec::new() });
        }
        group.paths.last_mut().expect("there is one now").rows.push(row(one));
    }
    groups
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
        Support::Unknown => ("u", Some("unknown".to_owned())),
        Support::NotSupported { instead: None } => ("n", Some("not supported".to_owned())),
        Support::NotSupported { instead: Some(sibling) } => {
            ("n", Some(format!("not supported; use {}", plain(&sibling.beginning()))))
        }
        Support::Supported { .. } => ("y", None),
    };
    let mut items = Vec::new();
    if let Support::Supported { least, higher, choice } = support {
        let least_note =
            if choice.is_by_rule { format!("least: {}", choice.reason) } else { "least".to_owned() };
        items.push(item("l", least, Some(least_note)));
        items.extend(higher.iter().map(|one| item("", one, None)));
    }
    items.extend(of.resource_specific.iter().filter(|one| one.scheme == scheme).map(|one| Item {
        class: "r",
        names: one.permissions.iter().map(|name| plain(name)).collect(),
        notes: vec!["one chat, team or meeting".to_owned()],
    }));
    Cell { class: format!("{} {state}", scheme.as_str()), word, items }
}

fn item(class: &'static str, of: &Alternative, note: Option<String>) -> Item {
    let consent = of.admin_consent.then(|| "admin consent".to_owned());
    let names = of.permissions.iter().map(|name| plain(name)).collect();
    Item { class, names, notes: note.into_iter().chain(consent).collect() }
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
