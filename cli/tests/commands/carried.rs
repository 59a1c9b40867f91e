//! The slice that a generated crate carries in `spec/`: what it was made of, whatever became of its sources.

use serde_json::Value;

use crate::place::{Place, SPEC, small};

const CHOSEN: [&str; 6] =
    ["--permission-fixups", "fixups.yaml", "--include", "/**", "--exclude", "POST /users/**"];

fn generated(place: &Place) {
    place.generated(&CHOSEN);
}

fn changes(place: &Place, new: &[&str]) -> Vec<Value> {
    let value = place.json(0, &[&["diff", "out"], new, &["--json"]].concat());
    assert_eq!(value["permissionsCompared"], true);
    value["changes"].as_array().expect("a list").clone()
}

#[test]
fn it_stands_for_sources_that_are_gone() {
    let place = Place::new();
    generated(&place);
    let names: Vec<_> = place.files("out/spec").into_keys().map(|path| path.display().to_string()).collect();
    assert_eq!(names, ["openapi.yaml", "permission-fixups.yaml", "permissions.yaml"]);
    assert!(place.read("out/README.md").contains("`spec/` is the slice"));
    assert_eq!(changes(&place, &["out/msgraph.toml"]), [] as [Value; 0]);
    assert_eq!(changes(&place, &["out"]), [] as [Value; 0]);

    // what the next `generate --update` would change
    place.write("small.yaml", &SPEC.replace("/me/things", "/me/stuff"));
    let of = |list: &[Value]| -> Vec<String> { list.iter().map(|one| one["of"].to_string()).collect() };
    let before = changes(&place, &["out/msgraph.toml", "--permissions-new", "table.yaml"]);
    assert!(of(&before).contains(&"\"GET /me/things\"".to_owned()), "{before:?}");
    std::fs::rename(place.path("small.yaml"), place.path("new.yaml")).expect("a file");
    let after = changes(&place, &["new.yaml", "--permissions", "table.yaml"]);
    assert_eq!(of(&after), of(&before));
}

#[test]
fn it_is_part_of_what_is_checked_and_written() {
    let place = Place::new();
    generated(&place);
    let files = place.files("out");
    std::fs::remove_file(place.path("out/spec/openapi.yaml")).expect("a file");
    place.change("out/spec/permissions.yaml", "\ncoversMore: true", "\ncoversMore: false");
    place.write("out/spec/notes.txt", "mine");
    let called = place.call(&["check", "out"]);
    assert_eq!(called.code, 3);
    assert!(called.stdout.contains("spec/openapi.yaml: missing\n"), "{}", called.stdout);
    assert!(called.stdout.contains("\n-coversMore: false\n+coversMore: true\n"), "{}", called.stdout);
    place.done(&["generate", "--settings", "out/msgraph.toml"]);
    place.done(&["check", "out"]);
    std::fs::remove_file(place.path("out/spec/notes.txt")).expect("it stays");
    assert_eq!(place.files("out"), files);

    // what a slice without a table no longer has
    let call = ["generate", "--spec", "small.yaml", "--out", "out", "--name", "things"];
    place.done(&[&call[..], &["--update"]].concat());
    assert_eq!(place.files("out/spec").len(), 1);
    place.done(&["check", "out"]);
}

#[test]
fn what_others_keep_in_its_place_stays() {
    let place = Place::new();
    place.write("out/spec/openapi.yaml", "theirs: true\n");
    let said = place.refused(1, &small("generate", &["--out", "out", "--name", "things"]));
    assert!(said.contains("spec/openapi.yaml` was not written by the generator"), "{said}");
    assert_eq!(place.files("out").len(), 1, "nothing is put beside it");

    // A crate whose source stands there has its slice already.
    place.write("out/spec/openapi.yaml", SPEC);
    place.done(&["generate", "--spec", "out/spec/openapi.yaml", "--out", "out", "--name", "things"]);
    assert_eq!(place.files("out/spec").len(), 1);
    assert_eq!(place.read("out/spec/openapi.yaml"), SPEC);
    assert!(!place.read("out/README.md").contains("`spec/`"));
    place.done(&["check", "out"]);
    let (again, all) = (place.call_in("out", &["generate"]), place.files("out"));
    assert!(again.stderr.contains("up to date"), "{}", again.stderr);
    assert_eq!(place.files("out"), all);
}
