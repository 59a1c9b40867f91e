//! What `app!` becomes.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::ext::IdentExt;
use syn::{Error, Token};

use crate::attributes::Attributes;
use crate::check::{self, Findings, Warning};
use crate::known::{Known, Operation};
use crate::parse::{Input, Program};
use crate::scheme::SCHEMES;

/// Every program: its type, and the traits of the operations that it may call.
pub(crate) fn programs(input: &Input) -> TokenStream {
    let known = Known::new(&input.slices);
    let faults = input.faults.iter().map(Error::to_compile_error);
    faults.chain(input.programs.iter().map(|program| expand(input, program, &known))).collect()
}

/// A faulty program may call everything: its own fault is the one to mend first.
fn expand(input: &Input, program: &Program, known: &Known<'_>) -> TokenStream {
    let Findings { scheme, faults, warnings } = check::findings(program, known);
    let held = known.held(&check::names(&program.permissions));
    let is_open = |operation: &&Operation<'_>| {
        !faults.is_empty() || scheme.is_some_and(|scheme| operation.is_open(scheme, &held))
    };

    let Program { visibility, struct_token, name, permissions, .. } = program;
    let found = Attributes::of(&program.attributes, !warnings.is_empty());
    let (attributes, quiet) = (&found.of_struct, &found.quiet);
    let gates: TokenStream = found.gates.iter().cloned().collect();
    let errors = faults.iter().map(Error::to_compile_error).map(|error| quote!(#gates #error));
    let warnings = warn(&warnings, "permission_not_needed", &gates, &found.lints);
    let core = &input.core;
    let text = name.unraw().to_string();
    // The place of the name, but the work of the macro: lints of the program's crate leave it alone.
    let span = Span::call_site().located_at(name.span());
    let derives = found.derives(span);
    let variant = Ident::new(SCHEMES[scheme.unwrap_or_default()].variant, span);
    // Written with the program's own tokens, so that errors point at `pub struct Scheduler`, and lints at what
    // the program wrote: an unreachable `pub` is its own.
    let end = Token![;](name.span()).into_token_stream();
    let of_macro = quote_spanned!(span=> #gates #[automatically_derived] #(#quiet)*);
    let may = known.operations.iter().filter(is_open).map(|Operation { row, may, .. }| {
        let operation = &row.operation;
        quote_spanned!(span=> #of_macro impl #may::#operation for #name {})
    });
    let app = quote_spanned! {span=>
        #of_macro
        impl #core::App for #name {
            const NAME: &'static ::core::primitive::str = #text;
            const SCHEME: #core::Scheme = #core::Scheme::#variant;
            const PERMISSIONS: &'static [&'static ::core::primitive::str] = &[#(#permissions),*];
        }
    };
    quote! {
        #(#errors)*

        #warnings

        #(#attributes)*
        #derives
        #visibility #struct_token #name #end

        #app

        #(#may)*
    }
}

/// A constant of that name for each warning, deprecated and used where the warning belongs: the one way to warn in stable Rust.
/// What the program says of that lint holds for it.
pub(crate) fn warn(
    warnings: &[Warning],
    name: &str,
    gates: &TokenStream,
    lints: &[TokenStream],
) -> TokenStream {
    let constants = warnings.iter().map(|Warning { span, message }| {
        // The compiler says "use of deprecated constant" before it. The place of the macro keeps lints of names off.
        let item = Ident::new(name, Span::call_site());
        // The compiler warns where this one stands, as if the program had written it.
        let used = Ident::new(name, *span);
        quote! {
            #gates
            #(#lints)*
            const _: () = {
                #[deprecated(note = #message)]
                const #item: () = ();
                #used
            };
        }
    });
    constants.collect()
}
