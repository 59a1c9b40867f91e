//! What `app!` becomes.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::ext::IdentExt;
use syn::{Error, Token};

use crate::attributes::Attributes;
use crate::check::{self, Findings, Warning};
use crate::known::Known;
use crate::parse::{Input, Program};
use crate::scheme::SCHEMES;
use crate::surplus::opens;
use crate::table::Row;

/// Every program: its type, and the traits of the operations that it may call.
pub(crate) fn programs(input: &Input) -> TokenStream {
    let known = Known::new(&input.slices);
    let faults = input.faults.iter().map(Error::to_compile_error);
    faults.chain(input.programs.iter().map(|program| expand(input, program, &known))).collect()
}

/// A faulty program may call everything: its own fault is the one to mend first.
fn expand(input: &Input, program: &Program, known: &Known<'_>) -> TokenStream {
    let Findings { scheme, faults, warnings } = check::findings(program, known);
    let held = check::names(&program.permissions);
    let open = |row: &&Row| !faults.is_empty() || scheme.is_some_and(|scheme| opens(row, scheme, &held));

    let Program { visibility, struct_token, name, permissions, .. } = program;
    let found = Attributes::of(&program.attributes);
    let attributes = &found.of_struct;
    let gates: TokenStream = found.gates.iter().cloned().collect();
    let errors = faults.iter().map(Error::to_compile_error).map(|error| quote!(#gates #error));
    let warnings = warn(&warnings, &gates, &found);
    let core = &input.core;
    let text = name.unraw().to_string();
    // The place of the name, but the work of the macro: lints of the program's crate leave it alone.
    let span = Span::call_site().located_at(name.span());
    let derives = found.derives(span);
    let variant = Ident::new(SCHEMES[scheme.unwrap_or_default()].variant, span);
    // Written with the program's own tokens, so that errors point at `pub struct Scheduler`. A `pub`
    // that reaches nobody is no fault: examples and tests state programs in functions.
    let end = Token![;](name.span()).into_token_stream();
    // A deprecated program is named here and need not be told so.
    let quiet = quote_spanned!(span=> #gates #[automatically_derived] #[allow(deprecated)]);
    let may = input.slices.iter().flat_map(|slice| {
        slice.rows.iter().filter(open).map(|Row { operation, .. }| {
            let may = &slice.may;
            quote_spanned!(span=> #quiet impl #may::#operation for #name {})
        })
    });
    let app = quote_spanned! {span=>
        #quiet
        impl #core::App for #name {
            const NAME: &'static ::core::primitive::str = #text;
            const SCHEME: #core::Scheme = #core::Scheme::#variant;
            const PERMISSIONS: &'static [&'static ::core::primitive::str] = &[#(#permissions),*];
        }
    };
    quote! {
        #(#errors)*

        #warnings

        #[allow(unreachable_pub)]
        #(#attributes)*
        #derives
        #visibility #struct_token #name #end

        #app

        #(#may)*
    }
}

/// A constant for each warning, deprecated and used where the warning belongs: the one way to warn in stable Rust.
/// What the program says of lints holds for it.
fn warn(warnings: &[Warning], gates: &TokenStream, found: &Attributes) -> TokenStream {
    let lints = &found.lints;
    let mut constants: TokenStream = warnings
        .iter()
        .map(|Warning { kind, span, message }| {
            let item = Ident::new(kind, Span::call_site());
            // The compiler warns where this one stands, as if the program had written it.
            let used = Ident::new(kind, *span);
            quote! {
                #gates
                #(#lints)*
                const _: () = {
                    #[deprecated(note = #message)]
                    #[allow(non_upper_case_globals)]
                    const #item: () = ();
                    #used
                };
            }
        })
        .collect();
    // Who expects a warning is told where there is none.
    let expected = &found.expected;
    if warnings.is_empty() && !expected.is_empty() {
        constants.extend(quote!(#gates #(#expected)* const _: () = ();));
    }
    constants
}
