//! Modules as one stream of tokens: what a macro that generates in place expands to.

use std::collections::BTreeMap;

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use quote::quote;
use syn::LitStr;

use crate::format::NEXT_LINE;

/// The root, with each `mod name;` of it and of those below it made `mod name { .. }`.
pub(super) fn nested(files: &BTreeMap<String, TokenStream>) -> TokenStream {
    files.get("lib.rs").map_or_else(TokenStream::new, |root| filled(&documented(root), "", files))
}

/// The tokens of a file, whose modules are in that folder.
fn filled(tokens: &TokenStream, folder: &str, files: &BTreeMap<String, TokenStream>) -> TokenStream {
    let mut out: Vec<TokenTree> = Vec::new();
    for token in tokens.clone() {
        let is_end = matches!(&token, TokenTree::Punct(end) if end.as_char() == ';');
        let module = match out.as_slice() {
            [.., TokenTree::Ident(keyword), TokenTree::Ident(name)] if is_end && *keyword == "mod" => name,
            _ => {
                out.push(token);
                continue;
            }
        };
        let name = module.to_string();
        let name = format!("{folder}{}", name.strip_prefix("r#").unwrap_or(&name));
        let items = match (files.get(&format!("{name}.rs")), files.get(&format!("{name}/mod.rs"))) {
            (Some(file), _) | (None, Some(file)) => filled(&documented(file), &format!("{name}/"), files),
            (None, None) => TokenStream::new(),
        };
        out.push(Group::new(Delimiter::Brace, items).into());
    }
    out.into_iter().collect()
}

/// The tokens with an attribute for each line of documentation, as a file has it.
fn documented(tokens: &TokenStream) -> TokenStream {
    let mut out: Vec<TokenTree> = Vec::new();
    for token in tokens.clone() {
        let TokenTree::Group(group) = &token else {
            out.push(token);
            continue;
        };
        let Some(lines) = documentation(group) else {
            let mut inside = Group::new(group.delimiter(), documented(&group.stream()));
            inside.set_span(group.span());
            out.push(inside.into());
            continue;
        };
        // `#`, or `#` and `!`
        let is_mark =
            |token: &TokenTree| matches!(token, TokenTree::Punct(one) if "#!".contains(one.as_char()));
        let begin = out.iter().rposition(|token| !is_mark(token)).map_or(0, |last| last + 1);
        let mark: TokenStream = out.drain(begin..).collect();
        out.extend(lines.iter().flat_map(|line| quote!(#mark [doc = #line])));
    }
    out.into_iter().collect()
}

/// The lines of `[doc = ".."]` that has several.
fn documentation(group: &Group) -> Option<Vec<String>> {
    let mut tokens = group.stream().into_iter();
    let is_doc = matches!(tokens.next()?, TokenTree::Ident(name) if name == "doc");
    if group.delimiter() != Delimiter::Bracket || !is_doc {
        return None;
    }
    let text: LitStr = syn::parse2(tokens.skip(1).collect()).ok()?;
    let text = text.value();
    let lines = text.split(NEXT_LINE).map(|line| line.trim_end_matches(' ').to_owned());
    text.contains(NEXT_LINE).then(|| lines.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modules_get_their_items_at_every_depth() {
        let files = [
            ("lib.rs", "use a::rt; #[allow(x)] pub mod models; pub mod permissions;"),
            ("models/mod.rs", "#![doc = \"m\"] mod r#gen; mod b; pub use self::b::B;"),
            ("models/gen.rs", "struct Gen { a: u8 }"),
            ("models/b.rs", "pub struct B;"),
            ("permissions.rs", "pub mod may { use super::rt; } m! { mod inside; }"),
        ];
        let files = files.map(|(path, text)| (path.to_owned(), text.parse().expect("tokens"))).into();
        let expected: TokenStream = "use a::rt; #[allow(x)] pub mod models { #![doc = \"m\"] mod r#gen { struct \
             Gen { a: u8 } } mod b { pub struct B; } pub use self::b::B; } pub mod permissions { pub mod may { use \
             super::rt; } m! { mod inside; } }"
            .parse()
            .expect("tokens");
        assert_eq!(nested(&files).to_string(), expected.to_string());
    }

    #[test]
    fn documentation_has_a_token_for_each_line() {
        let text = format!(
            "#![doc = \" a{NEXT_LINE}{NEXT_LINE} b \"] struct A {{ #[doc = \" c\"] #[doc = \" d{NEXT_LINE} e\"] f: u8 }}"
        );
        let files = [("lib.rs".to_owned(), text.parse().expect("tokens"))].into();
        let expected: TokenStream =
            "#![doc = \" a\"] #![doc = \"\"] #![doc = \" b\"] struct A { #[doc = \" c\"] \
             #[doc = \" d\"] #[doc = \" e\"] f: u8 }"
                .parse()
                .expect("tokens");
        assert_eq!(nested(&files).to_string(), expected.to_string());
    }
}
