//! Rust types for the types of the model.

use msgraph_spec::model::{Primitive, TypeDef, TypeRef, ValueType};
use proc_macro2::TokenStream;
use quote::quote;

use crate::plan::Plan;
use crate::plan::names::ident;

/// Where a type is named: decides the path to the models.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// In a file of `models/`.
    Model,
    /// In a file of `operations/` or `builders/`, which imports `models`.
    Elsewhere,
}

/// One item: for a collection, the type of an item.
pub(crate) fn item(plan: &Plan<'_>, ty: &TypeRef, place: Place) -> TokenStream {
    match ty {
        TypeRef::Primitive(primitive) => self::primitive(*primitive),
        TypeRef::Named(name) => {
            let Some(rust) = plan.type_name(name) else { return quote!(rt::Untyped) };
            let rust = ident(&rust.ty);
            let path = match place {
                Place::Model => quote!(super::#rust),
                Place::Elsewhere => quote!(models::#rust),
            };
            match plan.api.types.get(name) {
                Some(TypeDef::Enum(of)) if of.is_flags => quote!(rt::Flags<#path>),
                _ => path,
            }
        }
        _ => quote!(rt::Untyped),
    }
}

/// The value: a collection is a `Vec`.
pub(crate) fn value(plan: &Plan<'_>, ty: &ValueType, place: Place) -> TokenStream {
    let item = item(plan, &ty.item, place);
    if ty.is_collection { quote!(Vec<#item>) } else { item }
}

fn primitive(primitive: Primitive) -> TokenStream {
    match primitive {
        Primitive::Binary => quote!(rt::Binary),
        Primitive::Boolean => quote!(bool),
        Primitive::Byte => quote!(u8),
        Primitive::Date => quote!(rt::Date),
        Primitive::DateTimeOffset => quote!(rt::DateTimeOffset),
        Primitive::Decimal => quote!(rt::Decimal),
        Primitive::Double => quote!(f64),
        Primitive::Duration => quote!(rt::Duration),
        Primitive::Guid => quote!(rt::Guid),
        Primitive::Int16 => quote!(i16),
        Primitive::Int32 => quote!(i32),
        Primitive::Int64 => quote!(i64),
        Primitive::SByte => quote!(i8),
        Primitive::Single => quote!(f32),
        Primitive::String => quote!(String),
        Primitive::TimeOfDay => quote!(rt::TimeOfDay),
        _ => quote!(rt::Untyped),
    }
}

/// Whether the type stands in `models`.
pub(crate) fn is_model(ty: &ValueType) -> bool {
    matches!(ty.item, TypeRef::Named(_))
}

/// Whether an item is a number or a boolean, which are passed as they are.
pub(crate) fn is_plain(item: &TypeRef) -> bool {
    matches!(
        item,
        TypeRef::Primitive(
            Primitive::Boolean
                | Primitive::Byte
                | Primitive::Double
                | Primitive::Int16
                | Primitive::Int32
                | Primitive::Int64
                | Primitive::SByte
                | Primitive::Single
        )
    )
}
