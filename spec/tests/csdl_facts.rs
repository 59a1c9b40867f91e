//! The bundled slice against the facts of Graph: types and operations against its `$metadata`,
//! permissions against Microsoft's `permissions.json`.

#[path = "support/csdl.rs"]
mod csdl;
mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use csdl::{Call, Csdl, Type};
use msgraph_spec::Reader;
use msgraph_spec::model::{
    Answer, Api, Body, HttpMethod, Operation, PathTemplate, Segment, StructuredKind, StructuredType, TypeDef,
    ValueType,
};
use support::{bundled, bundled_api, bundled_text, metadata};

/// Differences that are meant to be there, each with its reason. One that is no longer found fails
/// the test.
const ALLOWED: &[(&str, &str)] = &[];

#[test]
fn types_and_operations_are_those_of_the_metadata() {
    let Some(path) = metadata("graph-v1.0.csdl.xml") else { return };
    let csdl = Csdl::parse(&fs::read_to_string(path).expect("the metadata"));
    assert!(csdl.types.len() > 1000 && csdl.calls.len() > 500 && csdl.roots.contains_key("me"));
    let api = bundled_api();
    let mut found = BTreeSet::new();
    for one in api.types.values() {
        match one {
            TypeDef::Structured(one) if one.kind == StructuredKind::Parameters => {}
            TypeDef::Structured(one) => structured(&csdl, one, &mut found),
            TypeDef::Enum(one) => match csdl.enums.get(one.name.as_str()) {
                None => add(&mut found, format!("enum {}: unknown", one.name)),
                Some(fact) => {
                    let members: Vec<&str> = one.members.iter().map(|member| member.name.as_str()).collect();
                    same(&mut found, &format!("members of {}", one.name), &members, &fact.members);
                    same(&mut found, &format!("flags of {}", one.name), &one.is_flags, &fact.is_flags);
                }
            },
            other => panic!("{other:?}"),
        }
    }
    for one in &api.operations {
        if let Err(difference) = operation(&csdl, &api, one) {
            add(&mut found, format!("{}: {difference}", one.title()));
        }
    }
    let allowed: BTreeSet<String> = ALLOWED.iter().map(|(one, _)| (*one).to_owned()).collect();
    let stale: Vec<_> = allowed.difference(&found).collect();
    assert!(stale.is_empty(), "these differences are allowed, but are no longer there: {stale:#?}");
    let new: Vec<_> = found.difference(&allowed).collect();
    assert!(new.is_empty(), "{} differences from the metadata: {new:#?}", new.len());
}

fn add(found: &mut BTreeSet<String>, difference: String) {
    found.insert(difference);
}

fn same<A, B>(found: &mut BTreeSet<String>, what: &str, ours: &A, fact: &B)
where
    A: PartialEq<B> + std::fmt::Debug,
    B: std::fmt::Debug,
{
    if ours != fact {
        add(found, format!("{what}: ours {ours:?}, metadata {fact:?}"));
    }
}

fn structured(csdl: &Csdl, one: &StructuredType, found: &mut BTreeSet<String>) {
    let name = one.name.as_str();
    let Some(fact) = csdl.types.get(name) else { return add(found, format!("type {name}: unknown")) };
    same(found, &format!("entity {name}"), &(one.kind == StructuredKind::Entity), &fact.is_entity);
    let base = one.base.as_ref().map(ToString::to_string);
    same(found, &format!("base of {name}"), &base, &fact.base);
    same(found, &format!("abstract {name}"), &one.is_abstract, &fact.is_abstract);
    same(found, &format!("open {name}"), &one.is_open, &fact.is_open);
    let ours = one.properties.iter().map(|one| (one.name.as_str(), shown(&one.ty), one.is_navigation));
    let ours: Vec<_> = ours.collect();
    let facts = fact.properties.iter().map(|one| (one.name.as_str(), shown_fact(&one.ty), one.is_navigation));
    let facts: Vec<_> = facts.collect();
    for one in facts.iter().filter(|one| !ours.contains(one)) {
        add(found, format!("{name}: the metadata has {one:?}"));
    }
    for one in ours.iter().filter(|one| !facts.contains(one)) {
        add(found, format!("{name}: only ours is {one:?}"));
    }
    for ours in one.properties.iter().filter(|one| one.ty.is_collection && one.ty.is_nullable) {
        let fact = fact.properties.iter().find(|fact| fact.name == ours.name);
        if fact.is_some_and(|fact| !fact.ty.is_nullable) {
            add(found, format!("{name}: the items of {} are never null", ours.name));
        }
    }
    let order = |of: &[(&str, String, bool)], navigation: bool| -> Vec<String> {
        of.iter().filter(|one| one.2 == navigation).map(|one| one.0.to_owned()).collect()
    };
    for navigation in [false, true] {
        same(found, &format!("order of {name}"), &order(&ours, navigation), &order(&facts, navigation));
    }
}

/// `Edm.String?` Whether the items of a collection may be null is compared elsewhere: where the
/// metadata does not say so, OData leaves it open.
fn shown(ty: &ValueType) -> String {
    format!("{ty}{}", if ty.is_nullable && !ty.is_collection { "?" } else { "" })
}

fn shown_fact(ty: &Type) -> String {
    let name = if ty.is_collection { format!("Collection({})", ty.name) } else { ty.name.clone() };
    format!("{name}{}", if ty.is_nullable && !ty.is_collection { "?" } else { "" })
}

/// What a path leads to.
enum Place<'a> {
    Value(Type),
    Call(&'a Call),
}

/// Walks the path of an operation through the metadata and compares what it sends and answers.
fn operation(csdl: &Csdl, api: &Api, one: &Operation) -> Result<(), String> {
    let mut place: Option<Type> = None;
    for (index, segment) in one.path.segments.iter().enumerate() {
        let is_last = index + 1 == one.path.segments.len();
        match step(csdl, place.as_ref(), segment)? {
            Place::Value(ty) => place = Some(ty),
            Place::Call(call) if is_last => return called(api, one, segment, call),
            Place::Call(_) => return Err("goes on behind a call".to_owned()),
        }
    }
    let place = place.ok_or("an empty path")?;
    let item = format!("{}{}", place.name, "");
    let is_stream = place.name == "Edm.Stream";
    match (one.answer(), one.method) {
        (Answer::Content { .. }, HttpMethod::Get) if is_stream => {}
        (Answer::Page { item: ours, .. }, HttpMethod::Get)
            if place.is_collection && ours.to_string() == item => {}
        (Answer::One(ours), HttpMethod::Get | HttpMethod::Patch)
            if !place.is_collection && ours.to_string() == item => {}
        (Answer::One(ours), HttpMethod::Post) if place.is_collection && ours.to_string() == item => {}
        (Answer::Empty, HttpMethod::Delete | HttpMethod::Put | HttpMethod::Patch) => {}
        (answer, _) => {
            return Err(format!("answers {answer:?}, but the path leads to {}", shown_fact(&place)));
        }
    }
    match &one.body {
        None => Ok(()),
        Some(Body::Binary { .. }) if is_stream => Ok(()),
        Some(Body::Json { ty, .. }) if ty.to_string() == item && !ty.is_collection => Ok(()),
        other => Err(format!("sends {other:?}, but the path leads to {}", shown_fact(&place))),
    }
}

fn step<'a>(csdl: &'a Csdl, from: Option<&Type>, segment: &Segment) -> Result<Place<'a>, String> {
    let (name, arguments) = match segment {
        Segment::Key(_) => {
            let from = from
                .filter(|from| from.is_collection)
                .ok_or("a key behind something that is no collection")?;
            return Ok(Place::Value(Type { is_collection: false, ..from.clone() }));
        }
        Segment::Literal(name) => (name.as_str(), Vec::new()),
        Segment::Call { name, parameters } => {
            (name.as_str(), parameters.iter().map(|one| one.name.as_str()).collect::<Vec<_>>())
        }
        other => return Err(format!("{other:?}")),
    };
    let Some(from) = from else {
        return csdl
            .roots
            .get(name)
            .cloned()
            .map(Place::Value)
            .ok_or(format!("no entity set or singleton `{name}`"));
    };
    if !from.is_collection
        && let Some(property) = csdl.property(&from.name, name)
    {
        return Ok(Place::Value(property.ty.clone()));
    }
    let short = name.rsplit('.').next().unwrap_or(name);
    let is_meant = |call: &&Call| {
        let bound = call.bound_to.as_ref();
        call.name.ends_with(&format!(".{short}"))
            && bound
                .is_some_and(|to| to.is_collection == from.is_collection && csdl.is_a(&from.name, &to.name))
            && (call.is_action || takes(call, &arguments))
    };
    let found = csdl.calls.iter().find(is_meant).map(Place::Call);
    found.ok_or_else(|| format!("`{name}` with {arguments:?} is not known for {}", shown_fact(from)))
}

fn takes(call: &Call, arguments: &[&str]) -> bool {
    call.parameters.iter().map(|one| one.name.as_str()).eq(arguments.iter().copied())
}

fn called(api: &Api, one: &Operation, segment: &Segment, call: &Call) -> Result<(), String> {
    let is_post = one.method == HttpMethod::Post;
    if is_post != call.is_action {
        return Err("an action is called by POST, a function by GET".to_owned());
    }
    let facts = call.parameters.iter();
    let facts: Vec<_> = facts.map(|one| (one.name.clone(), shown_fact(&one.ty), one.is_optional)).collect();
    let ours: Vec<_> = match (segment, &one.body) {
        (Segment::Call { parameters, .. }, None) => {
            parameters.iter().map(|one| (one.name.clone(), shown(&one.ty), one.is_optional)).collect()
        }
        (_, None) => Vec::new(),
        // A single value is either null or must be sent; the items of a collection say nothing on that.
        (_, Some(Body::Parameters(name))) => {
            let ty = api.structured(name).ok_or("the parameters are no type")?;
            let is_wrong = |ours: &&msgraph_spec::model::Property| {
                !ours.ty.is_collection && ours.is_required == ours.ty.is_nullable
            };
            if let Some(wrong) = ty.properties.iter().find(is_wrong) {
                return Err(format!("`{}` must be either null or required", wrong.name));
            }
            ty.properties.iter().map(|one| (one.name.clone(), shown(&one.ty), false)).collect()
        }
        (_, Some(other)) => return Err(format!("sends {other:?}")),
    };
    if ours != facts {
        return Err(format!("takes {ours:?}, metadata {facts:?}"));
    }
    let ours = match one.answer() {
        Answer::Empty => None,
        Answer::One(ty) | Answer::Wrapped(ty) => Some(ty.to_string()),
        Answer::Page { item, .. } => Some(format!("Collection({item})")),
        other => return Err(format!("answers {other:?}")),
    };
    let fact = call.returns.as_ref().map(|ty| shown_fact(&Type { is_nullable: false, ..ty.clone() }));
    if ours == fact { Ok(()) } else { Err(format!("answers {ours:?}, metadata {fact:?}")) }
}

/// One entry of a permission table: permission, scheme, method, path, and whether it is least.
type Entry = (String, String, String, String, String);

/// Every entry of a table.
fn entries(table: &serde_json::Value) -> BTreeSet<Entry> {
    let texts = |value: &serde_json::Value| -> Vec<String> {
        value.as_array().into_iter().flatten().filter_map(|one| Some(one.as_str()?.to_owned())).collect()
    };
    let mut found = BTreeSet::new();
    for (name, permission) in table["permissions"].as_object().expect("permissions") {
        for set in permission["pathSets"].as_array().into_iter().flatten() {
            for (path, value) in set["paths"].as_object().into_iter().flatten() {
                for scheme in texts(&set["schemeKeys"]) {
                    for method in texts(&set["methods"]) {
                        let says = says(value.as_str().unwrap_or_default(), &scheme);
                        let path = PathTemplate::anonymous(path);
                        found.insert((name.clone(), scheme.clone(), method, path, says));
                    }
                }
            }
        }
    }
    found
}

/// What the value of a path says about a scheme.
fn says(value: &str, scheme: &str) -> String {
    let mut parts = Vec::new();
    for part in value.split(';').map(str::trim) {
        match part.split_once('=') {
            Some(("least", schemes)) if schemes.split(',').any(|one| one == scheme) => parts.push("least"),
            Some(("least", _)) | None => {}
            Some(_) => parts.push(part),
        }
    }
    parts.join(";")
}

/// What a table says about a permission, apart from its texts.
fn ranks(table: &serde_json::Value, name: &str) -> BTreeMap<String, (String, String)> {
    let schemes = table["permissions"][name]["schemes"].as_object().into_iter().flatten();
    let fact = |value: &serde_json::Value, key: &str| value[key].to_string();
    schemes
        .map(|(scheme, one)| {
            (scheme.clone(), (fact(one, "requiresAdminConsent"), fact(one, "privilegeLevel")))
        })
        .collect()
}

#[test]
fn permissions_are_those_of_the_real_table() {
    let Some(path) = metadata("permissions.json") else { return };
    let real: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(&path).expect("the table")).expect("JSON");
    let ours: serde_json::Value = serde_yaml::from_str(&bundled_text("permissions.yaml")).expect("YAML");
    let api = bundled_api();
    let operations: BTreeSet<(String, String)> = api
        .operations
        .iter()
        .map(|one| (one.method.to_string(), PathTemplate::anonymous(&one.path.to_string())))
        .collect();
    let of_slice = |entries: BTreeSet<Entry>| -> BTreeSet<Entry> {
        entries.into_iter().filter(|one| operations.contains(&(one.2.clone(), one.3.clone()))).collect()
    };
    let (our_entries, real_entries) = (entries(&ours), of_slice(entries(&real)));
    assert!(real_entries.len() > 80, "only {} entries are of the slice", real_entries.len());
    let mut found: Vec<String> = Vec::new();
    found.extend(real_entries.difference(&our_entries).map(|one| format!("missing: {one:?}")));
    found.extend(our_entries.difference(&real_entries).map(|one| format!("only ours: {one:?}")));
    for name in ours["permissions"].as_object().expect("permissions").keys() {
        let (of_ours, of_real) = (ranks(&ours, name), ranks(&real, name));
        if of_ours != of_real {
            found.push(format!("{name}: ours {of_ours:?}, real {of_real:?}"));
        }
    }
    assert!(found.is_empty(), "{} differences from the real table: {found:#?}", found.len());

    // the fix-ups are needed with the real table too: they are no faults of the cut
    let reader = Reader::openapi(bundled("openapi.yaml"))
        .permissions(path)
        .permission_fixups(bundled("permission-fixups.yaml"))
        .permissions_may_cover_more(true);
    let of_real = reader.read().unwrap_or_else(|faults| panic!("{faults}")).api;
    for (ours, real) in api.operations.iter().zip(&of_real.operations) {
        assert_eq!(ours.permissions, real.permissions, "{}", ours.title());
    }
}
