//! Entity and complex types: base type, properties, openness.

use std::collections::BTreeSet;

use crate::Diagnostic;
use crate::model::{Property, StructuredKind, StructuredType, TypeName};
use crate::nearest::did_you_mean;
use crate::tree::{At, Value};

use super::types::Shape;
use super::{Lower, docs};

impl<'a> Lower<'a> {
    /// Lowers a schema with `properties`, or with `allOf` of a base type and its own properties.
    pub(super) fn structured(&self, name: &TypeName, at: &At<'a>) -> Option<StructuredType> {
        let mut lowered = StructuredType::new(name.clone(), StructuredKind::Complex, at.origin());
        let mut parts = Vec::new();
        for part in at.items_of("allOf") {
            if part.has("$ref") {
                self.base(&part, &mut lowered)?;
            } else {
                parts.push(part);
            }
        }
        parts.push(at.clone());
        for part in &parts {
            self.part(part, &mut lowered);
        }
        self.check_required(&parts, &lowered);
        self.check_discriminator(&parts);
        Some(lowered)
    }

    fn base(&self, part: &At<'a>, lowered: &mut StructuredType) -> Option<()> {
        let reference = part.get("$ref")?;
        let target = self.components.follow(part)?;
        let base = target.schema.filter(|base| self.shape(base, &target.at) == Shape::Structured);
        let Some(base) = base else {
            reference.error(
                format!("{} cannot derive from this: it is no type with properties", subject(lowered)),
                "let the first item of `allOf` name an entity or complex type",
            );
            return None;
        };
        if let Some(known) = &lowered.base {
            reference.error(
                format!("{} derives from two types: `{known}` and `{base}`", subject(lowered)),
                "OData knows one base type: keep one `$ref` under `allOf`",
            );
            return None;
        }
        self.reached.borrow_mut().insert(base);
        lowered.base = Some(TypeName::new(base));
        Some(())
    }

    /// Takes over what one member of `allOf`, or the schema itself, says.
    fn part(&self, part: &At<'a>, lowered: &mut StructuredType) {
        lowered.is_abstract |= part.is("x-odata-abstract");
        lowered.is_open |= is_open(part);
        let words = docs(part);
        let known = &mut lowered.docs;
        known.description = known.description.take().or(words.description);
        known.link = known.link.take().or(words.link);
        for property in self.properties(part) {
            let first = lowered.properties.iter().find(|one| one.name == property.name);
            if let Some(first) = first {
                let message = format!("{} declares `{}` twice", subject(lowered), property.name);
                let fault = Diagnostic::error(message).at(property.origin);
                let fault = fault.related(first.origin.clone(), "the first one");
                part.document.push(fault.help("keep one of the two"));
            } else {
                lowered.properties.push(property);
            }
        }
    }

    /// The properties of a schema. `@odata.type` and its like are no properties: they say how a
    /// value is sent.
    pub(super) fn properties(&self, at: &At<'a>) -> Vec<Property> {
        let declared = at.entries_of("properties").into_iter();
        let declared = declared.filter(|(name, _)| !name.contains("@odata."));
        declared.map(|(name, property)| self.property(name, &property)).collect()
    }

    fn property(&self, name: &str, at: &At<'a>) -> Property {
        let ty = self.value_type(at);
        let mut lowered = Property::new(name, ty, at.origin());
        lowered.is_navigation = at.is("x-ms-navigationProperty");
        lowered.is_read_only = at.is("readOnly");
        lowered.is_secret = at.is("x-ms-secret");
        lowered.docs = docs(at);
        lowered
    }

    /// `required` may only name properties that the type or a base type declares.
    fn check_required(&self, parts: &[At<'a>], lowered: &StructuredType) {
        let required: Vec<_> = parts.iter().flat_map(|part| part.strs_of("required")).collect();
        if required.is_empty() {
            return;
        }
        let mut declared = BTreeSet::new();
        for part in parts {
            self.declared_names(part, &mut declared, 0);
        }
        for (name, place) in required.iter().filter(|(name, _)| !declared.contains(name)) {
            let help = "declare it under `properties`, or take it out of `required`";
            place.error(
                format!("{} requires `{name}`, but declares no such property", subject(lowered)),
                did_you_mean(name, declared.iter().copied(), help),
            );
        }
    }

    /// The names of all properties of a schema and of those that it extends.
    fn declared_names(&self, at: &At<'a>, names: &mut BTreeSet<&'a str>, depth: usize) {
        const DEEPEST: usize = 24;
        names.extend(at.entries_of("properties").into_iter().map(|(name, _)| name));
        for part in at.items_of("allOf") {
            if !part.has("$ref") {
                names.extend(part.entries_of("properties").into_iter().map(|(name, _)| name));
            }
        }
        let bases = at.items_of("allOf").into_iter().filter(|part| part.has("$ref"));
        // The first base is enough: a second one is a fault of its own.
        if let Some(target) = bases.take(1).find_map(|part| self.components.follow(&part))
            && depth < DEEPEST
        {
            self.declared_names(&target.at, names, depth + 1);
        }
    }

    /// Every target of a discriminator must be there.
    fn check_discriminator(&self, parts: &[At<'a>]) {
        let mappings = parts.iter().filter_map(|part| part.get("discriminator"));
        for (tag, target) in mappings.flat_map(|one| one.entries_of("mapping")) {
            let Some(to) = target.as_str() else { continue };
            let name = to.strip_prefix("#/components/schemas/").unwrap_or(to);
            if self.components.schema(name).is_none() {
                let help = format!("define it, or take the mapping of `{tag}` out");
                target.error(
                    format!("the discriminator leads to `{name}`, which does not exist"),
                    did_you_mean(name, self.components.schema_names(), &help),
                );
            }
        }
    }
}

/// A schema that lets any further property through. Graph writes `true`, `{}` or `{type: object}`.
fn is_open(at: &At<'_>) -> bool {
    let Some(more) = at.get("additionalProperties") else { return false };
    match &more.node.value {
        Value::Map(_) => {
            let ty = more.str("type");
            if more.has("$ref") || ty.is_some_and(|ty| ty != "object") {
                more.warn(
                    "the type of further properties cannot be expressed yet, so they are any JSON",
                    "write `additionalProperties: true`",
                );
            }
            true
        }
        _ => at.is("additionalProperties"),
    }
}

/// The type, for messages; the parameters of an action have no name yet.
fn subject(lowered: &StructuredType) -> String {
    if lowered.name.as_str().is_empty() { "the body".to_owned() } else { format!("`{}`", lowered.name) }
}
