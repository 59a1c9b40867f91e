//! What several operations share: parameters and answers with names of their own.

use std::collections::{BTreeMap, BTreeSet};

use super::bodies::collection;
use super::operations::parameter;
use super::paths::path_parameters;
use super::values::reference;
use super::yaml::{Entries, Yaml, map, text};
use crate::model::{Answer, Api, ParameterPlace, TypeRef, ValueType};

/// The parameters and answers that stand under `components`.
pub(super) struct Shared {
    /// By what they say: the name, in the order of their first use.
    parameters: BTreeMap<Yaml, (usize, String)>,
    responses: BTreeMap<String, Yaml>,
}

impl Shared {
    /// Looks for what stands more than once.
    pub(super) fn of(api: &Api) -> Self {
        let mut uses: BTreeMap<Yaml, (usize, usize)> = BTreeMap::new();
        let mut hints: Vec<String> = Vec::new();
        let mut count = |one: Yaml, hint: &str| {
            let next = hints.len();
            let (_, uses) = uses.entry(one).or_insert_with(|| {
                hints.push(hint.to_owned());
                (next, 0)
            });
            *uses += 1;
        };
        for operation in &api.operations {
            for (name, one) in path_parameters(&operation.path) {
                count(one, &name);
            }
            for one in &operation.parameters {
                count(parameter(one), &hint(one.place, &one.name));
            }
        }
        let mut several: Vec<(usize, Yaml)> =
            uses.into_iter().filter(|(_, (_, uses))| *uses > 1).map(|(one, (at, _))| (at, one)).collect();
        several.sort();
        let mut names = BTreeSet::new();
        let parameters = several.into_iter().map(|(at, one)| (one, (at, unused(&mut names, &hints[at]))));
        Self { parameters: parameters.collect(), responses: BTreeMap::new() }
    }

    /// A parameter, or the name of one that others share.
    pub(super) fn parameter(&self, one: Yaml) -> Yaml {
        match self.parameters.get(&one) {
            Some((_, name)) => reference("parameters", name),
            None => one,
        }
    }

    /// The name of a page.
    pub(super) fn page(&mut self, item: &ValueType, has_delta: bool) -> Yaml {
        let of = match &item.item {
            TypeRef::Named(name) => name.as_str(),
            TypeRef::Primitive(one) => one.edm_name(),
            TypeRef::Untyped => "Edm.Untyped",
        };
        let null = if item.is_nullable { "OrNull" } else { "" };
        let end = if has_delta { "DeltaResponse" } else { "CollectionResponse" };
        let name = cleaned(&format!("{of}{null}{end}"));
        let answer = Answer::Page { item: item.clone(), has_delta };
        self.responses.entry(name.clone()).or_insert_with(|| collection(&answer));
        reference("responses", &name)
    }

    /// Everything under `components/parameters`, in the order of its first use.
    pub(super) fn parameters(&self) -> Entries {
        let mut all: Vec<_> = self.parameters.iter().map(|(one, (at, name))| (*at, name, one)).collect();
        all.sort();
        all.into_iter().map(|(_, name, one)| (name.clone(), one.clone())).collect()
    }

    /// Everything under `components/responses`.
    pub(super) fn responses(self) -> Entries {
        let word = || map([("type", text("string"))]);
        let inner = map([("code", word()), ("message", word())]);
        let inner = map([("type", text("object")), ("properties", inner)]);
        let schema = map([("type", text("object")), ("properties", map([("error", inner)]))]);
        let content = map([("application/json", map([("schema", schema)]))]);
        let error =
            map([("description", text("The request failed; the body says why.")), ("content", content)]);
        [("error".to_owned(), error)].into_iter().chain(self.responses).collect()
    }
}

/// What a parameter is called under `components`: `select` for `$select`, `acceptLanguage` for
/// `Accept-Language`.
fn hint(place: ParameterPlace, name: &str) -> String {
    if place == ParameterPlace::Query {
        return name.trim_start_matches('$').to_owned();
    }
    let mut out = String::new();
    for (index, part) in name.split('-').enumerate() {
        let mut rest = part.chars();
        let first = rest.next().unwrap_or_default();
        out.push(if index == 0 { first.to_ascii_lowercase() } else { first.to_ascii_uppercase() });
        out.push_str(&rest.as_str().to_ascii_lowercase());
    }
    out
}

/// A name that no other has: with a number, where it is taken.
fn unused(taken: &mut BTreeSet<String>, hint: &str) -> String {
    let plain = cleaned(hint);
    let numbered = (2_usize..).map(|number| format!("{plain}{number}"));
    let found = std::iter::once(plain.clone()).chain(numbered).find(|name| !taken.contains(name));
    let name = found.unwrap_or(plain);
    taken.insert(name.clone());
    name
}

/// A name with the characters that OpenAPI allows below `components`.
fn cleaned(name: &str) -> String {
    let is_right = |one: char| one.is_ascii_alphanumeric() || matches!(one, '.' | '-' | '_');
    let name: String = name.chars().map(|one| if is_right(one) { one } else { '_' }).collect();
    if name.is_empty() { "_".to_owned() } else { name }
}
