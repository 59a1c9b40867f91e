//! The emitters: each writes down one part of the plan, and decides nothing.

mod app_table;
mod builders;
pub(crate) mod docs;
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

use crate::format::{self, Formatted};
use crate::parallel;
use crate::plan::{Plan, PlannedBuilder, PlannedOperation, PlannedType};

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
    fn tokens(&self, plan: &Plan<'_>, name: &str) -> (TokenStream, String) {
        let tokens = match self {
            Self::Root => root::root(),
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
            Self::Permissions => return (permissions::module(plan), app_table::table(plan, name)),
        };
        (tokens, String::new())
    }

    /// The file's text.
    fn text(&self, plan: &Plan<'_>, name: &str) -> Result<String, String> {
        let (tokens, behind) = self.tokens(plan, name);
        let kind = if matches!(self, Self::Root) { Formatted::Root } else { Formatted::Module };
        let mut text = format::file(tokens, kind).map_err(|fault| format!("{}: {fault}", self.path()))?;
        text.push_str(&behind);
        text.shrink_to_fit();
        Ok(text)
    }
}

/// Every file of the crate by its path.
pub(crate) fn files(plan: &Plan<'_>, name: &str) -> Result<BTreeMap<String, String>, String> {
    // the long ones first, so that no thread is left with one at the end
    let lists = [File::Permissions, File::Operations, File::Builders, File::Models, File::Root];
    let work: Vec<File<'_>> = lists
        .into_iter()
        .chain(plan.types.iter().map(File::Type))
        .chain(plan.operations.iter().map(File::Operation))
        .chain(plan.builders.iter().map(File::Builder))
        .collect();
    let texts = parallel::map(&work, |file| file.text(plan, name));
    let mut files = BTreeMap::new();
    for (file, text) in work.iter().zip(texts) {
        let path = file.path();
        if files.insert(path, text?).is_some() {
            return Err(format!("{}: stands there twice", file.path()));
        }
    }
    Ok(files)
}
