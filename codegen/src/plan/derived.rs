//! Which types derive from which.

use std::collections::BTreeMap;

use msgraph_spec::model::{Api, StructuredType, TypeDef, TypeName};
use msgraph_spec::{Diagnostic, Diagnostics};

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
/// first. A pair that does not fit together is left out with a warning.
pub(crate) fn find<'a>(
    api: &'a Api,
    types: &[PlannedType<'a>],
    faults: &mut Diagnostics,
) -> Vec<Derivation<'a>> {
    let models: BTreeMap<&TypeName, &PlannedModel<'a>> =
        types.iter().filter_map(PlannedType::model).map(|model| (&model.ty.name, model)).collect();
    let heirs = heirs(api);
    let mut found = Vec::new();
    for derived in types.iter().filter_map(PlannedType::model) {
        let bases = api.bases_of(derived.ty).into_iter();
        for base in bases.filter_map(|base| models.get(&base.name)) {
            match shared(&base.fields, &derived.fields) {
                Ok(shared) => found.push(Derivation {
                    base: base.name.clone(),
                    derived: derived.name.clone(),
                    derived_ty: derived.ty,
                    shared,
                    further: heirs.get(&derived.ty.name).cloned().unwrap_or_default(),
                }),
                Err(differing) => faults.extend(warning(base, derived, &differing)),
            }
        }
    }
    found
}

/// A field of a base that the derived type does not have as the base has it.
pub(super) struct Differing<'f, 'a> {
    of_base: &'f PlannedField<'a>,
    of_derived: Option<&'f PlannedField<'a>>,
}

/// The fields of the base, if the derived type has all of them with the same types. OData does not let it
/// change them, but a description could.
pub(super) fn shared<'f, 'a>(
    base: &'f [PlannedField<'a>],
    derived: &'f [PlannedField<'a>],
) -> Result<Vec<String>, Differing<'f, 'a>> {
    let of_derived: BTreeMap<&str, &PlannedField<'a>> =
        derived.iter().map(|one| (one.name.as_str(), one)).collect();
    let of_base = base.iter().map(|of_base| {
        let of_derived = of_derived.get(of_base.name.as_str()).copied();
        let is_same = |one: &PlannedField<'_>| {
            one.property.ty == of_base.property.ty && one.is_boxed == of_base.is_boxed
        };
        if of_derived.is_some_and(is_same) {
            Ok(of_base.name.clone())
        } else {
            Err(Differing { of_base, of_derived })
        }
    });
    of_base.chain([Ok("odata_type".to_owned())]).collect()
}

/// What a caller will miss, and why. A property without a field has been reported for its name.
fn warning(
    base: &PlannedModel<'_>,
    derived: &PlannedModel<'_>,
    differing: &Differing<'_, '_>,
) -> Option<Diagnostic> {
    let (first, again) = (differing.of_base.property, differing.of_derived?.property);
    let message = format!(
        "no `{}` can be read as a `{}`, or given for one: they declare `{}` differently",
        base.ty.name, derived.ty.name, first.name
    );
    let fault = Diagnostic::warning(message).at(again.origin.clone());
    let fault = fault.related(first.origin.clone(), "the base type declares it here");
    Some(fault.help("declare it once, in the base type"))
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
