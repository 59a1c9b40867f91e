//! Checks the permissions that a fix-up names.

use super::{Stated, Written};
use crate::model::Scheme;
use crate::nearest::did_you_mean;
use crate::permissions::Table;
use crate::{Diagnostic, Diagnostics};

/// Whether every name is a permission of the table that can be held for the tenant in that scheme. A
/// permission whose own description is faulty is taken as it is named.
pub(super) fn are_known(written: &Written, table: &Table, faults: &mut Diagnostics) -> bool {
    let before = faults.len();
    for one in written.stated() {
        for name in &one.all_of.0 {
            if !table.faulty.contains(name)
                && let Some(fault) = fault_of(name, one, written.scheme, table)
            {
                faults.push(fault.at(one.origin.clone()));
            }
        }
    }
    faults.len() == before
}

fn fault_of(name: &str, stated: &Stated, scheme: Option<Scheme>, table: &Table) -> Option<Diagnostic> {
    let Some(info) = table.permissions.get(name) else {
        let known = table.permissions.keys().chain(&table.faulty).map(String::as_str);
        let help = did_you_mean(name, known, "describe it in the table, or take it out");
        return Some(Diagnostic::error(format!("the table does not know `{name}`")).help(help));
    };
    if let Some(scheme) = scheme
        && info.scheme(scheme).is_none()
    {
        let has: Vec<&str> = info.schemes.iter().map(|(one, _)| one.as_str()).collect();
        let help = match has.as_slice() {
            [] => "take it out".to_owned(),
            has => format!("it has {}: take another permission, or another scheme", has.join(", ")),
        };
        return Some(Diagnostic::error(format!("`{name}` has no scheme `{scheme}`")).help(help));
    }
    table.is_resource_specific(&stated.all_of).then(|| {
        let fault = format!("`{name}` holds for one chat, team or group only, and is no alternative");
        Diagnostic::error(fault).help("name a permission for the whole tenant, or take it out")
    })
}
