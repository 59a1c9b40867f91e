//! The root of the crate, and `models/mod.rs`.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::docs::Doc;
use crate::plan::names::ident;
use crate::plan::{Plan, PlannedType, RustName};

/// The root: it is included into a crate, so it has no inner attributes.
///
/// It alone says where the runtime is; everything below names that through `super`. A program that has a slice as
/// a module of its own calls little of it, and need not be told so.
pub(crate) fn root(runtime: &TokenStream) -> TokenStream {
    let modules = ["builders", "models", "operations", "permissions"].map(|name| format_ident!("{name}"));
    quote! {
        use #runtime::rt;

        #(
            #[allow(dead_code, unreachable_pub, unused_imports)]
            pub mod #modules;
        )*
    }
}

/// `models/mod.rs`
pub(crate) fn models(plan: &Plan<'_>) -> TokenStream {
    let docs = Doc::new().markdown("Entity, complex and enum types.").inner_tokens();
    let list = modules(plan.types.iter().map(PlannedType::name));
    quote! {
        #docs
        #list
    }
}

/// The modules of a folder, each with the type that stands in it.
pub(crate) fn modules<'a>(names: impl Iterator<Item = &'a RustName>) -> TokenStream {
    let (modules, names): (Vec<_>, Vec<_>) = names.map(|name| (ident(&name.module), ident(&name.ty))).unzip();
    quote! {
        #(mod #modules;)*
        #(pub use self::#modules::#names;)*
    }
}
