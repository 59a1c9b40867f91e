//! The plan: every fact that more than one emitter needs, worked out once.
//!
//! Rust names, which properties become fields, which fields are boxed, the tree of request builders.
//! An emitter decides nothing; it writes down what the plan says.

mod boxes;
mod derived;
mod evolvable;
mod first_call;
pub(crate) mod names;
mod operations;
pub(crate) mod options;
mod paths;
mod permissions;
mod scope;
mod types;
mod updates;
mod usable;

use std::collections::BTreeMap;

use msgraph_spec::Diagnostics;
use msgraph_spec::model::{Api, TypeName};

pub(crate) use derived::Derivation;
pub(crate) use first_call::find as first_call;
pub(crate) use operations::PlannedOperation;
pub(crate) use paths::{Argument, Child, ChildKind, PlannedBuilder};
pub(crate) use permissions::PlannedPermission;
pub(crate) use types::{
    Access, FieldKind, PlannedEnum, PlannedField, PlannedModel, PlannedType, PlannedUpdate, RustName,
};

/// The types that will be emitted: a part of the plan that comparisons look at alone.
pub(crate) struct Types<'a> {
    /// The Rust name of each type of the slice.
    pub(crate) names: BTreeMap<&'a TypeName, RustName>,
    /// The models, ordered by their Rust name.
    pub(crate) planned: Vec<PlannedType<'a>>,
    /// Each model that derives from another one.
    pub(crate) derivations: Vec<Derivation<'a>>,
}

impl<'a> Types<'a> {
    /// Plans the types of a model.
    pub(crate) fn plan(api: &'a Api, faults: &mut Diagnostics) -> Self {
        let names = types::names(api, faults);
        let planned = types::plan(api, &names, faults);
        let derivations = derived::find(api, &planned, faults);
        Self { names, planned, derivations }
    }
}

/// What will be emitted.
pub(crate) struct Plan<'a> {
    /// The model that it is made from.
    pub(crate) api: &'a Api,
    /// The models, ordered by their Rust name.
    pub(crate) types: Vec<PlannedType<'a>>,
    /// Each model that derives from another one.
    derivations: Vec<Derivation<'a>>,
    /// Where the derivations from a type stand.
    by_base: BTreeMap<String, Vec<usize>>,
    /// The Rust name of each type of the slice.
    pub(crate) type_names: BTreeMap<&'a TypeName, RustName>,
    /// Where among the types the update of a type stands.
    updates: BTreeMap<&'a TypeName, usize>,
    /// The operations, in the model's order.
    pub(crate) operations: Vec<PlannedOperation<'a>>,
    /// The request builders: the root first, then by path.
    pub(crate) builders: Vec<PlannedBuilder<'a>>,
    /// The permissions that the operations name, by their name.
    pub(crate) permissions: BTreeMap<&'a str, PlannedPermission<'a>>,
}

impl<'a> Plan<'a> {
    /// Plans the output for a model, or reports everything that stands in the way.
    pub(crate) fn new(api: &'a Api, faults: &mut Diagnostics) -> Self {
        let Types { names: type_names, planned: types, derivations } = Types::plan(api, faults);
        let overloads = operations::Overloads::find(api);
        let operations = operations::plan(api, &overloads, faults);
        let builders = paths::plan(&operations, &overloads, faults);
        let permissions = permissions::plan(api, &operations, faults);
        let mut by_base: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (index, one) in derivations.iter().enumerate() {
            by_base.entry(one.base.ty.clone()).or_default().push(index);
        }
        let updates = types.iter().enumerate().filter_map(|(index, ty)| match ty {
            PlannedType::Update(update) => Some((&update.ty.name, index)),
            _ => None,
        });
        let updates = updates.collect();
        Self { api, types, derivations, by_base, type_names, updates, operations, builders, permissions }
    }

    /// The type that a PATCH takes for another one.
    pub(crate) fn update_of(&self, name: &TypeName) -> Option<&PlannedUpdate<'a>> {
        match self.types.get(*self.updates.get(name)?) {
            Some(PlannedType::Update(update)) => Some(update),
            _ => None,
        }
    }

    /// The types that derive from a model.
    pub(crate) fn readings_of(&self, base: &RustName) -> impl Iterator<Item = &Derivation<'a>> {
        let found = self.by_base.get(&base.ty).into_iter().flatten();
        found.filter_map(|index| self.derivations.get(*index))
    }

    /// The models that a type derives from, the nearest first.
    pub(crate) fn bases_of(&self, derived: &RustName) -> impl Iterator<Item = &Derivation<'a>> {
        // they are ordered by the module of the derived one, so those of a type stand together
        let begin = self.derivations.partition_point(|one| one.derived.module < derived.module);
        self.derivations[begin..].iter().take_while(|one| one.derived.module == derived.module)
    }

    /// The constant of a permission.
    pub(crate) fn permission(&self, name: &str) -> Option<&str> {
        self.permissions.get(name).map(|one| one.constant.as_str())
    }

    /// The Rust name of a type.
    pub(crate) fn type_name(&self, name: &TypeName) -> Option<&RustName> {
        self.type_names.get(name)
    }
}
