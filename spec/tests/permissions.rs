//! Permission tables and what they give each operation.

mod support;
#[path = "support/table.rs"]
mod table;

use msgraph_spec::Reader;
use msgraph_spec::model::{Api, OperationPermissions, Requirement, Scheme};
use support::{bundled_api, description, metadata, operation};
use table::{GET, PATH, PATHS, W, permission, read, shown, try_read, work};

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
