//! What is written reads back as what was written.

mod support;

use std::fs;
use std::path::Path;

use msgraph_spec::model::{Api, OperationPermissions};
use msgraph_spec::{Read, Reader, write_openapi, write_permissions};
use support::{bundled, metadata};

/// The same types and operations, without a word about them.
fn comes_back(api: &Api) -> String {
    let mut api = api.clone();
    api.permissions.clear();
    for one in &mut api.operations {
        one.permissions = OperationPermissions::default();
    }
    let written = write_openapi(&api);
    let read = Reader::openapi_text("written.yaml", &written).read();
    let read = read.unwrap_or_else(|faults| panic!("{faults}"));
    assert!(read.warnings.is_empty(), "{}", read.warnings);
    assert_same(&read.api, &api);
    assert_eq!(write_openapi(&read.api), written, "written twice");
    written
}

/// With the part that differs, for the whole would be thousands of lines.
fn assert_same(read: &Api, api: &Api) {
    let names = |api: &Api| api.types.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(read), names(api));
    for (one, other) in read.types.values().zip(api.types.values()) {
        assert_eq!(one, other);
    }
    for (one, other) in read.operations.iter().zip(&api.operations) {
        assert_eq!(one, other);
    }
    assert!(read == api);
}

#[test]
fn the_bundled_slice_comes_back() {
    let api = Reader::openapi(bundled("openapi.yaml")).read().expect("the bundled slice").api;
    let written = comes_back(&api);
    let is_long = |line: &&str| line.chars().count() > 115 && !line.trim().starts_with('/');
    let long: Vec<&str> = written.lines().filter(is_long).collect();
    assert!(long.is_empty(), "{long:#?}");
}

#[test]
fn golden_cases_come_back() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../codegen/tests/golden");
    let mut count = 0;
    let mut cases: Vec<_> =
        fs::read_dir(folder).expect("golden cases").map(|one| one.unwrap().path()).collect();
    cases.sort();
    for case in cases {
        let path = case.join("openapi.yaml");
        if path.is_file() {
            comes_back(&Reader::openapi(path).read_partly().api.expect("a golden case"));
            count += 1;
        }
    }
    assert!(count > 8);
}

#[test]
fn a_real_description_comes_back() {
    let Some(path) = metadata("openapi/cloud-communications.yml") else { return };
    comes_back(&Reader::openapi(&path).read().unwrap_or_else(|faults| panic!("{faults}")).api);
    let cut = Reader::openapi(&path).include("/users/{id}/onlineMeetings/**").exclude("DELETE /**");
    let written = comes_back(&cut.read().unwrap_or_else(|faults| panic!("{faults}")).api);
    assert!(written.contains("onlineMeeting:") && !written.contains("microsoft.graph.call:"));
}

/// What a description can say, and what nobody would write by hand.
const EVERYTHING: &str = r#"
openapi: 3.0.3
info: {title: "Odd: 'things' # here", version: v1.0}
servers: [{url: https://graph.microsoft.com/v1.0}]
paths:
  /things:
    get:
      summary: Lists.
      description: "One line.\n\nAnother one, with a colon: here, and \ttab."
      externalDocs: {url: https://example.com/things}
      parameters:
        - {name: $filter, in: query, description: one, schema: {type: string}}
        - {name: $select, in: query, schema: {type: array, items: {type: string}}}
        - {name: If-Match, in: header, required: true, schema: {type: string}}
      responses:
        '200':
          description: ok
          content:
            application/json:
              schema:
                properties:
                  value: {type: array, items: {$ref: '#/components/schemas/a.thing'}}
                  '@odata.nextLink': {type: string}
    post:
      parameters:
        - {name: $filter, in: query, description: two, schema: {type: string}}
        - {name: $select, in: query, schema: {type: array, items: {type: string}}}
        - {name: If-Match, in: header, schema: {$ref: '#/components/schemas/a.color'}}
      requestBody:
        content:
          application/json:
            schema: {$ref: '#/components/schemas/a.thing'}
      responses:
        '201': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/a.thing'}}}}
        2XX: {description: ok}
      x-odata-kind: update
  /things/{id}/copy(id='{id1}',count={count},of={of}):
    parameters:
      - {name: id, in: path, required: true, schema: {type: string}, x-ms-docs-key-type: a.thing, description: A key.}
      - {name: id1, in: path, required: true, schema: {type: string, nullable: true}, x-odata-optional: true}
      - {name: count, in: path, required: true, schema: {type: integer, format: int16}, description: So many.}
      - {name: of, in: path, required: true, schema: {type: array, items: {type: string, format: uuid}}}
    get:
      responses:
        '200':
          description: ok
          content:
            application/json: {schema: {properties: {value: {type: array, items: {type: string, nullable: true}}}}}
      x-ms-docs-operation-type: function
  /things/delta():
    get:
      responses:
        '200':
          description: ok
          content:
            application/json:
              schema:
                properties:
                  value: {type: array, items: {type: number, format: decimal}}
                  '@odata.deltaLink': {type: string}
        '202': {description: later}
  /things/microsoft.graph.mix:
    post:
      requestBody:
        content:
          application/json:
            schema:
              type: object
              required: [color]
              properties:
                color: {anyOf: [{$ref: '#/components/schemas/a.color'}, {type: object, nullable: true}]}
                secret: {type: string, x-ms-secret: true, description: Hidden.}
      responses:
        '200': {description: ok, content: {application/json: {schema: {properties: {value: {type: boolean}}}}}}
  /things/{id}/stir:
    post:
      parameters:
        - {name: id, in: path, required: true, schema: {type: string}}
      responses: {'204': {description: ok}}
      x-ms-docs-operation-type: action
    patch:
      parameters:
        - {name: id, in: path, required: true, schema: {type: string}, description: Only here.}
      requestBody: {required: true, content: {application/json: {schema: {}}}}
      responses: {'200': {description: ok, content: {application/json: {schema: {nullable: true}}}}}
  /things/{id}/$value:
    parameters:
      - {name: id, in: path, required: true, schema: {type: string}}
    get:
      responses: {'200': {description: ok, content: {image/*: {schema: {type: string, format: binary}}}}}
    put:
      requestBody: {content: {application/octet-stream: {schema: {type: string, format: binary}}}}
      responses: {'204': {description: ok}}
  /things/{id}/raw:
    parameters:
      - {name: id, in: path, required: true, schema: {type: string}}
    get:
      responses:
        '200': {description: ok, content: {application/json: {schema: {type: string, format: binary}}}}
components:
  schemas:
    microsoft.graph.entity: {type: object, x-odata-abstract: true, properties: {id: {type: string, readOnly: true}}}
    a.thing:
      allOf:
        - $ref: '#/components/schemas/microsoft.graph.entity'
        - type: object
          description: "  A thing.\u2028With an odd line break. "
          x-ms-summary: Short.
          externalDocs: {url: https://example.com/thing}
          properties:
            'null': {type: string, nullable: true}
            'true': {type: boolean}
            '1': {type: integer, format: uint8}
            with: {type: string, format: time, x-odata-immutable: true}
            stream: {type: string, x-odata-type: Edm.Stream, nullable: true}
            next:
              anyOf: [{$ref: '#/components/schemas/a.thing'}, {type: object, nullable: true}]
              x-ms-navigationProperty: true
            all:
              type: array
              items: {$ref: '#/components/schemas/a.thing'}
              x-ms-navigationProperty: true
            own: {allOf: [{$ref: '#/components/schemas/a.own'}], description: Its own., x-ms-summary: Own., readOnly: true}
            bare: {$ref: '#/components/schemas/a.own'}
            any: {}
            anys: {type: array, items: {nullable: true}}
            colors: {type: array, items: {anyOf: [{$ref: '#/components/schemas/a.colors'}, {type: object, nullable: true}]}}
          additionalProperties: true
    a.own: {type: object, x-odata-kind: entity}
    a.pageCollectionResponse: {type: object, x-odata-kind: complex, properties: {value: {type: string}}}
    a.mine: {type: object, x-odata-kind: parameters, required: [b], properties: {b: {type: string}}}
    a.number: {type: string, enum: [NaN, INF], x-odata-kind: enum}
    a.color:
      type: string
      enum: [red, 'yes', '1', unknownFutureValue, blue]
      x-ms-enum:
        values:
          - {value: red, description: Red., x-ms-summary: R, externalDocs: {url: https://example.com/red}}
          - {value: 'yes', description: "Odd: 'yes'"}
    a.colors: {type: string, enum: [one, two], x-ms-enum-flags: {isFlags: true}}
"#;

#[test]
fn all_that_the_model_knows_comes_back() {
    let read = Reader::openapi_text("everything.yaml", EVERYTHING).read();
    let api = read.unwrap_or_else(|faults| panic!("{faults}")).api;
    assert_eq!((api.operations.len(), api.types.len()), (10, 9));
    comes_back(&api);
}

fn with_table(description: &str, table: &str) -> Read {
    let reader =
        Reader::openapi_text("openapi.yaml", description).permissions_text("permissions.yaml", table);
    reader.permissions_may_cover_more(true).read().unwrap_or_else(|faults| panic!("{faults}"))
}

#[test]
fn the_bundled_table_comes_back() {
    let whole = Reader::openapi(bundled("openapi.yaml"))
        .permissions(bundled("permissions.yaml"))
        .permission_fixups(bundled("permission-fixups.yaml"))
        .read()
        .expect("the bundled slice");
    let written = write_permissions(&whole).expect("a table");
    let again = Reader::openapi(bundled("openapi.yaml"))
        .permissions_text("written.yaml", &written)
        .permission_fixups(bundled("permission-fixups.yaml"))
        .read()
        .unwrap_or_else(|faults| panic!("{faults}"));
    assert_eq!(again.api, whole.api);
    assert!(again.warnings.is_empty(), "{}", again.warnings);
    assert_eq!(write_permissions(&again).as_ref(), Some(&written));
}

const NOTES: &str = "
openapi: 3.0.3
info: {title: Notes, version: v1.0}
servers: [{url: https://graph.microsoft.com/v1.0}]
paths:
  /me/notes: {get: {responses: {'204': {description: ok}}}}
";

/// The rule looks at other methods, other paths, other permissions and other schemes.
#[test]
fn what_the_rule_counts_comes_back() {
    let wide = "'/me/a': '', '/me/b': ''";
    let table = format!(
        "permissions:
  B.Read:
    schemes: {{DelegatedWork: {{privilegeLevel: 2}}}}
    pathSets:
      - {{schemeKeys: [DelegatedWork], methods: [GET], paths: {{/me/notes: '', {wide}}}}}
  C.Read:
    schemes: {{DelegatedWork: {{privilegeLevel: 2}}}}
    pathSets:
      - {{schemeKeys: [DelegatedWork], methods: [GET], paths: {{/ME/Notes: AlsoRequires=Help.Read, /me/c: ''}}}}
      - {{schemeKeys: [DelegatedWork], methods: [POST, PATCH], paths: {{/me/notes: least=DelegatedWork}}}}
  D.Read:
    schemes: {{DelegatedWork: {{privilegeLevel: 2}}}}
    pathSets:
      - {{schemeKeys: [DelegatedWork], methods: [GET], paths: {{/me/notes: ''}}}}
  Help.Read:
    schemes: {{DelegatedWork: {{privilegeLevel: 1, adminDisplayName: Help}}}}
  Other.Read:
    authorizationType: RSC
    schemes: {{Application: {{privilegeLevel: 4, requiresAdminConsent: true, adminDisplayName: Gone}}}}
    pathSets:
      - {{schemeKeys: [Application], methods: [GET], paths: {{/users: least=Application}}}}
"
    );
    let whole = with_table(NOTES, &table);
    let written = write_permissions(&whole).expect("a table");
    let again = Reader::openapi_text("openapi.yaml", NOTES).permissions_text("cut.yaml", &written).read();
    let again = again.unwrap_or_else(|faults| panic!("{faults}"));
    assert_eq!(again.api.operations, whole.api.operations);
    assert!(!written.contains("/users") && !written.contains("/me/c") && !written.contains("Gone"));
    assert!(written.contains("adminDisplayName: Help"));
    let other = &again.api.permissions["Other.Read"];
    assert_eq!(other.schemes[0].1.privilege_level, Some(4));
    assert!(other.schemes[0].1.requires_admin_consent && other.is_resource_specific());
    assert_eq!(write_permissions(&again).as_ref(), Some(&written));
}

#[test]
fn without_a_table_none_is_written() {
    let read = Reader::openapi_text("openapi.yaml", NOTES).read().expect("a description");
    assert_eq!(write_permissions(&read), None);
}

#[test]
fn a_kind_that_is_none_is_reported() {
    let text = "
openapi: 3.0.3
info: {title: Notes, version: v1.0}
servers: [{url: https://graph.microsoft.com/v1.0}]
paths:
  /me/notes: {get: {responses: {'204': {description: ok}}, x-odata-kind: lst}}
components:
  schemas:
    a.note: {type: object, x-odata-kind: entitiy}
";
    let faults = Reader::openapi_text("notes.yaml", text).read().expect_err("faults").to_string();
    for expected in [
        "`lst` is no kind of operation\n --> notes.yaml:6:",
        "did you mean `list`?",
        "`entitiy` is no kind of type\n --> notes.yaml:9:",
        "did you mean `entity`?",
    ] {
        assert!(faults.contains(expected), "{expected}\n in\n{faults}");
    }
}
