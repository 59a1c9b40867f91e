//! What a comparison of two slices cannot know without a plan: what the emitted crate makes of a type because
//! of what else is in the slice.

use std::collections::{BTreeMap, BTreeSet};

use msgraph_spec::Diagnostics;
use msgraph_spec::diff::{Aspect, Change, Comparison, Effect, How, Item};
use msgraph_spec::model::{Api, Property, StructuredType, TypeName};

use crate::plan::{PlannedField, PlannedModel, PlannedType, PlannedUpdate, Types};

const BOXED: &str = "a value would contain itself without a box, and so the field has another type in Rust";
const UNBOXED: &str = "no value contains itself any longer, and so the field has another type in Rust";
const UPDATE: &str = "a type keeps its own name, and what a PATCH takes for another one must make way";
const APART: &str = "its values can no longer be given for, and read from, those of the base";

/// The changes from one slice to another, and what they do to callers of the crates that are generated from them.
///
/// Takes the [`Comparison`] of the slices, which looks at one thing after another, and adds what depends on the
/// slice as a whole: fields that come to be boxed or no longer are, other names of what a PATCH takes, and types
/// that no longer fit their base. Where one of the two cannot be generated, nothing is added.
///
/// ```
/// use msgraph_spec::Reader;
/// use msgraph_spec::diff::Effect;
///
/// let slice = |of_b: &str| {
///     Reader::openapi_text("s.yaml", format!("
/// openapi: 3.0.3
/// info: {{title: Small, version: v1.0}}
/// servers: [{{url: 'https://graph.microsoft.com/v1.0'}}]
/// paths: {{}}
/// components:
///   schemas:
///     microsoft.graph.a: {{type: object, properties: {{b: {{$ref: '#/components/schemas/microsoft.graph.b'}}}}}}
///     microsoft.graph.b: {{type: object, properties: {{{of_b}}}}}
/// ")).read()
/// };
/// let old = slice("")?.api;
/// let new = slice("a: {$ref: '#/components/schemas/microsoft.graph.a'}")?.api;
/// // one property more, and the field `b` is now boxed
/// assert_eq!(msgraph_codegen::compare(&old, &new).step(), Some(Effect::Major));
/// # Ok::<(), msgraph_spec::Diagnostics>(())
/// ```
#[must_use]
pub fn compare(old: &Api, new: &Api) -> Comparison {
    let comparison = Comparison::new(old, new);
    let (Some(before), Some(after)) = (Side::plan(old), Side::plan(new)) else { return comparison };
    let mut found = Vec::new();
    boxes(&before, &after, &mut found);
    updates(&before, &after, &mut found);
    derivations(&before, &after, &mut found);
    // a base that is gone has been said
    let known: BTreeSet<(&Item, How)> = comparison
        .changes
        .iter()
        .filter(|one| one.effect == Effect::Major)
        .map(|one| (&one.item, one.how))
        .collect();
    found.retain(|one| !known.contains(&(&one.item, one.how)));
    comparison.with(found)
}

/// The types of a slice as they are emitted.
struct Side<'a> {
    api: &'a Api,
    types: Types<'a>,
}

impl<'a> Side<'a> {
    fn plan(api: &'a Api) -> Option<Self> {
        let mut faults = Diagnostics::default();
        let types = Types::plan(api, &mut faults);
        (!faults.has_errors()).then_some(Self { api, types })
    }

    fn models(&self) -> BTreeMap<&'a TypeName, &PlannedModel<'a>> {
        self.types.planned.iter().filter_map(PlannedType::model).map(|one| (&one.ty.name, one)).collect()
    }

    fn by_rust_name(&self) -> BTreeMap<&str, &'a StructuredType> {
        self.types
            .planned
            .iter()
            .filter_map(PlannedType::model)
            .map(|one| (one.name.ty.as_str(), one.ty))
            .collect()
    }

    fn updates(&self) -> impl Iterator<Item = &PlannedUpdate<'a>> {
        self.types.planned.iter().filter_map(|one| match one {
            PlannedType::Update(update) => Some(update),
            _ => None,
        })
    }

    /// Each model and another one that it can be given for.
    fn pairs(&self) -> BTreeSet<(&str, &str)> {
        self.types.derivations.iter().map(|one| (one.derived.ty.as_str(), one.base.ty.as_str())).collect()
    }

    /// Which of a type and its bases declares a property.
    fn declaring(&self, model: &PlannedModel<'a>, field: &PlannedField<'a>) -> &'a TypeName {
        let mut bases = self.api.bases_of(model.ty).into_iter();
        let declares = |property: &Property| std::ptr::eq(property, field.property);
        bases.find(|base| base.properties.iter().any(declares)).map_or(&model.ty.name, |base| &base.name)
    }
}

/// Fields of one type that are boxed in one of the two crates.
fn boxes(old: &Side<'_>, new: &Side<'_>, found: &mut Vec<Change>) {
    let before = old.models();
    let mut seen = BTreeSet::new();
    for (name, model) in new.models() {
        let Some(before) = before.get(name) else { continue };
        let known: BTreeMap<&str, &PlannedField<'_>> =
            before.fields.iter().map(|one| (one.property.name.as_str(), one)).collect();
        for field in &model.fields {
            let Some(known) = known.get(field.property.name.as_str()) else { continue };
            let is_same_type = known.property.ty.item == field.property.ty.item;
            if known.is_boxed == field.is_boxed || !is_same_type {
                continue;
            }
            // what a base declares is said there, once
            let of =
                Some(new.declaring(model, field)).filter(|of| old.api.types.contains_key(of)).unwrap_or(name);
            if seen.insert((of.clone(), field.property.name.clone())) {
                found.push(boxed(of, known, field));
            }
        }
    }
}

fn boxed(of: &TypeName, old: &PlannedField<'_>, new: &PlannedField<'_>) -> Change {
    let item = Item::Property { of: of.clone(), name: new.property.name.clone() };
    let reason = if new.is_boxed { BOXED } else { UNBOXED };
    let words = |field: &PlannedField<'_>| {
        let ty = field.property.ty.to_string();
        if field.is_boxed { format!("Box<{ty}>") } else { ty }
    };
    let change = Change::new(item, Aspect::Type, Effect::Major, reason).values(words(old), words(new));
    change.at(&old.property.origin, &new.property.origin)
}

/// What a PATCH takes for a type, where it is called otherwise.
fn updates(old: &Side<'_>, new: &Side<'_>, found: &mut Vec<Change>) {
    let before: BTreeMap<&TypeName, &PlannedUpdate<'_>> =
        old.updates().map(|one| (&one.ty.name, one)).collect();
    for after in new.updates() {
        let Some(before) = before.get(&after.ty.name) else { continue };
        if before.name.ty != after.name.ty {
            let item = Item::Type(after.ty.name.clone());
            let change = Change::new(item, Aspect::Name, Effect::Major, UPDATE);
            let change = change.values(&before.name.ty, &after.name.ty);
            found.push(change.at(&before.ty.origin, &after.ty.origin));
        }
    }
}

/// Types that are both there as before, of which one can no longer be given for the other.
fn derivations(old: &Side<'_>, new: &Side<'_>, found: &mut Vec<Change>) {
    let [before, after] = [old.by_rust_name(), new.by_rust_name()];
    for (derived, base) in old.pairs().difference(&new.pairs()) {
        let (Some(ty), Some(base)) = (after.get(derived), after.get(base)) else { continue };
        let change = Change::new(Item::Type(ty.name.clone()), Aspect::Base, Effect::Major, APART);
        let first = before.get(derived).unwrap_or(ty);
        found.push(change.values(&base.name, "").at(&first.origin, &ty.origin));
    }
}
