//! Settings of a slice in a file.

#![cfg(feature = "settings")]

mod support;

use std::fs;
use std::path::Path;

use msgraph_spec::settings::{Settings, Source, SourceKind, sha256};
use support::bundled;

const NOTES: &str = "
openapi: 3.0.3
info: {title: Notes, version: v1.0}
servers: [{url: https://graph.microsoft.com/v1.0}]
paths:
  /me/notes:
    get: {responses: {'204': {description: ok}}}
    post: {responses: {'204': {description: ok}}}
  /me/tasks: {get: {responses: {'204': {description: ok}}}}
";

fn settings(text: &str) -> Settings {
    Settings::from_text("msgraph.toml", text, "").unwrap_or_else(|faults| panic!("{faults}"))
}

fn faults(text: &str) -> String {
    Settings::from_text("msgraph.toml", text, "").expect_err("faults").to_string()
}

/// A reader whose description is the notes, whatever is stated of it.
fn notes(settings: &Settings) -> msgraph_spec::Reader {
    settings.reader_with(|kind, _| (kind == SourceKind::Spec).then(|| NOTES.to_owned()))
}

#[test]
fn a_missing_source_is_shown_where_it_is_named() {
    let text = "[spec]\nfile = 'none.yaml'\n";
    let fault = Settings::from_text("msgraph.toml", text, "")
        .expect("settings")
        .reader()
        .read()
        .expect_err("a fault");
    let text = fault.to_string();
    assert!(text.contains("--> none.yaml") && text.contains("msgraph.toml:2:8"), "{text}");
    assert!(text.contains("named here"), "{text}");
}

#[test]
fn a_file_is_read_with_all_that_it_names() {
    let folder = std::env::temp_dir().join(format!("msgraph-settings-{}", std::process::id()));
    fs::create_dir_all(&folder).expect("a folder");
    for name in ["openapi.yaml", "permissions.yaml", "permission-fixups.yaml"] {
        fs::copy(bundled(name), folder.join(name)).expect("a file of the bundled slice");
    }
    let hash = sha256(fs::read(folder.join("openapi.yaml")).expect("a file"));
    let text = format!(
        "name = 'meetings'
include = ['/users/**']
[spec]
file = 'openapi.yaml'
sha256 = '{hash}'
[permissions]
file = 'permissions.yaml'
[permission-fixups]
file = 'permission-fixups.yaml'
"
    );
    fs::write(folder.join("msgraph.toml"), text).expect("the settings");
    let settings = Settings::read(folder.join("msgraph.toml")).unwrap_or_else(|faults| panic!("{faults}"));
    assert_eq!(settings.name.as_deref(), Some("meetings"));
    assert_eq!(settings.path_of(&settings.spec), Some(folder.join("openapi.yaml")));
    let read = settings.reader().read();
    fs::remove_dir_all(&folder).expect("the folder");
    let read = read.unwrap_or_else(|faults| panic!("{faults}"));
    assert!(read.api.operations.iter().all(|one| one.path.to_string().starts_with("/users/")));
    assert!(!read.api.permissions.is_empty());
    assert!(read.api.operations.iter().any(|one| !one.permissions.fixups.is_empty()));
}

#[test]
fn a_file_that_changed_is_refused() {
    let hash = sha256("something else");
    let settings =
        settings(&format!("spec.url = 'https://example.com/notes.yaml'\nspec.sha256 = '{hash}'\n"));
    let found = sha256(NOTES);
    let text = notes(&settings).read().expect_err("a fault").to_string();
    let expected = format!(
        "\
error: `https://example.com/notes.yaml` is not what it was when the settings were written: its SHA-256 is expected \
         to be {hash}, but is {found}
 --> msgraph.toml:2:15
  |
2 | spec.sha256 = '{hash}'
  |               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = help: if the change is meant: `cargo msgraph generate --update`"
    );
    assert_eq!(text, expected);
}

#[test]
fn the_stated_hash_is_the_right_one() {
    let settings =
        settings(&format!("[spec]\nfile = 'notes.yaml'\nsha256 = '{}'\n", sha256(NOTES).to_uppercase()));
    assert_eq!(notes(&settings).read().expect("the notes").api.operations.len(), 3);
}

#[test]
fn what_is_elsewhere_must_be_handed_in() {
    let settings = settings("[spec]\nurl = 'http://localhost:8080/notes.yaml'\n");
    let text = settings.reader().read().expect_err("a fault").to_string();
    assert!(text.contains("`http://localhost:8080/notes.yaml` is not at hand"), "{text}");
    assert!(text.contains("--> msgraph.toml:1:2"), "{text}");
    assert!(text.contains("cargo msgraph generate") && text.contains("cargo msgraph slice"), "{text}");
    assert!(notes(&settings).read().is_ok());
}

#[test]
fn a_file_that_is_not_there_is_one_to_fetch() {
    let both = settings("[spec]\nfile = 'no/such.yaml'\nurl = 'https://example.com/notes.yaml'\n");
    let text = both.reader().read().expect_err("a fault").to_string();
    assert!(text.contains("`no/such.yaml` is not at hand") && text.contains("msgraph.toml:1:2"), "{text}");
    let file = settings("[spec]\nfile = 'no/such.yaml'\n");
    let text = file.reader().read().expect_err("a fault").to_string();
    assert!(text.contains("the file cannot be read: it does not exist"), "{text}");
}

#[test]
fn a_table_may_cover_more() {
    let table = "
permissions:
  Notes.Read:
    schemes: {DelegatedWork: {privilegeLevel: 1}}
    pathSets: [{schemeKeys: [DelegatedWork], methods: [GET], paths: {/me/others: least=DelegatedWork}}]
";
    let text = |more: &str| format!("{more}spec.file = 'n'\npermissions.file = 'p'\n");
    let read = |settings: &Settings| {
        let text = |kind| if kind == SourceKind::Spec { NOTES } else { table };
        settings.reader_with(|kind, _| Some(text(kind).to_owned())).read()
    };
    let fault = read(&settings(&text(""))).expect_err("an operation that is not there").to_string();
    assert!(fault.contains("/me/others"), "{fault}");
    let may = settings(&text("permissions-may-cover-more = true\n"));
    read(&may).unwrap_or_else(|faults| panic!("{faults}"));
    assert!(may.to_toml().contains("\npermissions-may-cover-more = true\n\n"), "{}", may.to_toml());
    assert_eq!(settings(&may.to_toml()), may);
    assert!(!settings(&text("permissions-may-cover-more = false\n")).permissions_may_cover_more);
}

#[test]
fn patterns_are_shown_where_they_stand() {
    let settings =
        settings("include = [\n  '/me/notes',\n  '/me/nots',\n]\nroots = ['a.b']\nspec.file = 'n'\n");
    let text = notes(&settings).include("/me/task").read().expect_err("faults").to_string();
    assert!(text.contains("--> msgraph.toml:3:3\n  |\n3 |   '/me/nots',\n  |   ^^^^^^^^^^"), "{text}");
    assert!(text.contains("there is no type `a.b`") && text.contains("--> msgraph.toml:5:10"), "{text}");
    assert!(text.contains("--> include 3\n  |\n1 | /me/task"), "{text}");
}

#[test]
fn all_faults_come_at_once() {
    let text = faults(
        "nam = 'x'
include = ['/me/notes', '/me/notes', 'me', 3]
exclude = '/me'
roots = ['/me']
[spec]
fil = 'notes.yaml'
sha256 = 'abc'
[permissions]
url = 'http://example.com/permissions.json'
file = 1
[permission-fixups]
",
    );
    for expected in [
        "`nam` is not known here\n --> msgraph.toml:1:1",
        "did you mean `name`?",
        "`/me/notes` stands twice in `include`\n --> msgraph.toml:2:25",
        "the pattern `me` has no path\n --> msgraph.toml:2:38",
        "`include` must be a list of texts, but one of them is a number\n --> msgraph.toml:2:44",
        "`exclude` must be a list of texts, but it is text\n --> msgraph.toml:3:11",
        "the root `/me` is no name of a type\n --> msgraph.toml:4:10",
        "`fil` is not known here\n --> msgraph.toml:6:1",
        "did you mean `file`?",
        "this is no SHA-256: it has 64 hexadecimal digits\n --> msgraph.toml:7:10",
        "the address `http://example.com/permissions.json` does not begin with `https://`\n --> msgraph.toml:9:7",
        "`file` must be text, but it is a number\n  --> msgraph.toml:10:8",
        "`[permission-fixups]` does not say where it is\n  --> msgraph.toml:11:2",
    ] {
        assert!(text.contains(expected), "{expected}\n in\n{text}");
    }
    assert_eq!(text.matches("error:").count(), 11, "{text}");
}

#[test]
fn each_fault_says_what_to_do() {
    for (text, expected) in [
        ("", "the settings name no description"),
        ("[spec]\n", "`[spec]` does not say where it is"),
        ("spec = 'a'\n", "`spec` must be a table, but it is text"),
        ("[[spec]]\nfile = 'a'\n", "`spec` must be a table, but it is a list of tables"),
        ("name = ''\nspec.file = 'a'\n", "`name` is empty"),
        ("spec.file = 'a\n", "this is not TOML"),
        (
            "permissions-may-cover-more = 'yes'\nspec.file = 'a'\n",
            "`permissions-may-cover-more` must be true or false, but it is text",
        ),
        ("spec.file = 'a'\nspec.file = 'b'\n", "this is not TOML"),
        ("spec.url = 'https://me:secret@example.com/a'\n", "holds a name or a password"),
        ("spec.url = 'http://localhost@example.com/a'\n", "holds a name or a password"),
        ("spec.url = 'http://localhost.example.com/a'\n", "does not begin with `https://`"),
        ("spec.url = 'https://'\n", "is no address of a file"),
        ("spec.url = 'metadata.xml'\n", "does not begin with `https://`"),
        ("spec.file = 'a'\npermission-fixups.file = 'b'\n", "there is no permission table that the fix-ups"),
    ] {
        let found = faults(text);
        assert!(found.contains(expected) && found.contains("help: "), "{text}\n{found}");
    }
    let missing = Settings::read("no/such/msgraph.toml").expect_err("a fault").to_string();
    assert!(missing.contains("the settings cannot be read: it does not exist"), "{missing}");
}

#[test]
fn addresses_of_this_machine_need_no_tls() {
    for url in ["http://localhost/a", "http://127.0.0.1:80/a", "http://[::1]:8080/a", "HTTPS://example.com/a"]
    {
        settings(&format!("spec.url = '{url}'\n"));
    }
}

#[test]
fn what_is_written_is_read_again() {
    let mut one = Settings::new(
        Source::file(Path::new("metadata").join("graph.xml"))
            .with_url("https://graph.microsoft.com/v1.0/$metadata")
            .with_sha256(sha256("graph")),
    );
    one.name = Some("a \"quoted\" name\\".to_owned());
    one.include = vec!["/me/onlineMeetings/**".into(), "POST /me/sendMail".into()];
    one.exclude = vec!["DELETE /**".into()];
    one.permissions = Some(Source::url("https://example.com/permissions.json"));
    let written = one.to_toml();
    assert_eq!(
        written,
        format!(
            r#"# A slice of Microsoft Graph: what it is cut from, and what stays.
# `cargo msgraph generate` makes it again, and refuses sources that have changed; with `--update` it takes them
# and writes their new SHA-256.

name = "a \"quoted\" name\\"

# Operations that stay. `*` is one segment of a path, `**` any number of them, `{{id}}` a key.
include = [
    "/me/onlineMeetings/**",
    "POST /me/sendMail",
]

# Those of them that go all the same.
exclude = ["DELETE /**"]

# The description: CSDL or OpenAPI.
[spec]
file = "metadata/graph.xml"
url = "https://graph.microsoft.com/v1.0/$metadata"
sha256 = "{}"

# Which permission opens what.
[permissions]
url = "https://example.com/permissions.json"
"#,
            sha256("graph")
        )
    );
    assert_eq!(settings(&written), one);
    assert_eq!(settings(&written).to_toml(), written);
}

#[test]
fn only_hashes_are_updated() {
    let text = "\
# ours
include = [ '/me/notes' ] # for now

[spec]   # the newest
  sha256 = 'old' # of today
  file = 'a.xml'

[permissions]
file = 'p.json' # theirs
";
    let new = Settings::update_sha256(
        text,
        [(SourceKind::Spec, sha256("a")), (SourceKind::Permissions, sha256("p"))],
    );
    let new = new.unwrap_or_else(|faults| panic!("{faults}"));
    let expected = text
        .replace("'old'", &format!("\"{}\"", sha256("a")))
        .replace("# theirs\n", &format!("# theirs\nsha256 = \"{}\"\n", sha256("p")));
    assert_eq!(new, expected);
    let again = Settings::update_sha256(
        &new,
        [(SourceKind::Spec, sha256("a")), (SourceKind::Permissions, sha256("p"))],
    );
    assert_eq!(again.unwrap_or_else(|faults| panic!("{faults}")), new);
    let none = Settings::update_sha256("[spec]\n", [(SourceKind::Permissions, sha256("p"))]);
    assert!(none.expect_err("a fault").to_string().contains("the settings have no table `[permissions]`"));
}
