//! The comparison as a text for a terminal.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};
use msgraph_spec::diff::{Change, Effect};
use unicode_width::UnicodeWidthStr as _;

use super::Report;
use super::groups::{Group, counted, groups, heading, sentence};
use super::sides::Side;
use super::step::verdict;
use crate::text::plain;
use crate::wrap::wrap;

const NARROWEST: usize = 60;
const WRITES: &str = "a String takes everything";
const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();

pub(super) fn render(report: &Report<'_>, width: usize) -> String {
    let mut page = Page { out: String::new(), width: width.max(NARROWEST) };
    page.side("old", report.old);
    page.side("new", report.new);
    let groups = groups(report.comparison);
    for effect in [Effect::Major, Effect::Minor, Effect::Patch] {
        let count = report.comparison.count(effect);
        if count == 0 {
            continue;
        }
        let look = look(effect);
        let title = format!("{} ({effect}): {}", heading(effect), counted(count));
        page.out.push('\n');
        page.line(look, 0, &title);
        let of_effect = groups.iter().filter(|one| one.effect == effect);
        if effect == Effect::Patch && !report.all {
            of_effect.for_each(|group| page.line(Style::new(), 2, &summary(group)));
            page.line(DIM, 2, "`--all` lists them");
        } else {
            of_effect.for_each(|group| page.group(group));
        }
    }
    page.out.push('\n');
    page.line(BOLD, 0, &verdict(report.comparison.step(), report.from.as_ref()));
    page.out
}

fn look(effect: Effect) -> Style {
    match effect {
        Effect::Major => AnsiColor::Red.on_default().bold(),
        Effect::Minor => AnsiColor::Green.on_default().bold(),
        Effect::Patch => BOLD,
    }
}

fn summary(group: &Group<'_>) -> String {
    format!("{} ({})", group.title, group.changes.len())
}

struct Page {
    out: String,
    width: usize,
}

impl Page {
    fn side(&mut self, word: &str, side: &Side) {
        let (operations, types) = (side.api.operations.len(), side.api.types.len());
        self.line(
            Style::new(),
            5,
            &format!("{word}: {} ({operations} operations, {types} types)", plain(&side.name)),
        );
    }

    fn group(&mut self, group: &Group<'_>) {
        self.out.push('\n');
        self.line(BOLD, 2, &summary(group));
        self.line(DIM, 2, &sentence(group.reason));
        for change in &group.changes {
            self.change(change);
        }
    }

    /// The thing, then what it was and what it is, on one line if they fit; and at the end where it stands.
    fn change(&mut self, change: &Change) {
        let item = plain(&change.item.to_string());
        let width = self.width - 4;
        let mut lines = match values(change) {
            Some(values) if item.width() + values.width() + 2 <= width => vec![format!("{item}: {values}")],
            Some(values) => {
                let mut lines = wrap(&item, width, 2);
                lines.extend(wrap(&values, width - 2, 2).into_iter().map(|line| format!("  {line}")));
                lines
            }
            None => wrap(&item, width, 2),
        };
        let places = places(change);
        let last = lines.pop().unwrap_or_default();
        for line in lines {
            writeln!(self.out, "    {line}").expect(WRITES);
        }
        match width.checked_sub(last.width() + places.width()) {
            _ if places.is_empty() => writeln!(self.out, "    {last}").expect(WRITES),
            Some(gap) if gap >= 2 => {
                let gap = " ".repeat(gap);
                writeln!(self.out, "    {last}{gap}{DIM}{places}{DIM:#}").expect(WRITES);
            }
            _ => {
                let before = " ".repeat(self.width.saturating_sub(places.width()));
                writeln!(self.out, "    {last}\n{before}{DIM}{places}{DIM:#}").expect(WRITES);
            }
        }
    }

    /// A text in as many lines as it takes, each indented; those behind the first a little more.
    fn line(&mut self, style: Style, indent: usize, text: &str) {
        let hanging = if indent == 5 { 5 } else { 2 };
        let indent = if indent == 5 { 0 } else { indent };
        for line in wrap(text, self.width - indent, hanging) {
            let indent = " ".repeat(indent);
            writeln!(self.out, "{indent}{style}{line}{style:#}").expect(WRITES);
        }
    }
}

/// What it was and what it is.
fn values(of: &Change) -> Option<String> {
    match (&of.before, &of.after) {
        (Some(before), Some(after)) => Some(format!("{} -> {}", plain(before), plain(after))),
        (Some(one), None) | (None, Some(one)) => Some(plain(one)),
        (None, None) => None,
    }
}

/// The lines of the two files. Those that a path of the change does not have, as in JSON on one line, say nothing.
fn places(of: &Change) -> String {
    let line =
        |word: &str, at: Option<usize>| at.filter(|line| *line > 1).map(|line| format!("{word}:{line}"));
    let old = line("old", of.old.as_ref().map(|at| at.line));
    let new = line("new", of.new.as_ref().map(|at| at.line));
    [old, new].into_iter().flatten().collect::<Vec<_>>().join(" ")
}
