use http::Method;
use msgraph_core::{Consent, Permissions};

use super::*;
use crate::{CalledOperation, PermissionsUsed};

const READ: Permission = Permission::new("A.Read").delegated_work(Consent::User, Some(2));
const WRITE: Permission = Permission::new("A.ReadWrite").delegated_work(Consent::User, Some(3));
const ALL: Permission = Permission::new("A.ReadWrite.All").application(Consent::Admin, Some(5));
const ODD: Permission = Permission::new("Odd.Read").delegated_work(Consent::User, None);

const READING: Permissions = Permissions {
    delegated_work: Requirement::OneOf(&[&[READ], &[WRITE]]),
    application: Requirement::NotSupported,
    ..Permissions::UNKNOWN
};
const OF_ANY: Permissions =
    Permissions { application: Requirement::OneOf(&[&[ALL]]), ..Permissions::UNKNOWN };

static GET: OperationInfo =
    OperationInfo::new(Method::GET, "/me/a", READING).like("/users/{user-id}/a", OF_ANY);
static PATCH: OperationInfo = OperationInfo::new(
    Method::PATCH,
    "/me/a",
    Permissions { delegated_work: Requirement::OneOf(&[&[WRITE], &[ODD]]), ..READING },
);
static FREE: OperationInfo = OperationInfo::new(
    Method::GET,
    "/free",
    Permissions { delegated_work: Requirement::OneOf(&[&[]]), ..Permissions::UNKNOWN },
);
static ODDITY: OperationInfo = OperationInfo::new(Method::GET, "/odd", Permissions::UNKNOWN);

fn least(scheme: Scheme, operations: &[&'static OperationInfo]) -> LeastPermissions {
    LeastPermissions::new(scheme, operations.iter().copied())
}

#[test]
fn one_permission_stands_in_for_a_lesser_one() {
    let both = least(Scheme::DelegatedWork, &[&GET, &PATCH]);
    assert_eq!(both.permissions(), ["A.ReadWrite"]);
    assert!(both.is_complete() && both.is_proven());
    let text = both.to_string();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[..2], ["delegated (work or school): A.ReadWrite", "  A.ReadWrite"]);
    let about = |operation: &str| lines.iter().find(|line| line.starts_with(operation)).copied();
    let get = about("    for GET /me/a: ").unwrap();
    assert!(get.contains("PATCH /me/a") && get.contains("A.Read"), "{text}");
    let patch = about("    for PATCH /me/a: ").unwrap();
    assert!(patch.contains("Odd.Read"), "a level that is not known counts as high: {text}");
    assert_eq!(least(Scheme::DelegatedWork, &[&GET]).permissions(), ["A.Read"]);
}

#[test]
fn what_cannot_be_called_leads_to_the_path_that_can() {
    let application = least(Scheme::Application, &[&GET, &PATCH]);
    assert!(application.permissions().is_empty() && !application.is_complete());
    assert_eq!(application.not_supported(), [&GET, &PATCH]);
    assert_eq!(
        application.to_string(),
        "application: not supported
  not supported: GET /me/a; use GET /users/{user-id}/a (A.ReadWrite.All)
  not supported: PATCH /me/a"
    );
}

#[test]
fn unknown_never_reads_as_none_needed() {
    let odd = least(Scheme::DelegatedWork, &[&ODDITY, &FREE]);
    assert_eq!(odd.unknown(), [&ODDITY]);
    assert!(odd.permissions().is_empty() && !odd.is_complete());
    assert_eq!(
        odd.to_string(),
        "delegated (work or school): unknown
  unknown: GET /odd; the table says nothing of it, so it may need more"
    );
    let some = least(Scheme::DelegatedWork, &[&ODDITY, &GET]);
    assert_eq!(some.permissions(), ["A.Read"]);
    assert!(!some.is_complete() && some.to_string().contains("unknown: GET /odd"), "{some}");
}

#[test]
fn none_is_needed_only_where_the_table_says_so() {
    let free = least(Scheme::DelegatedWork, &[&FREE]);
    assert!(free.is_complete());
    assert_eq!(free.to_string(), "delegated (work or school): none needed");
    assert_eq!(least(Scheme::Application, &[]).to_string(), "application: nothing was called");
}

#[test]
fn the_report_has_the_calls_and_every_scheme() {
    let mut used = PermissionsUsed::default();
    used.add(CalledOperation { operation: &GET, calls: 1 });
    used.add(CalledOperation { operation: &PATCH, calls: 12 });
    let report = used.to_string();
    let calls =
        "Called:\n  GET /me/a (once)\n  PATCH /me/a (12 times)\n\nLeast permissions for all of it:\n\n";
    assert!(report.starts_with(calls), "{report}");
    let schemes = Scheme::ALL.map(|scheme| used.least(scheme).to_string()).join("\n\n");
    assert_eq!(report, format!("{calls}{schemes}"));
}
