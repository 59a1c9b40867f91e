//! `--also`: slices beside one another, and what has no behaviour.

use std::path::Path;

use crate::called::{called, support_file};
use crate::running::{answer, asked, shown, started};

const MAIL: &str = "../examples/mail/spec/mail.yaml";
const TABLE: &str = "../examples/mail/spec/permissions.yaml";

#[test]
fn mail_stands_beside_meetings() {
    let folder = tempfile::tempdir().expect("a folder");
    let here = |path: &str| Path::new(env!("CARGO_MANIFEST_DIR")).join(path).display().to_string();
    let settings = folder.path().join("msgraph.toml");
    let text = format!("[spec]\nfile = '{}'\n[permissions]\nfile = '{}'\n", here(MAIL), here(TABLE));
    std::fs::write(&settings, text).expect("a file");
    let settings = settings.display().to_string();
    let crates = folder.path().display().to_string();
    for options in [
        &["--also", &settings][..],
        &["--also", &crates],
        &["--spec", MAIL, "--permissions", TABLE, "--also", "online-meetings"],
    ] {
        let (_running, facts) = started(options);
        assert_eq!(facts["slices"].as_array().expect("a list").len(), 2);
        let sum: u64 = (0..2).filter_map(|at| facts["slices"][at]["operations"].as_u64()).sum();
        assert_eq!(facts["operations"].as_u64(), Some(sum));
        assert_eq!(facts["slices"][0]["url"], facts["url"]);
        let (status, made) = asked(&facts, "POST /me/messages", r#"{"subject":"Minutes"}"#);
        assert_eq!(status, "201", "{options:?} {made}");
        let path = format!("GET /me/messages/{}", made["id"].as_str().expect("an id"));
        assert_eq!(asked(&facts, &path, "").1["subject"], "Minutes");
        assert_eq!(asked(&facts, "POST /me/onlineMeetings", "{}").0, "201", "{options:?}");
        assert_eq!(answer(&facts, "POST /me/messages", "wrong", "{}").0, "401");
    }
}

#[test]
fn a_mere_description_takes_the_table_of_the_call() {
    let scopes = |options: &[&str]| {
        let (_running, facts) = started(options);
        assert_eq!(asked(&facts, "POST /me/messages", r#"{"subject":"x"}"#).0, "201");
        facts["tokens"][0]["permissions"].to_string()
    };
    assert!(!scopes(&["--also", MAIL]).contains("Mail."), "no table, nothing is needed");
    let small = support_file("small.yaml").display().to_string();
    let both = scopes(&["--spec", &small, "--permissions", TABLE, "--also", MAIL]);
    assert!(both.contains("Mail.ReadWrite"), "{both}");
}

#[test]
fn what_several_slices_have_counts_once() {
    let (_running, facts) = started(&["--also", "online-meetings", "--also", MAIL]);
    let counts = |name: &str| (0..3).map(|at| facts["slices"][at][name].as_u64()).collect::<Vec<_>>();
    let [Some(meetings), Some(again), Some(mail)] = counts("operations")[..] else { panic!("{facts}") };
    assert!(meetings > 0 && again == 0 && mail > 0, "{facts}");
    assert_eq!(facts["operations"].as_u64(), Some(meetings + mail));
}

#[test]
fn every_slice_that_cannot_be_read_is_said() {
    let (code, stdout, stderr) = called(&[
        "emulate",
        "--spec",
        "none.yaml",
        "--also",
        "nowhere.yaml",
        "--also",
        "missing/msgraph.toml",
    ]);
    assert_eq!((code, stdout.as_str()), (1, ""));
    assert!(stderr.contains("missing/msgraph.toml"), "{stderr}");
    let (code, _, stderr) = called(&["emulate", "--spec", "none.yaml", "--also", "nowhere.yaml"]);
    assert_eq!(code, 1);
    assert!(stderr.contains("none.yaml") && stderr.contains("nowhere.yaml"), "{stderr}");
    let (code, _, stderr) = called(&["emulate", "--also", "src", "--fault", "x"]);
    assert_eq!(code, 2);
    assert!(stderr.contains("the folder `src` holds no slice") && stderr.contains("`--fault x`"), "{stderr}");
}

/// A description with that many functions, and something that has behaviour.
fn functions(count: usize, others: &str) -> String {
    let function = |at: usize| {
        format!(
            "  /me/microsoft.graph.count{at}():\n    get:\n      x-ms-docs-operation-type: function\n      \
             responses: {{'200': {{description: ok, content: {{application/json: {{schema: {{type: object, \
             properties: {{value: {{type: integer, format: int32}}}}}}}}}}}}}}\n"
        )
    };
    let functions: String = (0..count).map(function).collect();
    format!(
        "openapi: 3.0.3\ninfo: {{title: Functions, version: beta}}\n\
         servers: [{{url: 'https://graph.microsoft.com/beta'}}]\npaths:\n{others}{functions}"
    )
}

const ACTION: &str = "  /me/doIt:\n    post:\n      x-ms-docs-operation-type: action\n      \
                      responses: {'204': {description: ok}}\n";

#[test]
fn what_has_no_behaviour_is_named_where_it_is_little() {
    let folder = tempfile::tempdir().expect("a folder");
    let written = |count, others| {
        let file = folder.path().join("api.yaml");
        std::fs::write(&file, functions(count, others)).expect("a file");
        file.display().to_string()
    };
    let file = written(1, ACTION);
    let text = shown(&["--spec", &file]);
    assert!(text.contains("2 operations, 1 with behaviour; 1 answers 501:\n  GET /me/"), "{text}");
    let (_running, facts) = started(&["--spec", &file, "--also", "online-meetings"]);
    assert!(facts["url"].as_str().is_some_and(|url| url.ends_with("/beta")));
    let without = facts["withoutBehaviour"].as_array().expect("a list");
    assert!(
        without.len() == 1 && without[0].as_str().is_some_and(|one| one.contains("count0")),
        "{without:?}"
    );
    assert_eq!(asked(&facts, "GET /me/count0()", "").0, "501");
    let text = shown(&["--spec", &file, "--also", "online-meetings"]);
    assert!(text.contains("/beta\nand at http://127.0.0.1:") && text.contains("/v1.0\n"), "{text}");

    let text = shown(&["--spec", &written(6, ACTION)]);
    assert!(text.contains("7 operations, 1 with behaviour; 6 answer 501 (`--json` lists them)"), "{text}");

    let file = written(2, "");
    let text = shown(&["--spec", &file]);
    assert!(text.contains("2 operations, none of them with behaviour: each answers 501."), "{text}");
    assert!(!text.contains("Tokens"), "{text}");
    let (_running, facts) = started(&["--spec", &file]);
    assert_eq!(facts["tokens"], serde_json::json!([]));
}
