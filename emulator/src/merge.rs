//! A change, laid over what is there.

use msgraph_spec::model::{Api, TypeName, TypeRef};
use serde_json::{Map, Value};

use crate::validate;

/// Lays a change over what is there: of a declared complex value only what the change names, lists
/// and undeclared values as a whole. Null clears.
pub(crate) fn merge(api: &Api, ty: &TypeName, current: &mut Map<String, Value>, change: Map<String, Value>) {
    let declared =
        validate::stated_type(api, ty, &change).map(|ty| api.properties_of(ty)).unwrap_or_default();
    for (name, value) in change {
        let complex = declared.iter().find(|one| one.name == name).and_then(|one| match &one.ty.item {
            TypeRef::Named(ty) if !one.ty.is_collection => Some(ty),
            _ => None,
        });
        match (complex, current.get_mut(&name), value) {
            (Some(ty), Some(Value::Object(current)), Value::Object(value)) => merge(api, ty, current, value),
            (_, _, value) => drop(current.insert(name, value)),
        }
    }
}
