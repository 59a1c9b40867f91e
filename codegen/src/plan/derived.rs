//! Which types derive from which.

use std::collections::BTreeMap;

use msgraph_spec::model::{Api, StructuredType, TypeDef, TypeName};

use super::types::{PlannedField, PlannedModel, PlannedType, RustName};

/// A type that derives from another one, as the two see each other.
pub(crate) struct Derivation<'a> {
    pub(crate) base: RustName,
    pub(crate) derived: RustName,
    pub(crate) derived_ty: &'a StructuredType,
    /// The fields that both have.
    pub(crate) shared: Vec<String>,
    /// The types that derive from the derived one, in the slice: their values are values of it too.
    pub(crate) further: Vec<&'a TypeName>,
}

/// Each pair of a model and another one that it derives from, ordered by the derived one, the nearest base
/// first.
pub(crate) fn find<'a>(api: &'a Api, types: &[PlannedType<'a>]) -> Vec<Derivation<'a>> {
    let models: BTreeMap<&TypeName, &PlannedModel<'a>> =
        types.iter().filter_map(PlannedType::model).map(|model| (&model.ty.name, model)).collect();
    let heirs = heirs(api);
    let mut found = Vec::new();
    for derived in types.iter().filter_map(PlannedType::model) {
        let bases = api.bases_of(derived.ty).into_iter();
        for base in bases.filter_map(|base| models.get(&base.name)) {
            let Some(shared) = shared(&base.fields, &derived.fields) else { continue };
            found.push(Derivation {
                base: base.name.clone(),
                derived: derived.name.clone(),
                derived_ty: derived.ty,
                shared,
                further: heirs.get(&derived.ty.name).cloned().unwrap_or_default(),
            });
        }
    }
    found
}

/// The fields of the base, if the derived type has all of them with the same types. OData does not let it
/// change them, but a description could.
pub(super) fn shared(base: &[PlannedField<'_>], derived: &[PlannedField<'_>]) -> Option<Vec<String>> {
    let of_base = base.iter().map(|field| {
        let same = derived.iter().find(|one| one.name == field.name)?;
        let is_same = same.property.ty == field.property.ty && same.is_boxed == field.is_boxed;
        is_same.then(|| field.name.clone())
    });
    of_base.chain([Some("odata_type".to_owned())]).collect()
}

/// For each type, those that derive from it directly or through others.
fn heirs(api: &Api) -> BTreeMap<&TypeName, Vec<&TypeName>> {
    let mut heirs: BTreeMap<&TypeName, Vec<&TypeName>> = BTreeMap::new();
    for ty in api.types.values() {
        let TypeDef::Structured(ty) = ty else { continue };
        for base in api.bases_of(ty) {
            heirs.entry(&base.name).or_default().push(&ty.name);
        }
    }
    heirs
}
