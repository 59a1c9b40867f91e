//! Permissions and their constants.

use std::collections::{BTreeMap, BTreeSet};

use msgraph_spec::Diagnostics;
use msgraph_spec::model::{Api, Origin, PermissionInfo};

use super::names;
use super::operations::PlannedOperation;
use super::scope::Scope;

/// A permission that an operation names.
pub(crate) struct PlannedPermission<'a> {
    /// `ONLINE_MEETINGS_READ_WRITE`
    pub(crate) constant: String,
    /// What the table says of it; it may only be named there.
    pub(crate) info: Option<&'a PermissionInfo>,
}

/// The permissions that the operations name. The others of the table have no use in the slice.
pub(crate) fn plan<'a>(
    api: &'a Api,
    operations: &[PlannedOperation<'a>],
    faults: &mut Diagnostics,
) -> BTreeMap<&'a str, PlannedPermission<'a>> {
    let mut scope = Scope::new("permissions");
    let used: BTreeSet<&'a str> =
        operations.iter().flat_map(|planned| planned.operation.permissions.names()).collect();
    let planned = used.into_iter().filter_map(|name| {
        let info = api.permissions.get(name);
        let origin = info.map_or_else(Origin::none, |info| info.origin.clone());
        let constant = scope.take(names::permission_name(name), name, &origin, faults)?;
        Some((name, PlannedPermission { constant, info }))
    });
    planned.collect()
}
