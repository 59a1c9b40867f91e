//! Real descriptions of Graph read without a fault.

mod support;

use std::collections::BTreeSet;

use msgraph_spec::model::{Answer, Api, Body, OperationKind, StructuredKind, TypeDef, TypeName, TypeRef};
use msgraph_spec::{Read, Reader};
use support::{bundled_api, members, metadata, operation, properties, structured};

fn read(name: &str) -> Option<Read> {
    let path = metadata(name)?;
    Some(Reader::openapi(path).read().unwrap_or_else(|faults| panic!("{faults}")))
}

/// Every type that something names is there.
fn has_no_loose_ends(api: &Api) {
    let mut named: Vec<&TypeName> = Vec::new();
    let mut items: Vec<&TypeRef> = Vec::new();
    for one in api.types.values() {
        if let TypeDef::Structured(one) = one {
            named.extend(&one.base);
            items.extend(one.properties.iter().map(|property| &property.ty.item));
        }
    }
    for one in &api.operations {
        for success in &one.successes {
            match &success.answer {
                Answer::One(ty) | Answer::Wrapped(ty) | Answer::Page { item: ty, .. } => items.push(&ty.item),
                _ => {}
            }
        }
        match &one.body {
            Some(Body::Json { ty, .. }) => items.push(&ty.item),
            Some(Body::Parameters(name)) => named.push(name),
            _ => {}
        }
    }
    named.extend(items.into_iter().filter_map(|item| match item {
        TypeRef::Named(name) => Some(name),
        _ => None,
    }));
    let loose: BTreeSet<_> = named.into_iter().filter(|name| !api.types.contains_key(*name)).collect();
    assert!(loose.is_empty(), "{loose:?}");
}

#[test]
fn cloud_communications_reads() {
    let Some(read) = read("openapi/cloud-communications.yml") else { return };
    assert!(read.warnings.is_empty(), "{}", read.warnings);
    let api = read.api;
    assert_eq!((api.operations.len(), api.types.len()), (101, 104));
    has_no_loose_ends(&api);
    let create = operation(&api, "POST /users/{user-id}/onlineMeetings");
    let meeting = TypeRef::Named(TypeName::new("microsoft.graph.onlineMeeting"));
    assert!(matches!(&create.body, Some(Body::Json { ty, is_required: true }) if ty.item == meeting));
    assert!(matches!(create.answer(), Answer::One(ty) if ty.item == meeting));
    let list = operation(&api, "GET /users/{user-id}/onlineMeetings");
    assert!(matches!(list.answer(), Answer::Page { item, .. } if item.item == meeting));
    let create_or_get = operation(&api, "POST /communications/onlineMeetings/microsoft.graph.createOrGet");
    let parameters = TypeName::new("microsoft.graph.createOrGetParameters");
    assert_eq!(create_or_get.body, Some(Body::Parameters(parameters)));
    assert_eq!(create_or_get.kind, OperationKind::Action);
    assert_eq!(
        properties(&api, "microsoft.graph.createOrGetParameters"),
        [
            "chatInfo: microsoft.graph.chatInfo",
            "endDateTime: Edm.DateTimeOffset?",
            "externalId: Edm.String",
            "participants: microsoft.graph.meetingParticipants",
            "startDateTime: Edm.DateTimeOffset?",
            "subject: Edm.String?",
        ]
    );
    assert_eq!(structured(&api, "microsoft.graph.onlineMeeting").kind, StructuredKind::Entity);
    assert_eq!(
        members(&api, "microsoft.graph.onlineMeetingRole"),
        ["attendee", "presenter", "unknownFutureValue", "producer"]
    );
}

/// 20 MB, which takes about a second in release and a few in debug builds.
#[test]
fn the_whole_of_graph_reads() {
    let Some(read) = read("openapi/graph-v1.0.json") else { return };
    let api = read.api;
    has_no_loose_ends(&api);
    // Eight paths call a function by parameter aliases, which the model cannot express.
    assert_eq!(read.warnings.len(), 8, "{}", read.warnings);
    assert_eq!(api.operations.len(), 11_422 - 8);
    let kinds = |kind| api.operations.iter().filter(|one| one.kind == kind).count();
    assert_eq!(kinds(OperationKind::Action), 1565);
    assert!(kinds(OperationKind::Function) > 400);
    assert!(api.types.len() > 1800);
    let entity = TypeName::new("microsoft.graph.entity");
    assert!(api.is_a(&TypeName::new("microsoft.graph.onlineMeeting"), &entity));
    let left: Vec<_> = api.types.keys().filter(|name| name.as_str().contains("CollectionResponse")).collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn the_bundled_slice_reads_without_a_word() {
    let api = bundled_api();
    has_no_loose_ends(&api);
    assert!(api.operations.len() > 40 && api.types.len() > 40);
    assert_eq!(api.service_root, "https://graph.microsoft.com/v1.0");
    assert!(api.operations.iter().all(|one| one.docs.link.is_some() && one.docs.summary.is_some()));
    let untyped = api.types.values().any(|one| match one {
        TypeDef::Structured(one) => {
            one.properties.iter().any(|property| property.ty.item == TypeRef::Untyped)
        }
        _ => false,
    });
    assert!(!untyped, "the slice has untyped properties");
}

#[cfg(feature = "bundled")]
#[test]
fn the_embedded_slice_is_the_one_on_disk() {
    let embedded = msgraph_spec::online_meetings().read().expect("the embedded slice").api;
    assert_eq!(embedded, bundled_api());
}
