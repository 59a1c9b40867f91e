//! What fix-ups make of the permissions; what is wrong with them stands in `bad_input/fixups_*`.

mod support;

use std::fmt::Write as _;

use msgraph_spec::model::{Choice, Fixup, OperationPermissions, Requirement, Scheme};
use msgraph_spec::{Diagnostics, Read, Reader};
use support::{bundled, bundled_text, description, operation};

const PATHS: &str = "
  /me/things:
    get: {responses: {'204': {description: ok}}}
    post: {responses: {'204': {description: ok}}}
    patch: {responses: {'204': {description: ok}}}
  /users/{user-id}/things/microsoft.graph.find():
    parameters: [{name: user-id, in: path, required: true, schema: {type: string}}]
    get: {x-ms-docs-operation-type: function, responses: {'204': {description: ok}}}
  /users/{user-id}/things/microsoft.graph.find(name='{name}'):
    parameters:
      - {name: user-id, in: path, required: true, schema: {type: string}}
      - {name: name, in: path, required: true, schema: {type: string}}
    get: {x-ms-docs-operation-type: function, responses: {'204': {description: ok}}}
";

const TABLE: &str = "
permissions:
  T.Read:
    schemes: &all {DelegatedWork: {privilegeLevel: 1}, Application: {privilegeLevel: 1}}
    pathSets:
      - {schemeKeys: [DelegatedWork], methods: [GET], paths: {/me/things: ''}}
  T.ReadWrite:
    schemes: *all
    pathSets:
      - {schemeKeys: [DelegatedWork], methods: [GET, POST], paths: {/me/things: ''}}
  T.Manage: {schemes: *all}
  U.Read: {schemes: *all}
";

/// Entries without reason and link.
fn try_read(fixups: &[&str]) -> Result<Read, Diagnostics> {
    let mut text = if fixups.is_empty() { "fixups: []\n" } else { "fixups:\n" }.to_owned();
    for one in fixups {
        let ground = "reason: \" The page differs. \", link: https://example.org/a";
        writeln!(text, "  - {{{one}, {ground}}}").expect("a text");
    }
    Reader::openapi_text("test.yaml", description(PATHS, "  schemas: {}"))
        .permissions_text("permissions.yaml", TABLE)
        .permission_fixups_text("fixups.yaml", text)
        .read()
}

fn permissions(fixups: &[&str], title: &str) -> OperationPermissions {
    let read = try_read(fixups).unwrap_or_else(|faults| panic!("{faults}"));
    operation(&read.api, title).permissions.clone()
}

/// `least < higher (choice)` of work accounts.
fn shown(requirement: &Requirement) -> String {
    let all: Vec<String> = requirement.alternatives().map(ToString::to_string).collect();
    match requirement {
        Requirement::OneOf { choice, .. } => format!("{} ({choice:?})", all.join(" < ")),
        other => format!("{other:?}"),
    }
}

fn work(fixup: &str, title: &str) -> String {
    shown(&permissions(&[fixup], title).delegated_work)
}

const GET: &str = "GET /me/things";

#[test]
fn the_least_is_set_and_says_that_it_was_reviewed() {
    let fixup = "operation: get /ME/Things, scheme: DelegatedWork, least: T.ReadWrite";
    assert_eq!(work(fixup, GET), "T.ReadWrite < T.Read (Reviewed)");
    assert_eq!(Choice::Reviewed.label(), "set by a fix-up");
    let found = permissions(&[fixup], GET).fixups;
    assert_eq!(found, [Fixup::new(Scheme::DelegatedWork, "The page differs.", "https://example.org/a")]);
    assert!(permissions(&[fixup], "POST /me/things").fixups.is_empty());
}

#[test]
fn alternatives_are_added_and_removed() {
    let fixup = "operation: GET /me/things, scheme: DelegatedWork, add: [U.Read, [T.Manage, U.Read]]";
    let faults = try_read(&[fixup]).expect_err("the second asks for more").to_string();
    assert!(faults.contains("`T.Manage and U.Read` asks for more than `U.Read`"), "{faults}");

    let fixup = "operation: GET /me/things, scheme: DelegatedWork, add: [[U.Read, T.Manage]]";
    assert_eq!(work(fixup, GET), "T.Read < T.ReadWrite < T.Manage and U.Read (FewestMethods)");
    let fixup = "operation: GET /me/things, scheme: DelegatedWork, remove: [T.ReadWrite]";
    assert_eq!(work(fixup, GET), "T.Read (Only)");
    let fixup = "operation: GET /me/things, scheme: DelegatedWork, add: [U.Read], remove: [T.ReadWrite], least: U.Read";
    assert_eq!(work(fixup, GET), "U.Read < T.Read (Reviewed)");
    // one that was the only one has company now, and nothing but the fix-up says that it is the least
    let fixup = "operation: POST /me/things, scheme: DelegatedWork, add: [T.Manage]";
    assert_eq!(work(fixup, "POST /me/things"), "T.ReadWrite < T.Manage (Reviewed)");
    // an added one makes those that ask for more idle
    let fixup = "operation: GET /me/things, scheme: DelegatedWork, remove: [T.Read], add: [[T.Read, U.Read]], least: [U.Read, T.Read]";
    assert_eq!(work(fixup, GET), "T.Read and U.Read < T.ReadWrite (Reviewed)");
}

#[test]
fn without_alternatives_it_is_not_supported() {
    let fixup = "operation: POST /me/things, scheme: DelegatedWork, remove: [T.ReadWrite]";
    assert_eq!(work(fixup, "POST /me/things"), "NotSupported");
}

#[test]
fn what_was_unknown_becomes_known() {
    let title = "PATCH /me/things";
    let unknown = permissions(&[], title);
    assert_eq!(unknown, OperationPermissions::default());
    let fixup = "operation: PATCH /me/things, scheme: DelegatedWork, add: [T.ReadWrite]";
    let found = permissions(&[fixup], title);
    assert_eq!(shown(&found.delegated_work), "T.ReadWrite (Only)");
    assert_eq!(found.delegated_personal, Requirement::Unknown, "nothing was said of it");
    assert_eq!(found.application, Requirement::Unknown);
    let several =
        "operation: PATCH /me/things, scheme: DelegatedWork, add: [T.ReadWrite, T.Manage], least: T.Manage";
    assert_eq!(work(several, title), "T.Manage < T.ReadWrite (Reviewed)");
}

#[test]
fn each_scheme_has_a_fixup_of_its_own_and_they_come_in_order() {
    let find = "GET /users/{user-id}/things/microsoft.graph.find()";
    let fixups = [
        "operation: \"GET /users/{id}/things/find()\", scheme: Application, add: [T.Manage]",
        "operation: \"GET /users/{id}/things/find()\", scheme: DelegatedWork, add: [T.Read]",
    ];
    let found = permissions(&fixups, find);
    assert_eq!(shown(&found.application), "T.Manage (Only)");
    assert_eq!(shown(&found.delegated_work), "T.Read (Only)");
    let schemes: Vec<Scheme> = found.fixups.iter().map(|one| one.scheme).collect();
    assert_eq!(schemes, [Scheme::Application, Scheme::DelegatedWork]);
}

#[test]
fn a_bare_function_means_all_its_overloads() {
    let overload = "GET /users/{user-id}/things/microsoft.graph.find(name='{name}')";
    let (one, other) = ("GET /users/{user-id}/things/microsoft.graph.find()", overload);
    let bare = "operation: \"GET /users/{id}/things/find\", scheme: Application, add: [T.Read]";
    assert_eq!(shown(&permissions(&[bare], one).application), "T.Read (Only)");
    assert_eq!(shown(&permissions(&[bare], other).application), "T.Read (Only)");
    let exact = "operation: \"GET /users/{id}/things/microsoft.graph.find(name='{name}')\", scheme: Application, add: [T.Read]";
    assert_eq!(permissions(&[exact], one).application, Requirement::Unknown);
    assert_eq!(shown(&permissions(&[exact], other).application), "T.Read (Only)");
}

#[test]
fn an_empty_list_is_a_list() {
    let read = Reader::openapi_text("test.yaml", description(PATHS, "  schemas: {}"))
        .permissions_text("permissions.yaml", TABLE)
        .permission_fixups_text("fixups.json", "{\"fixups\": []}")
        .read();
    assert!(read.expect("no fault").warnings.is_empty());
}

#[test]
fn files_and_texts_are_the_same() {
    let reader = || Reader::openapi(bundled("openapi.yaml")).permissions(bundled("permissions.yaml"));
    let file = reader().permission_fixups(bundled("permission-fixups.yaml")).read().expect("the slice").api;
    let text = bundled_text("permission-fixups.yaml");
    let text = reader().permission_fixups_text("permission-fixups.yaml", text).read().expect("the slice").api;
    assert_eq!(file, text);
}
