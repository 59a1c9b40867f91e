//! The public items of an emitted crate.

use std::collections::BTreeSet;

use msgraph_codegen::generate;
use msgraph_spec::Diagnostics;
use msgraph_spec::diff::Effect;
use msgraph_spec::model::Api;
use syn::{ImplItem, Item, Visibility};

/// What a program can name, each item as one text.
pub(crate) type Surface = BTreeSet<String>;

/// What a program can name of the emitted crate, and how.
///
/// # Errors
/// The faults of a slice that cannot be generated.
pub(crate) fn surface(api: &Api) -> Result<Surface, Diagnostics> {
    let made = generate(api, "s", &mut Diagnostics::default())?;
    let mut found = BTreeSet::new();
    for (path, text) in made.files() {
        let file = syn::parse_file(text).expect("Rust");
        let folder = path.split('/').next().unwrap_or_default();
        file.items.iter().for_each(|item| add(folder, item, &mut found));
    }
    Ok(found)
}

/// The step that a program sees: whether all that it can name is still there, and whether there is more.
pub(crate) fn taken(before: &Surface, after: &Surface) -> Effect {
    match (before.is_subset(after), after.is_subset(before)) {
        (false, _) => Effect::Major,
        (true, false) => Effect::Minor,
        (true, true) => Effect::Patch,
    }
}

fn add(folder: &str, item: &Item, found: &mut BTreeSet<String>) {
    let text = |tokens: &dyn quote::ToTokens| tokens.to_token_stream().to_string();
    match item {
        Item::Struct(of) => {
            let derives = of.attrs.iter().filter(|one| one.path().is_ident("derive")).map(|one| text(one));
            found.insert(format!("{folder} struct {}", of.ident));
            found.extend(
                derives.filter(|one| one.contains("Default")).map(|_| format!("{} Default", of.ident)),
            );
            let fields = of.fields.iter().filter(|field| matches!(field.vis, Visibility::Public(_)));
            found.extend(
                fields.map(|field| format!("{}.{}: {}", of.ident, text(&field.ident), text(&field.ty))),
            );
        }
        Item::Enum(of) => {
            found.extend(of.variants.iter().map(|one| format!("{folder} {}::{}", of.ident, one.ident)));
        }
        Item::Impl(of) => {
            let name = text(&of.self_ty);
            if let Some((of_trait, _)) = &of.trait_ {
                found.insert(format!("{folder} {} for {name}", text(of_trait)));
            }
            for one in &of.items {
                match one {
                    // what arguments are called is nobody's concern but the method's
                    ImplItem::Fn(one) => {
                        let inputs = one.sig.inputs.iter().map(|input| match input {
                            syn::FnArg::Receiver(own) => text(own),
                            syn::FnArg::Typed(typed) => text(&typed.ty),
                        });
                        let inputs: Vec<String> = inputs.collect();
                        let (method, output) = (&one.sig.ident, text(&one.sig.output));
                        found.insert(format!("{folder} {name}::{method}({}){output}", inputs.join(", ")));
                    }
                    ImplItem::Const(one) => {
                        found.insert(format!("{folder} {name}::{}: {}", one.ident, text(&one.ty)));
                    }
                    ImplItem::Type(one) => {
                        found.insert(format!("{folder} {name}::{} = {}", one.ident, text(&one.ty)));
                    }
                    _ => {}
                }
            }
        }
        Item::Trait(of) => drop(found.insert(format!("{folder} trait {}", of.ident))),
        Item::Const(of) => drop(found.insert(format!("{folder} const {}", of.ident))),
        Item::Mod(of) => {
            let items = of.content.iter().flat_map(|(_, items)| items);
            items.for_each(|item| add(folder, item, found));
        }
        // which type can be given for which other one
        Item::Macro(of) if text(&of.mac.path).contains("derived_impls") => {
            let head = of.mac.tokens.to_string();
            found.insert(format!("{folder} {}", head.split('{').next().unwrap_or_default()));
        }
        _ => {}
    }
}
