//! `msgraph.toml` in a generated crate: what it is made from, so that the same bytes can be made again.

use std::fmt;
use std::path::PathBuf;

use msgraph_spec::Diagnostic;
use msgraph_spec::settings::{Setting, Settings, Source, SourceKind};

use super::{Target, settings_file};
use crate::input::{Loaded, Slice};
use crate::{Failure, output, paths};

/// The file as it should be.
#[derive(Debug)]
pub(super) struct Record {
    path: PathBuf,
    text: String,
    is_new: bool,
}

impl Record {
    /// What the file should say, as it is already where it says it.
    ///
    /// # Errors
    /// A file that says something else, unless that is to be updated: somebody wrote it.
    pub(super) fn new(
        slice: &Slice,
        loaded: &Loaded,
        target: &Target,
        update: bool,
    ) -> Result<Self, Failure> {
        let path = settings_file(&target.folder);
        let wanted = settings(slice, loaded, target);
        let Ok(text) = std::fs::read_to_string(&path) else {
            return Ok(Self { path, text: wanted.to_toml(), is_new: true });
        };
        let stated = Settings::read(&path).map_err(Failure::Input)?;
        let differing = differing(&stated, &wanted);
        if differing.is_empty() {
            let text = hashed(&text, &stated, &wanted, update)?;
            let is_new = text.is_some();
            return Ok(Self { path, text: text.unwrap_or_default(), is_new });
        }
        if update {
            return Ok(Self { path, text: wanted.to_toml(), is_new: true });
        }
        let shown = path.display();
        let keys: Vec<&str> = differing.iter().map(|one| one.key).collect();
        let values: Vec<String> = differing.iter().map(ToString::to_string).collect();
        Err(Failure::input(
            Diagnostic::error(format!(
                "`{shown}` says something else than this call: `{}`\n{}",
                keys.join("`, `"),
                values.join("\n")
            ))
            .help(format!(
                "`cargo msgraph generate --settings {shown}` makes what it says; with `--update` it is \
                 written anew as this call says"
            )),
        ))
    }

    /// Writes the file, if it is not so already, and says whether it did.
    pub(super) fn write(&self) -> Result<bool, Failure> {
        if self.is_new {
            let written = output::replace(&self.path, &self.text);
            written.map_err(|fault| output::not_written(&self.path, &fault))?;
        }
        Ok(self.is_new)
    }
}

/// The settings of this run, with files as they are seen from the folder of the crate.
fn settings(slice: &Slice, loaded: &Loaded, target: &Target) -> Settings {
    let mut settings = slice.settings.clone();
    let from = paths::resolved(&settings.folder);
    let is_there = from == paths::resolved(&target.folder);
    settings.name = Some(target.name.clone());
    let hashes = loaded.hashes();
    let rewrite = |kind: SourceKind, source: &mut Source| {
        let is_bundled = slice.bundled.contains(&kind);
        if let (Some(file), false) = (&source.file, is_there || is_bundled) {
            source.file = Some(paths::relative(&target.folder, &from.join(file)));
        }
        source.sha256 = hashes.iter().find(|(of, _)| *of == kind).map(|(_, sha256)| sha256.clone());
    };
    rewrite(SourceKind::Spec, &mut settings.spec);
    settings.permissions.iter_mut().for_each(|one| rewrite(SourceKind::Permissions, one));
    settings.permission_fixups.iter_mut().for_each(|one| rewrite(SourceKind::PermissionFixups, one));
    settings
}

/// A key in which two settings differ, and what each says.
struct Differing {
    key: &'static str,
    stated: String,
    wanted: String,
}

impl fmt::Display for Differing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "  {}: {} there, {} in this call", self.key, self.stated, self.wanted)
    }
}

/// The keys in which two settings differ, those of hashes aside.
fn differing(stated: &Settings, wanted: &Settings) -> Vec<Differing> {
    let list = |list: &[Setting]| {
        let texts: Vec<String> = list.iter().map(|one| format!("`{}`", one.text)).collect();
        if texts.is_empty() { "nothing".to_owned() } else { texts.join(", ") }
    };
    let place = |source: Option<&Source>| {
        let file = source.and_then(|one| one.file.as_ref()).map(|file| format!("`{}`", file.display()));
        let url = source.and_then(|one| one.url.as_ref()).map(|url| format!("`{url}`"));
        let both: Vec<String> = file.into_iter().chain(url).collect();
        if both.is_empty() { "nothing".to_owned() } else { both.join(" from ") }
    };
    let name = |of: &Settings| of.name.as_ref().map(|name| format!("`{name}`")).unwrap_or_default();
    let all = [
        ("name", name(if stated.name.is_some() { stated } else { wanted }), name(wanted)),
        ("include", list(&stated.include), list(&wanted.include)),
        ("exclude", list(&stated.exclude), list(&wanted.exclude)),
        ("roots", list(&stated.roots), list(&wanted.roots)),
        ("spec", place(Some(&stated.spec)), place(Some(&wanted.spec))),
        ("permissions", place(stated.permissions.as_ref()), place(wanted.permissions.as_ref())),
        (
            "permission-fixups",
            place(stated.permission_fixups.as_ref()),
            place(wanted.permission_fixups.as_ref()),
        ),
    ];
    let all = all.into_iter().filter(|(_, stated, wanted)| stated != wanted);
    all.map(|(key, stated, wanted)| Differing { key, stated, wanted }).collect()
}

/// The text of the file with other hashes, if others are to be there.
fn hashed(text: &str, stated: &Settings, wanted: &Settings, update: bool) -> Result<Option<String>, Failure> {
    let mut new = Vec::new();
    for ((kind, old), (_, now)) in stated.sources().zip(wanted.sources()) {
        let Some(found) = &now.sha256 else { continue };
        match &old.sha256 {
            Some(known) if known.eq_ignore_ascii_case(found) => {}
            Some(known) if !update => {
                let fault = format!(
                    "`{}` is not what it was when the crate was generated: its SHA-256 was {known}, and is {found}",
                    old.name()
                );
                return Err(Failure::input(
                    Diagnostic::error(fault)
                        .at(old.sha256_origin.clone())
                        .help("if the change is meant: the same call with `--update`"),
                ));
            }
            _ => new.push((kind, found.clone())),
        }
    }
    if new.is_empty() {
        return Ok(None);
    }
    Settings::update_sha256(text, new).map(Some).map_err(Failure::Input)
}
