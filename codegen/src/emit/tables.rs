//! The tables of models: how their properties are called, read and written. They are written as text,
//! because no formatter lays out the inside of a macro.

use std::fmt::Write as _;

use proc_macro2::Literal;

use crate::plan::names::ident;
use crate::plan::{Derivation, FieldKind, Plan, PlannedField, PlannedModel, PlannedUpdate};

/// The table of a structured type, and of what it derives from.
pub(super) fn model(plan: &Plan<'_>, model: &PlannedModel<'_>) -> String {
    let kind = |field: &PlannedField<'_>| match field.kind {
        FieldKind::Value => "value",
        FieldKind::Items => "items",
        FieldKind::Number => "number",
        FieldKind::Numbers => "numbers",
        FieldKind::Text => "text",
        FieldKind::Texts => "texts",
    };
    let has_type = model.has_odata_type();
    let mut text = table(&model.name.ty, model.ty.name.as_str(), has_type, &model.fields, kind);
    for one in plan.bases_of(&model.name) {
        text.push_str(&derivation(one));
    }
    text
}

/// The table of an update.
pub(super) fn update(update: &PlannedUpdate<'_>) -> String {
    let kind = |field: &PlannedField<'_>| match field.kind {
        FieldKind::Value => "change",
        FieldKind::Items => "change_items",
        FieldKind::Number => "change_number",
        FieldKind::Numbers => "change_numbers",
        FieldKind::Text => "change_text",
        FieldKind::Texts => "change_texts",
    };
    let mut text = table(&update.name.ty, update.ty.name.as_str(), true, &update.fields, kind);
    for base in &update.bases {
        text.push_str("\nrt::derived_impls! {\n");
        let odata_type = literal(&format!("#{}", update.ty.name));
        let (base_name, name) = (ident(&base.name.ty), ident(&update.name.ty));
        let _ = writeln!(text, "    super::{base_name} => {name} {{");
        shared(&mut text, &base.shared);
        let _ = writeln!(text, "    }} as {odata_type}\n}}");
    }
    text
}

fn table<'f>(
    name: &str,
    qualified: &str,
    has_type: bool,
    fields: &[PlannedField<'f>],
    kind: impl Fn(&PlannedField<'f>) -> &'static str,
) -> String {
    let mut text = format!("\nrt::record_impls! {{\n    {} as {} {{\n", ident(name), literal(qualified));
    if has_type {
        text.push_str("        \"@odata.type\" => odata_type: value,\n");
    }
    for field in fields {
        let (wire, member) = (literal(&field.property.name), ident(&field.name));
        let secret = if field.property.is_secret { " secret" } else { "" };
        let _ = writeln!(text, "        {wire} => {member}: {}{secret},", kind(field));
    }
    text + "    }\n}\n"
}

fn derivation(one: &Derivation<'_>) -> String {
    let mut text = format!(
        "\nrt::derived_impls! {{\n    super::{} => {} {{\n",
        ident(&one.base.ty),
        ident(&one.derived.ty)
    );
    shared(&mut text, &one.shared);
    text.push_str("    }\n");
    for further in &one.further {
        let _ = writeln!(text, "    or {}", literal(further.as_str()));
    }
    text + "}\n"
}

fn shared(text: &mut String, fields: &[String]) {
    for field in fields {
        let _ = writeln!(text, "        {},", ident(field));
    }
}

/// A name of the spec as a literal of Rust.
fn literal(text: &str) -> Literal {
    Literal::string(text)
}
