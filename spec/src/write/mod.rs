//! Writes a slice down: its description as OpenAPI, and the part of the permission table that goes with it.
//!
//! What is written reads back as what was written: the same [`Api`](crate::model::Api), whatever it was read
//! from. The same slice is always the same bytes.

mod bodies;
mod operations;
mod paths;
mod permissions;
mod scalar;
mod shared;
mod types;
mod values;
#[cfg(test)]
mod whole_graph;
mod yaml;

use crate::model::Api;
use shared::Shared;
use yaml::{Yaml, map, text};

pub use permissions::write_permissions;

/// What a reader of the file has to know. The names of extensions are those of Microsoft's own files where these
/// have one.
const HEADER: &str = "\
# A slice of Microsoft Graph, cut out of a larger description and written by a program: change what it is cut
# from or the settings of the cut, and not this file.
#
# Conventions, most of them those of Microsoft's own OpenAPI files:
# - A schema is named after its OData type. A derived type is `allOf` of its base and one object with the rest.
# - `x-odata-kind` says what a schema or an operation is in OData's words, where it could be taken for another one:
#   entity, complex, parameters (those of an action) or enum; list, get, create, update, replace, delete or
#   content.
# - `x-odata-abstract: true` marks an abstract type, `additionalProperties: true` an open one.
# - A property may be null if it says `nullable: true`, or `anyOf` of its type and a nullable object.
# - `readOnly: true`: only the service sets it. `x-odata-immutable: true`: set on creation only.
# - `x-ms-secret: true`: lets somebody in, or reaches a person, so it must never be logged.
# - `x-ms-navigationProperty: true`: leads to other entities, which are sent only when expanded.
# - `x-odata-type: Edm.Stream`: never in line, but on a path of its own.
# - `x-ms-summary` is a short line beside the description of a type, a property or a member.
# - `x-ms-enum` describes the members of an enum; `x-ms-enum-flags` marks those that are sets.
# - `x-ms-docs-operation-type` tells operations, actions and functions apart.
# - `x-ms-docs-key-type` on a path parameter names the entity type whose key it is.
# - `x-odata-optional: true` on a path parameter: the function may be called without it, although OpenAPI has to
#   call it required.

";

/// An API as an OpenAPI 3.0 description in YAML, without its permissions, for which there is
/// [`write_permissions`].
///
/// Reading it gives an equal API. The texts, the links and all that the model knows of types and operations is
/// there, in the conventions of Microsoft's own descriptions as far as these have a word for it; the beginning
/// of the file says what the others mean. What the model does not know (examples, tags, the errors of an operation)
/// is not there, except what makes the file a complete description.
///
/// ```
/// let description = "
/// openapi: 3.0.3
/// info: {title: Notes, version: v1.0}
/// servers: [{url: https://graph.microsoft.com/v1.0}]
/// paths:
///   /me/notes: {get: {responses: {'204': {description: ok}}}}
///   /me/tasks: {get: {responses: {'204': {description: ok}}}}
/// ";
/// let notes = msgraph_spec::Reader::openapi_text("graph.yaml", description).include("/me/notes").read()?.api;
/// let written = msgraph_spec::write_openapi(&notes);
/// assert!(written.contains("paths:\n  /me/notes:\n    get:\n"));
/// assert_eq!(msgraph_spec::Reader::openapi_text("notes.yaml", &written).read()?.api, notes);
/// # Ok::<(), msgraph_spec::Diagnostics>(())
/// ```
#[must_use]
pub fn write_openapi(api: &Api) -> String {
    let mut shared = Shared::of(api);
    let paths = paths::paths(api, &mut shared);
    let mut components = Vec::new();
    let parameters = shared.parameters();
    if !parameters.is_empty() {
        components.push(("parameters".to_owned(), Yaml::Map(parameters)));
    }
    components.push(("responses".to_owned(), Yaml::Spaced(shared.responses())));
    components.push(("schemas".to_owned(), Yaml::Spaced(types::schemas(api))));
    let top = vec![
        ("openapi".to_owned(), Yaml::Word("3.0.3".to_owned())),
        ("info".to_owned(), map([("title", text(&api.title)), ("version", text(&api.version))])),
        ("servers".to_owned(), Yaml::List(vec![map([("url", text(&api.service_root))])])),
        ("paths".to_owned(), Yaml::Spaced(paths)),
        ("components".to_owned(), Yaml::Map(components)),
    ];
    format!("{HEADER}{}", yaml::lines(&top))
}
