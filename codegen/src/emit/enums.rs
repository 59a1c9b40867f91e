//! `models/`: a file per enum.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::{Doc, code};
use crate::plan::PlannedEnum;
use crate::plan::names::ident;

/// An enum: what it knows as variants, and a variant that keeps the rest.
pub(crate) fn enumeration(planned: &PlannedEnum<'_>) -> TokenStream {
    let name = ident(&planned.name.ty);
    let qualified = code(planned.ty.name.as_str());
    let flags = if planned.ty.is_flags { " A value is a set of members." } else { "" };
    let docs = Doc::new()
        .docs(&planned.ty.docs, &format!("`{qualified}`"))
        .markdown(format!("Enum type `{qualified}`.{flags}"))
        .link(planned.ty.docs.link.as_deref())
        .tokens();
    let later = planned.ty.evolvable_members();
    let variants = planned.variants.iter().map(|(variant, member)| {
        let variant = ident(variant);
        let wire = code(&member.name);
        let mut doc = Doc::new().docs(&member.docs, &format!("`{wire}`"));
        if later.iter().any(|one| one.name == member.name) {
            doc = doc.markdown("Sent only when the request has `Prefer: include-unknown-enum-members`.");
        }
        let docs = doc.tokens();
        quote!(#docs #variant,)
    });
    let wires: Vec<&str> = planned.variants.iter().map(|(_, member)| member.name.as_str()).collect();
    let idents: Vec<_> = planned.variants.iter().map(|(variant, _)| ident(variant)).collect();
    quote! {
        use ::msgraph_core::rt;

        #docs
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
            /// A member that this version does not know, as the service wrote it.
            UnknownValue(rt::UnknownMember),
        }

        impl #name {
            /// The members that this version knows, in the order of the service.
            pub const MEMBERS: &'static [&'static str] = &[#(#wires),*];

            /// The member as the service writes it.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    #(Self::#idents => #wires,)*
                    Self::UnknownValue(member) => member.as_str(),
                }
            }
        }

        impl From<&str> for #name {
            fn from(member: &str) -> Self {
                match member {
                    #(#wires => Self::#idents,)*
                    _ => Self::UnknownValue(rt::UnknownMember::new(member)),
                }
            }
        }

        rt::open_enum_impls!(#name);
    }
}
