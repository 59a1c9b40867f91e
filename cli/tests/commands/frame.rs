//! What all commands share: how they are called and how they talk.

use serde_json::{Value, json};

use crate::place::{Place, small};

#[test]
fn who_wants_it_quiet_hears_errors_alone() {
    let place = Place::new();
    let called = place.done(&["permissions", "--spec", "small.yaml"]);
    assert!(called.stderr.contains("warning: without a permission table"), "{}", called.stderr);
    assert_eq!(place.done(&["permissions", "--spec", "small.yaml", "--quiet"]).stderr, "");
    assert_eq!(place.generated(&["-q"]).stderr, "");
    assert_eq!(place.done(&["--quiet", "check", "out"]).stderr, "");
    assert!(place.refused(1, &["check", "nowhere", "--quiet"]).contains("error: "));
}

#[test]
fn faults_are_lines_of_json_for_those_who_want_them_so() {
    let place = Place::new();
    let lines = |said: &str| -> Vec<Value> {
        said.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|_| panic!("{line}"))).collect()
    };
    place.write("small.yaml", "openapi: 3.0.3\npaths: [\n");
    let call = small("generate", &["--out", "out", "--name", "x", "--json"]);
    let faults = lines(&place.refused(1, &call));
    assert_eq!((&faults[0]["level"], &faults[0]["file"]), (&json!("error"), &json!("small.yaml")));
    assert!(faults[0]["line"].is_u64() && faults[0]["message"].is_string() && faults[0]["help"].is_string());
    // A call that cannot even be read.
    let faults = lines(&place.refused(2, &["generate", "--json", "--nmae", "x"]));
    assert_eq!(faults.len(), 1);
    assert_eq!(faults[0]["message"], "unexpected argument '--nmae' found");
    assert!(faults[0]["help"].as_str().expect("a text").contains("--name"), "{}", faults[0]);
    // Warnings too, and the result stays an object.
    let place = Place::new();
    let called = place.done(&["permissions", "--spec", "small.yaml", "--json"]);
    assert_eq!(lines(&called.stderr)[0]["level"], "warning");
    assert!(serde_json::from_str::<Value>(&called.stdout).expect("JSON").is_object());
}

#[test]
fn json_is_a_format_of_the_report() {
    let place = Place::new();
    let report = place.done(&["permissions", "--json"]).stdout;
    assert_eq!(report, place.done(&["permissions", "--format", "json"]).stdout);
    assert_eq!(serde_json::from_str::<Value>(&report).expect("JSON")["schemaVersion"], 1);
    let said = place.refused(2, &["permissions", "--json", "--format", "html"]);
    assert!(said.contains("`--json` and `--format` ask for different formats"), "{said}");
}

#[test]
fn options_take_the_place_of_settings() {
    let place = Place::new();
    place.write(
        "in/msgraph.toml",
        "include = ['/me/**']\n[spec]\nfile = '../small.yaml'\n[permissions]\nfile = '../table.yaml'\n",
    );
    let operations = |folder: &str, args: &[&str]| {
        let called = place.call_in(folder, &[&["slice", "--json"], args].concat());
        assert_eq!(called.code, 0, "{}", called.stderr);
        serde_json::from_str::<Value>(&called.stdout).expect("JSON")["operations"].clone()
    };
    assert_eq!(operations("in", &[]), 1);
    assert_eq!(operations("", &["--settings", "in/msgraph.toml"]), 1);
    assert_eq!(operations("in", &["--include", "/users/**"]), 2);
    assert_eq!(operations("in", &["--include", "/**", "--exclude", "POST /**"]), 3);
    // A description of its own has nothing to do with the settings.
    assert_eq!(operations("in", &["--spec", "../small.yaml"]), 4);
    let said = place.refused(2, &["slice", "--spec", "small.yaml", "--settings", "in/msgraph.toml"]);
    assert!(said.contains("cannot be used with"), "{said}");
    // Files on the command line are relative to where it is called, those of settings to their own folder.
    place.write("in/own.yaml", crate::place::TABLE);
    assert_eq!(operations("in", &["--permissions", "own.yaml"]), 1);
    assert_eq!(operations("", &["--settings", "in/msgraph.toml", "--permissions", "in/own.yaml"]), 1);
}
