//! Writes crates to compile and weigh: the emitted models, and the same models with serde's derives.
//!
//! `cargo run --release -p msgraph-benches --example twin_crates -- <folder> [openapi file]`
//!
//! Without a file it takes the bundled slice. The folder becomes a workspace of five packages: `emitted`,
//! `emitted-serde` (what serde's derives would give, without setters, tokens and conversions), `plain`,
//! `flatten`, and `stub`, which has their dependencies and nothing else. Each has a program that reads and
//! writes every type once.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

use msgraph_benches::twin::{self, Flavour};
use msgraph_codegen::generate;
use msgraph_spec::{Diagnostics, Reader};
use syn::{File, ImplItem, Item};

const PACKAGES: [&str; 5] = ["emitted", "emitted-serde", "plain", "flatten", "stub"];
const CORE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../core");
const LOCK: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../Cargo.lock");

/// The files of a package below `src/`.
type Files = BTreeMap<String, String>;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args_os().skip(1).map(PathBuf::from);
    let folder = arguments.next().ok_or("say which folder to write to")?;
    let reader = arguments.next().map_or_else(msgraph_spec::online_meetings, Reader::openapi);
    let partly = reader.read_partly();
    let mut api = partly.api.ok_or_else(|| partly.faults.to_string())?;
    // only types are compared, and whole Graph has eleven thousand operations
    api.operations.clear();

    let emitted = emitted(&generate(&api, "models", &mut Diagnostics::default())?);
    let names = exported(&emitted["models/mod.rs"])?;
    let twins = twin::names(&api);
    if names != twins {
        let odd: Vec<_> = names.symmetric_difference(&twins).collect();
        return Err(format!("only one side has these types: {odd:?}").into());
    }
    let bare = emitted.iter().map(|(path, text)| Ok((path.clone(), serde_alone(text)?)));
    let bare: Files = bare.collect::<syn::Result<_>>()?;
    let twin = |flavour| Files::from([("models.rs".to_owned(), twin::twins(&api, flavour))]);
    let sources = [emitted, bare, twin(Flavour::Plain), twin(Flavour::Flatten), Files::new()];
    for (package, files) in PACKAGES.into_iter().zip(&sources) {
        write_package(&folder.join(package), package, files, &names)?;
    }
    let members = PACKAGES.map(|package| format!("{package:?}")).join(", ");
    fs::write(
        folder.join("Cargo.toml"),
        format!(
            "[workspace]\nresolver = \"3\"\nmembers = [{members}]\n\n[profile.release]\nstrip = true\n\n\
             [profile.dev]\ndebug = \"line-tables-only\"\n"
        ),
    )?;
    fs::copy(LOCK, folder.join("Cargo.lock"))?;
    println!("{} types", names.len());
    Ok(())
}

/// The models of a generated crate.
fn emitted(made: &msgraph_codegen::Crate) -> Files {
    let models = made.files().iter().filter(|(path, _)| path.starts_with("models/"));
    models.map(|(path, text)| (path.clone(), text.clone())).collect()
}

/// The types that `models/mod.rs` exports.
fn exported(text: &str) -> syn::Result<BTreeSet<String>> {
    let items = syn::parse_file(text)?.items;
    let uses = items.into_iter().filter_map(|item| match item {
        Item::Use(one) => Some(one.tree),
        _ => None,
    });
    Ok(uses
        .filter_map(|mut tree| {
            while let syn::UseTree::Path(path) = tree {
                tree = *path.tree;
            }
            match tree {
                syn::UseTree::Name(name) => Some(name.ident.to_string()),
                _ => None,
            }
        })
        .collect())
}

/// A file of models with what serde's derives would give, and nothing more.
fn serde_alone(text: &str) -> syn::Result<String> {
    let mut file: File = syn::parse_file(text)?;
    file.items.retain(|item| match item {
        Item::Macro(one) => one.mac.path.segments.last().is_none_or(|last| last.ident != "derived_impls"),
        _ => true,
    });
    for item in &mut file.items {
        let Item::Impl(of) = item else { continue };
        if of.trait_.is_none() {
            of.items.retain(|item| match item {
                ImplItem::Fn(one) => one.sig.ident == "as_str",
                ImplItem::Const(one) => one.ident == "MEMBERS",
                _ => true,
            });
        }
    }
    Ok(prettyplease::unparse(&file))
}

fn write_package(folder: &Path, name: &str, files: &Files, names: &BTreeSet<String>) -> std::io::Result<()> {
    fs::create_dir_all(folder.join("src/models"))?;
    fs::write(
        folder.join("Cargo.toml"),
        format!(
            "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n\
             msgraph-core = {{ path = {CORE:?} }}\nserde = {{ version = \"1\", features = [\"derive\"] }}\n\
             serde_json = {{ version = \"1\", features = [\"raw_value\"] }}\n"
        ),
    )?;
    let is_stub = files.is_empty();
    // emitted modules find the runtime in the root
    let uses_runtime = files.values().any(|text| text.contains("use super::super::rt;"));
    let import = if uses_runtime { "use ::msgraph_core::rt;\n\n" } else { "" };
    let modules = if is_stub { "" } else { "pub mod models;\n" };
    fs::write(folder.join("src/lib.rs"), format!("{import}{modules}"))?;
    fs::write(
        folder.join("src/main.rs"),
        if is_stub { "fn main() {}\n".to_owned() } else { program(name, names) },
    )?;
    files.iter().try_for_each(|(path, text)| fs::write(folder.join("src").join(path), text))
}

/// A program that reads each of its arguments as each type, and writes what it has read.
fn program(package: &str, names: &BTreeSet<String>) -> String {
    let library = package.replace('-', "_");
    let calls: Vec<String> = names
        .iter()
        .map(|name| format!("        written += round_trip::<models::{name}>(&text);\n"))
        .collect();
    let calls = calls.concat();
    format!(
        "use {library}::models;\n\n\
         fn round_trip<T: serde::Serialize + serde::de::DeserializeOwned>(text: &str) -> usize {{\n    \
         let Ok(value) = serde_json::from_str::<T>(text) else {{ return 0 }};\n    \
         serde_json::to_string(&value).map_or(0, |text| text.len())\n}}\n\n\
         fn main() {{\n    let mut written = 0;\n    for text in std::env::args().skip(1) {{\n{calls}    }}\n    \
         println!(\"{{written}}\");\n}}\n"
    )
}
