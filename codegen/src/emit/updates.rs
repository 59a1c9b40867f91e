//! Updates: the bodies of PATCH.

use msgraph_spec::model::{Api, Property, TypeDef, TypeRef, ValueType};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::docs::{Doc, code};
use super::models::{bare, field_type, forget_items, odata_type_field, property_docs, setter};
use crate::plan::names::ident;
use crate::plan::{Plan, PlannedField, PlannedUpdate};

/// The body of a PATCH: each property is left alone, cleared, or set.
pub(crate) fn update(plan: &Plan<'_>, update: &PlannedUpdate<'_>) -> TokenStream {
    let name = ident(&update.name.ty);
    let docs = Doc::new()
        .markdown(format!(
            "Changes to a `{}`, for PATCH: see [`{}`](super::{1}).",
            code(update.ty.name.as_str()),
            update.of.ty
        ))
        .markdown(
            "What is not set stays as it is. What only the service sets, what is set on creation only, and what\n\
             has a path of its own, is not here.",
        )
        .markdown(within_complex_values(plan, update))
        .markdown(goes_into(update))
        .link(update.ty.docs.link.as_deref())
        .tokens();
    let fields = update.fields.iter().map(|field| {
        let (member, docs, ty) = (ident(&field.name), property_docs(field).tokens(), field_type(plan, field));
        quote!(#docs pub #member: rt::Change<#ty>,)
    });
    let odata_type = odata_type_field();
    let methods = update.fields.iter().map(|field| {
        let (setter, clearer) = (setter(plan, field, &quote!(rt::Change::Value)), clearer(field));
        quote!(#setter #clearer)
    });
    quote! {
        use super::super::rt;

        #docs
        #[derive(Clone, Default)]
        #[non_exhaustive]
        pub struct #name {
            #(#fields)*
            #odata_type
            /// What else is sent: properties that the type does not declare, with their values or null.
            pub additional_properties: rt::AdditionalProperties,
        }

        impl #name {
            /// An update that changes nothing.
            #[must_use]
            pub fn new() -> Self {
                Self::default()
            }

            #(#methods)*
        }
    }
}

/// How a property inside a complex value is cleared, by the example of one.
fn within_complex_values(plan: &Plan<'_>, update: &PlannedUpdate<'_>) -> String {
    let clearable =
        update.fields.iter().find_map(|field| Some((field, clearable(plan.api, &field.property.ty)?)));
    clearable.map_or_else(String::new, |(field, inside)| {
        format!(
            "A complex value is changed property by property, too: what it lacks stays as it is. To clear a\n\
             property inside one, insert null under its name:\n\
             `{}.additional_properties.insert(\"{}\", Value::Null)`.",
            field.name,
            code(&inside.name).escape_default()
        )
    })
}

/// The first property of a complex value that can be null.
fn clearable<'a>(api: &'a Api, ty: &ValueType) -> Option<&'a Property> {
    let TypeRef::Named(name) = &ty.item else { return None };
    let Some(TypeDef::Structured(of)) = api.types.get(name).filter(|_| !ty.is_collection) else {
        return None;
    };
    let is_clearable = |one: &&Property| {
        let is_fixed = one.is_navigation || one.is_read_only || one.is_immutable;
        one.ty.is_nullable && !one.ty.is_collection && !is_fixed
    };
    api.properties_of(of).into_iter().find(is_clearable)
}

/// Which other updates this one can become.
fn goes_into(update: &PlannedUpdate<'_>) -> String {
    let bases: Vec<String> =
        update.bases.iter().map(|base| format!("[`{0}`](super::{0})", base.name.ty)).collect();
    if bases.is_empty() { String::new() } else { format!("It goes `into()` {}.", bases.join(" and ")) }
}

/// The method that clears a property: there is none for one that is never null.
fn clearer(field: &PlannedField<'_>) -> Option<TokenStream> {
    let ty = &field.property.ty;
    let (member, method) = (ident(&field.name), format_ident!("clear_{}", bare(field)));
    let wire = code(&field.property.name);
    let (what, value) = if ty.is_collection {
        (format!("Clears `{wire}`: it is sent as an empty list."), quote!(rt::Change::Value(Vec::new())))
    } else if ty.is_nullable {
        (format!("Clears `{wire}`: it is sent as null."), quote!(rt::Change::Null))
    } else {
        return None;
    };
    let docs = Doc::new().markdown(what).tokens();
    let forget = forget_items(field);
    Some(quote! {
        #docs
        #[must_use]
        pub fn #method(mut self) -> Self {
            self.#member = #value;
            #forget
            self
        }
    })
}
