//! `cargo msgraph slice`: writes the part of a description that was chosen, as a description of its own.

use std::path::{Path, PathBuf};

use msgraph_spec::model::Api;
use msgraph_spec::{Diagnostic, Diagnostics};
use serde::Serialize;

use crate::input::{self, Slice, SliceArgs, Trust};
use crate::output::Output;
use crate::progress::Progress;
use crate::small::Small;
use crate::text::counted;
use crate::{Failure, Outcome, args, output, paths};

/// The arguments of the command.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES, after_long_help = format!("{EXAMPLES}\n\n{}", args::EXIT_CODES))]
pub(crate) struct Args {
    /// A folder for openapi.yaml and permissions.yaml, or a file for the description alone
    ///
    /// A file is what ends in `.yaml` or `.yml`. Without it, or with `-`, the description goes to standard output.
    /// The fix-ups that belong to the slice go with its permission table.
    #[arg(long, value_name = "DIR|FILE")]
    out: Option<PathBuf>,
    #[command(flatten)]
    slice: SliceArgs,
}

const EXAMPLES: &str = "\
Examples:
  cargo msgraph slice --include 'POST /me/onlineMeetings' --out small
  cargo msgraph slice --spec graph.json --include 'POST /me/sendMail' --out mail
  cargo msgraph slice --spec graph.json --include '/me/**' --exclude 'POST /**' --out reading.yaml
  cargo msgraph slice --include 'GET /users/{id}/onlineMeetings/**' | head";

/// How a file begins that this command may write again.
const MARK: &str = "# Cut by cargo msgraph slice.";

/// Where the slice goes.
#[derive(Debug, Clone, Copy)]
enum Place<'a> {
    Stdout,
    File(&'a Path),
    Folder(&'a Path),
}

/// What was done, for programs.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Report<'a> {
    operations: usize,
    types: usize,
    /// The files that hold the slice.
    files: Vec<&'a Path>,
    /// The texts, where they went to no file.
    #[serde(skip_serializing_if = "Option::is_none")]
    openapi: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    permissions: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    permission_fixups: Option<String>,
}

/// Runs the command.
pub(crate) fn run(args: &Args, output: Output) -> Result<Outcome, Failure> {
    let slice = args.slice.slice()?;
    let place = place(args.out.as_deref());
    let loaded = slice.load(output, Trust::Stated)?;
    let progress = Progress::new(output);
    progress.stage("Reading the description");
    let read = loaded.reader().read().map_err(input::failure)?;
    progress.stage("Writing the slice");
    let marked = |text: String| format!("{MARK}\n{text}");
    let Small { openapi, permissions, fixups } = Small::new(&read, &loaded);
    let texts =
        Small { openapi: marked(openapi), permissions: permissions.map(marked), fixups: fixups.map(marked) };
    let files = files(place, &texts);
    for (path, _) in &files {
        check_free(path, &slice, place)?;
    }
    for (path, text) in &files {
        write(path, text)?;
    }
    drop(progress);
    output.faults(&read.warnings);
    if let (Place::Stdout, false) = (place, output.is_json()) {
        output::write(&texts.openapi, None)?;
    }
    if !matches!(place, Place::Folder(_)) && !output.is_json() && texts.permissions.is_some() {
        output.faults(&without_table());
    }
    say(&read.api, place, &files, &texts, output)?;
    Ok(Outcome::Done)
}

fn place(out: Option<&Path>) -> Place<'_> {
    match out {
        None => Place::Stdout,
        Some(out) if out == Path::new("-") => Place::Stdout,
        Some(out) => match out.extension().and_then(|extension| extension.to_str()) {
            Some("yaml" | "yml") if !out.is_dir() => Place::File(out),
            _ => Place::Folder(out),
        },
    }
}

/// The files and what goes into each.
fn files<'t>(place: Place<'_>, texts: &'t Small) -> Vec<(PathBuf, &'t str)> {
    match place {
        Place::Stdout => Vec::new(),
        Place::File(file) => vec![(file.to_owned(), &texts.openapi)],
        Place::Folder(folder) => texts.files().map(|(name, text)| (folder.join(name), text)).collect(),
    }
}

/// Refuses to replace what the slice is cut from, and in a folder what somebody else wrote. A file that was named
/// is replaced.
fn check_free(path: &Path, slice: &Slice, place: Place<'_>) -> Result<(), Failure> {
    let target = paths::resolved(path);
    let sources = slice.settings.sources().filter(|(kind, _)| !slice.bundled.contains(kind));
    let mut sources = sources.filter_map(|(_, source)| slice.settings.path_of(source));
    let shown = path.display();
    if sources.any(|source| paths::resolved(&source) == target) {
        return Err(Failure::usage(
            Diagnostic::error(format!("`{shown}` is what the slice is cut from"))
                .help("name another folder or file with `--out`"),
        ));
    }
    let is_foreign = || std::fs::read(path).is_ok_and(|found| !found.starts_with(MARK.as_bytes()));
    if matches!(place, Place::Folder(_)) && is_foreign() {
        return Err(Failure::input(
            Diagnostic::error(format!("`{shown}` was not written by this command, so it is not replaced"))
                .help("name another folder with `--out`"),
        ));
    }
    Ok(())
}

fn write(path: &Path, text: &str) -> Result<(), Failure> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(|fault| output::not_written(folder, &fault))?;
    }
    output::replace(path, text).map_err(|fault| output::not_written(path, &fault))
}

fn without_table() -> Diagnostics {
    let mut faults = Diagnostics::default();
    faults.push(
        Diagnostic::warning("the permission table of the slice is not written")
            .help("name a folder with `--out`, and both are written"),
    );
    faults
}

fn say(
    api: &Api,
    place: Place<'_>,
    files: &[(PathBuf, &str)],
    texts: &Small,
    output: Output,
) -> Result<(), Failure> {
    let (operations, types) = (api.operations.len(), api.types.len());
    if output.is_json() {
        let is_stdout = matches!(place, Place::Stdout);
        let unless_written = |text: Option<&'_ String>| text.filter(|_| is_stdout).cloned();
        let report = Report {
            operations,
            types,
            files: files.iter().map(|(path, _)| path.as_path()).collect(),
            openapi: unless_written(Some(&texts.openapi)),
            permissions: unless_written(texts.permissions.as_ref()),
            permission_fixups: unless_written(texts.fixups.as_ref()),
        };
        return output::write_json("slice", &report);
    }
    let counts = format!("{}, {}", counted(operations, "operation"), counted(types, "type"));
    for (path, text) in files {
        let lines = counted(text.lines().count(), "line");
        output.note(&format!("`{}` is written: {lines}", path.display()));
    }
    output.note(&format!("the slice has {counts}"));
    Ok(())
}
