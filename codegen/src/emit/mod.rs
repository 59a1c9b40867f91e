//! The emitters: each writes down one part of the plan, and decides nothing.

mod app_table;
mod builders;
mod docs;
mod enums;
mod in_place;
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

/// What a slice is called by those around it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Names<'a> {
    /// The slice, in snake case.
    pub(crate) slice: &'a str,
    /// The crate or module that has the façade `rt`.
    pub(crate) runtime: &'a TokenStream,
}

/// Every file of the crate by its path, which has `/` between folders on every machine.
pub(crate) fn files(plan: &Plan<'_>, names: Names<'_>) -> Result<BTreeMap<String, String>, String> {
    let mut files = BTreeMap::new();
    each(plan, names, |path: String, tokens: TokenStream, kind: Formatted, behind: &str| {
        let text = crate::format::file(tokens, kind).map_err(|fault| format!("{path}: {fault}"))? + behind;
        match files.insert(path.clone(), text) {
            Some(_) => Err(format!("{path}: stands there twice")),
            None => Ok(()),
        }
    })?;
    Ok(files)
}

/// The same as one stream of tokens, in which each module has its items in braces.
pub(crate) fn in_place(plan: &Plan<'_>, names: Names<'_>) -> Result<TokenStream, String> {
    let mut modules = BTreeMap::new();
    each(plan, names, |path: String, mut tokens: TokenStream, _, behind: &str| {
        let behind: TokenStream = behind.parse().map_err(|fault| format!("{path}: {fault}"))?;
        tokens.extend(behind);
        modules.insert(path, tokens);
        Ok(())
    })?;
    Ok(in_place::nested(&modules))
}

/// Emits every file: its path, its tokens, and what stands behind them as text.
fn each(
    plan: &Plan<'_>,
    names: Names<'_>,
    mut add: impl FnMut(String, TokenStream, Formatted, &str) -> Result<(), String>,
) -> Result<(), String> {
    add("lib.rs".to_owned(), root::root(names.runtime), Formatted::Root, "")?;
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
    let table = app_table::table(plan, names.slice);
    add("permissions.rs".to_owned(), permissions::module(plan), Formatted::Module, &table)
}
