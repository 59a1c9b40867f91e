//! OpenAPI 3.0, as Graph writes it, into the model.
//!
//! What the description says is read from the typed document, `openapiv3`'s. The tree of the file
//! (see [`tree`](crate::tree)) goes beside it, for what a deserializer cannot tell:
//!
//! - the place of every part, for diagnostics and origins;
//! - what `openapiv3` drops: words beside a `$ref`, keys that it does not know, whether an empty list
//!   stands there at all, how a number is written;
//! - which part is faulty, where the whole cannot be deserialized: see [`pieces`].

mod adopted;
mod answers;
mod bodies;
mod components;
mod fits;
mod forms;
mod located;
mod operations;
mod parameters;
mod paths;
mod pieces;
mod schema;
mod structured;
mod typed;
mod types;
mod values;

use std::cell::{Cell, RefCell};
use std::collections::{BTreeSet, HashMap};

use openapiv3::OpenAPI;

use crate::model::{Api, HttpMethod, TypeName};
use crate::tree::{At, Document};
use components::Components;
use located::words;
use types::{Shape, shape_of};

pub(crate) use operations::{called, crud, kind_name};
pub(crate) use typed::read;
pub(crate) use types::is_plumbing;

/// Lowers the typed document of a file; faults go to the document.
pub(crate) fn lower(typed: &OpenAPI, document: &Document) -> Api {
    let mut api = Api::new("", "", "");
    let lower = Lower::new(typed, &document.top());
    lower.head(&mut api);
    lower.types(&mut api);
    lower.operations(&mut api);
    lower.reached_types(&mut api);
    types::mark_entities(&mut api);
    api
}

/// Every method on every path that the description writes down, faulty or not.
pub(crate) fn declared(document: &Document) -> Vec<(HttpMethod, &str)> {
    let paths = document.top().entries_of("paths").into_iter();
    let operations = paths.flat_map(|(path, at)| {
        let methods = at.entries().into_iter();
        methods.filter_map(|(method, _)| HttpMethod::parse(method)).map(move |method| (method, path))
    });
    operations.collect()
}

/// The lowering of one file.
struct Lower<'a> {
    typed: &'a OpenAPI,
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
    fn new(typed: &'a OpenAPI, top: &At<'a>) -> Self {
        Self {
            typed,
            top: top.clone(),
            components: Components::new(typed, top),
            shapes: RefCell::default(),
            depth: Cell::new(0),
            is_endless: Cell::new(false),
            reached: RefCell::default(),
        }
    }

    fn head(&self, api: &mut Api) {
        api.title = words(Some(&self.typed.info.title)).unwrap_or_default();
        api.version = words(Some(&self.typed.info.version)).unwrap_or_default();
        if let Some(server) = self.typed.servers.first() {
            server.url.trim().trim_end_matches('/').clone_into(&mut api.service_root);
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
        let is_type = |name: &&str| {
            self.components.schema(name).is_some_and(|schema| shape_of(&schema) == Shape::Structured)
        };
        [qualified.as_str(), short].into_iter().find(is_type).map(TypeName::new)
    }
}
