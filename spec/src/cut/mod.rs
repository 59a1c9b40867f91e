//! Cutting a slice out of an API: which operations, and the types that they can reach.

mod progress;
mod prune;
mod said;

use std::sync::Arc;

use crate::model::{Api, HttpMethod, Operation, OperationKind, Origin, PathTemplate, TypeName};
use crate::nearest::did_you_mean;
use crate::pattern::Pattern;
use crate::read::Unmatched;
use crate::{Diagnostic, Diagnostics, Sources};
pub(crate) use progress::Progress;
pub(crate) use said::Before;

/// What to cut out of an API, as it was written: patterns of operations and names of types.
///
/// Nothing said is everything. What no `include` matches is left out, unless there is no `include` at all; what
/// an `exclude` matches is left out in any case. A `root` is a type that stays, with what it can reach, although
/// no operation names it: a type that derives from one of the slice (`microsoft.graph.fileAttachment`).
#[derive(Debug, Clone, Default)]
pub(crate) struct Wanted {
    pub(crate) include: Vec<Written>,
    pub(crate) exclude: Vec<Written>,
    pub(crate) roots: Vec<Written>,
    /// Name and text of the file that they were read from, if they were.
    pub(crate) file: Option<(Arc<str>, Arc<str>)>,
}

/// A setting and where it was written.
#[derive(Debug, Clone)]
pub(crate) struct Written {
    text: Arc<str>,
    origin: Origin,
    /// Whether it stands nowhere but in a call.
    is_called: bool,
}

/// What to cut out of an API.
#[derive(Debug, Clone, Default)]
pub(crate) struct Cut {
    include: Vec<(Pattern, Origin)>,
    exclude: Vec<(Pattern, Origin)>,
    roots: Vec<Written>,
}

impl Written {
    /// A setting that stands in a file.
    #[cfg(feature = "settings")]
    pub(crate) fn read(text: &str, origin: Origin) -> Self {
        Self { text: Arc::from(text), origin, is_called: false }
    }

    /// A setting that stands nowhere but in a call: its own text is the excerpt for diagnostics.
    pub(crate) fn called(of: &str, index: usize, text: &str) -> Self {
        let name = if index == 0 { of.to_owned() } else { format!("{of} {}", index + 1) };
        let origin = Origin::new(Arc::from(name), 1, 1, format!("{of}/{index}"));
        Self { text: Arc::from(text), origin, is_called: true }
    }
}

/// Whether a place is a setting that stands nowhere but in a call.
pub(crate) fn is_called(at: &Origin) -> bool {
    let of = at.file.split(' ').next();
    at.line == 1 && of == at.pointer.split('/').next() && of.is_some_and(|of| LISTS.contains(&of))
}

/// What settings in calls are called by.
const LISTS: [&str; 3] = ["include", "exclude", "root"];

impl Wanted {
    /// Reads the patterns. One that cannot be read is a fault and chooses nothing.
    pub(crate) fn read(&self, sources: &mut Sources, faults: &mut Vec<Diagnostic>) -> Cut {
        if let Some((name, text)) = &self.file {
            sources.add(name, text.clone());
        }
        for one in self.include.iter().chain(&self.exclude).chain(&self.roots).filter(|one| one.is_called) {
            sources.add(&one.origin.file, one.text.clone());
        }
        Cut {
            include: patterns(&self.include, faults),
            exclude: patterns(&self.exclude, faults),
            roots: self.roots.clone(),
        }
    }
}

fn patterns(written: &[Written], faults: &mut Vec<Diagnostic>) -> Vec<(Pattern, Origin)> {
    let mut found = Vec::with_capacity(written.len());
    for one in written {
        match Pattern::parse(&one.text) {
            Ok(pattern) => found.push((pattern, one.origin.clone())),
            Err(wrong) => faults.extend(wrong.into_iter().map(|fault| fault.at(one.origin.clone()))),
        }
    }
    found
}

impl Cut {
    /// Whether everything stays.
    pub(crate) fn is_nothing(&self) -> bool {
        self.include.is_empty() && self.exclude.is_empty() && self.roots.is_empty()
    }

    /// Whether an operation stays.
    pub(crate) fn takes(&self, method: HttpMethod, path: &PathTemplate, kind: OperationKind) -> bool {
        let is_meant =
            |list: &[(Pattern, Origin)]| list.iter().any(|(one, _)| one.matches_path(method, path, kind));
        (self.include.is_empty() || is_meant(&self.include)) && !is_meant(&self.exclude)
    }

    /// The faults of patterns and roots, which were read and match nothing, and the other faults.
    pub(crate) fn unmatched(&self, faults: Diagnostics) -> (Vec<Unmatched>, Diagnostics) {
        let patterns = self.include.iter().chain(&self.exclude);
        let patterns = patterns.map(|(pattern, origin)| (pattern.to_string(), origin));
        let roots = self.roots.iter().map(|one| (one.text.to_string(), &one.origin));
        let places: Vec<(String, &Origin)> = patterns.chain(roots).collect();
        let (mut found, mut others) = (Vec::new(), faults.sources().diagnostics());
        for fault in faults {
            let is_at = |origin: &Origin| fault.at.as_ref().is_some_and(|at| place(at) == place(origin));
            match places.iter().find(|(_, origin)| is_at(origin)) {
                Some((text, _)) => found.push(Unmatched { text: text.clone(), fault }),
                None => others.push(fault),
            }
        }
        (found, others)
    }

    /// The names of types that stay, although no operation may reach them.
    pub(crate) fn roots(&self) -> impl Iterator<Item = &str> {
        self.roots.iter().map(|one| &*one.text)
    }

    /// The patterns of what stays, with their places.
    pub(crate) fn include(&self) -> &[(Pattern, Origin)] {
        &self.include
    }

    /// Takes out of an API what does not stay: first the operations, then the types that nothing that stays can
    /// reach (see [`prune`]).
    ///
    /// A pattern that matches nothing is an error that names what is near, and so is an unknown root. A front end
    /// that has walked the paths by the patterns has reported such an `include` already. A pattern that means an
    /// operation which was left out for a fault of its own is right.
    pub(crate) fn apply(
        &self,
        api: &mut Api,
        is_walked: bool,
        faults: &mut Diagnostics,
        is_left_out: impl Fn(&Pattern) -> bool,
    ) {
        if self.is_nothing() {
            return;
        }
        let include = if is_walked { &[] } else { self.include() };
        for (pattern, origin) in include.iter().chain(&self.exclude) {
            if let Err(wrong) = pattern.select(api)
                && !is_left_out(pattern)
            {
                faults.extend(wrong.into_iter().map(|fault| fault.at(origin.clone())));
            }
        }
        let takes = |one: &Operation| self.takes(one.method, &one.path, one.kind);
        api.operations.retain(takes);
        if api.operations.is_empty() && !faults.has_errors() {
            let fault = "the patterns leave no operation: all that is included is excluded again";
            let fault = Diagnostic::error(fault).help("take an `exclude` out, or include more");
            let at = self.exclude.last().map(|(_, origin)| origin.clone());
            faults.push(at.into_iter().fold(fault, Diagnostic::at));
        }
        let roots: Vec<TypeName> = self.roots.iter().filter_map(|one| root(one, api, faults)).collect();
        prune::prune(api, &roots);
    }
}

fn place(of: &Origin) -> (&str, usize, usize) {
    (&of.file, of.line, of.column)
}

/// The type that a root names, with or without its namespace.
fn root(wanted: &Written, api: &Api, faults: &mut Diagnostics) -> Option<TypeName> {
    let is_meant = |name: &&TypeName| *name.as_str() == *wanted.text || *name.short() == *wanted.text;
    let mut found: Vec<&TypeName> = api.types.keys().filter(is_meant).collect();
    if let Some(exact) = found.iter().find(|name| *name.as_str() == *wanted.text) {
        found = vec![exact];
    }
    match found[..] {
        [name] => return Some(name.clone()),
        [] => {
            let shorts = api.types.keys().map(TypeName::short);
            let all = api.types.keys().map(TypeName::as_str);
            let near = if wanted.text.contains('.') {
                did_you_mean(&wanted.text, all, ROOT)
            } else {
                did_you_mean(&wanted.text, shorts, ROOT)
            };
            let fault = format!("there is no type `{}` that could be a root", wanted.text);
            faults.push(Diagnostic::error(fault).at(wanted.origin.clone()).help(near));
        }
        _ => {
            let names: Vec<String> = found.iter().map(|name| format!("`{name}`")).collect();
            let fault = format!("the root `{}` could be any of {}", wanted.text, names.join(", "));
            let help = "write it with its namespace";
            faults.push(Diagnostic::error(fault).at(wanted.origin.clone()).help(help));
        }
    }
    None
}

const ROOT: &str = "write a type with its namespace, such as `microsoft.graph.fileAttachment`";
