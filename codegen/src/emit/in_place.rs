//! Modules as one stream of tokens: what a macro that generates in place expands to.

use std::collections::BTreeMap;

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

/// The root, with each `mod name;` of it and of those below it made `mod name { .. }`.
pub(super) fn nested(files: &BTreeMap<String, TokenStream>) -> TokenStream {
    files.get("lib.rs").map_or_else(TokenStream::new, |root| filled(root, "", files))
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
            (Some(file), _) | (None, Some(file)) => filled(file, &format!("{name}/"), files),
            (None, None) => TokenStream::new(),
        };
        out.push(Group::new(Delimiter::Brace, items).into());
    }
    out.into_iter().collect()
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
}
