//! What to register, below the table: the set of each scheme, and with `--explain` why it is that.

use std::fmt::Write as _;

use anstyle::Style;

use super::super::report::{Report, SchemeName, Summary};
use super::super::summary::Chosen;
use super::{BOLD, DIM, GAP, LEAST, UNKNOWN};
use crate::text::plain;
use crate::wrap::wrap;

/// What to register, for each scheme a line with the set and one with how much it opens.
pub(super) fn render(report: &Report, width: usize, explain: bool) -> String {
    let mut out = String::new();
    line(&mut out, BOLD, "To register: the least privileged set", width, 0);
    let names = report.summary.keys().map(|one| one.short().len());
    let indent = names.max().unwrap_or(0) + GAP;
    for (scheme, summary) in &report.summary {
        let (text, style) = match set(summary) {
            text if text.is_empty() && summary.opened == 0 => (summary.without().to_owned(), UNKNOWN),
            text if text.is_empty() => (summary.without().to_owned(), LEAST),
            text => (text, LEAST),
        };
        let name = scheme.short();
        let pad = " ".repeat(indent - name.len());
        for (at, text) in wrap(&text, width - indent, 0).iter().enumerate() {
            let before = if at == 0 { format!("{name}{pad}") } else { " ".repeat(indent) };
            styled(&mut out, &before, style, text);
        }
        let extent = plain(&summary.extent());
        for text in wrap(&extent, width - indent, 0).iter().filter(|line| !line.is_empty()) {
            styled(&mut out, &" ".repeat(indent), DIM, text);
        }
    }
    out.push('\n');
    if explain {
        for (scheme, summary) in &report.summary {
            why(&mut out, *scheme, summary, width);
        }
    } else {
        line(&mut out, DIM, "why these, and which operations they do not open: --explain", width, 0);
    }
    out
}

/// The names, each with a star before it that an administrator must consent to.
fn set(of: &Summary) -> String {
    let names = of.permissions.iter().map(|one| format!("{}{}", star(one), plain(&one.name)));
    names.collect::<Vec<_>>().join(", ")
}

fn star(of: &Chosen) -> &'static str {
    if of.admin_consent { "*" } else { "" }
}

fn why(out: &mut String, scheme: SchemeName, summary: &Summary, width: usize) {
    line(out, BOLD, &format!("Why, {}", scheme.label()), width, 0);
    for one in &summary.permissions {
        let level = one.privilege_level.map(|level| format!(" (privilege level {level})"));
        line(out, LEAST, &format!("{}{}{}", star(one), one.name, level.unwrap_or_default()), width, 2);
        for (reason, titles) in one.reasons() {
            line(out, Style::new(), &format!("{reason}:"), width, 4);
            for title in titles {
                line(out, DIM, &title.to_string(), width, 6);
            }
        }
    }
    if !summary.not_supported.is_empty() {
        line(out, BOLD, "not supported", width, 2);
    }
    for one in &summary.not_supported {
        let instead = one.instead.as_ref().map(|one| format!("; use {}", one.beginning()));
        line(out, DIM, &format!("{}{}", one.title, instead.unwrap_or_default()), width, 4);
    }
    if !summary.unknown.is_empty() {
        line(out, UNKNOWN, "unknown", width, 2);
    }
    for title in &summary.unknown {
        line(out, DIM, &title.to_string(), width, 4);
    }
    out.push('\n');
}

/// A text in lines of its own, with so many spaces before each and two more from the second on.
pub(super) fn line(out: &mut String, style: Style, text: &str, width: usize, indent: usize) {
    for text in wrap(&plain(text), width - indent, 2) {
        styled(out, &" ".repeat(indent), style, &text);
    }
}

fn styled(out: &mut String, before: &str, style: Style, text: &str) {
    writeln!(out, "{before}{style}{text}{style:#}").expect("a String takes everything");
}
