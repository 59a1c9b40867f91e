//! Parameters of an operation: of its path, its query and its headers.

use crate::Diagnostic;
use crate::model::{Parameter, ParameterPlace, Primitive, TypeRef, ValueType};
use crate::tree::At;

use super::Lower;

/// The parameters of an operation.
#[derive(Default)]
pub(super) struct Parameters<'a> {
    /// Those of the path by name.
    pub(super) path: Vec<(&'a str, At<'a>)>,
    /// Query options and headers.
    pub(super) others: Vec<Parameter>,
    /// Whether one of them could not be read, so that it may be the one that is missed.
    pub(super) is_partial: bool,
}

/// A parameter that a list declares: its place, its name and where it is defined.
struct Declared<'a> {
    place: &'a str,
    name: &'a str,
    /// Where the list names it.
    listed: At<'a>,
    at: At<'a>,
}

impl<'a> Lower<'a> {
    /// What the path declares for all its operations and what the operation declares, which
    /// takes precedence.
    pub(super) fn parameters(&self, path_item: &At<'a>, operation: &At<'a>) -> Parameters<'a> {
        let mut found = Parameters::default();
        let own = self.declared(operation, &mut found.is_partial);
        let shared = self.declared(path_item, &mut found.is_partial).into_iter();
        let is_new =
            |one: &Declared<'a>| !own.iter().any(|known| known.place == one.place && known.name == one.name);
        let mut all: Vec<Declared<'a>> = shared.filter(is_new).collect();
        all.extend(own);
        for one in all {
            match one.place {
                "path" => found.path.push((one.name, one.at)),
                "query" => found.others.push(self.parameter(ParameterPlace::Query, &one)),
                "header" => found.others.push(self.parameter(ParameterPlace::Header, &one)),
                "cookie" => one.at.warn(
                    format!("the cookie `{}` cannot be expressed, so it is left out", one.name),
                    "Graph takes no cookies: take the parameter out",
                ),
                other => one.at.error(
                    format!("`in: {other}` is no place for a parameter"),
                    "write path, query or header",
                ),
            }
        }
        found
    }

    /// The parameters of one list. One that stands twice is reported.
    fn declared(&self, at: &At<'a>, is_partial: &mut bool) -> Vec<Declared<'a>> {
        let mut found: Vec<Declared<'a>> = Vec::new();
        for listed in at.items_of("parameters") {
            let Some(target) = self.components.follow(&listed) else {
                *is_partial = true;
                continue;
            };
            let at = target.at;
            if !at.is_map() {
                at.expected("a mapping");
                *is_partial = true;
                continue;
            }
            let (Some(place), Some(name)) = (at.str("in"), at.str("name")) else {
                *is_partial = true;
                at.error(
                    "a parameter needs a `name` and a place",
                    "write `name` and `in: query`, path or header",
                );
                continue;
            };
            let first = found.iter().find(|one| one.place == place && one.name == name);
            if let Some(first) = first {
                let message = format!("the parameter `{name}` is declared twice");
                let fault = Diagnostic::error(message).at(listed.origin());
                let fault = fault.related(first.listed.origin(), "the first one");
                listed.document.push(fault.help("keep one of the two"));
                continue;
            }
            found.push(Declared { place, name, listed, at });
        }
        found
    }

    fn parameter(&self, place: ParameterPlace, declared: &Declared<'a>) -> Parameter {
        let schema = declared.at.get("schema");
        let text = ValueType::required(TypeRef::Primitive(Primitive::String));
        let ty = schema.map_or(text, |schema| self.parameter_type(&schema));
        let mut lowered = Parameter::new(place, declared.name, ty);
        lowered.is_required = declared.at.is("required");
        lowered.description = declared.at.words("description");
        lowered
    }

    /// `$select` and its like list the properties that they take: that is text, and the list says
    /// nothing that the types do not say.
    fn parameter_type(&self, schema: &At<'a>) -> ValueType {
        let string = TypeRef::Primitive(Primitive::String);
        let items = schema.get("items").filter(|items| items.has("enum"));
        if schema.str("type") == Some("array") && items.is_some() {
            return ValueType::collection(string, false);
        }
        if schema.has("enum") {
            return ValueType::required(string);
        }
        self.value_type(schema)
    }
}
