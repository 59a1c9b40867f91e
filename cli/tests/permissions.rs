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

/// The operation that a value of the JSON names.
fn title(of: &Value) -> String {
    format!("{} {}", of["method"], of["path"])
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
fn explanations_are_shown_on_demand() {
    let explained = small().to_text(Format::Table, &Look::columns(80).explained());
    let explained = anstream::adapter::strip_str(&explained).to_string();
    assert_data_eq!(explained, file!["permissions/explained.80.txt"].raw());
    assert!(!written(&["permissions"]).contains("Why, ") && written(&["permissions"]).contains("--explain"));
    assert!(written(&["permissions", "--explain"]).contains("Why, application"));
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

/// The summary of the bundled slice holds together: each operation is in one place, and the set opens what it
/// says it does.
#[test]
fn what_to_register_opens_every_operation_that_can_be_opened() {
    let report: Value = serde_json::from_str(&written(&["permissions", "--format", "json"])).expect("JSON");
    let list = |value: &Value| value.as_array().expect("a list").clone();
    for scheme in ["DelegatedWork", "DelegatedPersonal", "Application"] {
        let summary = &report["summary"][scheme];
        let set: Vec<Value> = list(&summary["permissions"]).iter().map(|one| one["name"].clone()).collect();
        let keys = |name: &str| list(&summary[name]).iter().map(title).collect::<Vec<_>>();
        let (not_supported, unknown) = (keys("notSupported"), keys("unknown"));
        let mut opened = 0;
        for one in list(&report["operations"]) {
            let (key, entry) = (title(&one), &one["schemes"][scheme]);
            assert_eq!(entry["support"] == "notSupported", not_supported.contains(&key), "{key}");
            assert_eq!(entry["support"] == "unknown", unknown.contains(&key), "{key}");
            if entry["support"] != "supported" {
                continue;
            }
            opened += 1;
            let ways: Vec<Value> = [vec![entry["least"].clone()], list(&entry["higher"])].concat();
            let is_open = |way: &Value| list(&way["permissions"]).iter().all(|name| set.contains(name));
            assert!(ways.iter().any(is_open), "{key} in {set:?}");
            let explains = |chosen: &Value| list(&chosen["opens"]).iter().any(|one| title(one) == key);
            assert!(list(&summary["permissions"]).iter().any(explains), "{key}");
        }
        assert_eq!((summary["opened"].as_u64(), &summary["proven"]), (Some(opened), &Value::Bool(true)));
    }
    let application = &report["summary"]["Application"];
    let instead = list(&application["notSupported"]);
    assert!(instead.iter().all(|one| one["path"].as_str().expect("a path").starts_with("/me/")));
    assert!(
        instead.iter().all(|one| one["instead"]["path"].as_str().expect("a path").starts_with("/users/"))
    );
    let consent = |one: &Value| (one["name"].clone(), one["adminConsent"].clone());
    let first = consent(&list(&application["permissions"])[0]);
    assert_eq!(first, ("OnlineMeetingArtifact.Read.All".into(), true.into()));
}

/// Nothing known is not "none needed", in any format.
#[test]
fn nothing_to_register_is_told_from_nothing_known() {
    for (pattern, word, other) in
        [("GET /unknown", "unknown", "not supported"), ("GET /me/things", "not supported", "none needed")]
    {
        let spec = support_file("small.yaml");
        let table = support_file("small.permissions.yaml");
        let files =
            ["--spec", spec.to_str().expect("UTF-8"), "--permissions", table.to_str().expect("UTF-8")];
        let call = [&["permissions", pattern, "--scheme", "application"][..], &files].concat();
        let table = written(&call);
        let (_, said) = table.split_once("To register").expect("the summary");
        assert!(said.contains(&format!("application  {word}")) && !said.contains(other), "{said}");
        let markdown = written(&[&call[..], &["--format", "markdown"]].concat());
        assert!(markdown.contains(&format!("| Application | {word} |")), "{markdown}");
        let page = written(&[&call[..], &["--format", "html"]].concat());
        assert!(page.contains(&format!("<h3>Application</h3>\n<p>{word}</p>")), "{page}");
    }
}

#[test]
fn corrections_are_shown_with_their_reasons() {
    let path = "/users/{id}/onlineMeetings/{id}/recordings/delta";
    let call = |format: &'static str| written(&["permissions", path, "--format", format]);
    let link = "https://learn.microsoft.com/graph/api/callrecording-delta";
    let reason = "The table does not know the path.";
    for text in [call("table"), call("markdown").replace("](", " "), call("html")] {
        assert!(text.contains("corrected by hand: ") && text.contains(reason), "{text}");
        assert!(text.contains(link), "{text}");
    }
    let report: Value = serde_json::from_str(&call("json")).expect("JSON");
    let schemes = &report["operations"][0]["schemes"];
    assert_eq!(schemes["Application"]["fixup"]["link"], link);
    assert!(schemes["Application"]["fixup"]["reason"].as_str().expect("a reason").starts_with(reason));
    assert!(schemes["DelegatedWork"]["fixup"].is_null());
}

#[test]
fn corrections_belong_to_a_table() {
    let (spec, table) = (support_file("small.yaml"), support_file("small.permissions.yaml"));
    let fixups = support_file("small.permission-fixups.yaml");
    let [spec, table, fixups] = [&spec, &table, &fixups].map(|one| one.to_str().expect("UTF-8"));
    let corrected = ["permissions", "GET /me/things", "--spec", spec, "--permission-fixups", fixups];
    let with_table = written(&[&corrected[..], &["--permissions", table]].concat());
    assert!(with_table.contains("Things.ReadWrite (set by a fix-up)"), "{with_table}");
    assert!(with_table.contains("work corrected by hand: A test corrects it."), "{with_table}");
    let (code, said) = refused(&corrected);
    assert_eq!(code, 2);
    assert!(said.contains("no permission table that it could correct") && said.contains("--permissions"));

    // Another table comes without the corrections of the bundled one.
    let bundled = Path::new(msgraph_spec::ONLINE_MEETINGS_DIR).join("permissions.yaml");
    let bundled = bundled.to_str().expect("UTF-8");
    assert!(!written(&["permissions", "--permissions", bundled]).contains("corrected by hand"));
    let own = Path::new(msgraph_spec::ONLINE_MEETINGS_DIR).join("permission-fixups.yaml");
    let own = ["permissions", "--permission-fixups", own.to_str().expect("UTF-8")];
    assert_eq!(written(&own), written(&["permissions"]));
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
        assert!((4..=6).contains(&bars), "{row}");
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
    assert!(megabytes < 10, "{megabytes} MB");
}
