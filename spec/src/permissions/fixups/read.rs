//! Reads the file of fix-ups.

use super::{Stated, Target, Written};
use crate::model::{AllOf, HttpMethod};
use crate::nearest::did_you_mean;
use crate::permissions::table::scheme_named;
use crate::tree::{At, Document};

const KEYS: [&str; 7] = ["operation", "scheme", "least", "add", "remove", "reason", "link"];

/// Reads fix-ups; faults of their form go to the document.
pub(crate) fn lower(document: &Document) -> Vec<Written> {
    let top = document.top();
    if !top.is_map() {
        top.expected("a mapping");
        return Vec::new();
    }
    for (key, at) in top.entries() {
        if key != "fixups" {
            at.error(format!("`{key}` is not known here"), "write the fix-ups under `fixups`");
        }
    }
    let Some(list) = top.get("fixups") else {
        top.error(
            "this is no file of fix-ups: it has no `fixups` key",
            "write `fixups: []` where there is nothing to correct",
        );
        return Vec::new();
    };
    list.items().iter().filter_map(fixup).collect()
}

fn fixup(at: &At<'_>) -> Option<Written> {
    if !at.is_map() {
        at.expected("a mapping");
        return None;
    }
    let faults_before = at.document.faults();
    for (key, place) in at.entries() {
        if !KEYS.contains(&key) {
            let help = format!("write one of {}", KEYS.join(", "));
            place.error(format!("`{key}` is not known here"), did_you_mean(key, KEYS.into_iter(), &help));
        }
    }
    let operation = required(at, "operation", "`GET /me/onlineMeetings`: a method and a path");
    let scheme = required(at, "scheme", "DelegatedWork, DelegatedPersonal or Application");
    let reason = required(at, "reason", "why the table is wrong there");
    let link = required(at, "link", "the address of the page that says so");
    let mut written = Written {
        origin: at.origin(),
        operation: operation.and_then(|(text, place)| target(&text, &place)),
        scheme: scheme.and_then(|(text, place)| scheme_named(&text, &place)),
        least: at.get("least").and_then(|place| stated(&place)),
        add: at.items_of("add").iter().filter_map(stated).collect(),
        remove: at.items_of("remove").iter().filter_map(stated).collect(),
        reason: reason.map(|(text, _)| text).unwrap_or_default(),
        link: link.map(|(text, place)| address(text, &place)).unwrap_or_default(),
        is_sound: true,
    };
    let has_none = |key| at.get(key).is_none_or(|found| found.is_empty());
    if ["least", "add", "remove"].into_iter().all(has_none) {
        at.error(
            "the fix-up says nothing to change",
            "name with `least`, `add` or `remove` what is wrong in the table",
        );
    }
    written.is_sound = at.document.faults() == faults_before;
    Some(written)
}

/// The text of a key that must be there.
fn required<'a>(at: &At<'a>, key: &str, what: &str) -> Option<(String, At<'a>)> {
    let faults_before = at.document.faults();
    let found = at.words(key);
    if found.is_none() && at.document.faults() == faults_before {
        // an empty text has a place of its own
        let place = at.get(key).unwrap_or_else(|| at.clone());
        place.error(format!("the fix-up has no `{key}`"), format!("write {what}"));
    }
    Some((found?, at.get(key)?))
}

/// The method and the path in `GET /me/onlineMeetings`.
fn target(text: &str, at: &At<'_>) -> Option<Target> {
    let (method, path) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    let path = path.trim();
    let Some(method) = HttpMethod::parse(method) else {
        at.error(
            format!("`{method}` is no method that Graph uses"),
            "write GET, POST, PATCH, PUT or DELETE, and then the path",
        );
        return None;
    };
    if !path.starts_with('/') {
        at.error(
            format!("the path `{path}` does not begin with a slash"),
            "write a method and a path, such as `GET /me/onlineMeetings`",
        );
        return None;
    }
    Some(Target { method, path: path.to_owned(), origin: at.origin() })
}

/// A name, or a list of names.
fn stated(at: &At<'_>) -> Option<Stated> {
    let is_list = matches!(at.node.value, crate::tree::Value::List(_));
    let items = if is_list { at.items() } else { vec![at.clone()] };
    let mut names = Vec::new();
    for one in &items {
        names.push(one.as_str()?.trim());
    }
    if names.is_empty() || names.contains(&"") {
        at.error(
            "an alternative without a name",
            "write the name of a permission, or a list of those that must be held together",
        );
        return None;
    }
    Some(Stated { all_of: AllOf::of(names), origin: at.value_origin() })
}

/// The link, if it is one.
fn address(text: String, at: &At<'_>) -> String {
    let rest = text.strip_prefix("https://").unwrap_or_default();
    if rest.is_empty() || text.contains(char::is_whitespace) {
        at.error(
            format!("the link `{text}` is no address of a page"),
            "write the whole address of the page that bears the fix-up out, beginning with https://",
        );
    }
    text
}
