//! The bodies of PATCH.

use std::collections::{BTreeMap, BTreeSet};

use msgraph_spec::model::{Api, Body, HttpMethod, TypeName, TypeRef, ValueType};

use super::derived::shared;
use super::types::{PlannedField, PlannedModel, PlannedType, PlannedUpdate, RustName, UpdateBase};

/// An update for each type that a PATCH takes, and for each that derives from one: those go there too.
pub(crate) fn plan<'a>(
    api: &'a Api,
    types: &[PlannedType<'a>],
    type_names: &BTreeMap<&'a TypeName, RustName>,
) -> Vec<PlannedUpdate<'a>> {
    let patched = patched(api);
    let taken: BTreeSet<&str> = type_names.values().map(|name| name.module.as_str()).collect();
    let goes_there = |model: &&PlannedModel<'a>| {
        let bases = api.bases_of(model.ty).into_iter().map(|base| &base.name);
        bases.chain([&model.ty.name]).any(|name| patched.contains(name))
    };
    let models = types.iter().filter_map(PlannedType::model).filter(goes_there);
    let mut updates: Vec<PlannedUpdate<'a>> = models.map(|model| update(model, &taken)).collect();
    let by_type: BTreeMap<&TypeName, &PlannedUpdate<'_>> =
        updates.iter().map(|one| (&one.ty.name, one)).collect();
    let bases: Vec<Vec<UpdateBase>> = updates.iter().map(|one| bases(api, one, &by_type)).collect();
    for (update, bases) in updates.iter_mut().zip(bases) {
        update.bases = bases;
    }
    updates
}

fn update<'a>(model: &PlannedModel<'a>, taken: &BTreeSet<&str>) -> PlannedUpdate<'a> {
    let fields = model.fields.iter().filter(|field| is_writable(field)).cloned();
    PlannedUpdate {
        name: name(&model.name.ty, taken),
        of: model.name.clone(),
        ty: model.ty,
        fields: fields.collect(),
        bases: Vec::new(),
    }
}

/// The updates that take this one, because its type derives from theirs. What the derived type lets nobody
/// change is absent there.
fn bases(
    api: &Api,
    update: &PlannedUpdate<'_>,
    updates: &BTreeMap<&TypeName, &PlannedUpdate<'_>>,
) -> Vec<UpdateBase> {
    let bases = api.bases_of(update.ty).into_iter().filter_map(|base| updates.get(&base.name));
    let own: BTreeSet<&str> = update.fields.iter().map(|own| own.name.as_str()).collect();
    let has = |field: &&PlannedField<'_>| own.contains(field.name.as_str());
    bases
        .filter_map(|base| {
            let both: Vec<PlannedField<'_>> = base.fields.iter().filter(has).cloned().collect();
            Some(UpdateBase { name: base.name.clone(), shared: shared(&both, &update.fields).ok()? })
        })
        .collect()
}

/// `OnlineMeetingUpdate`. A type of the slice that has the name keeps it.
fn name(of: &str, taken: &BTreeSet<&str>) -> RustName {
    let mut name = RustName::new(format!("{of}Update"));
    while taken.contains(name.module.as_str()) {
        name = RustName::new(format!("{}Body", name.ty));
    }
    name
}

/// Whether a PATCH can change a property. What is patched has a path, and the id stands there.
fn is_writable(field: &PlannedField<'_>) -> bool {
    field.access.is_writable() && field.property.name != "id"
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
