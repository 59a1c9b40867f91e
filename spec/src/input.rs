//! What is read: files, or texts that stand for them.

use std::borrow::Cow;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::model::Origin;
use crate::tree::{self, Document, Fault, Place};
use crate::{Diagnostic, Sources, encoding};

/// A file, or a text with a name that stands for it in diagnostics.
#[derive(Debug, Clone)]
pub(crate) struct Input {
    from: From,
    /// Where settings name it.
    named: Origin,
    #[cfg(feature = "settings")]
    stated: Option<crate::settings::Stated>,
}

#[derive(Debug, Clone)]
enum From {
    File(PathBuf),
    Text {
        name: Arc<str>,
        text: Arc<str>,
    },
    /// Somewhere that only a program with a network can get at.
    #[cfg(feature = "settings")]
    Elsewhere {
        url: String,
        at: Origin,
    },
}

impl Input {
    pub(crate) fn file(path: impl AsRef<Path>) -> Self {
        Self::from(From::File(path.as_ref().to_owned()))
    }

    pub(crate) fn text(name: &str, text: &str) -> Self {
        Self::from(From::Text { name: Arc::from(name), text: Arc::from(text) })
    }

    #[cfg(feature = "settings")]
    pub(crate) fn elsewhere(url: &str, at: Origin) -> Self {
        Self::from(From::Elsewhere { url: url.to_owned(), at })
    }

    /// The same, where settings name it at a place.
    #[cfg(feature = "settings")]
    pub(crate) fn named_at(mut self, at: Origin) -> Self {
        self.named = at;
        self
    }

    /// The same, where it is known which bytes it should have.
    #[cfg(feature = "settings")]
    pub(crate) fn stated(mut self, stated: Option<crate::settings::Stated>) -> Self {
        self.stated = stated;
        self
    }

    fn from(from: From) -> Self {
        Self {
            from,
            named: Origin::none(),
            #[cfg(feature = "settings")]
            stated: None,
        }
    }

    /// Reads its syntax.
    pub(crate) fn load(&self, sources: &mut Sources, faults: &mut Vec<Diagnostic>) -> Option<Document> {
        let (name, text) = self.open(sources, faults)?;
        parse(&name, text, faults)
    }

    /// Its name in diagnostics and its text, without a byte order mark.
    pub(crate) fn open(
        &self,
        sources: &mut Sources,
        faults: &mut Vec<Diagnostic>,
    ) -> Option<(Arc<str>, Arc<str>)> {
        let (name, bytes): (Arc<str>, Cow<'_, [u8]>) = match &self.from {
            From::Text { name, text } => (name.clone(), Cow::Borrowed(text.as_bytes())),
            From::File(path) => {
                (Arc::from(path.display().to_string()), Cow::Owned(read(path, &self.named, faults)?))
            }
            #[cfg(feature = "settings")]
            From::Elsewhere { url, at } => {
                let fault = format!("`{url}` is not at hand: nothing is downloaded here");
                let help = "let `cargo msgraph generate` fetch it, or `cargo msgraph slice` write what is needed of it, \
                            and name that `file`";
                faults.push(Diagnostic::error(fault).at(at.clone()).help(help));
                return None;
            }
        };
        #[cfg(feature = "settings")]
        if let Some(fault) = self.stated.as_ref().and_then(|stated| stated.fault(&name, &bytes)) {
            faults.push(fault);
            return None;
        }
        let text = match (&self.from, bytes) {
            (From::Text { text, .. }, _) => text.clone(),
            (_, bytes) => utf8(&name, bytes.into_owned(), faults)?,
        };
        let text = encoding::tidied(&text).map_or(text, Arc::from);
        sources.add(&name, text.clone());
        Some((name, text))
    }
}

/// Reads the syntax of a text that is YAML or JSON.
pub(crate) fn parse(name: &Arc<str>, text: Arc<str>, faults: &mut Vec<Diagnostic>) -> Option<Document> {
    match tree::parse(name, &text) {
        Ok(root) => Some(Document::new(name.clone(), text, root)),
        Err(found) => {
            faults.extend(found.into_iter().map(|fault| syntax(name, fault)));
            None
        }
    }
}

fn read(path: &Path, named: &Origin, faults: &mut Vec<Diagnostic>) -> Option<Vec<u8>> {
    let error = match std::fs::read(path) {
        Ok(bytes) => return Some(bytes),
        Err(error) => error,
    };
    let message = format!("the file cannot be read: {}", reason(path, &error));
    let help = "check the path, which is relative to the folder that the program runs in";
    let at = whole(&Arc::from(path.display().to_string()));
    let fault = Diagnostic::error(message).at(at).help(help);
    faults.push(if named.line == 0 { fault } else { fault.related(named.clone(), "named here") });
    None
}

fn utf8(name: &Arc<str>, bytes: Vec<u8>, faults: &mut Vec<Diagnostic>) -> Option<Arc<str>> {
    match encoding::decode(bytes) {
        Ok(text) => Some(Arc::from(text)),
        Err((message, help)) => {
            faults.push(Diagnostic::error(message).at(whole(name)).help(help));
            None
        }
    }
}

/// The reason in words that are the same on every system.
pub(crate) fn reason(path: &Path, error: &std::io::Error) -> String {
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

fn whole(name: &Arc<str>) -> Origin {
    Origin::new(name.clone(), 0, 0, "")
}
