//! Faults of an input, with the place where each stands.

mod readable;
mod render;
mod sources;

use std::fmt;

use crate::model::Origin;
use readable::readable;

pub use sources::Sources;

/// How bad a fault is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// The input cannot be used.
    Error,
    /// The input can be used, but not all of it.
    Warning,
}

/// One fault of an input: what is wrong, where, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Diagnostic {
    /// How bad it is.
    pub level: Level,
    /// What is wrong, in one sentence.
    pub message: String,
    /// Where it stands.
    pub at: Option<Origin>,
    /// Other places that have to do with it, each with a word on how.
    pub related: Vec<(Origin, String)>,
    /// What to do.
    pub help: Option<String>,
}

impl Diagnostic {
    /// A fault that makes the input useless.
    #[must_use]
    pub fn error(message: impl Into<String>) -> Self {
        Self::new(Level::Error, message.into())
    }

    /// A fault that costs only a detail.
    #[must_use]
    pub fn warning(message: impl Into<String>) -> Self {
        Self::new(Level::Warning, message.into())
    }

    fn new(level: Level, message: String) -> Self {
        Self { level, message: readable(message), at: None, related: Vec::new(), help: None }
    }

    /// The same, with the place.
    #[must_use]
    pub fn at(mut self, origin: Origin) -> Self {
        self.at = Some(origin);
        self
    }

    /// The same, with another place and a word on what it has to do with the fault.
    #[must_use]
    pub fn related(mut self, origin: Origin, label: impl Into<String>) -> Self {
        self.related.push((origin, readable(label.into())));
        self
    }

    /// The same, with what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(readable(help.into()));
        self
    }
}

/// Faults, and the text of the files that they stand in.
///
/// `Display` and `Debug` both render every fault as rustc does, with an excerpt of the file and
/// without colours, so that `fn main() -> Result<(), Diagnostics>` in a build script is readable.
/// [`Diagnostics::colored`] renders with colours. An empty one comes from
/// [`Sources::diagnostics`], or from `Diagnostics::default()` where there are no files.
#[derive(Clone, Default)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
    sources: Sources,
}

impl Diagnostics {
    /// Adds a fault.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.list.push(diagnostic);
    }

    /// The faults, in the order of the files.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.list.iter()
    }

    /// How many faults there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Whether one of them is an error.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.list.iter().any(|one| one.level == Level::Error)
    }

    /// All of them as text with the colours of a terminal.
    #[must_use]
    pub fn colored(&self) -> String {
        render::all(self, true)
    }

    /// The files that the faults stand in.
    #[must_use]
    pub fn sources(&self) -> &Sources {
        &self.sources
    }

    /// Puts the faults into the order of the files and drops repetitions.
    pub fn sort(&mut self) {
        let mut keyed: Vec<_> = std::mem::take(&mut self.list)
            .into_iter()
            .map(|one| (self.sources.position(one.at.as_ref()), one))
            .collect();
        keyed.sort_by(|(a, one), (b, other)| {
            (a, one.level, &one.message).cmp(&(b, other.level, &other.message))
        });
        keyed.dedup_by(|(a, one), (b, other)| a == b && one.message == other.message);
        self.list = keyed.into_iter().map(|(_, one)| one).collect();
    }

    pub(crate) fn of(sources: Sources) -> Self {
        Self { list: Vec::new(), sources }
    }
}

impl Extend<Diagnostic> for Diagnostics {
    fn extend<T: IntoIterator<Item = Diagnostic>>(&mut self, more: T) {
        self.list.extend(more);
    }
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.list.into_iter()
    }
}

impl<'a> IntoIterator for &'a Diagnostics {
    type Item = &'a Diagnostic;
    type IntoIter = std::slice::Iter<'a, Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.list.iter()
    }
}

impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&render::all(self, false))
    }
}

impl fmt::Debug for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The text begins on a line of its own behind the "Error: " of a failed `main`.
        write!(f, "\n{self}")
    }
}

impl std::error::Error for Diagnostics {}
