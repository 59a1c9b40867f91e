use http::Method;
use msgraph_core::{Permission, Permissions};

use super::*;
use crate::calls::Calls;

const READ: Permission = Permission::new("A.Read");
const OTHER: Permission = Permission::new("B.Read");

const KNOWN: Permissions =
    Permissions { delegated_work: Requirement::OneOf(&[&[READ]]), ..Permissions::UNKNOWN };

static GET: OperationInfo = OperationInfo::new(Method::GET, "/me/a", KNOWN);
/// The same at another address, as a compiler may keep it.
static SAME: OperationInfo = OperationInfo::new(Method::GET, "/me/a", KNOWN);
/// The same in a slice that has no table.
static BARE: OperationInfo = OperationInfo::new(Method::GET, "/me/a", Permissions::UNKNOWN);
/// The same in a slice with another table.
static NEWER: OperationInfo = OperationInfo::new(
    Method::GET,
    "/me/a",
    Permissions { delegated_work: Requirement::OneOf(&[&[OTHER]]), ..Permissions::UNKNOWN },
);
static POST: OperationInfo = OperationInfo::new(Method::POST, "/me/a", KNOWN);

fn used(operations: &[&'static OperationInfo]) -> PermissionsUsed {
    let calls = Calls::default();
    for one in operations {
        calls.count(one);
    }
    calls.used()
}

#[test]
fn the_order_of_calls_decides_nothing() {
    let names = |used: &PermissionsUsed| used.least(Scheme::DelegatedWork).permissions().to_vec();
    let bare_first = used(&[&BARE, &GET, &POST, &GET]);
    let known_first = used(&[&GET, &GET, &POST, &BARE]);
    assert_eq!(bare_first, known_first);
    assert_eq!(bare_first.to_string(), known_first.to_string());
    assert_eq!(names(&bare_first), ["A.Read"]);
    assert!(bare_first.least(Scheme::DelegatedWork).is_complete(), "one table has it");
    assert_eq!(bare_first.least(Scheme::Application).unknown().len(), 3, "neither table has it");
    assert!(bare_first.to_string().starts_with("Called:\n  GET /me/a (3 times)\n  POST /me/a (once)\n\n"));

    let two_tables = used(&[&NEWER, &GET]);
    assert_eq!(two_tables, used(&[&GET, &NEWER]));
    assert_eq!(names(&two_tables), ["A.Read", "B.Read"], "either table may be right");
    let counts: Vec<u64> = used(&[&NEWER, &GET, &NEWER]).operations().iter().map(|one| one.calls).collect();
    assert_eq!(counts.iter().sum::<u64>(), 3);
}

/// What slices know beside the table makes no second operation.
#[test]
fn a_sibling_and_a_page_stay_whichever_came_first() {
    static MORE: OperationInfo = OperationInfo::new(Method::GET, "/me/a", KNOWN)
        .documented_at("https://x")
        .like("/users/{id}/a", KNOWN);
    for order in [[&GET, &MORE], [&MORE, &GET]] {
        assert_eq!(used(&order).operations(), [CalledOperation { operation: &MORE, calls: 2 }]);
    }
}

#[test]
fn an_operation_is_the_same_wherever_it_stands() {
    let both = used(&[&GET, &SAME]);
    assert_eq!(both, used(&[&SAME, &SAME]));
    assert_eq!(both.operations(), [CalledOperation { operation: &GET, calls: 2 }]);
    assert_ne!(both, used(&[&GET]), "not as often");
    assert_eq!(both.least(Scheme::DelegatedWork), used(&[&GET]).least(Scheme::DelegatedWork));
    assert_ne!(both.least(Scheme::DelegatedWork), used(&[&POST]).least(Scheme::DelegatedWork));
}

#[test]
fn reports_of_several_clients_add_up() {
    let (user, application) = (used(&[&GET, &POST]), used(&[&NEWER, &SAME]));
    let sum = user.clone() + application.clone();
    assert_eq!(sum, used(&[&GET, &GET, &POST, &NEWER]));
    assert_eq!(sum, application.clone() + user.clone());
    assert_eq!(sum, [user.clone(), application, PermissionsUsed::default()].into_iter().sum());
    assert_eq!(user.clone() + PermissionsUsed::default(), user);
}

#[test]
fn a_report_does_not_end_in_a_line_break() {
    assert_eq!(PermissionsUsed::default().to_string(), "No operation was called.");
    for operations in [&[&GET][..], &[&BARE], &[&GET, &POST, &NEWER]] {
        let used = used(operations);
        let texts = Scheme::ALL.map(|scheme| used.least(scheme).to_string());
        assert!(texts.iter().chain([&used.to_string()]).all(|text| !text.ends_with('\n')), "{used}");
    }
}
