//! Entities of any type: what there is no handler of their own for, and the model says enough about.
//!
//! They are made, read, changed, replaced, deleted and listed as OData has it, by their types alone. Where they live
//! is the path: [`place`] finds it, [`outline`] says what the description has there, [`shelf`] keeps what is there.

mod add;
mod conditions;
mod expand;
mod filter;
mod list;
mod order;
mod outline;
mod place;
mod preferences;
mod read;
mod seed;
mod shelf;
mod streams;
mod users;
mod write;

use msgraph_spec::model::{Answer, Body, Operation, OperationKind, TypeRef, ValueType};

use crate::handler::Handler;

pub(crate) use outline::Outline;
#[cfg(feature = "file")]
pub(crate) use shelf::COUNTER;
pub(crate) use shelf::Entities;

/// The handler of an operation on entities or on contents of them.
///
/// None has a function, an action with a result, `$ref`, a path through a function or with keys that have names,
/// and what belongs to online meetings, which behave in ways of their own.
pub(crate) fn handler(operation: &Operation) -> Option<Handler> {
    let template = outline::template(&operation.path)?;
    if template.split('/').any(|one| one == "onlinemeetings" || one == "$ref") {
        return None;
    }
    match (operation.kind, operation.answer(), &operation.body) {
        (OperationKind::Get, Answer::Count, _) => Some(read::count),
        (OperationKind::List, Answer::Page { item, .. }, _) if is_entity(item) => Some(read::list),
        (OperationKind::Get, Answer::One(ty), _) if is_entity(ty) => Some(read::get),
        (OperationKind::Create, _, Some(Body::Json { ty, .. })) if is_entity(ty) => Some(write::create),
        (OperationKind::Update, _, Some(Body::Json { ty, .. })) if is_entity(ty) => Some(write::update),
        (OperationKind::Replace, _, Some(Body::Json { ty, .. })) if is_entity(ty) => Some(write::replace),
        (OperationKind::Delete, _, None) => Some(write::delete),
        (OperationKind::Content, ..) => Some(streams::get),
        (OperationKind::Replace, _, Some(Body::Binary { .. })) => Some(streams::put),
        _ => None,
    }
}

/// Whether it is one value with properties.
fn is_entity(ty: &ValueType) -> bool {
    !ty.is_collection && matches!(ty.item, TypeRef::Named(_))
}
