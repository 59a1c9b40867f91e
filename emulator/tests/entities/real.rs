//! Microsoft's own metadata, where it lies beside the project: what the model has works, for every entity of a slice.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::Path;
use std::sync::OnceLock;

use msgraph_emulator::{Api, Emulator};
use msgraph_spec::model::{
    Answer, HttpMethod, Operation, OperationKind, Primitive, Property, Segment, StructuredKind, TypeDef,
    TypeName, TypeRef, ValueType,
};
use serde_json::{Map, Value, json};

use crate::support::{Client, World, text};

const SLICE: [&str; 6] = [
    "/me/messages/**",
    "/me/contacts/**",
    "/me/events/**",
    "/groups/{group-id}/threads/**",
    "/me/drive/items/**",
    "/groups",
];

/// The slice, read once.
fn slice() -> Option<Api> {
    static SLICE: OnceLock<Option<Api>> = OnceLock::new();
    SLICE.get_or_init(read).clone()
}

fn read() -> Option<Api> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/metadata/graph-v1.0.csdl.xml");
    if !path.is_file() {
        // straight to the stream, which the test runner does not keep to itself
        writeln!(std::io::stderr(), "skipped: Microsoft's metadata is not there").ok();
        return None;
    }
    let reader = SLICE.iter().fold(msgraph_spec::Reader::spec(path), msgraph_spec::Reader::include);
    Some(reader.include("/groups/{group-id}").read().unwrap_or_else(|faults| panic!("{faults}")).api)
}

/// A value of each type, with everything that a client may set.
fn sample(api: &Api, ty: &ValueType, depth: usize) -> Value {
    let item = match &ty.item {
        TypeRef::Primitive(primitive) => primitive_sample(*primitive),
        TypeRef::Named(name) => match api.types.get(name) {
            Some(TypeDef::Enum(ty)) => {
                let known = ty.members.iter().find(|one| one.name != "unknownFutureValue");
                known.map_or(Value::Null, |one| one.name.as_str().into())
            }
            Some(TypeDef::Structured(_)) if depth < 4 => object(api, name, depth + 1),
            _ => Value::Null,
        },
        _ => json!({}),
    };
    if ty.is_collection {
        return if item.is_null() { json!([]) } else { json!([item]) };
    }
    item
}

fn primitive_sample(primitive: Primitive) -> Value {
    match primitive {
        Primitive::Boolean => json!(true),
        Primitive::Byte | Primitive::SByte | Primitive::Int16 | Primitive::Int32 | Primitive::Int64 => {
            json!(7)
        }
        Primitive::Decimal | Primitive::Double | Primitive::Single => json!(1.5),
        Primitive::Date => json!("2026-03-01"),
        Primitive::DateTimeOffset => json!("2026-03-01T12:00:00.0000000Z"),
        Primitive::Duration => json!("PT1H"),
        Primitive::Guid => json!("4e1b6a3c-8f52-4d0b-9a77-1c2d3e4f5a60"),
        Primitive::TimeOfDay => json!("12:30:00.0000000"),
        Primitive::Binary => json!("AQID"),
        _ => json!("text"),
    }
}

/// An object of a type; of an abstract one, of the first that derives from it. Null where the slice has none, and an
/// abstract complex type cannot be sent.
fn object(api: &Api, name: &TypeName, depth: usize) -> Value {
    let mut made = Map::new();
    let concrete = api.types.values().find_map(|ty| match ty {
        TypeDef::Structured(ty) if !ty.is_abstract && api.is_a(&ty.name, name) => Some(ty),
        _ => None,
    });
    let declared = api.structured(name).expect("a type of the slice");
    if declared.is_abstract && declared.kind == StructuredKind::Complex && concrete.is_none() {
        return Value::Null;
    }
    let ty = if declared.is_abstract { concrete.unwrap_or(declared) } else { declared };
    if ty.name != *name {
        made.insert(String::from("@odata.type"), format!("#{}", ty.name).into());
    }
    for property in api.properties_of(ty).into_iter().filter(|one| is_sent(one)) {
        let value = sample(api, &property.ty, depth);
        if !value.is_null() || property.ty.is_nullable {
            made.insert(property.name.clone(), value);
        }
    }
    Value::Object(made)
}

fn is_sent(property: &Property) -> bool {
    let is_own = ["id", "createdDateTime", "lastModifiedDateTime"].contains(&property.name.as_str());
    !property.is_navigation && !property.is_read_only && !is_own
}

/// The path of an operation with keys in it: entities on the way are made where that is possible.
async fn concrete(api: &Api, client: &Client, segments: &[Segment]) -> String {
    let mut path = String::new();
    let mut template = String::new();
    for segment in segments {
        let key = match segment {
            Segment::Key(_) => match api.operation(HttpMethod::Post, &template) {
                Some(create) if create.kind == OperationKind::Create => {
                    text(&client.post(&path, &body(api, create)).await.expect(201)["id"])
                }
                _ => String::from("x"),
            },
            other => other.to_string(),
        };
        path = format!("{path}/{key}");
        template = format!("{template}/{segment}");
    }
    path
}

fn body(api: &Api, operation: &Operation) -> Value {
    let Some(msgraph_spec::model::Body::Json { ty, .. }) = &operation.body else {
        panic!("{} sends no JSON", operation.title())
    };
    sample(api, ty, 0)
}

/// Makes, reads, lists, changes and deletes an entity, as far as the collection has it. Gives how often each was done.
async fn all_of(api: &Api, client: &Client, create: &Operation, done: &mut BTreeMap<&'static str, usize>) {
    let title = create.title();
    let mut did = |what: &'static str| *done.entry(what).or_default() += 1;
    let collection = concrete(api, client, &create.path.segments).await;
    let template = create.path.to_string();
    let sent = body(api, create);
    let answer = client.post(&collection, &sent).await;
    assert_eq!(answer.status, 201, "{title}: {}", answer.json());
    did("create");
    let made = answer.json();
    for (name, value) in sent.as_object().expect("an object") {
        assert_eq!(made[name], *value, "{title}: {name}");
    }
    let path = format!("{collection}/{}", text(&made["id"]));
    let at_item = |method| api.operation(method, &format!("{template}/{{}}"));
    if at_item(HttpMethod::Get).is_some() {
        let got = client.get(&path).await.expect(200);
        for (name, value) in sent.as_object().expect("an object") {
            assert_eq!(got[name], *value, "{title}: {name}");
        }
        did("get");
    }
    if api.operation(HttpMethod::Get, &template).is_some() {
        assert_eq!(client.get(&collection).await.items().len(), 1, "{title}");
        did("list");
    }
    if let Some(update) = at_item(HttpMethod::Patch) {
        let change = body(api, update);
        let answer = client.patch(&path, &change).await;
        assert_eq!(answer.status, 200, "{}: {}", update.title(), answer.json());
        assert_eq!(answer.json()["id"], made["id"]);
        did("update");
    }
    if at_item(HttpMethod::Delete).is_some() {
        assert_eq!(client.delete(&path).await.status, 204, "{title}");
        if at_item(HttpMethod::Get).is_some() {
            client.get(&path).await.error(404, "UnknownError");
        }
        did("delete");
    }
}

#[tokio::test]
async fn every_collection_of_microsofts_metadata_works() {
    let Some(api) = slice() else { return };
    let world = World::with(Emulator::builder().api(api.clone())).await;
    let client = world.adele();
    let mut done = BTreeMap::new();
    let creates = api.operations.iter().filter(|one| one.kind == OperationKind::Create);
    for create in creates.filter(|one| Emulator::answers(one)) {
        all_of(&api, &client, create, &mut done).await;
    }
    writeln!(std::io::stderr(), "Microsoft's metadata: {done:?}").ok();
    for what in ["create", "get", "list", "update", "delete"] {
        assert!(done.get(what).is_some_and(|count| *count > 20), "{what}: {done:?}");
    }
}

#[tokio::test]
async fn every_read_of_microsofts_metadata_is_answered() {
    let Some(api) = slice() else { return };
    let world = World::with(Emulator::builder().api(api.clone())).await;
    let client = world.adele();
    let kinds = [OperationKind::List, OperationKind::Get, OperationKind::Update];
    let (mut seen, mut without) = (0, Vec::new());
    for operation in api.operations.iter().filter(|one| kinds.contains(&one.kind)) {
        if !Emulator::answers(operation) {
            without.push(operation.title());
            continue;
        }
        let path = concrete(&api, &client, &operation.path.segments).await;
        let answer = match operation.kind {
            OperationKind::Update => client.patch(&path, &body(&api, operation)).await,
            _ => client.get(&path).await,
        };
        let is_single = matches!(operation.answer(), Answer::One(_));
        let is_good = answer.status == 200 || is_single && answer.status == 404;
        assert!(is_good, "{}: {} {}", operation.title(), answer.status, answer.json());
        seen += 1;
    }
    assert!(seen > 200, "{seen}");
    let is_known = |title: &String| title.ends_with("/$ref") || title.contains('(');
    assert!(without.iter().all(is_known), "{without:?}");
}
