//! Attributes of a program that concern more than its struct: `cfg`, `derive`, and the lint `deprecated`, by
//! which warnings about its permissions are given.

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::{quote, quote_spanned};
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::{Attribute, Meta, Path, Token};

/// What stands under `cfg`, `cfg_attr` and `derive`.
#[derive(Default)]
pub(crate) struct Attributes {
    /// `cfg` attributes: with the struct goes everything that is made of it.
    pub(crate) gates: Vec<TokenStream>,
    /// The traits that the program derives by itself, each with the conditions under which it does.
    derived: Vec<(String, Vec<TokenStream>)>,
    /// What stays on the struct: all but expectations of warnings about permissions, which the struct itself
    /// cannot fulfil.
    pub(crate) of_struct: Vec<Attribute>,
    /// What the program says of those warnings: `#[allow(deprecated)]`.
    pub(crate) lints: Vec<TokenStream>,
    /// `#[expect(deprecated)]`, which is among the lints as well.
    pub(crate) expected: Vec<TokenStream>,
}

/// What one can say of a lint.
const LEVELS: [&str; 5] = ["allow", "expect", "warn", "deny", "forbid"];

/// Whether the lint `deprecated` is among those that an attribute lists.
fn names_deprecated(meta: &Meta) -> bool {
    let Meta::List(list) = meta else { return false };
    let is_it = |token: &TokenTree| matches!(token, TokenTree::Ident(word) if *word == "deprecated" || *word == "warnings");
    list.tokens.clone().into_iter().any(|token| is_it(&token))
}

impl Attributes {
    pub(crate) fn of(attributes: &[Attribute]) -> Self {
        let mut found = Self::default();
        for attribute in attributes {
            found.read(&attribute.meta, &[]);
            if attribute.path().is_ident("expect") && names_deprecated(&attribute.meta) {
                found.expected.push(quote!(#attribute));
            } else {
                found.of_struct.push(attribute.clone());
            }
        }
        found
    }

    /// What cannot be read is left to the compiler, which sees it on the struct.
    fn read(&mut self, meta: &Meta, conditions: &[TokenStream]) {
        let Meta::List(list) = meta else { return };
        if list.path.is_ident("cfg") {
            self.gates.push(if conditions.is_empty() {
                quote!(#[#list])
            } else {
                quote!(#[cfg_attr(all(#(#conditions),*), #list)])
            });
        } else if list.path.is_ident("derive") {
            let paths = Punctuated::<Path, Token![,]>::parse_terminated.parse2(list.tokens.clone());
            for path in paths.into_iter().flatten() {
                if let Some(segment) = path.segments.last() {
                    self.derived.push((segment.ident.to_string(), conditions.to_vec()));
                }
            }
        } else if LEVELS.iter().any(|level| list.path.is_ident(level)) {
            if names_deprecated(meta) {
                self.lints.push(quote!(#[cfg_attr(all(#(#conditions),*), #list)]));
            }
        } else if list.path.is_ident("cfg_attr") {
            let mut tokens = list.tokens.clone().into_iter();
            let is_comma = |token: &TokenTree| matches!(token, TokenTree::Punct(one) if one.as_char() == ',');
            let condition: TokenStream = tokens.by_ref().take_while(|token| !is_comma(token)).collect();
            let conditions = [conditions, &[condition]].concat();
            let metas = Punctuated::<Meta, Token![,]>::parse_terminated.parse2(tokens.collect());
            for meta in metas.into_iter().flatten() {
                self.read(&meta, &conditions);
            }
        }
    }

    /// Derives what every program has, where it does not derive it by itself.
    pub(crate) fn derives(&self, span: Span) -> TokenStream {
        let paths = [
            ("Debug", quote_spanned!(span=> ::core::fmt::Debug)),
            ("Clone", quote_spanned!(span=> ::core::clone::Clone)),
            ("Copy", quote_spanned!(span=> ::core::marker::Copy)),
            ("PartialEq", quote_spanned!(span=> ::core::cmp::PartialEq)),
            ("Eq", quote_spanned!(span=> ::core::cmp::Eq)),
        ];
        let derives = paths.iter().map(|(name, path)| {
            let by_itself: Vec<_> = self.derived.iter().filter(|(derived, _)| derived == name).collect();
            if by_itself.is_empty() {
                quote_spanned!(span=> #[derive(#path)])
            } else if by_itself.iter().any(|(_, conditions)| conditions.is_empty()) {
                TokenStream::new()
            } else {
                let cases = by_itself.iter().map(|(_, conditions)| quote!(all(#(#conditions),*)));
                quote_spanned!(span=> #[cfg_attr(not(any(#(#cases),*)), derive(#path))])
            }
        });
        derives.collect()
    }
}
