//! The settings of a build script.

use std::fs;
use std::path::Path;

use msgraph_codegen::{Config, GenerateError};
use msgraph_spec::ONLINE_MEETINGS_DIR;

fn config(out: &Path) -> Config {
    Config::new().spec(format!("{ONLINE_MEETINGS_DIR}/openapi.yaml")).name("case").out_dir(out)
}

/// The same for a small description.
fn small(out: &Path) -> Config {
    config(out).spec(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/consent/openapi.yaml"))
}

/// The names of the files in a folder of the output.
fn names(out: &Path, folder: &str) -> Vec<String> {
    let entries = fs::read_dir(out.join("case").join(folder)).expect("a folder").flatten();
    let mut names: Vec<String> =
        entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[test]
fn a_slice_is_cut_out() {
    let out = tempfile::tempdir().expect("a folder");
    let cut = config(out.path())
        .permissions(format!("{ONLINE_MEETINGS_DIR}/permissions.yaml"))
        .permission_fixups(format!("{ONLINE_MEETINGS_DIR}/permission-fixups.yaml"))
        .include("/me/onlineMeetings")
        .include(String::from("GET /users/{id}/onlineMeetings"))
        .exclude("POST /**")
        .root("microsoft.graph.callTranscript");
    cut.generate().expect("a slice");
    assert_eq!(
        names(out.path(), "operations"),
        ["get_me_online_meetings.rs", "get_users_by_id_online_meetings.rs", "mod.rs"]
    );
    let models = names(out.path(), "models");
    assert!(models.contains(&"call_transcript.rs".to_owned()), "{models:?}");
    assert!(!models.contains(&"attendance_record.rs".to_owned()), "{models:?}");
}

#[test]
fn a_pattern_that_matches_nothing_is_refused() {
    let out = tempfile::tempdir().expect("a folder");
    let fault = config(out.path()).include("/me/onlineMeeting").generate().expect_err("no such path");
    let (shown, debugged) = (fault.to_string(), format!("{fault:?}"));
    assert!(shown.contains("/me/onlineMeeting") && shown.contains("onlineMeetings"), "{shown}");
    assert_eq!(debugged, format!("\n{shown}"), "what a build script's `main` shows is readable");
    assert!(!out.path().join("case").exists());
}

#[test]
fn the_runtime_is_a_path() {
    let out = tempfile::tempdir().expect("a folder");
    let root = || fs::read_to_string(out.path().join("case/lib.rs")).expect("a root");
    small(out.path()).generate().expect("a slice");
    assert!(root().contains("\nuse ::msgraph_core::rt;\n"), "{}", root());
    for path in ["::msgraph", "crate::graph", "msgraph::__core"] {
        small(out.path()).runtime(path).generate().expect("a slice");
        assert!(root().contains(&format!("\nuse {path}::rt;\n")), "{}", root());
    }
    for path in ["", "a b", "a::<u8>", "msgraph-core", "x; fn f() {} //", "::"] {
        let fault = small(out.path()).runtime(path).generate().expect_err(path);
        assert!(matches!(&fault, GenerateError::Runtime(text) if text == path), "{fault}");
    }
}
