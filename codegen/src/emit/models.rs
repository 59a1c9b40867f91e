//! `models/`: a file per structured type.

use msgraph_spec::model::{Body, Operation, StructuredKind, StructuredType, TypeName};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::docs::{Doc, code};
use super::types::{self, Place};
use crate::plan::names::ident;
use crate::plan::{Access, Derivation, FieldKind, Plan, PlannedField, PlannedModel};

/// A structured type: the struct, how it is made, and how it is read as what derives from it. How it is
/// read and written stands in its [table](super::tables).
pub(crate) fn model(plan: &Plan<'_>, model: &PlannedModel<'_>) -> TokenStream {
    let name = ident(&model.name.ty);
    let docs = model_docs(plan, model).tokens();
    let fields = model.fields.iter().map(|field| struct_field(plan, field));
    // what an action demands cannot be left out, so there is no way to begin with nothing
    let has_default = model.required().next().is_none();
    let default = has_default.then(|| quote!(Default));
    let odata_type = model.has_odata_type().then(odata_type_field);
    let constructors = constructors(plan, model);
    let tokens = super::tokens::tokens(plan, model);
    quote! {
        use super::super::rt;

        #docs
        #[derive(Clone, #default)]
        #[non_exhaustive]
        pub struct #name {
            #(#fields)*
            #odata_type
            /// What came with the object and this type does not declare. It is written back as it came.
            pub additional_properties: rt::AdditionalProperties,
        }

        #constructors
        #tokens
    }
}

/// `@odata.type`, which every type has that can stand where its base is declared.
pub(super) fn odata_type_field() -> TokenStream {
    quote! {
        /// The type that the service named, where it did (`@odata.type`).
        pub odata_type: Option<String>,
    }
}

fn model_docs(plan: &Plan<'_>, model: &PlannedModel<'_>) -> Doc {
    let ty = model.ty;
    let streams: Vec<String> = model.streams.iter().map(|one| format!("`{}`", code(&one.name))).collect();
    let doc = Doc::new().docs(&ty.docs, "").markdown(what(plan, ty));
    let doc = match streams.as_slice() {
        [] => doc,
        [one] => doc.markdown(format!("Its stream {one} is no field: it is read by a path of its own.")),
        many => doc.markdown(format!(
            "Its streams {} are no fields: each is read by a path of its own.",
            many.join(", ")
        )),
    };
    doc.link(ty.docs.link.as_deref())
}

/// What kind of type it is, and what it is called.
fn what(plan: &Plan<'_>, ty: &StructuredType) -> String {
    let kind = match ty.kind {
        StructuredKind::Entity => "Entity type",
        StructuredKind::Complex => "Complex type",
        StructuredKind::Parameters => return parameters_of(plan, ty),
    };
    let base =
        ty.base.as_ref().map(|base| format!(", derives from `{}`", code(base.as_str()))).unwrap_or_default();
    let open = if ty.is_open { ", open" } else { "" };
    format!("{kind} `{}`{base}{open}.", code(ty.name.as_str()))
}

fn parameters_of(plan: &Plan<'_>, ty: &StructuredType) -> String {
    let takes_them = |one: &&Operation| matches!(&one.body, Some(Body::Parameters(name)) if *name == ty.name);
    let action = plan.api.operations.iter().find(takes_them).map(|one| one.path.to_string());
    let name = action.as_deref().and_then(|path| path.rsplit('/').next()).unwrap_or_default();
    format!("Parameters of the action `{}`.", code(name))
}

fn struct_field(plan: &Plan<'_>, field: &PlannedField<'_>) -> TokenStream {
    let name = ident(&field.name);
    let docs = property_docs(field).tokens();
    let ty = field_type(plan, field);
    quote! {
        #docs
        pub #name: Option<#ty>,
    }
}

/// The type of a field, without what tells whether it is set.
pub(super) fn field_type(plan: &Plan<'_>, field: &PlannedField<'_>) -> TokenStream {
    let ty = types::value(plan, &field.property.ty, Place::Model);
    if field.is_boxed { quote!(Box<#ty>) } else { ty }
}

/// What is said of a property at each of its fields.
pub(super) fn property_docs(field: &PlannedField<'_>) -> Doc {
    let property = field.property;
    let [name, ty] = [code(&property.name), code(&property.ty.to_string())];
    let secret = if property.is_secret { ", never shown by `Debug`" } else { "" };
    let access = match field.access.words() {
        "" => String::new(),
        words => format!(", {words}"),
    };
    let facts = format!("`{name}`: `{ty}`{access}{secret}.");
    Doc::new().text(property.docs.description.as_deref()).markdown(facts).link(field.link)
}

fn constructors(plan: &Plan<'_>, model: &PlannedModel<'_>) -> TokenStream {
    let name = ident(&model.name.ty);
    let constant = model.has_odata_type().then(|| odata_type_constant(model.ty));
    let new = new(plan, model);
    // what only the service sets has a setter too: tests and emulators make whole objects
    let setters = model.fields.iter().map(|field| setter(plan, field, &quote!(Some)));
    let readings = plan.readings_of(&model.name).map(reading);
    quote! {
        impl #name {
            #constant
            #new
            #(#setters)*
            #(#readings)*
        }
    }
}

fn odata_type_constant(ty: &StructuredType) -> TokenStream {
    let odata_type = format!("#{}", ty.name);
    quote! {
        /// How the service names this type in `@odata.type`.
        pub const ODATA_TYPE: &'static str = #odata_type;

    }
}

/// `new`, with what an action demands.
fn new(plan: &Plan<'_>, model: &PlannedModel<'_>) -> TokenStream {
    let required: Vec<&PlannedField<'_>> = model.required().collect();
    if required.is_empty() {
        return quote! {
            /// An object with nothing set.
            #[must_use]
            pub fn new() -> Self {
                Self::default()
            }
        };
    }
    let arguments = required.iter().map(|field| {
        let (name, (ty, _)) = (ident(&field.name), argument(plan, field));
        quote!(#name: #ty)
    });
    let values = required.iter().map(|field| {
        let (name, (_, value)) = (ident(&field.name), argument(plan, field));
        quote!(#name: Some(#value),)
    });
    let too_many = (required.len() > 7)
        .then(|| quote!(#[expect(clippy::too_many_arguments, reason = "the action demands all of them")]));
    quote! {
        /// The parameters that the action demands.
        #[must_use]
        #too_many
        pub fn new(#(#arguments),*) -> Self {
            Self { #(#values)* ..<Self as rt::Record>::empty() }
        }
    }
}

/// The setter of a property, which puts the value into its field by what wraps it.
pub(super) fn setter(plan: &Plan<'_>, field: &PlannedField<'_>, wrap: &TokenStream) -> TokenStream {
    let name = ident(&field.name);
    let setter = format_ident!("set_{}", bare(field));
    let note = match field.access {
        Access::ReadOnly => ", which only the service does: for tests and for services of one's own",
        Access::Immutable => ", on creation only",
        _ => "",
    };
    let wire = &field.property.name;
    let docs = Doc::new().markdown(format!("Sets `{}`{note}.", code(wire))).tokens();
    let (ty, value) = argument(plan, field);
    let forget = forget_items(field);
    quote! {
        #docs
        #[must_use]
        pub fn #setter(mut self, #name: #ty) -> Self {
            self.#name = #wrap(#value);
            #forget
            self
        }
    }
}

/// What a method does that gives a collection other items: nulls that came among the old ones go.
pub(super) fn forget_items(field: &PlannedField<'_>) -> Option<TokenStream> {
    let wire = &field.property.name;
    matches!(field.kind, FieldKind::Items | FieldKind::Texts)
        .then(|| quote!(self.additional_properties.forget_items(#wire);))
}

/// The name of a field as the end of a longer one.
pub(super) fn bare<'f>(field: &'f PlannedField<'_>) -> &'f str {
    field.name.trim_end_matches('_')
}

/// What a setter takes, and what it makes of it.
fn argument(plan: &Plan<'_>, field: &PlannedField<'_>) -> (TokenStream, TokenStream) {
    let name = ident(&field.name);
    let item = types::item(plan, &field.property.ty.item, Place::Model);
    match (field.property.ty.is_collection, types::is_plain(&field.property.ty.item)) {
        // a literal takes its type from here: with `Into` it would be an `i32`, which no `i16` is made of
        (true, true) => (quote!(impl IntoIterator<Item = #item>), quote!(#name.into_iter().collect())),
        (true, false) => (
            quote!(impl IntoIterator<Item = impl Into<#item>>),
            quote!(#name.into_iter().map(Into::into).collect()),
        ),
        (false, true) => (item, quote!(#name)),
        (false, false) if field.is_boxed => (quote!(impl Into<#item>), quote!(Box::new(#name.into()))),
        (false, false) => (quote!(impl Into<#item>), quote!(#name.into())),
    }
}

/// The method of a base type that reads its value as a type that derives from it.
fn reading(one: &Derivation<'_>) -> TokenStream {
    let method = format_ident!("as_{}", one.derived.module);
    let derived = ident(&one.derived.ty);
    let name = code(one.derived_ty.name.short());
    let docs = Doc::new()
        .markdown(format!("A copy of the value as `{name}`, if `@odata.type` says that it is one."))
        .markdown(
            "A value whose properties do not fit is none either: `try_from` says why, and takes the value itself.",
        )
        .tokens();
    // asked before the value is copied: most values are of another type
    let names = std::iter::once(&one.derived_ty.name).chain(one.further.iter().copied());
    let names = names.map(TypeName::as_str);
    quote! {
        #docs
        #[must_use]
        #[inline]
        pub fn #method(&self) -> Option<super::#derived> {
            match self.odata_type.as_deref()?.rsplit('#').next() {
                Some(#(#names)|*) => super::#derived::try_from(self.clone()).ok(),
                _ => None,
            }
        }
    }
}
