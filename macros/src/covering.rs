//! Which slices a statement covers: the `use` lines before it, and the one that comes with `msgraph`.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{quote, quote_spanned};
use syn::parse::discouraged::Speculative;
use syn::parse::{Parse, ParseStream};
use syn::{Error, ItemUse, Token, UseTree, bracketed};

/// `[$crate] [next::macro] use crate::mail; ..`
pub(crate) struct Input {
    /// `msgraph`, which is the first slice and has the core.
    msgraph: TokenStream,
    /// The macro that the tables are for.
    next: TokenStream,
    slices: Vec<Slice>,
    /// Lines that name no slice; the next macro says so, among its other faults.
    faulty: Vec<TokenStream>,
    rest: TokenStream,
}

/// The path of a slice.
struct Slice {
    leading_colon: Option<Token![::]>,
    segments: Vec<Ident>,
}

impl Parse for Input {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let (msgraph, next);
        bracketed!(msgraph in input);
        bracketed!(next in input);
        let (msgraph, next) = (msgraph.parse()?, next.parse()?);
        let (mut slices, mut faulty) = (Vec::new(), Vec::new());
        while input.peek(Token![use]) {
            let ahead = input.fork();
            let read: syn::Result<ItemUse> = ahead.parse();
            let mut found = Vec::new();
            match read {
                Ok(line) if add_paths(&line.tree, &[], &mut found) => {
                    let leading_colon = line.leading_colon;
                    slices.extend(found.into_iter().map(|segments| Slice { leading_colon, segments }));
                    input.advance_to(&ahead);
                }
                _ => faulty.push(self::line(input)),
            }
        }
        Ok(Self { msgraph, next, slices, faulty, rest: input.parse()? })
    }
}

/// Adds each path of a `use`, unless one has another name or stands for many.
fn add_paths(tree: &UseTree, before: &[Ident], found: &mut Vec<Vec<Ident>>) -> bool {
    let with = |last: &Ident| [before, std::slice::from_ref(last)].concat();
    match tree {
        UseTree::Path(path) => return add_paths(&path.tree, &with(&path.ident), found),
        UseTree::Group(group) => return group.items.iter().all(|tree| add_paths(tree, before, found)),
        UseTree::Name(name) if name.ident == "self" && !before.is_empty() => found.push(before.to_vec()),
        UseTree::Name(name) => found.push(with(&name.ident)),
        UseTree::Rename(_) | UseTree::Glob(_) => return false,
    }
    true
}

/// Takes a line with its semicolon, or what there is of it before a program.
fn line(input: ParseStream<'_>) -> TokenStream {
    let mut tokens = TokenStream::new();
    loop {
        let is_end = input.peek(Token![;]);
        match input.parse::<TokenTree>() {
            Ok(token) => tokens.extend([token]),
            Err(_) => return tokens,
        }
        let starts_program = input.peek(Token![struct]) || input.peek(Token![pub]) || input.peek(Token![#]);
        if is_end || starts_program || input.peek(Token![use]) {
            return tokens;
        }
    }
}

/// Takes what is left of `use` lines before a statement: a fault for each.
pub(crate) fn faults(input: ParseStream<'_>) -> Vec<Error> {
    let mut faults = Vec::new();
    while input.peek(Token![use]) {
        let message = "name a slice by the path of its crate or module: `use crate::mail;`";
        faults.push(Error::new_spanned(line(input), message));
    }
    faults
}

/// The macro of the first slice, with the way through all others to the next macro.
pub(crate) fn chain(input: &Input) -> TokenStream {
    let Input { msgraph, next, slices, faulty, rest } = input;
    let call_site = Span::call_site();
    let further = slices.iter().map(|Slice { leading_colon, segments }| {
        let path = quote!(#leading_colon #(#segments)::*);
        // An error about a path that is no slice belongs to its end.
        let place = segments.last().map_or(call_site, Ident::span);
        let table = quote_spanned!(call_site.located_at(place)=> ::permissions::__table);
        quote!([#path #table] [#path])
    });
    quote_spanned! {call_site=>
        #msgraph::permissions::__table! {
            {} [#msgraph] #(#further)* [#next] { #msgraph::__core } #(#faulty)* #rest
        }
    }
}
