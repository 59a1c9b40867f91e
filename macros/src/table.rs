//! The tables that generated crates hand to the macros.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Error, LitInt, LitStr, Token, braced, bracketed};

/// `[path::to::may] { rows } { permissions }`, as the macro of a generated crate adds it.
pub(crate) struct Slice {
    /// Where the traits of the operations are.
    pub(crate) may: TokenStream,
    /// What each operation asks for.
    pub(crate) rows: Vec<Row>,
    /// Every permission of the slice's table, whether or not it opens an operation.
    pub(crate) entries: Vec<Entry>,
}

/// `PostMeOnlineMeetings "POST /me/onlineMeetings" [["OnlineMeetings.ReadWrite"]] [] [];`
#[derive(PartialEq)]
pub(crate) struct Row {
    /// The trait.
    pub(crate) operation: Ident,
    /// The operation as people write it.
    pub(crate) title: String,
    /// For each scheme the alternatives, each a set of permissions held together: none where no permission opens
    /// the operation, `None` where nothing is known.
    pub(crate) schemes: [Option<Vec<Vec<String>>>; 3],
    /// The operation that does the same on another path, where that is open in a scheme in which this is not.
    pub(crate) sibling: Option<Ident>,
}

impl Row {
    /// The alternatives that are known.
    pub(crate) fn ways(&self, scheme: usize) -> &[Vec<String>] {
        self.schemes[scheme].as_deref().unwrap_or_default()
    }
}

/// `"OnlineMeetingArtifact.Read.Chat" [] [] [2] specific;`
#[derive(PartialEq)]
pub(crate) struct Entry {
    pub(crate) name: String,
    /// The schemes that have the permission.
    pub(crate) schemes: [Option<Level>; 3],
    /// It holds for one chat or team only.
    pub(crate) is_specific: bool,
}

/// How much a permission allows: higher is more, `None` is not known.
#[derive(Clone, Copy, PartialEq)]
pub(crate) struct Level(pub(crate) Option<u32>);

/// Reads `{ slices } { path::to::core }`, which stands before what a program wrote. A slice that comes twice counts
/// once: its traits are implemented once.
///
/// # Errors
/// At the macro, with what to do: nothing in the program's text is wrong.
pub(crate) fn handed(input: ParseStream<'_>) -> syn::Result<(Vec<Slice>, TokenStream)> {
    let (table, core);
    braced!(table in input);
    braced!(core in input);
    let mut slices: Vec<Slice> = Vec::new();
    while !table.is_empty() {
        let slice: Slice = table.parse().map_err(|fault: Error| {
            let message = format!(
                "a generated crate has a table of permissions that this version of msgraph does not read \
                 ({fault}): generate it with the same version of msgraph-codegen"
            );
            Error::new(Span::call_site(), message)
        })?;
        if !slices.iter().any(|known| known.is_same(&slice)) {
            slices.push(slice);
        }
    }
    Ok((slices, core.parse()?))
}

impl Slice {
    /// Whether two slices are one: the same table, from the same place. The path of the traits does not tell,
    /// because one module has many paths, and `$crate` is written alike in all crates; its end stands in the table.
    fn is_same(&self, other: &Self) -> bool {
        let is_one_place = match (place(&self.may), place(&other.may)) {
            (Some(here), Some(there)) => here == there,
            _ => self.may.to_string() == other.may.to_string(),
        };
        is_one_place && self.rows == other.rows && self.entries == other.entries
    }
}

/// Where the last of the tokens is written. Outside of the compiler, in unit tests, no token has a place.
fn place(tokens: &TokenStream) -> Option<(String, usize, usize)> {
    let token: TokenTree = tokens.clone().into_iter().last()?;
    proc_macro::is_available().then(|| {
        let span = token.span().unwrap();
        (span.file(), span.line(), span.column())
    })
}

impl Parse for Slice {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let (may, table, permissions);
        bracketed!(may in input);
        braced!(table in input);
        braced!(permissions in input);
        Ok(Self { may: may.parse()?, rows: all(&table)?, entries: all(&permissions)? })
    }
}

fn all<T: Parse>(input: ParseStream<'_>) -> syn::Result<Vec<T>> {
    let mut rows = Vec::new();
    while !input.is_empty() {
        rows.push(input.parse()?);
    }
    Ok(rows)
}

impl Parse for Row {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let operation = input.call(Ident::parse_any)?;
        let title = input.parse::<LitStr>()?.value();
        let schemes = [alternatives(input)?, alternatives(input)?, alternatives(input)?];
        let sibling = if word(input, "like")? { Some(input.call(Ident::parse_any)?) } else { None };
        input.parse::<Token![;]>()?;
        Ok(Self { operation, title, schemes, sibling })
    }
}

impl Parse for Entry {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let name = input.parse::<LitStr>()?.value();
        let schemes = [level(input)?, level(input)?, level(input)?];
        let is_specific = word(input, "specific")?;
        input.parse::<Token![;]>()?;
        Ok(Self { name, schemes, is_specific })
    }
}

/// Takes the word if it comes next; nothing else may stand there but the end.
fn word(input: ParseStream<'_>, word: &str) -> syn::Result<bool> {
    let found: Option<Ident> = if input.peek(Token![;]) { None } else { Some(input.call(Ident::parse_any)?) };
    match found {
        Some(found) if found == word => Ok(true),
        Some(found) => Err(Error::new(found.span(), format!("expected `{word}` or `;`, found `{found}`"))),
        None => Ok(false),
    }
}

/// `[["A"], ["B", "C"]]`, or `?` where nothing is known.
fn alternatives(input: ParseStream<'_>) -> syn::Result<Option<Vec<Vec<String>>>> {
    if input.parse::<Option<Token![?]>>()?.is_some() {
        return Ok(None);
    }
    let list;
    bracketed!(list in input);
    let sets = list.parse_terminated(
        |input| {
            let set;
            bracketed!(set in input);
            let names: Punctuated<LitStr, Token![,]> =
                set.parse_terminated(<LitStr as Parse>::parse, Token![,])?;
            Ok(names.iter().map(LitStr::value).collect())
        },
        Token![,],
    )?;
    Ok(Some(sets.into_iter().collect()))
}

/// `[]`, `[3]` or `[?]`
fn level(input: ParseStream<'_>) -> syn::Result<Option<Level>> {
    let level;
    bracketed!(level in input);
    let found = if level.is_empty() {
        return Ok(None);
    } else if level.parse::<Option<Token![?]>>()?.is_some() {
        None
    } else {
        Some(level.parse::<LitInt>()?.base10_parse()?)
    };
    if level.is_empty() { Ok(Some(Level(found))) } else { Err(level.error("expected `]`")) }
}
