//! A build script whose settings are in a file.

#![cfg(feature = "settings")]

use std::fs;
use std::path::Path;

use msgraph_codegen::{Config, GenerateError};
use msgraph_spec::ONLINE_MEETINGS_DIR;
use msgraph_spec::settings::sha256;
use quote::quote;

/// Writes `msgraph.toml`, with the bundled slice beside it.
fn project(folder: &Path, top: &str, spec: &str) -> Config {
    for name in ["openapi.yaml", "permissions.yaml", "permission-fixups.yaml"] {
        fs::copy(Path::new(ONLINE_MEETINGS_DIR).join(name), folder.join(name))
            .expect("a file of the bundled slice");
    }
    let tables =
        "[permissions]\nfile = 'permissions.yaml'\n[permission-fixups]\nfile = 'permission-fixups.yaml'\n";
    fs::write(folder.join("msgraph.toml"), format!("{top}[spec]\n{spec}{tables}")).expect("the settings");
    Config::new().settings(folder.join("msgraph.toml")).out_dir(folder)
}

fn operations(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder.join("operations")).expect("a folder").flatten();
    let mut names: Vec<String> = entries.map(|one| one.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[test]
fn a_file_of_settings_says_the_same_as_calls() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    let hash = sha256(fs::read(Path::new(ONLINE_MEETINGS_DIR).join("openapi.yaml")).expect("a file"));
    let top = "name = 'Meetings'
include = ['/me/onlineMeetings', '/users/{id}/onlineMeetings']
exclude = ['POST /**']
roots = ['microsoft.graph.callTranscript']
permissions-may-cover-more = true
";
    let settings = project(folder.path(), top, &format!("file = 'openapi.yaml'\nsha256 = '{hash}'\n"));
    settings.generate().expect("a slice");
    assert!(at("meetings/models/call_transcript.rs").is_file());
    assert!(!at("meetings/models/attendance_record.rs").exists());
    let calls = Config::new()
        .spec(at("openapi.yaml"))
        .permissions(at("permissions.yaml"))
        .permission_fixups(at("permission-fixups.yaml"))
        .include("/me/onlineMeetings")
        .include("/users/{id}/onlineMeetings")
        .exclude("POST /**")
        .root("microsoft.graph.callTranscript")
        .name("meetings");
    let runtime = quote!(::msgraph);
    let [by_file, by_calls] =
        [&settings, &calls].map(|one| one.in_place(&runtime).expect("a slice").tokens.to_string());
    assert_eq!(by_file, by_calls);
}

#[test]
fn calls_add_to_the_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let settings =
        project(folder.path(), "include = ['GET /me/onlineMeetings']\n", "file = 'openapi.yaml'\n");
    settings.generate().expect("a slice");
    assert_eq!(operations(&folder.path().join("openapi")), ["get_me_online_meetings.rs", "mod.rs"]);
    settings.include("POST /me/onlineMeetings").name("more").generate().expect("a slice");
    assert_eq!(
        operations(&folder.path().join("more")),
        ["get_me_online_meetings.rs", "mod.rs", "post_me_online_meetings.rs"]
    );
}

#[test]
fn what_is_not_at_hand_or_another_file_is_refused() {
    for (spec, expected) in [
        ("url = 'https://example.com/meetings.yaml'\n", "`https://example.com/meetings.yaml` is not at hand"),
        ("file = 'other.yaml'\nurl = 'https://example.com/a.yaml'\n", "`other.yaml` is not at hand"),
        ("file = 'openapi.yaml'\nsha256 = '00'\n", "this is no SHA-256"),
        (
            "file = 'openapi.yaml'\nsha256 = 'b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9'\n",
            "is not what it was when the settings were written",
        ),
    ] {
        let folder = tempfile::tempdir().expect("a folder");
        let fault = project(folder.path(), "name = 'case'\n", spec).generate().expect_err(spec).to_string();
        assert!(fault.contains(expected) && fault.contains("msgraph.toml:"), "{fault}");
        assert!(fault.contains("cargo msgraph generate"), "{fault}");
        assert!(!folder.path().join("case").exists());
    }
}

#[test]
fn the_description_is_named_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let settings = project(folder.path(), "", "file = 'openapi.yaml'\n");
    for twice in
        [settings.clone().spec("a"), settings.clone().permissions("a"), settings.permission_fixups("a")]
    {
        let fault = twice.generate().expect_err("two descriptions");
        assert!(matches!(&fault, GenerateError::Twice(text) if text.contains("`.settings(..)`")), "{fault}");
    }
}

#[test]
fn a_file_of_settings_must_be_there() {
    let folder = tempfile::tempdir().expect("a folder");
    let config = Config::new().settings(folder.path().join("msgraph.toml")).out_dir(folder.path());
    let fault = config.generate().expect_err("no file").to_string();
    assert!(fault.contains("the settings cannot be read: it does not exist"), "{fault}");
}
