//! What `slice!` is given: settings by their names, as in `Config` of msgraph-codegen.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::{Error, LitBool, LitStr, Token, braced, bracketed};

use crate::known::list;
use crate::near::nearest;

const EXAMPLE: &str = "`spec = \"spec/mail.yaml\", include = [\"POST /me/sendMail\"]`";

/// `{ $crate } spec = "..", include = [".."]`
pub(crate) struct Input {
    /// The crate that the slice stands on.
    pub(super) runtime: TokenStream,
    pub(super) spec: Option<LitStr>,
    pub(super) permissions: Option<LitStr>,
    pub(super) permission_fixups: Option<LitStr>,
    pub(super) permissions_may_cover_more: Option<LitBool>,
    pub(super) include: Vec<LitStr>,
    pub(super) exclude: Vec<LitStr>,
    pub(super) roots: Vec<LitStr>,
    pub(super) name: Option<LitStr>,
    /// What is wrong with the settings.
    pub(super) faults: Vec<Error>,
}

const KEYS: [&str; 8] = [
    "spec",
    "permissions",
    "permission_fixups",
    "permissions_may_cover_more",
    "include",
    "exclude",
    "roots",
    "name",
];

impl Parse for Input {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let runtime;
        braced!(runtime in input);
        let mut read = Self {
            runtime: runtime.parse()?,
            spec: None,
            permissions: None,
            permission_fixups: None,
            permissions_may_cover_more: None,
            include: Vec::new(),
            exclude: Vec::new(),
            roots: Vec::new(),
            name: None,
            faults: Vec::new(),
        };
        let mut seen: Vec<Ident> = Vec::new();
        while !input.is_empty() {
            if let Err(fault) = read.setting(input, &mut seen) {
                read.faults.push(fault);
            } else if !input.is_empty() && !input.peek(Token![,]) {
                read.faults.push(Error::new(input.span(), "write a comma between two settings"));
            }
            while !input.is_empty() && !input.peek(Token![,]) && input.parse::<TokenTree>().is_ok() {}
            input.parse::<Option<Token![,]>>()?;
        }
        if read.faults.is_empty() && read.spec.is_none() {
            let message = format!("say which description the slice is cut from: {EXAMPLE}");
            read.faults.push(Error::new(Span::call_site(), message));
        }
        Ok(read)
    }
}

impl Input {
    /// `key = value`
    ///
    /// # Errors
    /// At what is wrong with it; the tokens up to the next comma are still there then.
    fn setting(&mut self, input: ParseStream<'_>, seen: &mut Vec<Ident>) -> syn::Result<()> {
        let key = input
            .call(Ident::parse_any)
            .map_err(|fault| Error::new(fault.span(), format!("settings have names: {EXAMPLE}")))?;
        let is_known = KEYS.iter().any(|known| key == known);
        let is_again = seen.contains(&key);
        seen.push(key.clone());
        if !is_known {
            return Err(unknown(&key));
        } else if is_again {
            return Err(Error::new(key.span(), format!("`{key}` is said already: remove it here")));
        }
        let equals: Option<Token![=]> = input.parse()?;
        if equals.is_none() {
            return Err(Error::new(input.span(), format!("write `=` behind `{key}`")));
        }
        match key.to_string().as_str() {
            "spec" => self.spec = Some(text(&key, input)?),
            "permissions" => self.permissions = Some(text(&key, input)?),
            "permission_fixups" => self.permission_fixups = Some(text(&key, input)?),
            "include" => self.include = Self::texts(&key, input)?,
            "exclude" => self.exclude = Self::texts(&key, input)?,
            "roots" => self.roots = Self::texts(&key, input)?,
            "name" => self.name = Some(text(&key, input)?),
            _ => {
                let message = format!("`{key}` is `true` or `false`");
                let span = input.span();
                self.permissions_may_cover_more =
                    Some(input.parse().map_err(|_: Error| Error::new(span, message))?);
            }
        }
        Ok(())
    }

    /// `["..", ".."]`
    fn texts(key: &Ident, input: ParseStream<'_>) -> syn::Result<Vec<LitStr>> {
        if !input.peek(syn::token::Bracket) {
            let message = format!("`{key}` is a list of texts: write it in `[` and `]`");
            return Err(Error::new(input.span(), message));
        }
        let texts;
        bracketed!(texts in input);
        let found = list_of(key, &texts);
        // what is not read would be a fault of its own
        texts.parse::<TokenStream>()?;
        found
    }
}

fn list_of(key: &Ident, input: ParseStream<'_>) -> syn::Result<Vec<LitStr>> {
    let mut found = Vec::new();
    while !input.is_empty() {
        found.push(text(key, input)?);
        if !input.is_empty() && input.parse::<Option<Token![,]>>()?.is_none() {
            return Err(Error::new(input.span(), format!("write a comma between two texts of `{key}`")));
        }
    }
    Ok(found)
}

fn text(key: &Ident, input: ParseStream<'_>) -> syn::Result<LitStr> {
    let span = input.span();
    input.parse().map_err(|_| {
        Error::new(span, format!("`{key}` takes texts in quotes: the compiler reads nothing else here"))
    })
}

fn unknown(key: &Ident) -> Error {
    let name = key.to_string();
    let near = nearest(&name, KEYS.iter().map(|known| (*known, *known)));
    let instead = match near.first() {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("there are {}", list(&KEYS)),
    };
    Error::new(key.span(), format!("there is no setting `{name}`; {instead}"))
}
