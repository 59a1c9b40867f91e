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
mod summary;
mod tables;
mod tokens;
mod types;
mod updates;

use std::collections::BTreeMap;

use proc_macro2::TokenStream;

use crate::format::{self, Formatted};
use crate::parallel;
use crate::plan::{Plan, PlannedBuilder, PlannedOperation, PlannedType};

pub(crate) use builders::update_of as update;
pub(crate) use types::{Place, item, value};

/// What a slice is called by those around it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Names<'a> {
    /// The slice, in snake case.
    pub(crate) slice: &'a str,
    /// The crate or module that has the façade `rt`.
    pub(crate) runtime: &'a TokenStream,
}

/// A file to be emitted, apart from the root.
enum File<'a> {
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
    fn tokens(&self, plan: &Plan<'_>, slice: &str) -> (TokenStream, String) {
        let tokens = match self {
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
            Self::Permissions => return (permissions::module(plan), app_table::table(plan, slice)),
        };
        (tokens, String::new())
    }

    /// The file's text.
    fn text(&self, plan: &Plan<'_>, slice: &str) -> Result<String, String> {
        let (tokens, behind) = self.tokens(plan, slice);
        let mut text = formatted(tokens, Formatted::Module, &self.path())?;
        text.push_str(&behind);
        text.shrink_to_fit();
        Ok(text)
    }
}

const ROOT: &str = "lib.rs";

/// Every file but the root, the long ones first, so that no thread is left with one at the end.
fn work<'a>(plan: &'a Plan<'_>) -> Vec<File<'a>> {
    let lists = [File::Permissions, File::Operations, File::Builders, File::Models];
    let types = plan.types.iter().map(File::Type);
    let operations = plan.operations.iter().map(File::Operation);
    lists.into_iter().chain(types).chain(operations).chain(plan.builders.iter().map(File::Builder)).collect()
}

/// Every file of the crate by its path.
pub(crate) fn files(plan: &Plan<'_>, names: Names<'_>) -> Result<BTreeMap<String, String>, String> {
    let work = work(plan);
    let slice = names.slice;
    let texts = parallel::map(&work, |file| file.text(plan, slice));
    let mut files = BTreeMap::new();
    files.insert(ROOT.to_owned(), formatted(root::root(names.runtime), Formatted::Root, ROOT)?);
    for (file, text) in work.iter().zip(texts) {
        let path = file.path();
        if files.insert(path, text?).is_some() {
            return Err(format!("{}: stands there twice", file.path()));
        }
    }
    Ok(files)
}

fn formatted(tokens: TokenStream, kind: Formatted, path: &str) -> Result<String, String> {
    format::file(tokens, kind).map_err(|fault| format!("{path}: {fault}"))
}

/// The same as one stream of tokens, in which each module has its items in braces. A compiler's tokens stay on
/// its thread, so this is one file after the other.
pub(crate) fn in_place(plan: &Plan<'_>, names: Names<'_>) -> Result<TokenStream, String> {
    let mut modules = BTreeMap::new();
    modules.insert(ROOT.to_owned(), root::root(names.runtime));
    for file in work(plan) {
        let (mut tokens, behind) = file.tokens(plan, names.slice);
        let behind: TokenStream = behind.parse().map_err(|fault| format!("{}: {fault}", file.path()))?;
        tokens.extend(behind);
        modules.insert(file.path(), tokens);
    }
    Ok(in_place::nested(&modules))
}
