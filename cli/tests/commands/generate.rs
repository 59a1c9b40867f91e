//! `cargo msgraph generate`

use serde_json::json;

use crate::place::{Place, SPEC, small};

#[test]
fn twice_is_the_same_bytes() {
    let place = Place::new();
    let first = place.generated(&[]);
    assert_eq!(first.stdout, "");
    assert_eq!(first.stderr, "`things` is generated in `out`: 4 operations, 0 types, 20 files\n");
    let files = place.files("out");
    let again = place.generated(&[]);
    assert_eq!(again.stderr, "`things` is up to date in `out`: 4 operations, 0 types, 20 files\n");
    assert_eq!(place.files("out"), files);
    // Without options, from within and from elsewhere.
    for (folder, args) in [
        ("out", &["generate"][..]),
        ("", &["generate", "--settings", "out/msgraph.toml"]),
        ("out/src", &["generate", "--settings", "../msgraph.toml"]),
    ] {
        let called = place.call_in(folder, args);
        assert_eq!(called.code, 0, "{}", called.stderr);
        assert!(called.stderr.contains("is up to date in"), "{}", called.stderr);
        assert_eq!(place.files("out"), files);
    }
    // All of it anew.
    std::fs::remove_dir_all(place.path("out/src")).expect("a folder");
    std::fs::remove_file(place.path("out/Cargo.toml")).expect("a file");
    place.done(&["generate", "--settings", "out/msgraph.toml"]);
    assert_eq!(place.files("out"), files);
}

#[test]
fn the_settings_hold_all_that_was_said() {
    let place = Place::new();
    place.generated(&[
        "--permission-fixups",
        "fixups.yaml",
        "--include",
        "/me/**",
        "--include",
        "POST /users/**",
    ]);
    let settings = place.read("out/msgraph.toml");
    for line in [
        "name = \"things\"\n",
        "include = [\n    \"/me/**\",\n    \"POST /users/**\",\n]\n",
        "[spec]\nfile = \"../small.yaml\"\nsha256 = \"",
        "[permissions]\nfile = \"../table.yaml\"\nsha256 = \"",
        "[permission-fixups]\nfile = \"../fixups.yaml\"\nsha256 = \"",
    ] {
        assert!(settings.contains(line), "{line} in {settings}");
    }
    assert!(place.path("out/src/operations/post_users_by_id_things.rs").is_file());
    assert!(!place.path("out/src/operations/get_users_by_id_things.rs").exists());
}

#[test]
fn the_bundled_slice_comes_with_its_files() {
    let place = Place::new();
    place.done(&["generate", "--name", "meetings", "--include", "/me/onlineMeetings"]);
    assert!(place.read("meetings/msgraph.toml").contains("file = \"online-meetings/openapi.yaml\"\n"));
    let files = place.files("meetings");
    let called = place.call_in("meetings", &["generate"]);
    assert_eq!(called.code, 0, "{}", called.stderr);
    assert_eq!(place.files("meetings"), files);
}

#[test]
fn settings_of_a_person_are_kept_as_they_are_written() {
    let place = Place::new();
    let settings = "# mine\ninclude = ['/me/things'] # only these\n\n[spec]\nfile = \"small.yaml\"\n";
    place.write("msgraph.toml", settings);
    place.done(&["generate", "--out", ".", "--name", "things"]);
    let written = place.read("msgraph.toml");
    assert!(
        written.starts_with(settings) && written[settings.len()..].starts_with("sha256 = \""),
        "{written}"
    );
    // Settings of another folder come with the crate, and find their files.
    place.done(&["generate", "--out", "deep/in/here", "--name", "here"]);
    assert!(place.read("deep/in/here/msgraph.toml").contains("file = \"../../../small.yaml\""));
    place.done(&["check", "deep/in/here"]);
}

#[test]
fn a_source_that_changed_is_refused_until_it_is_taken() {
    let place = Place::new();
    place.generated(&[]);
    place.change("out/msgraph.toml", "# Which permission opens what.", "# mine");
    let files = place.files("out");
    place.write("small.yaml", &SPEC.replace("/me/things", "/me/stuff"));
    let said = place.refused(1, &["generate", "--settings", "out/msgraph.toml"]);
    assert!(said.contains("is not what it was when the settings were written"), "{said}");
    assert!(
        said.contains("--> out/msgraph.toml:10:10")
            && said.contains("^^^")
            && said.contains("`cargo msgraph generate --settings out/msgraph.toml --update`"),
        "{said}"
    );
    let call = small("generate", &["--out", "out", "--name", "things"]);
    let said = place.refused(1, &call);
    assert!(said.contains("is not what it was when the crate was generated"), "{said}");
    assert_eq!(place.files("out"), files);

    place.done(&["generate", "--settings", "out/msgraph.toml", "--update"]);
    assert!(place.path("out/src/operations/get_me_stuff.rs").is_file());
    assert!(!place.path("out/src/operations/get_me_things.rs").exists());
    let settings = place.read("out/msgraph.toml");
    assert!(settings.contains("# mine") && settings.contains("file = \"../small.yaml\""), "{settings}");
    place.done(&["check", "out"]);
}

#[test]
fn a_source_that_moved_is_a_fault_of_its_place() {
    let place = Place::new();
    place.generated(&[]);
    std::fs::rename(place.path("small.yaml"), place.path("moved.yaml")).expect("a file");
    let said = place.refused(1, &["generate", "--settings", "out/msgraph.toml"]);
    assert!(said.contains("the file cannot be read: it does not exist"), "{said}");
    assert!(said.contains("--> small.yaml"), "{said}");
    assert!(said.contains("out/msgraph.toml:") && said.contains("named here"), "{said}");
    assert_eq!(place.refused(1, &["check", "out"]), said);
}

#[test]
fn another_slice_in_the_same_folder_is_asked_for_twice() {
    let place = Place::new();
    place.generated(&[]);
    let files = place.files("out");
    let call = small("generate", &["--out", "out", "--name", "other", "--include", "/me/**"]);
    let said = place.refused(1, &call);
    assert!(
        said.contains("`out/msgraph.toml` says something else than this call: `name`, `include`"),
        "{said}"
    );
    assert!(said.contains("name: `things` there, `other` in this call"), "{said}");
    assert!(said.contains("include: nothing there, `/me/**` in this call"), "{said}");
    assert!(said.contains("cargo msgraph generate --settings out/msgraph.toml"), "{said}");
    assert_eq!(place.files("out"), files);
    place.done(&[&call[..], &["--update"]].concat());
    assert!(place.read("out/Cargo.toml").contains("name = \"other\""));
    assert!(!place.path("out/src/operations/get_unknown.rs").exists());
    place.done(&["check", "out"]);
}

#[test]
fn names_that_no_crate_may_have() {
    let place = Place::new();
    let before = place.files("");
    for name in
        ["", "../x", "a/b", "fn", "self", "std", "test", "ünïcode", "1st", "a b", "nul", "x\"]\n[deps", "-x"]
    {
        let said = place.refused(2, &small("generate", &["--out", "out", &format!("--name={name}")]));
        assert!(said.contains("cannot be the name of a crate") && said.contains("--name"), "{name}: {said}");
    }
    // One that comes from the folder or from settings is no better.
    let said = place.refused(2, &small("generate", &["--out", "a b"]));
    assert!(said.contains("`a b` cannot be the name of a crate"), "{said}");
    assert_eq!(place.files(""), before);
}

#[test]
fn what_somebody_else_wrote_is_not_replaced() {
    let foreign = [
        ("out/Cargo.toml", "[package]\nname = \"mine\"\n"),
        ("out/src/main.rs", "fn main() {}\n"),
        ("out/msgraph.toml", "name = 1\n"),
    ];
    for (path, text) in foreign {
        let place = Place::new();
        place.write(path, text);
        let said = place.refused(1, &small("generate", &["--out", "out", "--name", "x"]));
        assert!(said.contains(path), "{path}: {said}");
        assert_eq!(place.files("out").len(), 1, "{path}");
        assert_eq!(place.read(path), text);
    }
    let place = Place::new();
    place.write("out/online-meetings/openapi.yaml", "mine");
    let said = place.refused(1, &["generate", "--out", "out"]);
    assert!(said.contains("is there already, with another text"), "{said}");
    assert_eq!(place.files("out").len(), 1);
    // What is not in the way stays.
    let place = Place::new();
    place.write("out/LICENSE", "mine");
    place.generated(&[]);
    assert_eq!(place.read("out/LICENSE"), "mine");
}

#[test]
fn what_a_person_changed_beside_the_sources_is_kept() {
    let place = Place::new();
    place.generated(&[]);
    place.change("out/Cargo.toml", "version = \"0.1.0\"", "version = \"2.0.0\"");
    let files = place.files("out");
    let said =
        place.refused(1, &small("generate", &["--out", "out", "--name", "things", "--core-version", "0.1"]));
    assert!(said.contains("somebody has changed `out/Cargo.toml`, so it is kept"), "{said}");
    assert!(said.contains("`--core-version` would have no effect"), "{said}");
    assert_eq!(place.files("out"), files);
    let said = place.generated(&[]).stderr;
    assert!(said.contains("`Cargo.toml` is yours and was kept"), "{said}");
    assert!(place.read("out/Cargo.toml").contains("version = \"2.0.0\""));
    assert_eq!(place.done(&["check", "out"]).stdout, "");
}

#[test]
fn the_core_is_a_folder_or_a_version() {
    let place = Place::new();
    let core = concat!(env!("CARGO_MANIFEST_DIR"), "/../core");
    let manifest = || place.read("out/Cargo.toml");
    place.generated(&[]);
    let checkout = std::path::Path::new(core).canonicalize().expect("the core");
    assert!(
        manifest().contains(&format!("msgraph-core = {{ path = \"{}\" }}", checkout.display())),
        "{}",
        manifest()
    );
    place.generated(&["--core-version", "0.1"]);
    assert!(manifest().contains("msgraph-core = \"0.1\"\n"), "{}", manifest());
    // It stays so without the option.
    place.done(&["generate", "--settings", "out/msgraph.toml"]);
    assert!(manifest().contains("msgraph-core = \"0.1\"\n"), "{}", manifest());
    place.done(&["check", "out"]);
    place.write("core/Cargo.toml", "[package]\nname = \"msgraph-core\"\n");
    place.generated(&["--core-path", "core"]);
    assert!(manifest().contains("msgraph-core = { path = \"../core\" }\n"), "{}", manifest());
    let call = small("generate", &["--out", "other", "--name", "x"]);
    let said = place.refused(2, &[&call[..], &["--core-path", "out"]].concat());
    assert!(said.contains("does not hold msgraph-core"), "{said}");
    let said = place.refused(2, &[&call[..], &["--core-version", "1\" }"]].concat());
    assert!(said.contains("version of msgraph-core"), "{said}");
    let said = place.refused(2, &[&call[..], &["--core-version", "99"]].concat());
    assert!(said.contains("what is generated needs msgraph-core") && said.contains("`99`"), "{said}");
    assert!(!place.path("other").exists());
    // One that a person wrote is kept, but not without a word.
    place.change("out/Cargo.toml", "msgraph-core = { path = \"../core\" }", "msgraph-core = \"0.0.1\"");
    let said = place.generated(&[]).stderr;
    assert!(
        said.contains("warning: `out/Cargo.toml` asks for msgraph-core 0.0.1, and what is generated needs"),
        "{said}"
    );
}

#[test]
fn a_folder_that_cannot_be_written() {
    let place = Place::new();
    let call = small("generate", &["--out", "small.yaml/x", "--name", "x"]);
    let said = place.refused(1, &call);
    assert!(
        said.contains("cannot be written") && said.contains("small.yaml/x") && said.contains("--out"),
        "{said}"
    );
    assert_eq!(place.read("small.yaml"), SPEC);
}

#[cfg(unix)]
#[test]
fn a_folder_that_may_only_be_read() {
    use std::os::unix::fs::PermissionsExt;

    let place = Place::new();
    place.write("closed/x", "");
    std::fs::set_permissions(place.path("closed"), PermissionsExt::from_mode(0o555)).expect("a folder");
    if std::fs::write(place.path("closed/y"), "").is_ok() {
        use std::io::Write as _;
        writeln!(std::io::stderr(), "skipped: the user may write everywhere").ok();
        return;
    }
    let said = place.refused(1, &small("generate", &["--out", "closed/out", "--name", "x"]));
    assert!(said.contains("cannot be written") && said.contains("--out"), "{said}");
    std::fs::set_permissions(place.path("closed"), PermissionsExt::from_mode(0o755)).expect("a folder");
}

#[test]
fn faults_of_the_description_are_shown_in_it() {
    let place = Place::new();
    place.write("small.yaml", &SPEC.replace("{description: ok}", "{description: [}"));
    let said = place.refused(1, &small("generate", &["--out", "out", "--name", "x"]));
    assert!(said.contains("--> small.yaml:") && said.contains('^') && said.contains("= help:"), "{said}");
    assert!(!place.path("out").exists());
}

#[test]
fn a_pattern_that_matches_nothing_is_a_wrong_call() {
    let place = Place::new();
    let said = place.refused(2, &small("generate", &["--name", "x", "--include", "/me/thing"]));
    assert!(
        said.contains("the pattern `/me/thing` matches no operation") && said.contains("`/me/things`"),
        "{said}"
    );
    place.write("msgraph.toml", "include = ['/me/thing']\n[spec]\nfile = 'small.yaml'\n");
    let said = place.refused(1, &["generate", "--name", "x"]);
    assert!(said.contains("--> msgraph.toml:1:12"), "{said}");
    // Neither the settings nor the folder have a name for it.
    assert!(place.refused(2, &["generate"]).contains("cannot be the name of a crate"));
}

#[test]
fn programs_get_an_object() {
    let place = Place::new();
    let call = ["generate", "--spec", "small.yaml", "--out", "out", "--name", "things", "--json"];
    let mut report = place.json(0, &call);
    let sha256 = report["sources"][0]["sha256"].take();
    assert_eq!(sha256.as_str().map(str::len), Some(64));
    let expected = json!({
        "schemaVersion": 1, "command": "generate", "name": "things", "folder": "out", "changed": true,
        "operations": 4, "types": 0, "files": 19, "kept": [], "sources": [{"kind": "spec", "sha256": null}],
    });
    assert_eq!(report, expected);
    assert_eq!(place.json(0, &call)["changed"], false);
}

#[test]
fn a_pattern_that_cannot_be_read_is_all_that_is_said() {
    let place = Place::new();
    for wrong in ["me/things", "GRAB /me/things", "", "/me/things/{id", "/me/***"] {
        let said = place.refused(2, &small("generate", &["--out", "out", "--include", wrong]));
        assert_eq!(said.matches("error: ").count(), 1, "{said}");
        assert!(said.contains("--> include\n"), "{said}");
    }
    assert!(!place.path("out").exists());
    // nor is there another code where all is excluded again
    place.refused(2, &small("generate", &["--out", "out", "--exclude", "/**"]));
}

#[test]
fn what_is_left_out_is_counted() {
    let place = Place::new();
    let other = "/me/view:\n    get:\n      parameters: [{name: startDateTime, in: query, required: true, \
                 schema: {type: string}}]\n      responses: {'204': {description: ok}}\n";
    place.write("small.yaml", &SPEC.replacen("paths:\n", &format!("paths:\n  {other}"), 1));
    let said = place.generated(&[]).stderr;
    assert!(said.contains("4 operations (1 left out), "), "{said}");
    assert!(!place.read("out/README.md").contains("/me/view"));
    let call = small("generate", &["--out", "view", "--include", "/me/view"]);
    let said = place.refused(1, &call);
    assert!(said.contains("nothing is left to generate: the only operation"), "{said}");
    assert!(said.contains("warning: ") && !place.path("view").exists(), "{said}");
}

#[test]
fn a_slice_without_a_permission_table_is_told_so() {
    let place = Place::new();
    let said = place.done(&["generate", "--spec", "small.yaml", "--name", "things"]).stderr;
    assert!(said.contains("note: without a permission table") && said.contains("`--permissions`"), "{said}");
    assert!(!place.generated(&[]).stderr.contains("note: without"));
}
