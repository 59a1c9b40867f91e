//! What is served: the slice that all commands know, and those beside it.

use std::path::Path;

use msgraph_spec::model::Api;

use crate::input::{self, Slice, SliceArgs, Trust};
use crate::output::Output;
use crate::progress::Progress;
use crate::{Failure, diff};

/// The word for the slice that is part of this program.
const BUNDLED: &str = "online-meetings";

/// A slice that is still to be read, and how far its sources are trusted.
pub(super) type Named = (Slice, Trust);

/// What the options name, the first slice first.
///
/// # Errors
/// Everything that is wrong with any of them.
pub(super) fn named(first: &SliceArgs, also: &[String]) -> Result<Vec<Named>, Vec<Failure>> {
    let others = also.iter().map(|name| beside(name, first));
    let first = first.slice().map(|slice| (slice, Trust::Stated));
    all(std::iter::once(first).chain(others))
}

fn beside(name: &str, first: &SliceArgs) -> Result<Named, Failure> {
    if name == BUNDLED && !Path::new(name).exists() {
        return Ok((Slice::online_meetings(), Trust::Stated));
    }
    let (mut slice, trust) = diff::slice_of(name, "--also")?;
    if slice.is_without_table() {
        first.add_table(&mut slice)?;
    }
    Ok((slice, trust))
}

/// Reads all of them.
///
/// # Errors
/// The faults of one, after those of all others are shown.
pub(super) fn read(slices: Vec<Named>, output: Output) -> Result<Vec<Api>, Failure> {
    let apis = slices.into_iter().map(|(slice, trust)| {
        let loaded = slice.load(output, trust)?;
        let progress = Progress::new(output);
        progress.stage("Reading the description");
        let read = loaded.reader().read().map_err(input::failure)?;
        Ok((read.api, read.warnings))
    });
    let apis = all(apis).map_err(|failures| together(failures, output))?;
    Ok(apis.into_iter().map(|(api, warnings)| (output.faults(&warnings), api).1).collect())
}

/// All that went well, or all that did not.
fn all<T>(results: impl Iterator<Item = Result<T, Failure>>) -> Result<Vec<T>, Vec<Failure>> {
    let (mut good, mut failures) = (Vec::new(), Vec::new());
    for result in results {
        match result {
            Ok(one) => good.push(one),
            Err(failure) => failures.push(failure),
        }
    }
    if failures.is_empty() { Ok(good) } else { Err(failures) }
}

/// Shows all of them but the last, and gives that one. Each has excerpts of files of its own, so they stay apart. A
/// fault of an input decides over the exit code, whichever it is.
pub(super) fn together(mut failures: Vec<Failure>, output: Output) -> Failure {
    let is_input = failures.iter().any(|one| matches!(one, Failure::Input(_)));
    let last = failures.pop().unwrap_or_else(|| Failure::Usage(msgraph_spec::Diagnostics::default()));
    for one in &failures {
        output.faults(one.faults());
    }
    match last {
        Failure::Input(faults) | Failure::Usage(faults) if is_input => Failure::Input(faults),
        other => other,
    }
}
