//! The emitters: each writes down one part of the plan, and decides nothing.

mod builders;
mod docs;
mod models;
mod operations;
mod permissions;
mod root;
mod tokens;
mod types;

use std::collections::BTreeMap;

use proc_macro2::TokenStream;

use crate::format::Formatted;
use crate::plan::{Plan, PlannedType};

/// Every file of the crate by its path, which has `/` between folders on every machine.
pub(crate) fn files(plan: &Plan<'_>, name: &str) -> Result<BTreeMap<String, String>, String> {
    let mut files = BTreeMap::new();
    let mut add = |path: String, tokens: TokenStream, kind: Formatted| {
        let text = crate::format::file(tokens, kind).map_err(|fault| format!("{path}: {fault}"))?;
        match files.insert(path.clone(), text) {
            Some(_) => Err(format!("{path}: stands there twice")),
            None => Ok(()),
        }
    };
    add("lib.rs".to_owned(), root::root(), Formatted::Root)?;
    add("models/mod.rs".to_owned(), root::models(plan), Formatted::Module)?;
    for ty in &plan.types {
        let tokens = match ty {
            PlannedType::Model(model) => models::model(plan, model),
            PlannedType::Enum(planned) => models::enumeration(planned),
        };
        add(format!("models/{}.rs", ty.name().module), tokens, Formatted::Module)?;
    }
    add("operations/mod.rs".to_owned(), operations::module(plan), Formatted::Module)?;
    for operation in &plan.operations {
        let tokens = operations::operation(plan, operation);
        add(format!("operations/{}.rs", operation.name.module), tokens, Formatted::Module)?;
    }
    add("builders/mod.rs".to_owned(), builders::module(plan), Formatted::Module)?;
    for builder in &plan.builders {
        let tokens = builders::builder(plan, builder);
        add(format!("builders/{}.rs", builder.name.module), tokens, Formatted::Module)?;
    }
    add("permissions.rs".to_owned(), permissions::module(plan), Formatted::Module)?;
    files.entry("permissions.rs".to_owned()).or_default().push_str(&permissions::table(plan, name));
    Ok(files)
}
