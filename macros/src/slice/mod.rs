//! `slice!`: a slice of Graph, generated where the macro stands.

mod faults;
mod input;
mod read;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use std::path::Path;

use crate::expand;
pub(crate) use input::Input;
use read::Slice;

/// The items of the slice, with what makes the compiler look at its files again. With faults there are those, and
/// modules without items, so that names of the slice's modules are no faults of their own.
///
/// Paths are relative to that folder.
pub(crate) fn expand(input: &Input, folder: &Path) -> TokenStream {
    let Slice { files, items, warnings, large, errors } = read::slice(input, folder);
    let errors = errors.iter().map(syn::Error::to_compile_error);
    let items = items.unwrap_or_else(stub);
    // A macro may not name its files otherwise: the compiler asks for those that `include_bytes` reads.
    let files = files.iter().map(|file| {
        quote!(
            const _: &[::core::primitive::u8] = ::core::include_bytes!(#file);
        )
    });
    let warn = |of, name| expand::warn(of, name, &TokenStream::new(), &[]);
    let warnings = [warn(&warnings, "left_out_of_the_slice"), warn(&large, "large_file")];
    quote! {
        #(#errors)*
        #(#files)*
        #(#warnings)*
        #items
    }
}

/// What names of a slice lead to where there is none: a table without rows among it.
fn stub() -> TokenStream {
    let span = Span::call_site();
    let modules = ["builders", "models", "operations"].map(|name| Ident::new(name, span).into_token_stream());
    quote_spanned! {span=>
        #(pub mod #modules {})*
        pub mod permissions {
            pub mod may {}
            macro_rules! __table {
                ({ $($tables:tt)* } [$($slice:tt)*] [$($next:tt)*] $($rest:tt)*) => {
                    $($next)*! { { $($tables)* } $($rest)* }
                };
            }
            // `app!` reads it where a program covers the slice, and not every program does
            #[allow(unused_imports)]
            pub(crate) use __table;
        }
    }
}
