//! What `app!` is given: the table from the generated crate, then the programs.

use proc_macro2::TokenStream;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Attribute, Ident, LitStr, Token, Visibility, braced, bracketed};

/// `[path::to::may] { rows } { path::to::core } apps`
pub(crate) struct Input {
    /// Where the traits of the operations are.
    pub(crate) may: TokenStream,
    /// What each operation asks for.
    pub(crate) rows: Vec<Row>,
    /// Where msgraph-core is.
    pub(crate) core: TokenStream,
    pub(crate) apps: Vec<AppItem>,
}

/// `PostMeOnlineMeetings "POST /me/onlineMeetings" [[..]] [] [];`
pub(crate) struct Row {
    pub(crate) operation: Ident,
    /// For each scheme the alternatives, each a set of permissions held together.
    pub(crate) schemes: [Vec<Vec<String>>; 3],
}

/// `pub struct Scheduler: Application { "OnlineMeetings.ReadWrite.All" }`
pub(crate) struct AppItem {
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) visibility: Visibility,
    pub(crate) name: Ident,
    pub(crate) scheme: Ident,
    pub(crate) permissions: Punctuated<LitStr, Token![,]>,
}

impl Parse for Input {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let (may, table, core);
        bracketed!(may in input);
        braced!(table in input);
        braced!(core in input);
        let mut rows = Vec::new();
        while !table.is_empty() {
            rows.push(table.parse()?);
        }
        let mut apps = Vec::new();
        while !input.is_empty() {
            apps.push(input.parse()?);
        }
        if apps.is_empty() {
            return Err(input.error(
                "name the program and what it holds: `pub struct Scheduler: Application { \"OnlineMeetings.ReadWrite.All\" }`",
            ));
        }
        Ok(Self { may: may.parse()?, rows, core: core.parse()?, apps })
    }
}

impl Parse for Row {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let operation = input.parse()?;
        input.parse::<LitStr>()?;
        let schemes = [alternatives(input)?, alternatives(input)?, alternatives(input)?];
        input.parse::<Token![;]>()?;
        Ok(Self { operation, schemes })
    }
}

/// `[["A"], ["B", "C"]]`
fn alternatives(input: ParseStream<'_>) -> syn::Result<Vec<Vec<String>>> {
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
    Ok(sets.into_iter().collect())
}

impl Parse for AppItem {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let attributes = input.call(Attribute::parse_outer)?;
        let visibility = input.parse()?;
        input.parse::<Token![struct]>()?;
        let name: Ident = input.parse()?;
        if !input.peek(Token![:]) {
            return Err(input.error(format!(
                "say how `{name}` gets its tokens: `struct {name}: Delegated`, `: DelegatedPersonal` or `: Application`"
            )));
        }
        input.parse::<Token![:]>()?;
        let scheme = input.parse()?;
        let permissions;
        braced!(permissions in input);
        let permissions = permissions.parse_terminated(<LitStr as Parse>::parse, Token![,])?;
        Ok(Self { attributes, visibility, name, scheme, permissions })
    }
}
