//! The root of the crate, and `models/mod.rs`.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::Doc;
use crate::plan::Plan;
use crate::plan::names::ident;

/// The root: it is included into a crate, so it has no inner attributes.
pub(crate) fn root() -> TokenStream {
    quote! {
        pub mod builders;
        pub mod models;
        pub mod operations;
        pub mod permissions;
    }
}

/// `models/mod.rs`
pub(crate) fn models(plan: &Plan<'_>) -> TokenStream {
    let docs = Doc::new().markdown("Entity, complex and enum types.").inner_tokens();
    let modules = plan.types.iter().map(|ty| (ident(&ty.name().module), ident(&ty.name().ty)));
    let (modules, names): (Vec<_>, Vec<_>) = modules.unzip();
    quote! {
        #docs
        #(mod #modules;)*
        #(pub use self::#modules::#names;)*
    }
}
