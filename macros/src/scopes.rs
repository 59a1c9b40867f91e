//! `scopes!`: the permissions that named operations need, as a constant.

use msgraph_cover::{Need, cover};
use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{quote, quote_spanned};
use syn::ext::IdentExt;
use syn::parse::discouraged::Speculative;
use syn::parse::{Parse, ParseStream};
use syn::{Error, LitStr, Path, Token};

use crate::covering;
use crate::known::{Known, list};
use crate::near::nearest;
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
    /// Texts where names should stand.
    texts: Vec<LitStr>,
    faults: Vec<Error>,
}

impl Parse for Input {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let (slices, core) = table::handed(input)?;
        let mut read = Self {
            slices,
            core,
            scheme: None,
            operations: Vec::new(),
            texts: Vec::new(),
            faults: covering::faults(input),
        };
        read.read_scheme(input);
        read.read_operations(input);
        if read.operations.is_empty() && read.texts.is_empty() && read.faults.is_empty() {
            let span = read.scheme.as_ref().map_or_else(Span::call_site, Ident::span);
            let message = format!("name the operations that the program calls: {EXAMPLE}");
            read.faults.push(Error::new(span, message));
        }
        Ok(read)
    }
}

/// Whether `Delegated:` comes next, and no path.
fn is_at_scheme(input: ParseStream<'_>) -> bool {
    input.peek(Ident::peek_any) && input.peek2(Token![:]) && !input.peek2(Token![::])
}

const ONE_SCHEME: &str = "one scheme; write a constant for each";

impl Input {
    /// `Delegated:`
    fn read_scheme(&mut self, input: ParseStream<'_>) {
        if is_at_scheme(input)
            && let Ok(scheme) = input.call(Ident::parse_any)
        {
            input.parse::<Token![:]>().ok();
            self.scheme = Some(scheme);
            return;
        }
        let span = input.span();
        let words = several_schemes(input);
        self.faults.push(if words.is_empty() {
            let message = format!(
                "say how the program gets its tokens, then name the operations that it calls: {EXAMPLE}"
            );
            Error::new(span, message)
        } else {
            Error::new_spanned(words, ONE_SCHEME)
        });
    }

    /// Names with commas between them; what is none is a fault, and the next one is read.
    fn read_operations(&mut self, input: ParseStream<'_>) {
        while !input.is_empty() {
            let start = input.span();
            if is_at_scheme(input) {
                self.faults.push(Error::new(start, ONE_SCHEME));
                input.parse::<TokenTree>().ok();
                input.parse::<TokenTree>().ok();
                continue;
            } else if let Ok(mut path) = input.call(Path::parse_mod_style) {
                self.operations.extend(path.segments.pop().map(|last| last.ident.unraw()));
                if !input.is_empty() && !input.peek(Token![,]) {
                    self.faults.push(Error::new(input.span(), "write a comma between two operations"));
                }
            } else if let Some(text) = input.peek(LitStr).then(|| input.parse().ok()).flatten() {
                self.texts.push(text);
            } else {
                let message = "an operation is missing here: write its name or remove this";
                self.faults.push(Error::new(start, message));
            }
            while !input.is_empty() && !input.peek(Token![,]) && input.parse::<TokenTree>().is_ok() {}
            input.parse::<Option<Token![,]>>().ok();
        }
    }
}

/// Takes `Delegated, Application:`, of which it gives the words. Nothing is taken where something else comes.
fn several_schemes(input: ParseStream<'_>) -> TokenStream {
    let ahead = input.fork();
    let mut words = TokenStream::new();
    loop {
        match ahead.call(Ident::parse_any) {
            Ok(word) if scheme::meant(&word).is_some() => words.extend([TokenTree::Ident(word)]),
            _ => return TokenStream::new(),
        }
        if ahead.peek(Token![:]) && !ahead.peek(Token![::]) {
            break;
        }
        match ahead.parse::<TokenTree>() {
            Ok(TokenTree::Punct(between)) => words.extend([TokenTree::Punct(between)]),
            _ => return TokenStream::new(),
        }
    }
    ahead.parse::<Token![:]>().ok();
    input.advance_to(&ahead);
    words
}

/// The constant. With faults it is an empty one, so that its own faults are the only ones.
pub(crate) fn expand(input: &Input) -> TokenStream {
    let Input { core, .. } = input;
    let known = Known::new(&input.slices);
    let mut faults = input.faults.clone();
    let scheme =
        input.scheme.as_ref().and_then(|word| scheme::find(word).map_err(|fault| faults.push(fault)).ok());
    let rows = rows(input, scheme, &known, &mut faults);
    faults.extend(input.texts.iter().map(|text| Error::new(text.span(), title(&text.value(), &known))));
    let span = Span::call_site();
    let variant = Ident::new(SCHEMES[scheme.unwrap_or_default()].variant, span);
    if let (Some(scheme), true) = (scheme, faults.is_empty()) {
        let needs: Vec<Need<'_>> = rows
            .iter()
            .map(|row| {
                let ways = row.ways(scheme).iter().map(|all_of| all_of.iter().map(String::as_str));
                Need::new(&row.title, ways)
            })
            .collect();
        let cover = cover(&needs, |name| known.find(name)?.schemes[scheme]?.0);
        let (names, text) = (&cover.permissions, cover.permissions.join(" "));
        let explanation = cover.to_string();
        let explanation = explanation.trim_end();
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
        let found: Vec<&Row> = known.rows().filter(|row| row.operation.unraw() == *operation).collect();
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
        known.rows().map(|row| (row.operation.to_string(), row.title.as_str())).collect::<Vec<_>>();
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
    if !row.ways(scheme).is_empty() {
        return None;
    }
    let title = &row.title;
    let sibling = row.sibling.as_ref().and_then(|name| known.rows().find(|row| row.operation == *name));
    let least = |row: &Row| {
        let names: Vec<&str> = row.ways(scheme).first()?.iter().map(String::as_str).collect();
        Some(if names.is_empty() { "no permission".to_owned() } else { list(&names) })
    };
    let instead = sibling.and_then(|sibling| {
        let (name, title) = (&sibling.operation, &sibling.title);
        Some(format!("name `{name}` instead (`{title}`), which takes {}", least(sibling)?))
    });
    let instead = instead.unwrap_or_else(|| "remove it".to_owned());
    let label = SCHEMES[scheme].label;
    Some(if row.schemes[scheme].is_none() {
        format!("the permission table says nothing about `{title}` for {label}: {instead}")
    } else {
        format!("no {label} permission opens `{title}`: {instead}")
    })
}

/// What to say about a text, such as the title of an operation: the names of those that have it, or nearly.
fn title(text: &str, known: &Known<'_>) -> String {
    let plain = |title: &str| -> String {
        // What a key is called makes no difference.
        let parts = title.split('{').map(|part| part.rsplit_once('}').map_or(part, |(_, behind)| behind));
        parts.collect::<Vec<_>>().join("{}").to_ascii_lowercase()
    };
    let titles: Vec<(String, &Row)> = known.rows().map(|row| (plain(&row.title), row)).collect();
    if let Some((_, row)) = titles.iter().find(|(title, _)| *title == plain(text)) {
        return format!("operations stand here by their names: write `{}`", row.operation);
    }
    let candidates =
        titles.iter().map(|(title, row)| (title.as_str(), (row.title.as_str(), row.operation.to_string())));
    let near = nearest(&plain(text), candidates);
    if near.is_empty() {
        return "operations stand here by their names: the module `operations` has all of them".to_owned();
    }
    let lines = near.iter().map(|(title, name)| format!("\n  `{name}`, that is `{title}`"));
    format!("operations stand here by their names; did you mean:{}", lines.collect::<String>())
}
