//! Writes into each operation what the table says about it.

use std::collections::HashSet;

use super::Table;
use super::grants::{Grant, Line};
use super::least::requirement;
use super::matching::PathKey;
use crate::model::{Api, OperationPermissions, PathTemplate, Requirement, Scheme, Segment};
use crate::nearest::did_you_mean;
use crate::{Diagnostic, Diagnostics};

/// Gives every operation its permissions, and the API its permissions by name.
pub(crate) fn attach(table: &Table, api: &mut Api, may_cover_more: bool, faults: &mut Diagnostics) {
    let mut attached = Vec::with_capacity(api.operations.len());
    for operation in &api.operations {
        let mut grants = table.grants.of(&operation.path, operation.kind);
        grants.retain(|one| one.methods.has(operation.method));
        let all = table.grants.of(&operation.path, operation.kind);
        attached.push(if grants.is_empty() {
            OperationPermissions::default()
        } else {
            permissions(table, operation.method, &operation.path, &all)
        });
    }
    for (operation, permissions) in api.operations.iter_mut().zip(attached) {
        operation.permissions = permissions;
    }
    if !may_cover_more {
        unknown_operations(&table.grants.lines, api, faults);
    }
    api.permissions.clone_from(&table.permissions);
}

fn permissions(
    table: &Table,
    method: crate::model::HttpMethod,
    path: &PathTemplate,
    grants: &[&Grant],
) -> OperationPermissions {
    let mut found = OperationPermissions::default();
    for scheme in Scheme::ALL {
        let is_refused = scheme == Scheme::Application && is_signed_in_user(path);
        *found.of_mut(scheme) = if is_refused {
            Requirement::NotSupported
        } else {
            requirement(grants, scheme, method, |name| table.permissions.get(name))
        };
    }
    for grant in grants.iter().filter(|one| one.methods.has(method)) {
        let info = table.permissions.get(&grant.permission);
        let entry = (grant.scheme, grant.all_of.clone());
        if info.is_some_and(crate::model::PermissionInfo::is_resource_specific)
            && !found.resource_specific.contains(&entry)
        {
            found.resource_specific.push(entry);
        }
    }
    found.resource_specific.sort();
    found
}

/// `/me` needs a signed-in user: the service refuses a token of the application itself there
/// ("/me request is only valid with delegated authentication flow"), though the table names
/// application permissions on some of these paths. So they are left out without a word.
fn is_signed_in_user(path: &PathTemplate) -> bool {
    matches!(path.segments.first(), Some(Segment::Literal(name)) if name.eq_ignore_ascii_case("me"))
}

/// Lines of the table that mean no operation.
fn unknown_operations(lines: &[Line], api: &Api, faults: &mut Diagnostics) {
    let operations: Vec<_> = api.operations.iter().map(|one| (PathKey::of(&one.path), one)).collect();
    let anonymous: HashSet<&str> = operations.iter().map(|(key, _)| key.anonymous.as_str()).collect();
    for line in lines {
        let written = PathKey::of_text(&line.path);
        for method in line.methods.iter() {
            let is_meant = |(key, one): &(PathKey, &crate::model::Operation)| {
                one.method == method && key.is_meant_by(&written, one.kind)
            };
            if anonymous.contains(written.anonymous.as_str()) && operations.iter().any(is_meant) {
                continue;
            }
            let wanted = format!("{method} {}", line.path);
            let titles: Vec<String> = api.operations.iter().map(crate::model::Operation::title).collect();
            let help = "take it out of the table, or add the operation to the description";
            faults.push(
                Diagnostic::error(format!("the table names `{wanted}`, which the description does not have"))
                    .at(line.origin.clone())
                    .help(did_you_mean(&wanted, titles.iter().map(String::as_str), help)),
            );
        }
    }
}
