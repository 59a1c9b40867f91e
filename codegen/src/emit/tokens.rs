//! Property tokens: a constant for each property of an entity or complex type.

use msgraph_spec::model::StructuredKind;
use proc_macro2::TokenStream;
use quote::quote;

use super::docs::{Doc, code};
use super::types::{self, Place};
use crate::plan::names::{self, ident};
use crate::plan::{Plan, PlannedField, PlannedModel};

/// The constants of a model: what names its properties in `$select`, `$filter`, `$orderby` and `$expand`.
///
/// The parameters of an action have none: nothing asks for them.
pub(crate) fn tokens(plan: &Plan<'_>, model: &PlannedModel<'_>) -> TokenStream {
    if model.ty.kind == StructuredKind::Parameters || model.fields.is_empty() {
        return TokenStream::new();
    }
    let name = ident(&model.name.ty);
    let constants = model.fields.iter().map(|field| constant(plan, field));
    quote! {
        impl #name {
            #(#constants)*
        }
    }
}

fn constant(plan: &Plan<'_>, field: &PlannedField<'_>) -> TokenStream {
    let name = ident(&names::constant_name(&field.name));
    let (token, options) = if field.property.is_navigation {
        (quote!(rt::Navigation), "`$expand`")
    } else {
        (quote!(rt::Property), "`$select`, `$filter` and `$orderby`")
    };
    let wire = &field.property.name;
    let docs = Doc::new().markdown(format!("`{}` in {options}.", code(wire))).tokens();
    let ty = types::value(plan, &field.property.ty, Place::Model);
    quote! {
        #docs
        pub const #name: #token<Self, #ty> = #token::new(#wire);
    }
}
