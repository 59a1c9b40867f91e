//! `permissions.rs`: a trait per operation for checked programs, and the table that `app!` reads.

use msgraph_spec::model::{AllOf, Operation, Requirement, Scheme};
use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::docs::{Doc, code};
use crate::plan::names::ident;
use crate::plan::{Plan, PlannedOperation};

pub(crate) fn module(plan: &Plan<'_>) -> TokenStream {
    let docs = Doc::new()
        .markdown("Which program may call what.")
        .markdown(
            "A program that states its permissions (`app!`) implements the traits of [`may`] that they open,\n\
             and can call nothing else. A program that states none is not checked.",
        )
        .inner_tokens();
    let traits = plan.operations.iter().map(|planned| may(planned.operation, &planned.name.ty));
    quote! {
        #docs

        /// A trait for each operation: the programs that may call it.
        pub mod may {
            use ::msgraph_core::rt;

            #(#traits)*
        }
    }
}

fn may(operation: &Operation, name: &str) -> TokenStream {
    let name = ident(name);
    let title = operation.title();
    let docs = Doc::new().markdown(format!("May call `{}`.", code(&title))).tokens();
    let message = braced(&format!("`{{Self}}` may not call `{title}`"));
    let label = "not granted to `{Self}`";
    let notes = notes(operation).into_iter().map(|note| braced(&note));
    quote! {
        #docs
        #[diagnostic::on_unimplemented(message = #message, label = #label, #(note = #notes),*)]
        pub trait #name {}

        #[diagnostic::do_not_recommend]
        impl #name for rt::Unchecked {}
    }
}

/// What each scheme asks for: `application: OnlineMeetings.ReadWrite.All`.
fn notes(operation: &Operation) -> Vec<String> {
    if Scheme::ALL.iter().all(|scheme| *operation.permissions.of(*scheme) == Requirement::Unknown) {
        return vec!["the permission table says nothing about this operation".to_owned()];
    }
    let notes = Scheme::ALL.map(|scheme| {
        let requirement = operation.permissions.of(scheme);
        let alternatives: Vec<String> = requirement.alternatives().map(ToString::to_string).collect();
        let wanted = match alternatives.as_slice() {
            [] if *requirement == Requirement::NotSupported => "not supported".to_owned(),
            [] => "unknown".to_owned(),
            [least] => format!("`{least}`"),
            [least, higher @ ..] => format!("`{least}` (least privileged), or `{}`", higher.join("`, `")),
        };
        format!("{}: {wanted}", scheme.label())
    });
    notes.into()
}

/// A text for a format string in which only `{Self}` is a place to fill.
fn braced(text: &str) -> String {
    text.replace('{', "{{").replace('}', "}}").replace("{{Self}}", "{Self}")
}

/// A macro that hands the table to another one, to stand behind the module. It is text, because
/// nothing lays out the inside of a macro as people do.
pub(crate) fn table(plan: &Plan<'_>, name: &str) -> String {
    let rows: Vec<String> = plan.operations.iter().map(row).collect();
    format!(
        "\n#[doc(hidden)]\n#[macro_export]\nmacro_rules! __{name}_permissions {{\n    \
         ([$($callback:tt)*] $($input:tt)*) => {{\n        $($callback)*! {{\n            \
         [$crate::permissions::may]\n            {{\n{}            }}\n            $($input)*\n        }}\n    \
         }};\n}}\n",
        rows.concat()
    )
}

/// `PostMeOnlineMeetings "POST /me/onlineMeetings" [["OnlineMeetings.ReadWrite"]] [] [];`
fn row(planned: &PlannedOperation<'_>) -> String {
    let title = Literal::string(&planned.operation.title());
    let schemes = Scheme::ALL.map(|scheme| {
        let alternatives = planned.operation.permissions.of(scheme).alternatives();
        let alternatives: Vec<String> = alternatives.map(|AllOf(names)| list(names)).collect();
        format!("[{}]", alternatives.join(", "))
    });
    format!("                {} {title} {};\n", planned.name.ty, schemes.join(" "))
}

fn list(names: &[String]) -> String {
    let names: Vec<String> = names.iter().map(|name| Literal::string(name).to_string()).collect();
    format!("[{}]", names.join(", "))
}
