//! `scopes!`: the permissions that named operations need, as a constant.

use msgraph_cover::{Need, cover};
use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{quote, quote_spanned};
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::{Error, Path, Token, braced};

use crate::known::{Known, list, nearest};
use crate::scheme::{self, SCHEMES};
use crate::table::{self, Row, Slice};

const EXAMPLE: &str = "`Delegated: PostMeOnlineMeetings, GetMeOnlineMeetings`";

/// `{ slices } { path::to::core } Delegated: PostMeOnlineMeetings, operations::GetMeOnlineMeetings`
pub(crate) struct Input {
    slices: Vec<Slice>,
    core: TokenStream,
    scheme: Option<Ident>,
    /// The last segment of each path.
    operations: Vec<Ident>,
    faults: Vec<Error>,
}

impl Parse for Input {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let slices = table::slices(input)?;
        let core;
        braced!(core in input);
        let core = core.parse()?;
        let mut faults = Vec::new();
        let scheme = scheme_of(input, &mut faults);
        let operations = operations(input, &mut faults);
        if operations.is_empty() && faults.is_empty() {
            let span = scheme.as_ref().map_or_else(Span::call_site, Ident::span);
            faults.push(Error::new(span, format!("name the operations that the program calls: {EXAMPLE}")));
        }
        Ok(Self { slices, core, scheme, operations, faults })
    }
}

/// `Delegated:`
fn scheme_of(input: ParseStream<'_>, faults: &mut Vec<Error>) -> Option<Ident> {
    if input.peek(Ident::peek_any)
        && (input.peek2(Token![:]) && !input.peek2(Token![::]))
        && let Ok(scheme) = input.call(Ident::parse_any)
    {
        input.parse::<Token![:]>().ok();
        return Some(scheme);
    }
    faults.push(Error::new(
        input.span(),
        format!("say how the program gets its tokens, then name the operations that it calls: {EXAMPLE}"),
    ));
    None
}

/// Names with commas between them; what is none is a fault, and the next one is read.
fn operations(input: ParseStream<'_>, faults: &mut Vec<Error>) -> Vec<Ident> {
    let mut operations = Vec::new();
    while !input.is_empty() {
        let start = input.span();
        if let Ok(mut path) = input.call(Path::parse_mod_style) {
            operations.extend(path.segments.pop().map(|last| last.ident.unraw()));
            if !input.is_empty() && !input.peek(Token![,]) {
                faults.push(Error::new(input.span(), "write a comma between two operations"));
            }
        } else {
            faults.push(Error::new(start, "an operation is missing here: write its name or remove this"));
        }
        while !input.is_empty() && !input.peek(Token![,]) && input.parse::<TokenTree>().is_ok() {}
        input.parse::<Option<Token![,]>>().ok();
    }
    operations
}

/// The constant. With faults it is an empty one, so that its own faults are the only ones.
pub(crate) fn expand(input: &Input) -> TokenStream {
    let Input { core, .. } = input;
    let known = Known::new(&input.slices);
    let mut faults = input.faults.clone();
    let scheme =
        input.scheme.as_ref().and_then(|word| scheme::find(word).map_err(|fault| faults.push(fault)).ok());
    let rows = rows(input, scheme, &known, &mut faults);
    let span = Span::call_site();
    let variant = Ident::new(SCHEMES[scheme.unwrap_or_default()].variant, span);
    if let (Some(scheme), true) = (scheme, faults.is_empty()) {
        let needs: Vec<Need<'_>> = rows
            .iter()
            .map(|row| {
                let ways = row.schemes[scheme].iter().map(|all_of| all_of.iter().map(String::as_str));
                Need::new(&row.title, ways)
            })
            .collect();
        let cover = cover(&needs, |name| known.level(scheme, name));
        let (names, text, explanation) = (&cover.permissions, cover.permissions.join(" "), cover.to_string());
        quote_spanned!(span=> #core::Scopes::__new(#core::Scheme::#variant, &[#(#names),*], #text, #explanation))
    } else {
        let errors = faults.iter().map(Error::to_compile_error);
        quote!({ #(#errors)* #core::Scopes::__new(#core::Scheme::#variant, &[], "", "") })
    }
}

/// The rows of the operations, with a fault for each that cannot be called.
fn rows<'a>(
    input: &Input,
    scheme: Option<usize>,
    known: &Known<'a>,
    faults: &mut Vec<Error>,
) -> Vec<&'a Row> {
    let mut rows: Vec<&Row> = Vec::new();
    for (place, operation) in input.operations.iter().enumerate() {
        let found: Vec<&Row> =
            known.rows.iter().copied().filter(|row| row.operation.unraw() == *operation).collect();
        let message = if input.operations[..place].contains(operation) {
            Some(format!("`{operation}` is named already: remove it here"))
        } else if found.is_empty() {
            Some(unknown(operation, known))
        } else {
            scheme.and_then(|scheme| found.iter().find_map(|row| closed(row, scheme, known)))
        };
        faults.extend(message.map(|message| Error::new(operation.span(), message)));
        // Slices may share an operation.
        for row in found {
            if !rows.contains(&row) {
                rows.push(row);
            }
        }
    }
    rows
}

fn unknown(operation: &Ident, known: &Known<'_>) -> String {
    let candidates =
        known.rows.iter().map(|row| (row.operation.to_string(), row.title.as_str())).collect::<Vec<_>>();
    let near = nearest(
        &operation.to_string(),
        candidates.iter().map(|(name, title)| (name.as_str(), (name.as_str(), *title))),
    );
    if near.is_empty() {
        return format!("there is no operation `{operation}`: the module `operations` has all of them");
    }
    let lines = near.iter().map(|(name, title)| format!("\n  `{name}`, that is `{title}`"));
    format!("there is no operation `{operation}`; did you mean:{}", lines.collect::<String>())
}

/// What to say about an operation that no permission of the scheme opens.
fn closed(row: &Row, scheme: usize, known: &Known<'_>) -> Option<String> {
    if !row.schemes[scheme].is_empty() {
        return None;
    }
    let title = &row.title;
    let sibling = row.sibling.as_ref().and_then(|name| known.rows.iter().find(|row| row.operation == *name));
    let least = |row: &Row| {
        let names: Vec<&str> = row.schemes[scheme].first()?.iter().map(String::as_str).collect();
        Some(if names.is_empty() { "no permission".to_owned() } else { list(&names) })
    };
    let instead = sibling.and_then(|sibling| {
        let (name, title) = (&sibling.operation, &sibling.title);
        Some(format!("name `{name}` instead (`{title}`), which takes {}", least(sibling)?))
    });
    let instead = instead.unwrap_or_else(|| "remove it".to_owned());
    Some(if row.schemes.iter().all(Vec::is_empty) {
        format!("the permission table says nothing about `{title}`, so what opens it is not known: {instead}")
    } else {
        format!("no {} permission opens `{title}`: {instead}", SCHEMES[scheme].label)
    })
}
