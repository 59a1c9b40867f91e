//! The way from files to the model: text, tree, typed document, model, checks, permissions.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::model::{Api, Origin};
use crate::permissions::Table;
use crate::tree::{self, Document, Fault, Place};
use crate::{Diagnostic, Diagnostics, Sources, check, openapi, permissions};

/// Reads a description and, if there is one, a permission table.
#[derive(Debug, Clone)]
#[must_use = "nothing is read before `read()`"]
pub struct Reader {
    openapi: Input,
    permissions: Option<Input>,
    may_cover_more: bool,
}

/// What was read.
#[derive(Debug)]
#[non_exhaustive]
pub struct Read {
    /// The slice.
    pub api: Api,
    /// What could not be expressed and was left out. None of these is an error.
    pub warnings: Diagnostics,
    /// The files that were read; [`Sources::diagnostics`] starts a list of further faults in them.
    pub sources: Sources,
}

#[derive(Debug, Clone)]
enum Input {
    File(PathBuf),
    Text { name: Arc<str>, text: Arc<str> },
}

impl Reader {
    /// Reads an OpenAPI 3.0 description, YAML or JSON, from a file.
    pub fn openapi(path: impl AsRef<Path>) -> Self {
        Self::new(Input::File(path.as_ref().to_owned()))
    }

    /// Reads an OpenAPI 3.0 description from a text. The name stands for it in diagnostics; one
    /// that ends in `.json` or `.yaml` says which of the two it is.
    pub fn openapi_text(name: impl AsRef<str>, text: impl AsRef<str>) -> Self {
        Self::new(Input::text(name.as_ref(), text.as_ref()))
    }

    /// Reads the permission table from a file, YAML or JSON.
    pub fn permissions(mut self, path: impl AsRef<Path>) -> Self {
        self.permissions = Some(Input::File(path.as_ref().to_owned()));
        self
    }

    /// Reads the permission table from a text.
    pub fn permissions_text(mut self, name: impl AsRef<str>, text: impl AsRef<str>) -> Self {
        self.permissions = Some(Input::text(name.as_ref(), text.as_ref()));
        self
    }

    /// Whether the permission table may name operations that the description does not have, as
    /// Microsoft's whole `permissions.json` does beside a slice. Otherwise, and by default, each
    /// such entry is an error: it is most likely misspelt.
    pub fn permissions_may_cover_more(mut self, may: bool) -> Self {
        self.may_cover_more = may;
        self
    }

    /// Reads the files, lowers them into the model and checks it.
    ///
    /// # Errors
    /// Every fault found in the stage that failed, warnings included.
    pub fn read(&self) -> Result<Read, Diagnostics> {
        let mut sources = Sources::default();
        let (description, table) = self.load(&mut sources)?;
        let (mut api, table, mut faults) = lower(&description, table.as_ref(), &sources)?;
        if let Some(table) = &table {
            let may_cover_more = self.may_cover_more;
            permissions::attach(table, &mut api, may_cover_more, &mut faults);
        }
        faults.sort();
        if faults.has_errors() {
            return Err(faults);
        }
        Ok(Read { api, warnings: faults, sources })
    }

    fn new(openapi: Input) -> Self {
        Self { openapi, permissions: None, may_cover_more: false }
    }

    /// Reads both files into trees.
    fn load(&self, sources: &mut Sources) -> Result<(Document, Option<Document>), Diagnostics> {
        let mut faults = Vec::new();
        let description = self.openapi.load(sources, &mut faults);
        let table = self.permissions.as_ref().map(|input| input.load(sources, &mut faults));
        match (description, table) {
            (Some(description), None) => Ok((description, None)),
            (Some(description), Some(Some(table))) => Ok((description, Some(table))),
            _ => {
                let mut diagnostics = sources.diagnostics();
                diagnostics.extend(faults);
                diagnostics.sort();
                Err(diagnostics)
            }
        }
    }
}

/// Lowers both files and checks the model, so that the faults of all come together. What the
/// description says comes from its typed document; its tree knows where that stands.
fn lower(
    description: &Document,
    table: Option<&Document>,
    sources: &Sources,
) -> Result<(Api, Option<Table>, Diagnostics), Diagnostics> {
    let mut faults = sources.diagnostics();
    let mut api = Api::new("", "", "");
    if let Some(typed) = openapi::read(description) {
        api = openapi::lower(&typed, description);
        check::check(&api, &mut faults);
    }
    faults.extend(description.faults());
    let table = table.map(|document| {
        let table = permissions::lower(document);
        faults.extend(document.faults());
        table
    });
    if faults.has_errors() {
        faults.sort();
        return Err(faults);
    }
    Ok((api, table, faults))
}

impl Input {
    fn text(name: &str, text: &str) -> Self {
        Self::Text { name: Arc::from(name), text: Arc::from(text) }
    }

    fn load(&self, sources: &mut Sources, faults: &mut Vec<Diagnostic>) -> Option<Document> {
        let (name, text) = match self {
            Self::Text { name, text } => (name.clone(), text.clone()),
            Self::File(path) => {
                let name: Arc<str> = Arc::from(path.display().to_string());
                let text = read(path, faults)?;
                (name, text)
            }
        };
        let text = match text.strip_prefix('\u{feff}') {
            Some(rest) => Arc::from(rest),
            None => text,
        };
        sources.add(&name, text.clone());
        match tree::parse(&name, &text) {
            Ok(root) => Some(Document::new(name, text, root)),
            Err(found) => {
                faults.extend(found.into_iter().map(|fault| syntax(&name, fault)));
                None
            }
        }
    }
}

fn read(path: &Path, faults: &mut Vec<Diagnostic>) -> Option<Arc<str>> {
    let fault = |message: String| Diagnostic::error(message).at(whole(path));
    match std::fs::read(path).map(String::from_utf8) {
        Ok(Ok(text)) => return Some(Arc::from(text)),
        Ok(Err(error)) => {
            let at = error.utf8_error().valid_up_to();
            let message = format!("the file is not UTF-8: byte {at} is no part of a character");
            faults.push(fault(message).help("save the file as UTF-8"));
        }
        Err(error) => {
            let message = format!("the file cannot be read: {}", reason(path, &error));
            let help = "check the path, which is relative to the folder that the program runs in";
            faults.push(fault(message).help(help));
        }
    }
    None
}

/// The reason in words that are the same on every system.
fn reason(path: &Path, error: &std::io::Error) -> String {
    match error.kind() {
        _ if path.is_dir() => "it is a folder".to_owned(),
        ErrorKind::NotFound => "it does not exist".to_owned(),
        ErrorKind::PermissionDenied => "access is denied".to_owned(),
        _ => error.to_string(),
    }
}

fn syntax(name: &Arc<str>, fault: Fault) -> Diagnostic {
    let at = |place: Place| Origin::new(name.clone(), place.line as usize, place.column as usize, "");
    let mut diagnostic = Diagnostic::error(fault.message).at(at(fault.place));
    diagnostic.help = fault.help.map(str::to_owned);
    match fault.other {
        Some((place, label)) => diagnostic.related(at(place), label),
        None => diagnostic,
    }
}

fn whole(path: &Path) -> Origin {
    Origin::new(Arc::from(path.display().to_string()), 0, 0, "")
}
