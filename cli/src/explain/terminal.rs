//! An explanation as a text for a terminal.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};
use unicode_width::UnicodeWidthStr as _;

use super::facts::{Body, Explanation, Operation, Property};
use crate::permissions::report::{Alternative, Entry, SchemeName, Support};
use crate::text::plain;
use crate::wrap::wrap;

const NARROWEST: usize = 60;
const WRITES: &str = "a String takes everything";
const PLAIN: Style = Style::new();
const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();
const NAME: Style = AnsiColor::Green.on_default();

pub(super) fn render(of: &Explanation, width: usize) -> String {
    let mut page = Page { out: String::new(), width: width.max(NARROWEST) };
    if of.operations.is_empty() {
        page.list(of);
        return page.out;
    }
    for (index, operation) in of.operations.iter().enumerate() {
        if index > 0 {
            page.out.push('\n');
        }
        page.operation(operation);
    }
    page.out
}

struct Page {
    out: String,
    width: usize,
}

impl Page {
    /// The operations that match, where they are too many to explain.
    fn list(&mut self, of: &Explanation) {
        self.line(BOLD, 0, &format!("{} operations match:", of.matches.len()));
        for one in &of.matches {
            self.line(PLAIN, 2, &one.title.to_string());
            if let Some(summary) = &one.summary {
                self.line(DIM, 6, summary);
            }
        }
        self.line(DIM, 0, "Name one of them, or explain them all with a higher `--limit`.");
    }

    fn operation(&mut self, of: &Operation) {
        self.line(BOLD, 0, &of.title.to_string());
        for text in [&of.summary, &of.description, &of.documentation].into_iter().flatten() {
            self.prose(2, text);
        }
        self.line(DIM, 2, &format!("{}, read from {}:{}", of.kind, of.file, of.line));
        self.rust(of);
        self.path(of);
        self.options(of);
        if let Some(body) = &of.body {
            self.body(body);
        }
        self.heading("Answers");
        for answer in &of.answers {
            self.line(PLAIN, 2, &format!("{}  {}", answer.status, answer.holds));
        }
        if let Some(ty) = &of.answer_type {
            self.heading(&format!("Properties of {}", ty.name));
            self.properties(&ty.properties);
        }
        self.permissions(of);
        self.heading("Request");
        for line in of.curl.lines() {
            // not wrapped: it is there to be copied
            writeln!(self.out, "  {line}").expect(WRITES);
        }
    }

    fn rust(&mut self, of: &Operation) {
        self.heading("In Rust");
        let Some(rust) = &of.rust else {
            self.line(
                PLAIN,
                2,
                "Nothing: the generator leaves it out, because no request of it could be right.",
            );
            return;
        };
        self.line(NAME, 2, &rust.call.replace(").", ") ."));
        let body = rust.body.as_deref().map(|body| ("takes", body));
        let facts =
            [("gives", rust.answer.as_str()), ("is", rust.operation.as_str()), ("on", rust.builder.as_str())];
        for (word, name) in body.into_iter().chain(facts) {
            self.line(PLAIN, 2, &format!("{word:<6} {name}"));
        }
    }

    fn path(&mut self, of: &Operation) {
        if of.path_parameters.is_empty() {
            return;
        }
        self.heading("In the path");
        for one in &of.path_parameters {
            self.line(PLAIN, 2, &format!("{}: {}", one.name, one.what));
            if let Some(text) = &one.description {
                self.line(DIM, 6, text);
            }
        }
    }

    fn options(&mut self, of: &Operation) {
        if of.options.is_empty() {
            return;
        }
        self.heading("Query options and headers");
        for one in &of.options {
            let required = if one.is_required { ", required" } else { "" };
            let header = if one.place == "header" { ", a header" } else { "" };
            self.line(PLAIN, 2, &format!("{}: {}{header}{required}", one.name, one.ty));
            if let Some(text) = &one.description {
                self.line(DIM, 6, text);
            }
        }
    }

    fn body(&mut self, of: &Body) {
        let required = if of.is_required { ", required" } else { "" };
        self.heading(&format!("Body: {}{required}", of.holds));
        self.properties(of.properties.as_deref().unwrap_or_default());
    }

    /// A line each: the name, the type, and what is to know.
    fn properties(&mut self, of: &[Property]) {
        let longest = of.iter().map(|one| plain(&one.name).width()).max().unwrap_or(0).min(30);
        for one in of {
            let name = plain(&one.name);
            let gap = " ".repeat(longest.saturating_sub(name.width()));
            let text = format!("{name}{gap}  {}{}", one.ty, notes(one));
            let lines = self.wrapped(&text, 2, longest + 4);
            for line in lines {
                writeln!(self.out, "  {line}").expect(WRITES);
            }
        }
    }

    fn permissions(&mut self, of: &Operation) {
        self.heading("Permissions");
        for (scheme, entry) in &of.permissions {
            self.scheme(*scheme, entry);
        }
        for one in &of.resource_specific {
            let names = one.permissions.join(" and ");
            self.line(PLAIN, 2, &format!("{}, for one chat, team or meeting: {names}", one.scheme.label()));
        }
        if let Some(sibling) = &of.sibling {
            self.line(DIM, 2, &format!("The same on the other path to a user: {sibling}"));
        }
    }

    fn scheme(&mut self, scheme: SchemeName, entry: &Entry) {
        let label = scheme.label();
        match &entry.support {
            Support::Unknown => {
                self.line(PLAIN, 2, &format!("{label}: unknown, which is not \"none needed\""));
            }
            Support::NotSupported { instead: None } => {
                self.line(PLAIN, 2, &format!("{label}: not supported"));
            }
            Support::NotSupported { instead: Some(other) } => {
                self.line(PLAIN, 2, &format!("{label}: not supported; call {other} instead"));
            }
            Support::Supported { least, higher, choice } => {
                self.line(PLAIN, 2, &format!("{label}:"));
                self.line(NAME, 4, &format!("{}{}", least, consent(least)));
                self.line(DIM, 6, &format!("the least privileged: {}", choice.reason));
                for one in higher {
                    self.line(PLAIN, 4, &format!("or {one}{}", consent(one)));
                }
            }
        }
        if let Some(fixup) = &entry.fixup {
            self.line(DIM, 4, &format!("Corrected by hand: {}", fixup.reason));
            self.line(DIM, 4, &fixup.link);
        }
    }

    /// Sentences, in lines that begin alike.
    fn prose(&mut self, indent: usize, text: &str) {
        for line in self.wrapped(&plain(text), indent, 0) {
            writeln!(self.out, "{}{line}", " ".repeat(indent)).expect(WRITES);
        }
    }

    fn heading(&mut self, text: &str) {
        self.out.push('\n');
        self.line(BOLD, 0, text);
    }

    /// A text of whatever origin, in as many lines as it takes.
    fn line(&mut self, style: Style, indent: usize, text: &str) {
        for line in self.wrapped(&plain(text), indent, 2) {
            // a call is broken before its dots, and joined where it was not broken
            let line = line.replace(") .", ").");
            writeln!(self.out, "{}{style}{line}{style:#}", " ".repeat(indent)).expect(WRITES);
        }
    }

    fn wrapped(&self, text: &str, indent: usize, hanging: usize) -> Vec<String> {
        wrap(text, self.width - indent, hanging)
    }
}

/// `, read-only, or null`
fn notes(of: &Property) -> String {
    let facts = [
        (of.is_required, "required"),
        (of.is_nullable, "or null"),
        (of.is_read_only, "read-only"),
        (of.is_immutable, "on creation only"),
        (of.is_navigation, "navigation"),
        (of.is_secret, "secret"),
    ];
    facts.into_iter().filter(|(is, _)| *is).map(|(_, word)| format!(", {word}")).collect::<Vec<_>>().concat()
}

/// `, an administrator consents, privilege level 3`
fn consent(of: &Alternative) -> String {
    let who = if of.admin_consent { "an administrator consents" } else { "the user consents" };
    let level = of.privilege_level.map(|level| format!(", privilege level {level}")).unwrap_or_default();
    format!(" ({who}{level})")
}
