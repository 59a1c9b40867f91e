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
    let import = (!plan.operations.is_empty()).then(|| {
        quote!(
            use ::msgraph_core::rt;
        )
    });
    quote! {
        #docs

        /// A trait for each operation: the programs that may call it.
        pub mod may {
            #import

            #(#traits)*
        }
    }
}

fn may(operation: &Operation, name: &str) -> TokenStream {
    let name = ident(name);
    let title = operation.title();
    let docs = Doc::new().markdown(format!("May call `{}`.", code(&title))).tokens();
    let message = format!("`{{Self}}` may not call `{}`", braced(&title));
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
        let alternatives: Vec<String> =
            requirement.alternatives().map(|AllOf(names)| names.join("` and `")).collect();
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

/// Data for a format string in which nothing of it is a place to fill.
fn braced(text: &str) -> String {
    text.replace('{', "{{").replace('}', "}}")
}

/// A macro that adds the table to those of other slices and hands all of them to the next macro, to
/// stand behind the module. It is text, because nothing lays out the inside of a macro as people do.
///
/// Each macro of a chain is given `{ slices } rest` and takes the next one from the rest:
///
/// ```text
/// __a_permissions! { {} [__b_permissions] [__app] { core } programs }
/// __b_permissions! { { [a::may] { .. } } [__app] { core } programs }
/// __app! { { [a::may] { .. } [b::may] { .. } } { core } programs }
/// ```
pub(crate) fn table(plan: &Plan<'_>, name: &str) -> String {
    let rows: String = plan.operations.iter().map(row).collect();
    format!(
        "
/// Adds what the operations here ask for, and goes on with the next macro.
#[doc(hidden)]
#[macro_export]
macro_rules! __{name}_permissions {{
    ({{ $($slices:tt)* }} [$($next:tt)*] $($rest:tt)*) => {{
        $($next)*! {{
            {{
                $($slices)*
                [$crate::permissions::may] {{
{rows}                }}
            }}
            $($rest)*
        }}
    }};
}}
"
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
    format!("                    {} {title} {};\n", planned.name.ty, schemes.join(" "))
}

fn list(names: &[String]) -> String {
    let names: Vec<String> = names.iter().map(|name| Literal::string(name).to_string()).collect();
    format!("[{}]", names.join(", "))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use msgraph_spec::Reader;

    const SPEC: &str = "openapi: 3.0.3
info: {title: t, version: v1.0}
servers: [{url: https://graph.microsoft.com/v1.0}]
paths:
  /x/{Self}:
    get:
      operationId: x
      parameters: [{name: Self, in: path, required: true, schema: {type: string}}]
      responses: {'204': {description: d}}
";

    const PERMISSIONS: &str = "permissions:
  Bad.{Self}:
    schemes: {Application: {privilegeLevel: 1, requiresAdminConsent: true}}
    pathSets:
      - {schemeKeys: [Application], methods: [GET], paths: {'/x/{id}': least=Application}}
";

    /// What the compiler is to fill in is ours: `{Self}` in a specification is a text.
    #[test]
    fn nothing_of_a_specification_is_filled_in() {
        let folder = tempfile::tempdir().expect("a folder");
        let [spec, table] = [("spec.yaml", SPEC), ("table.yaml", PERMISSIONS)].map(|(name, text)| {
            let path = folder.path().join(name);
            fs::write(&path, text).expect("a file");
            path
        });
        let read = Reader::openapi(spec).permissions(table).read().expect("an API");
        let mut faults = read.sources.diagnostics();
        let made = crate::generate(&read.api, "x", &mut faults).expect("a crate");
        let text = &made.files()["permissions.rs"];
        for expected in [
            r#"message = "`{Self}` may not call `GET /x/{{Self}}`""#,
            r#"label = "not granted to `{Self}`""#,
            r#"note = "application: `Bad.{{Self}}`"#,
            r#""GET /x/{Self}" [] [] [["Bad.{Self}""#,
        ] {
            assert!(text.contains(expected), "missing: {expected}\n{text}");
        }
    }
}
