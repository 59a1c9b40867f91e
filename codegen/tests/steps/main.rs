//! The step that a comparison asks for is the one that what is emitted takes: where the public items of the old
//! crate are all there in the new one, nothing breaks; where the new one has no more, nothing is added.

mod edits;
mod random;
mod surface;

use msgraph_codegen::compare;
use msgraph_spec::Reader;
use msgraph_spec::diff::Effect;
use msgraph_spec::model::Api;

use surface::{Surface, surface, taken};

const BASE: &str = "openapi: 3.0.3
info: {title: Small, version: v1.0}
servers: [{url: https://graph.microsoft.com/v1.0}]
paths:
  /rooms/free(from={from},to={to}):
    get:
      operationId: a
      x-ms-docs-operation-type: function
      parameters:
        - {name: from, in: path, required: true, schema: {type: string, format: date-time}}
        - {name: to, in: path, required: true, x-odata-optional: true, schema: {type: string, format: date-time}}
      responses: {'200': {$ref: '#/components/responses/rooms'}}
  /rooms/microsoft.graph.book:
    post:
      operationId: b
      x-ms-docs-operation-type: action
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              required: [name]
              properties:
                name: {type: string}
                seats: {type: integer, format: int32, nullable: true}
      responses: {'204': {description: d}}
  /people/{person-id}:
    parameters: [{name: person-id, in: path, required: true, schema: {type: string}}]
    get:
      operationId: c
      parameters:
        - {name: $select, in: query, schema: {type: array, items: {type: string}}}
        - {name: own, in: query, schema: {type: string}}
      responses:
        '200':
          description: d
          content: {application/json: {schema: {$ref: '#/components/schemas/microsoft.graph.person'}}}
    patch:
      operationId: d
      requestBody:
        required: true
        content: {application/json: {schema: {$ref: '#/components/schemas/microsoft.graph.person'}}}
      responses: {'204': {description: d}}
    delete:
      operationId: e
      responses: {'204': {description: d}}
components:
  responses:
    rooms:
      description: d
      content:
        application/json:
          schema:
            type: object
            properties:
              value: {type: array, items: {$ref: '#/components/schemas/microsoft.graph.room'}}
              '@odata.nextLink': {type: string, nullable: true}
  schemas:
    microsoft.graph.entity:
      type: object
      x-odata-abstract: true
      properties:
        id: {type: string, readOnly: true}
    microsoft.graph.room:
      allOf:
        - {$ref: '#/components/schemas/microsoft.graph.entity'}
        - type: object
          properties:
            name: {type: string, nullable: true}
    microsoft.graph.person:
      description: Somebody.
      allOf:
        - {$ref: '#/components/schemas/microsoft.graph.entity'}
        - type: object
          properties:
            born: {type: string, format: date, nullable: true}
            height: {type: number, format: double}
            mood: {$ref: '#/components/schemas/microsoft.graph.mood'}
            room: {$ref: '#/components/schemas/microsoft.graph.room'}
    microsoft.graph.chief:
      allOf:
        - {$ref: '#/components/schemas/microsoft.graph.person'}
        - type: object
          properties:
            car: {type: string, nullable: true}
    microsoft.graph.mood:
      type: string
      enum: [good, bad]
";

/// What is another text in the description, and the step that it asks for.
const CASES: [(&str, &str, Effect); 39] = [
    // operations and paths
    ("    delete:\n      operationId: e\n      responses: {'204': {description: d}}\n", "", Effect::Major),
    (
        "    delete:\n",
        "    put:\n      operationId: f\n      responses: {'204': {description: d}}\n    delete:\n",
        Effect::Minor,
    ),
    ("person-id", "id", Effect::Patch),
    ("  /people/{", "  /People/{", Effect::Patch),
    ("/rooms/microsoft.graph.book", "/rooms/book", Effect::Patch),
    ("/rooms/microsoft.graph.book", "/rooms/microsoft.graph.bOOk", Effect::Major),
    (
        "name: to, in: path, required: true, x-odata-optional: true",
        "name: to, in: path, required: true",
        Effect::Major,
    ),
    (
        "name: from, in: path, required: true,",
        "name: from, in: path, required: true, x-odata-optional: true,",
        Effect::Major,
    ),
    (
        "name: to, in: path, required: true, x-odata-optional: true, schema: {type: string, format: date-time}",
        "name: to, in: path, required: true, x-odata-optional: true, schema: {type: integer, format: int32}",
        Effect::Major,
    ),
    // a second function of the name, so that names tell the arguments
    (
        "  /rooms/microsoft.graph.book:\n",
        "  /rooms/free(who='{who}'):\n    get:\n      operationId: g\n      x-ms-docs-operation-type: function\n      \
         parameters: [{name: who, in: path, required: true, schema: {type: string}}]\n      responses: {'200': \
         {$ref: '#/components/responses/rooms'}}\n  /rooms/microsoft.graph.book:\n",
        Effect::Major,
    ),
    // options
    (
        "name: $select, in: query, schema: {type: array, items: {type: string}}",
        "name: $expand, in: query, schema: {type: string}",
        Effect::Major,
    ),
    ("        - {name: own, in: query, schema: {type: string}}\n", "", Effect::Patch),
    ("name: own, in: query,", "name: own, in: query, required: true,", Effect::Major),
    (
        "{name: own, in: query, schema: {type: string}}",
        "{name: $expand, in: query, schema: {type: string}}",
        Effect::Minor,
    ),
    // answers
    (
        "    patch:\n      operationId: d\n",
        "    patch:\n      operationId: d\n      summary: s\n",
        Effect::Patch,
    ),
    (
        "    delete:\n      operationId: e\n      responses: {'204'",
        "    delete:\n      operationId: e\n      responses: {'202'",
        Effect::Patch,
    ),
    ("'200': {$ref: '#/components/responses/rooms'}", "'204': {description: d}", Effect::Major),
    // what actions demand
    ("required: [name]", "required: [name, seats]", Effect::Major),
    ("              required: [name]\n", "", Effect::Major),
    (
        "                name: {type: string}\n",
        "                name: {type: string}\n                why: {type: string}\n",
        Effect::Minor,
    ),
    ("                seats: {type: integer, format: int32, nullable: true}\n", "", Effect::Major),
    // types and properties
    (
        "            car: {type: string, nullable: true}\n",
        "            car: {type: string, nullable: true}\n            bus: {type: string}\n",
        Effect::Minor,
    ),
    ("            car: {type: string, nullable: true}\n", "            bus: {type: string}\n", Effect::Major),
    (
        "born: {type: string, format: date, nullable: true}",
        "born: {type: string, nullable: true}",
        Effect::Major,
    ),
    (
        "born: {type: string, format: date, nullable: true}",
        "born: {type: string, format: date}",
        Effect::Major,
    ),
    (
        "height: {type: number, format: double}",
        "height: {type: number, format: double, nullable: true}",
        Effect::Minor,
    ),
    (
        "height: {type: number, format: double}",
        "height: {type: number, format: double, readOnly: true}",
        Effect::Major,
    ),
    (
        "height: {type: number, format: double}",
        "height: {type: number, format: double, x-odata-immutable: true}",
        Effect::Major,
    ),
    (
        "height: {type: number, format: double}",
        "height: {type: number, format: double, x-ms-secret: true}",
        Effect::Patch,
    ),
    (
        "            name: {type: string, nullable: true}\n",
        "            name: {type: string, readOnly: true}\n",
        Effect::Patch,
    ),
    (
        "room: {$ref: '#/components/schemas/microsoft.graph.room'}\n",
        "room: {$ref: '#/components/schemas/microsoft.graph.room'}\n            next: {type: string, format: uuid}\n",
        Effect::Minor,
    ),
    (
        "            room: {$ref",
        "            room:\n              x-ms-navigationProperty: true\n              anyOf:\n              - {$ref",
        Effect::Major,
    ),
    (
        "            car: {type: string",
        "            hangs: {type: string, x-odata-type: Edm.Stream}\n            car: {type: string",
        Effect::Patch,
    ),
    (
        "- {$ref: '#/components/schemas/microsoft.graph.person'}",
        "- {$ref: '#/components/schemas/microsoft.graph.entity'}",
        Effect::Major,
    ),
    ("x-odata-abstract: true", "x-odata-abstract: false", Effect::Minor),
    ("      description: Somebody.\n", "", Effect::Patch),
    // enums
    ("enum: [good, bad]", "enum: [good, bad, odd]", Effect::Minor),
    ("enum: [good, bad]", "enum: [good]", Effect::Major),
    ("enum: [good, bad]", "enum: [bad, good]", Effect::Patch),
];

#[test]
fn steps_are_those_of_what_is_emitted() {
    let old = api(BASE);
    let before = made(&old);
    let mut wrong = Vec::new();
    for (from, to, expected) in CASES {
        assert!(BASE.contains(from), "{from}");
        let new = api(&BASE.replace(from, to));
        let after = made(&new);
        // and back: what was added goes, and what went comes again
        let [there, back] = [compare(&old, &new), compare(&new, &old)];
        let steps = [there.step(), back.step()];
        let truth = [taken(&before, &after), taken(&after, &before)];
        if steps != truth.map(Some) || truth[0] != expected {
            let (from, items) = (from.trim(), difference(&before, &after));
            wrong.push(format!(
                "{from}\n  {expected}, {steps:?}, {truth:?}\n{items:#?}\n{:#?}",
                there.changes
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

fn api(text: &str) -> Api {
    Reader::openapi_text("s.yaml", text).read().unwrap_or_else(|faults| panic!("{faults}\n{text}")).api
}

fn made(api: &Api) -> Surface {
    surface(api).unwrap_or_else(|faults| panic!("{faults}"))
}

fn difference<'a>(before: &'a Surface, after: &'a Surface) -> Vec<&'a String> {
    before.symmetric_difference(after).collect()
}
