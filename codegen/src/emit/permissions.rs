//! `permissions.rs`: a trait per operation for checked programs, and the table that `app!` reads.

use msgraph_spec::model::{AllOf, Operation, Scheme};
use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use super::docs::{Doc, code};
use crate::plan::Plan;
use crate::plan::names::ident;

pub(crate) fn module(plan: &Plan<'_>, name: &str) -> TokenStream {
    let docs = Doc::new()
        .markdown("Which program may call what.")
        .markdown(
            "A program that states its permissions (`app!`) implements the traits of [`may`] that they open, and \
             can call nothing else. A program that states none is not checked.",
        )
        .inner_tokens();
    let traits = plan.operations.iter().map(|planned| may(planned.operation, &planned.name.ty));
    let table = table(plan, name);
    quote! {
        #docs

        /// A trait for each operation: the programs that may call it.
        pub mod may {
            use ::msgraph_core::rt;

            #(#traits)*
        }

        #table
    }
}

fn may(operation: &Operation, name: &str) -> TokenStream {
    let name = ident(name);
    let title = operation.title();
    let docs = Doc::new().markdown(format!("May call `{}`.", code(&title))).tokens();
    let message = braced(&format!("`{{Self}}` may not call `{title}`"));
    let label = "not granted to `{Self}`";
    let notes = Scheme::ALL.map(|scheme| braced(&note(operation, scheme)));
    quote! {
        #docs
        #[diagnostic::on_unimplemented(message = #message, label = #label, #(note = #notes),*)]
        pub trait #name {}

        impl #name for rt::Unchecked {}
    }
}

/// `application permissions: one of A, B`
fn note(operation: &Operation, scheme: Scheme) -> String {
    let requirement = operation.permissions.of(scheme);
    let alternatives: Vec<String> = requirement.alternatives().map(ToString::to_string).collect();
    let wanted = match alternatives.as_slice() {
        [] if *requirement == msgraph_spec::model::Requirement::NotSupported => "not supported".to_owned(),
        [] => "unknown: the permission table says nothing about this operation".to_owned(),
        [least] => format!("`{least}`"),
        [least, higher @ ..] => format!("`{least}` (least privileged), or `{}`", higher.join("`, `")),
    };
    format!("{}: {wanted}", scheme.label())
}

/// A text for a format string in which only `{Self}` is a place to fill.
fn braced(text: &str) -> String {
    text.replace('{', "{{").replace('}', "}}").replace("{{Self}}", "{Self}")
}

/// A macro that hands the table to another one.
fn table(plan: &Plan<'_>, name: &str) -> TokenStream {
    let table = format_ident!("__{name}_permissions");
    let rows = plan.operations.iter().map(|planned| {
        let name = ident(&planned.name.ty);
        let title = planned.operation.title();
        let [work, personal, application] = Scheme::ALL.map(|scheme| {
            let alternatives = planned.operation.permissions.of(scheme).alternatives().map(|AllOf(names)| {
                let names = names.iter().map(|name| Literal::string(name));
                quote!([#(#names),*])
            });
            quote!([#(#alternatives),*])
        });
        quote!(#name #title #work #personal #application;)
    });
    quote! {
        #[doc(hidden)]
        #[macro_export]
        macro_rules! #table {
            ([$($callback:tt)*] $($input:tt)*) => {
                $($callback)*! { [$crate::permissions::may] { #(#rows)* } $($input)* }
            };
        }
    }
}
