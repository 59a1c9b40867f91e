//! Reads the sources of a slice: files, those that are part of this program, and those that lie elsewhere.

use std::path::PathBuf;

use msgraph_spec::settings::{Settings, Source, SourceKind, sha256};
use msgraph_spec::{Diagnostic, Reader};

use super::{Slice, cache, download};
use crate::Failure;
use crate::output::Output;
use crate::progress::Progress;

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
        for (index, (kind, stated)) in self.settings.sources().enumerate() {
            let path = self.settings.path_of(stated);
            let one = if self.is_bundled && path.as_deref() == bundled(index).map(|(path, _)| path.as_ref()) {
                bundled(index).map(|(_, text)| Found::new(kind, text.as_bytes().to_vec(), None))
            } else {
                Some(read(kind, stated, path.as_ref(), trust, output)?)
            };
            let source = source_of(&mut settings, kind);
            source.file = path;
            let Some(one) = one.flatten() else { continue };
            let holds = stated.sha256.as_ref().is_none_or(|stated| stated.eq_ignore_ascii_case(&one.sha256));
            if holds || trust != Trust::Stated {
                source.sha256 = None;
            }
            found.push(one);
        }
        Ok(Loaded { settings, found })
    }
}

fn bundled(index: usize) -> Option<(&'static str, &'static str)> {
    msgraph_spec::ONLINE_MEETINGS.get(index).copied()
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
    path: Option<&PathBuf>,
    trust: Trust,
    output: Output,
) -> Result<Option<Found>, Failure> {
    let from_file = path.and_then(|path| std::fs::read(path).ok());
    let Some(url) = &source.url else {
        return Ok(from_file.and_then(|bytes| Found::new(kind, bytes, None)));
    };
    if let (Some(bytes), false) = (from_file, trust == Trust::Newest) {
        return Ok(Found::new(kind, bytes, None));
    }
    let known = source.sha256.as_deref().filter(|_| trust != Trust::Newest);
    let bytes = match known.and_then(cache::get) {
        Some(bytes) => bytes,
        None => {
            let progress = Progress::new(output);
            let bytes = download::get(url, &progress)
                .map_err(|fault| Failure::input(fault.at(source.origin.clone())))?;
            cache::put(&sha256(&bytes), &bytes);
            bytes
        }
    };
    Found::new(kind, bytes, path.map(|_| ())).map(Some).ok_or_else(|| {
        Failure::input(
            Diagnostic::error(format!("what lies at `{url}` is not UTF-8, so it is no description or table"))
                .at(source.origin.clone())
                .help("look at the address in a browser"),
        )
    })
}

impl Found {
    /// A source that is a text.
    fn new(kind: SourceKind, bytes: Vec<u8>, for_file: Option<()>) -> Option<Self> {
        let sha256 = sha256(&bytes);
        let text = String::from_utf8(bytes).ok()?;
        Some(Self { kind, text, sha256, is_for_file: for_file.is_some() })
    }
}

impl Loaded {
    /// A reader of the slice. A table may cover more than the description: Microsoft's does.
    pub(crate) fn reader(&self) -> Reader {
        let text = |kind| self.found.iter().find(|one| one.kind == kind).map(|one| one.text.clone());
        self.settings.reader_with(|kind, _| text(kind)).permissions_may_cover_more(true)
    }

    /// What the bytes of each source come to.
    pub(crate) fn hashes(&self) -> Vec<(SourceKind, String)> {
        self.found.iter().map(|one| (one.kind, one.sha256.clone())).collect()
    }

    /// The files that the settings name, each with the text that was downloaded for it.
    pub(crate) fn downloaded(&self) -> impl Iterator<Item = (PathBuf, &str)> {
        self.found.iter().filter(|one| one.is_for_file).filter_map(|one| {
            let (_, source) = self.settings.sources().find(|(kind, _)| *kind == one.kind)?;
            Some((source.file.clone()?, one.text.as_str()))
        })
    }
}
