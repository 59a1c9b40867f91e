//! The report as a table for a terminal.
//!
//! A row is an operation; its lines are schemes and their alternatives. So a long path has room to be
//! wrapped beside them, and nothing is cut at 80 columns.

mod summary;

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};
use unicode_width::UnicodeWidthStr as _;

use super::Look;
use super::report::{Alternative, Operation, Report, SchemeName, Support};
use crate::text::plain;
use crate::wrap::{widest_piece, wrap};

const HEADS: [&str; 3] = ["Operation", "Scheme", "Permissions, the least first"];
/// Between two columns.
const GAP: usize = 2;
const NARROWEST: usize = 60;

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();
const LEAST: Style = AnsiColor::Green.on_default().bold();
const UNKNOWN: Style = AnsiColor::Yellow.on_default();

/// What is said of one scheme: a text, its look, and whether an administrator must consent.
struct Statement {
    scheme: Option<SchemeName>,
    text: String,
    style: Style,
    admin_consent: bool,
}

/// How wide the columns are.
struct Columns {
    operation: usize,
    scheme: usize,
    permission: usize,
}

/// A row of the table: an operation, what is said of its schemes, and corrections by hand.
struct Row<'a> {
    title: String,
    statements: Vec<Statement>,
    operation: &'a Operation,
}

pub(super) fn render(report: &Report, look: &Look) -> String {
    let width = look.width.max(NARROWEST);
    let rows: Vec<Row<'_>> = report.operations.iter().map(Row::new).collect();
    let columns = Columns::fit(&rows, width);
    let mut out = heading(report, width);
    columns.head(&mut out);
    for row in &rows {
        columns.row(&mut out, row);
        fixups(&mut out, row.operation, width);
        out.push('\n');
    }
    out += &summary::render(report, width, look.explain);
    if report.summary.values().any(|one| !one.unknown.is_empty()) {
        out.push_str("unknown: the table does not name the operation, which is not \"none needed\"\n");
    }
    let consent = rows.iter().flat_map(|row| &row.statements).any(|one| one.admin_consent);
    if consent {
        out.push_str("* an administrator must consent\n");
    }
    out
}

/// What was corrected by hand, in the whole width: a reason is a sentence or two.
fn fixups(out: &mut String, of: &Operation, width: usize) {
    for (scheme, entry) in &of.schemes {
        if let Some(fixup) = &entry.fixup {
            let text = format!("{} corrected by hand: {}", scheme.short(), fixup.reason);
            summary::line(out, DIM, &text, width, 2);
            summary::line(out, DIM, &fixup.link, width, 4);
        }
    }
}

fn heading(report: &Report, width: usize) -> String {
    let count = report.operations.len();
    let plural = if count == 1 { "" } else { "s" };
    let title = plain(&report.title);
    let version = plain(&report.version);
    let mut text = format!("{title} {version}: {count} operation{plural}");
    if let Some(pattern) = &report.pattern {
        write!(text, " of {}", plain(pattern)).expect("a String takes everything");
    }
    let lines: Vec<String> =
        wrap(&text, width, 2).iter().map(|line| format!("{BOLD}{line}{BOLD:#}\n")).collect();
    lines.concat() + "\n"
}

fn statements(operation: &Operation) -> Vec<Statement> {
    let mut all: Vec<Statement> = Vec::new();
    for (scheme, entry) in &operation.schemes {
        let first = all.len();
        match &entry.support {
            Support::Unknown => all.push(Statement::new("unknown", UNKNOWN)),
            Support::NotSupported { instead: None } => all.push(Statement::new("not supported", DIM)),
            Support::NotSupported { instead: Some(sibling) } => {
                all.push(Statement::new(&format!("not supported; use {}", sibling.beginning()), DIM));
            }
            Support::Supported { least, higher, choice } => {
                let reason = choice.remark().map(|remark| format!(" ({remark})")).unwrap_or_default();
                all.push(Statement::of(least, &format!("{least}{reason}"), LEAST));
                all.extend(higher.iter().map(|one| Statement::of(one, &format!("or {one}"), Style::new())));
            }
        }
        all.extend(operation.resource_specific.iter().filter(|one| one.scheme == *scheme).map(|one| {
            let names = one.permissions.join(" and ");
            Statement::new(&format!("{names} (for one chat, team or meeting)"), DIM)
        }));
        all[first].scheme = Some(*scheme);
    }
    all
}

impl<'a> Row<'a> {
    fn new(operation: &'a Operation) -> Self {
        let title = plain(&operation.title.to_string());
        Self { title, statements: statements(operation), operation }
    }
}

impl Statement {
    fn new(text: &str, style: Style) -> Self {
        Self { scheme: None, text: plain(text), style, admin_consent: false }
    }

    fn of(alternative: &Alternative, text: &str, style: Style) -> Self {
        Self { admin_consent: alternative.admin_consent, ..Self::new(text, style) }
    }
}

impl Columns {
    /// Every column gets what it needs if there is room. Else the permissions come first, as far as the
    /// segments of the paths stay whole.
    fn fit(rows: &[Row<'_>], width: usize) -> Self {
        let statements = || rows.iter().flat_map(|row| &row.statements);
        let names = statements().filter_map(|one| one.scheme);
        let scheme = names.map(|one| one.short().len()).max().unwrap_or(0).max(HEADS[1].len());
        let room = width - scheme - 2 * GAP;
        let titles = rows.iter().map(|row| row.title.width());
        let title = titles.max().unwrap_or(0).max(HEADS[0].len());
        let text = statements().map(|one| one.text.width()).max().unwrap_or(0).max(HEADS[2].len());
        if title + text <= room {
            return Self { operation: title, scheme, permission: text };
        }
        let widest = |one: &str| 1 + widest_piece(one);
        let segment = rows.iter().map(|row| widest(&row.title)).max().unwrap_or(0);
        let name = statements().map(|one| name_width(&one.text)).max().unwrap_or(0);
        let least = segment.min(room / 2).max(HEADS[0].len());
        // What is left when both have what they should not be without goes to the paths.
        let permission = name.max(room / 2).min(text).min(room - least);
        Self { operation: title.min(room - permission), scheme, permission }
    }

    fn head(&self, out: &mut String) {
        let widths = [self.operation, self.scheme, self.permission];
        let heads: Vec<Vec<String>> =
            HEADS.iter().zip(widths).map(|(head, width)| wrap(head, width, 0)).collect();
        let lines = heads.iter().map(Vec::len).max().unwrap_or(0);
        let nothing = String::new();
        for at in 0..lines {
            let cell = |column: usize| heads[column].get(at).unwrap_or(&nothing).as_str();
            self.line(out, (cell(0), BOLD), (cell(1), BOLD), ' ', (cell(2), BOLD));
        }
        let rules = widths.map(|width| "─".repeat(width));
        self.line(out, (&rules[0], DIM), (&rules[1], DIM), ' ', (&rules[2], DIM));
    }

    fn row(&self, out: &mut String, row: &Row<'_>) {
        let mut left = wrap(&row.title, self.operation, 1).into_iter();
        let mut take_left = || left.next().unwrap_or_default();
        for one in &row.statements {
            let scheme = one.scheme.map_or("", SchemeName::short);
            for (at, line) in wrap(&one.text, self.permission, 3).iter().enumerate() {
                let (scheme, is_marked) = if at == 0 { (scheme, one.admin_consent) } else { ("", false) };
                let mark = if is_marked { '*' } else { ' ' };
                self.line(out, (&take_left(), BOLD), (scheme, Style::new()), mark, (line, one.style));
            }
        }
        for rest in left {
            self.line(out, (&rest, BOLD), ("", Style::new()), ' ', ("", Style::new()));
        }
    }

    /// One line of the three columns. The mark stands in the gap before the last one.
    fn line(
        &self,
        out: &mut String,
        (operation, bold): (&str, Style),
        (scheme, plain): (&str, Style),
        mark: char,
        (text, style): (&str, Style),
    ) {
        let styled = |text: &str, style: Style| match text {
            "" => String::new(),
            text => format!("{style}{text}{style:#}"),
        };
        let pad = |text: &str, width: usize| " ".repeat(width.saturating_sub(text.width()));
        let mut line = styled(operation, bold) + &pad(operation, self.operation + GAP);
        line += &(styled(scheme, plain) + &pad(scheme, self.scheme + GAP - 1));
        line.push(mark);
        line += &styled(text, style);
        out.push_str(line.trim_end());
        out.push('\n');
    }
}

/// How wide a permission and the word before it are, which should not be cut.
fn name_width(text: &str) -> usize {
    let is_word = |word: &&str| matches!(*word, "or");
    let mut words = text.split(' ');
    let first = words.next().unwrap_or("");
    if is_word(&first) { first.width() + 1 + words.next().unwrap_or("").width() } else { first.width() }
}
