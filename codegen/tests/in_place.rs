//! What a macro expands to is what a build script writes: the same items in the same modules.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use msgraph_codegen::Config;
use msgraph_spec::ONLINE_MEETINGS_DIR;
use quote::quote;
use syn::{File, Item};

/// The files that an expansion would be, laid out by prettyplease.
fn files(items: Vec<Item>, path: &str, found: &mut BTreeMap<String, String>) {
    let folder = path.trim_end_matches("lib.rs").trim_end_matches("mod.rs").to_owned();
    let mut file = File { shebang: None, frontmatter: None, attrs: Vec::new(), items };
    for item in &mut file.items {
        let Item::Mod(module) = item else { continue };
        // the one module that stands in the file of another
        if path == "permissions.rs" {
            continue;
        }
        let Some((_, items)) = module.content.take() else { panic!("`mod {};` is empty", module.ident) };
        module.semi = Some(syn::token::Semi::default());
        let (outer, inner) =
            module.attrs.drain(..).partition(|one| matches!(one.style, syn::AttrStyle::Outer));
        module.attrs = outer;
        let name = module.ident.to_string();
        let name = name.trim_start_matches("r#");
        let is_folder = folder.is_empty() && name != "permissions";
        let below = if is_folder { format!("{name}/mod.rs") } else { format!("{folder}{name}.rs") };
        files(items, &below, found);
        let with_docs = File { shebang: None, frontmatter: None, attrs: inner, items: Vec::new() };
        let text = prettyplease::unparse(&with_docs) + &found[&below];
        found.insert(below, text);
    }
    found.insert(path.to_owned(), prettyplease::unparse(&file));
}

/// What stands on disk, laid out by prettyplease.
fn written(folder: &Path, below: &str, found: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        let name = format!("{below}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            written(&entry.path(), &format!("{name}/"), found);
        } else {
            let text = fs::read_to_string(entry.path()).expect("a text");
            let mut file = syn::parse_file(&text).expect("Rust");
            let docs = File {
                shebang: None,
                frontmatter: None,
                attrs: std::mem::take(&mut file.attrs),
                items: Vec::new(),
            };
            found.insert(name, prettyplease::unparse(&docs) + &prettyplease::unparse(&file));
        }
    }
}

#[test]
fn an_expansion_has_the_items_of_the_files() {
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let cases =
        ["consent", "functions", "inheritance", "names", "streams", "hostile"].map(|case| golden.join(case));
    let out = tempfile::tempdir().expect("a folder");
    for case in cases.iter().map(std::path::PathBuf::as_path).chain([Path::new(ONLINE_MEETINGS_DIR)]) {
        let mut config = Config::new().spec(case.join("openapi.yaml")).name("case").out_dir(out.path());
        let [permissions, fixups] =
            ["permissions.yaml", "permission-fixups.yaml"].map(|name| case.join(name));
        if permissions.exists() {
            config = config.permissions(permissions);
        }
        if fixups.exists() {
            config = config.permission_fixups(fixups);
        }
        config.clone().runtime("::msgraph").generate().expect("a slice");
        let made = config.in_place(&quote!(::msgraph)).expect("a slice");
        assert!(made.warnings.is_empty(), "{}", made.warnings);

        let (mut expanded, mut on_disk) = (BTreeMap::new(), BTreeMap::new());
        files(syn::parse2::<File>(made.tokens).expect("Rust").items, "lib.rs", &mut expanded);
        written(&out.path().join("case"), "", &mut on_disk);
        assert!(on_disk.len() > 8 && on_disk["lib.rs"].starts_with("use ::msgraph::rt;"), "{on_disk:?}");
        assert_eq!(expanded.keys().collect::<Vec<_>>(), on_disk.keys().collect::<Vec<_>>());
        for (path, text) in &on_disk {
            assert!(expanded[path] == *text, "{}: {path}:\n{}\n\n{text}", case.display(), expanded[path]);
        }
    }
}
