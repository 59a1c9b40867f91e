//! `diff`: what it tells of two slices, and its exit codes.

#[path = "support/called.rs"]
mod called;

use std::fs;
use std::path::Path;

use called::{called, widest, written};
use serde_json::Value;
use snapbox::{assert_data_eq, file};

const TABLE: &str = "tests/support/small.permissions.yaml";

/// The small slice as it was, and another one: an operation less, one more, a property of another type.
fn both(folder: &Path) -> [String; 2] {
    let old = fs::read_to_string(called::support_file("before.yaml")).expect("the old slice");
    let new = fs::read_to_string(called::support_file("after.yaml")).expect("the new slice");
    [("old.yaml", old), ("new.yaml", new)].map(|(name, text)| {
        let path = folder.join(name);
        fs::write(&path, text).expect("a file");
        path.to_str().expect("a path").to_owned()
    })
}

fn json(args: &[&str]) -> Value {
    serde_json::from_str(&written(args)).expect("JSON")
}

#[test]
fn what_changed_in_every_format() {
    let [old, new] = ["tests/support/before.yaml", "tests/support/after.yaml"];
    let tables = ["--permissions-old", TABLE, "--permissions-new", "tests/support/after.permissions.yaml"];
    let args = [&["diff", old, new, "--from", "0.3.1"], &tables[..]].concat();
    let with = |more: &[&str]| written(&[&args[..], more].concat());
    let text = with(&["--width", "80", "--all"]);
    assert!(widest(&text) <= 80, "{text}");
    assert_data_eq!(text, file!["diff/small.txt"].raw());
    assert_data_eq!(with(&["--format", "markdown"]), file!["diff/small.md"].raw());
    assert_data_eq!(with(&["--json"]), file!["diff/small.json"].raw());
}

#[test]
fn a_slice_is_as_it_is() {
    let old = "tests/support/before.yaml";
    let text = written(&["diff", old, old, "--permissions", TABLE, "--deny", "patch"]);
    assert!(text.ends_with("\nNothing changed.\n"), "{text}");
    assert_eq!(json(&["diff", old, old, "--permissions", TABLE, "--json"])["step"], Value::Null);
}

#[test]
fn steps_that_are_denied() {
    let folder = tempfile::tempdir().expect("a folder");
    let [old, new] = both(folder.path());
    let code = |more: &[&str]| called(&[&["diff", &old, &new, "--permissions", TABLE], more].concat()).0;
    assert_eq!(code(&[]), 0);
    assert_eq!(code(&["--deny", "major"]), 3);
    assert_eq!(code(&["--deny", "minor"]), 3);
    assert_eq!(code(&["--deny", "odd"]), 2);
}

/// A generated crate carries its slice, and its settings say how the other side is cut.
#[test]
fn a_crate_and_a_description() {
    let folder = tempfile::tempdir().expect("a folder");
    let [old, new] = both(folder.path());
    let made = folder.path().join("made");
    fs::create_dir_all(made.join("spec")).expect("a folder");
    fs::copy(&old, made.join("spec/openapi.yaml")).expect("a copy");
    fs::copy(called::support_file("small.permissions.yaml"), made.join("spec/permissions.yaml"))
        .expect("a copy");
    fs::write(made.join("Cargo.toml"), "[package]\nname = 'made'\nversion = '1.4.2'\n").expect("a file");
    let made = made.to_str().expect("a path");

    let value = json(&["diff", made, &new, "--permissions", TABLE, "--json"]);
    assert_eq!([&value["from"], &value["to"]], [&Value::from("1.4.2"), &Value::from("2.0.0")]);
    assert_eq!(value["permissionsCompared"], true);

    // by its settings alone, whose includes hold for the other side too
    fs::remove_dir_all(folder.path().join("made/spec")).expect("gone");
    let settings = "include = ['GET /**']\n[spec]\nfile = '../old.yaml'\n[permissions]\nfile = 'p.yaml'\n";
    fs::write(folder.path().join("made/msgraph.toml"), settings).expect("a file");
    fs::copy(called::support_file("small.permissions.yaml"), folder.path().join("made/p.yaml"))
        .expect("a copy");
    let value = json(&["diff", made, &new, "--permissions", TABLE, "--json"]);
    let changes = value["changes"].as_array().expect("a list");
    let others = changes.iter().filter(|one| one["item"] == "operation");
    assert!(others.clone().count() > 0);
    assert!(
        others.clone().all(|one| one["of"].as_str().expect("a title").starts_with("GET ")),
        "{changes:#?}"
    );
}

/// One property more closes a ring of types, and the field that was there before is boxed.
#[test]
fn what_the_slice_as_a_whole_decides() {
    let folder = tempfile::tempdir().expect("a folder");
    let ways_back = [serde_json::json!({}), serde_json::json!({"a": or_null("microsoft.graph.a")})];
    let mut names = ["old.json", "new.json"].into_iter();
    let [old, new] = ways_back.map(|of_b| {
        let slice = serde_json::json!({
            "openapi": "3.0.3",
            "info": {"title": "Small", "version": "v1.0"},
            "servers": [{"url": "https://graph.microsoft.com/v1.0"}],
            "paths": {},
            "components": {"schemas": {
                "microsoft.graph.a": {"type": "object", "properties": {"b": or_null("microsoft.graph.b")}},
                "microsoft.graph.b": {"type": "object", "properties": of_b},
            }},
        });
        let name = names.next().expect("two names");
        let path = folder.path().join(name);
        fs::write(&path, slice.to_string()).expect("a file");
        path.to_str().expect("a path").to_owned()
    });
    let value = json(&["diff", &old, &new, "--json"]);
    assert_eq!(value["step"], "major", "{value:#}");
    let first = &value["changes"][0];
    assert_eq!(
        [&first["of"], &first["name"], &first["after"]],
        ["microsoft.graph.a", "b", "Box<microsoft.graph.b>"]
    );
}

fn or_null(name: &str) -> Value {
    let reference = format!("#/components/schemas/{name}");
    serde_json::json!({"anyOf": [{"$ref": reference}, {"type": "object", "nullable": true}]})
}

/// What is asked for may have come or gone; what is nowhere is misspelt.
#[test]
fn a_pattern_matches_on_one_side() {
    let folder = tempfile::tempdir().expect("a folder");
    let [old, new] = both(folder.path());
    let text = fs::read_to_string(&old).expect("a description");
    let gone =
        text.lines().find(|line| line.starts_with("  /")).expect("a path").trim().trim_end_matches(':');
    fs::write(&new, text.replacen(gone, "/me/elsewhere", 1)).expect("a file");
    let value = json(&["diff", &old, &new, "--include", gone, "--include", "get /me/elsewhere/", "--json"]);
    let changes = value["changes"].as_array().expect("a list");
    let has = |how: &str| changes.iter().any(|one| one["how"] == how && one["item"] == "operation");
    assert!(has("removed") && has("added"), "{changes:#?}");
    let (code, _, stderr) = called(&["diff", &old, &new, "--include", gone, "--include", "/me/nowhere"]);
    assert_eq!(code, 2, "{stderr}");
    assert_eq!(
        stderr.matches("error: the pattern `/me/nowhere` matches no operation").count(),
        1,
        "{stderr}"
    );
    assert!(stderr.contains("--> include 2\n"), "{stderr}");
}

#[test]
fn what_is_no_slice() {
    let folder = tempfile::tempdir().expect("a folder");
    let empty = folder.path().to_str().expect("a path");
    let (code, _, stderr) = called(&["diff", empty, empty]);
    assert_eq!(code, 2);
    assert!(stderr.contains("holds no slice") && stderr.contains("spec/openapi.yaml"), "{stderr}");
    assert_eq!(called(&["diff", "gone.yaml", "gone.yaml"]).0, 1);
    assert_eq!(called(&["diff", "a", "b", "--from", "1.x"]).0, 2);
}

#[test]
fn without_permissions_that_is_said() {
    let spec = "tests/support/small.yaml";
    let (code, stdout, stderr) = called(&["diff", spec, spec, "--permissions-old", TABLE]);
    assert_eq!(code, 0);
    assert!(stderr.contains("NEW has no permission table"), "{stderr}");
    assert!(stdout.contains("Nothing changed."), "{stdout}");
}
