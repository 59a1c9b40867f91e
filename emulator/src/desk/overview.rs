//! What an emulator is, in short: where it is found, what it serves, and a request to begin with.

use std::collections::BTreeSet;

use msgraph_spec::model::{HttpMethod, Operation, Scheme, Segment};
use serde_json::{Value, json};

use super::answer::Answer;
use crate::service::Service;
use crate::slices::Slice;
use crate::users;

/// Where the rest is found.
const PLACES: [&str; 10] = [
    "GET /emulator/requests?after={number}",
    "DELETE /emulator/requests",
    "GET /emulator/requests/{number}",
    "GET /emulator/events",
    "GET, PUT, PATCH, POST /emulator/faults",
    "GET /emulator/meetings",
    "GET /emulator/users",
    "POST /emulator/tokens",
    "GET, DELETE /emulator/token-requests",
    "POST /emulator/reset",
];

/// `GET /emulator`
pub(super) fn answer(service: &Service) -> Answer {
    let apis: Vec<Value> = service.slices.iter().map(api).collect();
    Answer::ok(json!({
        "graph": service.slices.first().root,
        "authority": service.slices.origin(),
        "tenantId": users::TENANT,
        "apis": apis,
        "permissions": {
            "delegated": least(service, Scheme::DelegatedWork),
            "application": least(service, Scheme::Application),
        },
        "first": first(service),
        "control": PLACES,
    }))
}

fn api(slice: &Slice) -> Value {
    let with_behaviour = slice.handlers.iter().filter(|one| one.is_some()).count();
    json!({
        "title": slice.api.title,
        "root": slice.root,
        "operations": slice.api.operations.len(),
        "withBehaviour": with_behaviour,
    })
}

/// Every operation that does something here.
fn answered(service: &Service) -> impl Iterator<Item = (&Slice, &Operation)> {
    service.slices.iter().flat_map(|slice| {
        let both = slice.api.operations.iter().zip(&slice.handlers);
        both.filter(|(_, handler)| handler.is_some()).map(move |(operation, _)| (slice, operation))
    })
}

/// The least privileged permissions of all that does something here.
fn least(service: &Service, scheme: Scheme) -> BTreeSet<&str> {
    answered(service)
        .filter_map(|(_, operation)| operation.permissions.of(scheme).alternatives().next())
        .flat_map(|all| all.0.iter().map(String::as_str))
        .collect()
}

/// A request to begin with: a new meeting where there are meetings, else the shortest path that can be read as it is.
fn first(service: &Service) -> Value {
    let is_plain =
        |operation: &Operation| operation.path.segments.iter().all(|one| matches!(one, Segment::Literal(_)));
    let plain = || answered(service).filter(|(_, one)| is_plain(one));
    let meeting = plain().find(|(_, one)| {
        one.method == HttpMethod::Post && one.path.to_string().eq_ignore_ascii_case("/me/onlineMeetings")
    });
    if let Some((slice, operation)) = meeting {
        let address = format!("{}{}", slice.root, operation.path);
        return json!({"method": "POST", "url": address, "body": {"subject": "A first meeting"}});
    }
    let read = plain().filter(|(_, one)| one.method == HttpMethod::Get);
    let shortest = read.min_by_key(|(_, one)| one.path.segments.len());
    shortest.map_or(
        Value::Null,
        |(slice, one)| json!({"method": "GET", "url": format!("{}{}", slice.root, one.path)}),
    )
}
