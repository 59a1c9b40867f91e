//! Attributes of a program that concern more than its struct: `cfg`, `derive`, and the lint `deprecated`, by
//! which warnings about its permissions are given.

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::{quote, quote_spanned};
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::{Attribute, Meta, MetaList, Path, Token};

/// What stands under `cfg`, `cfg_attr` and `derive`.
#[derive(Default)]
pub(crate) struct Attributes {
    /// `cfg` attributes: with the struct goes everything that is made of it.
    pub(crate) gates: Vec<TokenStream>,
    /// The traits that the program derives by itself, each with the conditions under which it does.
    derived: Vec<(String, Vec<TokenStream>)>,
    /// What stays on the struct.
    pub(crate) of_struct: Vec<TokenStream>,
    /// What the program says of warnings about its permissions: `#[expect(deprecated)]`.
    pub(crate) lints: Vec<TokenStream>,
    /// `#[allow(deprecated)]` where the program itself is deprecated: what is made of it names it, and need not be
    /// told so. Elsewhere an `allow` would only collide with a `forbid` of the crate.
    pub(crate) quiet: Vec<TokenStream>,
}

/// What one can say of a lint.
const LEVELS: [&str; 5] = ["allow", "expect", "warn", "deny", "forbid"];

/// Whether an item of a list of lints is about warnings of permissions.
fn is_deprecated(item: &Meta) -> bool {
    item.path().is_ident("deprecated") || item.path().is_ident("warnings")
}

impl Attributes {
    /// Reads them. Where the program `is_warned`, what it says of the lint `deprecated` goes to the warnings: the
    /// struct itself could not fulfil an expectation. Otherwise all stay on the struct, where the compiler tells
    /// those who expect a warning in vain.
    pub(crate) fn of(attributes: &[Attribute], is_warned: bool) -> Self {
        let mut found = Self::default();
        for attribute in attributes {
            found.read(&attribute.meta, &[]);
            if is_warned {
                let (stays, moves) = split(&attribute.meta);
                found.of_struct.extend(stays.map(|meta| quote!(#[#meta])));
                found.lints.extend(moves.map(|meta| quote!(#[#meta])));
            } else {
                found.of_struct.push(quote!(#attribute));
            }
        }
        found
    }

    /// What cannot be read is left to the compiler, which sees it on the struct.
    fn read(&mut self, meta: &Meta, conditions: &[TokenStream]) {
        if meta.path().is_ident("deprecated") {
            self.quiet.push(quote!(#[cfg_attr(all(#(#conditions),*), allow(deprecated))]));
        }
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
            let (condition, metas) = conditional(list);
            let conditions = [conditions, &[condition]].concat();
            for meta in metas {
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

/// The condition of a `cfg_attr`, and the attributes under it.
fn conditional(list: &MetaList) -> (TokenStream, Vec<Meta>) {
    let mut tokens = list.tokens.clone().into_iter();
    let is_comma = |token: &TokenTree| matches!(token, TokenTree::Punct(one) if one.as_char() == ',');
    let condition = tokens.by_ref().take_while(|token| !is_comma(token)).collect();
    let metas = Punctuated::<Meta, Token![,]>::parse_terminated.parse2(tokens.collect());
    (condition, metas.into_iter().flatten().collect())
}

/// What of an attribute stays on the struct, and what is said of warnings about permissions:
/// `#[expect(dead_code)]` and `#[expect(deprecated)]` of `#[expect(deprecated, dead_code)]`.
fn split(meta: &Meta) -> (Option<TokenStream>, Option<TokenStream>) {
    let whole = (Some(quote!(#meta)), None);
    let Meta::List(list) = meta else { return whole };
    let path = &list.path;
    if path.is_ident("cfg_attr") {
        let (condition, metas) = conditional(list);
        let (stays, moves): (Vec<_>, Vec<_>) = metas.iter().map(split).unzip();
        let join = |parts: Vec<Option<TokenStream>>| {
            let parts: Vec<TokenStream> = parts.into_iter().flatten().collect();
            (!parts.is_empty()).then(|| quote!(#path(#condition, #(#parts),*)))
        };
        return if moves.iter().any(Option::is_some) { (join(stays), join(moves)) } else { whole };
    }
    if !LEVELS.iter().any(|level| path.is_ident(level)) {
        return whole;
    }
    let items = Punctuated::<Meta, Token![,]>::parse_terminated.parse2(list.tokens.clone());
    let (reasons, lints): (Vec<Meta>, Vec<Meta>) =
        items.into_iter().flatten().partition(|item| item.path().is_ident("reason"));
    let (moves, stays): (Vec<&Meta>, Vec<&Meta>) = lints.iter().partition(|item| is_deprecated(item));
    if moves.is_empty() {
        return whole;
    }
    let join = |part: Vec<&Meta>| {
        let items = part.iter().copied().chain(&reasons);
        (!part.is_empty()).then(|| quote!(#path(#(#items),*)))
    };
    // Only an expectation must not stand twice; an `allow` of all warnings holds for the struct too.
    (if path.is_ident("expect") { join(stays) } else { Some(quote!(#meta)) }, join(moves))
}
