//! The examples in the help of each command do what they say.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::place::{Called, Place, SPEC, called};

/// A description with a path for each example.
const GRAPH: &str = r#"{
  "openapi": "3.0.3",
  "info": {"title": "Examples", "version": "v1.0"},
  "servers": [{"url": "https://graph.microsoft.com/v1.0"}],
  "paths": {
    "/me/sendMail": {"post": {"responses": {"204": {"description": "ok"}}}},
    "/me/messages": {"get": {"responses": {"204": {"description": "ok"}}}},
    "/users/{id}/calendarView": {
      "parameters": [{"name": "id", "in": "path", "required": true, "schema": {"type": "string"}}],
      "get": {"responses": {"204": {"description": "ok"}}}
    }
  }
}"#;

const GRAPH_TABLE: &str = r#"{"permissions": {"Mail.Send": {
  "schemes": {"DelegatedWork": {"privilegeLevel": 1}},
  "pathSets": [{"schemeKeys": ["DelegatedWork"], "methods": ["POST"], "paths": {"/me/sendMail": "least=DelegatedWork"}}]
}}}"#;

/// The examples of a command's help, or of all of the program.
fn examples(place: &Place, command: Option<&str>) -> Vec<String> {
    let help = |option: &str| place.done(&command.into_iter().chain([option]).collect::<Vec<_>>()).stdout;
    let (long, short) = (help("--help"), help("-h"));
    let list = |help: &str| -> Vec<String> {
        let lines = help.lines().skip_while(|line| *line != "Examples:").skip(1);
        lines.take_while(|line| line.starts_with("  ")).map(|line| line.trim().to_owned()).collect()
    };
    assert!(list(&long).len() > 2, "{long}");
    assert_eq!(list(&long), list(&short));
    assert!(long.contains("\nExit codes:\n  0  done\n"), "{long}");
    list(&long)
}

/// A description as Graph's own metadata writes it.
const METADATA: &str = r#"<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>
<Schema Namespace="microsoft.graph" xmlns="http://docs.oasis-open.org/odata/ns/edm">
  <EntityType Name="entity"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.String" Nullable="false"/></EntityType>
  <EntityType Name="onlineMeeting" BaseType="microsoft.graph.entity"><Property Name="subject" Type="Edm.String"/></EntityType>
  <EntityType Name="user" BaseType="microsoft.graph.entity">
    <NavigationProperty Name="onlineMeetings" Type="Collection(microsoft.graph.onlineMeeting)" ContainsTarget="true"/>
  </EntityType>
  <EntityContainer Name="GraphService"><Singleton Name="me" Type="microsoft.graph.user"/></EntityContainer>
</Schema></edmx:DataServices></edmx:Edmx>"#;

/// A folder with what the examples name.
fn place() -> Place {
    let place = Place::new();
    place.write("graph.json", GRAPH);
    place.write("permissions.json", GRAPH_TABLE);
    place
}

/// An example as a shell runs it, with the program in the place of cargo.
fn shell(place: &Place, before: &str, example: &str) -> Command {
    let mut shell = Command::new("sh");
    let program = env!("CARGO_BIN_EXE_cargo-msgraph");
    shell.args(["-c", &format!("cargo() {{ {before} '{program}' \"$@\"; }}\n{example}")]);
    shell.current_dir(place.path("")).env_remove("NO_COLOR");
    shell
}

fn run(place: &Place, example: &str) -> Called {
    let called = called(&shell(place, "", example).output().expect("a shell"));
    assert_eq!(called.code, 0, "{example}\n{}{}", called.stdout, called.stderr);
    assert!(!called.stderr.contains("error"), "{example}\n{}", called.stderr);
    called
}

fn run_all(place: &Place, command: Option<&str>) {
    for example in examples(place, command) {
        run(place, &example);
    }
}

#[cfg(unix)]
#[test]
fn of_commands_that_make_files() {
    for command in [Some("slice"), Some("generate"), None] {
        run_all(&place(), command);
    }
}

#[cfg(unix)]
#[test]
fn of_commands_that_report() {
    run_all(&place(), Some("explain"));
    run_all(&place(), Some("permissions"));
}

#[cfg(unix)]
#[test]
fn of_check() {
    let place = place();
    place.done(&["generate", "--out", "meetings", "--name", "graph-meetings"]);
    run_all(&place, Some("check"));
}

#[cfg(unix)]
#[test]
fn of_diff() {
    let place = place();
    for name in ["old.yaml", "old/openapi.yaml"] {
        place.write(name, SPEC);
    }
    for name in ["new.yaml", "new/openapi.yaml"] {
        place.write(name, &SPEC.replace("/unknown", "/known"));
    }
    for name in ["v1.xml", "v2.xml"] {
        place.write(name, METADATA);
    }
    let call =
        ["generate", "--spec", "graph.json", "--permissions", "permissions.json", "--name", "meetings"];
    place.done(&[&call[..], &["--out", "crates/meetings"]].concat());
    run_all(&place, Some("diff"));
    assert!(place.read("CHANGES.md").contains("0.3.1"));
}

/// How long a server may take to start where the machine has much to do.
const PATIENCE: Duration = Duration::from_secs(60);

/// Each starts and stays, and is stopped.
#[cfg(unix)]
#[test]
fn of_emulate() {
    let place = place();
    place.write("slice.yaml", SPEC);
    for example in examples(&place, Some("emulate")) {
        // the port of the example may be taken on this machine; 0 is one that is free
        let here = example.replace("8080", "0");
        let here = here.trim_end_matches(" &");
        let output = std::fs::File::create(place.path("output.txt")).expect("a file");
        let mut child = shell(&place, "exec", &format!("exec 2>&1\n{here}"))
            .stdin(Stdio::null())
            .stdout(output)
            .spawn()
            .expect("a shell");
        let begun = Instant::now();
        let said = || {
            let texts = ["output.txt", "emulator.json"].map(|name| std::fs::read_to_string(place.path(name)));
            texts.into_iter().flatten().collect::<String>()
        };
        while !said().contains("http://127.0.0.1:") && begun.elapsed() < PATIENCE {
            std::thread::sleep(Duration::from_millis(20));
        }
        let ended = child.try_wait().expect("a state");
        child.kill().ok();
        child.wait().expect("an end");
        assert!(ended.is_none() && said().contains("http://127.0.0.1:"), "{example}\n{}", said());
        std::fs::remove_file(place.path("emulator.json")).ok();
    }
}

/// Where the help says that scripts belong, there they come to lie.
#[cfg(unix)]
#[test]
fn of_completions() {
    let place = place();
    let help = place.done(&["completions", "--help"]).stdout.replace("\\\n", " ");
    let calls = help.lines().filter_map(|line| Some(&line[line.find("cargo msgraph completions")?..]));
    let calls: Vec<&str> = calls.filter(|call| call.contains("> ")).collect();
    assert_eq!(calls.len(), 5, "{help}");
    let home = place.path("home").display().to_string();
    for call in calls {
        let (before, file) =
            call.rsplit_once(['>', ' ']).map(|(before, file)| (before.trim(), file)).expect("a file");
        let file = file.replace('~', &home).replace("$PROFILE", &format!("{home}/profile.ps1"));
        std::fs::create_dir_all(std::path::Path::new(&file).parent().expect("a folder")).expect("a folder");
        run(&place, &format!("{before} {file}"));
        let script = std::fs::read_to_string(&file).expect("a script");
        assert!(script.contains("cargo-msgraph") && script.contains("generate"), "{call}");
    }
}
