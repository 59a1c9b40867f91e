//! Attributes of a program that concern more than its struct.

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
}

impl Attributes {
    pub(crate) fn of(attributes: &[Attribute]) -> Self {
        let mut found = Self::default();
        for attribute in attributes {
            found.read(&attribute.meta, &[]);
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
