//! Tables that are larger than any real one come to an end. No clock: a second is one on no two machines, but
//! what is quadratic takes minutes here, and who runs the tests will see it.

mod support;

use std::fmt::Write as _;

use msgraph_spec::Reader;
use msgraph_spec::model::{Api, Requirement, Scheme};
use support::{description, operation};

const PATHS: &str = "  /things: {get: {responses: {'204': {description: ok}}}}";

/// What is quadratic takes more than two minutes with as many.
const MANY: usize = 20_000;

/// Reads a table of so many permissions for `GET /things`: names, and what stands at the path.
fn read(permissions: impl Iterator<Item = (String, String)>) -> Api {
    let mut table = "permissions:\n".to_owned();
    for (name, value) in permissions {
        writeln!(table, "  {name}:\n    schemes: {{DelegatedWork: {{privilegeLevel: 1}}}}").expect("a text");
        let set = "schemeKeys: [DelegatedWork], methods: [GET]";
        writeln!(table, "    pathSets: [{{{set}, paths: {{/things: '{value}'}}}}]").expect("a text");
    }
    let reader = Reader::openapi_text("test.yaml", description(PATHS, "  schemas: {}"));
    let read = reader.permissions_text("permissions.yaml", table).read();
    let read = read.unwrap_or_else(|faults| panic!("{faults}"));
    assert!(read.warnings.is_empty(), "{}", read.warnings);
    read.api
}

fn alternatives(api: &Api) -> Vec<String> {
    let requirement = operation(api, "GET /things").permissions.of(Scheme::DelegatedWork);
    assert!(matches!(requirement, Requirement::OneOf { .. }), "{requirement:?}");
    requirement.alternatives().map(ToString::to_string).collect()
}

#[test]
fn of_permissions_that_stand_alone() {
    let api = read((0..MANY).map(|one| (format!("T{one:05}.Read"), "least=DelegatedWork".to_owned())));
    let found = alternatives(&api);
    assert_eq!(found.len(), MANY);
    assert!(found.is_sorted(), "nothing but the name tells them apart");
}

#[test]
fn of_permissions_that_must_be_held_with_the_same_one() {
    let others = (1..MANY).map(|one| (format!("T{one:05}.Read"), "AlsoRequires=All.Read".to_owned()));
    let api = read(others.chain([("All.Read".to_owned(), String::new())]));
    let found = alternatives(&api);
    assert_eq!(found.len(), MANY - 1, "alone it would make the others idle");
    assert_eq!(found[0], "All.Read and T00001.Read");
}

#[test]
fn of_permissions_that_another_one_makes_idle() {
    let others = (1..MANY).map(|one| (format!("T{one:05}.Read"), "AlsoRequires=All.Read".to_owned()));
    let api = read(others.chain([("All.Read".to_owned(), "least=DelegatedWork".to_owned())]));
    assert_eq!(alternatives(&api), ["All.Read"]);
}
