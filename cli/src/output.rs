//! Where texts go: standard output or a file, and faults to standard error.

use std::io::{ErrorKind, Write as _};
use std::path::Path;

use msgraph_spec::{Diagnostic, Diagnostics};

use crate::Failure;

/// Writes a text to a file, or to standard output where there is none.
///
/// A file is replaced as a whole: the text is written beside it first, so that a run that dies leaves
/// the old one. A file gets no colours. Standard output that is closed early, as by `head`, is no fault.
pub(crate) fn write(text: &str, file: Option<&Path>) -> Result<(), Failure> {
    let result = match file {
        Some(file) => replace(file, &anstream::adapter::strip_str(text).to_string()),
        None => match anstream::stdout().write_all(text.as_bytes()).and_then(|()| anstream::stdout().flush())
        {
            Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
            result => result,
        },
    };
    result.map_err(|error| {
        let place = file.map_or_else(|| "standard output".to_owned(), |file| format!("`{}`", file.display()));
        let fault = Diagnostic::error(format!("{place} cannot be written: {error}"));
        let help = "name a file in a folder that is there and that may be written, or leave `--out` out";
        let mut faults = Diagnostics::default();
        faults.push(if file.is_some() { fault.help(help) } else { fault });
        Failure::Input(faults)
    })
}

fn replace(file: &Path, text: &str) -> std::io::Result<()> {
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

/// Shows faults on standard error, with colours where they are wanted there.
pub(crate) fn faults(faults: &Diagnostics) {
    if !faults.is_empty() {
        // There is no other place to say that standard error cannot be written.
        writeln!(anstream::stderr(), "{}", faults.colored()).ok();
    }
}
