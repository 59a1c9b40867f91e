//! OpenAPI 3.0, as Graph writes it, into the model.
//!
//! Everything is read straight from the tree of the file (see [`tree`](crate::tree)), which knows
//! the place of every value and keeps what stands beside a `$ref`.

mod answers;
mod bodies;
mod components;
mod operations;
mod parameters;
mod paths;
mod structured;
mod types;
mod values;

use std::cell::{Cell, RefCell};
use std::collections::{BTreeSet, HashMap};

use crate::model::{Api, Docs, TypeName};
use crate::tree::{At, Document};
use components::Components;
use types::{Shape, shape_of};

/// Lowers a file; faults go to the document.
pub(crate) fn lower(document: &Document) -> Api {
    let top = document.top();
    let mut api = Api::new("", "", "");
    if !has_right_version(&top) {
        return api;
    }
    let lower = Lower::new(&top);
    lower.head(&mut api);
    lower.types(&mut api);
    lower.operations(&mut api);
    lower.reached_types(&mut api);
    types::mark_entities(&mut api);
    api
}

/// Only 3.0 is read: 3.1 writes null, examples and bounds in another way, and 2.0 everything.
fn has_right_version(top: &At<'_>) -> bool {
    let help = "convert the file to OpenAPI 3.0";
    if let Some(swagger) = top.get("swagger") {
        let version = swagger.as_str().unwrap_or_default();
        swagger.error(format!("this is OpenAPI {version}, but only 3.0 can be read"), help);
        return false;
    }
    let Some(openapi) = top.get("openapi") else {
        if top.is_map() {
            top.error(
                "this is not an OpenAPI description: it has no `openapi` key",
                "begin the file with `openapi: 3.0.3`",
            );
        } else {
            top.expected("a mapping with the key `openapi`");
        }
        return false;
    };
    let Some(version) = openapi.as_str() else { return false };
    let is_right = version == "3.0" || version.starts_with("3.0.");
    if !is_right {
        openapi.error(format!("this is OpenAPI {version}, but only 3.0 can be read"), help);
    }
    is_right
}

/// The lowering of one file.
struct Lower<'a> {
    top: At<'a>,
    components: Components<'a>,
    shapes: RefCell<HashMap<&'a str, Shape>>,
    /// How many schemas that stand for others the current value has led through.
    depth: Cell<usize>,
    /// Whether one of them led back to itself.
    is_endless: Cell<bool>,
    /// The types that something refers to.
    reached: RefCell<BTreeSet<&'a str>>,
}

impl<'a> Lower<'a> {
    fn new(top: &At<'a>) -> Self {
        Self {
            top: top.clone(),
            components: Components::new(top),
            shapes: RefCell::default(),
            depth: Cell::new(0),
            is_endless: Cell::new(false),
            reached: RefCell::default(),
        }
    }

    fn head(&self, api: &mut Api) {
        if let Some(info) = self.top.get("info") {
            api.title = info.words("title").unwrap_or_default();
            api.version = info.words("version").unwrap_or_default();
        }
        if let Some(root) = self.top.items_of("servers").first().and_then(|one| one.words("url")) {
            root.trim_end_matches('/').clone_into(&mut api.service_root);
        } else if self.top.get("servers").is_none_or(|servers| servers.is_empty()) {
            self.top.error(
                "the description names no server",
                "add `servers: [{url: https://graph.microsoft.com/v1.0}]`",
            );
        }
    }

    /// The name of a type of `microsoft.graph` that the file defines.
    fn known_type(&self, short: &str) -> Option<TypeName> {
        let qualified = format!("microsoft.graph.{short}");
        let is_type =
            |name: &&str| self.components.schema(name).is_some_and(|at| shape_of(at) == Shape::Structured);
        [qualified.as_str(), short].into_iter().find(is_type).map(TypeName::new)
    }
}

/// Summary, description and link of an item.
fn docs(at: &At<'_>) -> Docs {
    Docs {
        summary: at.words("summary"),
        description: at.words("description"),
        link: at.get("externalDocs").and_then(|docs| docs.words("url")),
    }
}
