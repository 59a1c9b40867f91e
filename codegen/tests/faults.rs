//! What cannot be emitted is said with file and line, all of it at once, and nothing is written.

use msgraph_codegen::{Config, GenerateError, generate};
use msgraph_spec::Reader;
use std::fs;

const COLLIDING: &str = "openapi: 3.0.3
info: {title: t, version: v1.0}
servers: [{url: https://graph.microsoft.com/v1.0}]
paths:
  /a/{b-id}:
    get:
      operationId: x
      parameters: [{name: b-id, in: path, required: true, schema: {type: string}}]
      responses:
        '200':
          description: d
          content: {application/json: {schema: {$ref: '#/components/schemas/microsoft.graph.meetingInfo'}}}
  /a/byId:
    get:
      operationId: y
      responses: {'204': {description: d}}
components:
  schemas:
    microsoft.graph.meetingInfo:
      type: object
      properties:
        joinUrl: {type: string}
        join_url: {type: string}
        '---': {type: string}
        größe: {type: string}
    microsoft.graph.MeetingInfo:
      type: object
      properties:
        a: {type: string}
    microsoft.graph.mode:
      type: string
      enum: [on, '+']
";

#[test]
fn all_collisions_are_reported_in_one_run_and_nothing_is_written() {
    let dir = tempfile::tempdir().unwrap();
    let spec = dir.path().join("colliding.yaml");
    fs::write(&spec, COLLIDING).unwrap();
    let out = dir.path().join("out");
    let fault = Config::new().spec(&spec).out_dir(&out).generate().unwrap_err();
    let GenerateError::Spec(faults) = &fault else { panic!("{fault}") };
    let text = faults.to_string();
    for expected in [
        "two types are called `MeetingInfo` in Rust",
        "two properties of a type are called `join_url` in Rust: `joinUrl` and `join_url`",
        "`---` cannot be a name in Rust",
        "`größe` cannot be a name in Rust",
        "a name in Rust is written with a-z, 0-9 and _ here",
        "two operations are called `GetAById` in Rust",
    ] {
        assert!(text.contains(expected), "missing: {expected}\n{text}");
    }
    assert!(text.contains("colliding.yaml:22"), "each has its line:\n{text}");
    assert!(faults.iter().all(|fault| fault.at.is_some()), "{text}");
    assert!(!out.exists(), "nothing is written");
}

#[test]
fn the_faults_of_all_stages_come_in_one_run() {
    let dir = tempfile::tempdir().unwrap();
    let (spec, table) = (dir.path().join("slice.yaml"), dir.path().join("permissions.yaml"));
    let fixups = dir.path().join("permission-fixups.yaml");
    fs::write(&fixups, "fixups: [{operation: GET /nowhere/either}]\n").unwrap();
    // a reference to nothing and a type that derives from itself, beside the names that collide
    let broken = COLLIDING.replace(
        "responses: {'204': {description: d}}",
        "responses: {'200': {$ref: '#/components/responses/none'}}",
    ) + "    microsoft.graph.loop:
      allOf: [{$ref: '#/components/schemas/microsoft.graph.loop'}, {type: object}]
";
    fs::write(&spec, broken).unwrap();
    fs::write(
        &table,
        "permissions:
  A.Read:
    schemes: {Application: {privilegeLevel: 1, requiresAdminConsent: true}}
    pathSets: [{schemeKeys: [Application], methods: [GET], paths: {/nowhere: least=Application}}]
",
    )
    .unwrap();
    let out = dir.path().join("out");
    let fault = Config::new()
        .spec(&spec)
        .permissions(&table)
        .permission_fixups(&fixups)
        .out_dir(&out)
        .generate()
        .unwrap_err();
    let text = fault.to_string();
    for expected in [
        "the description does not have `GET /nowhere/either`",
        "the fix-up has no `reason`",
        "#/components/responses/none",
        "`microsoft.graph.loop`",
        "two types are called `MeetingInfo` in Rust",
        "two properties of a type are called `join_url` in Rust",
        "the table names `GET /nowhere`",
    ] {
        assert!(text.contains(expected), "missing: {expected}\n{text}");
    }
    let GenerateError::Spec(faults) = &fault else { panic!("{fault}") };
    assert!(faults.iter().all(|fault| fault.at.as_ref().is_some_and(|at| at.line > 0)), "{text}");
    assert!(!out.exists(), "nothing is written");
}

#[test]
fn a_faulty_spec_leaves_the_last_output_as_it_was() {
    let dir = tempfile::tempdir().unwrap();
    let spec = dir.path().join("slice.yaml");
    fs::write(&spec, COLLIDING.replace("        join_url: {type: string}\n        '---': {type: string}\n        größe: {type: string}\n", "")
        .replace("    microsoft.graph.MeetingInfo:\n      type: object\n      properties:\n        a: {type: string}\n", "")
        .replace("[on, '+']", "[on]")
        .replace("  /a/byId:", "  /b:")).unwrap();
    let config = Config::new().spec(&spec).out_dir(dir.path());
    config.generate().unwrap_or_else(|fault| panic!("{fault}"));
    let before = fs::read_to_string(dir.path().join("slice/lib.rs")).unwrap();
    fs::write(&spec, COLLIDING).unwrap();
    config.generate().unwrap_err();
    assert_eq!(fs::read_to_string(dir.path().join("slice/lib.rs")).unwrap(), before);
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 2, "nothing half-written stays beside it");
}

#[test]
fn a_folder_of_somebody_else_is_not_replaced() {
    let dir = tempfile::tempdir().unwrap();
    let spec = dir.path().join("slice.yaml");
    fs::write(&spec, "openapi: 3.0.3\ninfo: {title: t, version: v1.0}\nservers: [{url: https://graph.microsoft.com/v1.0}]\npaths: {}\n").unwrap();
    let source = dir.path().join("src");
    fs::create_dir(&source).unwrap();
    fs::write(source.join("main.rs"), "fn main() {}\n").unwrap();
    let fault = Config::new().spec(&spec).out_dir(dir.path()).name("src").generate().unwrap_err();
    assert!(fault.to_string().contains("main.rs` was not written by the generator"), "{fault}");
    assert_eq!(fs::read_to_string(source.join("main.rs")).unwrap(), "fn main() {}\n");
}

#[test]
fn missing_settings_say_what_to_call() {
    let fault = Config::new().generate().unwrap_err();
    assert!(fault.to_string().contains(".spec(..)"), "{fault}");
    let fault = Config::new().spec("no/such/file.yaml").out_dir("/nonexistent").generate().unwrap_err();
    assert!(fault.to_string().contains("no/such/file.yaml"), "{fault}");
}

const REDECLARING: &str = "openapi: 3.0.3
info: {title: t, version: v1.0}
servers: [{url: https://graph.microsoft.com/v1.0}]
paths:
  /a:
    patch:
      operationId: x
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/microsoft.graph.shape'}}}}
      responses: {'204': {description: d}}
components:
  schemas:
    microsoft.graph.shape:
      type: object
      properties:
        name: {type: string, nullable: true}
        size: {type: integer, format: int32, nullable: true}
    microsoft.graph.circle:
      allOf:
        - {$ref: '#/components/schemas/microsoft.graph.shape'}
        - type: object
          properties:
            size: {type: integer, format: int32}
    microsoft.graph.label:
      allOf:
        - {$ref: '#/components/schemas/microsoft.graph.shape'}
        - type: object
          properties:
            name: {type: string, nullable: true, readOnly: true}
";

#[test]
fn a_derived_type_that_cannot_be_read_as_such_is_a_warning_with_both_places() {
    let read = Reader::openapi_text("slice.yaml", REDECLARING).read().unwrap();
    let mut faults = read.sources.diagnostics();
    let made = generate(&read.api, "slice", &mut faults).unwrap();
    let text = faults.to_string();
    assert_eq!((faults.len(), faults.has_errors()), (1, false), "{text}");
    for expected in [
        "no `microsoft.graph.shape` can be read as a `microsoft.graph.circle`",
        "they declare `size` differently",
        "slice.yaml:22",
        "slice.yaml:16",
    ] {
        assert!(text.contains(expected), "missing: {expected}\n{text}");
    }
    let file = |name: &str| made.files()[&format!("models/{name}.rs")].as_str();
    assert!(!file("shape").contains("fn as_circle") && file("shape").contains("fn as_label"));
    // what only the service sets is absent from the update of the derived type, which goes there all the same
    assert!(!file("label_update").contains("pub name:"));
    assert!(file("label_update").contains("super::ShapeUpdate => LabelUpdate"));
    assert!(!file("circle_update").contains("ShapeUpdate"));
}
