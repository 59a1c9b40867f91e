//! `permissions.rs`: a constant per permission, and a trait per operation for checked programs.

use msgraph_spec::model::{AllOf, PermissionInfo, Requirement, Scheme, SchemeInfo};
use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use super::docs::{Doc, code};
use crate::plan::names::ident;
use crate::plan::{Plan, PlannedOperation, PlannedPermission};

pub(crate) fn module(plan: &Plan<'_>) -> TokenStream {
    let docs = Doc::new()
        .markdown("Permissions: what they are, and which program may call what.")
        .markdown(
            "Each permission that opens an operation here is a constant. A program that states what it holds\n\
             (`app!`) implements the traits of [`may`] that its permissions open, and can call nothing else. A\n\
             program that states nothing is not checked.",
        )
        .inner_tokens();
    let constants = plan.permissions.iter().map(|(name, planned)| constant(plan, name, planned));
    let names = plan.permissions.values().map(|planned| ident(&planned.constant));
    let traits = plan.operations.iter().map(may);
    let import = (!plan.operations.is_empty()).then(|| {
        quote!(
            use super::rt;
        )
    });
    quote! {
        #docs

        use super::rt;

        #(#constants)*

        /// Every permission that an operation here names, by its name.
        pub static ALL: &[rt::Permission] = &[#(#names),*];

        /// A trait for each operation: the programs that may call it.
        pub mod may {
            #import

            #(#traits)*
        }
    }
}

/// A permission: its name, and for each scheme who consents, and its level.
fn constant(plan: &Plan<'_>, name: &str, planned: &PlannedPermission<'_>) -> TokenStream {
    let constant = ident(&planned.constant);
    let schemes = planned.info.map_or(&[][..], |info| info.schemes.as_slice());
    let is_specific = planned.info.is_some_and(PermissionInfo::is_resource_specific);
    let docs = Doc::new()
        .title(name, schemes.first().map_or("", |(_, info)| &info.display_name))
        .entries(
            schemes
                .iter()
                .map(|(scheme, info)| (described(*scheme, info, is_specific), info.description.as_str())),
        )
        .markdown(opens(plan, name))
        .tokens();
    let grants = schemes.iter().map(|(scheme, info)| {
        let method = format_ident!("{}", method(*scheme));
        let consent = format_ident!("{}", if info.requires_admin_consent { "Admin" } else { "User" });
        let level = info.privilege_level.map(Literal::u32_unsuffixed);
        let level = level.map_or_else(|| quote!(None), |level| quote!(Some(#level)));
        quote!(.#method(rt::Consent::#consent, #level))
    });
    let specific = is_specific.then(|| quote!(.resource_specific()));
    quote! {
        #docs
        pub const #constant: rt::Permission = rt::Permission::new(#name)#(#grants)* #specific;
    }
}

/// What it is good for: ``Opens `POST /me/onlineMeetings` and 11 more.``
fn opens(plan: &Plan<'_>, name: &str) -> String {
    let named =
        |planned: &&PlannedOperation<'_>| planned.operation.permissions.names().any(|one| one == name);
    let mut opened = plan.operations.iter().filter(named);
    let Some(first) = opened.next() else { return String::new() };
    let first = code(&first.operation.title());
    match opened.count() {
        0 => format!("Opens `{first}`."),
        more => format!("Opens `{first}` and {more} more."),
    }
}

/// `application, granted by an administrator, privilege level 5`
fn described(scheme: Scheme, info: &SchemeInfo, is_specific: bool) -> String {
    let granted = match (info.requires_admin_consent, is_specific) {
        (true, _) => "granted by an administrator",
        (false, true) => "granted for one chat, team or meeting by its owner",
        (false, false) => "granted by the user",
    };
    let level = info.privilege_level.map(|level| format!(", privilege level {level}")).unwrap_or_default();
    format!("{}, {granted}{level}", scheme.label())
}

/// What core calls a scheme when a permission gets it.
fn method(scheme: Scheme) -> &'static str {
    match scheme {
        Scheme::DelegatedWork => "delegated_work",
        Scheme::DelegatedPersonal => "delegated_personal",
        Scheme::Application => "application",
    }
}

fn may(planned: &PlannedOperation<'_>) -> TokenStream {
    let name = ident(&planned.name.ty);
    let title = planned.operation.title();
    let docs = Doc::new().markdown(format!("May call `{}`.", code(&title))).tokens();
    let message = format!("`{{Self}}` may not call `{}`", braced(&title));
    let label = "not granted to `{Self}`";
    let notes = notes(planned).into_iter().map(|note| braced(&note));
    quote! {
        #docs
        #[diagnostic::on_unimplemented(message = #message, label = #label, #(note = #notes),*)]
        pub trait #name {}

        #[diagnostic::do_not_recommend]
        impl #name for rt::Unchecked {}
    }
}

/// What each scheme asks for: `application: OnlineMeetings.ReadWrite.All`.
fn notes(planned: &PlannedOperation<'_>) -> Vec<String> {
    let of = |scheme| planned.operation.permissions.of(scheme);
    if Scheme::ALL.iter().all(|scheme| *of(*scheme) == Requirement::Unknown) {
        let elsewhere = Scheme::ALL
            .into_iter()
            .filter_map(|scheme| Some(format!("{}: {}", scheme.label(), elsewhere(planned, scheme)?)));
        return std::iter::once("the permission table says nothing about this operation".to_owned())
            .chain(elsewhere)
            .collect();
    }
    let notes = Scheme::ALL.map(|scheme| {
        let wanted = wanted(of(scheme));
        let elsewhere = elsewhere(planned, scheme).map(|found| format!(" here; {found}")).unwrap_or_default();
        format!("{}: {wanted}{elsewhere}", scheme.label())
    });
    notes.into()
}

fn wanted(requirement: &Requirement) -> String {
    let alternatives: Vec<String> =
        requirement.alternatives().map(|AllOf(names)| names.join("` and `")).collect();
    match alternatives.as_slice() {
        [] if *requirement == Requirement::NotSupported => "not supported".to_owned(),
        [] => "unknown".to_owned(),
        [least] => format!("`{least}`"),
        [least, higher @ ..] => format!("`{least}` (least privileged), or `{}`", higher.join("`, `")),
    }
}

/// What works instead: ``call `POST /users/{user-id}/onlineMeetings` with `OnlineMeetings.ReadWrite.All` ``.
fn elsewhere(planned: &PlannedOperation<'_>, scheme: Scheme) -> Option<String> {
    let sibling = planned.sibling.as_ref().filter(|sibling| sibling.opens.contains(&scheme))?.operation;
    Some(format!("call `{}` with {}", sibling.title(), wanted(sibling.permissions.of(scheme))))
}

/// Data for a format string in which nothing of it is a place to fill.
fn braced(text: &str) -> String {
    text.replace('{', "{{").replace('}', "}}")
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
            r#"pub const BAD_SELF: rt::Permission = rt::Permission::new("Bad.{Self}")"#,
            r#""GET /x/{Self}" [] [] [["Bad.{Self}""#,
        ] {
            assert!(text.contains(expected), "missing: {expected}\n{text}");
        }
    }
}
