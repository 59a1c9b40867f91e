//! `README.md`.

use std::collections::BTreeMap;

use msgraph_spec::model::{Api, Requirement, Scheme};

use super::{CoreDependency, Package, counted, keep, what_it_is};
use crate::Crate;
use crate::emit::docs::{Doc, code, prose};

/// How many operations are listed one by one. crates.io shows no README of a megabyte.
const MOST_ROWS: usize = 300;

/// What the folder `spec/` is.
const SPEC: &str = "

`spec/` is the slice that it was made of: descriptions and permissions of these operations alone, to read and to
compare. `cargo msgraph diff . NEW` says what a newer description would change for those who use the crate.";

/// What the package is, which operations it has, and how to use it and to make it again.
pub(super) fn readme(package: &Package, api: &Api, made: &Crate) -> String {
    let from = match prose(&api.title) {
        title if title.is_empty() => String::new(),
        title => format!(" from “{title}”"),
    };
    let counts = format!(
        "It has {} and {}, generated{from} by `cargo msgraph`.",
        counted(made.operations(), "operation"),
        counted(api.types.len(), "type"),
    );
    let of_spec = if package.spec.is_empty() { "" } else { SPEC };
    let doc = Doc::new()
        .markdown(format!("# {}", package.name))
        .markdown(format!("{}.", what_it_is(api, |path| format!("`{}`", code(path)))))
        .markdown(counts)
        .markdown("## How to use it")
        .markdown(
            "The crate sends nothing by itself. The client of the crate `msgraph` does: it stands behind the\n\
             request builders of every slice.",
        )
        .markdown(fenced("toml", &dependencies(package)))
        .markdown(fenced("rust", &example(package, made)))
        .markdown("## Operations and permissions")
        .markdown(operations(api, made))
        .markdown("## How it was made")
        .markdown(fenced("sh", &package.command))
        .markdown(format!(
            "makes it again. `src/` is replaced as a whole then. `Cargo.toml` and this file are written anew as long\n\
             as nobody has changed them; after that they are kept as they are.{of_spec}"
        ));
    keep::marked(&doc.into_text(), keep::Kind::Markdown)
}

fn dependencies(package: &Package) -> String {
    let name = &package.name;
    let own = match package.core {
        CoreDependency::Path(_) => format!("{{ path = \"{name}\" }}"),
        CoreDependency::Version(_) => format!("\"{}\"", package.version),
    };
    format!("{name} = {own}\nmsgraph = \"{}\"", env!("CARGO_PKG_VERSION"))
}

fn example(package: &Package, made: &Crate) -> String {
    let root = format!(
        "use {}::builders::Root;\n\nlet graph = msgraph::Graph::builder().token(token).build()?;\n\
         let root: Root = Root::new(graph.client());",
        package.crate_name()
    );
    match &made.first_call {
        Some(call) => format!("{root}\nlet answer = root{call}.await?;"),
        None => root,
    }
}

/// The text in a code block that it cannot end.
fn fenced(language: &str, text: &str) -> String {
    let longest = text.split(|one| one != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat((longest + 1).max(3));
    format!("{fence}{language}\n{text}\n{fence}")
}

/// A row for each operation, or for each path's first name where they are too many.
fn operations(api: &Api, made: &Crate) -> String {
    let there = || api.operations.iter().filter(|one| made.operations.contains(&one.title()));
    if made.operations() == 0 {
        return "It has none.".to_owned();
    }
    if made.operations() > MOST_ROWS {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for operation in there() {
            let first = operation.path.segments.first().map(ToString::to_string).unwrap_or_default();
            *counts.entry(first).or_default() += 1;
        }
        let rows = counts.iter().map(|(first, count)| format!("| `/{}` | {count} |", code(first)));
        let rows: Vec<String> = rows.collect();
        return format!(
            "Each operation is a type of the module `operations`, which says who may call it.\n\n\
             | below | operations |\n|---|---|\n{}",
            rows.join("\n")
        );
    }
    let heads = Scheme::ALL.map(Scheme::label).join(" | ");
    let rows = there().map(|operation| {
        let cells = Scheme::ALL.map(|scheme| least(operation.permissions.of(scheme)));
        format!("| `{}` | {} |", code(&operation.title()), cells.join(" | "))
    });
    let rows: Vec<String> = rows.collect();
    format!(
        "The least privileged permissions of each operation; its type in the module `operations` has the higher\n\
         ones, too.\n\n| operation | {heads} |\n|---|---|---|---|\n{}",
        rows.join("\n")
    )
}

fn least(requirement: &Requirement) -> String {
    match requirement {
        Requirement::NotSupported => "not supported".to_owned(),
        Requirement::OneOf { least, .. } => {
            let names: Vec<String> = least.0.iter().map(|name| format!("`{}`", code(name))).collect();
            names.join(" and ")
        }
        _ => "unknown".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_block_ends_where_it_should() {
        assert_eq!(fenced("sh", "a"), "```sh\na\n```");
        assert_eq!(fenced("sh", "```\n# evil"), "````sh\n```\n# evil\n````");
    }
}
