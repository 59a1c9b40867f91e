//! Small descriptions and the operations that they give.

mod support;

use msgraph_spec::model::{
    Answer, Body, OperationKind, ParameterPlace, Primitive, Segment, StatusCodes, TypeName, TypeRef,
    ValueType,
};
use support::{api, members, operation, properties, read, structured};

fn named(name: &str) -> TypeRef {
    TypeRef::Named(TypeName::new(name))
}

const SHARED: &str = "  schemas:
    microsoft.graph.user: {type: object}
    microsoft.graph.userCollectionResponse:
      allOf:
        - $ref: '#/components/schemas/BaseCollectionPaginationCountResponse'
        - {type: object, properties: {value: {type: array, items: {$ref: '#/components/schemas/microsoft.graph.user'}}}}
    BaseCollectionPaginationCountResponse:
      type: object
      properties: {'@odata.count': {type: integer}, '@odata.nextLink': {type: string}}
    BaseDeltaFunctionResponse:
      type: object
      properties: {'@odata.nextLink': {type: string}, '@odata.deltaLink': {type: string}}
  parameters:
    top: {$ref: '#/components/parameters/realTop'}
    realTop: {name: $top, in: query, description: So many., schema: {type: integer, minimum: 0}}
    select:
      name: $select
      in: query
      schema: {type: array, items: {type: string, enum: [id, name]}}
    language: {name: Accept-Language, in: header, required: true, schema: {type: string}}
    id: {name: user-id, in: path, required: true, x-ms-docs-key-type: user, description: 'Whose.', schema: {type: string}}
  responses:
    users: {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/microsoft.graph.userCollectionResponse'}}}}
    error: {description: no, content: {application/json: {schema: {type: object}}}}
";

#[test]
fn shared_parameters_and_responses_are_followed() {
    let api = api(
        "  /users/{user-id}:
    parameters:
      - $ref: '#/components/parameters/id'
      - {name: $top, in: query, schema: {type: string}}
    get:
      summary: One line.
      description: More.
      externalDocs: {url: https://example.org}
      parameters:
        - $ref: '#/components/parameters/top'
        - $ref: '#/components/parameters/select'
        - $ref: '#/components/parameters/language'
      responses:
        '200': {$ref: '#/components/responses/users'}
        4XX: {$ref: '#/components/responses/error'}
        default: {$ref: '#/components/responses/error'}
",
        SHARED,
    );
    let get = operation(&api, "GET /users/{user-id}");
    assert_eq!(get.kind, OperationKind::List);
    let item = ValueType::required(named("microsoft.graph.user"));
    assert_eq!(get.answer(), &Answer::Page { item, has_delta: false });
    assert_eq!(get.successes.len(), 1);
    let key = get.path.keys().next().expect("a key");
    assert_eq!(key.of, Some(TypeName::new("microsoft.graph.user")));
    assert_eq!(key.description.as_deref(), Some("Whose."));
    let names: Vec<&str> = get.parameters.iter().map(|one| one.name.as_str()).collect();
    assert_eq!(names, ["$top", "$select", "Accept-Language"]);
    let top = get.parameter(ParameterPlace::Query, "$top").expect("$top");
    assert_eq!(top.ty, ValueType::required(TypeRef::Primitive(Primitive::Int64)), "the operation's own wins");
    assert_eq!(top.description.as_deref(), Some("So many."));
    assert!(!top.is_required && get.parameters[2].is_required);
    assert_eq!(get.parameters[1].ty.to_string(), "Collection(Edm.String)");
    assert_eq!(get.docs.summary.as_deref(), Some("One line."));
    assert_eq!(get.docs.description.as_deref(), Some("More."));
    assert_eq!(get.docs.link.as_deref(), Some("https://example.org"));
}

/// The answers of a GET whose responses are these, as text.
fn answers(responses: &str) -> Vec<String> {
    let api = api(&format!("  /x:\n    get:\n      responses:\n{responses}"), SHARED);
    let one = operation(&api, "GET /x");
    one.successes.iter().map(|one| format!("{:?} {:?}", one.status, one.answer)).collect()
}

#[test]
fn exact_codes_stand_beside_ranges() {
    let api = api(
        "  /x:
    post:
      responses:
        2XX: {description: any}
        '201': {description: new, content: {application/json: {schema: {$ref: '#/components/schemas/microsoft.graph.user'}}}}
        '200': {description: old, content: {application/json: {schema: {$ref: '#/components/schemas/microsoft.graph.user'}}}}
        5XX: {description: no}
        '302': {description: elsewhere}
",
        SHARED,
    );
    let post = operation(&api, "POST /x");
    let codes: Vec<StatusCodes> = post.successes.iter().map(|one| one.status).collect();
    assert_eq!(codes, [StatusCodes::Exact(200), StatusCodes::Exact(201), StatusCodes::Successful]);
    assert_eq!(post.successes[2].answer, Answer::Empty);
    assert_eq!(post.answer(), &Answer::One(ValueType::required(named("microsoft.graph.user"))));
    assert_eq!(post.kind, OperationKind::Create);
}

#[test]
fn answers_are_told_apart() {
    let json = |schema: &str| {
        let found = answers(&format!(
            "        '200': {{description: ok, content: {{application/json: {{schema: {schema}}}}}}}\n"
        ));
        found[0].trim_start_matches("Exact(200) ").to_owned()
    };
    let string = "ValueType { item: Primitive(String), is_collection: false, is_nullable: false }";
    assert_eq!(json("{type: string}"), format!("One({string})"));
    assert_eq!(json("{type: object, properties: {value: {type: string}}}"), format!("Wrapped({string})"));
    assert_eq!(
        json(
            "{type: object, properties: {'@odata.context': {type: string}, value: {type: array, items: {type: string}}}}"
        ),
        "Wrapped(ValueType { item: Primitive(String), is_collection: true, is_nullable: false })"
    );
    assert_eq!(
        json(
            "{type: object, properties: {value: {type: array, items: {type: string}}, '@odata.nextLink': {type: string}}}"
        ),
        format!("Page {{ item: {string}, has_delta: false }}")
    );
    assert_eq!(
        json(
            "{allOf: [{$ref: '#/components/schemas/BaseDeltaFunctionResponse'}, {type: object, properties: {value: {type: array, items: {type: string}}}}]}"
        ),
        format!("Page {{ item: {string}, has_delta: true }}")
    );
    assert_eq!(
        json(
            "{anyOf: [{$ref: '#/components/schemas/microsoft.graph.user'}, {type: object, nullable: true}]}"
        ),
        "One(ValueType { item: Named(microsoft.graph.user), is_collection: false, is_nullable: true })"
    );
    assert_eq!(json("{type: string, format: binary}"), "Content { media_type: \"application/json\" }");
    assert_eq!(answers("        '204': {description: ok}\n"), ["Exact(204) Empty"]);
    assert_eq!(
        answers(
            "        2XX: {description: ok, content: {application/octet-stream: {schema: {type: string, format: binary}}}}\n"
        ),
        ["Successful Content { media_type: \"application/octet-stream\" }"]
    );
}

#[test]
fn wrappers_that_hold_no_value_alone_are_types() {
    let wrappers = [
        ("BaseItemCountResponse", "{type: object, properties: {total: {type: integer, format: int32}}}"),
        (
            "itemCollectionResponse",
            "{type: object, properties: {value: {type: string}, total: {type: string}}}",
        ),
    ];
    for (name, wrapper) in wrappers {
        let schema = format!("{{$ref: '#/components/schemas/{name}'}}");
        let api = api(
            &format!(
                "  /x:\n    get:\n      responses:\n        '200': {{description: ok, content: {{application/json: {{schema: {schema}}}}}}}\n"
            ),
            &format!("  schemas:\n    {name}: {wrapper}\n"),
        );
        assert_eq!(operation(&api, "GET /x").answer(), &Answer::One(ValueType::required(named(name))));
        assert!(properties(&api, name).iter().any(|one| one.starts_with("total")));
    }
}

#[test]
fn pageable_operations_have_pages_without_a_link() {
    let api = api(
        "  /x:
    get:
      x-ms-pageable: {nextLinkName: '@odata.nextLink'}
      responses:
        '200': {description: ok, content: {application/json: {schema: {type: object, properties: {value: {type: array, items: {type: string}}}}}}}
",
        SHARED,
    );
    assert!(matches!(operation(&api, "GET /x").answer(), Answer::Page { has_delta: false, .. }));
}

#[test]
fn paths_have_literals_keys_and_calls() {
    let api = api(
        "  /users/{user-id}/calls/microsoft.graph.find(name='{name}',at={at}):
    parameters:
      - $ref: '#/components/parameters/id'
      - {name: name, in: path, required: true, x-odata-optional: true, description: Which., schema: {type: string, nullable: true}}
      - {name: at, in: path, required: true, schema: {type: string, format: date-time}}
    get: {responses: {'200': {description: ok, content: {text/plain: {schema: {type: integer}}}}}}
  /users/delta():
    get: {x-ms-docs-operation-type: function, responses: {'204': {description: ok}}}
  /users/{user-id}/$count:
    get:
      parameters: [{$ref: '#/components/parameters/id'}]
      responses: {'200': {description: ok, content: {text/plain: {schema: {type: integer}}}}}
  /apps(appId='{appId}'):
    parameters: [{name: appId, in: path, required: true, schema: {type: string}}]
    get: {responses: {'204': {description: ok}}}
",
        SHARED,
    );
    let titles: Vec<String> = api.operations.iter().map(msgraph_spec::model::Operation::title).collect();
    assert_eq!(
        titles,
        [
            "GET /apps(appId='{appId}')",
            "GET /users/delta()",
            "GET /users/{user-id}/$count",
            "GET /users/{user-id}/calls/microsoft.graph.find(name='{name}',at={at})",
        ]
    );
    let kinds: Vec<OperationKind> = api.operations.iter().map(|one| one.kind).collect();
    assert_eq!(
        kinds,
        [OperationKind::Get, OperationKind::Function, OperationKind::Get, OperationKind::Function]
    );
    assert_eq!(api.operations[2].answer(), &Answer::Count, "a plain text elsewhere is none");
    assert!(matches!(api.operations[3].answer(), Answer::Content { .. }));
    let Some(Segment::Call { name, parameters }) = api.operations[3].path.segments.last() else {
        panic!("no call")
    };
    assert_eq!(name, "microsoft.graph.find");
    assert_eq!(parameters[0].ty, ValueType::nullable(TypeRef::Primitive(Primitive::String)));
    assert!(parameters[0].is_quoted && parameters[0].is_optional);
    assert_eq!(parameters[0].description.as_deref(), Some("Which."));
    assert_eq!(parameters[1].ty.to_string(), "Edm.DateTimeOffset");
    assert!(!parameters[1].is_quoted && !parameters[1].is_optional);
    assert_eq!(
        api.operations[1].path.segments[1],
        Segment::Call { name: "delta".into(), parameters: vec![] }
    );
}

#[test]
fn bodies_are_json_bytes_or_nothing() {
    let api = api(
        "  /x:
    patch:
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/microsoft.graph.user'}}}}
      responses: {'204': {description: ok}}
    put:
      requestBody: {content: {image/png: {schema: {type: string, format: binary}}}}
      responses: {'204': {description: ok}}
    delete: {responses: {'204': {description: ok}}}
",
        SHARED,
    );
    let body = |title| operation(&api, title).body.clone();
    let user = ValueType::required(named("microsoft.graph.user"));
    assert_eq!(body("PATCH /x"), Some(Body::Json { ty: user, is_required: false }));
    assert_eq!(body("PUT /x"), Some(Body::Binary { media_type: "image/png".into() }));
    assert_eq!(body("DELETE /x"), None);
    let kinds: Vec<OperationKind> = api.operations.iter().map(|one| one.kind).collect();
    assert_eq!(kinds, [OperationKind::Update, OperationKind::Replace, OperationKind::Delete]);
}

#[test]
fn parts_inside_of_others_can_be_referred_to() {
    let api = api(
        "  /x/{id}:
    parameters:
      - {name: id, in: path, required: true, x-ms-docs-key-type: user, schema: {type: string}}
    post:
      requestBody: {content: {image/png: {}}}
      responses:
        '200': {description: ok, content: {text/plain: {}}}
  /y/{id}:
    parameters: [{$ref: '#/paths/~1x~1{id}/parameters/0'}]
    post:
      requestBody: {$ref: '#/paths/~1x~1%7Bid%7D/post/requestBody'}
      responses: {'200': {$ref: '#/paths/~1x~1{id}/post/responses/200'}}
  /z/{id}: {$ref: '#/paths/~1x~1{id}'}
",
        "  schemas:
    microsoft.graph.user: {type: object, properties: {name: {type: string, nullable: true}}}
    t: {type: object, properties: {name: {$ref: '#/components/schemas/microsoft.graph.user/properties/name'}}}
",
    );
    assert_eq!(properties(&api, "t"), ["name: Edm.String?"]);
    let first = operation(&api, "POST /x/{id}");
    for title in ["POST /y/{id}", "POST /z/{id}"] {
        let other = operation(&api, title);
        assert_eq!((&other.body, &other.successes), (&first.body, &first.successes), "{title}");
        assert_eq!(other.path.keys().next(), first.path.keys().next(), "{title}");
    }
    assert_eq!(api.types.len(), 2);
}

#[test]
fn what_openapi_demands_and_nobody_needs_may_be_missing() {
    let yaml = "openapi: 3.0.3
servers: [{url: https://graph.microsoft.com/v1.0}]
info: {title: 7}
tags: 5
paths:
  /me/{id}:
    get:
      deprecated: perhaps
      parameters: [{name: id, in: path}, {name: n, in: query, schema: {type: number, maximum: .nan}}]
      responses: {200: {content: {application/json: }}, 4XX: }
components:
  schemas:
    t: {type: object, description: 5, externalDocs: {}, discriminator: {}, properties: {any: , 1: {type: string}}}
    e: {type: string, enum: [1.10, true, on]}
";
    let read = msgraph_spec::Reader::openapi_text("test.yaml", yaml).read();
    let read = read.unwrap_or_else(|faults| panic!("{faults}"));
    assert!(read.warnings.is_empty(), "{}", read.warnings);
    let api = read.api;
    assert_eq!((api.title.as_str(), api.version.as_str()), ("7", ""));
    let get = operation(&api, "GET /me/{id}");
    assert_eq!(get.successes[0].answer, Answer::One(ValueType::nullable(TypeRef::Untyped)));
    assert_eq!(get.parameters[0].ty.to_string(), "Edm.Double");
    assert_eq!(properties(&api, "t"), ["any: Edm.Untyped", "1: Edm.String"]);
    assert_eq!(structured(&api, "t").docs.description.as_deref(), Some("5"));
    assert_eq!(members(&api, "e"), ["1.10", "true", "on"]);
}

#[test]
fn json_gives_the_same_as_yaml() {
    let yaml = read("  /me: {get: {responses: {'204': {description: ok}}}}", SHARED).api;
    let json = r#"{"openapi": "3.0.3", "info": {"title": "Test", "version": "v1.0"},
        "servers": [{"url": "https://graph.microsoft.com/v1.0/"}],
        "paths": {"/me": {"get": {"responses": {"204": {"description": "ok"}}}}},
        "components": {"schemas": {"microsoft.graph.user": {"type": "object"}}}}"#;
    let json = msgraph_spec::Reader::openapi_text("test.json", json).read().expect("JSON").api;
    assert_eq!(yaml, json);
}
