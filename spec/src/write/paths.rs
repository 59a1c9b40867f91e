//! Paths: their templates, and the parameters that fill them.

use std::collections::BTreeSet;

use super::operations::operation;
use super::shared::Shared;
use super::values::{key_type, schema};
use super::yaml::{Entries, Yaml, add, add_flag, add_text, text, yes};
use crate::model::{Api, FunctionParameter, KeyParameter, Operation, PathTemplate, Segment};

/// `paths`, in the order of the operations.
pub(super) fn paths(api: &Api, shared: &mut Shared) -> Entries {
    let mut found = Entries::new();
    let mut rest = &api.operations[..];
    while let Some(first) = rest.first() {
        let path = template(&first.path);
        let count = rest.iter().take_while(|one| template(&one.path) == path).count();
        let (same, others) = rest.split_at(count);
        found.push((path, Yaml::Map(path_item(same, shared))));
        rest = others;
    }
    found
}

/// A path with its operations. Its own parameters stand at the path where all operations say the same of them.
fn path_item(of: &[Operation], shared: &mut Shared) -> Entries {
    let mut found = Entries::new();
    let parameters = |one: &Operation| path_parameters(&one.path).into_iter().map(|(_, one)| one).collect();
    let first: Vec<Yaml> = of.first().map(parameters).unwrap_or_default();
    let are_same = of.iter().all(|one| parameters(one) == first);
    if are_same && !first.is_empty() {
        let list = first.into_iter().map(|one| shared.parameter(one)).collect();
        found.push(("parameters".to_owned(), Yaml::List(list)));
    }
    for one in of {
        let own = if are_same { Vec::new() } else { parameters(one) };
        found.push((one.method.as_str().to_ascii_lowercase(), operation(one, own, shared)));
    }
    found
}

/// The path with its placeholders.
fn template(path: &PathTemplate) -> String {
    let mut names = placeholders(path).into_iter();
    let mut out = String::new();
    for segment in &path.segments {
        out.push('/');
        match segment {
            Segment::Literal(name) => out.push_str(name),
            Segment::Key(_) => out.extend(["{", &names.next().unwrap_or_default(), "}"]),
            Segment::Call { name, parameters } => {
                let argument = |one: &FunctionParameter| {
                    let quote = if one.is_quoted { "'" } else { "" };
                    format!("{}={quote}{{{}}}{quote}", one.name, names.next().unwrap_or_default())
                };
                let arguments: Vec<String> = parameters.iter().map(argument).collect();
                out.extend([name, "(", &arguments.join(","), ")"]);
            }
        }
    }
    out
}

/// The names of all placeholders, from left to right. Those of keys are their own; an argument that is called
/// like a key or like another argument gets a number.
fn placeholders(path: &PathTemplate) -> Vec<String> {
    let mut taken: BTreeSet<String> = path.keys().map(|one| one.name.clone()).collect();
    let mut found = Vec::new();
    for segment in &path.segments {
        match segment {
            Segment::Literal(_) => {}
            Segment::Key(key) => found.push(key.name.clone()),
            Segment::Call { parameters, .. } => {
                for one in parameters {
                    let numbered = (1_usize..).map(|number| format!("{}{number}", one.name));
                    let mut names = std::iter::once(one.name.clone()).chain(numbered);
                    let name = names.find(|name| !taken.contains(name)).unwrap_or_default();
                    taken.insert(name.clone());
                    found.push(name);
                }
            }
        }
    }
    found
}

/// The parameters of a path, each with the name of its placeholder.
pub(super) fn path_parameters(path: &PathTemplate) -> Vec<(String, Yaml)> {
    let mut names = placeholders(path).into_iter();
    let mut found = Vec::new();
    for segment in &path.segments {
        match segment {
            Segment::Literal(_) => {}
            Segment::Key(key) => {
                let name = names.next().unwrap_or_default();
                found.push((name.clone(), key_parameter(key, &name)));
            }
            Segment::Call { parameters, .. } => {
                for one in parameters {
                    let name = names.next().unwrap_or_default();
                    found.push((name.clone(), argument(one, &name)));
                }
            }
        }
    }
    found
}

fn declared(name: &str, description: Option<&String>, schema: Entries) -> Entries {
    let mut found = vec![
        ("name".to_owned(), text(name)),
        ("in".to_owned(), text("path")),
        ("required".to_owned(), yes()),
    ];
    add_text(&mut found, "description", description);
    found.push(("schema".to_owned(), Yaml::Map(schema)));
    found
}

fn key_parameter(of: &KeyParameter, name: &str) -> Yaml {
    let schema = vec![("type".to_owned(), text("string"))];
    let mut found = declared(name, of.description.as_ref(), schema);
    add(&mut found, "x-ms-docs-key-type", of.of.as_ref().map(|of| text(key_type(of))));
    Yaml::Map(found)
}

fn argument(of: &FunctionParameter, name: &str) -> Yaml {
    let mut found = declared(name, of.description.as_ref(), schema(&of.ty));
    add_flag(&mut found, "x-odata-optional", of.is_optional);
    Yaml::Map(found)
}
