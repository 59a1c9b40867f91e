//! Procedural macros of `msgraph`.
//!
//! [`__app`] is what `msgraph::app!` becomes when the generated crates have handed it the tables of their
//! operations. Programs call `msgraph::app!`.

mod attributes;
mod check;
mod expand;
mod parse;

use proc_macro::TokenStream;

/// States which permissions a program holds. Called through `msgraph::app!`.
#[doc(hidden)]
#[proc_macro]
pub fn __app(input: TokenStream) -> TokenStream {
    let input = syn::parse_macro_input!(input as parse::Input);
    expand::programs(&input).into()
}
