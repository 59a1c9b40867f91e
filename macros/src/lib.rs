//! Procedural macros of `msgraph`.
//!
//! [`__app`] and [`__scopes`] are what `msgraph::app!` and `msgraph::scopes!` become when the slices that they
//! cover, which [`__covering`] finds, have handed them the tables of their operations. Programs call those.

mod attributes;
mod check;
mod covering;
mod expand;
mod known;
mod near;
mod parse;
mod scheme;
mod scopes;
#[cfg(feature = "slice")]
mod slice;
mod stated;
mod surplus;
mod table;
#[cfg(test)]
mod tests;

use proc_macro::TokenStream;

/// Goes through the tables of all slices that a statement covers to the macro that reads them.
#[doc(hidden)]
#[proc_macro]
pub fn __covering(input: TokenStream) -> TokenStream {
    let input = syn::parse_macro_input!(input as covering::Input);
    covering::chain(&input).into()
}

/// States which permissions a program holds. Called through `msgraph::app!`.
#[doc(hidden)]
#[proc_macro]
pub fn __app(input: TokenStream) -> TokenStream {
    let input = syn::parse_macro_input!(input as parse::Input);
    expand::programs(&input).into()
}

/// The permissions that named operations need. Called through `msgraph::scopes!`.
#[doc(hidden)]
#[proc_macro]
pub fn __scopes(input: TokenStream) -> TokenStream {
    let input = syn::parse_macro_input!(input as scopes::Input);
    scopes::expand(&input).into()
}

/// The items of a slice of Graph. Called through `msgraph::slice!`.
#[cfg(feature = "slice")]
#[doc(hidden)]
#[proc_macro]
pub fn __slice(input: TokenStream) -> TokenStream {
    let input = syn::parse_macro_input!(input as slice::Input);
    let folder = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default();
    slice::expand(&input, folder.as_ref()).into()
}
