//! Which schemas are types, and of which sort.

use std::collections::{BTreeSet, HashMap};

use openapiv3::Schema;

use crate::Diagnostic;
use crate::model::{Api, EnumMember, EnumType, StructuredKind, TypeDef, TypeName};
use crate::nearest::did_you_mean;

use super::Lower;
use super::located::{Linked, Located, words};

/// What a schema with a name stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// A type with properties.
    Structured,
    /// A type with members.
    Enum,
    /// No type of its own: a primitive, a collection or a choice, to be read in place.
    Value,
}

impl<'a> Lower<'a> {
    /// Lowers all schemas, except what Graph wraps around answers and errors.
    pub(super) fn types(&self, api: &mut Api) {
        let schemas = self.top.get("components").map(|one| one.entries_of("schemas"));
        for (name, _) in schemas.unwrap_or_default() {
            let Some(schema) = self.components.schema(name) else { continue };
            if !is_wrapper(name, &schema) {
                self.add_type(name, &schema, api);
            }
        }
    }

    /// Lowers the wrappers that a property, body or answer names after all. Each is tried once: a
    /// faulty one that names itself would be missing for ever.
    pub(super) fn reached_types(&self, api: &mut Api) {
        let mut tried = BTreeSet::new();
        loop {
            let mut missing = self.reached.take();
            missing.retain(|name| !api.types.contains_key(&TypeName::new(*name)) && tried.insert(*name));
            if missing.is_empty() {
                return;
            }
            for name in missing {
                if let Some(schema) = self.components.schema(name) {
                    self.add_type(name, &schema, api);
                }
            }
        }
    }

    fn add_type(&self, name: &'a str, schema: &Located<'a, Schema>, api: &mut Api) {
        check_stated_kind(schema);
        let name_of = TypeName::new(name);
        let found = match self.shape(name, schema) {
            Shape::Structured => self.structured(&name_of, schema).map(TypeDef::Structured),
            Shape::Enum => Some(TypeDef::Enum(enum_type(&name_of, schema))),
            Shape::Value => None,
        };
        if let Some(found) = found {
            api.types.insert(name_of, found);
        }
    }

    /// The shape of a schema with a name.
    pub(super) fn shape(&self, name: &'a str, schema: &Located<'a, Schema>) -> Shape {
        if let Some(known) = self.shapes.borrow().get(name) {
            return *known;
        }
        let shape = shape_of(schema);
        self.shapes.borrow_mut().insert(name, shape);
        shape
    }
}

/// `microsoft.graph.entity` and what derives from it are entity types.
pub(super) fn mark_entities(api: &mut Api) {
    let root = TypeName::new("microsoft.graph.entity");
    let mut known: HashMap<&TypeName, bool> = HashMap::from([(&root, api.types.contains_key(&root))]);
    for from in api.types.keys() {
        // each type is passed once, however long the chains are; a cycle leads to no entity
        let (mut passed, mut next, mut is_entity) = (Vec::new(), Some(from), false);
        while let Some(name) = next {
            if let Some(found) = known.get(name) {
                is_entity = *found;
                break;
            }
            known.insert(name, false);
            passed.push(name);
            next = api.structured(name).and_then(|one| one.base.as_ref());
        }
        known.extend(passed.into_iter().map(|name| (name, is_entity)));
    }
    let entities = known.iter().filter(|(_, is)| **is).map(|(name, _)| (*name).clone());
    for name in entities.collect::<Vec<TypeName>>() {
        if let Some(TypeDef::Structured(one)) = api.types.get_mut(&name)
            && one.kind == StructuredKind::Complex
        {
            one.kind = StructuredKind::Entity;
        }
    }
}

/// `x-odata-kind`: what a schema is, where its name or form could mislead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stated {
    Entity,
    Complex,
    Parameters,
    Enum,
}

/// What a schema says it is.
pub(super) fn stated_kind(schema: &Located<'_, Schema>) -> Option<Stated> {
    match schema.extension("x-odata-kind")?.value.as_str()? {
        "entity" => Some(Stated::Entity),
        "complex" => Some(Stated::Complex),
        "parameters" => Some(Stated::Parameters),
        "enum" => Some(Stated::Enum),
        _ => None,
    }
}

/// Reports a word under `x-odata-kind` that is none of ours.
fn check_stated_kind(schema: &Located<'_, Schema>) {
    if let Some(stated) = schema.extension("x-odata-kind")
        && let Some(name) = stated.as_str()
        && stated_kind(schema).is_none()
    {
        let names = ["entity", "complex", "parameters", "enum"];
        let help = did_you_mean(name, names.into_iter(), "write entity, complex, parameters or enum");
        stated.at.error(format!("`{name}` is no kind of type"), help);
    }
}

pub(super) fn shape_of(schema: &Located<'_, Schema>) -> Shape {
    match stated_kind(schema) {
        Some(Stated::Enum) => return Shape::Enum,
        Some(_) => return Shape::Structured,
        None => {}
    }
    let ty = schema.type_name();
    if schema.is_enum() {
        let is_text = matches!(ty, None | Some("string"));
        if is_text && !is_special_numbers(schema) { Shape::Enum } else { Shape::Value }
    } else if schema.has_all_of() || schema.has_properties() || ty == Some("object") {
        Shape::Structured
    } else {
        Shape::Value
    }
}

/// `-INF`, `INF` and `NaN`, which a floating-point number may be besides its digits.
pub(super) fn is_special_numbers(schema: &Located<'_, Schema>) -> bool {
    let members = schema.enumerated().unwrap_or_default();
    !members.is_empty() && members.iter().all(|(name, _)| matches!(*name, "-INF" | "INF" | "NaN"))
}

/// A wrapper by its name, or by the wrapper that it derives from.
pub(super) fn is_wrapper(name: &str, schema: &Located<'_, Schema>) -> bool {
    let is_base = |part: &Linked<'_, Schema>| {
        let to = part.reference().and_then(|to| to.strip_prefix("#/components/schemas/"));
        to.is_some_and(is_plumbing)
    };
    if stated_kind(schema).is_some() {
        return false;
    }
    is_plumbing(name) || schema.all_of().is_some_and(|parts| parts.iter().any(is_base))
}

/// What the descriptions of Graph wrap around values, and the schemas of its errors. They are no
/// types of the service: its `$metadata` does not know them.
pub(crate) fn is_plumbing(name: &str) -> bool {
    let short = name.rsplit('.').next().unwrap_or(name);
    let is_base = short.starts_with("Base") && short.ends_with("Response");
    let ends = ["CollectionResponse", "CountResponse"];
    let names = ["ReferenceCreate", "ReferenceUpdate", "ReferenceNumeric"];
    is_base
        || names.contains(&short)
        || ends.iter().any(|end| short.ends_with(end))
        || name.contains(".ODataErrors.")
        || name == "odata.error"
        || name.starts_with("odata.error.")
}

fn enum_type(name: &TypeName, schema: &Located<'_, Schema>) -> EnumType {
    let mut lowered = EnumType::new(name.clone(), schema.at.origin());
    lowered.docs = schema.docs();
    let flags = schema.extension("x-ms-enum-flags").and_then(|flags| flags.get("isFlags"));
    lowered.is_flags = flags.is_some_and(|is| is.is_true());
    let described = schema.extension("x-ms-enum").map(|one| one.items_of("values")).unwrap_or_default();
    // the first one of a name counts
    let named = described.iter().rev().filter_map(|one| Some((one.get("value")?.as_str()?, one)));
    let described: HashMap<&str, &Located<'_, _>> = named.collect();
    let mut places: HashMap<&str, usize> = HashMap::new();
    for (member, place) in schema.enumerated().unwrap_or_default() {
        if let Some(first) = places.get(member).map(|at| &lowered.members[*at]) {
            let message = format!("`{member}` stands twice in the enum `{name}`");
            let fault = Diagnostic::error(message).at(place.origin());
            let fault = fault.related(first.origin.clone(), "the first one");
            place.document.push(fault.help("keep one of the two"));
            continue;
        }
        let mut found = EnumMember::new(member, place.origin());
        places.insert(member, lowered.members.len());
        if let Some(one) = described.get(member) {
            let text = |key: &str| words(one.get(key)?.as_str());
            found.docs.summary = text("x-ms-summary");
            found.docs.description = text("description");
            found.docs.link = one.get("externalDocs").and_then(|more| words(more.get("url")?.as_str()));
        }
        lowered.members.push(found);
    }
    if lowered.members.is_empty() && !schema.at.lacks_items("enum") {
        schema.at.error(
            format!("the enum `{name}` has no members"),
            "list its members under `enum`, or make it `type: string`",
        );
    }
    lowered
}
