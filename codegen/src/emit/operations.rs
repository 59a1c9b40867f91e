//! `operations/`: a file per operation.

use msgraph_spec::model::{
    AllOf, Answer, HttpMethod, Operation, OperationPermissions, ParameterPlace, Requirement, Scheme,
    StatusCodes, ValueType,
};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::docs::{Doc, code};
use super::root::modules;
use super::summary;
use super::types::{self, Place};
use crate::plan::names::ident;
use crate::plan::options;
use crate::plan::{Plan, PlannedOperation};

/// `operations/mod.rs`, with the table of all operations.
pub(crate) fn module(plan: &Plan<'_>) -> TokenStream {
    let docs = Doc::new()
        .markdown("Operations: for each, a type that holds its method, its path and its permissions.")
        .inner_tokens();
    let list = modules(plan.operations.iter().map(|one| &one.name));
    let names = plan.operations.iter().map(|one| ident(&one.name.ty));
    quote! {
        #docs
        #list

        use super::rt;

        /// Every operation of the slice, ordered by path and method.
        pub static ALL: &[&rt::OperationInfo] = &[#(<#names as rt::Operation>::INFO),*];
    }
}

/// The type of an operation, its permissions, the shape of its answer, and the options it takes.
pub(crate) fn operation(plan: &Plan<'_>, planned: &PlannedOperation<'_>) -> TokenStream {
    let operation = planned.operation;
    let name = ident(&planned.name.ty);
    let docs = documentation(planned).tokens();
    let permissions = permissions(plan, &operation.permissions);
    let imports = imports(plan, planned);
    let answer = answer(plan, operation);
    let method = format_ident!("{}", planned.verb.constant_name());
    let path = operation.path.to_string();
    let link = operation.docs.link.as_ref().map(|link| quote!(.documented_at(#link)));
    let like = planned.sibling.as_ref().map(|sibling| {
        let (name, path) = (ident(&sibling.name.ty), sibling.operation.path.to_string());
        quote!(.like(#path, #name::PERMISSIONS))
    });
    // of the other methods HTTP says it
    let idempotent =
        (operation.method == HttpMethod::Post && operation.is_idempotent()).then(|| quote!(.idempotent()));
    let options = options::KNOWN.iter().filter_map(|(place, wire, option)| {
        operation.parameter(*place, wire)?;
        let option = format_ident!("{option}");
        Some(quote!(impl rt::option::#option for #name {}))
    });
    let later =
        planned.answers_evolvable_enum.then(|| quote!(impl rt::option::UnknownEnumMembers for #name {}));
    let permission_docs = Doc::new().markdown("Who may call it.").tokens();
    quote! {
        #imports

        #docs
        #[derive(Debug, Clone, Copy)]
        pub struct #name;

        impl #name {
            #permission_docs
            pub const PERMISSIONS: rt::Permissions = #permissions;
        }

        impl rt::Operation for #name {
            type Answer = #answer;

            const INFO: &'static rt::OperationInfo =
                &rt::OperationInfo::new(rt::Method::#method, #path, Self::PERMISSIONS)#link #like #idempotent;
        }

        #(#options)*
        #later
    }
}

/// What is said of an operation at its type and at the method that calls it.
pub(crate) fn documentation(planned: &PlannedOperation<'_>) -> Doc {
    let operation = planned.operation;
    let later = if planned.answers_evolvable_enum {
        "The answer can hold enum members that the service sends only on request:\n\
         `Request::include_unknown_enum_members` asks for them."
    } else {
        ""
    };
    let title = format!("`{}`, answered with {}.", code(&operation.title()), answered_with(operation));
    Doc::new()
        .docs(&operation.docs, &summary::of(operation))
        .markdown(title)
        .list(options::described(operation))
        .markdown(further(operation, ParameterPlace::Query, "query options", "query"))
        .markdown(further(operation, ParameterPlace::Header, "headers", "header"))
        .markdown(later)
        .permissions(&operation.permissions)
        .markdown(elsewhere(planned))
        .link(operation.docs.link.as_deref())
}

/// Where to go with permissions that open nothing here.
fn elsewhere(planned: &PlannedOperation<'_>) -> String {
    let Some(sibling) = &planned.sibling else { return String::new() };
    let schemes: Vec<&str> = sibling.opens.iter().map(|scheme| scheme.label()).collect();
    let title = code(&sibling.operation.title());
    format!("With {} permissions, call `{title}` instead.", schemes.join(" or "))
}

/// The parameters that have no method of their own.
fn further(operation: &Operation, place: ParameterPlace, what: &str, method: &str) -> String {
    let names: Vec<String> = options::further(operation)
        .filter(|one| one.place == place)
        .map(|one| format!("`{}`", code(&one.name)))
        .collect();
    match names.as_slice() {
        [] => String::new(),
        [one] => format!("Further {what}: {one}; set it with `Request::{method}`."),
        many => format!("Further {what}: {}; set them with `Request::{method}`.", many.join(", ")),
    }
}

/// The status codes of success: `200 or 201`.
fn answered_with(operation: &Operation) -> String {
    let codes = operation.successes.iter().map(|success| match success.status {
        StatusCodes::Exact(code) => code.to_string(),
        _ => "any success".to_owned(),
    });
    codes.collect::<Vec<_>>().join(" or ")
}

fn permissions(plan: &Plan<'_>, permissions: &OperationPermissions) -> TokenStream {
    let [work, personal, application] = Scheme::ALL.map(|scheme| requirement(plan, permissions.of(scheme)));
    let specific = permissions.resource_specific.iter().map(|(scheme, names)| {
        let scheme = format_ident!("{}", scheme.as_str());
        let names = all_of(plan, names);
        quote!((rt::Scheme::#scheme, #names))
    });
    quote! {
        rt::Permissions {
            delegated_work: #work,
            delegated_personal: #personal,
            application: #application,
            resource_specific: &[#(#specific),*],
        }
    }
}

fn requirement(plan: &Plan<'_>, requirement: &Requirement) -> TokenStream {
    match requirement {
        Requirement::NotSupported => quote!(rt::Requirement::NotSupported),
        Requirement::OneOf { .. } => {
            let alternatives = requirement.alternatives().map(|one| all_of(plan, one));
            quote!(rt::Requirement::OneOf(&[#(#alternatives),*]))
        }
        _ => quote!(rt::Requirement::Unknown),
    }
}

fn all_of(plan: &Plan<'_>, AllOf(names): &AllOf) -> TokenStream {
    let constants = names.iter().filter_map(|name| Some(ident(plan.permission(name)?)));
    quote!(&[#(permissions::#constants),*])
}

fn imports(plan: &Plan<'_>, planned: &PlannedOperation<'_>) -> TokenStream {
    let has_permissions = planned.operation.permissions.names().next().is_some();
    let modules = match (uses_models(plan, planned.operation), has_permissions) {
        (true, true) => quote!(
            use super::super::{models, permissions};
        ),
        (true, false) => quote!(
            use super::super::models;
        ),
        (false, true) => quote!(
            use super::super::permissions;
        ),
        (false, false) => quote!(),
    };
    let sibling = planned.sibling.as_ref().map(|sibling| {
        let name = ident(&sibling.name.ty);
        quote!(
            use super::#name;
        )
    });
    quote! {
        use super::super::rt;
        #modules
        #sibling
    }
}

fn answer(plan: &Plan<'_>, operation: &Operation) -> TokenStream {
    let named = |ty: &ValueType| types::value(plan, ty, Place::Elsewhere);
    match operation.answer() {
        Answer::One(ty) => {
            let ty = named(ty);
            quote!(rt::Json<#ty>)
        }
        Answer::Wrapped(ty) => {
            let value = named(ty);
            if ty.is_nullable && !ty.is_collection {
                quote!(rt::Wrapped<Option<#value>>)
            } else {
                quote!(rt::Wrapped<#value>)
            }
        }
        Answer::Page { item, .. } => {
            let item = types::item(plan, &item.item, Place::Elsewhere);
            quote!(rt::Paged<#item>)
        }
        Answer::Count => {
            let item = counted(plan, operation);
            let item = item.map(|item| types::item(plan, &item.item, Place::Elsewhere));
            item.map_or_else(|| quote!(rt::Count), |item| quote!(rt::Count<#item>))
        }
        Answer::Content { .. } => quote!(rt::Content),
        _ => quote!(rt::Empty),
    }
}

/// What is counted, so that its properties can be named in a filter: the items of the collection at the path before
/// `$count`, where the slice has it.
fn counted<'a>(plan: &Plan<'a>, operation: &Operation) -> Option<&'a ValueType> {
    let (_, collection) = operation.path.segments.split_last()?;
    let is_list = |one: &&Operation| one.method == HttpMethod::Get && one.path.segments == collection;
    match plan.operations.iter().map(|one| one.operation).find(is_list)?.answer() {
        Answer::Page { item, .. } => Some(item),
        _ => None,
    }
}

fn uses_models(plan: &Plan<'_>, operation: &Operation) -> bool {
    match operation.answer() {
        Answer::One(ty) | Answer::Wrapped(ty) | Answer::Page { item: ty, .. } => types::is_model(ty),
        Answer::Count => counted(plan, operation).is_some_and(types::is_model),
        _ => false,
    }
}
