//! The comparison as Markdown, for release notes.

use std::fmt::Write as _;

use msgraph_spec::diff::{Change, Effect};

use super::Report;
use super::groups::{Group, counted, groups, heading, sentence};
use super::step::verdict;
use crate::text::plain;

const WRITES: &str = "a String takes everything";

pub(super) fn render(report: &Report<'_>) -> String {
    let mut out = format!("{}\n", verdict(report.comparison.step(), report.from.as_ref()).replace("->", "→"));
    let groups = groups(report.comparison);
    for effect in [Effect::Major, Effect::Minor, Effect::Patch] {
        let count = report.comparison.count(effect);
        if count == 0 {
            continue;
        }
        writeln!(out, "\n### {} ({})\n", heading(effect), counted(count)).expect(WRITES);
        for group in groups.iter().filter(|one| one.effect == effect) {
            let is_listed = effect != Effect::Patch || report.all;
            self::group(&mut out, group, is_listed);
        }
    }
    out
}

fn group(out: &mut String, group: &Group<'_>, is_listed: bool) {
    let (title, count, reason) = (&group.title, group.changes.len(), sentence(group.reason));
    writeln!(out, "- **{title}** ({count}). {reason}").expect(WRITES);
    for change in group.changes.iter().filter(|_| is_listed) {
        writeln!(out, "  - {}", line(change)).expect(WRITES);
    }
}

fn line(of: &Change) -> String {
    let item = match of.item.part() {
        Some(part) => format!("{}: {}", code(of.item.owner()), code(part)),
        None => code(of.item.owner()),
    };
    match (&of.before, &of.after) {
        (Some(before), Some(after)) => format!("{item}: {} → {}", code(before), code(after)),
        (Some(one), None) | (None, Some(one)) => format!("{item}: {}", code(one)),
        (None, None) => item,
    }
}

/// A name of a description as inline code: what would end it is left out.
fn code(text: &str) -> String {
    format!("`{}`", plain(text).replace('`', ""))
}
