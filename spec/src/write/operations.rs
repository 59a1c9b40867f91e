//! Operations.

use super::bodies::{body, responses};
use super::shared::Shared;
use super::types::documented;
use super::values::schema;
use super::yaml::{Entries, Yaml, add, add_flag, add_text, map, text};
use crate::model::{Answer, Operation, OperationKind, Parameter, ParameterPlace};
use crate::openapi::{called, crud, kind_name};

/// An operation, with the parameters of its path that do not stand there.
pub(super) fn operation(of: &Operation, of_path: Vec<Yaml>, shared: &mut Shared) -> Yaml {
    let mut found = Entries::new();
    add_text(&mut found, "summary", of.docs.summary.as_ref());
    documented(&mut found, &of.docs);
    let own = of.parameters.iter().map(parameter);
    let parameters: Vec<Yaml> = of_path.into_iter().chain(own).map(|one| shared.parameter(one)).collect();
    if !parameters.is_empty() {
        found.push(("parameters".to_owned(), Yaml::List(parameters)));
    }
    add(&mut found, "requestBody", of.body.as_ref().map(body));
    found.push(("responses".to_owned(), responses(&of.successes, shared)));
    if is_pageable(of) {
        found.push(("x-ms-pageable".to_owned(), map([("nextLinkName", text("@odata.nextLink"))])));
    }
    let stated = match of.kind {
        OperationKind::Action => "action",
        OperationKind::Function => "function",
        _ => "operation",
    };
    found.push(("x-ms-docs-operation-type".to_owned(), text(stated)));
    let first = of.successes.first().map_or(&Answer::Empty, |one| &one.answer);
    let inferred = called(of.method, &of.path.segments).unwrap_or_else(|| crud(of.method, first));
    if stated == "operation" && inferred != of.kind {
        found.push(("x-odata-kind".to_owned(), text(kind_name(of.kind))));
    }
    Yaml::Map(found)
}

/// Whether it answers pages only: a collection that is none would be taken for one.
fn is_pageable(of: &Operation) -> bool {
    let is_page = |answer: &Answer| matches!(answer, Answer::Page { .. });
    let is_wrapped = |answer: &Answer| matches!(answer, Answer::Wrapped(_));
    let any = |is: fn(&Answer) -> bool| of.successes.iter().any(|one| is(&one.answer));
    any(is_page) && !any(is_wrapped)
}

/// A query option or a header.
pub(super) fn parameter(of: &Parameter) -> Yaml {
    let place = match of.place {
        ParameterPlace::Query => "query",
        ParameterPlace::Header => "header",
    };
    let mut found = vec![("name".to_owned(), text(&of.name)), ("in".to_owned(), text(place))];
    add_flag(&mut found, "required", of.is_required);
    add_text(&mut found, "description", of.description.as_ref());
    if of.ty.is_collection && of.place == ParameterPlace::Query {
        // `$select=id,subject`
        found.push(("style".to_owned(), text("form")));
        found.push(("explode".to_owned(), Yaml::Word("false".to_owned())));
    }
    found.push(("schema".to_owned(), Yaml::Map(schema(&of.ty))));
    Yaml::Map(found)
}
