//! Where texts go: results to standard output or a file, and what is said about them to standard error.

use std::fmt::Write as _;
use std::io::{ErrorKind, IsTerminal as _, Write as _};
use std::path::Path;

use msgraph_spec::model::Origin;
use msgraph_spec::{Diagnostic, Diagnostics, Level};
use serde::Serialize;

use crate::Failure;
use crate::args::Global;

/// The version of the JSON that `--json` gives. It rises when something is renamed or taken out.
pub(crate) const SCHEMA_VERSION: u32 = 1;

/// How a run talks to whoever called it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Output {
    is_quiet: bool,
    is_json: bool,
}

impl Output {
    /// As the options say.
    pub(crate) fn new(global: &Global) -> Self {
        Self { is_quiet: global.quiet, is_json: global.json }
    }

    /// Whether the result is to be one JSON object.
    pub(crate) fn is_json(self) -> bool {
        self.is_json
    }

    /// Whether somebody is there to see how far long work is.
    pub(crate) fn shows_progress(self) -> bool {
        !self.is_quiet && !self.is_json && std::io::stderr().is_terminal()
    }

    /// Says what was done, or what to know about it, on standard error. Who wants JSON has it in the object.
    pub(crate) fn note(self, text: &str) {
        if !self.is_quiet && !self.is_json {
            // There is no other place to say that standard error cannot be written.
            writeln!(anstream::stderr(), "{text}").ok();
        }
    }

    /// Shows faults on standard error: as texts with colours where they are wanted there, or as a JSON object
    /// per line. Who wants it quiet sees the errors among them alone.
    pub(crate) fn faults(self, faults: &Diagnostics) {
        let mut shown = faults.sources().diagnostics();
        shown.extend(faults.iter().filter(|one| !self.is_quiet || one.level == Level::Error).cloned());
        if shown.is_empty() {
            return;
        }
        let text = if self.is_json { shown.iter().map(fault_line).collect() } else { shown.colored() + "\n" };
        anstream::stderr().write_all(text.as_bytes()).ok();
    }
}

/// Writes a text to a file, or to standard output where there is none.
///
/// A file is replaced as a whole: the text is written beside it first, so that a run that dies leaves
/// the old one. A file gets no colours. Standard output that is closed early, as by `head`, is no fault.
pub(crate) fn write(text: &str, file: Option<&Path>) -> Result<(), Failure> {
    let result = match file {
        Some(file) => replace(file, &anstream::adapter::strip_str(text).to_string()),
        None => to_stdout(text),
    };
    result.map_err(|error| {
        let place = file.map_or_else(|| "standard output".to_owned(), |file| format!("`{}`", file.display()));
        let fault = Diagnostic::error(format!("{place} cannot be written: {error}"));
        let help = "name a file in a folder that is there and that may be written, or leave `--out` out";
        Failure::input(if file.is_some() { fault.help(help) } else { fault })
    })
}

/// Writes the result of a command as one JSON object to standard output: `schemaVersion` and `command`,
/// then what the value has.
pub(crate) fn write_json(command: &'static str, value: &impl Serialize) -> Result<(), Failure> {
    #[derive(Serialize)]
    #[serde(rename_all = "camelCase")]
    struct Framed<'a, T> {
        schema_version: u32,
        command: &'static str,
        #[serde(flatten)]
        value: &'a T,
    }
    write(&json_text(&Framed { schema_version: SCHEMA_VERSION, command, value }), None)
}

/// Shows a fault as a line of JSON, before it is known how a run talks.
pub(crate) fn json_fault(fault: &Diagnostic) {
    anstream::stderr().write_all(fault_line(fault).as_bytes()).ok();
}

/// A value as JSON that a person can read too. JSON need not escape all control characters, but terminals take
/// some for the beginning of an escape.
pub(crate) fn json_text(value: &impl Serialize) -> String {
    escaped(&serde_json::to_string_pretty(value).expect("the keys of its maps are texts"))
}

/// The text of a JSON value, ended by a line break.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 1);
    for one in text.chars() {
        // A line break is one between two values: those inside of texts are escaped already.
        if one.is_control() && one != '\n' {
            write!(out, "\\u{:04x}", u32::from(one)).expect("a String takes everything");
        } else {
            out.push(one);
        }
    }
    out.push('\n');
    out
}

/// A fault as one line of JSON. What is not known is left out.
fn fault_line(fault: &Diagnostic) -> String {
    #[derive(Serialize)]
    struct Place<'a> {
        #[serde(skip_serializing_if = "Option::is_none")]
        file: Option<&'a str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        line: Option<usize>,
        #[serde(skip_serializing_if = "Option::is_none")]
        column: Option<usize>,
    }
    #[derive(Serialize)]
    struct Related<'a> {
        #[serde(flatten)]
        place: Place<'a>,
        label: &'a str,
    }
    #[derive(Serialize)]
    struct Fault<'a> {
        level: &'static str,
        message: &'a str,
        #[serde(flatten)]
        place: Place<'a>,
        #[serde(skip_serializing_if = "Option::is_none")]
        help: Option<&'a str>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        related: Vec<Related<'a>>,
    }
    fn place(at: Option<&Origin>) -> Place<'_> {
        let within = at.filter(|at| at.line > 0);
        Place {
            file: at.map(|at| &*at.file),
            line: within.map(|at| at.line),
            column: within.map(|at| at.column),
        }
    }
    let level = match fault.level {
        Level::Error => "error",
        Level::Warning => "warning",
    };
    let related = fault.related.iter();
    let fault = Fault {
        level,
        message: &fault.message,
        place: place(fault.at.as_ref()),
        help: fault.help.as_deref(),
        related: related.map(|(at, label)| Related { place: place(Some(at)), label }).collect(),
    };
    escaped(&serde_json::to_string(&fault).expect("it has no maps"))
}

/// The fault of a file or folder that cannot be written.
pub(crate) fn not_written(path: &Path, fault: &std::io::Error) -> Failure {
    let help = "name a folder that may be written with `--out`";
    let fault = format!("`{}` cannot be written: {fault}", path.display());
    Failure::input(Diagnostic::error(fault).help(help))
}

/// The fault of a file or folder that cannot be read.
pub(crate) fn not_read(path: &Path, fault: &std::io::Error) -> Failure {
    Failure::input(Diagnostic::error(format!("`{}` cannot be read: {fault}", path.display())))
}

fn to_stdout(text: &str) -> std::io::Result<()> {
    let mut stdout = anstream::stdout();
    match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        result => result,
    }
}

/// Makes a file hold a text: that is written beside it first, so that a run that dies leaves the old one.
pub(crate) fn replace(file: &Path, text: &str) -> std::io::Result<()> {
    let is_ordinary = file.symlink_metadata().map_or(true, |found| found.is_file());
    if !is_ordinary {
        // A link or a device such as /dev/stdout is written through, not replaced.
        return std::fs::write(file, text);
    }
    let mut beside = file.as_os_str().to_owned();
    beside.push(format!(".{}.tmp", std::process::id()));
    let beside = Path::new(&beside);
    let written = std::fs::write(beside, text).and_then(|()| std::fs::rename(beside, file));
    if written.is_err() {
        std::fs::remove_file(beside).ok();
    }
    written
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    #[test]
    fn a_fault_is_a_line() {
        let at = |line, column| Origin::new(Arc::from("a.yaml"), line, column, "");
        let fault = Diagnostic::warning("odd\n\u{9b}31m").at(at(2, 3)).related(at(1, 1), "here").help("mend");
        let line = fault_line(&fault);
        assert_eq!(line.matches('\n').count(), 1);
        assert!(line.ends_with('\n') && !line.contains('\u{9b}'), "{line}");
        let expected = serde_json::json!({
            "level": "warning", "message": "odd\n\\u{9b}31m", "file": "a.yaml", "line": 2, "column": 3,
            "help": "mend", "related": [{"file": "a.yaml", "line": 1, "column": 1, "label": "here"}],
        });
        assert_eq!(serde_json::from_str::<serde_json::Value>(&line).expect("JSON"), expected);
        let whole = fault_line(&Diagnostic::error("gone").at(at(0, 0)));
        assert_eq!(whole, "{\"level\":\"error\",\"message\":\"gone\",\"file\":\"a.yaml\"}\n");
    }
}
