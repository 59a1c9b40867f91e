//! What an operation sends, and the parameters of actions, which become types.

use std::collections::BTreeMap;

use openapiv3::{Operation as Request, Schema};

use super::Lower;
use super::answers::{is_json, json_or_first};
use super::located::{Linked, Located};
use super::structured::require;
use super::types::{Stated, stated_kind};
use crate::model::{
    Api, Body, Operation, Property, Segment, StructuredKind, StructuredType, TypeDef, TypeName,
};

/// What was found at `requestBody`.
pub(super) enum Sent {
    Nothing,
    Body(Body),
    /// The parameters of an action, which have no name yet.
    Parameters(StructuredType),
    /// Something that cannot be expressed.
    Unknown,
}

impl<'a> Lower<'a> {
    pub(super) fn body(&self, operation: &Located<'a, Request>, is_action: bool, title: &str) -> Sent {
        let Some(body) = &operation.value.request_body else { return Sent::Nothing };
        let Some(at) = operation.at.get("requestBody") else { return Sent::Nothing };
        let Some(body) = self.components.follow(&Linked::new(body, at)) else { return Sent::Unknown };
        let body = body.part;
        let Some((media, sent)) = json_or_first(&body.value.content, &body.at) else {
            if body.at.get("content").is_none_or(|content| content.is_empty()) {
                body.at.error(
                    "a body without `content`",
                    "say under `content` what is sent, or take `requestBody` out",
                );
            }
            return Sent::Unknown;
        };
        if !is_json(media) {
            return Sent::Body(Body::Binary { media_type: media.to_owned() });
        }
        let Some(schema) = sent.schema() else {
            if !sent.at.has("schema") {
                sent.at.error("a body without `schema`", "say under `schema` what is sent");
            }
            return Sent::Unknown;
        };
        if let Some(name) = self.stated_parameters(&schema) {
            return Sent::Body(Body::Parameters(name));
        }
        let inline = schema.itself();
        let has_properties = inline.as_ref().is_some_and(Located::has_properties);
        if let Some(inline) = &inline
            && is_action
            && (has_properties || inline.type_name() == Some("object"))
        {
            return self.parameters_type(inline);
        }
        if has_properties {
            schema.at.warn(
                format!("the body has no name, so {title} is left out"),
                "give the schema a name under `components/schemas`, and refer to it",
            );
            return Sent::Unknown;
        }
        let is_required = body.value.required;
        Sent::Body(Body::Json { ty: self.value_type(&schema), is_required })
    }

    /// The parameters of an action that have a name: a schema with `x-odata-kind: parameters`.
    fn stated_parameters(&self, schema: &Linked<'a, Schema>) -> Option<TypeName> {
        schema.reference()?;
        let target = self.components.follow(schema)?;
        let is_stated = stated_kind(&target.part) == Some(Stated::Parameters);
        target.name.filter(|_| is_stated).map(TypeName::new)
    }

    fn parameters_type(&self, schema: &Located<'a, Schema>) -> Sent {
        let name = TypeName::new("");
        let Some(mut lowered) = self.structured(&name, schema) else { return Sent::Unknown };
        lowered.kind = StructuredKind::Parameters;
        // An action takes what it declares and nothing else, whatever its schema lets through.
        lowered.is_open = false;
        require(&mut lowered, std::slice::from_ref(schema));
        if lowered.properties.is_empty() { Sent::Nothing } else { Sent::Parameters(lowered) }
    }
}

/// Names the parameters of all actions.
///
/// `microsoft.graph.createOrGetParameters` where that name is free and every action of that name
/// takes the same; else each list of parameters is named after the path that its action is bound
/// to, with as many segments as it takes: `microsoft.graph.onlineMeetingsCreateOrGetParameters`.
pub(super) fn name_parameters(found: Vec<(usize, StructuredType)>, api: &mut Api) {
    let mut by_name: BTreeMap<String, Vec<Vec<(usize, StructuredType)>>> = BTreeMap::new();
    for (index, one) in found {
        let Some(operation) = api.operations.get(index) else { continue };
        let lists = by_name.entry(plain_name(operation)).or_default();
        match lists.iter_mut().find(|same| are_equal(&same[0].1.properties, &one.properties)) {
            Some(same) => same.push((index, one)),
            None => lists.push(vec![(index, one)]),
        }
    }
    for (plain, lists) in by_name {
        let is_free = lists.len() == 1 && !api.types.contains_key(&TypeName::new(&*plain));
        for same in lists {
            let name = if is_free { plain.clone() } else { bound_name(&plain, &same, api) };
            add(&TypeName::new(name), same, api);
        }
    }
}

fn add(name: &TypeName, same: Vec<(usize, StructuredType)>, api: &mut Api) {
    let link = page(&same, api);
    for (index, mut one) in same {
        if let Some(operation) = api.operations.get_mut(index) {
            operation.body = Some(Body::Parameters(name.clone()));
        }
        one.name = name.clone();
        one.docs.link = one.docs.link.or_else(|| link.clone());
        api.types.entry(name.clone()).or_insert(TypeDef::Structured(one));
    }
}

/// The page of the actions, if they have the same: it is where their parameters are explained.
fn page(same: &[(usize, StructuredType)], api: &Api) -> Option<String> {
    let mut links = same.iter().map(|(index, _)| api.operations.get(*index)?.docs.link.as_ref());
    let first = links.next()??;
    links.all(|link| link == Some(first)).then(|| first.clone())
}

/// The namespace of an action and its name.
fn action(operation: &Operation) -> (&str, &str) {
    let last = operation.path.segments.last();
    let name = match last {
        Some(Segment::Literal(name) | Segment::Call { name, .. }) => name.as_str(),
        _ => "action",
    };
    name.rsplit_once('.').unwrap_or(("microsoft.graph", name))
}

fn plain_name(operation: &Operation) -> String {
    let (namespace, name) = action(operation);
    format!("{namespace}.{name}Parameters")
}

fn bound_name(plain: &str, same: &[(usize, StructuredType)], api: &Api) -> String {
    let Some(operation) = same.first().and_then(|(index, _)| api.operations.get(*index)) else {
        return plain.to_owned();
    };
    let (namespace, name) = action(operation);
    let literals: Vec<&str> = operation.path.segments.iter().rev().skip(1).filter_map(literal).collect();
    let mut bound = capitalized(name);
    for one in literals {
        let joined = format!("{}{bound}", decapitalized(one));
        let candidate = format!("{namespace}.{joined}Parameters");
        if !api.types.contains_key(&TypeName::new(&*candidate)) {
            return candidate;
        }
        bound = capitalized(&joined);
    }
    let numbered = (2_usize..).map(|number| format!("{plain}{number}"));
    numbered
        .into_iter()
        .find(|name| !api.types.contains_key(&TypeName::new(&**name)))
        .unwrap_or_else(|| plain.to_owned())
}

fn literal(segment: &Segment) -> Option<&str> {
    match segment {
        Segment::Literal(name) | Segment::Call { name, .. } => {
            Some(name.rsplit_once('.').map_or(name.as_str(), |(_, short)| short))
        }
        Segment::Key(_) => None,
    }
}

fn capitalized(name: &str) -> String {
    with_first(name, |first| first.to_ascii_uppercase())
}

fn decapitalized(name: &str) -> String {
    with_first(name, |first| first.to_ascii_lowercase())
}

fn with_first(name: &str, change: impl Fn(char) -> char) -> String {
    let mut rest = name.chars();
    rest.next().map(change).into_iter().chain(rest).collect()
}

/// Whether two lists of parameters mean the same, whatever is said about them.
fn are_equal(one: &[Property], other: &[Property]) -> bool {
    let facets = |one: &Property| (one.is_required, one.is_secret);
    let same = |(a, b): (&Property, &Property)| a.name == b.name && a.ty == b.ty && facets(a) == facets(b);
    one.len() == other.len() && one.iter().zip(other).all(same)
}
