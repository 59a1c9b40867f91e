//! Permission tables and what they give each operation.

mod support;

use std::collections::BTreeSet;

use msgraph_spec::model::{Api, Choice, OperationPermissions, Requirement, Scheme};
use msgraph_spec::{Diagnostics, Reader};
use support::{bundled_api, description, metadata, operation};

/// Operations to give permissions to.
const PATHS: &str = "
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

const GET: &str = "GET /users/{user-id}/things";

/// A permission with levels for work and application, and its path sets: scheme, methods, path, value.
fn permission(name: &str, level: Option<u32>, sets: &[(&str, &str, &str, &str)]) -> String {
    let level = level.map(|level| format!("privilegeLevel: {level}")).unwrap_or_default();
    let mut lines = vec![format!("  {name}:"), "    schemes:".to_owned()];
    lines.extend(Scheme::ALL.map(|scheme| format!("      {scheme}: {{{level}}}")));
    lines.push("    pathSets:".to_owned());
    lines.extend(sets.iter().map(|(schemes, methods, path, value)| {
        format!("      - {{schemeKeys: [{schemes}], methods: [{methods}], paths: {{{path}: '{value}'}}}}")
    }));
    lines.join("\n") + "\n"
}

fn try_read(permissions: &[String], may_cover_more: bool) -> Result<Api, Diagnostics> {
    let table = format!("permissions:\n{}", permissions.concat());
    let text = description(PATHS, "  schemas: {}");
    let reader = Reader::openapi_text("test.yaml", text).permissions_text("permissions.yaml", table);
    reader.permissions_may_cover_more(may_cover_more).read().map(|read| read.api)
}

fn read(permissions: &[String]) -> Api {
    try_read(permissions, false).unwrap_or_else(|faults| panic!("{faults}"))
}

/// `least (choice) < higher < higher`
fn shown(requirement: &Requirement) -> String {
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

fn work(permissions: &[String], title: &str) -> String {
    shown(&operation(&read(permissions), title).permissions.delegated_work)
}

const PATH: &str = "'/users/{id}/things'";
const W: &str = "DelegatedWork";

#[test]
fn one_alternative_is_the_only_one() {
    let things = [permission("T.ReadWrite", None, &[(W, "GET", PATH, "")])];
    assert_eq!(work(&things, GET), "T.ReadWrite (Only)");
}

#[test]
fn the_table_states_the_least() {
    let things = [
        permission("T.ReadWrite", Some(1), &[(W, "GET", PATH, "least=DelegatedWork")]),
        permission("T.Read", Some(1), &[(W, "GET", PATH, "")]),
    ];
    assert_eq!(work(&things, GET), "T.ReadWrite (Stated) < T.Read");
}

#[test]
fn ties_go_to_the_fewest_methods_of_all_path_sets() {
    // One permission has its methods in two path sets, which count together.
    let things = [
        permission(
            "A.Read",
            Some(1),
            &[(W, "GET", PATH, "least=DelegatedWork"), (W, "POST", "'/USERS/{x}/Things'", "")],
        ),
        permission("B.ReadWrite", Some(9), &[(W, "GET", PATH, "least=DelegatedWork")]),
    ];
    assert_eq!(work(&things, GET), "B.ReadWrite (FewestMethods) < A.Read");
}

#[test]
fn methods_count_in_the_same_scheme_only() {
    let things = [
        permission("A.Read", Some(2), &[(W, "GET", PATH, ""), ("Application", "POST, PATCH", PATH, "")]),
        permission("B.Read", Some(1), &[(W, "GET", PATH, "")]),
    ];
    assert_eq!(work(&things, GET), "B.Read (PrivilegeLevel) < A.Read");
}

#[test]
fn an_unknown_level_is_the_highest() {
    let things = [
        permission("A.Read", None, &[(W, "GET", PATH, "")]),
        permission("B.Read", Some(5), &[(W, "GET", PATH, "")]),
    ];
    assert_eq!(work(&things, GET), "B.Read (PrivilegeLevel) < A.Read");
}

#[test]
fn reading_comes_before_writing() {
    let things = [
        permission("A.ReadWrite", Some(1), &[(W, "GET", PATH, "")]),
        permission("B.ReadBasic", Some(1), &[(W, "GET", PATH, "")]),
        permission("C.Read.All", Some(1), &[(W, "GET", PATH, "")]),
    ];
    assert_eq!(work(&things, GET), "B.ReadBasic (ReadBeforeWrite) < C.Read.All < A.ReadWrite");
    assert_eq!(work(&things[..2], GET), "B.ReadBasic (ReadBeforeWrite) < A.ReadWrite");
    // even where the levels contradict it
    let things = [
        permission("A.Read.All", Some(4), &[(W, "GET", PATH, "")]),
        permission("A.ReadWrite.All", Some(3), &[(W, "GET", PATH, "")]),
    ];
    assert_eq!(work(&things, GET), "A.Read.All (ReadBeforeWrite) < A.ReadWrite.All");
}

#[test]
fn the_marked_ones_come_first_even_where_others_open_less() {
    let things = [
        permission("A.Read", Some(1), &[(W, "GET", PATH, "")]),
        permission("B.ReadWrite", Some(2), &[(W, "GET, POST", PATH, "least=DelegatedWork")]),
        permission("C.ReadWrite", Some(3), &[(W, "GET, POST", PATH, "least=DelegatedWork")]),
    ];
    assert_eq!(work(&things, GET), "B.ReadWrite (PrivilegeLevel) < A.Read < C.ReadWrite");
}

#[test]
fn also_requires_means_and() {
    let things = [
        permission("A.Read", Some(1), &[(W, "GET", PATH, "least=DelegatedWork;AlsoRequires=B.Read")]),
        permission(
            "B.Read",
            Some(1),
            &[(W, "GET", PATH, "AlsoRequires=A.Read"), (W, "GET", PATH, "AlsoRequires=C.Read")],
        ),
        permission("C.Read", Some(1), &[]).replace("    pathSets:\n", ""),
    ];
    // The same two together are one alternative, whichever of them the table starts from.
    assert_eq!(work(&things, GET), "A.Read and B.Read (Stated) < B.Read and C.Read");
}

/// What one permission that also requires others asks for.
fn also(requires: &str) -> String {
    let value = format!("AlsoRequires={requires}");
    let mut things = vec![permission("T.ReadWrite", Some(3), &[(W, "GET", PATH, &value)])];
    for name in requires.split(',') {
        things.push(permission(name, Some(2), &[]));
    }
    work(&things, GET)
}

#[test]
fn names_of_one_resource_are_alternatives_and_others_are_needed_too() {
    assert_eq!(also("A.Read"), "A.Read and T.ReadWrite (Only)");
    assert_eq!(also("A.Read,A.ReadWrite"), "A.Read and T.ReadWrite (Name) < A.ReadWrite and T.ReadWrite");
    assert_eq!(
        also("A.Read.All,Directory.Read.All"),
        "A.Read.All and T.ReadWrite (Name) < Directory.Read.All and T.ReadWrite"
    );
    assert_eq!(also("A.Read,B.Read"), "A.Read and B.Read and T.ReadWrite (Only)");
    assert_eq!(
        also("A.Read,B.Read,B.ReadWrite,Directory.Read.All"),
        "Directory.Read.All and T.ReadWrite (PrivilegeLevel) < A.Read and B.Read and T.ReadWrite \
         < A.Read and B.ReadWrite and T.ReadWrite"
    );
    assert_eq!(also("Directory.Read.All"), "Directory.Read.All and T.ReadWrite (Only)");
}

#[test]
fn a_mark_for_another_scheme_or_for_one_chat_counts_where_there_is_none() {
    let wide = permission("Directory.Read.All", Some(1), &[("Application", "GET", PATH, "")]);
    let things = permission("T.Read.All", Some(3), &[("Application", "GET", PATH, "")]);
    let app = |things: &[String]| shown(&operation(&read(things), GET).permissions.application);
    let delegated = permission("T.Read", Some(1), &[(W, "GET", PATH, "least=DelegatedWork")]);
    let specific = permission("T.Read.Group", Some(1), &[("Application", "GET", PATH, "least=Application")]);
    let expected = "T.Read.All (StatedElsewhere) < Directory.Read.All";
    assert_eq!(app(&[wide.clone(), things.clone(), delegated.clone()]), expected);
    assert_eq!(app(&[wide.clone(), things.clone(), specific]), expected);
    // not a mark for another method, and not where the scheme has one of its own
    let post = permission("T.Read", Some(1), &[(W, "POST", PATH, "least=DelegatedWork")]);
    let by_level = "Directory.Read.All (PrivilegeLevel) < T.Read.All";
    assert_eq!(app(&[wide.clone(), things.clone(), post]), by_level);
    let marked =
        permission("Directory.Read.All", Some(1), &[("Application", "GET", PATH, "least=Application")]);
    assert_eq!(app(&[marked, things, delegated]), "Directory.Read.All (Stated) < T.Read.All");
}

#[test]
fn a_part_of_the_tenant_comes_before_all_of_it_and_few_paths_before_many() {
    let things = [
        permission("A.ReadWrite.All", Some(1), &[(W, "GET", PATH, "")]),
        permission("B.ReadWrite.AppFolder", Some(1), &[(W, "GET", PATH, ""), (W, "GET", "/apps", "")]),
        permission("C.ReadWrite.Owned", Some(1), &[(W, "GET", PATH, "")]),
    ];
    let expected = "C.ReadWrite.Owned (FewestPaths) < B.ReadWrite.AppFolder < A.ReadWrite.All";
    assert_eq!(work(&things, GET), expected);
    assert_eq!(work(&things[..2], GET), "B.ReadWrite.AppFolder (PartBeforeAll) < A.ReadWrite.All");
}

#[test]
fn each_choice_has_a_label_of_its_own() {
    let labels: BTreeSet<&str> = Choice::ALL.into_iter().map(Choice::label).collect();
    assert_eq!(labels.len(), Choice::ALL.len());
    assert_eq!(Choice::FewestMethods.to_string(), "fewest methods on the path");
    let by_hand: Vec<Choice> = Choice::ALL.into_iter().filter(|one| !one.is_by_rule()).collect();
    assert_eq!(by_hand, [Choice::Only, Choice::Stated, Choice::Reviewed]);
}

#[test]
fn unknown_is_not_the_same_as_not_supported() {
    let things = [permission("T.Read", None, &[("DelegatedPersonal", "GET", PATH, "")])];
    let api = read(&things);
    let get = &operation(&api, GET).permissions;
    assert_eq!(get.delegated_work, Requirement::NotSupported);
    assert_eq!(get.application, Requirement::NotSupported);
    assert_eq!(shown(&get.delegated_personal), "T.Read (Only)");
    assert_eq!(operation(&api, "POST /users/{user-id}/things").permissions, OperationPermissions::default());
    assert_eq!(operation(&api, "GET /me/things").permissions.application, Requirement::Unknown);
}

#[test]
fn no_table_means_unknown() {
    let text = description(PATHS, "  schemas: {}");
    let api = Reader::openapi_text("test.yaml", text).read().expect("a description").api;
    assert!(api.operations.iter().all(|one| one.permissions == OperationPermissions::default()));
}

#[test]
fn applications_may_not_call_me() {
    let things = [permission("T.Read", None, &[("DelegatedWork, Application", "GET", "/me/things", "")])];
    let api = read(&things);
    let get = &operation(&api, "GET /me/things").permissions;
    assert_eq!(shown(&get.delegated_work), "T.Read (Only)");
    assert_eq!(get.application, Requirement::NotSupported);
}

#[test]
fn resource_specific_consent_is_no_alternative() {
    let things = [
        permission("T.Read.Chat", Some(1), &[("Application", "GET", PATH, "least=Application")]),
        permission("T.Read.All", Some(2), &[("Application", "GET", PATH, "")]),
    ];
    let api = read(&things);
    let get = &operation(&api, GET).permissions;
    assert_eq!(shown(&get.application), "T.Read.All (Only)");
    let specific: Vec<String> =
        get.resource_specific.iter().map(|(scheme, one)| format!("{scheme} {one}")).collect();
    assert_eq!(specific, ["Application T.Read.Chat"]);
    let me = [permission("T.Read.Chat", None, &[("Application", "GET", "/me/things", "")])];
    assert!(operation(&read(&me), "GET /me/things").permissions.resource_specific.is_empty());
    let alone = read(&things[..1]);
    assert_eq!(operation(&alone, GET).permissions.application, Requirement::NotSupported);
}

#[test]
fn functions_are_found_without_arguments_and_keys_are_not() {
    let things = [
        permission("F.Read", None, &[(W, "GET", "'/users/{id}/things/find'", "")]),
        permission("All.Read", None, &[(W, "GET", "/apps", "")]),
        permission("One.Read", None, &[(W, "GET", "'/apps(appid={value})'", "")]),
    ];
    assert_eq!(
        work(&things, "GET /users/{user-id}/things/microsoft.graph.find(name='{name}')"),
        "F.Read (Only)"
    );
    assert_eq!(work(&things, "GET /apps"), "All.Read (Only)");
    assert_eq!(work(&things, "GET /apps(appId='{appId}')"), "One.Read (Only)");
}

#[test]
fn a_function_may_be_written_bare_or_with_empty_parentheses() {
    let find = "GET /users/{user-id}/things/microsoft.graph.find(name='{name}')";
    for path in ["find", "find()", "FIND(other={value})", "microsoft.graph.find(name='{name}')"] {
        let path = format!("\"/users/{{id}}/things/{path}\"");
        let things = [permission("F.Read", None, &[(W, "GET", &path, "")])];
        assert_eq!(work(&things, find), "F.Read (Only)", "{path}");
    }
}

#[test]
fn what_another_asks_for_beside_itself_is_not_enough_alone() {
    let owner =
        permission("A.ReadWrite", Some(3), &[(W, "GET", PATH, "least=DelegatedWork;AlsoRequires=D.Read")]);
    let alone = |value| permission("D.Read", Some(2), &[(W, "GET", PATH, value)]);
    assert_eq!(work(&[owner.clone(), alone("")], GET), "A.ReadWrite and D.Read (Only)");
    // unless the table says that it is even the least
    assert_eq!(work(&[owner, alone("least=DelegatedWork")], GET), "D.Read (Only)");
}

#[test]
fn a_table_may_cover_more_only_where_it_is_said() {
    let things = [permission("T.Read", None, &[(W, "GET, DELETE", PATH, ""), (W, "GET", "/elsewhere", "")])];
    let faults = try_read(&things, false).expect_err("two faults");
    assert_eq!(faults.len(), 2, "{faults}");
    assert!(faults.to_string().contains("on this path the description has GET, POST, PATCH;"), "{faults}");
    let api = try_read(&things, true).expect("no fault");
    assert_eq!(shown(&operation(&api, GET).permissions.delegated_work), "T.Read (Only)");
}

#[test]
fn the_table_describes_its_permissions() {
    let table = "permissions:
  T.Read:
    schemes:
      Application: {adminDisplayName: Read, adminDescription: Reads., requiresAdminConsent: true, privilegeLevel: 4}
      DelegatedWork: {userDisplayName: Yours, userDescription: Reads yours.}
    pathSets: []
";
    let text = description(PATHS, "  schemas: {}");
    let reader = Reader::openapi_text("test.yaml", text).permissions_text("p.yaml", table);
    let api = reader.read().expect("a table").api;
    let info = &api.permissions["T.Read"];
    let schemes: Vec<Scheme> = info.schemes.iter().map(|(scheme, _)| *scheme).collect();
    assert_eq!(schemes, [Scheme::DelegatedWork, Scheme::Application]);
    let application = info.scheme(Scheme::Application).expect("the scheme");
    assert_eq!((application.display_name.as_str(), application.description.as_str()), ("Read", "Reads."));
    assert!(application.requires_admin_consent);
    assert_eq!(application.privilege_level, Some(4));
    assert_eq!(info.scheme(Scheme::DelegatedWork).expect("the scheme").display_name, "Yours");
}

/// What Microsoft's documentation says about creating and listing meetings.
fn holds_for_meetings(api: &Api) {
    let of = |title: &str| {
        let found = &operation(api, title).permissions;
        Scheme::ALL.map(|scheme| shown(found.of(scheme)))
    };
    let list = of("GET /me/onlineMeetings");
    assert_eq!(list[0], "OnlineMeetings.Read (FewestMethods) < OnlineMeetings.ReadWrite");
    assert_eq!(
        of("POST /me/onlineMeetings"),
        ["OnlineMeetings.ReadWrite (Only)", "NotSupported", "NotSupported"]
    );
    assert_eq!(
        of("POST /users/{user-id}/onlineMeetings"),
        ["OnlineMeetings.ReadWrite (Only)", "NotSupported", "OnlineMeetings.ReadWrite.All (Only)"]
    );
}

#[test]
fn the_bundled_table_says_what_the_documentation_says() {
    holds_for_meetings(&bundled_api());
}

#[test]
fn the_real_table_says_what_the_documentation_says() {
    let Some(table) = metadata("permissions.json") else { return };
    let reader = Reader::openapi(support::bundled("openapi.yaml")).permissions(table);
    let faults = reader.read().expect_err("the whole table covers more").len();
    assert!(faults > 1000, "only {faults} entries are not in the slice");
    let read = reader.permissions_may_cover_more(true).read().unwrap_or_else(|faults| panic!("{faults}"));
    assert_eq!(read.api.permissions.len(), 917);
    holds_for_meetings(&read.api);
}

#[test]
fn an_alternative_that_asks_for_more_than_another_is_none() {
    let api = read(&[
        permission(
            "A.Read",
            Some(1),
            &[(W, "GET", PATH, ""), (W, "GET", PATH, "least=DelegatedWork;AlsoRequires=B.Read")],
        ),
        permission("B.Read", Some(1), &[]),
        permission("C.Read", Some(1), &[(W, "GET", PATH, "")]),
    ]);
    // the mark goes to what is left of it
    assert_eq!(shown(&operation(&api, GET).permissions.delegated_work), "A.Read (Stated) < C.Read");
}

#[test]
fn of_permissions_held_together_the_strongest_counts() {
    let api = read(&[
        permission("A.Read", Some(1), &[(W, "GET", PATH, "AlsoRequires=Z.ReadWrite")]),
        permission("B.Manage", Some(2), &[(W, "GET", PATH, "")]),
        permission("C.Read", Some(9), &[(W, "GET", PATH, "")]),
        permission("Z.ReadWrite", Some(5), &[]),
    ]);
    let work = shown(&operation(&api, GET).permissions.delegated_work);
    assert_eq!(work, "C.Read (ReadBeforeWrite) < B.Manage < A.Read and Z.ReadWrite");
}

#[test]
fn the_table_says_what_is_resource_specific() {
    let specific =
        permission("Chat.Read.User", Some(1), &[("Application", "GET", PATH, "least=Application")])
            .replace("    schemes:", "    authorizationType: RSC\n    schemes:");
    let api = read(&[specific, permission("A.Read.All", Some(4), &[("Application", "GET", PATH, "")])]);
    let permissions = &operation(&api, GET).permissions;
    assert_eq!(shown(&permissions.application), "A.Read.All (Only)");
    let specific: Vec<String> =
        permissions.resource_specific.iter().map(|(_, all_of)| all_of.to_string()).collect();
    assert_eq!(specific, ["Chat.Read.User"]);
}
