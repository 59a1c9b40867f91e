//! What is told of operations, as `--json` writes it.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::permissions::report::{Entry, ResourceSpecific, SchemeName, Title};

/// The operations that match, and those among them that are explained: none where too many match.
#[derive(Serialize)]
pub(super) struct Explanation {
    pub(super) matches: Vec<Match>,
    pub(super) operations: Vec<Operation>,
}

/// An operation that matches.
#[derive(Serialize)]
pub(super) struct Match {
    #[serde(flatten)]
    pub(super) title: Title,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) summary: Option<String>,
}

/// An operation.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Operation {
    #[serde(flatten)]
    pub(super) title: Title,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) summary: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) description: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) documentation: Option<String>,
    /// What it is in OData's words: `create`.
    pub(super) kind: String,
    pub(super) file: String,
    pub(super) line: usize,
    /// How it is called; nothing where the generator leaves it out.
    pub(super) rust: Option<Rust>,
    /// Keys and arguments in the path.
    pub(super) path_parameters: Vec<PathParameter>,
    /// Query options and headers.
    pub(super) options: Vec<Parameter>,
    pub(super) body: Option<Body>,
    pub(super) answers: Vec<Answer>,
    /// The type that the answer holds, where the body does not hold it too.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) answer_type: Option<Type>,
    pub(super) permissions: BTreeMap<SchemeName, Entry>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) resource_specific: Vec<ResourceSpecific>,
    /// The operation that does the same on the other path to a user.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) sibling: Option<Title>,
    /// A request on the command line, with the token in a variable.
    pub(super) curl: String,
}

/// The names in the generated crate.
#[derive(Serialize)]
pub(super) struct Rust {
    pub(super) call: String,
    pub(super) operation: String,
    pub(super) builder: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) body: Option<String>,
    pub(super) answer: String,
}

/// A key, or an argument of a function.
#[derive(Serialize)]
pub(super) struct PathParameter {
    pub(super) name: String,
    /// `key of microsoft.graph.onlineMeeting`, `Edm.DateTimeOffset, optional`.
    pub(super) what: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) description: Option<String>,
}

/// A query option or a header.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Parameter {
    /// `query` or `header`.
    pub(super) place: &'static str,
    pub(super) name: String,
    #[serde(rename = "type")]
    pub(super) ty: String,
    pub(super) is_required: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) description: Option<String>,
}

/// What is sent.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Body {
    /// A type, or a media type.
    pub(super) holds: String,
    pub(super) is_required: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) properties: Option<Vec<Property>>,
}

/// An answer that means success.
#[derive(Serialize)]
pub(super) struct Answer {
    /// `201`, `2XX`
    pub(super) status: String,
    pub(super) holds: String,
}

/// A type with properties.
#[derive(Serialize)]
pub(super) struct Type {
    pub(super) name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) rust: Option<String>,
    pub(super) properties: Vec<Property>,
}

/// A property of a type, or a parameter of an action.
#[derive(Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is a facet of its own in OData")]
#[serde(rename_all = "camelCase")]
pub(super) struct Property {
    pub(super) name: String,
    #[serde(rename = "type")]
    pub(super) ty: String,
    pub(super) is_nullable: bool,
    pub(super) is_read_only: bool,
    pub(super) is_immutable: bool,
    pub(super) is_navigation: bool,
    pub(super) is_required: bool,
    pub(super) is_secret: bool,
}
