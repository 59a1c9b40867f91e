//! What `app!` is given: the tables of the generated crates, then the programs.
//!
//! A program is read as far as it can be. What is wrong with it is kept beside it, so that the other
//! programs are read too, and so that its type is there for the rest of the crate.

use std::fmt::Display;

use proc_macro2::{TokenStream, TokenTree};
use syn::parse::{Parse, ParseStream};
use syn::token::{Brace, Bracket, Paren};
use syn::{Attribute, Error, Ident, LitStr, Token, Visibility, braced, bracketed, parenthesized};

use crate::covering;
use crate::table::{self, Slice};

/// `{ slices } { path::to::core } programs`
pub(crate) struct Input {
    /// Every slice that the program uses.
    pub(crate) slices: Vec<Slice>,
    /// Where msgraph-core is.
    pub(crate) core: TokenStream,
    pub(crate) programs: Vec<Program>,
    /// What is wrong where not even the name of a program could be read.
    pub(crate) faults: Vec<Error>,
}

/// `pub struct Scheduler: Application { "OnlineMeetings.ReadWrite.All" }`
pub(crate) struct Program {
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) visibility: Visibility,
    pub(crate) struct_token: Token![struct],
    pub(crate) name: Ident,
    /// Missing where that is among the faults.
    pub(crate) scheme: Option<Ident>,
    pub(crate) permissions: Vec<LitStr>,
    /// What stands among them without quotes.
    pub(crate) unquoted: Vec<TokenStream>,
    /// What cannot be read as a program.
    pub(crate) faults: Vec<Error>,
}

/// A fault at the next token, in our words alone: those of syn say first that the input has ended.
fn fault(input: ParseStream<'_>, message: impl Display) -> Error {
    Error::new(input.span(), message)
}

const EXAMPLE: &str = "`pub struct Scheduler: Application { \"OnlineMeetings.ReadWrite.All\" }`";

impl Parse for Input {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let (slices, core) = table::handed(input)?;
        let (mut programs, mut faults) = (Vec::new(), covering::faults(input));
        if input.is_empty() {
            faults.push(fault(input, format!("state a program and what it holds: {EXAMPLE}")));
        }
        while !input.is_empty() {
            if input.peek(Token![use]) {
                faults.push(fault(input, "what the programs cover stands before them: move this line up"));
                until(input, starts_program);
                input.parse::<Option<Token![;]>>()?;
                continue;
            }
            match Program::read(input) {
                Ok(program) => programs.push(program),
                Err(fault) => {
                    faults.push(fault);
                    skip_program(input);
                }
            }
        }
        Ok(Self { slices, core, programs, faults })
    }
}

impl Program {
    /// Reads a program with all its faults.
    ///
    /// # Errors
    /// Where it has no name. Then nothing behind the name's place has been read.
    fn read(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut faults = Vec::new();
        let attributes = input.call(Attribute::parse_outer)?;
        let visibility = input.parse()?;
        let (struct_token, name) = match input.parse::<Option<Token![struct]>>()? {
            Some(token) if input.peek(Ident) => (token, input.parse()?),
            Some(_) => return Err(fault(input, format!("a program has a name: write {EXAMPLE}"))),
            None => {
                let no_struct = fault(input, format!("a program is a struct: write {EXAMPLE}"));
                let Some(name) = name_without_struct(input) else { return Err(no_struct) };
                faults.push(no_struct);
                (Token![struct](name.span()), name)
            }
        };
        if input.peek(Token![<]) {
            let message = format!("a program has no generics: write `struct {name}: Application`");
            faults.push(Error::new_spanned(generics(input), message));
        }
        let has_colon = input.parse::<Option<Token![:]>>()?.is_some();
        let scheme: Option<Ident> = if has_colon && input.peek(Ident) { Some(input.parse()?) } else { None };
        let more = until(input, |next| {
            next.peek(Brace) || next.peek(Paren) || next.peek(Bracket) || starts_program(next)
        });
        if scheme.is_none() {
            let message = format!(
                "say how `{name}` gets its tokens: write `struct {name}: Application` (as itself), \
                 `: Delegated` (for a user with a work or school account) or `: DelegatedPersonal` \
                 (for a user with a personal account)"
            );
            faults.push(Error::new(name.span(), message));
        } else if !more.is_empty() {
            let message = "a program has one scheme, and its permissions follow in braces; \
                           state another program for another scheme";
            faults.push(Error::new_spanned(more, message));
        }
        let mut program = Self {
            attributes,
            visibility,
            struct_token,
            name,
            scheme,
            permissions: Vec::new(),
            unquoted: Vec::new(),
            faults,
        };
        program.read_body(input)?;
        Ok(program)
    }

    /// Reads the permissions; a body that is none is a fault.
    fn read_body(&mut self, input: ParseStream<'_>) -> syn::Result<()> {
        let body;
        if input.peek(Brace) {
            braced!(body in input);
            self.read_permissions(&body);
            return Ok(());
        }
        let message = "the permissions stand in braces: `{ \"OnlineMeetings.ReadWrite.All\" }`";
        if input.peek(Paren) {
            self.faults.push(fault(input, message));
            parenthesized!(body in input);
            self.read_permissions(&body);
        } else if input.peek(Bracket) {
            self.faults.push(fault(input, message));
            bracketed!(body in input);
            self.read_permissions(&body);
        } else {
            let message = format!("say what `{}` holds; {message}", self.name);
            self.faults.push(Error::new(self.name.span(), message));
        }
        input.parse::<Option<Token![;]>>()?;
        Ok(())
    }

    /// Texts with commas between them; what is none is a fault, and the next one is read.
    fn read_permissions(&mut self, body: ParseStream<'_>) {
        while !body.is_empty() {
            if body.peek(LitStr)
                && let Ok(name) = body.parse()
            {
                self.permissions.push(name);
            } else {
                let message = "a permission is missing before this comma: write it or remove the comma";
                let missing = fault(body, message);
                let tokens = until(body, |next| next.peek(Token![,]));
                if tokens.is_empty() {
                    self.faults.push(missing);
                } else {
                    self.unquoted.push(tokens);
                }
            }
            if body.is_empty() || matches!(body.parse::<Option<Token![,]>>(), Ok(Some(_))) {
                continue;
            }
            self.faults.push(fault(body, "write a comma between two permissions"));
            if !body.peek(LitStr) {
                body.parse::<TokenTree>().ok();
            }
        }
    }
}

/// The name in `enum Scheduler: ..` or `Scheduler: ..`. Words that nothing follows are no program.
fn name_without_struct(input: ParseStream<'_>) -> Option<Ident> {
    let follows = |next: ParseStream<'_>| next.peek(Token![:]) || next.peek(Token![<]) || next.peek(Brace);
    let before = until(input, |next| follows(next) || starts_program(next));
    if !follows(input) {
        return None;
    }
    match before.into_iter().last() {
        // A word of the language is no name.
        Some(word @ TokenTree::Ident(_)) => syn::parse2(word.into()).ok(),
        _ => None,
    }
}

/// From `<` to the `>` that closes it.
fn generics(input: ParseStream<'_>) -> TokenStream {
    let mut depth = 0_i32;
    let mut tokens = TokenStream::new();
    while !input.peek(Brace)
        && let Ok(token) = input.parse::<TokenTree>()
    {
        if let TokenTree::Punct(punct) = &token {
            depth += i32::from(punct.as_char() == '<') - i32::from(punct.as_char() == '>');
        }
        tokens.extend([token]);
        if depth == 0 {
            break;
        }
    }
    tokens
}

/// The tokens up to one that ends them or a semicolon.
fn until(input: ParseStream<'_>, ends: impl Fn(ParseStream<'_>) -> bool) -> TokenStream {
    let mut tokens = TokenStream::new();
    while !ends(input)
        && !input.peek(Token![;])
        && let Ok(token) = input.parse::<TokenTree>()
    {
        tokens.extend([token]);
    }
    tokens
}

fn starts_program(input: ParseStream<'_>) -> bool {
    input.peek(Token![struct]) || input.peek(Token![pub]) || input.peek(Token![#])
}

/// Goes to where the next program may begin: behind the next body, or sooner.
fn skip_program(input: ParseStream<'_>) {
    until(input, |next| next.peek(Brace) || starts_program(next));
    if !starts_program(input) {
        input.parse::<TokenTree>().ok();
    }
}
