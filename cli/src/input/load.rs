//! Reads the sources of a slice: files, those that are part of this program, and those that lie elsewhere.

use std::path::{Path, PathBuf};

use msgraph_spec::settings::{Settings, Source, SourceKind, sha256};
use msgraph_spec::{Diagnostic, Diagnostics, Level, Reader};

use super::{Slice, cache, download};
use crate::output::Output;
use crate::progress::Progress;
use crate::{Failure, paths};

/// What to do with a source that is not the one whose SHA-256 the settings state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Trust {
    /// It is an error.
    Stated,
    /// It is read all the same, for the caller to compare.
    Any,
    /// It is taken: what has an address is downloaded again.
    Newest,
}

/// The sources of a slice, read.
#[derive(Debug)]
pub(crate) struct Loaded {
    /// The settings, with files that are relative to where the program runs, and only those SHA-256 that do not
    /// hold, for the reader to show where they stand.
    settings: Settings,
    found: Vec<Found>,
}

/// A source that could be read.
#[derive(Debug)]
pub(crate) struct Found {
    pub(crate) kind: SourceKind,
    text: String,
    /// What its bytes come to.
    pub(crate) sha256: String,
    /// Whether it was downloaded although the settings name a file for it.
    is_for_file: bool,
}

impl Slice {
    /// Reads the sources. One that is a file and cannot be read is left to the reader, which says why.
    ///
    /// # Errors
    /// A source that cannot be downloaded.
    pub(crate) fn load(&self, output: Output, trust: Trust) -> Result<Loaded, Failure> {
        let mut settings = self.settings.clone();
        settings.folder = PathBuf::new();
        let mut found = Vec::new();
        for (kind, stated) in self.settings.sources() {
            let path = self.settings.path_of(stated).map(|path| paths::tidy(&path));
            let one = if self.bundled.contains(&kind) {
                Found::new(kind, bundled(kind).into(), false)
            } else {
                read(kind, stated, path.as_deref(), trust, output)?
            };
            let source = source_of(&mut settings, kind);
            source.file = path;
            let Some(one) = one else { continue };
            let holds = stated.sha256.as_ref().is_none_or(|stated| stated.eq_ignore_ascii_case(&one.sha256));
            if holds || trust != Trust::Stated {
                source.sha256 = None;
            }
            found.push(one);
        }
        Ok(Loaded { settings, found })
    }
}

/// The text of a source that is part of this program.
pub(crate) fn bundled(kind: SourceKind) -> &'static str {
    let [spec, table, fixups] = msgraph_spec::ONLINE_MEETINGS;
    match kind {
        SourceKind::Permissions => table.1,
        SourceKind::PermissionFixups => fixups.1,
        _ => spec.1,
    }
}

/// The source of that kind, which must be there.
fn source_of(settings: &mut Settings, kind: SourceKind) -> &mut Source {
    match kind {
        SourceKind::Permissions => settings.permissions.as_mut().expect("it was listed"),
        SourceKind::PermissionFixups => settings.permission_fixups.as_mut().expect("it was listed"),
        _ => &mut settings.spec,
    }
}

/// The bytes of one source, or nothing where its file is for the reader to complain of.
fn read(
    kind: SourceKind,
    source: &Source,
    path: Option<&Path>,
    trust: Trust,
    output: Output,
) -> Result<Option<Found>, Failure> {
    let from_file = path.and_then(|path| std::fs::read(path).ok());
    let Some(url) = &source.url else {
        return Ok(from_file.and_then(|bytes| Found::new(kind, bytes, false)));
    };
    if let (Some(bytes), false) = (from_file, trust == Trust::Newest) {
        return Ok(Found::new(kind, bytes, false));
    }
    let known = source.sha256.as_deref().filter(|_| trust != Trust::Newest);
    let bytes = if let Some(bytes) = known.and_then(cache::get) {
        bytes
    } else {
        let progress = Progress::new(output);
        let bytes = download::get(url, &progress);
        let bytes = bytes.map_err(|fault| Failure::input(placed(*fault, source)))?;
        cache::put(&sha256(&bytes), &bytes);
        bytes
    };
    Found::new(kind, bytes, path.is_some()).map(Some).ok_or_else(|| {
        let fault = format!("what lies at `{url}` is not UTF-8, so it is no description and no table");
        Failure::input(placed(Diagnostic::error(fault).help("look at the address in a browser"), source))
    })
}

/// The fault with the place where the source is named, if that is a file.
fn placed(fault: Diagnostic, source: &Source) -> Diagnostic {
    if source.origin.line == 0 { fault } else { fault.at(source.origin.clone()) }
}

/// Faults of a slice. Where all errors are about patterns and types that stand on the command line, it is the call
/// that is wrong.
pub(crate) fn failure(faults: Diagnostics) -> Failure {
    let is_of_call = |one: &Diagnostic| {
        let file = one.at.as_ref().map(|at| &*at.file);
        let list = file.and_then(|file| file.split(' ').next());
        list.is_some_and(|list| ["include", "exclude", "root"].contains(&list))
    };
    let mut errors = faults.iter().filter(|one| one.level == Level::Error);
    if errors.all(is_of_call) { Failure::Usage(faults) } else { Failure::Input(faults) }
}

impl Found {
    /// A source that is a text.
    fn new(kind: SourceKind, bytes: Vec<u8>, is_for_file: bool) -> Option<Self> {
        let sha256 = sha256(&bytes);
        let text = String::from_utf8(bytes).ok()?;
        Some(Self { kind, text, sha256, is_for_file })
    }
}

impl Loaded {
    /// A reader of the slice. A table may cover more than the description: Microsoft's does.
    pub(crate) fn reader(&self) -> Reader {
        let text = |kind| self.text(kind).map(str::to_owned);
        self.settings.reader_with(|kind, _| text(kind)).permissions_may_cover_more(true)
    }

    /// The text of a source, if it could be read.
    pub(crate) fn text(&self, kind: SourceKind) -> Option<&str> {
        self.found.iter().find(|one| one.kind == kind).map(|one| one.text.as_str())
    }

    /// What the bytes of each source come to.
    pub(crate) fn hashes(&self) -> Vec<(SourceKind, String)> {
        self.found.iter().map(|one| (one.kind, one.sha256.clone())).collect()
    }

    /// The files that the settings name.
    pub(crate) fn files(&self) -> impl Iterator<Item = &Path> {
        self.settings.sources().filter_map(|(_, source)| source.file.as_deref())
    }

    /// The files that the settings name, each with the text that was downloaded for it.
    pub(crate) fn downloaded(&self) -> impl Iterator<Item = (PathBuf, &str)> {
        self.found.iter().filter(|one| one.is_for_file).filter_map(|one| {
            let (_, source) = self.settings.sources().find(|(kind, _)| *kind == one.kind)?;
            Some((source.file.clone()?, one.text.as_str()))
        })
    }
}
