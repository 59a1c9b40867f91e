//! What people read about a choice.

use msgraph_cover::{Need, Why, cover};

fn level(name: &str) -> Option<u32> {
    match name {
        "Directory.ReadWrite.All" => Some(5),
        "Group.ReadWrite.All" => Some(4),
        "Group.Read.All" => Some(3),
        "User.Read.All" | "People.Read.All" => Some(2),
        "User.Read" => Some(1),
        _ => None,
    }
}

#[test]
fn each_kind_of_choice_has_its_words() {
    let needs = [
        Need::new("GET /me", [["User.Read"], ["User.Read.All"], ["Directory.ReadWrite.All"]]),
        Need::new("GET /users", [["User.Read.All"], ["Directory.ReadWrite.All"]]),
        Need::new("GET /groups", [["Group.Read.All"], ["Group.ReadWrite.All"], ["Odd"]]),
        Need::new("GET /me/people", [["People.Read.All"], ["User.Read.All"]]),
        Need::new("POST /groups", [["Group.ReadWrite.All", "User.Read.All"]]),
        Need::new("GET /contacts", [["A.Read"], ["B.Read"]]),
        Need::new("GET /nothing", [[]; 0]),
    ];
    let cover = cover(&needs, level);
    assert_eq!(
        cover.to_string(),
        "A.Read
  for GET /contacts: before B.Read in the order of the operation, least privileged first
Group.ReadWrite.All
  for POST /groups: together with User.Read.All; no other permission opens it
  for GET /groups: held anyway, so the lesser Group.Read.All is not needed
User.Read.All
  for POST /groups: together with Group.ReadWrite.All; no other permission opens it
  for GET /me: held anyway, so the lesser User.Read is not needed
  for GET /users: held anyway
  for GET /me/people: held anyway, so the lesser People.Read.All is not needed
no permission opens GET /nothing
"
    );
    assert!(cover.proven);
    assert_eq!(cover.reasons[1].operations[0].with, ["User.Read.All"]);
    assert_eq!(cover.reasons[1].operations[0].why, Why::NoOther);
}

#[test]
fn what_opens_more_and_what_allows_less() {
    let needs = [
        Need::new("GET /a", [["Group.Read.All"], ["Directory.ReadWrite.All"]]),
        Need::new("GET /b", [["User.Read.All"], ["Directory.ReadWrite.All"]]),
        Need::new("GET /c", [["People.Read.All"], ["User.Read.All"], ["odd"]]),
    ];
    assert_eq!(
        cover(&needs, level).to_string(),
        "Group.Read.All
  for GET /a: lower privilege level (3) than Directory.ReadWrite.All (5)
User.Read.All
  for GET /b: lower privilege level (2) than Directory.ReadWrite.All (5)
  for GET /c: also opens GET /b, which is not so of People.Read.All; lower privilege level (2) than odd (unknown)
"
    );
}

/// A huge permission that one operation cannot do without is no reason to use another huge one.
#[test]
fn what_is_huge_already_does_not_open_the_door_for_more() {
    let needs = [
        Need::new("DELETE /x", [["Huge.A"]]),
        Need::new("GET /a", [["Group.Read.All"], ["Huge.B"]]),
        Need::new("GET /b", [["User.Read.All"], ["Huge.B"]]),
    ];
    assert_eq!(cover(&needs, level).permissions, ["Group.Read.All", "Huge.A", "User.Read.All"]);
}

#[test]
fn names_compare_without_case_and_keep_their_first_spelling() {
    let needs = [
        Need::new("GET /a", [["user.READ"], ["x"]]),
        Need::new("GET /b", [["User.Read", "USER.READ"]]),
        Need::new("GET /c", [[]]),
    ];
    let cover = cover(&needs, |_| Some(0));
    assert_eq!(cover.permissions, ["user.READ"]);
    assert_eq!(cover.unmet, [""; 0], "an operation without a permission is open");
    assert_eq!(msgraph_cover::cover(&[], level).permissions, [""; 0]);
}

/// The order of each operation counts, also of those that the same permissions open.
#[test]
fn the_order_that_more_operations_have_decides() {
    let needs = [
        Need::new("GET /a", [["A"], ["B"]]),
        Need::new("GET /b", [["B"], ["A"]]),
        Need::new("GET /c", [["B"], ["A"]]),
    ];
    assert_eq!(cover(&needs, level).permissions, ["B"]);
    assert_eq!(cover(&needs[..2], level).permissions, ["A"], "then the name");
}

#[test]
fn fewer_permissions_of_a_level_are_a_reason() {
    let small = |name: &str| Some(if name.starts_with("Big") { 3 } else { 1 });
    let text = |needs: &[Need<'_>]| cover(needs, small).to_string();
    assert_eq!(
        text(&[Need::new("GET /a", [vec!["A", "B"], vec!["Z"]])]),
        "Z\n  for GET /a: fewer permissions of level 1 than with A and B\n"
    );
    assert_eq!(
        text(&[Need::new("GET /a", [vec!["Big.A", "B"], vec!["Big.Z"]])]),
        "Big.Z\n  for GET /a: fewer permissions of level 1 than with B and Big.A\n"
    );
    assert_eq!(
        cover(&[Need::new("GET /a", [vec!["A", "B"], vec!["Z"]])], |_| None).to_string(),
        "Z\n  for GET /a: fewer permissions of unknown level than with A and B\n"
    );
    // Where one of two is held for something else, none is fewer: the order decides.
    assert_eq!(
        text(&[Need::new("GET /a", [vec!["Z"], vec!["A", "B"]]), Need::new("GET /b", [["A"]])]),
        "A\n  for GET /b: no other permission opens it\nZ\n  for GET /a: before A with B in the order of the \
         operation, least privileged first\n"
    );
}

/// Two slices may have the same operation, opened in different ways.
#[test]
fn needs_of_the_same_title_are_two() {
    let needs = [Need::new("GET /a", [["A"], ["B"]]), Need::new("GET /a", [["B"], ["C"]])];
    assert_eq!(
        cover(&needs, |_| Some(1)).to_string(),
        "B\n  for GET /a: also opens GET /a, which is not so of A\n  for GET /a: also opens GET /a, which is not \
         so of C\n"
    );
}
