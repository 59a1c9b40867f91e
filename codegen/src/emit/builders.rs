//! `builders/`: the fluent path, a file per path.

use msgraph_spec::model::{Body, HttpMethod, Operation, Primitive, TypeDef, TypeRef, ValueType};
use proc_macro2::TokenStream;
use quote::quote;

use super::docs::{Doc, code};
use super::operations::documentation;
use super::root::modules;
use super::types::{self, Place};
use crate::plan::names::ident;
use crate::plan::{Argument, Child, ChildKind, Plan, PlannedBuilder, PlannedOperation, RustName};

/// `builders/mod.rs`
pub(crate) fn module(plan: &Plan<'_>) -> TokenStream {
    let docs = Doc::new()
        .markdown(
            "Request builders: one type for each path, from [`Root`] on. They follow the path word by word.",
        )
        .inner_tokens();
    let list = modules(plan.builders.iter().map(|one| &one.name));
    quote! {
        #docs
        #list
    }
}

/// A builder: the path so far, the ways on, and the operations on it.
pub(crate) fn builder(plan: &Plan<'_>, builder: &PlannedBuilder<'_>) -> TokenStream {
    let name = ident(&builder.name.ty);
    let imports = imports(builder);
    let is_root = builder.path == "/";
    let docs = if is_root {
        Doc::new().markdown("Where every path begins.").tokens()
    } else {
        Doc::new().markdown(format!("`{}`", code(&builder.path))).tokens()
    };
    let call_field = builder.function.map(|_| quote!(call: rt::Call,));
    let constructor = constructor(builder, is_root);
    let arguments = builder.optional.iter().map(|argument| optional_argument(plan, argument));
    let children = builder.children.iter().map(|child| way_on(plan, builder, child));
    let methods = builder.operations.iter().map(|operation| method(plan, builder, operation));
    quote! {
        #imports

        #docs
        #[must_use = "a request builder sends nothing by itself"]
        pub struct #name<A = rt::Unchecked> {
            path: rt::Path<A>,
            #call_field
        }

        impl<A> #name<A> {
            #constructor
            #(#arguments)*
            #(#children)*
            #(#methods)*
        }
    }
    .into_iter()
    .chain(impls(builder))
    .collect()
}

/// What each builder has alike, written once in core.
fn impls(builder: &PlannedBuilder<'_>) -> TokenStream {
    let name = ident(&builder.name.ty);
    if builder.function.is_some() {
        quote!(rt::builder_impls!(#name, call);)
    } else {
        quote!(rt::builder_impls!(#name);)
    }
}

fn imports(builder: &PlannedBuilder<'_>) -> TokenStream {
    let mut children: Vec<_> = builder.children.iter().map(|child| ident(&child.builder.ty)).collect();
    children.sort();
    let has_models = builder.operations.iter().any(|one| body_uses_models(one))
        || builder.optional.iter().any(|one| types::is_model(&one.parameter.ty))
        || builder.children.iter().any(|child| match &child.kind {
            ChildKind::Call { required, .. } => required.iter().any(|one| types::is_model(&one.parameter.ty)),
            _ => false,
        });
    let has_operations = !builder.operations.is_empty();
    let modules = match (has_models, has_operations) {
        (true, true) => quote!(
            use super::super::{models, operations};
        ),
        (true, false) => quote!(
            use super::super::models;
        ),
        (false, true) => quote!(
            use super::super::operations;
        ),
        (false, false) => quote!(),
    };
    let may = has_operations.then(|| {
        quote!(
            use super::super::permissions::may;
        )
    });
    let children = match children.as_slice() {
        [] => quote!(),
        [child] => quote!(use super::#child;),
        several => quote!(use super::{#(#several),*};),
    };
    quote! {
        use super::super::rt;
        #may
        #modules
        #children
    }
}

fn body_uses_models(operation: &PlannedOperation<'_>) -> bool {
    match &operation.operation.body {
        Some(Body::Json { ty, .. }) => types::is_model(ty),
        Some(Body::Parameters(_)) => true,
        _ => false,
    }
}

fn constructor(builder: &PlannedBuilder<'_>, is_root: bool) -> TokenStream {
    if is_root {
        quote! {
            /// The root of all paths of that client, for the program that it is checked as.
            pub fn new(client: &impl rt::AsClient<A>) -> Self {
                Self { path: client.as_client().path() }
            }
        }
    } else if builder.function.is_some() {
        quote! {
            pub(super) fn new(path: rt::Path<A>, call: rt::Call) -> Self {
                Self { path, call }
            }
        }
    } else {
        quote! {
            pub(super) fn new(path: rt::Path<A>) -> Self {
                Self { path }
            }
        }
    }
}

/// The path that requests and ways on start from.
fn here(builder: &PlannedBuilder<'_>) -> TokenStream {
    if builder.function.is_some() { quote!(self.path.call(&self.call)) } else { quote!(self.path) }
}

fn optional_argument(plan: &Plan<'_>, argument: &Argument<'_>) -> TokenStream {
    let name = ident(&argument.name);
    let wire = &argument.parameter.name;
    let docs = Doc::new()
        .text(argument.parameter.description.as_deref())
        .markdown(format!("Sets the argument `{}` of the function. It may be left out.", code(wire)))
        .tokens();
    let (ty, add) = argument_type(plan, argument);
    quote! {
        #docs
        pub fn #name(mut self, #name: #ty) -> Self {
            self.call = self.call #add;
            self
        }
    }
}

/// The type of an argument, and what adds it to the call.
fn argument_type(plan: &Plan<'_>, argument: &Argument<'_>) -> (TokenStream, TokenStream) {
    let name = ident(&argument.name);
    let wire = &argument.parameter.name;
    let item = &argument.parameter.ty.item;
    let ty = types::item(plan, item, Place::Elsewhere);
    match item {
        TypeRef::Named(of) => match plan.api.types.get(of) {
            Some(TypeDef::Enum(of)) if of.is_flags => {
                (quote!(&#ty), quote!(.argument(#wire, &#name.to_string())))
            }
            _ => (quote!(&#ty), quote!(.argument(#wire, #name.as_str()))),
        },
        TypeRef::Primitive(Primitive::String) => {
            (quote!(impl AsRef<str>), quote!(.argument(#wire, #name.as_ref())))
        }
        _ if argument.parameter.is_quoted => (ty, quote!(.argument(#wire, &#name.to_string()))),
        _ if types::is_plain(item) => (ty, quote!(.argument(#wire, &#name))),
        _ => (quote!(impl Into<#ty>), quote!(.argument::<#ty>(#wire, &#name.into()))),
    }
}

fn way_on(plan: &Plan<'_>, builder: &PlannedBuilder<'_>, child: &Child<'_>) -> TokenStream {
    let (method, next) = (ident(&child.method), ident(&child.builder.ty));
    let here = here(builder);
    let doc = Doc::new().markdown(format!("`{}`", code(&child.path)));
    match &child.kind {
        ChildKind::Literal(segment) => {
            let docs = doc.tokens();
            quote! {
                #docs
                pub fn #method(&self) -> #next<A> {
                    #next::new(#here.literal(#segment))
                }
            }
        }
        ChildKind::Key { argument, placeholder, description } => {
            let docs = Doc::new().text(*description).markdown(format!("`{}`", code(&child.path))).tokens();
            let argument = ident(argument);
            quote! {
                #docs
                pub fn #method(&self, #argument: impl AsRef<str>) -> #next<A> {
                    #next::new(#here.key(#placeholder, #argument.as_ref()))
                }
            }
        }
        ChildKind::Call { function, required, has_optional } => {
            let docs = doc.tokens();
            let names = required.iter().map(|argument| ident(&argument.name));
            let (tys, adds): (Vec<_>, Vec<_>) =
                required.iter().map(|argument| argument_type(plan, argument)).unzip();
            let call = quote!(rt::Call::new(#function)#(#adds)*);
            let made = if *has_optional {
                quote!(#next::new(#here.clone(), #call))
            } else {
                quote!(#next::new(#here.call(&#call)))
            };
            quote! {
                #docs
                pub fn #method(&self, #(#names: #tys),*) -> #next<A> {
                    #made
                }
            }
        }
    }
}

fn method(plan: &Plan<'_>, builder: &PlannedBuilder<'_>, planned: &PlannedOperation<'_>) -> TokenStream {
    let docs = documentation(planned).tokens();
    let method = ident(&planned.verb.method_name());
    let name = ident(&planned.name.ty);
    let here = here(builder);
    let (argument, add) = match &planned.operation.body {
        Some(Body::Json { ty, .. }) => match update_of(plan, planned.operation) {
            Some(update) => {
                let update = ident(&update.ty);
                (quote!(, body: &models::#update), quote!(.json(body)))
            }
            None => body(plan, ty),
        },
        Some(Body::Parameters(name)) => body(plan, &ValueType::required(TypeRef::Named(name.clone()))),
        Some(Body::Binary { media_type }) => {
            (quote!(, content: impl Into<rt::Bytes>), quote!(.body(#media_type, content)))
        }
        _ => (TokenStream::new(), TokenStream::new()),
    };
    quote! {
        #docs
        pub fn #method(&self #argument) -> rt::Request<operations::#name>
        where
            A: may::#name,
        {
            #here.request()#add
        }
    }
}

/// The type of the changes, where the operation is a PATCH of a type that has one.
pub(crate) fn update_of<'p>(plan: &'p Plan<'_>, operation: &Operation) -> Option<&'p RustName> {
    let Some(Body::Json { ty, .. }) = &operation.body else { return None };
    match &ty.item {
        TypeRef::Named(name) if operation.method == HttpMethod::Patch && !ty.is_collection => {
            Some(&plan.update_of(name)?.name)
        }
        _ => None,
    }
}

fn body(plan: &Plan<'_>, ty: &ValueType) -> (TokenStream, TokenStream) {
    let item = types::item(plan, &ty.item, Place::Elsewhere);
    let ty = match &ty.item {
        _ if ty.is_collection => quote!([#item]),
        TypeRef::Primitive(Primitive::String) => quote!(str),
        _ => item,
    };
    (quote!(, body: &#ty), quote!(.json(body)))
}
