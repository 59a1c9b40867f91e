//! Cutting a slice out of a description.

mod support;

use std::collections::BTreeSet;

use msgraph_spec::model::{Answer, Api, Operation, OperationKind, TypeName, ValueType};
use msgraph_spec::{Read, Reader};
use support::{description, metadata, properties};

const PATHS: &str = "
  /me/notes:
    get: {responses: {'200': {$ref: '#/components/responses/notes'}}}
    post:
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/a.note'}}}}
      responses: {'201': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/a.note'}}}}}
  /me/notes/{id}/send:
    post:
      parameters: [{name: id, in: path, required: true, schema: {type: string}, x-ms-docs-key-type: a.note}]
      requestBody:
        content:
          application/json:
            schema: {type: object, properties: {to: {$ref: '#/components/schemas/a.person'}}}
      responses: {'204': {description: ok}}
      x-ms-docs-operation-type: action
  /people/{id}:
    get:
      parameters: [{name: id, in: path, required: true, schema: {type: string}, x-ms-docs-key-type: a.person}]
      responses: {'200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/a.person'}}}}}
";

const COMPONENTS: &str = "
  responses:
    notes:
      description: ok
      content:
        application/json:
          schema: {properties: {value: {type: array, items: {$ref: '#/components/schemas/a.note'}}}}
  schemas:
    a.thing: {type: object, properties: {id: {type: string}}}
    a.note:
      allOf:
        - $ref: '#/components/schemas/a.thing'
        - type: object
          properties:
            color: {$ref: '#/components/schemas/a.color'}
            body: {$ref: '#/components/schemas/a.body'}
            author: {allOf: [{$ref: '#/components/schemas/a.person'}], x-ms-navigationProperty: true}
            replies: {type: array, items: {$ref: '#/components/schemas/a.note'}, x-ms-navigationProperty: true}
    a.longNote:
      allOf: [{$ref: '#/components/schemas/a.note'}, {type: object, properties: {pages: {$ref: '#/components/schemas/a.page'}}}]
    a.page: {type: object, properties: {number: {type: integer, format: int32}}}
    a.color: {type: string, enum: [red, blue]}
    a.body: {type: object, properties: {text: {type: string}}}
    a.person: {type: object, properties: {name: {type: string}, pet: {$ref: '#/components/schemas/a.pet'}}}
    a.pet: {type: object, properties: {name: {type: string}}}
    b.pet: {type: object, properties: {name: {type: string}}}
";

fn reader() -> Reader {
    Reader::spec_text("things.yaml", description(PATHS, COMPONENTS))
}

fn cut(reader: &Reader) -> Api {
    let Read { api, warnings, .. } = reader.read().unwrap_or_else(|faults| panic!("{faults}"));
    assert!(warnings.is_empty(), "{warnings}");
    api
}

fn titles(api: &Api) -> Vec<String> {
    api.operations.iter().map(Operation::title).collect()
}

fn types(api: &Api) -> Vec<&str> {
    api.types.keys().map(TypeName::as_str).collect()
}

/// All faults as text.
fn faults(reader: &Reader) -> String {
    reader.read().expect_err("faults").to_string()
}

#[test]
fn without_settings_everything_stays() {
    let api = cut(&reader());
    assert_eq!((api.operations.len(), api.types.len()), (4, 10));
}

#[test]
fn only_what_operations_reach_stays() {
    let api = cut(&reader().include("/me/notes"));
    assert_eq!(titles(&api), ["GET /me/notes", "POST /me/notes"]);
    // its base, and what its properties hold; neither what derives from it nor where it leads
    assert_eq!(types(&api), ["a.body", "a.color", "a.note", "a.thing"]);
    let note = properties(&api, "a.note");
    assert_eq!(note, ["color: a.color", "body: a.body", "replies: Collection(a.note) nav"]);
}

#[test]
fn a_navigation_property_stays_where_its_target_does() {
    let api = cut(&reader().include("/me/notes/**").include("/people/{id}"));
    assert!(properties(&api, "a.note").contains(&"author: a.person nav".to_owned()));
    assert!(types(&api).contains(&"microsoft.graph.sendParameters"));
    assert!(types(&api).contains(&"a.pet"));
}

#[test]
fn keys_forget_types_that_are_not_there() {
    let key_type = |api: &Api| api.operations[0].path.keys().next().and_then(|key| key.of.clone());
    let api = cut(&reader().include("POST /me/notes/{id}/send"));
    assert_eq!(key_type(&api), None);
    let api = cut(&reader().include("POST /me/notes/{id}/send").root("a.note"));
    assert_eq!(key_type(&api), Some(TypeName::new("a.note")));
}

#[test]
fn what_is_excluded_goes_whatever_includes_it() {
    let api = cut(&reader().include("/me/**").exclude("POST /**"));
    assert_eq!(titles(&api), ["GET /me/notes"]);
    let api = cut(&reader().exclude("/me/**"));
    assert_eq!(titles(&api), ["GET /people/{id}"]);
    assert_eq!(types(&api), ["a.person", "a.pet"]);
}

#[test]
fn roots_bring_what_they_reach() {
    for root in ["longNote", "a.longNote"] {
        let api = cut(&reader().include("GET /people/*").root(root));
        let expected =
            ["a.body", "a.color", "a.longNote", "a.note", "a.page", "a.person", "a.pet", "a.thing"];
        assert_eq!(types(&api), expected);
        assert!(properties(&api, "a.note").contains(&"author: a.person nav".to_owned()));
    }
    // without any `include`, all operations stay
    assert_eq!(cut(&reader().root("a.longNote")).operations.len(), 4);
}

#[test]
fn the_order_of_settings_does_not_matter() {
    let one = reader().include("/me/**").include("GET /people/*").exclude("POST /me/notes").root("b.pet");
    let other = reader().root("b.pet").exclude("POST /me/notes").include("GET /people/*").include("/me/**");
    assert_eq!(cut(&one), cut(&other));
    let twice = one.include("/me/**").root("pages").root("a.page");
    assert!(faults(&twice).contains("there is no type `pages`"));
}

#[test]
fn faults_show_the_setting() {
    let text =
        faults(&reader().include("/me/notes").include("/me/nots").exclude("GET /me/**/send").root("a.pets"));
    let expected = "\
error: the pattern `/me/nots` matches no operation of `Test`
 --> include 2
  |
1 | /me/nots
  | ^^^^^^^^
  |
  = help: did you mean `/me/notes`?

error: the pattern `GET /me/**/send` matches no operation of `Test`
 --> exclude
  |
1 | GET /me/**/send
  | ^^^^^^^^^^^^^^^
  |
  = help: on this path there is only POST

error: there is no type `a.pets` that could be a root
 --> root
  |
1 | a.pets
  | ^^^^^^
  |
  = help: did you mean `a.pet` or `b.pet`?";
    assert_eq!(text, expected);
    let text = faults(&reader().include("me/notes"));
    assert!(text.contains("does not begin with a slash") && text.contains("--> include\n"), "{text}");
}

#[test]
fn a_pattern_that_cannot_be_read_stops_the_reading() {
    for wrong in
        ["me/notes", "GRAB /me/notes", "", "/me/notes/{id", "/me/***", "https://graph.microsoft.com/v1.0/me"]
    {
        let reader = Reader::spec_text("odd.yaml", "openapi: 2").permissions_text("p.yaml", "odd: 1");
        let partly = reader.include(wrong).include("/me/nots").root("a.pets").read_partly();
        assert_eq!(partly.faults.len(), 1, "{}", partly.faults);
        assert!(
            partly.api.is_none() && partly.faults.to_string().contains("--> include\n"),
            "{}",
            partly.faults
        );
    }
    let text = faults(&reader().include("me").exclude("GRAB /me"));
    assert!(text.contains("`/me`") && text.contains("`GRAB` is no method"), "{text}");
}

#[test]
fn what_matches_nothing_is_listed_where_it_may() {
    let asked = reader().include("/me/notes").include("/me/nots").exclude("/me/other").root("a.pets");
    let read = asked.patterns_may_match_nothing(true).read().unwrap_or_else(|faults| panic!("{faults}"));
    let found: Vec<&str> = read.unmatched.iter().map(|one| one.text.as_str()).collect();
    assert_eq!(found, ["/me/nots", "/me/other", "a.pets"]);
    assert!(read.unmatched[0].fault.message.contains("matches no operation"));
    assert_eq!((read.warnings.len(), titles(&read.api).len()), (0, 2));
    for reader in [reader(), csdl()] {
        let read = reader.include("/me/nots").patterns_may_match_nothing(true).read();
        let read = read.unwrap_or_else(|faults| panic!("{faults}"));
        assert_eq!((read.api.operations.len(), read.unmatched.len()), (0, 1));
    }
    // what may match nothing must be a pattern all the same
    assert!(reader().include("me").patterns_may_match_nothing(true).read().is_err());
}

fn csdl() -> Reader {
    let text = "<edmx:Edmx Version='4.0' xmlns:edmx='http://docs.oasis-open.org/odata/ns/edmx'><edmx:DataServices>
<Schema Namespace='microsoft.graph' xmlns='http://docs.oasis-open.org/odata/ns/edm'>
<EntityType Name='note'><Key><PropertyRef Name='id'/></Key><Property Name='id' Type='Edm.String' Nullable='false'/></EntityType>
<EntityContainer Name='GraphService'><EntitySet Name='notes' EntityType='microsoft.graph.note'/></EntityContainer>
</Schema></edmx:DataServices></edmx:Edmx>";
    Reader::csdl_text("notes.xml", text)
}

#[test]
fn addresses_are_no_patterns_of_csdl() {
    let text = faults(&csdl().include("GET /notes/1f7f"));
    assert!(text.contains("write `{id}` where a key stands: `GET /notes/{id}`"), "{text}");
    let text = faults(&csdl().include("/v1.0/notes"));
    assert!(text.contains("leave out the version of the service: `/notes`"), "{text}");
}

#[test]
fn a_root_of_two_namespaces_must_say_which() {
    let text = faults(&reader().root("pet"));
    assert!(text.contains("error: the root `pet` could be any of `a.pet`, `b.pet`"), "{text}");
    assert!(text.contains("--> root\n") && text.contains("help: write it with its namespace"), "{text}");
    cut(&reader().root("b.pet"));
}

#[test]
fn something_must_be_left() {
    let text = faults(&reader().include("/me/notes").exclude("/me/**"));
    assert!(text.starts_with("error: the patterns leave no operation"), "{text}");
    assert!(text.contains("--> exclude\n"), "{text}");
}

/// A description with something odd in each of two paths, two types and two shared answers.
fn odd() -> Reader {
    let paths = "
  /a: {get: {responses: {'200': {$ref: '#/components/responses/a'}}}}
  /b: {get: {responses: {'200': {$ref: '#/components/responses/b'}}}}
  /a/f(x=@x): {get: {responses: {'204': {description: ok}}}}
  /b/f(x=@x): {get: {responses: {'204': {description: ok}}}}
";
    let part = |name: &str| {
        (
            format!("    {name}: {{description: ok, content: {{application/json: {{schema: {{properties: {{value: {{$ref: '#/components/schemas/v.{name}'}}}}}}}}}}}}\n"),
            format!(
                "    t.{name}: {{type: object, properties: {{p: {{type: string, format: odd{name}}}}}}}
    v.{name}: {{type: array, items: {{oneOf: [{{type: boolean}}, {{$ref: '#/components/schemas/t.{name}'}}]}}}}\n"
            ),
        )
    };
    let ((answer_a, schemas_a), (answer_b, schemas_b)) = (part("a"), part("b"));
    let components = format!("  responses:\n{answer_a}{answer_b}  schemas:\n{schemas_a}{schemas_b}");
    Reader::spec_text("odd.yaml", description(paths, &components))
}

/// The places of the warnings.
fn warned(reader: &Reader) -> Vec<String> {
    let warnings = reader.read().unwrap_or_else(|faults| panic!("{faults}")).warnings;
    let place = |at: &msgraph_spec::model::Origin| at.pointer.clone();
    warnings.iter().filter_map(|one| one.at.as_ref().map(place)).collect()
}

#[test]
fn nothing_is_said_about_what_was_cut_away() {
    assert_eq!(warned(&odd()).len(), 6);
    let choice = "/components/schemas/v.a/items";
    assert_eq!(warned(&odd().include("/a")), [choice]);
    assert_eq!(
        warned(&odd().include("/a/**").root("t.a")),
        ["/paths/~1a~1f(x=@x)", "/components/schemas/t.a/properties/p/format", choice]
    );
}

#[test]
fn errors_stay_wherever_they_are() {
    let paths = "
  /a: {get: {responses: {'204': {description: ok}}}}
  /b: {get: {responses: {'204': {description: ok}}, parameters: [{$ref: '#/components/parameters/none'}]}}
";
    let text = faults(&Reader::spec_text("faulty.yaml", description(paths, "  schemas: {}")).include("/a"));
    assert!(text.contains("`#/components/parameters/none` does not exist"), "{text}");
}

#[test]
fn a_pattern_of_a_faulty_operation_is_right() {
    let paths = "
  /a: {get: {responses: {'204': {description: ok}}}}
  /b: {get: {responses: {}}}
";
    let reader = Reader::spec_text("faulty.yaml", description(paths, "  schemas: {}"));
    let found = reader.clone().include("/a").include("/b").read().expect_err("a fault");
    assert_eq!(found.len(), 1, "{found}");
    assert_eq!(reader.include("/a").include("/c").read().expect_err("faults").len(), 2);
}

#[test]
fn a_permission_table_may_cover_what_was_cut_away() {
    let table = "
permissions:
  Notes.Read:
    schemes: {DelegatedWork: {privilegeLevel: 1}}
    pathSets:
      - {schemeKeys: [DelegatedWork], methods: [GET], paths: {/me/notes: '', '/people/{id}': ''}}
";
    let api = cut(&reader().include("/me/notes").permissions_text("table.yaml", table));
    assert_eq!(api.operations[0].permissions.delegated_work.alternatives().count(), 1);
    assert!(reader().permissions_text("table.yaml", table).read().is_ok());
}

/// What it answers; that the answer of an action may be null only the younger description says.
fn answer(of: &Operation) -> Answer {
    match of.answer().clone() {
        Answer::One(ty) => Answer::One(ValueType::required(ty.item)),
        other => other,
    }
}

/// What two descriptions of Graph of about the same age say of the same operations.
#[test]
fn meetings_are_the_same_in_two_descriptions() {
    let (Some(small), Some(whole)) =
        (metadata("openapi/cloud-communications.yml"), metadata("openapi/graph-v1.0.json"))
    else {
        return;
    };
    let meetings = |reader: Reader| {
        reader.include("/users/{id}/onlineMeetings/**").include("/communications/onlineMeetings/**")
    };
    let small = cut(&meetings(Reader::spec(small)));
    // the larger one is a year younger, and has these besides
    let younger = meetings(Reader::spec(whole)).exclude("/**/$count").exclude("/users/*/*/createOrGet");
    let whole = cut(&younger);
    assert_eq!(titles(&small), titles(&whole));
    let names = |api: &Api| api.types.keys().cloned().collect::<BTreeSet<_>>();
    assert!(names(&small).is_subset(&names(&whole)));
    let younger: Vec<_> = names(&whole).difference(&names(&small)).map(TypeName::to_string).collect();
    let expected =
        ["microsoft.graph.broadcastMeetingCaptionSettings", "microsoft.graph.joinMeetingIdSettings"];
    assert_eq!(younger, expected);
    for (one, other) in small.operations.iter().zip(&whole.operations) {
        assert_eq!(one.kind, other.kind, "{}", one.title());
        if matches!(one.kind, OperationKind::List | OperationKind::Get | OperationKind::Action) {
            assert_eq!(answer(one), answer(other), "{}", one.title());
        }
    }
}
