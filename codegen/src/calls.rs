//! What an operation is called in the generated crate, for those who only tell of it.

use std::collections::BTreeMap;

use msgraph_spec::Diagnostics;
use msgraph_spec::model::{Answer, Api, Body, Operation, Segment, TypeName, TypeRef};
use proc_macro2::TokenStream;

use crate::emit::{self, Place};
use crate::plan::{Argument, Child, ChildKind, Plan, PlannedBuilder};

/// The names that a slice has in Rust, without the crate itself.
pub struct Calls<'a> {
    plan: Plan<'a>,
    /// The builders by their names.
    builders: BTreeMap<String, usize>,
    /// The operations by their titles.
    operations: BTreeMap<String, usize>,
}

/// How a program calls an operation.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Call {
    /// The call, with placeholders as variables: `graph.me().online_meetings().post(&online_meeting)`.
    pub expression: String,
    /// The type of the operation: `operations::PostMeOnlineMeetings`.
    pub operation: String,
    /// The request builder: `builders::MeOnlineMeetings`.
    pub builder: String,
    /// The type of the body, where one is sent: `models::OnlineMeeting`.
    pub body: Option<String>,
    /// What `.await` gives: `models::OnlineMeeting`.
    pub answer: String,
}

impl<'a> Calls<'a> {
    /// Plans the names of a slice. What has no name of its own in Rust goes to the faults, as in
    /// [`generate`](crate::generate), and has no call here.
    #[must_use]
    pub fn new(api: &'a Api, faults: &mut Diagnostics) -> Self {
        let plan = Plan::new(api, faults);
        let builders = plan.builders.iter().enumerate().map(|(at, one)| (one.name.ty.clone(), at)).collect();
        let titles = plan.operations.iter().enumerate();
        let operations = titles.map(|(at, one)| (one.operation.title(), at)).collect();
        Self { plan, builders, operations }
    }

    /// How an operation of the slice is called; nothing where the generator leaves it out.
    #[must_use]
    pub fn of(&self, operation: &Operation) -> Option<Call> {
        let planned = &self.plan.operations[*self.operations.get(&operation.title())?];
        let mut builder = self.plan.builders.first()?;
        let mut expression = "graph".to_owned();
        for segment in &operation.path.segments {
            let child = builder.children.iter().find(|child| leads(child, segment))?;
            builder = &self.plan.builders[*self.builders.get(&child.builder.ty)?];
            expression += &way(child, builder);
        }
        let body = self.body(operation);
        let argument = body.as_ref().map_or_else(String::new, |(argument, _)| argument.clone());
        let verb = planned.verb.method_name();
        Some(Call {
            expression: format!("{expression}.{verb}({argument})"),
            operation: format!("operations::{}", planned.name.ty),
            builder: format!("builders::{}", builder.name.ty),
            body: body.map(|(_, ty)| ty),
            answer: self.answer(operation.answer()),
        })
    }

    /// The name of a type of the slice: `models::OnlineMeeting`. An abstract type that nothing names has none.
    #[must_use]
    pub fn type_name(&self, name: &TypeName) -> Option<String> {
        let rust = self.plan.type_name(name)?;
        let is_there = self.plan.types.iter().any(|one| one.name().ty == rust.ty);
        is_there.then(|| format!("models::{}", rust.ty))
    }

    /// What is given as the body, and its type.
    fn body(&self, operation: &Operation) -> Option<(String, String)> {
        let given = |item: &TypeRef| match item {
            TypeRef::Named(name) => self.plan.type_name(name).map(|one| format!("&{}", one.module)),
            _ => None,
        };
        let (item, is_collection) = match operation.body.as_ref()? {
            Body::Json { ty, .. } => (ty.item.clone(), ty.is_collection),
            Body::Parameters(name) => (TypeRef::Named(name.clone()), false),
            Body::Binary { .. } => return Some(("content".to_owned(), "Bytes".to_owned())),
            _ => return None,
        };
        if let Some(update) = emit::update(&self.plan, operation) {
            return Some((format!("&{}", update.module), format!("models::{}", update.ty)));
        }
        let ty = text(&emit::item(&self.plan, &item, Place::Elsewhere));
        if is_collection {
            return Some(("&items".to_owned(), format!("[{ty}]")));
        }
        Some((given(&item).unwrap_or_else(|| "&body".to_owned()), ty))
    }

    fn answer(&self, answer: &Answer) -> String {
        let value = |ty| text(&emit::value(&self.plan, ty, Place::Elsewhere));
        match answer {
            Answer::Wrapped(ty) if ty.is_nullable && !ty.is_collection => format!("Option<{}>", value(ty)),
            Answer::One(ty) | Answer::Wrapped(ty) => value(ty),
            Answer::Page { item, .. } => {
                format!("Page<{}>", text(&emit::item(&self.plan, &item.item, Place::Elsewhere)))
            }
            Answer::Count => "i64".to_owned(),
            Answer::Content { .. } => "Bytes".to_owned(),
            _ => "()".to_owned(),
        }
    }
}

impl std::fmt::Debug for Calls<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Calls").field("operations", &self.operations.len()).finish_non_exhaustive()
    }
}

/// Whether a way on adds that segment.
fn leads(child: &Child<'_>, segment: &Segment) -> bool {
    match (&child.kind, segment) {
        (ChildKind::Literal(name), Segment::Literal(wanted)) => name == wanted,
        (ChildKind::Key { .. }, Segment::Key(_)) => true,
        (ChildKind::Call { .. }, Segment::Call { .. }) => {
            child.path.rsplit('/').next() == Some(segment.to_string().as_str())
        }
        _ => false,
    }
}

/// A way on as it is called, with the arguments that may be left out behind it.
fn way(child: &Child<'_>, builder: &PlannedBuilder<'_>) -> String {
    let names = |arguments: &[Argument<'_>]| -> Vec<String> {
        arguments.iter().map(|one| crate::plan::names::ident(&one.name).to_string()).collect()
    };
    let method = crate::plan::names::ident(&child.method);
    match &child.kind {
        ChildKind::Literal(_) => format!(".{method}()"),
        ChildKind::Key { argument, .. } => {
            format!(".{method}({})", crate::plan::names::ident(argument))
        }
        ChildKind::Call { required, .. } => {
            let optional = names(&builder.optional);
            let optional: Vec<String> = optional.iter().map(|name| format!(".{name}({name})")).collect();
            format!(".{method}({}){}", names(required).join(", "), optional.concat())
        }
    }
}

/// A type as people write it.
fn text(tokens: &TokenStream) -> String {
    tokens.to_string().replace(' ', "").replace("rt::", "")
}
