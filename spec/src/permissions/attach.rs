//! Writes into each operation what the table says about it.

use std::collections::HashMap;

use super::Table;
use super::grants::{Grant, Line};
use super::least::requirement;
use super::matching::PathKey;
use crate::model::{
    Api, HttpMethod, Operation, OperationPermissions, PathTemplate, PermissionInfo, Requirement, Scheme,
    Segment,
};
use crate::nearest::did_you_mean;
use crate::{Diagnostic, Diagnostics};

/// Gives every operation its permissions, and the API its permissions by name.
pub(crate) fn attach(table: &Table, api: &mut Api, may_cover_more: bool, faults: &mut Diagnostics) {
    let mut attached = Vec::with_capacity(api.operations.len());
    for operation in &api.operations {
        let grants = table.grants.of(&operation.path, operation.kind);
        let is_known = grants.iter().any(|one| one.methods.has(operation.method));
        attached.push(if is_known {
            permissions(table, operation, &grants)
        } else {
            OperationPermissions::default()
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

fn permissions(table: &Table, operation: &Operation, grants: &[&Grant]) -> OperationPermissions {
    let mut found = OperationPermissions::default();
    for scheme in Scheme::ALL {
        let is_refused = scheme == Scheme::Application && is_signed_in_user(&operation.path);
        *found.of_mut(scheme) = if is_refused {
            Requirement::NotSupported
        } else {
            requirement(grants, scheme, operation.method, |name| table.permissions.get(name))
        };
    }
    for grant in grants.iter().filter(|one| one.methods.has(operation.method)) {
        let info = table.permissions.get(&grant.permission);
        let entry = (grant.scheme, grant.all_of.clone());
        if info.is_some_and(PermissionInfo::is_resource_specific) && !found.resource_specific.contains(&entry)
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
    const HELP: &str = "take it out of the table, add the operation to the description, or read with \
                        `permissions_may_cover_more`";
    let titles: Vec<String> = api.operations.iter().map(Operation::title).collect();
    let mut known: HashMap<String, Vec<(PathKey, &Operation)>> = HashMap::new();
    for operation in &api.operations {
        let key = PathKey::of(&operation.path);
        known.entry(key.anonymous.clone()).or_default().push((key, operation));
    }
    for line in lines {
        let written = PathKey::of_text(&line.path);
        let same = known.get(&written.anonymous).map_or(&[][..], Vec::as_slice);
        let is_meant = |method: HttpMethod| {
            let mut same = same.iter().filter(|(_, one)| one.method == method);
            same.any(|(key, one)| key.is_meant_by(&written, one.kind))
        };
        for method in line.methods.iter().filter(|method| !is_meant(*method)) {
            let wanted = format!("{method} {}", line.path);
            let fault = format!("the table names `{wanted}`, which the description does not have");
            let help = did_you_mean(&wanted, titles.iter().map(String::as_str), HELP);
            faults.push(Diagnostic::error(fault).at(line.origin.clone()).help(help));
        }
    }
}
