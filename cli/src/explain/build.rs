//! Gathers what is known about an operation.

use msgraph_codegen::Calls;
use msgraph_spec::model::{
    self, Api, ParameterPlace, Segment, Siblings, StatusCodes, TypeName, TypeRef, ValueType,
};

use super::facts::{Answer, Body, Operation, Parameter, PathParameter, Property, Rust, Type};
use super::{request, title};
use crate::permissions::report;

/// What is known of the slice as a whole.
pub(super) struct Known<'a> {
    pub(super) calls: &'a Calls<'a>,
    /// Whether the slice is another one than that of the crate `msgraph`, whose client has its paths.
    pub(super) is_own: bool,
    pub(super) siblings: &'a Siblings<'a>,
    /// Who may call the operation.
    pub(super) report: Option<&'a report::Operation>,
}

pub(super) fn operation(api: &Api, of: &model::Operation, known: &Known<'_>) -> Operation {
    let sent = of.body.as_ref().and_then(type_of_body);
    let given = type_of_answer(of.answer()).filter(|name| Some(*name) != sent);
    Operation {
        title: title(of),
        summary: of.docs.summary.clone(),
        description: of.docs.description.clone().filter(|text| Some(text) != of.docs.summary.as_ref()),
        documentation: of.docs.link.clone(),
        kind: format!("{:?}", of.kind).to_lowercase(),
        file: of.origin.file.to_string(),
        line: of.origin.line,
        rust: known.calls.of(of).map(|call| Rust {
            call: match call.expression.strip_prefix("graph.") {
                Some(rest) if known.is_own => format!("Root::new(&graph).{rest}.await?"),
                _ => format!("{}.await?", call.expression),
            },
            operation: call.operation,
            builder: call.builder,
            body: call.body,
            answer: call.answer,
        }),
        path_parameters: path_parameters(of),
        options: of.parameters.iter().map(parameter).collect(),
        body: of.body.as_ref().map(|body| self::body(api, body)),
        answers: of.successes.iter().map(answer).collect(),
        answer_type: given.and_then(|name| ty(api, name, known.calls)),
        permissions: known.report.map(|one| one.schemes.clone()).unwrap_or_default(),
        resource_specific: known.report.map(|one| one.resource_specific.clone()).unwrap_or_default(),
        sibling: known.siblings.of(of).map(title),
        curl: request::curl(api, of),
    }
}

fn path_parameters(of: &model::Operation) -> Vec<PathParameter> {
    let mut found = Vec::new();
    for segment in &of.path.segments {
        match segment {
            Segment::Key(key) => found.push(PathParameter {
                name: key.name.clone(),
                what: key.of.as_ref().map_or_else(|| "a key".to_owned(), |of| format!("key of {of}")),
                description: key.description.clone(),
            }),
            Segment::Call { parameters, .. } => found.extend(parameters.iter().map(|one| PathParameter {
                name: one.name.clone(),
                what: format!("{}{}", one.ty, if one.is_optional { ", may be left out" } else { "" }),
                description: one.description.clone(),
            })),
            _ => {}
        }
    }
    found
}

fn parameter(of: &model::Parameter) -> Parameter {
    Parameter {
        place: if of.place == ParameterPlace::Query { "query" } else { "header" },
        name: of.name.clone(),
        ty: of.ty.to_string(),
        is_required: of.is_required,
        description: of.description.clone(),
    }
}

fn body(api: &Api, of: &model::Body) -> Body {
    let (holds, is_required) = match of {
        model::Body::Json { ty, is_required } => (ty.to_string(), *is_required),
        model::Body::Parameters(name) => (name.to_string(), true),
        model::Body::Binary { media_type } => (format!("bytes, {media_type}"), true),
        _ => (String::new(), false),
    };
    Body { holds, is_required, properties: type_of_body(of).and_then(|name| properties(api, name)) }
}

fn type_of_body(of: &model::Body) -> Option<&TypeName> {
    match of {
        model::Body::Json { ty, .. } => named(ty),
        model::Body::Parameters(name) => Some(name),
        _ => None,
    }
}

fn type_of_answer(of: &model::Answer) -> Option<&TypeName> {
    match of {
        model::Answer::One(ty) | model::Answer::Wrapped(ty) | model::Answer::Page { item: ty, .. } => {
            named(ty)
        }
        _ => None,
    }
}

fn named(ty: &ValueType) -> Option<&TypeName> {
    match &ty.item {
        TypeRef::Named(name) => Some(name),
        _ => None,
    }
}

fn ty(api: &Api, name: &TypeName, calls: &Calls<'_>) -> Option<Type> {
    Some(Type { name: name.to_string(), rust: calls.type_name(name), properties: properties(api, name)? })
}

/// The properties of a type with those that it inherits. An enum has none.
fn properties(api: &Api, name: &TypeName) -> Option<Vec<Property>> {
    let properties = api.properties_of(api.structured(name)?);
    let told = properties.into_iter().map(|one| Property {
        name: one.name.clone(),
        ty: one.ty.to_string(),
        is_nullable: one.ty.is_nullable,
        is_read_only: one.is_read_only,
        is_immutable: one.is_immutable,
        is_navigation: one.is_navigation,
        is_required: one.is_required,
        is_secret: one.is_secret,
    });
    Some(told.collect())
}

fn answer(of: &model::Success) -> Answer {
    let status = match of.status {
        StatusCodes::Exact(code) => code.to_string(),
        _ => "2XX".to_owned(),
    };
    let holds = match &of.answer {
        model::Answer::One(ty) => ty.to_string(),
        model::Answer::Wrapped(ty) => format!("{ty} as `value`"),
        model::Answer::Page { item, has_delta } => {
            format!("pages of {item}{}", if *has_delta { ", the last with a delta link" } else { "" })
        }
        model::Answer::Count => "a number, text/plain".to_owned(),
        model::Answer::Content { media_type } => format!("bytes, {media_type}"),
        _ => "nothing".to_owned(),
    };
    Answer { status, holds }
}
