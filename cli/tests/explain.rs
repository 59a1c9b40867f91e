//! `explain`: what it tells of an operation.

#[path = "support/called.rs"]
mod called;

use called::{called, widest, written};
use serde_json::Value;
use snapbox::{assert_data_eq, file};

const CREATE: &str = "POST /me/onlineMeetings";

#[test]
fn everything_about_an_operation() {
    let text = written(&["explain", CREATE, "--width", "80"]);
    assert!(widest(&text) <= 80, "{text}");
    assert_data_eq!(text, file!["explain/create.txt"].raw());
    // a function with arguments, and properties of the answer instead of those of a body
    let text = written(&["explain", "GET /users/{id}/onlineMeetings/getAllRecordings", "--width", "80"]);
    assert_data_eq!(text, file!["explain/function.txt"].raw());
}

#[test]
fn the_same_for_programs() {
    let value: Value = serde_json::from_str(&written(&["explain", CREATE, "--json"])).expect("JSON");
    assert_eq!((&value["schemaVersion"], &value["command"]), (&1.into(), &"explain".into()));
    let told = &value["operations"][0];
    assert_eq!(told["rust"]["call"], "graph.me().online_meetings().post(&online_meeting).await?");
    assert_eq!(told["rust"]["answer"], "models::OnlineMeeting");
    assert_eq!(told["permissions"]["DelegatedWork"]["least"]["permissions"][0], "OnlineMeetings.ReadWrite");
    assert_eq!(told["permissions"]["Application"]["instead"]["path"], "/users/{user-id}/onlineMeetings");
    let properties = told["body"]["properties"].as_array().expect("a list");
    let link = properties.iter().find(|one| one["name"] == "joinWebUrl").expect("a property");
    assert_eq!([&link["isReadOnly"], &link["isSecret"]], [&Value::Bool(true), &Value::Bool(true)]);
}

/// The call that is shown is the one that the generated crate has: this compiles in the crate's own examples.
#[test]
fn the_call_is_the_one_that_examples_make() {
    let example =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/online_meetings.rs"));
    let example = example.expect("the example");
    for (title, call) in [
        (CREATE, "me().online_meetings().post("),
        ("POST /users/{id}/onlineMeetings", "online_meetings().post("),
    ] {
        let value: Value = serde_json::from_str(&written(&["explain", title, "--json"])).expect("JSON");
        let shown = value["operations"][0]["rust"]["call"].as_str().expect("a call").to_owned();
        assert!(shown.contains(call) && example.contains(call), "{shown}");
    }
}

#[test]
fn several_are_listed_or_explained() {
    let text = written(&["explain", "/me/onlineMeetings/{id}", "--limit", "2"]);
    assert!(
        text.starts_with("3 operations match:\n  DELETE /me")
            || text.starts_with("3 operations match:\n  GET /me")
    );
    assert!(!text.contains("In Rust"), "{text}");
    let text = written(&["explain", "/me/onlineMeetings/{id}"]);
    assert_eq!(text.matches("\nIn Rust\n").count(), 3);
}

/// The titles of the operations that a question finds.
fn found(question: &[&str]) -> Vec<String> {
    let value = written(&[&["explain", "--json"], question].concat());
    let value: Value = serde_json::from_str(&value).expect("JSON");
    let matches = value["matches"].as_array().expect("a list");
    matches.iter().map(|one| format!("{} {}", one["method"], one["path"]).replace('"', "")).collect()
}

#[test]
fn a_question_need_not_be_a_pattern() {
    let both = ["POST /me/onlineMeetings/createOrGet", "POST /users/{user-id}/onlineMeetings/createOrGet"];
    assert_eq!(found(&["createorget"]), both);
    assert_eq!(found(&["POST", "createOrGet"]), both);
    let one = ["GET /users/{user-id}/onlineMeetings/{onlineMeeting-id}"];
    assert_eq!(found(&["GET", "/users/1f7f/onlineMeetings/MSpk"]), one);
    let address = "https://graph.microsoft.com/v1.0/users/1f7f/onlineMeetings/MSpk?$select=id";
    assert_eq!(found(&["GET", address]), one);
    assert_eq!(
        found(&["GET https://graph.microsoft.com/v1.0/me/onlineMeetings"]),
        ["GET /me/onlineMeetings"]
    );
    let opened = found(&["onlinemeetings.readwrite"]);
    assert!(opened.contains(&CREATE.to_owned()) && opened.len() > 2, "{opened:?}");
    for (question, said) in [
        ("sendMail", "no path has a segment `sendMail`"),
        ("POSTT createOrGet", "did you mean `POST`?"),
        ("https://graph.microsoft.com/v1.0/me/messages", "matches no operation"),
    ] {
        let (code, _, stderr) = called(&["explain", question]);
        assert!(code == 2 && stderr.contains(said), "{question}: {stderr}");
    }
}

#[test]
fn nothing_matches() {
    let (code, stdout, stderr) = called(&["explain", "POST /me/onlineMeeting"]);
    assert_eq!((code, stdout.as_str()), (2, ""));
    assert!(stderr.contains("did you mean `/me/onlineMeetings`?"), "{stderr}");
}

/// The client of the crate `msgraph` has the paths of its own slice alone.
#[test]
fn the_call_of_another_slice_begins_at_its_root() {
    let spec = called::support_file("small.yaml");
    let table = called::support_file("small.permissions.yaml");
    let [spec, table] = [&spec, &table].map(|one| one.to_str().expect("a path"));
    let text = written(&["explain", "GET /me/things", "--spec", spec, "--permissions", table]);
    assert!(text.contains("\n  Root::new(&graph).me().things().get().await?\n"), "{text}");
}

/// Texts that try to leave their place stay texts, in the terminal and on the command line.
#[test]
fn hostile_names_stay_names() {
    let spec = called::support_file("hostile.yaml");
    let spec = spec.to_str().expect("a path");
    let (code, text, _) = called(&["explain", "/**", "--limit", "100", "--spec", spec, "--width", "80"]);
    assert_eq!(code, 0);
    let steers = |one: char| one.is_control() && one != '\n';
    assert!(!text.chars().any(steers), "{text:?}");
}
