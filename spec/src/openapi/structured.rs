//! Entity and complex types: base type, properties, openness.

use std::collections::{BTreeSet, HashMap};

use openapiv3::{AdditionalProperties, Schema};

use crate::Diagnostic;
use crate::model::{Property, StructuredKind, StructuredType, TypeName};
use crate::nearest::did_you_mean;

use super::Lower;
use super::located::{Linked, Located, Written};
use super::types::{Shape, Stated, stated_kind};

impl<'a> Lower<'a> {
    /// Lowers a schema with `properties`, or with `allOf` of a base type and its own properties.
    pub(super) fn structured(&self, name: &TypeName, schema: &Located<'a, Schema>) -> Option<StructuredType> {
        let mut lowered = StructuredType::new(name.clone(), StructuredKind::Complex, schema.at.origin());
        let mut parts = Vec::new();
        for part in schema.all_of().unwrap_or_default() {
            match part.itself() {
                Some(own) => parts.push(own),
                None => self.base(&part, &mut lowered)?,
            }
        }
        parts.push(schema.clone());
        for part in &parts {
            self.part(part, &mut lowered);
        }
        match stated_kind(schema) {
            Some(Stated::Entity) => lowered.kind = StructuredKind::Entity,
            Some(Stated::Parameters) => {
                lowered.kind = StructuredKind::Parameters;
                require(&mut lowered, &parts);
            }
            _ => {}
        }
        self.check_required(&parts, &lowered);
        self.check_discriminator(&parts);
        Some(lowered)
    }

    fn base(&self, part: &Linked<'a, Schema>, lowered: &mut StructuredType) -> Option<()> {
        let reference = part.reference_at();
        let target = self.components.follow(part)?;
        let base = target.name.filter(|base| self.shape(base, &target.part) == Shape::Structured);
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
    fn part(&self, part: &Located<'a, Schema>, lowered: &mut StructuredType) {
        lowered.is_abstract |= part.is("x-odata-abstract");
        lowered.is_open |= is_open(part);
        let words = part.docs();
        let known = &mut lowered.docs;
        known.summary = known.summary.take().or(words.summary);
        known.description = known.description.take().or(words.description);
        known.link = known.link.take().or(words.link);
        let mut places: HashMap<String, usize> =
            lowered.properties.iter().enumerate().map(|(at, one)| (one.name.clone(), at)).collect();
        for property in self.properties(part) {
            if let Some(first) = places.get(&property.name).map(|at| &lowered.properties[*at]) {
                let message = format!("{} declares `{}` twice", subject(lowered), property.name);
                let fault = Diagnostic::error(message).at(property.origin);
                let fault = fault.related(first.origin.clone(), "the first one");
                part.at.document.push(fault.help("keep one of the two"));
            } else {
                places.insert(property.name.clone(), lowered.properties.len());
                lowered.properties.push(property);
            }
        }
    }

    /// The properties of a schema. `@odata.type` and its like are no properties: they say how a
    /// value is sent.
    fn properties(&self, schema: &Located<'a, Schema>) -> Vec<Property> {
        let declared = schema.properties().into_iter();
        let declared = declared.filter(|(name, _)| !name.contains("@odata."));
        declared.map(|(name, property)| self.property(name, &property)).collect()
    }

    fn property(&self, name: &str, schema: &Linked<'a, Schema>) -> Property {
        let ty = self.value_type(schema);
        let mut lowered = Property::new(name, ty, schema.at.origin());
        lowered.is_navigation = schema.is("x-ms-navigationProperty");
        lowered.is_read_only = schema.is_read_only();
        lowered.is_immutable = schema.is("x-odata-immutable");
        lowered.is_secret = schema.is("x-ms-secret");
        lowered.docs = schema.docs();
        lowered
    }

    /// `required` may only name properties that the type or a base type declares.
    fn check_required(&self, parts: &[Located<'a, Schema>], lowered: &StructuredType) {
        let required: Vec<_> = parts.iter().flat_map(Located::required).collect();
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
    fn declared_names(&self, schema: &Located<'a, Schema>, names: &mut BTreeSet<&'a str>, depth: usize) {
        const DEEPEST: usize = 24;
        let parts = schema.all_of().unwrap_or_default();
        for own in parts.iter().filter_map(Linked::itself).chain([schema.clone()]) {
            names.extend(own.property_names());
        }
        let bases = parts.into_iter().filter(|part| part.reference().is_some());
        // The first base is enough: a second one is a fault of its own.
        if let Some(target) = bases.take(1).find_map(|part| self.components.follow(&part))
            && depth < DEEPEST
        {
            self.declared_names(&target.part, names, depth + 1);
        }
    }

    /// Every target of a discriminator must be there.
    fn check_discriminator(&self, parts: &[Located<'a, Schema>]) {
        for part in parts {
            let Some(discriminator) = &part.value.schema_data.discriminator else { continue };
            let place = part.at.get("discriminator");
            for (tag, to) in &discriminator.mapping {
                let name = to.strip_prefix("#/components/schemas/").unwrap_or(to);
                if self.components.has_schema(name) {
                    continue;
                }
                let at = place.as_ref().and_then(|at| at.get("mapping")?.get(tag));
                let help = format!("define it, or take the mapping of `{tag}` out");
                at.unwrap_or_else(|| part.at.clone()).error(
                    format!("the discriminator leads to `{name}`, which does not exist"),
                    did_you_mean(name, self.components.schema_names(), &help),
                );
            }
        }
    }
}

/// Marks what an action demands.
pub(super) fn require(lowered: &mut StructuredType, parts: &[Located<'_, Schema>]) {
    let required: BTreeSet<&str> = parts.iter().flat_map(Located::required).map(|(name, _)| name).collect();
    for property in &mut lowered.properties {
        property.is_required = required.contains(property.name.as_str());
    }
}

/// A schema that lets any further property through. Graph writes `true`, `{}` or `{type: object}`.
fn is_open(schema: &Located<'_, Schema>) -> bool {
    let further = match schema.further() {
        None => return false,
        Some(AdditionalProperties::Any(is_open)) => return *is_open,
        Some(AdditionalProperties::Schema(further)) => further,
    };
    let Some(at) = schema.at.get("additionalProperties") else { return true };
    let further = Linked::new(Written::from(&**further), at);
    let is_any = further.itself().is_some_and(|one| matches!(one.type_name(), None | Some("object")));
    if !is_any {
        further.at.warn(
            "the type of further properties cannot be expressed yet, so they are any JSON",
            "write `additionalProperties: true`",
        );
    }
    true
}

/// The type, for messages; the parameters of an action have no name yet.
fn subject(lowered: &StructuredType) -> String {
    if lowered.name.as_str().is_empty() { "the body".to_owned() } else { format!("`{}`", lowered.name) }
}
