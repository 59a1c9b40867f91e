//! `cargo msgraph generate`: writes a crate that stands alone.

mod dependency;
mod make;
mod record;
mod workspace;

use std::path::{Path, PathBuf};

use msgraph_codegen::{Difference, PackageWritten, Written};
use msgraph_spec::Diagnostic;
use msgraph_spec::settings::SourceKind;
use serde::Serialize;

use crate::input::{self, Loaded, SETTINGS_FILE, Slice, SliceArgs, Trust};
use crate::output::Output;
use crate::progress::Progress;
use crate::text::counted;
use crate::{Failure, Outcome, args, output, paths};
pub(crate) use make::{Made, Target, make};
use record::Record;

/// The arguments of the command.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES, after_long_help = format!("{NOTES}\n\n{EXAMPLES}\n\n{}", args::EXIT_CODES))]
pub(crate) struct Args {
    /// The folder of the crate; by default that of the settings, or one that is called as the crate
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// What the crate is called; by default as the settings say, or as its folder
    #[arg(long, value_name = "CRATE")]
    name: Option<String>,
    /// Where the crate finds msgraph-core: this folder
    ///
    /// By default as its Cargo.toml says. A new one gets the folder of the checkout that this program was built
    /// in, if that is still there, and the version that belongs to this program otherwise.
    #[arg(long, value_name = "DIR", conflicts_with = "core_version")]
    core_path: Option<PathBuf>,
    /// Where the crate finds msgraph-core: this version, as Cargo.toml writes it
    #[arg(long, value_name = "VERSION")]
    core_version: Option<String>,
    /// Take sources and settings that have changed: download again, and write the new SHA-256 into msgraph.toml
    #[arg(long)]
    update: bool,
    #[command(flatten)]
    slice: SliceArgs,
}

const EXAMPLES: &str = "\
Examples:
  cargo msgraph generate --out meetings --name graph-meetings
  cargo msgraph generate --settings meetings/msgraph.toml
  cargo msgraph generate --spec graph.json --permissions permissions.json --name mail
  cargo msgraph generate --spec graph.json --include 'POST /me/sendMail' --name sending
  cargo msgraph generate --settings mail/msgraph.toml --update";

const NOTES: &str = "\
What is written:
  src/          the generator's: replaced as a whole, and refused if it holds a file that is not
  spec/         the slice that the crate is made of, for `cargo msgraph diff`; the generator's, too
  Cargo.toml    yours as soon as you change it, and kept then; README.md as well
  msgraph.toml  what the crate is made from, each source with its SHA-256

So `cargo msgraph generate` in that folder makes the same bytes again, and `cargo msgraph check`
says whether they are there. A source that has changed is an error, unless `--update` takes it.";

const WITHOUT_TABLE: &str = "\
note: without a permission table, nothing is known of permissions (`--permissions`): a client checks none, and
      `Root::new(graph.client())` calls what it wants";

/// What was done, for programs.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Report<'a> {
    name: &'a str,
    folder: &'a Path,
    /// Whether a file was written.
    changed: bool,
    operations: usize,
    /// Operations of the slice that no request could be right for.
    left_out: usize,
    types: usize,
    files: usize,
    /// Files beside `src/` that somebody has changed and that were kept.
    kept: &'a [String],
    sources: Vec<SourceReport>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct SourceReport {
    kind: &'static str,
    sha256: String,
}

/// Runs the command.
pub(crate) fn run(args: &Args, output: Output) -> Result<Outcome, Failure> {
    let slice = args.slice.slice()?;
    let target = target(args, &slice)?;
    let loaded = slice.load(output, if args.update { Trust::Newest } else { Trust::Stated })?;
    let progress = Progress::new(output);
    let mut made = make(&loaded, &target, &progress)?;
    let record = Record::new(&slice, &loaded, &target, args.update)?;
    check_core(args, &target, &made)?;
    let beside = beside(&slice, &loaded, &target, args.update)?;
    progress.stage(&format!("Writing {}", counted(made.files.files().len(), "file")));
    let written = made.files.write_to(&target.folder).map_err(|fault| not_written(&fault))?;
    let mut changed =
        written.sources == Written::Replaced || !written.written.is_empty() || !written.removed.is_empty();
    for one in &beside {
        changed |= one.write()?;
    }
    changed |= record.write()?;
    drop(progress);
    made.warnings.extend(dependency::outdated(&target.folder));
    output.faults(&made.warnings);
    if slice.is_without_table() {
        output.note(WITHOUT_TABLE);
    }
    say(&Said { target: &target, made: &made, written: &written, loaded: &loaded, changed }, output)?;
    Ok(Outcome::Done)
}

/// Where the crate is to stand, and what it is called.
fn target(args: &Args, slice: &Slice) -> Result<Target, Failure> {
    let of_settings = slice.file.as_deref().and_then(Path::parent).map(|folder| match folder {
        here if here.as_os_str().is_empty() => Path::new("."),
        folder => folder,
    });
    let named = args.name.as_ref().or(slice.settings.name.as_ref());
    let folder = match (&args.out, of_settings, named) {
        (Some(out), _, _) => out.clone(),
        (None, Some(folder), _) => folder.to_owned(),
        (None, None, Some(name)) => PathBuf::from(name),
        (None, None, None) => {
            return Err(Failure::usage(
                Diagnostic::error("it is not said where the crate is to stand")
                    .help("name its folder with `--out`, or the crate with `--name`"),
            ));
        }
    };
    let name = named.cloned().unwrap_or_else(|| usual_name(&folder));
    let core = dependency::core(args.core_path.as_deref(), args.core_version.as_deref(), &folder)?;
    let is_member = workspace::lists(&folder);
    Target::new(folder, name, core, is_member)
}

/// A file beside the crate that it is made from.
struct Beside<'t> {
    path: PathBuf,
    text: &'t str,
    is_there: bool,
}

/// The sources that the crate holds itself: those of this program, and what was downloaded for files that the
/// settings name.
///
/// # Errors
/// A file of another text in the place of one: somebody wrote it.
fn beside<'t>(
    slice: &Slice,
    loaded: &'t Loaded,
    target: &Target,
    update: bool,
) -> Result<Vec<Beside<'t>>, Failure> {
    let bundled = slice.settings.sources().filter(|(kind, _)| slice.bundled.contains(kind));
    let bundled = bundled.filter_map(|(kind, source)| {
        Some((target.folder.join(source.file.as_ref()?), input::bundled(kind), update))
    });
    let downloaded = loaded.downloaded().map(|(path, text)| (path, text, true));
    let all = bundled.chain(downloaded).map(|(path, text, may_replace)| match std::fs::read(&path) {
        Ok(found) if found == text.as_bytes() => Ok(Beside { path, text, is_there: true }),
        Ok(_) if !may_replace => Err(Failure::input(
            Diagnostic::error(format!("`{}` is there already, with another text", path.display()))
                .help("name another folder with `--out`, or let `--update` replace the file"),
        )),
        _ => Ok(Beside { path, text, is_there: false }),
    });
    all.collect()
}

impl Beside<'_> {
    /// Writes it, if it is not there already, and says whether it did.
    fn write(&self) -> Result<bool, Failure> {
        if self.is_there {
            return Ok(false);
        }
        if let Some(folder) = self.path.parent() {
            std::fs::create_dir_all(folder).map_err(|fault| output::not_written(folder, &fault))?;
        }
        let written = output::replace(&self.path, self.text);
        written.map_err(|fault| output::not_written(&self.path, &fault)).map(|()| true)
    }
}

/// Why the crate could not be written.
fn not_written(fault: &std::io::Error) -> Failure {
    let text = fault.to_string();
    if fault.kind() == std::io::ErrorKind::AlreadyExists {
        return Failure::input(Diagnostic::error(text));
    }
    let help = "name a folder that may be written with `--out`";
    Failure::input(Diagnostic::error(format!("the crate cannot be written: {text}")).help(help))
}

/// Refuses to look for msgraph-core elsewhere than a Cargo.toml says which is kept.
fn check_core(args: &Args, target: &Target, made: &Made) -> Result<(), Failure> {
    let option = match (&args.core_path, &args.core_version) {
        (Some(_), _) => "--core-path",
        (None, Some(_)) => "--core-version",
        (None, None) => return Ok(()),
    };
    let differences = made.files.differences(&target.folder).map_err(|fault| not_written(&fault))?;
    let is_kept =
        differences.iter().any(|one| matches!(one, Difference::Kept { path, .. } if path == "Cargo.toml"));
    if !is_kept || dependency::core(None, None, &target.folder)? == target.core {
        return Ok(());
    }
    let manifest = target.folder.join("Cargo.toml");
    Err(Failure::input(
        Diagnostic::error(format!(
            "somebody has changed `{}`, so it is kept, and `{option}` would have no effect",
            manifest.display()
        ))
        .help("change `msgraph-core` there, or remove the file to have it written anew"),
    ))
}

/// What is said in the end.
struct Said<'a> {
    target: &'a Target,
    made: &'a Made,
    written: &'a PackageWritten,
    loaded: &'a Loaded,
    changed: bool,
}

fn say(said: &Said<'_>, output: Output) -> Result<(), Failure> {
    let Said { target, made, written, loaded, changed } = said;
    let files = made.files.files().len();
    if output.is_json() {
        let sources = loaded.hashes().into_iter();
        let sources = sources.map(|(kind, sha256)| SourceReport { kind: SourceKind::as_str(kind), sha256 });
        return output::write_json(
            "generate",
            &Report {
                name: &target.name,
                folder: &target.folder,
                changed: *changed,
                operations: made.operations,
                left_out: made.left_out,
                types: made.types,
                files,
                kept: &written.kept,
                sources: sources.collect(),
            },
        );
    }
    let left_out = if made.left_out == 0 { String::new() } else { format!(" ({} left out)", made.left_out) };
    let counts = format!(
        "{}{left_out}, {}, {}",
        counted(made.operations, "operation"),
        counted(made.types, "type"),
        counted(files, "file")
    );
    let folder = target.folder.display();
    let did = if *changed { "generated in" } else { "up to date in" };
    output.note(&format!("`{}` is {did} `{folder}`: {counts}", target.name));
    for path in &written.kept {
        output.note(&format!("`{path}` is yours and was kept"));
    }
    Ok(())
}

/// The file of settings in the folder of a crate.
pub(crate) fn settings_file(folder: &Path) -> PathBuf {
    folder.join(SETTINGS_FILE)
}

/// The crate that stands in a folder, as it would be made now.
pub(crate) fn again(slice: &Slice, folder: &Path) -> Result<Target, Failure> {
    let name = slice.settings.name.clone().unwrap_or_else(|| usual_name(folder));
    let core = dependency::core(None, None, folder)?;
    Target::new(folder.to_owned(), name, core, workspace::lists(folder))
}

/// What a crate is called where nobody says it: as its Cargo.toml says, or as its folder.
fn usual_name(folder: &Path) -> String {
    let of_folder = || paths::resolved(folder).file_name().unwrap_or_default().to_string_lossy().into_owned();
    dependency::name(folder).unwrap_or_else(of_folder)
}
