//! The rule for the least privileged alternative, step by step.

mod support;
#[path = "support/table.rs"]
mod table;

use std::collections::BTreeSet;

use msgraph_spec::model::Choice;
use support::operation;
use table::{GET, PATH, W, permission, read, shown, work};

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
fn what_another_asks_for_beside_itself_is_not_enough_alone() {
    let owner =
        permission("A.ReadWrite", Some(3), &[(W, "GET", PATH, "least=DelegatedWork;AlsoRequires=D.Read")]);
    let alone = |value| permission("D.Read", Some(2), &[(W, "GET", PATH, value)]);
    assert_eq!(work(&[owner.clone(), alone("")], GET), "A.ReadWrite and D.Read (Only)");
    // unless the table says that it is even the least
    assert_eq!(work(&[owner, alone("least=DelegatedWork")], GET), "D.Read (Only)");
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
