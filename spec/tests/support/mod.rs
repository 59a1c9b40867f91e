//! What the integration tests share.

#![allow(dead_code, reason = "each test binary uses a part of it")]

pub(crate) mod listed;

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use msgraph_spec::model::{Api, Operation, StructuredType, TypeDef, TypeName};
use msgraph_spec::{Read, Reader};

/// Where the real metadata of Graph lies, if it does.
pub(crate) fn metadata(name: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/metadata").join(name);
    if path.is_file() {
        return Some(path);
    }
    // straight to the stream, which the test runner does not keep to itself as it does `println!`
    let test = std::thread::current().name().unwrap_or("a test").to_owned();
    writeln!(std::io::stderr(), "skipped: {test} needs ../shared/metadata/{name}, which is not there").ok();
    None
}

/// A file of the bundled slice.
pub(crate) fn bundled(name: &str) -> PathBuf {
    Path::new(msgraph_spec::ONLINE_MEETINGS_DIR).join(name)
}

pub(crate) fn bundled_text(name: &str) -> String {
    fs::read_to_string(bundled(name)).expect("a file of the bundled slice")
}

pub(crate) fn bundled_api() -> Api {
    let reader = Reader::openapi(bundled("openapi.yaml"))
        .permissions(bundled("permissions.yaml"))
        .permission_fixups(bundled("permission-fixups.yaml"));
    let read = reader.read().expect("the bundled slice");
    assert!(read.warnings.is_empty(), "{}", read.warnings);
    read.api
}

/// A description with these paths and schemas, both indented by two spaces.
pub(crate) fn description(paths: &str, components: &str) -> String {
    let paths = if paths.trim().is_empty() { "  {}" } else { paths };
    format!(
        "openapi: 3.0.3
info: {{title: Test, version: v1.0}}
servers: [{{url: https://graph.microsoft.com/v1.0/}}]
paths:
{paths}
components:
{components}
"
    )
}

/// Reads a description that must be without any fault.
pub(crate) fn api(paths: &str, components: &str) -> Api {
    let read = read(paths, components);
    assert!(read.warnings.is_empty(), "{}", read.warnings);
    read.api
}

/// Reads a description that must be without errors.
pub(crate) fn read(paths: &str, components: &str) -> Read {
    let text = description(paths, components);
    Reader::openapi_text("test.yaml", &text).read().unwrap_or_else(|faults| panic!("{faults}"))
}

pub(crate) fn structured<'a>(api: &'a Api, name: &str) -> &'a StructuredType {
    api.structured(&TypeName::new(name)).unwrap_or_else(|| panic!("there is no type {name}"))
}

/// The properties of a type: `name: type`, `?` where null, `nav` where navigation.
pub(crate) fn properties(api: &Api, name: &str) -> Vec<String> {
    structured(api, name)
        .properties
        .iter()
        .map(|one| {
            let null = if one.ty.is_nullable { "?" } else { "" };
            let navigation = if one.is_navigation { " nav" } else { "" };
            let required = if one.is_required { " required" } else { "" };
            format!("{}: {}{null}{navigation}{required}", one.name, one.ty)
        })
        .collect()
}

pub(crate) fn members(api: &Api, name: &str) -> Vec<String> {
    match api.types.get(&TypeName::new(name)) {
        Some(TypeDef::Enum(one)) => one.members.iter().map(|member| member.name.clone()).collect(),
        other => panic!("{name} is {other:?}"),
    }
}

/// The operation with that title, `GET /me`.
pub(crate) fn operation<'a>(api: &'a Api, title: &str) -> &'a Operation {
    let titles = || api.operations.iter().map(Operation::title).collect::<Vec<_>>();
    api.operations
        .iter()
        .find(|one| one.title() == title)
        .unwrap_or_else(|| panic!("there is no {title} among {:#?}", titles()))
}
