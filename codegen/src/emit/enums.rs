//! `models/`: a file per enum.

use msgraph_spec::model::{EnumMember, EnumType};
use proc_macro2::TokenStream;
use quote::quote;

use super::docs::{Doc, code};
use crate::plan::PlannedEnum;
use crate::plan::names::ident;

/// The member that an evolvable enum has for all later ones.
const SENTINEL: &str = "unknownFutureValue";

/// An enum: what it knows as variants, and a variant that keeps the rest.
pub(crate) fn enumeration(planned: &PlannedEnum<'_>) -> TokenStream {
    let name = ident(&planned.name.ty);
    let qualified = code(planned.ty.name.as_str());
    let flags = if planned.ty.is_flags { " A value is a set of members." } else { "" };
    let docs = Doc::new()
        .docs(&planned.ty.docs, "")
        .markdown(format!("Enum type `{qualified}`.{flags}"))
        .link(planned.ty.docs.link.as_deref())
        .tokens();
    let variants = planned.variants.iter().map(|(variant, member)| variant_of(planned.ty, variant, member));
    let wires: Vec<&str> = planned.variants.iter().map(|(_, member)| member.name.as_str()).collect();
    let idents: Vec<_> = planned.variants.iter().map(|(variant, _)| ident(variant)).collect();
    quote! {
        use super::super::rt;

        #docs
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
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

fn variant_of(ty: &EnumType, variant: &str, member: &EnumMember) -> TokenStream {
    let name = ident(variant);
    let docs = Doc::new().docs(&member.docs, &format!("`{}`", code(&member.name)));
    let docs = if member.name == SENTINEL {
        docs.markdown(
            "Stands for a member that came later than this one: the service sends this in its place, \
             unless\nthe request has `Prefer: include-unknown-enum-members`.",
        )
    } else if ty.evolvable_members().iter().any(|later| later.name == member.name) {
        docs.markdown("Sent only when the request has `Prefer: include-unknown-enum-members`.")
    } else {
        docs
    };
    let docs = docs.tokens();
    quote!(#docs #name,)
}
