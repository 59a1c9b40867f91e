//! Which schemas are types, and of which sort.

use crate::model::{Api, EnumMember, EnumType, StructuredKind, TypeDef, TypeName};
use crate::tree::{At, Value};

use super::{Lower, docs};

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
        for (name, at) in schemas.unwrap_or_default() {
            if !is_wrapper(name, &at) {
                self.add_type(name, &at, api);
            }
        }
    }

    /// Lowers the wrappers that a property, body or answer names after all.
    pub(super) fn reached_types(&self, api: &mut Api) {
        loop {
            let reached = self.reached.take();
            let mut missing = reached;
            missing.retain(|name| !api.types.contains_key(&TypeName::new(*name)));
            if missing.is_empty() {
                return;
            }
            for name in missing {
                if let Some(at) = self.components.schema(name) {
                    self.add_type(name, at, api);
                }
            }
        }
    }

    fn add_type(&self, name: &'a str, at: &At<'a>, api: &mut Api) {
        let name_of = TypeName::new(name);
        let found = match self.shape(name, at) {
            Shape::Structured => self.structured(&name_of, at).map(TypeDef::Structured),
            Shape::Enum => Some(TypeDef::Enum(enum_type(&name_of, at))),
            Shape::Value => None,
        };
        if let Some(found) = found {
            api.types.insert(name_of, found);
        }
    }

    /// The shape of a schema with a name.
    pub(super) fn shape(&self, name: &'a str, at: &At<'a>) -> Shape {
        if let Some(known) = self.shapes.borrow().get(name) {
            return *known;
        }
        let shape = shape_of(at);
        self.shapes.borrow_mut().insert(name, shape);
        shape
    }
}

/// `microsoft.graph.entity` and what derives from it are entity types.
pub(super) fn mark_entities(api: &mut Api) {
    let root = TypeName::new("microsoft.graph.entity");
    let entities: Vec<TypeName> = api.types.keys().filter(|name| api.is_a(name, &root)).cloned().collect();
    for name in entities {
        if let Some(TypeDef::Structured(one)) = api.types.get_mut(&name) {
            one.kind = StructuredKind::Entity;
        }
    }
}

pub(super) fn shape_of(at: &At<'_>) -> Shape {
    let ty = at.get("type").and_then(|ty| ty.as_str());
    if at.has("$ref") {
        Shape::Value
    } else if at.has("enum") {
        let is_text = matches!(ty, None | Some("string"));
        if is_text && !is_special_numbers(at) { Shape::Enum } else { Shape::Value }
    } else if at.has("allOf") || at.has("properties") || ty == Some("object") {
        Shape::Structured
    } else {
        Shape::Value
    }
}

/// `-INF`, `INF` and `NaN`, which a floating-point number may be besides its digits.
pub(super) fn is_special_numbers(at: &At<'_>) -> bool {
    let special = |one: &At<'_>| match &one.node.value {
        Value::Scalar { text, .. } => matches!(&**text, "-INF" | "INF" | "NaN"),
        _ => false,
    };
    let members = at.get("enum").map(|_| at.items_of("enum")).unwrap_or_default();
    !members.is_empty() && members.iter().all(special)
}

/// A wrapper by its name, or by the wrapper that it derives from.
pub(super) fn is_wrapper(name: &str, at: &At<'_>) -> bool {
    let is_base = |part: &At<'_>| {
        let to = part.str("$ref").and_then(|to| to.strip_prefix("#/components/schemas/"));
        to.is_some_and(is_plumbing)
    };
    is_plumbing(name) || at.items_of("allOf").iter().any(is_base)
}

/// What the descriptions of Graph wrap around values, and the schemas of its errors. They are no
/// types of the service: its `$metadata` does not know them.
fn is_plumbing(name: &str) -> bool {
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

fn enum_type(name: &TypeName, at: &At<'_>) -> EnumType {
    let mut lowered = EnumType::new(name.clone(), at.origin());
    lowered.docs = docs(at);
    lowered.is_flags = at.get("x-ms-enum-flags").is_some_and(|flags| flags.is("isFlags"));
    let described = at.get("x-ms-enum").map(|one| one.items_of("values")).unwrap_or_default();
    // A nullable enum may list null beside its members.
    let listed = at.items_of("enum").into_iter().filter(|one| !one.node.is_null());
    for (member, place) in listed.filter_map(|one| Some((one.as_str()?, one))) {
        if let Some(first) = lowered.members.iter().find(|known| known.name == member) {
            let message = format!("`{member}` stands twice in the enum `{name}`");
            let fault = crate::Diagnostic::error(message).at(place.origin());
            let fault = fault.related(first.origin.clone(), "the first one");
            place.document.push(fault.help("keep one of the two"));
            continue;
        }
        let mut found = EnumMember::new(member, place.origin());
        let words = described.iter().find(|one| one.str("value") == Some(member));
        found.docs.description = words.and_then(|one| one.words("description"));
        lowered.members.push(found);
    }
    if lowered.members.is_empty() {
        at.error(
            format!("the enum `{name}` has no members"),
            "list its members under `enum`, or make it `type: string`",
        );
    }
    lowered
}
