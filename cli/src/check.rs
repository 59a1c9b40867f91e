//! `cargo msgraph check`: whether a generated crate is as it would be generated now.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use anstyle::{AnsiColor, Style};
use msgraph_codegen::Difference;
use msgraph_spec::Diagnostic;
use msgraph_spec::settings::{Settings, SourceKind};
use serde::Serialize;
use similar::TextDiff;

use crate::generate::{self, Made};
use crate::input::{Loaded, SETTINGS_FILE, Slice, Trust};
use crate::output::Output;
use crate::progress::Progress;
use crate::text::{counted, plain};
use crate::{Failure, Outcome, args, output};

/// The arguments of the command.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES, after_long_help = format!("{NOTES}\n\n{EXAMPLES}\n\n{}", args::EXIT_CODES))]
pub(crate) struct Args {
    /// The folder of the crate, in which msgraph.toml says what it is made from
    #[arg(value_name = "DIR", default_value = ".")]
    folder: PathBuf,
}

const EXAMPLES: &str = "\
Examples:
  cargo msgraph check meetings
  cargo msgraph check meetings --quiet && echo up to date
  cargo msgraph check meetings --json";

const NOTES: &str = "\
The crate is made again in memory and compared byte by byte; nothing is written. It is not up to
date where a source has another SHA-256 than msgraph.toml states, where a generated file is missing,
old or edited, and where src/ holds a file that is not generated. Cargo.toml and README.md are yours
once you have changed them.";

/// What was found.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Report {
    folder: PathBuf,
    up_to_date: bool,
    /// How many files were compared.
    files: usize,
    differences: Vec<FileReport>,
    /// Sources that are not what they were.
    sources: Vec<SourceReport>,
}

/// A file that is not as it should be.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct FileReport {
    path: String,
    state: State,
    /// From what it holds to what it should hold, where it is changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    diff: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
enum State {
    /// It is not there.
    Missing,
    /// It is old or edited.
    Changed,
    /// It stands in `src/` and is not generated.
    LeftOver,
}

/// A source that is not what it was.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct SourceReport {
    kind: &'static str,
    name: String,
    /// What the settings state of it, if anything.
    stated: Option<String>,
    found: String,
}

/// Runs the command.
pub(crate) fn run(args: &Args, output: Output) -> Result<Outcome, Failure> {
    let file = generate::settings_file(&args.folder);
    if !file.is_file() {
        return Err(Failure::input(no_crate(&args.folder)));
    }
    let settings = Settings::read(&file).map_err(Failure::Input)?;
    let slice = Slice { settings, file: Some(file), bundled: Vec::new() };
    let target = generate::again(&slice, &args.folder)?;
    let loaded = slice.load(output, Trust::Any)?;
    let progress = Progress::new(output);
    let made = generate::make(&loaded, &target, &progress)?;
    progress.stage("Comparing");
    let differences = made.files.differences(&args.folder);
    let differences = differences.map_err(|fault| output::not_read(&args.folder, &fault))?;
    drop(progress);
    // What there is to warn of was said when the crate was generated.
    let report = report(&args.folder, &made, &differences, changed_sources(&slice, &loaded));
    if output.is_json() {
        output::write_json("check", &report)?;
    } else {
        output::write(&text(&report), None)?;
        output.note(&summary(&report));
    }
    Ok(if report.up_to_date { Outcome::Done } else { Outcome::No })
}

fn no_crate(folder: &Path) -> Diagnostic {
    let fault = format!(
        "there is no `{SETTINGS_FILE}` in `{}`, so it is not known what to compare",
        folder.display()
    );
    Diagnostic::error(fault).help("name the folder of a crate that `cargo msgraph generate` has made")
}

fn changed_sources(slice: &Slice, loaded: &Loaded) -> Vec<SourceReport> {
    let hashes = loaded.hashes();
    let found =
        |kind: SourceKind| hashes.iter().find(|(of, _)| *of == kind).map(|(_, sha256)| sha256.clone());
    let sources = slice.settings.sources();
    let changed = sources.filter_map(|(kind, source)| {
        let found = found(kind)?;
        let stated = source.sha256.clone();
        let is_same = stated.as_ref().is_some_and(|stated| stated.eq_ignore_ascii_case(&found));
        (!is_same).then(|| SourceReport { kind: kind.as_str(), name: source.name(), stated, found })
    });
    changed.collect()
}

fn report(folder: &Path, made: &Made, differences: &[Difference], sources: Vec<SourceReport>) -> Report {
    let files = made.files.files();
    let wrong = differences.iter().filter(|one| one.is_out_of_date());
    let differences: Vec<FileReport> = wrong
        .map(|one| {
            let path = one.path().to_owned();
            let (state, diff) = match one {
                Difference::Missing { .. } => (State::Missing, None),
                Difference::Changed { on_disk, .. } => {
                    let new = files.get(&path).map(String::as_str).unwrap_or_default();
                    (State::Changed, Some(diff(&path, on_disk, new)))
                }
                _ => (State::LeftOver, None),
            };
            FileReport { path, state, diff }
        })
        .collect();
    Report {
        folder: folder.to_owned(),
        up_to_date: differences.is_empty() && sources.is_empty(),
        files: files.len(),
        differences,
        sources,
    }
}

/// What is to be done to the file on disk, as `diff -u` writes it.
fn diff(path: &str, on_disk: &str, new: &str) -> String {
    let diff = TextDiff::configure().timeout(std::time::Duration::from_secs(1)).diff_lines(on_disk, new);
    diff.unified_diff().header(path, &format!("{path} (generated)")).to_string()
}

/// The differences for people.
fn text(report: &Report) -> String {
    let mut out = String::new();
    let bold = Style::new().bold();
    for source in &report.sources {
        let SourceReport { kind, name, stated, found } = source;
        let stated = stated.as_deref().unwrap_or("not stated");
        let name = plain(name);
        writeln!(out, "{bold}{name}{bold:#}: another [{kind}] than the crate was made from").ok();
        writeln!(out, "  SHA-256 in msgraph.toml: {stated}\n  SHA-256 now:             {found}").ok();
    }
    for one in &report.differences {
        let state = match one.state {
            State::Missing => "missing",
            State::Changed => "edited, or out of date",
            State::LeftOver => "not generated, and in the way",
        };
        writeln!(out, "{bold}{}{bold:#}: {state}", plain(&one.path)).ok();
        for line in one.diff.iter().flat_map(|diff| diff.lines()) {
            let style = style(line);
            // What somebody wrote into a file must not steer the terminal.
            writeln!(out, "{style}{}{style:#}", shown(line)).ok();
        }
    }
    out
}

/// A line of a diff, whose white space stays.
fn shown(line: &str) -> String {
    let steers =
        |one: char| one != '\t' && one != ' ' && plain(one.encode_utf8(&mut [0; 4])) != one.to_string();
    line.chars().map(|one| if steers(one) { '\u{fffd}' } else { one }).collect()
}

fn style(line: &str) -> Style {
    let color = |color: AnsiColor| color.on_default();
    match line.as_bytes() {
        [b'+', b'+', b'+', ..] | [b'-', b'-', b'-', ..] => Style::new().bold(),
        [b'+', ..] => color(AnsiColor::Green),
        [b'-', ..] => color(AnsiColor::Red),
        [b'@', ..] => color(AnsiColor::Cyan),
        _ => Style::new(),
    }
}

/// What it comes to, and what to do.
fn summary(report: &Report) -> String {
    let folder = report.folder.display();
    let files = counted(report.files, "file");
    if report.up_to_date {
        return format!("`{folder}` is up to date: {files}");
    }
    let mut parts = Vec::new();
    if !report.sources.is_empty() {
        parts.push(format!("{} changed", counted(report.sources.len(), "source")));
    }
    let count = |state| report.differences.iter().filter(|one| one.state == state).count();
    let states = [(State::Changed, "to change"), (State::Missing, "missing"), (State::LeftOver, "left over")];
    for (state, word) in states {
        match count(state) {
            0 => {}
            some => parts.push(format!("{} {word}", counted(some, "file"))),
        }
    }
    let update = if report.sources.iter().any(|one| one.stated.is_some()) { " --update" } else { "" };
    let settings = generate::settings_file(&report.folder);
    let left_over: Vec<String> = report
        .differences
        .iter()
        .filter(|one| one.state == State::LeftOver)
        .map(|one| format!("`{}`", plain(&one.path)))
        .collect();
    let generate = format!("`cargo msgraph generate --settings {}{update}`", settings.display());
    // a file that is not its own is nothing that the generator would replace
    let help = match (left_over.len(), report.differences.len() + report.sources.len()) {
        (0, _) => format!("{generate} makes it so"),
        (some, all) if some == all => format!("move {} away, out of `src/`", left_over.join(", ")),
        _ => format!("move {} away, out of `src/`; then {generate} makes it so", left_over.join(", ")),
    };
    let mut text = format!("`{folder}` is not up to date: {}, of {files}\nhelp: {help}", parts.join(", "));
    if !report.sources.is_empty() {
        let settings = settings.display();
        write!(text, "\nhelp: `cargo msgraph diff {folder} {settings}` says what it means for callers").ok();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_keep_their_white_space_and_do_not_steer() {
        assert_eq!(shown("+    a\tb  c"), "+    a\tb  c");
        assert_eq!(shown("-\u{1b}[2Jx\u{202e}"), "-\u{fffd}[2Jx\u{fffd}");
    }
}
