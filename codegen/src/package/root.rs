//! `src/lib.rs`: the root of the slice, with the documentation of the crate.

use msgraph_spec::model::Api;
use quote::quote;

use super::{counted, what_it_is};
use crate::Crate;
use crate::emit::docs::{Doc, code};
use crate::format::{self, Formatted};

pub(super) fn root(made: &Crate, api: &Api) -> Result<String, String> {
    let docs = Doc::new()
        .markdown(format!("{}.", what_it_is(api, |path| format!("`{}`", code(path)))))
        .markdown(format!(
            "The crate has {} and {}. It sends nothing by itself: the client of the crate\n\
             `msgraph` does, and the way begins at [`builders::Root`].",
            counted(made.operations(), "operation"),
            counted(api.types.len(), "type"),
        ))
        .markdown(
            "- [`builders`]: the fluent path, from [`builders::Root`] on;\n\
             - [`models`]: entity, complex and enum types;\n\
             - [`operations`]: each operation with its permissions as a constant;\n\
             - [`permissions`]: what a program that states its permissions may call.",
        )
        .inner_tokens();
    let head = format::file(
        quote! {
            #docs
            #![forbid(unsafe_code)]
            #![warn(missing_docs)]
        },
        Formatted::Module,
    )?;
    let modules = made.files.get("lib.rs").map(|text| format::without_head(text)).unwrap_or_default();
    Ok(format!("{head}\n{modules}"))
}
