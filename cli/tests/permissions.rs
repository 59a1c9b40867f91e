//! The command as it is called: what it writes where, and its exit codes.

mod support;

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use cargo_msgraph::permissions::{Format, Look};
use serde_json::Value;
use snapbox::{assert_data_eq, file};
use support::{hostile, metadata, small};

const CREATE: &str = "POST /me/onlineMeetings";
const CREATE_FOR_USER: &str = "POST /users/{user-id}/onlineMeetings";

fn command(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cargo-msgraph"));
    command.args(args).env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE");
    command
}

fn run(args: &[&str]) -> Output {
    command(args).output().expect("the program")
}

/// What a call writes that goes well and has nothing to complain of.
fn written(args: &[&str]) -> String {
    let output = run(args);
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), ""), "{args:?}");
    text(&output.stdout).to_owned()
}

/// The exit code and what is said of a call that goes wrong.
fn refused(args: &[&str]) -> (i32, String) {
    let output = run(args);
    assert_eq!(text(&output.stdout), "", "{args:?}");
    (output.status.code().expect("a code"), text(&output.stderr).to_owned())
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("UTF-8")
}

fn support_file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/support").join(name)
}

#[test]
fn the_small_slice_in_every_format() {
    let table = |width| {
        anstream::adapter::strip_str(&small().to_text(Format::Table, &Look::columns(width))).to_string()
    };
    assert_data_eq!(table(80), file!["permissions/small.80.txt"].raw());
    assert_data_eq!(table(200), file!["permissions/small.200.txt"].raw());
    assert_data_eq!(small().to_text(Format::Markdown, &Look::default()), file!["permissions/small.md"].raw());
    assert_data_eq!(small().to_text(Format::Json, &Look::default()), file!["permissions/small.json"].raw());
}

#[test]
fn the_two_ways_to_create_a_meeting() {
    let me = written(&["permissions", CREATE, "--width", "80"]);
    assert_data_eq!(me, file!["permissions/create.txt"].raw());
    let user = written(&["permissions", CREATE_FOR_USER, "--width", "80"]);
    assert_data_eq!(user, file!["permissions/create_for_user.txt"].raw());
}

#[test]
fn the_two_ways_to_create_a_meeting_for_programs() {
    let schemes = |pattern: &str| -> Value {
        let report: Value =
            serde_json::from_str(&written(&["permissions", pattern, "--format", "json"])).expect("JSON");
        assert_eq!(report["operations"].as_array().expect("a list").len(), 1);
        report["operations"][0]["schemes"].clone()
    };
    let (me, user) = (schemes(CREATE), schemes(CREATE_FOR_USER));
    for one in [&me, &user] {
        let work = &one["DelegatedWork"];
        assert_eq!(work["least"]["permissions"], serde_json::json!(["OnlineMeetings.ReadWrite"]));
        assert_eq!(work["higher"], serde_json::json!([]));
        assert_eq!(one["DelegatedPersonal"]["support"], "notSupported");
    }
    assert_eq!(me["Application"]["support"], "notSupported");
    assert_eq!(me["Application"]["instead"]["path"], "/users/{user-id}/onlineMeetings");
    let application = &user["Application"];
    assert_eq!(application["least"]["permissions"], serde_json::json!(["OnlineMeetings.ReadWrite.All"]));
    assert_eq!(application["least"]["adminConsent"], true);
    assert_eq!(application["higher"], serde_json::json!([]));
}

#[test]
fn cargo_calls_it_with_its_name_in_front() {
    assert_eq!(written(&["msgraph", "permissions", CREATE]), written(&["permissions", CREATE]));
    // A pattern may come in one word or in two.
    assert_eq!(written(&["permissions", "POST", "/me/onlineMeetings"]), written(&["permissions", CREATE]));
}

#[test]
fn nothing_is_cut_at_eighty_columns() {
    let table = written(&["permissions", "--width", "80"]);
    for line in table.lines() {
        assert!(line.chars().count() <= 80, "{line}");
    }
    let together: String = table.split_whitespace().collect();
    for word in ["VirtualAppointment.ReadWrite", "OnlineMeetingTranscript.Read.All"] {
        assert!(together.contains(word), "{word}");
    }
}

#[test]
fn a_scheme_is_chosen() {
    let text = written(&["permissions", CREATE_FOR_USER, "--scheme", "application", "--format", "markdown"]);
    assert!(
        text.contains("| Operation | Application |") && !text.contains("`OnlineMeetings.ReadWrite`"),
        "{text}"
    );
    let both = ["--scheme", "application", "--scheme", "delegated"];
    let text = written(&[&["permissions", CREATE, "--format", "markdown"], &both[..]].concat());
    assert!(text.contains("| Operation | Delegated (work or school) | Application |"), "{text}");
}

#[test]
fn files_are_read_and_written() {
    let folder = tempfile::tempdir().expect("a folder");
    let (spec, table) = (support_file("small.yaml"), support_file("small.permissions.yaml"));
    let (spec, table) = (spec.to_str().expect("UTF-8"), table.to_str().expect("UTF-8"));
    let out = folder.path().join("report.json");
    let out = out.to_str().expect("UTF-8");
    std::fs::write(out, "an older one").expect("a file");
    let files = ["permissions", "--spec", spec, "--permissions", table, "--format", "json"];
    assert_eq!(written(&[&files[..], &["--out", out]].concat()), "");
    let report = std::fs::read_to_string(out).expect("the report");
    assert_eq!(report, small().to_text(Format::Json, &Look::default()));
    assert_eq!(std::fs::read_dir(folder.path()).expect("the folder").count(), 1);

    // A table may cover more than the slice: the bundled table knows other operations.
    let bundled = Path::new(msgraph_spec::ONLINE_MEETINGS_DIR).join("permissions.yaml");
    let other = written(&["permissions", "--spec", spec, "--permissions", bundled.to_str().expect("UTF-8")]);
    assert!(other.contains("unknown"), "{other}");

    let without = run(&["permissions", "--spec", spec]);
    assert_eq!(without.status.code(), Some(0));
    assert!(
        text(&without.stderr).contains("warning: without a permission table"),
        "{}",
        text(&without.stderr)
    );
}

#[test]
fn a_wrong_call_ends_with_2() {
    for (args, said) in [
        (&["permissions", "me"][..], "help: a path begins with a slash: `/me`"),
        (&["permissions", "FETCH /me"], "`FETCH` is no method that Graph uses"),
        (&["permissions", "POST /me/onlineMeeting"], "did you mean `/me/onlineMeetings`"),
        (&["permissions", "DELETE /me/onlineMeetings"], "on this path there is only GET, POST"),
        (&["permissions", "--format", "pdf"], "[possible values: table, markdown, json, html]"),
        (&["permissions", "--schema", "application"], "--scheme"),
        (&["permission"], "permissions"),
    ] {
        let (code, text) = refused(args);
        assert_eq!(code, 2, "{text}");
        assert!(text.starts_with("error: ") && text.contains(said), "{text}");
    }
}

#[test]
fn a_faulty_file_ends_with_1() {
    let (code, text) = refused(&["permissions", "--spec", "no/such.yaml"]);
    assert_eq!(code, 1);
    assert!(text.starts_with("error: the file cannot be read: it does not exist"), "{text}");
    let table = support_file("small.permissions.yaml");
    let (code, text) = refused(&["permissions", "--spec", table.to_str().expect("UTF-8")]);
    assert_eq!(code, 1);
    assert!(text.contains("error: ") && text.contains("small.permissions.yaml"), "{text}");
    let (code, text) = refused(&["permissions", "--out", "no/such/folder/x.html"]);
    assert_eq!(code, 1);
    assert!(text.contains("`no/such/folder/x.html` cannot be written") && text.contains("help: "), "{text}");
}

#[test]
fn help_shows_examples_and_exit_codes() {
    for args in [
        &["--help"][..],
        &["msgraph", "--help"],
        &["permissions", "--help"],
        &["msgraph", "permissions", "--help"],
    ] {
        let help = written(args);
        assert!(help.contains("Exit codes:") && help.contains("Usage: cargo msgraph"), "{help}");
    }
    let help = written(&["permissions", "--help"]);
    assert!(help.contains("cargo msgraph permissions 'POST /me/onlineMeetings'"), "{help}");
    assert!(written(&["permissions", "-h"]).contains("Examples:"));
    assert!(written(&["--version"]).contains(env!("CARGO_PKG_VERSION")));
}

#[test]
fn colours_are_for_terminals_or_those_who_ask() {
    assert!(!written(&["permissions"]).contains('\u{1b}'));
    assert!(written(&["permissions", "--color", "always"]).contains('\u{1b}'));
    let json = written(&["permissions", "--color", "always", "--format", "json"]);
    assert!(!json.contains('\u{1b}'));
    let (_, plain) = refused(&["permissions", "me"]);
    let (_, colored) = refused(&["permissions", "me", "--color", "always"]);
    assert!(!plain.contains('\u{1b}') && colored.contains('\u{1b}'));
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("report.txt");
    written(&["permissions", "--out", out.to_str().expect("UTF-8")]);
    assert!(!std::fs::read_to_string(out).expect("the report").contains('\u{1b}'));
}

#[test]
fn a_reader_that_has_enough_is_no_fault() {
    let mut child = command(&["permissions", "--format", "html"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("the program");
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), ""));
}

#[test]
fn hostile_texts_are_data() {
    let plain = |text: String| anstream::adapter::strip_str(&text).to_string();
    let table = hostile().to_text(Format::Table, &Look::columns(100));
    let markdown = hostile().to_text(Format::Markdown, &Look::default());
    // Escapes of the table's own colours come out again; those of the texts never were any.
    for one in [plain(table), markdown.clone()] {
        let steers = |one: char| one != '\n' && (one.is_control() || one == '\u{202e}');
        assert!(!one.contains(steers), "{one:?}");
        assert!(one.contains("\u{fffd}[2Jx"), "{one}");
    }
    assert!(!markdown.contains("<script>alert(1)") && !markdown.contains("<img src=x onerror=alert(3)> \\|"));
    assert!(markdown.contains("&lt;img src=x onerror=alert\\(3\\)&gt; \\| \\[a\\]\\(b\\)"), "{markdown}");
    assert!(!markdown.contains("](javascript"));
    for row in markdown.lines().filter(|line| line.starts_with("| ")) {
        let bars = row.replace("\\\\", "").replace("\\|", "").matches('|').count();
        assert!(bars == 5 || bars == 6, "{row}");
    }
    let json: Value = serde_json::from_str(&hostile().to_text(Format::Json, &Look::default())).expect("JSON");
    assert_eq!(json["operations"][1]["path"], "/me/\u{1b}[2Jx");
    assert!(json["title"].as_str().expect("a text").ends_with('\u{9b}'));
    assert!(
        !hostile()
            .to_text(Format::Json, &Look::default())
            .contains(|one: char| one != '\n' && one.is_control())
    );
}

/// The whole of Graph with Microsoft's whole table.
#[test]
fn the_whole_of_graph() {
    let (Some(spec), Some(table)) = (metadata("openapi/graph-v1.0.json"), metadata("permissions.json"))
    else {
        return;
    };
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("graph.html");
    let mut command = command(&["permissions", "--format", "html"]);
    command.arg("--spec").arg(spec).arg("--permissions").arg(table).arg("--out").arg(&out);
    assert_eq!(command.output().expect("the program").status.code(), Some(0));
    let page = std::fs::read_to_string(out).expect("the page");
    let rows = page.matches("<tr><th scope=\"row\">").count();
    assert!(rows > 11_000, "{rows}");
    assert!(page.contains(&format!(">{rows} of {rows} operations</p>")));
    let megabytes = page.len() / 1_000_000;
    assert!(megabytes < 8, "{megabytes} MB");
}
