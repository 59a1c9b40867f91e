//! `cargo msgraph check`

use serde_json::json;

use crate::place::{Place, SPEC};

#[test]
fn a_crate_is_up_to_date() {
    let place = Place::new();
    place.generated(&[]);
    let files = place.files("out");
    let called = place.done(&["check", "out"]);
    assert_eq!((&*called.stdout, &*called.stderr), ("", "`out` is up to date: 20 files\n"));
    let called = place.call_in("out", &["check"]);
    assert_eq!((called.code, &*called.stderr), (0, "`.` is up to date: 20 files\n"));
    assert_eq!(place.files("out"), files);
}

#[test]
fn a_file_that_was_edited_is_shown() {
    let place = Place::new();
    place.generated(&[]);
    place.change("out/src/lib.rs", "pub mod models;\n", "pub mod models;\nmod \u{1b}[31mmine;\n");
    let before = place.files("out");
    let called = place.call(&["check", "out"]);
    assert_eq!(called.code, 3);
    let expected = "\
src/lib.rs: edited, or out of date
--- src/lib.rs
+++ src/lib.rs (generated)
";
    assert!(called.stdout.starts_with(expected), "{}", called.stdout);
    assert!(called.stdout.contains("\n pub mod models;\n-mod \u{fffd}[31mmine;\n"), "{}", called.stdout);
    let expected = "\
`out` is not up to date: 1 file to change, of 20 files
help: `cargo msgraph generate --settings out/msgraph.toml` makes it so
";
    assert_eq!(called.stderr, expected);
    assert_eq!(place.files("out"), before);
    place.done(&["generate", "--settings", "out/msgraph.toml"]);
    place.done(&["check", "out"]);
}

#[test]
fn what_is_missing_and_what_is_left_over() {
    let place = Place::new();
    place.generated(&[]);
    std::fs::remove_file(place.path("out/src/permissions.rs")).expect("a file");
    place.write("out/src/operations/mine.rs", "// mine");
    place.write("out/build.rs", "fn main() {}");
    let called = place.call(&["check", "out"]);
    assert_eq!(called.code, 3);
    let expected = "\
src/operations/mine.rs: not generated, and in the way
src/permissions.rs: missing
";
    assert_eq!(called.stdout, expected);
    assert!(called.stderr.contains("1 file missing, 1 file left over, of 20 files"), "{}", called.stderr);
    let help =
        "help: move `src/operations/mine.rs` away, out of `src/`; then `cargo msgraph generate --settings";
    assert!(called.stderr.contains(help), "{}", called.stderr);
    // what is in the way alone is no work for the generator
    std::fs::remove_file(place.path("out/src/operations/mine.rs")).expect("a file");
    place.done(&["generate", "--settings", "out/msgraph.toml"]);
    place.write("out/src/mine.rs", "// mine");
    let said = place.call(&["check", "out"]).stderr;
    assert!(said.ends_with("help: move `src/mine.rs` away, out of `src/`\n"), "{said}");
}

#[test]
fn a_source_that_changed_is_shown_with_what_it_changes() {
    let place = Place::new();
    place.generated(&[]);
    place.write("small.yaml", &SPEC.replace("List things", "Lists all things"));
    let called = place.call(&["check", "out"]);
    assert_eq!(called.code, 3);
    assert!(
        called.stdout.starts_with(
            "../small.yaml: another [spec] than the crate was made from\n  SHA-256 in msgraph.toml: "
        ),
        "{}",
        called.stdout
    );
    assert!(called.stdout.contains("Lists all things"), "{}", called.stdout);
    assert!(
        called.stderr.contains("1 source changed, ") && called.stderr.contains("--update` makes it so"),
        "{}",
        called.stderr
    );
    place.done(&["generate", "--settings", "out/msgraph.toml", "--update"]);
    place.done(&["check", "out"]);
}

#[test]
fn a_folder_that_is_no_generated_crate() {
    let place = Place::new();
    let said = place.refused(1, &["check"]);
    assert!(said.contains("there is no `msgraph.toml` in `.`") && said.contains("generate"), "{said}");
    place.write("msgraph.toml", "includes = []\n");
    let said = place.refused(1, &["check"]);
    assert!(said.contains("msgraph.toml:1:1") && said.contains("did you mean `include`?"), "{said}");
}

#[test]
fn programs_get_an_object() {
    let place = Place::new();
    place.generated(&[]);
    let expected = json!({
        "schemaVersion": 1, "command": "check", "folder": "out", "upToDate": true, "files": 20, "differences": [],
        "sources": [],
    });
    assert_eq!(place.json(0, &["check", "out", "--json"]), expected);
    place.write("small.yaml", &SPEC.replace("List things", "Lists all things"));
    place.write("out/src/mine.rs", "// mine");
    let report = place.json(3, &["check", "out", "--json"]);
    assert_eq!(report["upToDate"], false);
    let source = &report["sources"][0];
    assert_eq!((&source["kind"], &source["name"]), (&json!("spec"), &json!("../small.yaml")));
    assert!(source["stated"] != source["found"] && source["stated"].is_string(), "{source}");
    let list = report["differences"].as_array().expect("a list");
    let left_over = list.iter().find(|one| one["path"] == "src/mine.rs").expect("the file");
    assert_eq!(*left_over, json!({"path": "src/mine.rs", "state": "leftOver"}));
    let changed = list.iter().find(|one| one["state"] == "changed").expect("a change");
    assert!(changed["diff"].as_str().expect("a text").contains("\n+"), "{changed}");
}

#[test]
fn colours_are_for_those_who_ask() {
    let place = Place::new();
    place.generated(&[]);
    place.change("out/src/lib.rs", "pub mod models;\n", "mod mine;\n");
    assert!(!place.call(&["check", "out"]).stdout.contains('\u{1b}'));
    let called = place.call(&["check", "out", "--color", "always"]);
    assert!(called.stdout.contains("\u{1b}[31m-mod mine;\u{1b}[0m\n"), "{:?}", called.stdout);
    assert_eq!(called.code, 3);
}
