//! What sweeps of the metadata find.

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use msgraph_spec::Reader;
use msgraph_spec::model::{Answer, Api, Body, HttpMethod, Operation, StructuredKind, TypeDef};
use support::listed::Listed;
use support::metadata;

/// What is read of an OpenAPI file: the names of its methods.
#[derive(serde::Deserialize)]
#[expect(clippy::zero_sized_map_values, reason = "a mapping whose values are not read")]
struct Paths {
    paths: BTreeMap<String, BTreeMap<String, serde::de::IgnoredAny>>,
}

/// The roots that are compared: small enough for a test, with everything that Graph's paths are made of.
const ROOTS: [&str; 4] = ["me", "communications", "teams", "identityGovernance"];

/// What a sweep of the metadata finds below some roots, against an OpenAPI file that is three years older. Both ways
/// each place where the two part is in `csdl/sweep.txt`, with the number of operations from there on.
#[test]
fn a_sweep_finds_what_the_openapi_file_has() {
    let (Some(csdl), Some(openapi)) = (metadata("graph-v1.0.csdl.xml"), metadata("openapi/graph-v1.0.json"))
    else {
        return;
    };
    let text = std::fs::read_to_string(openapi).expect("the file");
    let document: Paths = serde_json::from_str(&text).expect("JSON");
    let mut theirs = Operations::default();
    for (path, item) in &document.paths {
        let is_below = ROOTS.iter().any(|root| path.split('/').nth(1) == Some(root));
        for method in item.keys().filter_map(|name| HttpMethod::parse(name)).filter(|_| is_below) {
            theirs.add(method, path);
        }
    }
    let mut reader = Reader::csdl(&csdl);
    for root in ROOTS {
        reader = reader.include(format!("/{root}/**"));
    }
    let read = reader.read().unwrap_or_else(|faults| panic!("{faults}"));
    let mut ours = Operations::default();
    for one in &read.api.operations {
        ours.add(one.method, &one.path.to_string());
    }
    let known: BTreeSet<String> = document.paths.keys().flat_map(|path| names(&key(path))).collect();
    let both = theirs.all.intersection(&ours.all).count();
    let listed = Listed::read("sweep.txt");
    let mut found = vec![format!("both: {both} operations")];
    for (place, count) in theirs.without(&ours) {
        found.push(format!("missing: {place}: {count}"));
    }
    for (place, count) in ours.without(&theirs) {
        let is_known = names(&place).pop().is_some_and(|name| known.contains(&name));
        found.push(format!("{}: {place}: {count}", if is_known { "surplus" } else { "new" }));
    }
    let keyed: Vec<(String, String)> = found.into_iter().map(|line| (listed.key(&line), line)).collect();
    listed.compare(keyed);
}

/// Operations, by their method and what both files write of their path.
#[derive(Default)]
struct Operations {
    all: BTreeSet<(HttpMethod, String)>,
    /// Every beginning of a path.
    beginnings: BTreeSet<String>,
}

impl Operations {
    fn add(&mut self, method: HttpMethod, path: &str) {
        let path = key(path);
        self.beginnings.extend(beginnings(&path).map(str::to_owned));
        self.all.insert((method, path));
    }

    /// The operations that others lack, by the first segment that no path of the others has there, or by the method
    /// where they have all of the path.
    fn without(&self, others: &Self) -> BTreeMap<String, usize> {
        let mut places = BTreeMap::new();
        for (method, path) in self.all.difference(&others.all) {
            let parting = beginnings(path).find(|start| !others.beginnings.contains(*start));
            let place = parting.map_or_else(|| format!("{method} {path}"), str::to_owned);
            *places.entry(place).or_default() += 1;
        }
        places
    }
}

/// `/me`, `/me/events`, `/me/events/{}`
fn beginnings(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').map(|(at, _)| at).skip(1).chain([path.len()]).map(|end| &path[..end])
}

/// The names of the segments, without arguments.
fn names(path: &str) -> Vec<String> {
    path.split('/').map(|one| one.split('(').next().unwrap_or(one).to_owned()).collect()
}

/// A path as both files write it: no names of keys, no namespace of Graph, and the names of arguments alone.
fn key(path: &str) -> String {
    let segment = |one: &str| match one.split_once('(') {
        Some((name, rest)) => {
            let names: Vec<&str> = rest.trim_end_matches(')').split(',').map(argument).collect();
            format!("{}({})", bare(name), names.join(","))
        }
        None if one.starts_with('{') => "{}".to_owned(),
        None => bare(one),
    };
    path.split('/').map(segment).collect::<Vec<_>>().join("/").to_lowercase()
}

fn argument(written: &str) -> &str {
    written.split('=').next().unwrap_or_default()
}

fn bare(name: &str) -> String {
    let rest = name.strip_prefix("microsoft.graph.").unwrap_or(name);
    rest.rsplit('.').next().unwrap_or(rest).to_owned()
}

/// All of Graph, read once for the tests that need it.
fn everything() -> Option<&'static Api> {
    static READ: OnceLock<Option<Api>> = OnceLock::new();
    let read = || {
        let read = Reader::csdl(metadata("graph-v1.0.csdl.xml")?).read();
        Some(read.unwrap_or_else(|faults| panic!("{faults}")).api)
    };
    READ.get_or_init(read).as_ref()
}

#[test]
fn everything_is_read() {
    let (Some(path), Some(api)) = (metadata("graph-v1.0.csdl.xml"), everything()) else { return };
    let text = std::fs::read_to_string(&path).expect("the metadata");
    let count = |start: &str| text.matches(start).count();
    let structured = |is: fn(&msgraph_spec::model::StructuredType) -> bool| {
        let all = api.types.values();
        all.filter(
            |one| matches!(one, TypeDef::Structured(one) if is(one) && one.name.as_str().contains('.')),
        )
        .count()
    };
    assert_eq!(structured(|one| one.kind == StructuredKind::Entity), count("<EntityType "));
    assert_eq!(structured(|one| one.kind == StructuredKind::Entity), 1182);
    assert_eq!(structured(|one| one.kind == StructuredKind::Complex), count("<ComplexType "));
    let enums = api.types.values().filter(|one| matches!(one, TypeDef::Enum(_))).count();
    assert_eq!(enums, count("<EnumType "));
    let roots: BTreeSet<String> = api.operations.iter().map(|one| one.path.segments[0].to_string()).collect();
    assert_eq!(roots.len(), count("<EntitySet ") + count("<Singleton "));
    let operations = api.operations.len();
    let sends = api.operations.iter().filter(|one| matches!(one.body, Some(Body::Parameters(_)))).count();
    let streams = |method| {
        let is_one = |one: &&Operation| {
            one.method == method
                && (matches!(one.answer(), Answer::Content { media_type } if media_type != "text/plain")
                    || matches!(one.body, Some(Body::Binary { .. })))
        };
        api.operations.iter().filter(is_one).count()
    };
    let line = format!(
        "all of Graph: {operations} operations, of which {sends} send parameters, {} read a stream and {} write one",
        streams(HttpMethod::Get),
        streams(HttpMethod::Put)
    );
    Listed::read("everything.txt").compare([("everything".to_owned(), line)]);
}
