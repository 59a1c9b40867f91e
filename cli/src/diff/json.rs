//! The comparison for programs.

use msgraph_spec::diff::{Change, Effect};
use msgraph_spec::model::Origin;
use serde::Serialize;

use super::Report;
use super::sides::Side;

/// What `--json` writes.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Value<'a> {
    old: Slice<'a>,
    new: Slice<'a>,
    /// `major`, `minor`, `patch`, or nothing where nothing changed.
    step: Option<&'static str>,
    /// The version that the old crate has, where it is known, and the next one.
    from: Option<String>,
    to: Option<String>,
    counts: Counts,
    permissions_compared: bool,
    changes: Vec<Entry<'a>>,
}

#[derive(Serialize)]
struct Slice<'a> {
    name: &'a str,
    title: &'a str,
    version: &'a str,
    operations: usize,
    types: usize,
}

#[derive(Serialize)]
struct Counts {
    major: usize,
    minor: usize,
    patch: usize,
}

#[derive(Serialize)]
struct Entry<'a> {
    effect: &'static str,
    /// `operation`, `property`.
    item: &'static str,
    /// The operation, type or permission that it is or belongs to.
    of: &'a str,
    /// Its own name, where it is a part.
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    /// `removed`, `changed` or `added`.
    how: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    aspect: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    before: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    after: Option<&'a str>,
    reason: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    old: Option<Place<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    new: Option<Place<'a>>,
}

#[derive(Serialize)]
struct Place<'a> {
    file: &'a str,
    line: usize,
    column: usize,
}

pub(super) fn value<'a>(report: &Report<'a>) -> Value<'a> {
    let comparison = report.comparison;
    let step = comparison.step();
    let to = report.from.as_ref().zip(step).map(|(from, step)| from.next(step).to_string());
    Value {
        old: slice(report.old),
        new: slice(report.new),
        step: step.map(Effect::as_str),
        from: report.from.as_ref().map(ToString::to_string),
        to,
        counts: Counts {
            major: comparison.count(Effect::Major),
            minor: comparison.count(Effect::Minor),
            patch: comparison.count(Effect::Patch),
        },
        permissions_compared: comparison.has_permissions,
        changes: comparison.changes.iter().map(entry).collect(),
    }
}

fn slice(side: &Side) -> Slice<'_> {
    Slice {
        name: &side.name,
        title: &side.api.title,
        version: &side.api.version,
        operations: side.api.operations.len(),
        types: side.api.types.len(),
    }
}

fn entry(of: &Change) -> Entry<'_> {
    Entry {
        effect: of.effect.as_str(),
        item: of.item.noun(),
        of: of.item.owner(),
        name: of.item.part(),
        how: of.how.as_str(),
        aspect: of.how.aspect().map(msgraph_spec::diff::Aspect::as_str),
        before: of.before.as_deref(),
        after: of.after.as_deref(),
        reason: of.reason,
        old: place(of.old.as_ref()),
        new: place(of.new.as_ref()),
    }
}

fn place(at: Option<&Origin>) -> Option<Place<'_>> {
    let at = at.filter(|at| at.line > 0)?;
    Some(Place { file: &at.file, line: at.line, column: at.column })
}
