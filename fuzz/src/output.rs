//! What may stand in generated files: the items, attributes and macros that the emitter writes, and nothing else.
//!
//! A name or text of a specification that became code would be an item of another sort, an attribute or a macro
//! of another name, a block within a function, or the [canary](crate::CANARY) as a name of its own.

use std::collections::BTreeMap;

use msgraph_spec::model::Api;
use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};
use syn::visit::{self, Visit};
use syn::{Attribute, Expr, Item, Macro, Visibility};

const ATTRIBUTES: [&str; 10] = [
    "derive",
    "diagnostic::do_not_recommend",
    "diagnostic::on_unimplemented",
    "doc",
    "expect",
    "inline",
    "macro_export",
    "must_use",
    "non_exhaustive",
    "allow",
];

const MACROS: [&str; 4] = ["builder_impls", "derived_impls", "open_enum_impls", "record_impls"];

/// Checks the files of a crate against the model that they were made of.
pub(crate) fn check(api: &Api, files: &BTreeMap<String, String>) {
    let (mut models, mut operations) = (0, 0);
    for (path, text) in files {
        let file = syn::parse_file(text).unwrap_or_else(|fault| panic!("{path} is no Rust: {fault}\n{text}"));
        let mut walk = Walk { path, text, types: 0 };
        walk.visit_file(&file);
        let is_module = path.ends_with("mod.rs");
        if path.starts_with("models/") && !is_module {
            assert_eq!(walk.types, 1, "{path} holds {} types", walk.types);
            models += 1;
        }
        if path.starts_with("operations/") && !is_module {
            assert_eq!(walk.types, 1, "{path} holds {} types", walk.types);
            operations += 1;
        }
    }
    // a type and its update
    assert!(models <= 2 * api.types.len(), "{models} models for {} types", api.types.len());
    assert!(operations <= api.operations.len(), "{operations} for {}", api.operations.len());
}

/// The first tokens in which two files differ, documentation aside.
pub(crate) fn difference(one: &str, other: &str) -> Option<String> {
    let [one, other] = [one, other].map(code);
    let at = one.iter().zip(&other).take_while(|(one, other)| one == other).count();
    let rest = |of: &[String]| of[at..].iter().take(9).cloned().collect::<Vec<_>>().join(" ");
    (one != other).then(|| format!("`{}` or `{}`", rest(&one), rest(&other)))
}

/// The tokens of a file without its documentation.
fn code(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    flatten(text.parse().expect("tokens"), &mut found);
    found
}

fn flatten(tokens: TokenStream, found: &mut Vec<String>) {
    for token in tokens {
        match token {
            TokenTree::Group(group) if is_doc(group.stream()) => {
                // the sign before it, `#` or `#!`
                while found.last().is_some_and(|last| matches!(&**last, "#" | "!")) {
                    found.pop();
                }
            }
            TokenTree::Group(group) => {
                let [open, close] = match group.delimiter() {
                    Delimiter::Parenthesis => ["(", ")"],
                    Delimiter::Brace => ["{", "}"],
                    Delimiter::Bracket => ["[", "]"],
                    Delimiter::None => ["", ""],
                };
                found.push(open.to_owned());
                flatten(group.stream(), found);
                found.push(close.to_owned());
            }
            other => found.push(other.to_string()),
        }
    }
}

/// `doc = ".."`
fn is_doc(tokens: TokenStream) -> bool {
    let mut tokens = tokens.into_iter();
    let is_word = matches!(tokens.next(), Some(TokenTree::Ident(word)) if word == "doc");
    let is_sign = |one: &TokenTree| matches!(one, TokenTree::Punct(sign) if sign.as_char() == '=' && sign.spacing() == Spacing::Alone);
    is_word
        && tokens.next().is_some_and(|one| is_sign(&one))
        && matches!(tokens.next(), Some(TokenTree::Literal(_)))
}

/// Whether the canary is a name in these tokens.
pub(crate) fn has_canary(tokens: TokenStream) -> bool {
    tokens.into_iter().any(|one| match one {
        TokenTree::Group(group) => has_canary(group.stream()),
        TokenTree::Ident(name) => name == crate::CANARY,
        _ => false,
    })
}

struct Walk<'a> {
    path: &'a str,
    text: &'a str,
    types: usize,
}

impl Walk<'_> {
    fn refuse(&self, what: &str) -> ! {
        panic!("{} holds {what}:\n{}", self.path, self.text)
    }
}

impl<'ast> Visit<'ast> for Walk<'_> {
    fn visit_item(&mut self, item: &'ast Item) {
        match item {
            Item::Struct(_) | Item::Enum(_) => self.types += 1,
            Item::Use(_) | Item::Impl(_) | Item::Const(_) | Item::Trait(_) | Item::Macro(_) => {}
            Item::Mod(one) if one.content.is_none() => {}
            Item::Mod(one) if self.path == "permissions.rs" && one.ident == "may" => {}
            Item::Static(one)
                if matches!(self.path, "permissions.rs" | "operations/mod.rs") && one.ident == "ALL" => {}
            _ => self.refuse("an item that the emitter does not write"),
        }
        visit::visit_item(self, item);
    }

    fn visit_attribute(&mut self, attribute: &'ast Attribute) {
        let path: Vec<String> = attribute.path().segments.iter().map(|one| one.ident.to_string()).collect();
        if !ATTRIBUTES.contains(&path.join("::").as_str()) {
            self.refuse("an attribute that the emitter does not write");
        }
    }

    fn visit_macro(&mut self, one: &'ast Macro) {
        let path: Vec<String> = one.path.segments.iter().map(|one| one.ident.to_string()).collect();
        let is_known = match path.iter().map(String::as_str).collect::<Vec<_>>()[..] {
            ["rt", name] => MACROS.contains(&name) && is_table(one.tokens.clone()),
            ["macro_rules"] => self.path == "permissions.rs",
            _ => false,
        };
        if !is_known {
            self.refuse("a macro that the emitter does not write");
        }
    }

    fn visit_block(&mut self, block: &'ast syn::Block) {
        // functions are a few expressions: none holds an item or binds a name
        if block.stmts.iter().any(|one| matches!(one, syn::Stmt::Item(_) | syn::Stmt::Macro(_))) {
            self.refuse("an item within a function");
        }
        visit::visit_block(self, block);
    }

    fn visit_expr(&mut self, expr: &'ast Expr) {
        if matches!(
            expr,
            Expr::Unsafe(_) | Expr::Macro(_) | Expr::Verbatim(_) | Expr::Loop(_) | Expr::Async(_)
        ) {
            self.refuse("an expression that the emitter does not write");
        }
        visit::visit_expr(self, expr);
    }

    fn visit_visibility(&mut self, one: &'ast Visibility) {
        if let Visibility::Restricted(to) = one
            && !to.path.is_ident("super")
        {
            self.refuse("a visibility that the emitter does not write");
        }
    }
}

/// Whether a macro is given a table: names, texts, and signs between them.
fn is_table(tokens: TokenStream) -> bool {
    tokens.into_iter().all(|one| match one {
        TokenTree::Ident(_) => true,
        TokenTree::Punct(sign) => "=>:,".contains(sign.as_char()),
        TokenTree::Literal(text) => text.to_string().starts_with('"'),
        TokenTree::Group(group) => group.delimiter() == Delimiter::Brace && is_table(group.stream()),
    })
}
