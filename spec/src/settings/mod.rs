//! The settings of a slice, as they stand in a file: `msgraph.toml`.
//!
//! They say which description and which permission table to read, what to cut out of them, and the SHA-256 of
//! each file, so that a slice can be made again, byte for byte, from the same files or not at all:
//!
//! ```toml
//! name = "meetings"
//! include = ["/users/{id}/onlineMeetings/**", "POST /me/sendMail"]
//! exclude = ["DELETE /**"]
//! roots = ["microsoft.graph.fileAttachment"]
//!
//! [spec]
//! file = "metadata.xml"
//! url = "https://graph.microsoft.com/v1.0/$metadata"
//! sha256 = "b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9"
//!
//! [permissions]
//! file = "permissions.json"
//!
//! [permission-fixups]
//! file = "permission-fixups.yaml"
//! ```
//!
//! | key | what it says |
//! |---|---|
//! | `name` | what the slice is called |
//! | `include` | which operations stay: [patterns](crate::Pattern); all of them where there is none |
//! | `exclude` | which of those go again |
//! | `roots` | types that stay although no operation names them |
//! | `permissions-may-cover-more` | `true` where the table has operations that the description has not, and nothing is cut out |
//! | `[spec]` | the description, CSDL or OpenAPI; all other tables and keys may be left out |
//! | `[permissions]` | the permission table |
//! | `[permission-fixups]` | what the table has wrong |
//! | `file` | where one of these lies, relative to the folder of the settings |
//! | `url` | where it comes from, with `https://` |
//! | `sha256` | what its bytes come to, in 64 hexadecimal digits |
//!
//! A source needs a `file` or a `url`. Nothing is downloaded here: a program that does so hands the text in
//! with [`Settings::reader_with`].

mod hash;
mod lines;
mod read;
mod source;
mod write;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::cut::{Wanted, Written};
use crate::input::{Input, reason};
use crate::model::Origin;
use crate::{Diagnostic, Diagnostics, Reader, Sources};

pub(crate) use hash::Stated;
pub use hash::sha256;
pub use read::wrong_address;
pub use source::{Source, SourceKind};

/// The settings of a slice.
///
/// ```
/// use msgraph_spec::settings::Settings;
///
/// let text = "
/// include = ['/me/notes/**']
/// [spec]
/// file = 'notes.yaml'
/// ";
/// let settings = Settings::from_text("msgraph.toml", text, "slices")?;
/// assert_eq!(settings.include[0].text, "/me/notes/**");
/// assert_eq!(settings.path_of(&settings.spec).unwrap(), std::path::Path::new("slices/notes.yaml"));
/// # Ok::<(), msgraph_spec::Diagnostics>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Settings {
    /// What the slice is called.
    pub name: Option<String>,
    /// The patterns of operations that stay; all of them where there is none.
    pub include: Vec<Setting>,
    /// The patterns of operations that go, whatever includes them.
    pub exclude: Vec<Setting>,
    /// The types that stay although no operation names them.
    pub roots: Vec<Setting>,
    /// Whether the permission table may name operations that the description does not have: see
    /// [`Reader::permissions_may_cover_more`].
    pub permissions_may_cover_more: bool,
    /// The description.
    pub spec: Source,
    /// The permission table.
    pub permissions: Option<Source>,
    /// What the table has wrong.
    pub permission_fixups: Option<Source>,
    /// What files are relative to.
    pub folder: PathBuf,
    /// The file of settings, for excerpts; without a name where they were not read.
    written: File,
}

/// The name and the text of the file that settings were read from. Where they stood is no part of what they
/// are.
#[derive(Debug, Clone, Default)]
struct File {
    name: Arc<str>,
    text: Arc<str>,
}

impl PartialEq for File {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for File {}

/// A pattern or the name of a type, and where it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Setting {
    /// The pattern or the name.
    pub text: String,
    /// Where it stands; nowhere where it was not read.
    pub origin: Origin,
}

impl<T: Into<String>> From<T> for Setting {
    fn from(text: T) -> Self {
        Self { text: text.into(), origin: Origin::none() }
    }
}

impl Settings {
    /// The settings of a slice that is all of a description. Files are relative to the folder that the program
    /// runs in.
    ///
    /// ```
    /// use msgraph_spec::settings::{Settings, Source};
    ///
    /// let mut settings = Settings::new(Source::file("openapi.yaml"));
    /// settings.include.push("/me/onlineMeetings/**".into());
    /// settings.permissions = Some(Source::file("permissions.json"));
    /// assert!(settings.to_toml().contains("[permissions]\nfile = \"permissions.json\"\n"));
    /// ```
    #[must_use]
    pub fn new(spec: Source) -> Self {
        Self {
            name: None,
            include: Vec::new(),
            exclude: Vec::new(),
            roots: Vec::new(),
            permissions_may_cover_more: false,
            spec,
            permissions: None,
            permission_fixups: None,
            folder: PathBuf::new(),
            written: File::default(),
        }
    }

    /// Reads a file of settings.
    ///
    /// # Errors
    /// Every fault of the file, each with its place: unknown keys, values of the wrong kind, addresses that are
    /// none.
    pub fn read(path: impl AsRef<Path>) -> Result<Self, Diagnostics> {
        let path = path.as_ref();
        let name = path.display().to_string();
        let folder = path.parent().unwrap_or(Path::new(""));
        let error = match std::fs::read(path).map(String::from_utf8) {
            Ok(Ok(text)) => return Self::from_text(name, text, folder),
            Ok(Err(_)) => "the file is not UTF-8".to_owned(),
            Err(error) => format!("the settings cannot be read: {}", reason(path, &error)),
        };
        let mut faults = Sources::default().diagnostics();
        let at = Origin::new(Arc::from(name), 0, 0, "");
        faults.push(Diagnostic::error(error).at(at).help("name a file such as `msgraph.toml`"));
        Err(faults)
    }

    /// Reads settings from a text. The name stands for it in diagnostics, and the folder is what files are
    /// relative to.
    ///
    /// # Errors
    /// Every fault of the text, each with its place.
    pub fn from_text(
        name: impl AsRef<str>,
        text: impl AsRef<str>,
        folder: impl AsRef<Path>,
    ) -> Result<Self, Diagnostics> {
        let file = File { name: Arc::from(name.as_ref()), text: Arc::from(text.as_ref()) };
        read::settings(file, folder.as_ref())
    }

    /// What the slice is made from, in the order of the file.
    pub fn sources(&self) -> impl Iterator<Item = (SourceKind, &Source)> {
        let all = [
            (SourceKind::Spec, Some(&self.spec)),
            (SourceKind::Permissions, self.permissions.as_ref()),
            (SourceKind::PermissionFixups, self.permission_fixups.as_ref()),
        ];
        all.into_iter().filter_map(|(kind, source)| Some((kind, source?)))
    }

    /// Where the file of a source lies, seen from the folder that the program runs in; nothing where it has
    /// only a `url`.
    #[must_use]
    pub fn path_of(&self, source: &Source) -> Option<PathBuf> {
        source.file.as_ref().map(|file| self.folder.join(file))
    }

    /// A reader of the slice. Its files are read from the disk; a source that has only a `url`, or whose file is not
    /// there, is a fault.
    pub fn reader(&self) -> Reader {
        self.reader_with(|_, _| None)
    }

    /// A reader of the slice that gets some of its texts from the caller, who may have downloaded them. Where
    /// `text` gives nothing, the file is read. What is stated of the SHA-256 holds for such a text, too.
    ///
    /// ```
    /// # use msgraph_spec::settings::Settings;
    /// let settings = Settings::from_text("msgraph.toml", "spec.url = 'https://example.com/notes.yaml'", "")?;
    /// let notes = "
    /// openapi: 3.0.3
    /// info: {title: Notes, version: v1.0}
    /// servers: [{url: https://graph.microsoft.com/v1.0}]
    /// paths:
    ///   /me/notes: {get: {responses: {'204': {description: ok}}}}
    /// ";
    /// let read = settings.reader_with(|_, source| source.url.as_ref().map(|_| notes.to_owned())).read()?;
    /// assert_eq!(read.api.title, "Notes");
    /// # Ok::<(), msgraph_spec::Diagnostics>(())
    /// ```
    pub fn reader_with(&self, mut text: impl FnMut(SourceKind, &Source) -> Option<String>) -> Reader {
        let mut input = |kind, source: &Source| {
            let name = source.name();
            let input = match (text(kind, source), self.path_of(source)) {
                (Some(text), _) => Input::text(&name, &text),
                (None, Some(path)) if source.url.is_none() || path.exists() => Input::file(path),
                (None, _) => Input::elsewhere(&name, source.origin.clone()),
            };
            input.named_at(source.origin.clone()).stated(source.stated())
        };
        let spec = input(SourceKind::Spec, &self.spec);
        let permissions = self.permissions.as_ref().map(|one| input(SourceKind::Permissions, one));
        let fixups = self.permission_fixups.as_ref().map(|one| input(SourceKind::PermissionFixups, one));
        Reader::of(spec, permissions, fixups, self.wanted())
            .permissions_may_cover_more(self.permissions_may_cover_more)
    }

    /// The settings as a file, for people to read and change: keys without values are left out, so the same
    /// settings are always the same bytes.
    #[must_use]
    pub fn to_toml(&self) -> String {
        write::settings(self)
    }

    /// A text of settings in which only the SHA-256 of some sources are others: comments, order and white space
    /// stay as they are. Where a source states none, it does now.
    ///
    /// ```
    /// use msgraph_spec::settings::{Settings, SourceKind, sha256};
    ///
    /// let text = "[spec] # the newest\nfile = 'a.xml'\nsha256 = '00'\n";
    /// let new = Settings::update_sha256(text, [(SourceKind::Spec, sha256(b"hello world"))])?;
    /// assert!(new.starts_with("[spec] # the newest\nfile = 'a.xml'\nsha256 = \"b94d27b9"));
    /// # Ok::<(), msgraph_spec::Diagnostics>(())
    /// ```
    ///
    /// # Errors
    /// If the text is no TOML, or has no table of such a source.
    pub fn update_sha256(
        text: &str,
        found: impl IntoIterator<Item = (SourceKind, String)>,
    ) -> Result<String, Diagnostics> {
        write::update(text, found)
    }

    fn wanted(&self) -> Wanted {
        let list = |of: &str, list: &[Setting]| -> Vec<Written> {
            let one = |(index, one): (usize, &Setting)| {
                if one.origin.line > 0 && one.origin.file == self.written.name {
                    Written::read(&one.text, one.origin.clone())
                } else {
                    Written::called(of, index, &one.text)
                }
            };
            list.iter().enumerate().map(one).collect()
        };
        Wanted {
            include: list("include", &self.include),
            exclude: list("exclude", &self.exclude),
            roots: list("root", &self.roots),
            file: Some((self.written.name.clone(), self.written.text.clone()))
                .filter(|(name, _)| !name.is_empty()),
        }
    }
}
