//! Small permission tables, and what they give the operations of a small description.

use msgraph_spec::model::{Api, Requirement, Scheme};
use msgraph_spec::{Diagnostics, Reader};

use super::support::{description, operation};

/// Operations to give permissions to.
pub(crate) const PATHS: &str = "
  /me/things:
    get: {responses: {'204': {description: ok}}}
    post: {responses: {'204': {description: ok}}}
  /users/{user-id}/things:
    parameters: [{name: user-id, in: path, required: true, schema: {type: string}}]
    get: {responses: {'204': {description: ok}}}
    post: {responses: {'204': {description: ok}}}
    patch: {responses: {'204': {description: ok}}}
  /users/{user-id}/things/microsoft.graph.find(name='{name}'):
    parameters:
      - {name: user-id, in: path, required: true, schema: {type: string}}
      - {name: name, in: path, required: true, schema: {type: string}}
    get: {x-ms-docs-operation-type: function, responses: {'204': {description: ok}}}
  /apps:
    get: {responses: {'204': {description: ok}}}
  /apps(appId='{appId}'):
    parameters: [{name: appId, in: path, required: true, schema: {type: string}}]
    get: {responses: {'204': {description: ok}}}
";

pub(crate) const GET: &str = "GET /users/{user-id}/things";

/// A permission with levels for work and application, and its path sets: scheme, methods, path, value.
pub(crate) fn permission(name: &str, level: Option<u32>, sets: &[(&str, &str, &str, &str)]) -> String {
    let level = level.map(|level| format!("privilegeLevel: {level}")).unwrap_or_default();
    let mut lines = vec![format!("  {name}:"), "    schemes:".to_owned()];
    lines.extend(Scheme::ALL.map(|scheme| format!("      {scheme}: {{{level}}}")));
    lines.push("    pathSets:".to_owned());
    lines.extend(sets.iter().map(|(schemes, methods, path, value)| {
        format!("      - {{schemeKeys: [{schemes}], methods: [{methods}], paths: {{{path}: '{value}'}}}}")
    }));
    lines.join("\n") + "\n"
}

pub(crate) fn try_read(permissions: &[String], may_cover_more: bool) -> Result<Api, Diagnostics> {
    let table = format!("permissions:\n{}", permissions.concat());
    let text = description(PATHS, "  schemas: {}");
    let reader = Reader::openapi_text("test.yaml", text).permissions_text("permissions.yaml", table);
    reader.permissions_may_cover_more(may_cover_more).read().map(|read| read.api)
}

pub(crate) fn read(permissions: &[String]) -> Api {
    try_read(permissions, false).unwrap_or_else(|faults| panic!("{faults}"))
}

/// `least (choice) < higher < higher`
pub(crate) fn shown(requirement: &Requirement) -> String {
    match requirement {
        Requirement::OneOf { least, higher, choice } => {
            let first = format!("{least} ({choice:?})");
            let all: Vec<String> =
                std::iter::once(first).chain(higher.iter().map(ToString::to_string)).collect();
            all.join(" < ")
        }
        other => format!("{other:?}"),
    }
}

pub(crate) fn work(permissions: &[String], title: &str) -> String {
    shown(&operation(&read(permissions), title).permissions.delegated_work)
}

pub(crate) const PATH: &str = "'/users/{id}/things'";
pub(crate) const W: &str = "DelegatedWork";
