//! The bodies of PATCH.

use std::collections::{BTreeMap, BTreeSet};

use msgraph_spec::model::{Api, Body, HttpMethod, StructuredKind, TypeName, TypeRef, ValueType};

use super::types::{Access, PlannedField, PlannedModel, PlannedType, PlannedUpdate, RustName};

/// An update for each type that a PATCH takes.
pub(crate) fn plan<'a>(
    api: &'a Api,
    types: &[PlannedType<'a>],
    type_names: &BTreeMap<&'a TypeName, RustName>,
) -> Vec<PlannedUpdate<'a>> {
    let patched = patched(api);
    let taken: BTreeSet<&str> = type_names.values().map(|name| name.module.as_str()).collect();
    let models = types.iter().filter_map(PlannedType::model);
    models.filter(|model| patched.contains(&model.ty.name)).map(|model| update(model, &taken)).collect()
}

fn update<'a>(model: &PlannedModel<'a>, taken: &BTreeSet<&str>) -> PlannedUpdate<'a> {
    let fields = model.fields.iter().filter(|field| is_writable(model, field)).cloned();
    PlannedUpdate {
        name: name(&model.name.ty, taken),
        of: model.name.clone(),
        ty: model.ty,
        fields: fields.collect(),
    }
}

/// `OnlineMeetingUpdate`. A type of the slice that has the name keeps it.
fn name(of: &str, taken: &BTreeSet<&str>) -> RustName {
    let mut name = RustName::new(format!("{of}Update"));
    while taken.contains(name.module.as_str()) {
        name = RustName::new(format!("{}Body", name.ty));
    }
    name
}

/// Whether a PATCH can change a property. An id names the object.
fn is_writable(model: &PlannedModel<'_>, field: &PlannedField<'_>) -> bool {
    let is_key = model.ty.kind == StructuredKind::Entity && field.property.name == "id";
    field.access == Access::Writable && !is_key
}

/// The types that a PATCH takes as its body.
fn patched(api: &Api) -> BTreeSet<&TypeName> {
    let patches = api.operations.iter().filter(|operation| operation.method == HttpMethod::Patch);
    patches
        .filter_map(|operation| match &operation.body {
            Some(Body::Json {
                ty: ValueType { item: TypeRef::Named(name), is_collection: false, .. },
                ..
            }) => Some(name),
            _ => None,
        })
        .collect()
}
