//! Which answers can hold an evolvable enum: one with the member `unknownFutureValue`, whose later members
//! the service sends only on request.

use std::collections::{BTreeMap, BTreeSet};

use msgraph_spec::model::{
    Answer, Api, Operation, ParameterPlace, Property, StructuredType, TypeDef, TypeName, TypeRef,
};

/// What it takes to ask, and what was asked before: many operations answer with the same type.
pub(crate) struct Evolvable<'a> {
    api: &'a Api,
    /// For each type, those that derive from it directly.
    derived: BTreeMap<&'a TypeName, Vec<&'a StructuredType>>,
    known: BTreeMap<(&'a TypeName, bool), bool>,
}

impl<'a> Evolvable<'a> {
    pub(crate) fn new(api: &'a Api) -> Self {
        let mut derived: BTreeMap<&TypeName, Vec<&StructuredType>> = BTreeMap::new();
        for ty in api.types.values() {
            if let TypeDef::Structured(ty) = ty
                && let Some(base) = &ty.base
            {
                derived.entry(base).or_default().push(ty);
            }
        }
        Self { api, derived, known: BTreeMap::new() }
    }

    /// Whether the answer of the operation can hold an evolvable enum.
    pub(crate) fn is_answered_by(&mut self, operation: &'a Operation) -> bool {
        let (Answer::One(item) | Answer::Wrapped(item) | Answer::Page { item, .. }) = operation.answer()
        else {
            return false;
        };
        let TypeRef::Named(name) = &item.item else { return false };
        let expands = operation.parameter(ParameterPlace::Query, "$expand").is_some();
        if let Some(known) = self.known.get(&(name, expands)) {
            return *known;
        }
        let answer = self.is_within(name, expands);
        self.known.insert((name, expands), answer);
        answer
    }

    /// Whether an object of the type can hold one, together with what `$expand` adds to it: an expansion
    /// may expand in its turn, so with it every navigation property counts.
    fn is_within(&self, name: &'a TypeName, expands: bool) -> bool {
        let mut open = vec![name];
        let mut seen = BTreeSet::new();
        while let Some(next) = open.pop() {
            if !seen.insert(next) {
                continue;
            }
            match self.api.types.get(next) {
                Some(TypeDef::Enum(ty)) if ty.members.iter().any(|one| one.name == "unknownFutureValue") => {
                    return true;
                }
                Some(TypeDef::Structured(ty)) => {
                    let properties = self.api.properties_of(ty).into_iter();
                    let answered = properties.filter(|property| expands || !property.is_navigation);
                    open.extend(answered.filter_map(named));
                    open.extend(self.derived.get(next).into_iter().flatten().map(|ty| &ty.name));
                }
                _ => {}
            }
        }
        false
    }
}

fn named(property: &Property) -> Option<&TypeName> {
    match &property.ty.item {
        TypeRef::Named(name) => Some(name),
        _ => None,
    }
}
