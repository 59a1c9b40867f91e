//! The description that a command works on, and what is cut out of it.

mod cache;
mod download;
mod load;

use std::path::{Path, PathBuf};

use msgraph_spec::Diagnostic;
use msgraph_spec::settings::{Setting, Settings, Source, SourceKind};

use crate::Failure;
pub(crate) use load::{Loaded, Trust, bundled, failure};

/// The name of a file of settings.
pub(crate) const SETTINGS_FILE: &str = "msgraph.toml";

/// Which description, which permission table, and which part of it. Every command that reads one has these.
#[derive(Debug, Clone, Default, clap::Args)]
#[command(next_help_heading = "The slice")]
pub(crate) struct SliceArgs {
    /// A description of an API: OpenAPI (YAML or JSON) or CSDL (XML), a file or an https:// address
    ///
    /// By default what `msgraph.toml` in this folder says, and where there is none, the bundled online meetings.
    #[arg(long, value_name = "FILE", conflicts_with = "settings")]
    spec: Option<String>,
    /// A permission table as Microsoft's permissions.json; it may cover more than the slice
    #[arg(long, value_name = "FILE")]
    permissions: Option<String>,
    /// Corrections of the permission table, with reasons; the bundled table comes with its own
    #[arg(long, value_name = "FILE")]
    permission_fixups: Option<String>,
    /// Only these operations: '/users/{id}/onlineMeetings/**', 'POST /me/sendMail'; may be given several times
    ///
    /// Methods are optional and come before the path. In the path, `*` is one segment, `**` any number of them,
    /// `{id}` a key of any name. Letter case does not matter. What is given here takes the place of what the
    /// settings include; the same holds for the other options. `generate` refuses a call that says something else
    /// than the msgraph.toml of the crate, unless `--update` writes that anew.
    #[arg(long, value_name = "PATTERN")]
    include: Vec<String>,
    /// Not these operations, whatever includes them; may be given several times
    #[arg(long, value_name = "PATTERN")]
    exclude: Vec<String>,
    /// This type too, and what it can reach; may be given several times
    #[arg(long, value_name = "TYPE")]
    root: Vec<String>,
    /// A file with all of this; by default `msgraph.toml` where there is one, and no `--spec`
    #[arg(long, value_name = "FILE")]
    settings: Option<PathBuf>,
}

/// What to read and what to cut out of it.
#[derive(Debug)]
pub(crate) struct Slice {
    /// As they stand in a file, or as the options say.
    pub(crate) settings: Settings,
    /// The file that they stand in.
    pub(crate) file: Option<PathBuf>,
    /// The sources that are part of this program.
    pub(crate) bundled: Vec<SourceKind>,
}

impl SliceArgs {
    /// What the options and the settings say.
    ///
    /// # Errors
    /// Every fault of the settings; and of the options, fix-ups without a table.
    pub(crate) fn slice(&self) -> Result<Slice, Failure> {
        let file = self.settings_file();
        let settings = match (&self.spec, &file) {
            (Some(spec), _) => Settings::new(source(spec, "--spec")?),
            (None, Some(file)) => Settings::read(file).map_err(Failure::Input)?,
            (None, None) => online_meetings(),
        };
        let is_bundled = self.spec.is_none() && file.is_none();
        let bundled = if is_bundled { SourceKind::ALL.to_vec() } else { Vec::new() };
        let mut slice = Slice { settings, file, bundled };
        self.apply(&mut slice)?;
        Ok(slice)
    }

    /// Gives a slice the permission table of `--permissions`, where that is said.
    pub(crate) fn add_table(&self, slice: &mut Slice) -> Result<(), Failure> {
        if let Some(table) = &self.permissions {
            slice.settings.permissions = Some(relative_to(&slice.settings, source(table, "--permissions")?));
        }
        Ok(())
    }

    fn settings_file(&self) -> Option<PathBuf> {
        let here = || Path::new(SETTINGS_FILE).is_file().then(|| PathBuf::from(SETTINGS_FILE));
        match (&self.settings, &self.spec) {
            (Some(file), _) => Some(file.clone()),
            (None, Some(_)) => None,
            (None, None) => here(),
        }
    }

    /// Puts the options in the place of the settings.
    ///
    /// Fix-ups belong to a table. Those of another table are left out: one that this table does not need would
    /// be an error.
    fn apply(&self, slice: &mut Slice) -> Result<(), Failure> {
        let settings = &mut slice.settings;
        if let Some(table) = &self.permissions {
            settings.permissions = Some(relative_to(settings, source(table, "--permissions")?));
            settings.permission_fixups = None;
            slice.bundled.retain(|kind| *kind == SourceKind::Spec);
        }
        if let Some(fixups) = &self.permission_fixups {
            if settings.permissions.is_none() {
                return Err(Failure::usage(nothing_to_correct()));
            }
            settings.permission_fixups = Some(relative_to(settings, source(fixups, "--permission-fixups")?));
            slice.bundled.retain(|kind| *kind != SourceKind::PermissionFixups);
        }
        choose(settings, [&self.include, &self.exclude, &self.root]);
        Ok(())
    }
}

impl Slice {
    /// The online meetings, whose files are part of this program.
    pub(crate) fn online_meetings() -> Self {
        Self { settings: online_meetings(), file: None, bundled: SourceKind::ALL.to_vec() }
    }

    /// Whether the description comes without a permission table, so that nothing is known of its operations.
    pub(crate) fn is_without_table(&self) -> bool {
        self.settings.permissions.is_none()
    }
}

/// Puts the patterns and types that options give in the place of the settings': included, excluded and roots.
pub(crate) fn choose(settings: &mut Settings, [include, exclude, roots]: [&[String]; 3]) {
    let lists =
        [(include, &mut settings.include), (exclude, &mut settings.exclude), (roots, &mut settings.roots)];
    for (given, list) in lists {
        if !given.is_empty() {
            *list = given.iter().map(|one| Setting::from(one.as_str())).collect();
        }
    }
}

/// A file, or an address.
pub(crate) fn source(text: &str, option: &str) -> Result<Source, Failure> {
    if !text.contains("://") {
        return Ok(Source::file(text));
    }
    match msgraph_spec::settings::wrong_address(text) {
        None => Ok(Source::url(text)),
        Some(wrong) => Err(Failure::usage(
            Diagnostic::error(format!("the address of `{option}` {wrong}"))
                .help("write an address that begins with `https://`, or the path of a file"),
        )),
    }
}

/// A file that is named on the command line, among settings whose files are relative to their own folder.
pub(crate) fn relative_to(settings: &Settings, source: Source) -> Source {
    match &source.file {
        Some(file) if !settings.folder.as_os_str().is_empty() => {
            Source::file(std::path::absolute(file).unwrap_or_else(|_| file.clone()))
        }
        _ => source,
    }
}

/// The settings of the online meetings, whose files are part of this program.
fn online_meetings() -> Settings {
    let [spec, table, fixups] = msgraph_spec::ONLINE_MEETINGS.map(|(path, _)| Source::file(path));
    let mut settings = Settings::new(spec);
    settings.permissions = Some(table);
    settings.permission_fixups = Some(fixups);
    settings
}

fn nothing_to_correct() -> Diagnostic {
    Diagnostic::error("`--permission-fixups` has no permission table that it could correct")
        .help("name the table with `--permissions`; the bundled one does not belong to another slice")
}
