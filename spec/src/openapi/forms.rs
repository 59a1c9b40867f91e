//! Which form each part of a description has, as far as the model needs it.
//!
//! A tree that has these forms is deserialized whole; one that has not, or is refused, goes piece by
//! piece. What is not listed here (examples, bounds, tags, callbacks) is not looked at then, so no
//! fault of it keeps the rest from being read.

use crate::tree::At;

/// The form of a value.
pub(super) enum Form {
    /// A number or a truth value counts as the text that it is written as.
    Text,
    Flag,
    /// One of [`PLACES`].
    Place,
    Anything,
    List(&'static Form),
    /// Names, each with a value.
    Map(&'static Form),
    /// The same, where keys that begin with `x-` are no names.
    Section(&'static Form),
    Object(&'static Object),
    /// An object or a `$ref` to one.
    Linked(&'static Object),
    /// True, false or a schema.
    Further,
}

/// A mapping with known keys. Those that begin with `x-` may stand beside them.
pub(super) struct Object {
    pub(super) keys: &'static [(&'static str, Form)],
    /// The keys that `openapiv3` demands and the model does not: one of each group. Where none
    /// stands, the first is made, with nothing in it.
    pub(super) demanded: &'static [&'static [&'static str]],
    /// Reports what is wrong with it besides, and says whether it can be read nevertheless.
    pub(super) check: fn(&At<'_>) -> bool,
}

const fn object(
    keys: &'static [(&'static str, Form)],
    demanded: &'static [&'static [&'static str]],
) -> Object {
    Object { keys, demanded, check: |_| true }
}

/// Where a parameter can go.
pub(super) const PLACES: [&str; 4] = ["path", "query", "header", "cookie"];

const CONTENT: Form = Form::Map(&Form::Object(&MEDIA_TYPE));
const DOCS: Form = Form::Object(&EXTERNAL_DOCS);
const PARAMETERS: Form = Form::List(&Form::Linked(&PARAMETER));

pub(super) static DESCRIPTION: Object = object(
    &[
        ("info", Form::Object(&INFO)),
        ("servers", Form::List(&Form::Object(&SERVER))),
        ("paths", Form::Section(&Form::Linked(&PATH_ITEM))),
        ("components", Form::Object(&COMPONENTS)),
    ],
    &[],
);

static COMPONENTS: Object = object(
    &[
        ("schemas", Form::Map(&Form::Linked(&SCHEMA))),
        ("parameters", Form::Map(&Form::Linked(&PARAMETER))),
        ("responses", Form::Map(&Form::Linked(&RESPONSE))),
        ("requestBodies", Form::Map(&Form::Linked(&REQUEST_BODY))),
    ],
    &[],
);

pub(super) static INFO: Object =
    object(&[("title", Form::Text), ("version", Form::Text)], &[&["title"], &["version"]]);

static SERVER: Object = object(&[("url", Form::Text)], &[&["url"]]);

pub(super) static SERVERS: Form = Form::List(&Form::Object(&SERVER));

pub(super) static PATH_ITEM: Object = object(
    &[
        ("get", Form::Object(&OPERATION)),
        ("post", Form::Object(&OPERATION)),
        ("patch", Form::Object(&OPERATION)),
        ("put", Form::Object(&OPERATION)),
        ("delete", Form::Object(&OPERATION)),
        ("parameters", PARAMETERS),
    ],
    &[],
);

static OPERATION: Object = object(
    &[
        ("summary", Form::Text),
        ("description", Form::Text),
        ("externalDocs", DOCS),
        ("operationId", Form::Text),
        ("parameters", PARAMETERS),
        ("requestBody", Form::Linked(&REQUEST_BODY)),
        ("responses", Form::Section(&Form::Linked(&RESPONSE))),
    ],
    &[&["responses"]],
);

pub(super) static PARAMETER: Object = Object {
    keys: &[
        ("name", Form::Text),
        ("in", Form::Place),
        ("description", Form::Text),
        ("required", Form::Flag),
        ("schema", Form::Linked(&SCHEMA)),
        ("content", CONTENT),
    ],
    demanded: &[&["content", "schema"]],
    check: is_parameter,
};

pub(super) static REQUEST_BODY: Object =
    object(&[("description", Form::Text), ("content", CONTENT), ("required", Form::Flag)], &[]);

pub(super) static RESPONSE: Object =
    object(&[("description", Form::Text), ("content", CONTENT)], &[&["description"]]);

static MEDIA_TYPE: Object = object(&[("schema", Form::Linked(&SCHEMA))], &[]);

static EXTERNAL_DOCS: Object = object(&[("url", Form::Text)], &[&["url"]]);

pub(super) static SCHEMA: Object = object(
    &[
        ("type", Form::Text),
        ("format", Form::Text),
        ("nullable", Form::Flag),
        ("readOnly", Form::Flag),
        ("description", Form::Text),
        ("externalDocs", DOCS),
        ("properties", Form::Map(&Form::Linked(&SCHEMA))),
        ("required", Form::List(&Form::Text)),
        ("additionalProperties", Form::Further),
        ("items", Form::Linked(&SCHEMA)),
        ("enum", Form::List(&Form::Anything)),
        ("allOf", Form::List(&Form::Linked(&SCHEMA))),
        ("anyOf", Form::List(&Form::Linked(&SCHEMA))),
        ("oneOf", Form::List(&Form::Linked(&SCHEMA))),
        ("discriminator", Form::Object(&DISCRIMINATOR)),
    ],
    &[],
);

static DISCRIMINATOR: Object =
    object(&[("propertyName", Form::Text), ("mapping", Form::Map(&Form::Text))], &[&["propertyName"]]);

fn is_parameter(at: &At<'_>) -> bool {
    let (Some(place), Some(_)) = (at.str("in"), at.str("name")) else {
        at.error("a parameter needs a `name` and a place", "write `name` and `in: query`, path or header");
        return false;
    };
    let is_known = PLACES.contains(&place);
    if !is_known {
        at.error(format!("`in: {place}` is no place for a parameter"), "write path, query or header");
    }
    is_known
}
