//! Small descriptions and the types that they give.

mod support;

use msgraph_spec::model::{Body, StructuredKind, TypeDef, TypeName, TypeRef, ValueType};
use support::{api, members, operation, properties, read, structured};

const NONE: &str = "  schemas: {}";

fn named(name: &str) -> TypeRef {
    TypeRef::Named(TypeName::new(name))
}

#[test]
fn the_root_loses_its_slash() {
    let api = api("", NONE);
    assert_eq!(api.service_root, "https://graph.microsoft.com/v1.0");
    assert_eq!((api.title.as_str(), api.version.as_str()), ("Test", "v1.0"));
}

#[test]
fn types_derive() {
    let api = api(
        "",
        "  schemas:
    microsoft.graph.entity:
      type: object
      x-odata-abstract: true
      properties:
        '@odata.type': {type: string}
        id: {type: string, readOnly: true}
    microsoft.graph.base:
      description: Outside.
      allOf:
        - $ref: '#/components/schemas/microsoft.graph.entity'
        - type: object
          description: Inside.
          externalDocs: {url: https://example.org}
          properties: {b: {type: string}, a: {type: boolean}}
    microsoft.graph.derived:
      allOf:
        - $ref: '#/components/schemas/microsoft.graph.base'
        - type: object
          additionalProperties: {}
    microsoft.graph.complex: {type: object, title: complex, additionalProperties: {type: object}}
    microsoft.graph.closed: {type: object, additionalProperties: false}
",
    );
    let kind = |name| structured(&api, name).kind;
    assert_eq!(kind("microsoft.graph.entity"), StructuredKind::Entity);
    assert_eq!(kind("microsoft.graph.derived"), StructuredKind::Entity);
    assert_eq!(kind("microsoft.graph.complex"), StructuredKind::Complex);
    let entity = structured(&api, "microsoft.graph.entity");
    assert!(entity.is_abstract && entity.properties[0].is_read_only);
    assert_eq!(properties(&api, "microsoft.graph.entity"), ["id: Edm.String"]);
    let base = structured(&api, "microsoft.graph.base");
    assert_eq!(base.base, Some(TypeName::new("microsoft.graph.entity")));
    assert!(!base.is_abstract && !base.is_open);
    assert_eq!(base.docs.description.as_deref(), Some("Inside."));
    assert_eq!(base.docs.link.as_deref(), Some("https://example.org"));
    assert_eq!(properties(&api, "microsoft.graph.base"), ["b: Edm.String", "a: Edm.Boolean"]);
    let open = |name| structured(&api, name).is_open;
    assert!(open("microsoft.graph.derived") && open("microsoft.graph.complex"));
    assert!(!open("microsoft.graph.closed"));
}

#[test]
fn values_have_types() {
    let api = api(
        "",
        "  schemas:
    ReferenceNumeric: {enum: ['-INF', INF, NaN]}
    text: {type: string}
    texts: {type: array, items: {$ref: '#/components/schemas/text'}}
    colour: {type: string, enum: [red]}
    t:
      type: object
      properties:
        bool: {type: boolean}
        int: {type: integer}
        int8: {type: integer, format: int8}
        uint8: {type: integer, format: uint8}
        int16: {type: number, format: int16}
        int32: {type: integer, format: int32}
        int64: {type: integer, format: int64, nullable: true}
        number: {type: number}
        float: {type: number, format: float}
        decimal: {type: number, format: decimal}
        newDouble:
          oneOf:
            - {type: number, format: double, nullable: true}
            - {type: string, nullable: true}
            - $ref: '#/components/schemas/ReferenceNumeric'
        oldDouble: {nullable: true, oneOf: [{type: number, format: float}, {type: string}, {enum: [INF]}]}
        string: {type: string}
        dateTime: {type: string, format: date-time}
        date: {type: string, format: date}
        time: {type: string, format: time}
        uuid: {type: string, format: uuid}
        duration: {type: string, format: duration}
        binary: {type: string, format: base64url}
        stream: {type: string, format: base64url, nullable: true, x-odata-type: Edm.Stream}
        alias: {$ref: '#/components/schemas/text'}
        aliases: {$ref: '#/components/schemas/texts'}
        ref: {$ref: '#/components/schemas/colour'}
        nullableRef: {anyOf: [{$ref: '#/components/schemas/colour'}, {type: object, nullable: true}]}
        described: {allOf: [{$ref: '#/components/schemas/colour'}], nullable: true}
        refs: {type: array, items: {$ref: '#/components/schemas/t'}, x-ms-navigationProperty: true}
        nulls: {type: array, items: {anyOf: [{$ref: '#/components/schemas/t'}, {type: object, nullable: true}]}}
        strings: {type: array, items: {type: string, nullable: true}}
        any: {}
        object: {type: object, nullable: true}
        beside: {$ref: '#/components/schemas/t', nullable: true, x-ms-navigationProperty: true}
",
    );
    let expected = [
        "bool: Edm.Boolean",
        "int: Edm.Int64",
        "int8: Edm.SByte",
        "uint8: Edm.Byte",
        "int16: Edm.Int16",
        "int32: Edm.Int32",
        "int64: Edm.Int64?",
        "number: Edm.Double",
        "float: Edm.Single",
        "decimal: Edm.Decimal",
        "newDouble: Edm.Double?",
        "oldDouble: Edm.Single?",
        "string: Edm.String",
        "dateTime: Edm.DateTimeOffset",
        "date: Edm.Date",
        "time: Edm.TimeOfDay",
        "uuid: Edm.Guid",
        "duration: Edm.Duration",
        "binary: Edm.Binary",
        "stream: Edm.Stream?",
        "alias: Edm.String",
        "aliases: Collection(Edm.String)",
        "ref: colour",
        "nullableRef: colour?",
        "described: colour?",
        "refs: Collection(t) nav",
        "nulls: Collection(t)?",
        "strings: Collection(Edm.String)?",
        "any: Edm.Untyped",
        "object: Edm.Untyped?",
        "beside: t? nav",
    ];
    assert_eq!(properties(&api, "t"), expected);
    assert_eq!(api.types.len(), 2, "{:?}", api.types.keys());
}

/// In `openapiv3` they end in a panic.
#[test]
fn bounds_that_are_no_numbers_do_no_harm() {
    for bound in [".nan", "-.inf", "!!float '.nan'"] {
        let schema = format!("{{type: object, properties: {{a: {{type: number, minimum: {bound}}}}}}}");
        let api = api("", &format!("  schemas:\n    t: {schema}\n"));
        assert_eq!(properties(&api, "t"), ["a: Edm.Double"], "{bound}");
    }
}

#[test]
fn enums_keep_order_words_and_flags() {
    let api = api(
        "",
        "  schemas:
    microsoft.graph.colour:
      type: string
      nullable: true
      enum: [red, blue, unknownFutureValue, null, green]
      x-ms-enum-flags: {isFlags: true}
      x-ms-enum: {values: [{value: blue, name: b, description: Like the sky.}]}
",
    );
    assert_eq!(members(&api, "microsoft.graph.colour"), ["red", "blue", "unknownFutureValue", "green"]);
    let TypeDef::Enum(colour) = &api.types[&TypeName::new("microsoft.graph.colour")] else {
        panic!("no enum")
    };
    assert!(colour.is_flags);
    assert_eq!(colour.members[1].docs.description.as_deref(), Some("Like the sky."));
    assert_eq!(colour.evolvable_members()[0].name, "green");
}

#[test]
fn secrets_and_words_of_properties_are_kept() {
    let api = api(
        "",
        "  schemas:
    t:
      type: object
      properties:
        passcode:
          type: string
          x-ms-secret: true
          description: ' Lets you in. '
          externalDocs: {url: https://example.org}
",
    );
    let passcode = &structured(&api, "t").properties[0];
    assert!(passcode.is_secret && !passcode.is_read_only && !passcode.is_required);
    assert_eq!(passcode.docs.description.as_deref(), Some("Lets you in."));
    assert_eq!(passcode.docs.link.as_deref(), Some("https://example.org"));
    assert_eq!(passcode.origin.to_string(), "test.yaml:11:9");
    assert_eq!(passcode.origin.pointer, "/components/schemas/t/properties/passcode");
}

#[test]
fn what_is_set_on_creation_only_is_marked_by_an_extension() {
    let api = api(
        "",
        "  schemas:
    t:
      type: object
      properties:
        template: {type: string, x-odata-immutable: true}
        holder:
          anyOf: [{$ref: '#/components/schemas/t'}, {type: object, nullable: true}]
          x-odata-immutable: true
        owner: {$ref: '#/components/schemas/o', x-odata-immutable: true}
        subject: {type: string, x-odata-immutable: false}
    o: {type: object, properties: {name: {type: string}}}
",
    );
    let marked: Vec<(&str, bool)> =
        structured(&api, "t").properties.iter().map(|one| (one.name.as_str(), one.is_immutable)).collect();
    assert_eq!(marked, [("template", true), ("holder", true), ("owner", true), ("subject", false)]);
}

#[test]
fn recursion_by_null_or_collection_is_fine() {
    let api = api(
        "",
        "  schemas:
    t:
      type: object
      properties:
        parent: {anyOf: [{$ref: '#/components/schemas/t'}, {type: object, nullable: true}]}
        children: {type: array, items: {$ref: '#/components/schemas/t'}}
        other: {$ref: '#/components/schemas/t', x-ms-navigationProperty: true}
",
    );
    assert_eq!(properties(&api, "t"), ["parent: t?", "children: Collection(t)", "other: t nav"]);
}

#[test]
fn further_faults_show_excerpts_of_what_was_read() {
    let read = read("", "  schemas:\n    t: {type: object}\n");
    let mut faults = read.sources.diagnostics();
    let origin = structured(&read.api, "t").origin.clone();
    faults.push(msgraph_spec::Diagnostic::error("`t` is no name in Rust").at(origin).help("rename it"));
    let expected = "error: `t` is no name in Rust
 --> test.yaml:8:5
  |
8 |     t: {type: object}
  |     ^
  |
  = help: rename it";
    assert_eq!(faults.to_string(), expected);
}

#[test]
fn wrappers_are_types_only_where_something_names_them() {
    let api = api(
        "  /users/{id}/manager/$ref:
    parameters: [{name: id, in: path, required: true, schema: {type: string}}]
    put:
      requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/ReferenceUpdate'}}}}
      responses: {'204': {description: ok}}
",
        "  schemas:
    BaseCollectionPaginationCountResponse: {type: object}
    microsoft.graph.tCollectionResponse: {allOf: [{$ref: '#/components/schemas/BaseCollectionPaginationCountResponse'}]}
    microsoft.graph.tDeltaResponse: {allOf: [{$ref: '#/components/schemas/BaseCollectionPaginationCountResponse'}]}
    microsoft.graph.ODataErrors.MainError: {type: object}
    odata.error: {type: object}
    ODataCountResponse: {type: integer}
    ReferenceCreate: {type: object}
    ReferenceUpdate: {type: object, properties: {'@odata.id': {type: string}, inner: {$ref: '#/components/schemas/odata.error'}}}
",
    );
    let names: Vec<&str> = api.types.keys().map(TypeName::as_str).collect();
    assert_eq!(names, ["ReferenceUpdate", "odata.error"]);
    let body = Body::Json { ty: ValueType::required(named("ReferenceUpdate")), is_required: true };
    assert_eq!(operation(&api, "PUT /users/{id}/manager/$ref").body, Some(body));
}
