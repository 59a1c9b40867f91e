//! Path templates: literal segments, keys and function calls.

use std::fmt;

use super::{TypeName, ValueType};

/// The path of an operation, relative to the service root.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct PathTemplate {
    /// What stands between the slashes.
    pub segments: Vec<Segment>,
}

impl PathTemplate {
    /// A path of these segments.
    #[must_use]
    pub fn new(segments: Vec<Segment>) -> Self {
        Self { segments }
    }

    /// The keys of the path, from left to right.
    pub fn keys(&self) -> impl Iterator<Item = &KeyParameter> {
        self.segments.iter().filter_map(|one| match one {
            Segment::Key(key) => Some(key),
            _ => None,
        })
    }

    /// A path as it is compared with another: lower case, placeholders without names, the arguments
    /// of functions and empty parentheses left out, no namespace before a function or action.
    ///
    /// ```
    /// use msgraph_spec::model::PathTemplate;
    ///
    /// let ours = PathTemplate::anonymous("/users/{user-id}/onlineMeetings/getAllRecordings(startDateTime={startDateTime})");
    /// assert_eq!(ours, "/users/{}/onlinemeetings/getallrecordings");
    /// assert_eq!(PathTemplate::anonymous("/users/{id}/onlinemeetings/getAllRecordings"), ours);
    /// assert_eq!(PathTemplate::anonymous("/me/x/microsoft.graph.createOrGet"), "/me/x/createorget");
    /// assert_eq!(PathTemplate::anonymous("/x/microsoft.graph.callRecords.getPstnCalls(a={a})"), "/x/getpstncalls");
    /// ```
    #[must_use]
    pub fn anonymous(path: &str) -> String {
        const NAMESPACE: &str = "microsoft.graph.";
        let mut out = String::with_capacity(path.len());
        for segment in path.trim_matches('/').split('/') {
            out.push('/');
            if segment.starts_with('{') && segment.ends_with('}') {
                out.push_str("{}");
                continue;
            }
            let name = segment.split('(').next().unwrap_or(segment);
            let head = name.get(..NAMESPACE.len());
            let is_qualified = head.is_some_and(|head| head.eq_ignore_ascii_case(NAMESPACE));
            let short = name.rsplit('.').next().filter(|_| is_qualified);
            out.push_str(short.unwrap_or(name));
        }
        out.make_ascii_lowercase();
        out
    }
}

impl fmt::Display for PathTemplate {
    /// `/users/{user-id}/onlineMeetings`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for segment in &self.segments {
            write!(f, "/{segment}")?;
        }
        Ok(())
    }
}

/// What stands between two slashes of a path.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Segment {
    /// A fixed name: `onlineMeetings`, or `$count`, or the name of an action.
    Literal(String),
    /// The key of an entity: `{onlineMeeting-id}`.
    Key(KeyParameter),
    /// A call of a function: `getAllRecordings(startDateTime={startDateTime})`.
    Call {
        /// The function, as the path spells it.
        name: String,
        /// What it takes, in the order of the path.
        parameters: Vec<FunctionParameter>,
    },
}

impl fmt::Display for Segment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Literal(name) => f.write_str(name),
            Self::Key(key) => write!(f, "{{{}}}", key.name),
            Self::Call { name, parameters } => {
                write!(f, "{name}(")?;
                for (index, one) in parameters.iter().enumerate() {
                    let comma = if index == 0 { "" } else { "," };
                    let quote = if one.is_quoted { "'" } else { "" };
                    write!(f, "{comma}{0}={quote}{{{0}}}{quote}", one.name)?;
                }
                f.write_str(")")
            }
        }
    }
}

/// The key of an entity in a path.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct KeyParameter {
    /// The placeholder: `onlineMeeting-id`.
    pub name: String,
    /// The type whose key it is, where the source says so.
    pub of: Option<TypeName>,
    /// What the source says about it.
    pub description: Option<String>,
}

impl KeyParameter {
    /// A key of that name.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), of: None, description: None }
    }
}

/// An argument of a function call in a path.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct FunctionParameter {
    /// Its name.
    pub name: String,
    /// Its type.
    pub ty: ValueType,
    /// Whether its literal stands in quotes (strings do).
    pub is_quoted: bool,
    /// Whether the call may leave it out.
    pub is_optional: bool,
    /// What the source says about it.
    pub description: Option<String>,
}

impl FunctionParameter {
    /// An argument that the call must have.
    #[must_use]
    pub fn new(name: impl Into<String>, ty: ValueType, is_quoted: bool) -> Self {
        Self { name: name.into(), ty, is_quoted, is_optional: false, description: None }
    }
}
