//! The emitters: each writes down one part of the plan, and decides nothing.

mod app_table;
mod builders;
pub(crate) mod docs;
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

use crate::format::{self, Formatted};
use crate::parallel;
use crate::plan::{Plan, PlannedBuilder, PlannedOperation, PlannedType};

/// What a slice is called by those around it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Names<'a> {
    /// The slice, in snake case.
    pub(crate) slice: &'a str,
    /// The path of the crate or module that has the façade `rt`.
    pub(crate) runtime: &'a str,
}

/// A file to be emitted.
enum File<'a> {
    Root,
    Models,
    Type(&'a PlannedType<'a>),
    Operations,
    Operation(&'a PlannedOperation<'a>),
    Builders,
    Builder(&'a PlannedBuilder<'a>),
    Permissions,
}

impl File<'_> {
    /// The path, which has `/` between folders on every machine.
    fn path(&self) -> String {
        match self {
            Self::Root => "lib.rs".to_owned(),
            Self::Models => "models/mod.rs".to_owned(),
            Self::Type(ty) => format!("models/{}.rs", ty.name().module),
            Self::Operations => "operations/mod.rs".to_owned(),
            Self::Operation(operation) => format!("operations/{}.rs", operation.name.module),
            Self::Builders => "builders/mod.rs".to_owned(),
            Self::Builder(builder) => format!("builders/{}.rs", builder.name.module),
            Self::Permissions => "permissions.rs".to_owned(),
        }
    }

    /// The tokens, and what stands behind them as it is.
    fn tokens(&self, plan: &Plan<'_>, names: Names<'_>) -> (TokenStream, String) {
        let tokens = match self {
            // a path that is none gives a root that is no Rust, and that is told
            Self::Root => root::root(&names.runtime.parse().unwrap_or_default()),
            Self::Models => root::models(plan),
            Self::Type(PlannedType::Model(model)) => {
                return (models::model(plan, model), tables::model(plan, model));
            }
            Self::Type(PlannedType::Update(update)) => {
                return (updates::update(plan, update), tables::update(update));
            }
            Self::Type(PlannedType::Enum(planned)) => enums::enumeration(planned),
            Self::Operations => operations::module(plan),
            Self::Operation(operation) => operations::operation(plan, operation),
            Self::Builders => builders::module(plan),
            Self::Builder(builder) => builders::builder(plan, builder),
            Self::Permissions => return (permissions::module(plan), app_table::table(plan, names.slice)),
        };
        (tokens, String::new())
    }

    /// The file's text.
    fn text(&self, plan: &Plan<'_>, names: Names<'_>) -> Result<String, String> {
        let (tokens, behind) = self.tokens(plan, names);
        let kind = if matches!(self, Self::Root) { Formatted::Root } else { Formatted::Module };
        let mut text = format::file(tokens, kind).map_err(|fault| format!("{}: {fault}", self.path()))?;
        text.push_str(&behind);
        text.shrink_to_fit();
        Ok(text)
    }
}

/// Every file of the crate by its path.
pub(crate) fn files(plan: &Plan<'_>, names: Names<'_>) -> Result<BTreeMap<String, String>, String> {
    let work = work(plan);
    let texts = parallel::map(&work, |file| file.text(plan, names));
    let mut files = BTreeMap::new();
    for (file, text) in work.iter().zip(texts) {
        let path = file.path();
        if files.insert(path, text?).is_some() {
            return Err(format!("{}: stands there twice", file.path()));
        }
    }
    Ok(files)
}

/// The same as one stream of tokens, in which each module has its items in braces. The runtime comes as tokens,
/// because those of a macro know more than their text.
pub(crate) fn in_place(plan: &Plan<'_>, slice: &str, runtime: &TokenStream) -> Result<TokenStream, String> {
    let names = Names { slice, runtime: "" };
    let mut modules = BTreeMap::new();
    for file in work(plan) {
        let (mut tokens, behind) = match file {
            File::Root => (root::root(runtime), String::new()),
            _ => file.tokens(plan, names),
        };
        let behind: TokenStream = behind.parse().map_err(|fault| format!("{}: {fault}", file.path()))?;
        tokens.extend(behind);
        modules.insert(file.path(), tokens);
    }
    Ok(in_place::nested(&modules))
}

/// Every file, the long ones first, so that no thread is left with one at the end.
fn work<'a>(plan: &'a Plan<'a>) -> Vec<File<'a>> {
    let lists = [File::Permissions, File::Operations, File::Builders, File::Models, File::Root];
    lists
        .into_iter()
        .chain(plan.types.iter().map(File::Type))
        .chain(plan.operations.iter().map(File::Operation))
        .chain(plan.builders.iter().map(File::Builder))
        .collect()
}
