//! Operations: what can be asked of the service.

use std::fmt;

use super::{Docs, OperationPermissions, Origin, PathTemplate, Segment, TypeName, ValueType};

/// One method on one path.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Operation {
    /// The HTTP method.
    pub method: HttpMethod,
    /// The path below the service root.
    pub path: PathTemplate,
    /// What it is in OData's words.
    pub kind: OperationKind,
    /// Query options and headers that it takes.
    pub parameters: Vec<Parameter>,
    /// What it sends.
    pub body: Option<Body>,
    /// The answers that mean success, in the order of their status.
    pub successes: Vec<Success>,
    /// Who may call it.
    pub permissions: OperationPermissions,
    /// What the source says about it.
    pub docs: Docs,
    /// Where it was read.
    pub origin: Origin,
}

/// The actions that can be called twice as well as once.
///
/// `createOrGet` finds by the external id what the first call made:
/// <https://learn.microsoft.com/graph/api/onlinemeeting-createorget>.
const IDEMPOTENT_ACTIONS: &[&str] = &["createOrGet"];

impl Operation {
    /// An operation that takes and gives nothing.
    #[must_use]
    pub fn new(method: HttpMethod, path: PathTemplate, kind: OperationKind, origin: Origin) -> Self {
        Self {
            method,
            path,
            kind,
            parameters: Vec::new(),
            body: None,
            successes: Vec::new(),
            permissions: OperationPermissions::default(),
            docs: Docs::default(),
            origin,
        }
    }

    /// What a caller gets: the answer of the first success that has one, else [`Answer::Empty`].
    #[must_use]
    pub fn answer(&self) -> &Answer {
        let answers = || self.successes.iter().map(|one| &one.answer);
        answers().find(|one| **one != Answer::Empty).unwrap_or(&Answer::Empty)
    }

    /// The query option or header of that name, without regard to case.
    #[must_use]
    pub fn parameter(&self, place: ParameterPlace, name: &str) -> Option<&Parameter> {
        self.parameters.iter().find(|one| one.place == place && one.name.eq_ignore_ascii_case(name))
    }

    /// Whether doing it twice is as doing it once, so that a client may send it again where an answer was lost.
    ///
    /// That is what HTTP says of its method, and of an action what Microsoft says in words: neither OpenAPI nor CSDL
    /// has a place for it.
    #[must_use]
    pub fn is_idempotent(&self) -> bool {
        let by_words = || match self.path.segments.last() {
            Some(Segment::Literal(name)) => {
                let name = name.rsplit('.').next().unwrap_or(name);
                IDEMPOTENT_ACTIONS.iter().any(|one| one.eq_ignore_ascii_case(name))
            }
            _ => false,
        };
        match self.method {
            HttpMethod::Get | HttpMethod::Put | HttpMethod::Delete => true,
            HttpMethod::Post => self.kind == OperationKind::Action && by_words(),
            _ => false,
        }
    }

    /// `POST /me/onlineMeetings`
    #[must_use]
    pub fn title(&self) -> String {
        format!("{} {}", self.method, self.path)
    }
}

/// The methods of HTTP that Graph uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum HttpMethod {
    /// Reads.
    Get,
    /// Creates, or calls an action.
    Post,
    /// Updates some properties.
    Patch,
    /// Replaces.
    Put,
    /// Deletes.
    Delete,
}

impl HttpMethod {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Get, Self::Post, Self::Patch, Self::Put, Self::Delete];

    /// The method as HTTP writes it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Patch => "PATCH",
            Self::Put => "PUT",
            Self::Delete => "DELETE",
        }
    }

    /// The method of that name, in any case.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.as_str().eq_ignore_ascii_case(name))
    }
}

impl fmt::Display for HttpMethod {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What an operation is in OData's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum OperationKind {
    /// Reads a collection.
    List,
    /// Reads one entity or value.
    Get,
    /// Adds an entity to a collection.
    Create,
    /// Changes some properties of an entity.
    Update,
    /// Replaces an entity or a stream.
    Replace,
    /// Deletes an entity.
    Delete,
    /// Reads a stream.
    Content,
    /// Calls an action: may have side effects, parameters go in the body.
    Action,
    /// Calls a function: has none, parameters go in the path.
    Function,
}

/// A query option or a header.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Parameter {
    /// Where it goes.
    pub place: ParameterPlace,
    /// Its name on the wire: `$filter`, `Accept-Language`.
    pub name: String,
    /// What it holds.
    pub ty: ValueType,
    /// Whether the service refuses a request without it.
    pub is_required: bool,
    /// What the source says about it.
    pub description: Option<String>,
}

impl Parameter {
    /// An optional parameter.
    #[must_use]
    pub fn new(place: ParameterPlace, name: impl Into<String>, ty: ValueType) -> Self {
        Self { place, name: name.into(), ty, is_required: false, description: None }
    }
}

/// Where a parameter goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ParameterPlace {
    /// Behind the question mark.
    Query,
    /// A header of the request.
    Header,
}

/// What an operation sends.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Body {
    /// JSON of that value. For an update, only some of its properties.
    Json {
        /// What is sent.
        ty: ValueType,
        /// Whether the service refuses a request without it.
        is_required: bool,
    },
    /// The parameters of an action: a type of kind [`Parameters`](super::StructuredKind::Parameters).
    Parameters(TypeName),
    /// Bytes of a media type.
    Binary {
        /// The media type.
        media_type: String,
    },
}

/// An answer that means success.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Success {
    /// The status codes it comes with.
    pub status: StatusCodes,
    /// What it holds.
    pub answer: Answer,
}

impl Success {
    /// That answer with these codes.
    #[must_use]
    pub fn new(status: StatusCodes, answer: Answer) -> Self {
        Self { status, answer }
    }
}

/// One status code, or all of the two hundreds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum StatusCodes {
    /// Exactly that one.
    Exact(u16),
    /// `2XX`.
    Successful,
}

/// What an answer holds.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Answer {
    /// Nothing.
    Empty,
    /// One value: an entity or a complex type as it is.
    One(ValueType),
    /// One value wrapped as `{"value": ...}`: a primitive, or a collection that is not paged.
    Wrapped(ValueType),
    /// A page of a collection, `{"value": [...], "@odata.nextLink": ...}`.
    Page {
        /// The type of an item.
        item: ValueType,
        /// Whether the last page has an `@odata.deltaLink`.
        has_delta: bool,
    },
    /// How many items a collection has: a number as plain text, at a path that ends in `/$count`.
    Count,
    /// Bytes of a media type.
    Content {
        /// The media type.
        media_type: String,
    },
}
