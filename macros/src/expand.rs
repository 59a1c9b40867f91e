//! What `app!` becomes.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::check::{self, SCHEMES};
use crate::parse::{AppItem, Input, Row};

/// Every program: its type, and the traits of the operations that it may call.
pub(crate) fn apps(input: &Input) -> TokenStream {
    input.apps.iter().map(|app| expand(input, app)).collect()
}

fn expand(input: &Input, app: &AppItem) -> TokenStream {
    let (scheme, faults) = match check::scheme_of(app) {
        Ok(scheme) => (scheme, check::faults(app, scheme, &input.rows)),
        Err(fault) => (0, vec![fault]),
    };
    // A faulty statement may call everything: its own fault is the one to mend first.
    let is_faulty = !faults.is_empty();
    let held: Vec<String> = app.permissions.iter().map(syn::LitStr::value).collect();
    let open =
        input.rows.iter().filter(|row| is_faulty || opens(row, scheme, &held)).map(|row| &row.operation);
    let errors = faults.iter().map(syn::Error::to_compile_error);
    let (may, core) = (&input.may, &input.core);
    let AppItem { attributes, visibility, name, permissions, .. } = app;
    let text = name.to_string();
    let variant = format_ident!("{}", SCHEMES[scheme].variant);
    let permissions = permissions.iter();
    quote! {
        #(#errors)*

        #(#attributes)*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #visibility struct #name;

        impl #core::App for #name {
            const NAME: &'static str = #text;
            const SCHEME: #core::Scheme = #core::Scheme::#variant;
            const PERMISSIONS: &'static [&'static str] = &[#(#permissions),*];
        }

        #(impl #may::#open for #name {})*
    }
}

/// Whether the permissions hold one of the alternatives.
fn opens(row: &Row, scheme: usize, held: &[String]) -> bool {
    row.schemes[scheme].iter().any(|all_of| all_of.iter().all(|name| held.contains(name)))
}
