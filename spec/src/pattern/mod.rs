//! Patterns that choose operations by method and path: `POST /me/onlineMeetings/**`.

mod keys;
mod parse;
mod reach;
mod select;

use std::fmt;
use std::str::FromStr;

use crate::Diagnostics;
use crate::model::{HttpMethod, Operation, OperationKind, PathTemplate, Segment};
pub(crate) use reach::{Asked, Reach};

/// Chooses operations by method and path.
///
/// `GET,POST /users/{id}/onlineMeetings/**`: the methods, or none for all of them, then the path below the
/// service root. Letter case does not matter. A segment of the path is one of these:
///
/// | segment | matches |
/// |---|---|
/// | `onlineMeetings` | that name; also a function or action of it, with or without arguments and namespace |
/// | `microsoft.graph.delta()` | the same as `delta` |
/// | `applications(appId={id})` | a function, or a key in parentheses, with exactly these arguments |
/// | `applications(*)` | a function, or a key in parentheses, whatever its arguments |
/// | `{id}` | a key, whatever its name |
/// | `*` | any one segment |
/// | `**` | any number of segments, also none |
///
/// `/applications(appId='{appId}')` is an application by another key and no function, so `/applications`
/// does not match it.
///
/// ```
/// use msgraph_spec::Pattern;
///
/// let pattern: Pattern = "get,post /users/{id}/OnlineMeetings/**".parse()?;
/// assert_eq!(pattern.to_string(), "GET,POST /users/{id}/OnlineMeetings/**");
/// # Ok::<(), msgraph_spec::Diagnostics>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    /// No method stands for all of them.
    methods: Vec<HttpMethod>,
    parts: Vec<Part>,
}

/// What stands between two slashes of a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    /// `**`
    AnyNumber,
    /// `*`
    AnyOne,
    /// `{id}`
    Key(String),
    /// A name or a call.
    Name { written: String, arguments: Arguments },
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Arguments {
    /// `delta` or `delta()`.
    Unsaid { has_parentheses: bool },
    /// `range(*)`
    Any,
    /// The names in `range(address='{address}')`, in lower case, and the text as it was written.
    These { names: Vec<String>, written: String },
}

impl Pattern {
    /// Reads a pattern.
    ///
    /// # Errors
    /// What is wrong and what to write instead: no path, an unknown method, a name that is cut by `*`.
    pub fn parse(text: &str) -> Result<Self, Diagnostics> {
        parse::parse(text)
    }

    /// Whether it chooses that operation.
    #[must_use]
    pub fn matches(&self, operation: &Operation) -> bool {
        self.matches_path(operation.method, &operation.path, operation.kind)
    }

    /// Whether it chooses an operation of that method, path and kind, for those who have no
    /// [`Operation`] yet. The kind says whether a call at the end of the path is a function or a key.
    #[must_use]
    pub fn matches_path(&self, method: HttpMethod, path: &PathTemplate, kind: OperationKind) -> bool {
        self.is_of(method) && self.matches_segments(&path.segments, kind)
    }

    /// Whether it chooses operations of that method.
    pub(crate) fn is_of(&self, method: HttpMethod) -> bool {
        self.methods.is_empty() || self.methods.contains(&method)
    }

    /// Goes through the parts and keeps, for each beginning of the path, whether the parts so far match it:
    /// the time grows with the product of the two lengths, however many `**` there are.
    pub(crate) fn matches_segments(&self, segments: &[Segment], kind: OperationKind) -> bool {
        let mut reached = vec![false; segments.len() + 1];
        reached[0] = true;
        for part in &self.parts {
            if *part == Part::AnyNumber {
                let first = reached.iter().position(|one| *one).unwrap_or(reached.len());
                reached[first..].fill(true);
                continue;
            }
            for at in (0..segments.len()).rev() {
                let is_last = at + 1 == segments.len();
                let is_function = kind == OperationKind::Function && is_last;
                reached[at + 1] = reached[at] && part.matches(&segments[at], is_function);
            }
            reached[0] = false;
        }
        reached[segments.len()]
    }
}

impl Part {
    /// Whether it matches a segment, which is known to be a function or not known to be one.
    fn matches(&self, segment: &Segment, is_function: bool) -> bool {
        match (self, segment) {
            (Self::AnyNumber | Self::AnyOne, _) | (Self::Key(_), Segment::Key(_)) => true,
            (Self::Name { written, arguments }, Segment::Literal(name)) => {
                bare(written).eq_ignore_ascii_case(bare(name)) && arguments.are_met_by_none()
            }
            (Self::Name { written, arguments }, Segment::Call { name, parameters }) => {
                let is_function = is_function || parameters.is_empty() || bare(name) != name;
                let names = parameters.iter().map(|one| one.name.as_str());
                bare(written).eq_ignore_ascii_case(bare(name)) && arguments.are_met(names, is_function)
            }
            _ => false,
        }
    }
}

impl Arguments {
    fn are_met_by_none(&self) -> bool {
        matches!(self, Self::Unsaid { .. } | Self::Any)
    }

    fn are_met<'a>(&self, names: impl ExactSizeIterator<Item = &'a str>, is_function: bool) -> bool {
        match self {
            Self::Unsaid { .. } => is_function,
            Self::Any => true,
            Self::These { names: wanted, .. } => {
                let mut names = names;
                names.len() == wanted.len() && names.all(|name| wanted.contains(&name.to_ascii_lowercase()))
            }
        }
    }
}

/// A name without the namespace that descriptions put before functions and actions.
fn bare(name: &str) -> &str {
    let start = "microsoft.graph.";
    let is_qualified = name.get(..start.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(start));
    name.rsplit('.').next().filter(|_| is_qualified).unwrap_or(name)
}

impl FromStr for Pattern {
    type Err = Diagnostics;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl fmt::Display for Pattern {
    /// As it was written, with the methods in capital letters: `GET,POST /me/**`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let methods: Vec<&str> = self.methods.iter().map(|one| one.as_str()).collect();
        if !methods.is_empty() {
            write!(f, "{} ", methods.join(","))?;
        }
        for part in &self.parts {
            write!(f, "/{part}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AnyNumber => f.write_str("**"),
            Self::AnyOne => f.write_str("*"),
            Self::Key(name) => write!(f, "{{{name}}}"),
            Self::Name { written, arguments } => match arguments {
                Arguments::Unsaid { has_parentheses: false } => f.write_str(written),
                Arguments::Unsaid { has_parentheses: true } => write!(f, "{written}()"),
                Arguments::Any => write!(f, "{written}(*)"),
                Arguments::These { written: arguments, .. } => write!(f, "{written}({arguments})"),
            },
        }
    }
}
