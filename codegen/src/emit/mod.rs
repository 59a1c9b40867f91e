//! The emitters: each writes down one part of the plan, and decides nothing.

mod app_table;
mod builders;
mod docs;
mod enums;
mod models;
mod operations;
mod permissions;
mod root;
mod tables;
mod tokens;
mod types;
mod updates;

use std::collections::BTreeMap;

use proc_macro2::TokenStream;

use crate::format::Formatted;
use crate::plan::{Plan, PlannedType};

pub(crate) use builders::update_of as update;
pub(crate) use types::{Place, item, value};

/// Every file of the crate by its path, which has `/` between folders on every machine.
pub(crate) fn files(plan: &Plan<'_>, name: &str) -> Result<BTreeMap<String, String>, String> {
    let mut files = BTreeMap::new();
    let mut add = |path: String, tokens: TokenStream, kind: Formatted, behind: &str| {
        let text = crate::format::file(tokens, kind).map_err(|fault| format!("{path}: {fault}"))? + behind;
        match files.insert(path.clone(), text) {
            Some(_) => Err(format!("{path}: stands there twice")),
            None => Ok(()),
        }
    };
    add("lib.rs".to_owned(), root::root(), Formatted::Root, "")?;
    add("models/mod.rs".to_owned(), root::models(plan), Formatted::Module, "")?;
    for ty in &plan.types {
        let (tokens, table) = match ty {
            PlannedType::Model(model) => (models::model(plan, model), tables::model(plan, model)),
            PlannedType::Update(update) => (updates::update(plan, update), tables::update(update)),
            PlannedType::Enum(planned) => (enums::enumeration(planned), String::new()),
        };
        add(format!("models/{}.rs", ty.name().module), tokens, Formatted::Module, &table)?;
    }
    add("operations/mod.rs".to_owned(), operations::module(plan), Formatted::Module, "")?;
    for operation in &plan.operations {
        let tokens = operations::operation(plan, operation);
        add(format!("operations/{}.rs", operation.name.module), tokens, Formatted::Module, "")?;
    }
    add("builders/mod.rs".to_owned(), builders::module(plan), Formatted::Module, "")?;
    for builder in &plan.builders {
        let tokens = builders::builder(plan, builder);
        add(format!("builders/{}.rs", builder.name.module), tokens, Formatted::Module, "")?;
    }
    let table = app_table::table(plan, name);
    add("permissions.rs".to_owned(), permissions::module(plan), Formatted::Module, &table)?;
    Ok(files)
}
