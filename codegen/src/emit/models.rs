//! `models/`: a file per structured type and per enum.

use msgraph_spec::model::{Property, StructuredKind};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::docs::{Doc, code};
use super::types::{self, Place};
use crate::plan::names::ident;
use crate::plan::{Plan, PlannedEnum, PlannedField, PlannedModel};

/// A structured type: the struct, its setters, and how it is read and written.
pub(crate) fn model(plan: &Plan<'_>, model: &PlannedModel<'_>) -> TokenStream {
    let name = ident(&model.name.ty);
    let docs = model_docs(model).tokens();
    let fields = model.fields.iter().map(|field| struct_field(plan, field));
    let constructors = constructors(plan, model);
    let tokens = super::tokens::tokens(plan, model);
    let record = record(model);
    let serde = serde(model);
    let debug = debug(model);
    quote! {
        use ::msgraph_core::rt;

        #docs
        #[derive(Clone, Default, PartialEq)]
        #[non_exhaustive]
        pub struct #name {
            #(#fields)*
            /// The type that the service named, where it did (`@odata.type`).
            pub odata_type: Option<String>,
            /// What came with the object and this type does not declare. It is written back as it came.
            pub additional_properties: rt::AdditionalProperties,
        }

        #constructors
        #tokens
        #record
        #serde
        #debug
    }
}

fn model_docs(model: &PlannedModel<'_>) -> Doc {
    let ty = model.ty;
    let qualified = code(ty.name.as_str());
    let kind = match ty.kind {
        StructuredKind::Entity => "Entity type",
        StructuredKind::Complex => "Complex type",
        StructuredKind::Parameters => "Parameters of the action",
    };
    let base =
        ty.base.as_ref().map(|base| format!(", derives from `{}`", code(base.as_str()))).unwrap_or_default();
    let open = if ty.is_open { ", open" } else { "" };
    let streams: Vec<String> = model.streams.iter().map(|one| format!("`{}`", code(&one.name))).collect();
    let doc = Doc::new()
        .docs(&ty.docs, &format!("`{qualified}`"))
        .markdown(format!("{kind} `{qualified}`{base}{open}."));
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

fn struct_field(plan: &Plan<'_>, field: &PlannedField<'_>) -> TokenStream {
    let name = ident(&field.name);
    let docs = property_docs(field.property).tokens();
    let ty = types::value(plan, &field.property.ty, Place::Model);
    let ty = if field.is_boxed { quote!(Box<#ty>) } else { ty };
    quote! {
        #docs
        pub #name: Option<#ty>,
    }
}

fn property_docs(property: &Property) -> Doc {
    let ty = code(&property.ty.to_string());
    let mut facts = format!("`{}`: `{ty}`", code(&property.name));
    for (is_so, fact) in [
        (property.is_required, "required"),
        (property.is_navigation, "navigation property"),
        (property.is_read_only, "read-only"),
        (property.is_secret, "never shown by `Debug`"),
    ] {
        if is_so {
            facts.push_str(", ");
            facts.push_str(fact);
        }
    }
    facts.push('.');
    Doc::new().text(property.docs.description.as_deref()).markdown(facts)
}

fn constructors(plan: &Plan<'_>, model: &PlannedModel<'_>) -> TokenStream {
    let name = ident(&model.name.ty);
    let odata_type = format!("#{}", model.ty.name);
    // what only the service sets has a setter too: tests and emulators make whole objects
    let setters = model.fields.iter().map(|field| setter(plan, field));
    let constant = (model.ty.kind != StructuredKind::Parameters).then(|| {
        quote! {
            /// How the service names this type in `@odata.type`.
            pub const ODATA_TYPE: &'static str = #odata_type;

        }
    });
    quote! {
        impl #name {
            #constant
            /// An object with nothing set.
            #[must_use]
            pub fn new() -> Self {
                Self::default()
            }

            #(#setters)*
        }
    }
}

fn setter(plan: &Plan<'_>, field: &PlannedField<'_>) -> TokenStream {
    let name = ident(&field.name);
    let setter = format_ident!("set_{}", field.name.trim_end_matches('_'));
    let docs = Doc::new().markdown(format!("Sets `{}`.", code(&field.property.name))).tokens();
    let item = types::item(plan, &field.property.ty.item, Place::Model);
    let (argument, value) = if field.property.ty.is_collection {
        (
            quote!(impl IntoIterator<Item = impl Into<#item>>),
            quote!(#name.into_iter().map(Into::into).collect()),
        )
    } else if field.is_boxed {
        (quote!(impl Into<#item>), quote!(Box::new(#name.into())))
    } else if types::is_plain(&field.property.ty) {
        (item, quote!(#name))
    } else {
        (quote!(impl Into<#item>), quote!(#name.into()))
    };
    quote! {
        #docs
        #[must_use]
        pub fn #setter(mut self, #name: #argument) -> Self {
            self.#name = Some(#value);
            self
        }
    }
}

/// How the type is read and written, property by property.
fn record(model: &PlannedModel<'_>) -> TokenStream {
    let name = ident(&model.name.ty);
    let qualified = model.ty.name.as_str();
    let reads = model.fields.iter().map(|field| {
        let (wire, field) = (&field.property.name, ident(&field.name));
        quote!(#wire => self.#field = map.next_value()?,)
    });
    let writes = model.fields.iter().map(|field| {
        let (wire, field) = (&field.property.name, ident(&field.name));
        quote!(out.property(#wire, &self.#field)?;)
    });
    quote! {
        impl rt::Record for #name {
            const ODATA_NAME: &'static str = #qualified;

            fn read_property<'de, M: rt::MapAccess<'de>>(&mut self, name: &str, map: &mut M) -> Result<bool, M::Error> {
                match name {
                    "@odata.type" => self.odata_type = map.next_value()?,
                    #(#reads)*
                    _ => return Ok(false),
                }
                Ok(true)
            }

            fn write_properties<M: rt::SerializeMap>(&self, out: &mut rt::PropertyWriter<'_, M>) -> Result<(), M::Error> {
                out.property("@odata.type", &self.odata_type)?;
                #(#writes)*
                Ok(())
            }

            fn additional_properties(&self) -> &rt::AdditionalProperties {
                &self.additional_properties
            }

            fn additional_properties_mut(&mut self) -> &mut rt::AdditionalProperties {
                &mut self.additional_properties
            }
        }
    }
}

fn serde(model: &PlannedModel<'_>) -> TokenStream {
    let name = ident(&model.name.ty);
    quote! {
        impl rt::Serialize for #name {
            fn serialize<S: rt::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                rt::write_record(self, serializer)
            }
        }

        impl<'de> rt::Deserialize<'de> for #name {
            fn deserialize<D: rt::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                rt::read_record(deserializer)
            }
        }
    }
}

fn debug(model: &PlannedModel<'_>) -> TokenStream {
    let name = ident(&model.name.ty);
    let text = &model.name.ty;
    let properties = model.fields.iter().map(|field| {
        let (label, member) = (field.name.as_str(), ident(&field.name));
        if field.property.is_secret {
            quote!(.secret(#label, &self.#member))
        } else {
            quote!(.property(#label, &self.#member))
        }
    });
    quote! {
        impl ::std::fmt::Debug for #name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                rt::DebugRecord::new(f, #text)
                    #(#properties)*
                    .property("odata_type", &self.odata_type)
                    .finish(&self.additional_properties)
            }
        }
    }
}

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
