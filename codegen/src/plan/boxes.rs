//! Which fields need a box, because a type would contain itself without one.

use std::collections::{BTreeMap, BTreeSet};

use msgraph_spec::model::{Api, Property, StructuredType, TypeDef, TypeName, TypeRef, ValueType};

/// The properties whose type leads back to a type that has them, by single values.
///
/// A property is boxed in every type that inherits it or in none, so that values of a derived type and of
/// its base have the same fields.
pub(crate) struct Boxes<'a>(Vec<&'a Property>);

impl<'a> Boxes<'a> {
    pub(crate) fn find(api: &'a Api) -> Self {
        let structured = || {
            api.types.values().filter_map(|ty| match ty {
                TypeDef::Structured(ty) => Some(ty),
                _ => None,
            })
        };
        let direct: BTreeMap<&TypeName, BTreeSet<&TypeName>> =
            structured().map(|ty| (&ty.name, contained(api, ty))).collect();
        let within: BTreeMap<&TypeName, BTreeSet<&TypeName>> =
            direct.keys().map(|name| (*name, reachable(name, &direct))).collect();
        let leads_back = |of: &TypeName, field: &ValueType| match &field.item {
            TypeRef::Named(target) if !field.is_collection => {
                target == of || within.get(target).is_some_and(|within| within.contains(of))
            }
            _ => false,
        };
        let boxed = structured().flat_map(|ty| {
            let properties = api.properties_of(ty).into_iter();
            properties.filter(|property| leads_back(&ty.name, &property.ty))
        });
        let mut boxed: Vec<&Property> = boxed.collect();
        boxed.sort_by_key(|property| std::ptr::from_ref(*property));
        Self(boxed)
    }

    /// Whether the field of that property, which is the model's own, is boxed.
    pub(crate) fn is_boxed(&self, property: &'a Property) -> bool {
        self.0.binary_search_by_key(&std::ptr::from_ref(property), |one| std::ptr::from_ref(*one)).is_ok()
    }
}

fn contained<'a>(api: &'a Api, ty: &'a StructuredType) -> BTreeSet<&'a TypeName> {
    let properties = api.properties_of(ty).into_iter();
    let single = properties.filter(|property| !property.ty.is_collection);
    single
        .filter_map(|property| match &property.ty.item {
            TypeRef::Named(name) => Some(name),
            _ => None,
        })
        .collect()
}

fn reachable<'a>(
    from: &TypeName,
    direct: &BTreeMap<&'a TypeName, BTreeSet<&'a TypeName>>,
) -> BTreeSet<&'a TypeName> {
    let mut found = BTreeSet::new();
    let mut open: Vec<&'a TypeName> = direct.get(from).into_iter().flatten().copied().collect();
    while let Some(next) = open.pop() {
        if found.insert(next) {
            open.extend(direct.get(next).into_iter().flatten());
        }
    }
    found
}
