//! A term is booked, each lecture once, and the faults of a table are told with their lines.

mod support;

use std::collections::BTreeSet;
use std::fs;

use support::{assert_no_secrets, assert_usage, program, said};

const BOOK_TERM: &str = env!("CARGO_BIN_EXE_book_term");

/// Id, state and join link of each row.
fn booked(table: &str) -> Vec<(String, String, String)> {
    let mut table = csv::Reader::from_reader(table.as_bytes());
    table.deserialize().collect::<Result<_, _>>().expect("rows of three")
}

#[test]
fn a_term_is_booked_and_a_second_run_makes_nothing_new() {
    let run = program(BOOK_TERM).output().unwrap();
    let (table, told) = said(&run);
    assert!(run.status.success(), "{told}");
    let rows = booked(&table);
    let distinct =
        |of: fn(&(String, String, String)) -> &String| rows.iter().map(of).collect::<BTreeSet<_>>().len();
    assert_eq!((rows.len(), distinct(|row| &row.0), distinct(|row| &row.2)), (40, 40, 40));
    assert!(rows.iter().all(|(.., link)| link.starts_with("https://teams.microsoft.com/")), "{table}");
    assert_eq!(rows.iter().filter(|(_, state, _)| state == "new").count(), 39, "the answer of one was lost");
    assert!(told.contains("39 new, 1 there already, 0 not booked\n"), "{told}");
    // 40 made and 40 changed; two refused, and one asked for again
    assert!(told.contains("83 requests were sent for it\n"), "{told}");
    assert!(told.contains("with the same table:"), "{told}");
    assert!(told.ends_with("0 new, 40 there already, 0 not booked\n"), "{told}");
    assert!(told.contains("40 of 40 rows"), "where there is no terminal, progress is told in lines: {told}");
    assert_no_secrets(&told);
}

#[test]
fn faulty_rows_are_told_with_their_lines_and_the_others_are_booked() {
    let folder = tempfile::tempdir().unwrap();
    let (table, links) = (folder.path().join("faulty.csv"), folder.path().join("booked.csv"));
    let good = "2026-10-12T08:15:00+02:00,2026-10-12T09:45:00+02:00,Sets";
    let backward = "2026-10-12T09:45:00+02:00,2026-10-12T08:15:00+02:00,Sets";
    let rows = [
        "course,lecture,start,end,title".to_owned(),
        format!("a,1,{good}"),
        "a,2,next monday,2026-10-12T09:45:00+02:00,Sets".to_owned(),
        format!("a,1,{good}"),
        "a,3".to_owned(),
        format!("a,4,{backward}"),
        format!("a,5,{good}"),
        format!(",6,{good}"),
        format!("a,,{good}"),
    ];
    fs::write(&table, rows.join("\n")).unwrap();
    let run = program(BOOK_TERM).arg(&table).arg(&links).output().unwrap();
    let (table, told) = said(&run);
    assert_eq!(run.status.code(), Some(1), "{told}");
    assert_eq!(table, "", "the links went to the file");
    assert!(!folder.path().join("booked.csv.new").exists(), "it took the place of the other");
    let ids: BTreeSet<String> =
        booked(&fs::read_to_string(links).unwrap()).into_iter().map(|row| row.0).collect();
    assert_eq!(ids, ["a/1".to_owned(), "a/5".to_owned()].into());
    assert!(told.contains("6 not booked\nline 3: "), "{told}");
    assert!(told.contains("\nline 4: the same lecture stands in line 2\n"), "{told}");
    assert!(told.contains("\nline 5: the row has 2 columns, and the table 5\n"), "{told}");
    assert!(told.contains("\nline 8: column 'course': it is empty\n"), "{told}");
    assert!(told.contains("\nline 9: column 'lecture': "), "{told}");
    assert!(
        told.contains("\nline 6: POST /me/onlineMeetings/createOrGet answered 400 Bad Request"),
        "{told}"
    );
}

#[test]
fn the_example_is_never_booked_in_a_real_tenant() {
    let run = program(BOOK_TERM).env("MSGRAPH_TOKEN", "hush-hush").output().unwrap();
    let (table, told) = said(&run);
    assert_eq!((run.status.code(), table.as_str()), (Some(1), ""));
    assert!(told.contains("name the table"), "{told}");
    assert_no_secrets(&told);
}

#[test]
fn a_table_that_cannot_be_booked_is_an_error_and_the_links_stay() {
    let folder = tempfile::tempdir().unwrap();
    let (table, links) = (folder.path().join("table.csv"), folder.path().join("booked.csv"));
    fs::write(&links, "of an earlier run").unwrap();
    for (content, fault) in [
        (None, "table.csv: "),
        (Some(""), "table.csv: the table has no rows"),
        (Some("course,lecture,start,end,title\n"), "table.csv: the table has no rows"),
        (Some("lecture,start,end,title\n1,x,y,z\n"), "table.csv: the table lacks the column 'course'"),
    ] {
        if let Some(content) = content {
            fs::write(&table, content).unwrap();
        }
        let run = program(BOOK_TERM).arg(&table).arg(&links).output().unwrap();
        let (told, faults) = said(&run);
        assert_eq!((run.status.code(), told.as_str()), (Some(1), ""), "{fault}");
        assert!(faults.contains(fault) && faults.lines().count() == 1, "{faults}");
        assert_eq!(fs::read_to_string(&links).unwrap(), "of an earlier run");
    }
}

#[test]
fn odd_arguments_get_the_usage() {
    assert_usage(BOOK_TERM);
}
