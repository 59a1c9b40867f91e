//! A slice, seen as the generator sees its types.

use std::collections::{HashMap, HashSet};

use crate::model::{Answer, Api, Body, HttpMethod, Property, StructuredType, TypeDef, TypeName, TypeRef};

/// A slice, and what decides how its types are emitted.
pub(super) struct Side<'a> {
    pub(super) api: &'a Api,
    /// The types that a property or an operation names.
    pub(super) used: HashSet<&'a TypeName>,
    /// The types whose properties stand in the body of a PATCH, also of one that derives from them.
    pub(super) patched: HashSet<&'a TypeName>,
    /// For each structured type its properties, those of its bases first, and who declares them.
    properties: HashMap<&'a TypeName, Vec<Declared<'a>>>,
}

/// A property, and the type that declares it.
#[derive(Clone, Copy)]
pub(super) struct Declared<'a> {
    pub(super) property: &'a Property,
    pub(super) by: &'a TypeName,
}

impl<'a> Side<'a> {
    pub(super) fn new(api: &'a Api) -> Self {
        let structured = || {
            api.types.values().filter_map(|ty| match ty {
                TypeDef::Structured(ty) => Some(ty),
                TypeDef::Enum(_) => None,
            })
        };
        let properties = structured().map(|ty| (&ty.name, declared(api, ty))).collect();
        let mut patched = HashSet::new();
        let bodies = patch_bodies(api);
        for ty in structured() {
            let mut with_bases = api.bases_of(ty);
            with_bases.push(ty);
            if with_bases.iter().any(|one| bodies.contains(&one.name)) {
                patched.extend(with_bases.iter().map(|one| &one.name));
            }
        }
        Self { api, used: used(api), patched, properties }
    }

    pub(super) fn is_emitted(&self, ty: &TypeDef) -> bool {
        match ty {
            TypeDef::Structured(ty) => !ty.is_abstract || self.used.contains(&ty.name),
            TypeDef::Enum(_) => true,
        }
    }

    pub(super) fn of(&self, ty: &TypeName) -> &[Declared<'a>] {
        self.properties.get(ty).map_or(&[], Vec::as_slice)
    }

    pub(super) fn bases(&self, ty: &StructuredType) -> HashSet<&'a TypeName> {
        self.api
            .structured(&ty.name)
            .map(|ty| self.api.bases_of(ty))
            .into_iter()
            .flatten()
            .map(|one| &one.name)
            .collect()
    }
}

/// The properties of a type with those of its bases. One that is declared again stands once, as the derived type
/// declares it.
fn declared<'a>(api: &'a Api, ty: &'a StructuredType) -> Vec<Declared<'a>> {
    let mut chain = api.bases_of(ty);
    chain.reverse();
    chain.push(ty);
    let mut found: Vec<Declared<'a>> = Vec::new();
    let mut places: HashMap<&str, usize> = HashMap::new();
    for by in chain {
        for property in &by.properties {
            let one = Declared { property, by: &by.name };
            if let Some(place) = places.get(property.name.as_str()) {
                found[*place] = one;
            } else {
                places.insert(&property.name, found.len());
                found.push(one);
            }
        }
    }
    found
}

/// The types that a PATCH takes as its body.
fn patch_bodies(api: &Api) -> HashSet<&TypeName> {
    let patches = api.operations.iter().filter(|one| one.method == HttpMethod::Patch);
    let bodies = patches.filter_map(|one| match &one.body {
        Some(Body::Json { ty, .. }) if !ty.is_collection => Some(&ty.item),
        _ => None,
    });
    bodies
        .filter_map(|item| match item {
            TypeRef::Named(name) => Some(name),
            TypeRef::Primitive(_) | TypeRef::Untyped => None,
        })
        .collect()
}

fn used(api: &Api) -> HashSet<&TypeName> {
    let properties = api.types.values().filter_map(|ty| match ty {
        TypeDef::Structured(ty) => Some(ty.properties.iter().map(|one| &one.ty)),
        TypeDef::Enum(_) => None,
    });
    let answers = api.operations.iter().flat_map(|one| &one.successes).filter_map(|one| match &one.answer {
        Answer::One(ty) | Answer::Wrapped(ty) | Answer::Page { item: ty, .. } => Some(ty),
        Answer::Empty | Answer::Count | Answer::Content { .. } => None,
    });
    let bodies = api.operations.iter().filter_map(|one| match &one.body {
        Some(Body::Json { ty, .. }) => Some(ty),
        _ => None,
    });
    let types = properties.flatten().chain(answers).chain(bodies);
    types
        .filter_map(|ty| match &ty.item {
            TypeRef::Named(name) => Some(name),
            TypeRef::Primitive(_) | TypeRef::Untyped => None,
        })
        .collect()
}
