//! `cargo msgraph slice`

use std::process::Stdio;

use crate::place::{Place, SPEC, small};

const MARK: &str = "# Cut by cargo msgraph slice.\n";

#[test]
fn a_slice_gives_the_same_crate() {
    let place = Place::new();
    let chosen = ["--permission-fixups", "fixups.yaml", "--include", "/me/**"];
    let called = place.done(&small("slice", &[&chosen[..], &["--out", "small"]].concat()));
    assert_eq!(called.stdout, "");
    assert!(
        called.stderr.contains("`small/openapi.yaml` is written: ")
            && called.stderr.ends_with("the slice has 1 operation, 0 types\n"),
        "{}",
        called.stderr
    );
    let names: Vec<_> = place.files("small").into_keys().collect();
    assert_eq!(names.len(), 3, "{names:?}");
    place.done(&small("generate", &[&chosen[..], &["--out", "whole", "--name", "things"]].concat()));
    place.done(&[
        "generate",
        "--out",
        "cut",
        "--name",
        "things",
        "--spec",
        "small/openapi.yaml",
        "--permissions",
        "small/permissions.yaml",
        "--permission-fixups",
        "small/permission-fixups.yaml",
    ]);
    assert_eq!(place.files("whole/src"), place.files("cut/src"));
    // It may be written again, and is the same.
    let files = place.files("small");
    place.done(&small("slice", &[&chosen[..], &["--out", "small"]].concat()));
    assert_eq!(place.files("small"), files);
}

#[test]
fn the_bundled_slice_is_cut_with_its_corrections() {
    let place = Place::new();
    place.done(&["slice", "--include", "POST /me/onlineMeetings", "--out", "small"]);
    assert!(!place.path("small/permission-fixups.yaml").exists());
    let call = [
        "generate",
        "--spec",
        "small/openapi.yaml",
        "--permissions",
        "small/permissions.yaml",
        "--name",
        "x",
    ];
    assert!(place.done(&call).stderr.contains("1 operation, "));
}

#[test]
fn a_file_or_standard_output() {
    let place = Place::new();
    let called = place.done(&small("slice", &["--include", "/me/**", "--out", "one.yaml"]));
    assert!(
        called.stderr.contains("warning: the permission table of the slice is not written"),
        "{}",
        called.stderr
    );
    let text = place.read("one.yaml");
    assert!(text.starts_with(MARK) && text.contains("/me/things"), "{text}");
    for out in [&["--include", "/me/**"][..], &["--include", "/me/**", "--out", "-"]] {
        assert_eq!(place.done(&small("slice", out)).stdout, text);
    }
    let quiet = place.done(&small("slice", &["--include", "/me/**", "--quiet"]));
    assert_eq!((quiet.stdout, &*quiet.stderr), (text.clone(), ""));
    assert_eq!(place.done(&["slice", "--spec", "one.yaml"]).stdout, text);
}

#[test]
fn what_it_is_cut_from_and_what_others_wrote_stays() {
    let place = Place::new();
    place.write("openapi.yaml", SPEC);
    for out in [".", "openapi.yaml", "./x/../openapi.yaml"] {
        let said = place.refused(2, &["slice", "--spec", "openapi.yaml", "--out", out]);
        assert!(said.contains("is what the slice is cut from") && said.contains("--out"), "{said}");
    }
    let said = place.refused(1, &["slice", "--spec", "small.yaml", "--out", "."]);
    assert!(said.contains("was not written by this command"), "{said}");
    let said = place.refused(1, &["slice", "--spec", "small.yaml", "--out", "small.yaml/x"]);
    assert!(said.contains("cannot be written"), "{said}");
    assert_eq!((place.read("openapi.yaml"), place.read("small.yaml")), (SPEC.to_owned(), SPEC.to_owned()));
}

#[test]
fn programs_get_an_object() {
    let place = Place::new();
    let report = place.json(0, &small("slice", &["--json", "--out", "small"]));
    assert_eq!(report["files"], serde_json::json!(["small/openapi.yaml", "small/permissions.yaml"]));
    assert_eq!((&report["operations"], report.get("openapi")), (&4.into(), None));
    let report = place.json(0, &small("slice", &["--json"]));
    assert_eq!(report["openapi"], place.read("small/openapi.yaml"));
    assert_eq!(report["permissions"], place.read("small/permissions.yaml"));
    assert_eq!(report["schemaVersion"], 1);
}

#[test]
fn a_reader_that_has_enough_is_no_fault() {
    let place = Place::new();
    let mut child = place
        .command("", &["slice"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("the program");
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
}
