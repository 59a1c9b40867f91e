//! Types as schemas.

use super::values::{open_schema, reference};
use super::yaml::{Entries, Yaml, add, add_flag, add_text, map, text};
use crate::model::{
    Api, Docs, EnumMember, EnumType, Property, StructuredKind, StructuredType, TypeDef, TypeName,
};
use crate::openapi::is_plumbing;

/// `components/schemas`
pub(super) fn schemas(api: &Api) -> Entries {
    let schema = |(name, ty): (&TypeName, &TypeDef)| {
        let mut schema = match ty {
            TypeDef::Structured(one) => structured(one),
            TypeDef::Enum(one) => enumeration(one),
        };
        add(&mut schema, "x-odata-kind", kind(api, ty).map(text));
        (name.as_str().to_owned(), Yaml::Map(schema))
    };
    api.types.iter().map(schema).collect()
}

/// What a schema is, where a reader would take it for something else.
fn kind(api: &Api, ty: &TypeDef) -> Option<&'static str> {
    let bases = |one: &StructuredType| api.bases_of(one).iter().any(|base| is_plumbing(base.name.as_str()));
    let is_hidden = match ty {
        TypeDef::Structured(one) => is_plumbing(one.name.as_str()) || bases(one),
        TypeDef::Enum(one) => {
            is_plumbing(one.name.as_str())
                || one.members.iter().all(|member| matches!(&*member.name, "-INF" | "INF" | "NaN"))
        }
    };
    match ty {
        TypeDef::Enum(_) => is_hidden.then_some("enum"),
        TypeDef::Structured(one) => {
            let derives = api.is_a(&one.name, &TypeName::new("microsoft.graph.entity"));
            match one.kind {
                StructuredKind::Parameters => Some("parameters"),
                StructuredKind::Entity => (is_hidden || !derives).then_some("entity"),
                StructuredKind::Complex => is_hidden.then_some("complex"),
            }
        }
    }
}

fn structured(of: &StructuredType) -> Entries {
    let mut own = vec![("type".to_owned(), text("object")), ("title".to_owned(), text(of.name.short()))];
    worded(&mut own, &of.docs);
    add_flag(&mut own, "x-odata-abstract", of.is_abstract);
    let required = of.properties.iter().filter(|one| one.is_required).map(|one| text(&one.name));
    let required: Vec<Yaml> = required.collect();
    if !required.is_empty() {
        own.push(("required".to_owned(), Yaml::List(required)));
    }
    let properties: Entries = of.properties.iter().map(|one| (one.name.clone(), property(one))).collect();
    if !properties.is_empty() {
        own.push(("properties".to_owned(), Yaml::Map(properties)));
    }
    add_flag(&mut own, "additionalProperties", of.is_open);
    let Some(base) = &of.base else { return own };
    let base = reference("schemas", base.as_str());
    vec![("allOf".to_owned(), Yaml::List(vec![base, Yaml::Map(own)]))]
}

fn property(of: &Property) -> Yaml {
    let says_more =
        of.docs != Docs::default() || of.is_read_only || of.is_immutable || of.is_secret || of.is_navigation;
    let mut found = if says_more { open_schema(&of.ty) } else { super::values::schema(&of.ty) };
    worded(&mut found, &of.docs);
    add_flag(&mut found, "readOnly", of.is_read_only);
    add_flag(&mut found, "x-odata-immutable", of.is_immutable);
    add_flag(&mut found, "x-ms-secret", of.is_secret);
    add_flag(&mut found, "x-ms-navigationProperty", of.is_navigation);
    Yaml::Map(found)
}

fn enumeration(of: &EnumType) -> Entries {
    let mut found = vec![("type".to_owned(), text("string")), ("title".to_owned(), text(of.name.short()))];
    worded(&mut found, &of.docs);
    let members = of.members.iter().map(|one| text(&one.name)).collect();
    found.push(("enum".to_owned(), Yaml::List(members)));
    if of.members.iter().any(|one| one.docs != Docs::default()) {
        let values = of.members.iter().map(member).collect();
        let described = map([
            ("name", text(of.name.short())),
            ("modelAsString", Yaml::Word("false".to_owned())),
            ("values", Yaml::List(values)),
        ]);
        found.push(("x-ms-enum".to_owned(), described));
    }
    add(&mut found, "x-ms-enum-flags", of.is_flags.then(|| map([("isFlags", super::yaml::yes())])));
    found
}

fn member(of: &EnumMember) -> Yaml {
    let mut found = vec![("value".to_owned(), text(&of.name)), ("name".to_owned(), text(&of.name))];
    worded(&mut found, &of.docs);
    Yaml::Map(found)
}

/// All that is said of a part that has no `summary` in OpenAPI.
fn worded(found: &mut Entries, docs: &Docs) {
    add_text(found, "x-ms-summary", docs.summary.as_ref());
    documented(found, docs);
}

/// The description and the link.
pub(super) fn documented(found: &mut Entries, docs: &Docs) {
    add_text(found, "description", docs.description.as_ref());
    add(found, "externalDocs", docs.link.as_ref().map(|link| map([("url", text(link))])));
}
