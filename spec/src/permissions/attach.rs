//! Writes into each operation what the table says about it.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::Table;
use super::grants::{Grant, Line};
use super::least::requirement;
use super::matching::PathKey;
use crate::model::{
    AllOf, Api, HttpMethod, Operation, OperationPermissions, PathTemplate, Requirement, Scheme, Segment,
};
use crate::nearest::did_you_mean;
use crate::{Diagnostic, Diagnostics};

/// Gives every operation its permissions, and the API its permissions by name. What the description
/// declares is more than the API has where an operation was left out for a fault of its own.
pub(crate) fn attach(
    table: &Table,
    api: &mut Api,
    declared: &[(HttpMethod, &str)],
    may_cover_more: bool,
    faults: &mut Diagnostics,
) {
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
    check_lines(&table.grants.lines, api, declared, may_cover_more || table.covers_more, faults);
    api.permissions.clone_from(&table.permissions);
}

fn permissions(table: &Table, operation: &Operation, grants: &[&Grant]) -> OperationPermissions {
    let mut found = OperationPermissions::default();
    let is_refused = |scheme| scheme == Scheme::Application && is_signed_in_user(&operation.path);
    for scheme in Scheme::ALL {
        *found.of_mut(scheme) = if is_refused(scheme) {
            Requirement::NotSupported
        } else {
            requirement(table, grants, scheme, operation.method)
        };
    }
    for grant in grants.iter().filter(|one| one.methods.has(operation.method) && !is_refused(one.scheme)) {
        if table.is_resource_specific(&grant.all_of) {
            found.resource_specific.push((grant.scheme, AllOf::clone(&grant.all_of)));
        }
    }
    found.resource_specific.sort();
    found.resource_specific.dedup();
    found
}

/// `/me` needs a signed-in user: the service refuses a token of the application itself there
/// ("/me request is only valid with delegated authentication flow"), though the table names
/// application permissions on some of these paths. So they are left out without a word.
pub(super) fn is_signed_in_user(path: &PathTemplate) -> bool {
    matches!(path.segments.first(), Some(Segment::Literal(name)) if name.eq_ignore_ascii_case("me"))
}

/// Reports lines of the table that mean no operation, and those that repeat another one.
fn check_lines(
    lines: &[Line],
    api: &Api,
    declared: &[(HttpMethod, &str)],
    may_cover_more: bool,
    faults: &mut Diagnostics,
) {
    let paths: BTreeSet<String> = api.operations.iter().map(|one| one.path.to_string()).collect();
    let mut known: HashMap<String, Vec<(PathKey, &Operation)>> = HashMap::new();
    for operation in &api.operations {
        let key = PathKey::of(&operation.path);
        known.entry(key.anonymous.clone()).or_default().push((key, operation));
    }
    let left_out = left_out(declared, api);
    for line in lines {
        let written = PathKey::of_text(&line.path);
        let same = known.get(&written.anonymous).map_or(&[][..], Vec::as_slice);
        let meant: Vec<HttpMethod> = same
            .iter()
            .filter(|(key, one)| key.is_meant_by(&written, one.kind))
            .map(|(_, one)| one.method)
            .collect();
        let is_left_out = |one: &HttpMethod| left_out.contains(&(*one, written.anonymous.clone()));
        let is_missing = |one: &HttpMethod| !meant.contains(one) && !is_left_out(one);
        let missing: Vec<HttpMethod> = line.methods.iter().filter(is_missing).collect();
        if line.is_repeated && !meant.is_empty() {
            let fault =
                format!("`{}` opens `{}` twice for the same scheme and method", line.permission, line.path);
            faults.push(Diagnostic::warning(fault).at(line.origin.clone()).help("keep one of the two"));
        }
        if missing.is_empty() || may_cover_more {
            continue;
        }
        let wanted = format!("{} {}", names(&missing), line.path);
        let help = if meant.is_empty() {
            did_you_mean(&line.path, paths.iter().map(String::as_str), HELP)
        } else {
            format!("on this path the description has {}; {HELP}", names(&meant))
        };
        let fault = format!("the table names `{wanted}`, which the description does not have");
        faults.push(Diagnostic::error(fault).at(line.origin.clone()).help(help));
    }
}

/// The operations that the description declares and the API does not have. Their faults are reported
/// already, and a line of the table that means one of them is right.
pub(super) fn left_out(declared: &[(HttpMethod, &str)], api: &Api) -> HashSet<(HttpMethod, String)> {
    let lowered: HashSet<(HttpMethod, PathKey)> =
        api.operations.iter().map(|one| (one.method, PathKey::of(&one.path))).collect();
    let missing = declared.iter().map(|(method, path)| (*method, PathKey::of_text(path)));
    missing.filter(|one| !lowered.contains(one)).map(|(method, key)| (method, key.anonymous)).collect()
}

const HELP: &str = "take it out of the table, add the operation to the description, or read with \
                    `permissions_may_cover_more`";

fn names(methods: &[HttpMethod]) -> String {
    let names: Vec<&str> = methods.iter().map(|one| one.as_str()).collect();
    names.join(", ")
}
