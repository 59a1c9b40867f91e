//! Parts without a name that a `$ref` leads to all the same: a property of another schema, the
//! second parameter of another path.
//!
//! Graph's own descriptions have none. Those that other tools wrote do, so each such part is
//! deserialized once more, and stands under `components` with the `$ref` for its name.

use std::collections::BTreeSet;

use openapiv3::{OpenAPI, Parameter, ReferenceOr, RequestBody, Response, Schema};

use crate::tree::{At, Node, Value};

use super::components::{named, walk};
use super::forms::{self, Form};
use super::pieces;

/// Puts all of them under `components`. What leads nowhere is reported where it is used.
pub(super) fn adopt(typed: &mut OpenAPI, top: &At<'_>) {
    let mut links = BTreeSet::new();
    collect(top.node, &mut links);
    let parts = links.into_iter().filter_map(|to| Some((to, walk(top, to)?)));
    for (to, at) in parts.filter(|(_, at)| at.is_map()) {
        let components = typed.components.get_or_insert_default();
        let name = to.to_owned();
        match sort(to) {
            Sort::Schema => {
                let part = pieces::part::<ReferenceOr<Schema>>(&at, &Form::Linked(&forms::SCHEMA));
                components.schemas.extend(part.map(|part| (name, part)));
            }
            Sort::Parameter => {
                let part = pieces::part::<ReferenceOr<Parameter>>(&at, &Form::Linked(&forms::PARAMETER));
                components.parameters.extend(part.map(|part| (name, part)));
            }
            Sort::Response => {
                let part = pieces::part::<ReferenceOr<Response>>(&at, &Form::Linked(&forms::RESPONSE));
                components.responses.extend(part.map(|part| (name, part)));
            }
            Sort::RequestBody => {
                let form = Form::Linked(&forms::REQUEST_BODY);
                let part = pieces::part::<ReferenceOr<RequestBody>>(&at, &form);
                components.request_bodies.extend(part.map(|part| (name, part)));
            }
        }
    }
}

/// Every `$ref` that leads into the inside of something.
fn collect<'a>(node: &'a Node, links: &mut BTreeSet<&'a str>) {
    match &node.value {
        Value::Scalar { .. } => {}
        Value::List(items) => items.iter().for_each(|item| collect(item, links)),
        Value::Map(entries) => {
            for one in entries {
                match &one.value.value {
                    Value::Scalar { text, .. } => {
                        let is_link = &*one.key == "$ref" && text.starts_with("#/");
                        links.extend((is_link && named(text).is_none()).then_some(&**text));
                    }
                    _ => collect(&one.value, links),
                }
            }
        }
    }
}

enum Sort {
    Schema,
    Parameter,
    Response,
    RequestBody,
}

/// What a `$ref` leads to, by the last steps of its way.
fn sort(to: &str) -> Sort {
    let mut steps = to.rsplit('/');
    match (to.starts_with("#/paths/"), steps.next(), steps.next()) {
        (true, Some(_), Some("parameters")) => Sort::Parameter,
        (true, Some(_), Some("responses")) => Sort::Response,
        (true, Some("requestBody"), _) => Sort::RequestBody,
        _ => Sort::Schema,
    }
}
