//! Parts without a name that a `$ref` leads to all the same: a property of another schema, the
//! second parameter of another path.
//!
//! Graph's own descriptions have none. Those that other tools wrote do, so each such part is
//! deserialized once more, and stands under `components` with the way to it for its name. That way is
//! the same for all the `$ref`s that lead there, in whatever words.

use std::collections::{BTreeMap, BTreeSet};

use openapiv3::{OpenAPI, Parameter, ReferenceOr, RequestBody, Response, Schema};

use crate::tree::{At, Node, Value};

use super::components::{named, walk};
use super::forms::{self, Form};
use super::pieces;

/// Puts all of them under `components`. What leads nowhere is reported where it is used.
pub(super) fn adopt(typed: &mut OpenAPI, top: &At<'_>) {
    let mut links = BTreeSet::new();
    collect(top.node, &mut links);
    let found = links.into_iter().filter_map(|to| walk(top, to)).filter(At::is_map);
    let parts: BTreeMap<String, At<'_>> = found.map(|at| (name_of(&at), at)).collect();
    for (name, at) in parts {
        let components = typed.components.get_or_insert_default();
        match sort(&name) {
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

/// The name under `components` of a part that has none in the description.
pub(super) fn name_of(at: &At<'_>) -> String {
    format!("#{}", at.pointer)
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

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use crate::openapi::read;
    use crate::tree::{self, Document};

    #[test]
    fn a_part_is_adopted_once_however_it_is_named() {
        let text = r"{openapi: 3.0.3, components: {schemas: {'{a}': {allOf: [{type: string}]}, b: {allOf: [
            {$ref: '#/components/schemas/{a}/allOf/0'}, {$ref: '#/components/schemas/%7Ba}/allOf/0'},
            {$ref: '#/components/schemas/%7Ba%7D/allOf/0'}, {$ref: '#/components/schemas/{a}/allOf/00'},
            {$ref: '#/components/schemas/{a}/allOf/+0'}]}}}}";
        let root = tree::parse("a.yaml", text).expect("a tree");
        let document = Document::new(Arc::from("a.yaml"), Arc::from(text), root);
        let components = read(&document).and_then(|typed| typed.components).expect("components");
        let names: Vec<&String> = components.schemas.keys().collect();
        assert_eq!(names, ["{a}", "b", "#/components/schemas/{a}/allOf/0"]);
    }
}
