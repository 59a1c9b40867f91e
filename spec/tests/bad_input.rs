//! Faulty inputs, each with the text that the reader answers: `bad_input/<name>.yaml` or `.json`
//! (a description), `<name>.permissions.yaml` (a table), `<name>.fixups.yaml` (corrections of it), and
//! `<name>.stderr`.
//!
//! `BLESS=1` writes the texts anew; read the difference before you keep it.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use msgraph_spec::{Diagnostics, Level, Reader};

/// Beside a table that is faulty alone.
const SOUND: &str = "
openapi: 3.0.3
info: {title: t, version: v1.0}
servers: [{url: https://graph.microsoft.com/v1.0}]
paths:
  /me:
    get: &ok {responses: {'204': {description: ok}}}
    patch: *ok
    delete: *ok
  /me/onlineMeetings:
    get: *ok
    post: *ok
";

/// Beside fix-ups that are faulty alone.
const SOUND_TABLE: &str = "
permissions:
  User.Read:
    schemes: &all {DelegatedWork: {privilegeLevel: 1}, Application: {privilegeLevel: 1}}
    pathSets:
      - {schemeKeys: [DelegatedWork], methods: [GET], paths: {/me: least=DelegatedWork}}
  User.ReadWrite:
    schemes: *all
    pathSets:
      - {schemeKeys: [DelegatedWork], methods: [GET, PATCH], paths: {/me: ''}}
  OnlineMeetings.Read:
    schemes: {DelegatedWork: {privilegeLevel: 1}}
    pathSets: []
  OnlineMeetings.Read.Chat:
    schemes: *all
    pathSets: []
";

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bad_input")
}

fn names() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for entry in fs::read_dir(folder()).expect("the folder of the cases") {
        let name = entry.expect("a case").file_name().into_string().expect("an ASCII name");
        found.insert(name.split('.').next().unwrap_or(&name).to_owned());
    }
    found
}

fn text(name: &str) -> Option<String> {
    fs::read_to_string(folder().join(name)).ok()
}

fn diagnostics(case: &str) -> Diagnostics {
    let descriptions = [format!("{case}.yaml"), format!("{case}.json")];
    let description = descriptions.iter().find_map(|name| Some((name.as_str(), text(name)?)));
    let (name, description) = description.unwrap_or(("sound.yaml", SOUND.to_owned()));
    let mut reader = Reader::openapi_text(name, description);
    let (table, fixups) = (format!("{case}.permissions.yaml"), format!("{case}.fixups.yaml"));
    let inputs = (text(&table), text(&fixups));
    assert!(name != "sound.yaml" || inputs.0.is_some() || inputs.1.is_some(), "{case}: there is no input");
    if let Some(permissions) = inputs.0 {
        reader = reader.permissions_text(table, permissions);
    } else if case.starts_with("fixups_") && case != "fixups_without_table" {
        reader = reader.permissions_text("sound.permissions.yaml", SOUND_TABLE);
    }
    if let Some(inputs) = inputs.1 {
        reader = reader.permission_fixups_text(fixups, inputs);
    }
    match reader.read() {
        Ok(read) => read.warnings,
        Err(diagnostics) => diagnostics,
    }
}

#[test]
fn each_fault_is_reported_as_expected() {
    let is_blessed = std::env::var_os("BLESS").is_some_and(|value| value == "1");
    let assert = snapbox::Assert::new().action(if is_blessed {
        snapbox::assert::Action::Overwrite
    } else {
        snapbox::assert::Action::Verify
    });
    let names = names();
    assert!(names.len() > 40, "cases are missing: {names:?}");
    let mut wrong = Vec::new();
    for case in names {
        let diagnostics = diagnostics(&case);
        assert!(!diagnostics.is_empty(), "{case}: nothing was reported");
        let expected = folder().join(format!("{case}.stderr"));
        let compared = assert.try_eq(
            Some(&case),
            snapbox::Data::text(format!("{diagnostics}\n")),
            snapbox::Data::read_from(&expected, None).raw(),
        );
        if let Err(difference) = compared {
            wrong.push(difference.to_string());
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_fault_has_a_place_and_says_what_to_do() {
    for case in names() {
        for one in &diagnostics(&case) {
            let at = one.at.as_ref().unwrap_or_else(|| panic!("{case}: {} stands nowhere", one.message));
            assert!(at.line > 0 && at.column > 0, "{case}: {} at {at}", one.message);
            assert!(one.help.is_some(), "{case}: {} has no help", one.message);
        }
    }
}

#[test]
fn many_faults_of_two_files_come_in_one_run() {
    let diagnostics = diagnostics("many_faults");
    let errors = diagnostics.iter().filter(|one| one.level == Level::Error).count();
    assert!(errors >= 9, "{diagnostics}");
    let files: BTreeSet<&str> = diagnostics.iter().filter_map(|one| Some(&*one.at.as_ref()?.file)).collect();
    assert_eq!(files.len(), 2, "{diagnostics}");
}

#[test]
fn unreadable_files_are_named_together() {
    let folder = env!("CARGO_MANIFEST_DIR");
    let fault = Reader::openapi("no/such/file.yaml").permissions(folder).read().expect_err("two faults");
    let text = fault.to_string();
    assert_eq!(fault.len(), 2, "{text}");
    assert!(text.contains("the file cannot be read: it does not exist"), "{text}");
    assert!(text.contains("the file cannot be read: it is a folder"), "{text}");
    assert!(text.contains("--> no/such/file.yaml"), "{text}");
}

#[test]
fn text_that_is_no_utf_8_is_refused() {
    let path = std::env::temp_dir().join(format!("msgraph-spec-{}.yaml", std::process::id()));
    fs::write(&path, b"openapi: \xff").expect("a temporary file");
    let fault = Reader::openapi(&path).read().expect_err("a fault").to_string();
    fs::remove_file(&path).expect("the temporary file");
    assert!(fault.contains("the file is not UTF-8: byte 9 is no part of a character"), "{fault}");
}

#[test]
fn a_page_of_html_is_no_file_of_ours() {
    for page in ["<!DOCTYPE html>\n<title>Sign in</title>", "\n <HTML><p>a & b", "<!doctype HTML><html>"] {
        let both = Reader::spec_text("a.yaml", page).permissions_text("p.json", page);
        let fault = both.read().expect_err("two faults");
        assert_eq!(fault.len(), 2, "{fault}");
        assert_eq!(
            fault.to_string().matches("error: this is an HTML page, perhaps one to sign in on").count(),
            2
        );
    }
}

#[test]
fn swapped_files_are_told() {
    let csdl = format!("<edmx:Edmx>{}</edmx:Edmx>", "x".repeat(1_100_000));
    for description in [SOUND, csdl.as_str()] {
        let swapped = Reader::spec_text("table.yaml", SOUND_TABLE).permissions_text("spec.yaml", description);
        let fault = swapped.read().expect_err("two faults");
        let text = fault.to_string();
        assert_eq!(fault.len(), 2, "{text}");
        assert!(text.contains("error: this is a permission table, and no description"), "{text}");
        assert!(text.contains(", and no permission table"), "{text}");
        assert_eq!(text.matches("help: were the description and the permission table swapped").count(), 2);
    }
}

#[test]
fn a_byte_order_mark_does_no_harm() {
    let read = Reader::openapi_text("a.yaml", format!("\u{feff}{}", SOUND.trim_start())).read();
    assert_eq!(read.expect("a sound description").api.operations.len(), 5);
}

#[test]
fn colours_are_only_where_they_are_asked_for() {
    let diagnostics = diagnostics("unknown_ref");
    assert!(diagnostics.colored().contains("\u{1b}["));
    assert!(!diagnostics.to_string().contains("\u{1b}["));
    assert_eq!(format!("{diagnostics:?}"), format!("\n{diagnostics}"));
}
