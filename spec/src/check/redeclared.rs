//! Properties that a derived type declares again as something else.

use crate::model::{Api, TypeDef};
use crate::{Diagnostic, Diagnostics};

pub(super) fn check(api: &Api, faults: &mut Diagnostics) {
    for one in api.types.values() {
        let TypeDef::Structured(one) = one else { continue };
        for base in api.bases_of(one) {
            for property in &one.properties {
                let Some(first) = base.properties.iter().find(|known| known.name == property.name) else {
                    continue;
                };
                if first.ty.item != property.ty.item || first.ty.is_collection != property.ty.is_collection {
                    faults.push(
                        Diagnostic::error(format!(
                            "`{}` declares `{}` as `{}`, but its base type `{}` as `{}`",
                            one.name, property.name, property.ty, base.name, first.ty
                        ))
                        .at(property.origin.clone())
                        .related(first.origin.clone(), "the base type declares it here")
                        .help("give both the same type, or take one out"),
                    );
                }
            }
        }
    }
}
