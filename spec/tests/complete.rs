//! The bundled slice is whole: everything that Graph's `$metadata` and Microsoft's permission table
//! have below online meetings is in it, or stands here with the reason why it is not.

#[path = "support/csdl.rs"]
mod csdl;
mod support;

use std::collections::BTreeSet;
use std::fs;

use csdl::{Csdl, Type};
use msgraph_spec::model::PathTemplate;
use support::{bundled_api, metadata};

/// Where online meetings begin.
const ROOTS: [&str; 3] = ["/me/onlineMeetings", "/users/{}/onlineMeetings", "/communications/onlineMeetings"];

/// What is left out: a method or `*`, a path in which a `*` at an end stands for anything, and the
/// reason. An entry that leaves nothing out fails the test.
const LEFT_OUT: &[(&str, &str, &str)] = &[
    (
        "*",
        "/communications/onlinemeetings/*",
        "only finding a meeting by its video teleconference id is documented there, and the permission table knows \
         nothing else",
    ),
    ("POST", "/communications/onlinemeetings", "meetings are created below a user"),
    ("POST", "*/attendancereports", "the service writes attendance reports"),
    ("PATCH", "*/attendancereports/{}", "the service writes attendance reports"),
    ("DELETE", "*/attendancereports/{}", "the service writes attendance reports"),
    ("POST", "*/attendancerecords", "the service writes attendance records"),
    ("PATCH", "*/attendancerecords/{}", "the service writes attendance records"),
    ("DELETE", "*/attendancerecords/{}", "the service writes attendance records"),
    ("POST", "*/transcripts", "the service writes transcripts"),
    ("PATCH", "*/transcripts/{}", "the service writes transcripts"),
    ("DELETE", "*/transcripts/{}", "the service writes transcripts"),
    ("POST", "*/recordings", "the service writes recordings"),
    ("PATCH", "*/recordings/{}", "the service writes recordings"),
    ("DELETE", "*/recordings/{}", "the service writes recordings"),
    ("PUT", "*", "the service writes the streams of a meeting"),
    ("DELETE", "*content", "a stream goes with what it belongs to"),
    ("DELETE", "*/attendeereport", "a stream goes with what it belongs to"),
    ("*", "*/registration*", "the $metadata of v1.0 has no registration; it is of the beta version"),
    (
        "*",
        "*/virtualappointment",
        "the $metadata of v1.0 has no virtualAppointment; it is of the beta version",
    ),
    (
        "GET",
        "*/alternativerecording",
        "the $metadata of v1.0 has no such property; it is of the beta version",
    ),
    ("GET", "*/recording", "the $metadata of v1.0 has no such property; it is of the beta version"),
    (
        "GET",
        "*/meetingattendancereport",
        "the $metadata of v1.0 has no such property; attendanceReports took its place",
    ),
    (
        "GET",
        "*/getactivemeetingdetails",
        "the $metadata of v1.0 has no such function; it is of the beta version",
    ),
    ("GET", "*/aiinsights*", "meeting insights hang below /copilot in the $metadata"),
];

/// A method and a path as paths are compared.
type Call = (String, String);

fn call(method: &str, path: &str) -> Call {
    (method.to_owned(), PathTemplate::anonymous(path))
}

fn ours() -> BTreeSet<Call> {
    bundled_api().operations.iter().map(|one| call(one.method.as_str(), &one.path.to_string())).collect()
}

fn matches(pattern: &str, text: &str) -> bool {
    match (pattern.strip_prefix('*'), pattern.strip_suffix('*')) {
        _ if pattern == "*" => true,
        (Some(rest), Some(_)) => text.contains(rest.trim_end_matches('*')),
        (Some(end), None) => text.ends_with(end),
        (None, Some(start)) => text.starts_with(start),
        (None, None) => pattern == text,
    }
}

/// The entries of [`LEFT_OUT`] that name a call.
fn left_out((method, path): &Call) -> impl Iterator<Item = usize> {
    let is_meant =
        move |(_, one): &(usize, &(&str, &str, &str))| matches(one.0, method) && matches(one.1, path);
    LEFT_OUT.iter().enumerate().filter(is_meant).map(|(index, _)| index)
}

/// Everything that can be done at a place of the metadata and below it.
fn walk(csdl: &Csdl, at: &Type, path: &str, found: &mut BTreeSet<Call>) {
    for one in &csdl.calls {
        let is_bound_here = |to: &Type| to.is_collection == at.is_collection && csdl.is_a(&at.name, &to.name);
        if one.bound_to.as_ref().is_some_and(is_bound_here) {
            let name = one.name.rsplit('.').next().unwrap_or_default();
            found.insert(call(if one.is_action { "POST" } else { "GET" }, &format!("{path}/{name}")));
        }
    }
    if at.is_collection {
        found.extend([call("GET", path), call("POST", path)]);
        let one = Type { is_collection: false, ..at.clone() };
        return walk(csdl, &one, &format!("{path}/{{}}"), found);
    }
    found.extend(["GET", "PATCH", "DELETE"].map(|method| call(method, path)));
    let mut next = Some(at.name.as_str());
    while let Some(ty) = next.and_then(|name| csdl.types.get(name)) {
        for property in &ty.properties {
            let below = format!("{path}/{}", property.name);
            if property.ty.name == "Edm.Stream" {
                found.extend(["GET", "PUT", "DELETE"].map(|method| call(method, &below)));
            } else if property.is_navigation {
                walk(csdl, &property.ty, &below, found);
            }
        }
        next = ty.base.as_deref();
    }
}

/// What Microsoft's table opens below online meetings.
fn permitted(table: &serde_json::Value) -> BTreeSet<Call> {
    let sets = table["permissions"].as_object().expect("permissions").values();
    let sets = sets.flat_map(|permission| permission["pathSets"].as_array().into_iter().flatten());
    let mut found = BTreeSet::new();
    for set in sets {
        for path in set["paths"].as_object().into_iter().flat_map(serde_json::Map::keys) {
            let path = PathTemplate::anonymous(path);
            if ROOTS.iter().any(|root| path.starts_with(&PathTemplate::anonymous(root))) {
                let methods = set["methods"].as_array().into_iter().flatten().filter_map(|one| one.as_str());
                found.extend(methods.map(|method| (method.to_owned(), path.clone())));
            }
        }
    }
    found
}

#[test]
fn everything_below_online_meetings_is_in_the_slice_or_left_out_for_a_reason() {
    let (Some(csdl), Some(table)) = (metadata("graph-v1.0.csdl.xml"), metadata("permissions.json")) else {
        return;
    };
    let csdl = Csdl::parse(&fs::read_to_string(csdl).expect("the metadata"));
    let table = serde_json::from_str(&fs::read_to_string(table).expect("the table")).expect("JSON");
    let meetings =
        Type { name: "microsoft.graph.onlineMeeting".to_owned(), is_collection: true, is_nullable: false };
    let mut possible = permitted(&table);
    assert!(possible.len() > 60, "the table knows only {} calls", possible.len());
    for root in ROOTS {
        walk(&csdl, &meetings, root, &mut possible);
    }
    let ours = ours();
    let missing: Vec<String> = possible
        .iter()
        .filter(|one| !ours.contains(*one) && left_out(one).next().is_none())
        .map(|(method, path)| format!("{method} {path}"))
        .collect();
    assert!(
        missing.is_empty(),
        "{} calls are neither in the slice nor left out: {missing:#?}",
        missing.len()
    );

    let unknown: Vec<&Call> = ours.difference(&possible).collect();
    assert!(unknown.is_empty(), "neither the metadata nor the table has these: {unknown:#?}");
    let used: BTreeSet<usize> =
        possible.iter().filter(|one| !ours.contains(*one)).flat_map(left_out).collect();
    let stale: Vec<_> =
        LEFT_OUT.iter().enumerate().filter(|(at, _)| !used.contains(at)).map(|(_, one)| one).collect();
    assert!(stale.is_empty(), "these leave nothing out: {stale:#?}");
}
