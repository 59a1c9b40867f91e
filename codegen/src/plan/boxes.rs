//! Which fields need a box, because a type would contain itself without one.

use std::collections::{BTreeMap, BTreeSet};

use msgraph_spec::model::{Api, StructuredType, TypeDef, TypeName, TypeRef, ValueType};

/// For each type, the types that it contains directly or through others by single values.
pub(crate) struct Boxes<'a> {
    within: BTreeMap<&'a TypeName, BTreeSet<&'a TypeName>>,
}

impl<'a> Boxes<'a> {
    pub(crate) fn find(api: &'a Api) -> Self {
        let direct: BTreeMap<&TypeName, BTreeSet<&TypeName>> = api
            .types
            .values()
            .filter_map(|ty| match ty {
                TypeDef::Structured(ty) => Some((&ty.name, contained(api, ty))),
                _ => None,
            })
            .collect();
        let within = direct.keys().map(|name| (*name, reachable(name, &direct))).collect();
        Self { within }
    }

    /// Whether a field of that type, in that type, leads back to it.
    pub(crate) fn is_boxed(&self, of: &TypeName, field: &ValueType) -> bool {
        match &field.item {
            TypeRef::Named(target) if !field.is_collection => {
                target == of || self.within.get(target).is_some_and(|within| within.contains(of))
            }
            _ => false,
        }
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
