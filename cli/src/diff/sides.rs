//! The two slices that are compared, whatever they are read from.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use msgraph_spec::model::Api;
use msgraph_spec::settings::{Setting, Settings, Source};
use msgraph_spec::{Diagnostic, Diagnostics, Pattern, Read, Sources, Unmatched};

use super::step::Version;
use crate::Failure;
use crate::input::{SETTINGS_FILE, Slice, Trust, choose, failure, relative_to, source};
use crate::output::Output;
use crate::progress::Progress;

/// The description that a generated crate carries, its permissions, and their corrections.
const SPEC: &str = "spec/openapi.yaml";
const TABLE: &str = "spec/permissions.yaml";
const FIXUPS: &str = "spec/permission-fixups.yaml";

/// What holds for both sides.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "The slices")]
pub(super) struct Shared {
    /// A permission table as Microsoft's permissions.json, for both sides
    #[arg(long, value_name = "FILE")]
    permissions: Option<String>,
    /// The permission table of OLD alone
    #[arg(long, value_name = "FILE")]
    permissions_old: Option<String>,
    /// The permission table of NEW alone
    #[arg(long, value_name = "FILE")]
    permissions_new: Option<String>,
    /// Only these operations, of both sides: '/me/onlineMeetings/**', 'POST /me/sendMail'; may be repeated
    #[arg(long, value_name = "PATTERN")]
    include: Vec<String>,
    /// Not these operations, whatever includes them; may be repeated
    #[arg(long, value_name = "PATTERN")]
    exclude: Vec<String>,
    /// This type too, and what it can reach; may be repeated
    #[arg(long, value_name = "TYPE")]
    root: Vec<String>,
}

/// One of the two slices.
pub(super) struct Side {
    /// As it was named on the command line.
    pub(super) name: String,
    pub(super) api: Api,
    /// The version of the generated crate that it is read from.
    pub(super) version: Option<Version>,
    /// The patterns and roots that it is cut by, and those of them that match nothing in it.
    asked: BTreeSet<String>,
    unmatched: Vec<Unmatched>,
    sources: Sources,
}

/// A side before it is read.
struct Named {
    slice: Slice,
    version: Option<Version>,
    /// What its settings say is cut out, where it has some.
    cut: Option<Cut>,
    trust: Trust,
}

/// What settings cut out.
#[derive(Clone)]
struct Cut {
    include: Vec<Setting>,
    exclude: Vec<Setting>,
    roots: Vec<Setting>,
}

impl Cut {
    fn of(settings: &Settings) -> Self {
        let Settings { include, exclude, roots, .. } = settings.clone();
        Self { include, exclude, roots }
    }
}

/// Reads both.
pub(super) fn read(names: [&str; 2], shared: &Shared, output: Output) -> Result<[Side; 2], Failure> {
    let tables = [&shared.permissions_old, &shared.permissions_new];
    let mut sides = [find(names[0], "OLD or NEW")?, find(names[1], "OLD or NEW")?];
    share(&mut sides);
    let mut read = Vec::new();
    for (index, mut one) in sides.into_iter().enumerate() {
        one.apply(shared, tables[index].as_ref())?;
        read.push(one.read(names[index], output)?);
    }
    let faults = unmatched([&read[0], &read[1]]);
    if faults.has_errors() {
        return Err(failure(faults));
    }
    let new = read.pop().expect("there are two");
    let old = read.pop().expect("there are two");
    Ok([old, new])
}

/// The faults of what is asked for and is on neither side, or on a side that alone asks for it.
fn unmatched(sides: [&Side; 2]) -> Diagnostics {
    let mut found = Diagnostics::default();
    for (index, side) in sides.into_iter().enumerate() {
        let other = sides[1 - index];
        let is_there = |text: &String| {
            other.asked.contains(text) && !other.unmatched.iter().any(|one| one.text == *text)
        };
        let is_said = |one: &Unmatched| found.iter().any(|said| said.message == one.fault.message);
        let missing: Vec<&Unmatched> =
            side.unmatched.iter().filter(|one| !is_there(&one.text) && !is_said(one)).collect();
        if found.is_empty() {
            found = side.sources.diagnostics();
        }
        found.extend(missing.into_iter().map(|one| one.fault.clone()));
    }
    found
}

/// A mere description is cut as the settings of the other side say.
fn share(named: &mut [Named; 2]) {
    let [old, new] = named;
    let (cut, to) = match (&old.cut, &new.cut) {
        (Some(cut), None) => (cut.clone(), new),
        (None, Some(cut)) => (cut.clone(), old),
        _ => return,
    };
    let settings = &mut to.slice.settings;
    (settings.include, settings.exclude, settings.roots) = (cut.include, cut.exclude, cut.roots);
}

/// The slice that a name stands for, and how far its sources are trusted: a description, a msgraph.toml, or the
/// folder of a generated crate. The option is where the name stands, for faults.
pub(crate) fn slice_of(name: &str, option: &str) -> Result<(Slice, Trust), Failure> {
    find(name, option).map(|named| (named.slice, named.trust))
}

/// What a name stands for.
fn find(name: &str, option: &str) -> Result<Named, Failure> {
    let path = Path::new(name);
    if path.is_dir() {
        return folder(path);
    }
    if path.extension().is_some_and(|extension| extension == "toml") {
        return Named::settings(path);
    }
    let settings = Settings::new(source(name, option)?);
    Ok(Named {
        slice: Slice { settings, file: None, bundled: Vec::new() },
        version: None,
        cut: None,
        trust: Trust::Any,
    })
}

/// The slice that a generated crate was made of. It is as the crate has it: its settings may have gone on.
fn folder(path: &Path) -> Result<Named, Failure> {
    let [spec, table, fixups, file] = [SPEC, TABLE, FIXUPS, SETTINGS_FILE].map(|name| path.join(name));
    let version = Version::of_crate(path);
    if !spec.is_file() {
        if file.is_file() {
            // from sources that have gone on, nobody can tell what the crate was made of
            return Ok(Named { version, trust: Trust::Stated, ..Named::settings(&file)? });
        }
        let message = format!("the folder `{}` holds no slice", path.display());
        return Err(Failure::usage(Diagnostic::error(message).help(format!(
            "a generated crate has `{SPEC}` or `{SETTINGS_FILE}`; of anything else, name the description itself"
        ))));
    }
    let mut settings = Settings::new(Source::file(spec));
    settings.permissions = table.is_file().then(|| Source::file(table));
    settings.permission_fixups = fixups.is_file().then(|| Source::file(fixups));
    let cut =
        if file.is_file() { Some(Cut::of(&Settings::read(&file).map_err(Failure::Input)?)) } else { None };
    // what the crate carries is cut already, so that a pattern may match nothing in it; its types may need a root
    settings.roots = cut.iter().flat_map(|cut| cut.roots.clone()).collect();
    Ok(Named { slice: Slice { settings, file: None, bundled: Vec::new() }, version, cut, trust: Trust::Any })
}

impl Named {
    fn settings(file: &Path) -> Result<Self, Failure> {
        let settings = Settings::read(file).map_err(Failure::Input)?;
        let slice = Slice { settings, file: Some(PathBuf::from(file)), bundled: Vec::new() };
        let version = file.parent().and_then(Version::of_crate);
        // settings that are named themselves stand for what would be generated now
        let cut = Some(Cut::of(&slice.settings));
        Ok(Self { slice, version, cut, trust: Trust::Any })
    }

    /// Puts the options in the place of the settings.
    fn apply(&mut self, shared: &Shared, own_table: Option<&String>) -> Result<(), Failure> {
        let settings = &mut self.slice.settings;
        let is_alone = settings.permissions.is_none();
        let table = own_table.map(|one| (one, "--permissions-old or --permissions-new"));
        let table = table
            .or_else(|| shared.permissions.as_ref().filter(|_| is_alone).map(|one| (one, "--permissions")));
        if let Some((table, option)) = table {
            settings.permissions = Some(relative_to(settings, source(table, option)?));
            settings.permission_fixups = None;
        }
        choose(settings, [&shared.include, &shared.exclude, &shared.root]);
        Ok(())
    }

    fn read(self, name: &str, output: Output) -> Result<Side, Failure> {
        let settings = &self.slice.settings;
        let patterns = settings.include.iter().chain(&settings.exclude);
        let patterns = patterns.filter_map(|one| Some(Pattern::parse(&one.text).ok()?.to_string()));
        let asked = patterns.chain(settings.roots.iter().map(|one| one.text.clone())).collect();
        // an operation that came or went is what there is to find
        let reader = self.slice.load(output, self.trust)?.reader().patterns_may_match_nothing(true);
        let progress = Progress::new(output);
        progress.stage(&format!("Reading {name}"));
        let read = reader.read().map_err(failure)?;
        drop(progress);
        if !read.warnings.is_empty() {
            let count = read.warnings.len();
            output.note(&format!("note: {name}: {count} parts cannot be expressed, and are not compared"));
        }
        let Read { api, unmatched, sources, .. } = read;
        Ok(Side { name: name.to_owned(), api, version: self.version, asked, unmatched, sources })
    }
}
