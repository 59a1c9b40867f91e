//! Doc comments: texts of a spec as markdown that cannot become anything else.

use msgraph_spec::model::{AllOf, Docs, OperationPermissions, Requirement, Scheme};
use proc_macro2::TokenStream;
use quote::quote;

use crate::format::NEXT_LINE;

/// Paragraphs of a doc comment, put together line by line.
#[derive(Default)]
pub(crate) struct Doc {
    lines: Vec<String>,
}

impl Doc {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// A paragraph of our own: markdown as it is.
    pub(crate) fn markdown(mut self, text: impl AsRef<str>) -> Self {
        if text.as_ref().is_empty() {
            return self;
        }
        self.gap();
        self.lines.extend(text.as_ref().lines().map(ToOwned::to_owned));
        self
    }

    /// A text of the spec, paragraph by paragraph.
    pub(crate) fn text(mut self, text: Option<&str>) -> Self {
        for paragraph in text.unwrap_or_default().split("\n\n") {
            let words = words(paragraph);
            if !words.is_empty() {
                self.gap();
                self.lines.extend(wrap(&escape(&words)));
            }
        }
        self
    }

    /// A name in code, and a text of the spec behind it where there is one.
    pub(crate) fn title(mut self, name: &str, text: &str) -> Self {
        self.gap();
        let said = escape(&words(text));
        let name = format!("`{}`", code(name));
        self.lines.extend(wrap(&if said.is_empty() { name } else { format!("{name}: {said}") }));
        self
    }

    /// A list of names in code, each with a text of the spec.
    pub(crate) fn list<'t>(self, items: impl Iterator<Item = (&'t str, &'t str)>) -> Self {
        self.entries(items.map(|(name, text)| (format!("`{}`", code(name)), text)))
    }

    /// A list of labels of our own, each with a text of the spec where it has one.
    pub(crate) fn entries<'t>(mut self, items: impl Iterator<Item = (String, &'t str)>) -> Self {
        let mut is_first = true;
        for (label, text) in items {
            if std::mem::take(&mut is_first) {
                self.gap();
            }
            let said = escape(&words(text));
            let lines = wrap(&if said.is_empty() { label } else { format!("{label}: {said}") });
            let indented = lines.into_iter().enumerate();
            self.lines
                .extend(indented.map(|(at, line)| format!("{}{line}", if at == 0 { "- " } else { "  " })));
        }
        self
    }

    /// The summary, else a text of our own; then the description, where it says more.
    pub(crate) fn docs(self, docs: &Docs, otherwise: &str) -> Self {
        let summary = docs.summary.as_deref().map(sentence);
        let description = docs.description.as_deref().filter(|text| !words(text).is_empty());
        match (summary.filter(|text| !text.is_empty()), description) {
            (Some(summary), Some(description)) if same(&summary, description) => self.text(Some(description)),
            (Some(summary), description) => self.text(Some(&summary)).text(description),
            (None, Some(description)) => self.text(Some(description)),
            (None, None) => self.markdown(otherwise),
        }
    }

    /// A link to Microsoft's page.
    pub(crate) fn link(self, link: Option<&str>) -> Self {
        match link.and_then(address) {
            Some(address) => self.markdown(format!("[Microsoft's documentation]({address})")),
            None => self,
        }
    }

    /// The table of permissions.
    pub(crate) fn permissions(self, permissions: &OperationPermissions) -> Self {
        let rows = Scheme::ALL.map(|scheme| {
            let (least, also) = cells(permissions.of(scheme));
            format!("| {} | {least} | {also} |", scheme.label())
        });
        let head = "| permissions | least privileged | also |\n|---|---|---|";
        let doc = self.markdown(format!("{head}\n{}", rows.join("\n")));
        if permissions.resource_specific.is_empty() {
            return doc;
        }
        let names: Vec<String> =
            permissions.resource_specific.iter().map(|(_, names)| all_of(names)).collect();
        doc.markdown(format!("For one chat or team alone (resource-specific consent): {}.", names.join(", ")))
    }

    /// The attributes, to stand before an item.
    pub(crate) fn tokens(&self) -> TokenStream {
        let lines = self.spaced();
        lines.map(|lines| quote!(#[doc = #lines])).unwrap_or_default()
    }

    /// The attributes, to stand at the start of a file.
    pub(crate) fn inner_tokens(&self) -> TokenStream {
        let lines = self.spaced();
        lines.map(|lines| quote!(#![doc = #lines])).unwrap_or_default()
    }

    /// The lines as a file of markdown.
    pub(crate) fn into_text(self) -> String {
        self.lines.join("\n") + "\n"
    }

    /// All lines as one: an attribute for each would be most of what a file is parsed for. The formatter
    /// makes lines of them again.
    fn spaced(&self) -> Option<String> {
        if self.lines.is_empty() {
            return None;
        }
        let mut out = String::new();
        for (index, line) in self.lines.iter().enumerate() {
            if index > 0 {
                out.push(NEXT_LINE);
            }
            if !line.is_empty() {
                out.push(' ');
                out.push_str(line);
            }
        }
        Some(out)
    }

    fn gap(&mut self) {
        if !self.lines.is_empty() {
            self.lines.push(String::new());
        }
    }
}

fn cells(requirement: &Requirement) -> (String, String) {
    match requirement {
        Requirement::NotSupported => ("not supported".to_owned(), "not supported".to_owned()),
        Requirement::OneOf { least, higher, .. } => {
            let also: Vec<String> = higher.iter().map(all_of).collect();
            (all_of(least), if also.is_empty() { "none".to_owned() } else { also.join(", ") })
        }
        _ => ("unknown".to_owned(), "unknown".to_owned()),
    }
}

fn all_of(all_of: &AllOf) -> String {
    let names: Vec<String> = all_of.0.iter().map(|name| format!("`{}`", code(name))).collect();
    names.join(" and ")
}

/// A text as inline code: what would end it is left out.
pub(crate) fn code(text: &str) -> String {
    text.chars().filter(|one| !is_hidden(*one) && !matches!(one, '`' | '|' | '\n' | '\r')).collect()
}

/// A text of the spec as one line of markdown.
pub(crate) fn prose(text: &str) -> String {
    escape(&words(text))
}

/// A text in one line, without what nobody can see.
fn words(text: &str) -> String {
    let seen: String = text.chars().map(|one| if is_hidden(one) { ' ' } else { one }).collect();
    seen.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Control characters, and those that change the direction of text.
fn is_hidden(one: char) -> bool {
    one.is_control()
        || matches!(one, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

fn sentence(text: &str) -> String {
    let text = words(text);
    if text.is_empty() || text.ends_with(['.', '!', '?', ':']) { text } else { format!("{text}.") }
}

fn same(a: &str, b: &str) -> bool {
    words(a).trim_end_matches('.').eq_ignore_ascii_case(words(b).trim_end_matches('.'))
}

/// An address that may stand in a link.
fn address(link: &str) -> Option<&str> {
    let behind = SCHEMES.iter().find_map(|scheme| link.strip_prefix(scheme))?;
    (!behind.is_empty() && link.chars().all(is_of_address)).then_some(link)
}

/// What a web address begins with.
const SCHEMES: [&str; 2] = ["https://", "http://"];

/// Whether a character may stand in an address, and means nothing to markdown there.
fn is_of_address(one: char) -> bool {
    one.is_ascii_graphic() && !"<>()[]\"\\`{}|^".contains(one)
}

/// The first address in a word: what stands before it, the address, and what stands behind it.
fn with_address(word: &str) -> Option<(&str, &str, &str)> {
    let start = SCHEMES.iter().filter_map(|scheme| word.find(scheme)).min()?;
    let (before, rest) = word.split_at(start);
    let end = rest.find(|one| !is_of_address(one)).unwrap_or(rest.len());
    let link = address(rest[..end].trim_end_matches(['.', ',', ';', ':', '!', '?', '\'']))?;
    Some((before, link, &rest[link.len()..]))
}

/// Markdown in which code in backticks stays code, addresses become links, and nothing else means
/// anything: no link to an item, no HTML, no list, no code block.
fn escape(text: &str) -> String {
    let parts: Vec<&str> = text.split('`').collect();
    let has_open_end = parts.len().is_multiple_of(2);
    let mut out = String::with_capacity(text.len() + 8);
    for (index, part) in parts.iter().enumerate() {
        let is_last = index + 1 == parts.len();
        if index % 2 == 1 && !(has_open_end && is_last) {
            if part.trim().is_empty() {
                continue;
            }
            out.push('`');
            out.push_str(part.trim());
            out.push('`');
        } else {
            escape_prose(part, &mut out);
        }
    }
    let out = words(&out);
    match out.chars().next() {
        Some('#' | '>' | '-' | '+' | '=' | '~' | '|' | ':') => format!("\\{out}"),
        Some(first) if first.is_ascii_digit() => escape_number(&out),
        _ => out,
    }
}

fn escape_prose(part: &str, out: &mut String) {
    for (index, word) in part.split(' ').enumerate() {
        if index > 0 {
            out.push(' ');
        }
        let mut rest = word;
        while let Some((before, link, behind)) = with_address(rest) {
            escape_word(before, out);
            out.extend(["<", link, ">"]);
            rest = behind;
        }
        escape_word(rest, out);
    }
}

fn escape_word(word: &str, out: &mut String) {
    for one in word.chars() {
        if matches!(one, '\\' | '[' | ']' | '<' | '>' | '*' | '_' | '&' | '|') {
            out.push('\\');
        }
        out.push(one);
    }
}

/// `1. x` at the start of a line would be a list.
fn escape_number(text: &str) -> String {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = text.split_at(digits);
    if rest.starts_with(['.', ')']) { format!("{number}\\{rest}") } else { text.to_owned() }
}

/// Lines of at most about a hundred characters. No line begins with what markdown takes for a list,
/// a heading or a quote.
fn wrap(text: &str) -> Vec<String> {
    const WIDTH: usize = 95;
    let mut lines: Vec<String> = Vec::new();
    let mut in_code = false;
    for word in text.split(' ') {
        let ticks = word.matches('`').count();
        let starts_block = word.starts_with(['#', '>', '-', '+', '=', '~', '|', ':', '1', '2', '3'])
            || word.starts_with(|first: char| first.is_ascii_digit());
        match lines.last_mut() {
            Some(line)
                if in_code || starts_block || line.chars().count() + 1 + word.chars().count() <= WIDTH =>
            {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
        in_code ^= ticks % 2 == 1;
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<String> {
        Doc::new().text(Some(text)).lines
    }

    #[test]
    fn texts_stay_texts() {
        assert_eq!(
            lines("See [a link] or <b>.\n\n    indented"),
            ["See \\[a link\\] or \\<b\\>.", "", "indented"]
        );
        assert_eq!(lines("```rust\nevil()\n```"), ["`rust evil()`"]);
        assert_eq!(lines("an `open tick"), ["an open tick"]);
        assert_eq!(lines("# no heading"), ["\\# no heading"]);
        assert_eq!(lines("1. no list"), ["1\\. no list"]);
        assert_eq!(lines("*/ #![allow(x)] \u{202e}abc"), ["\\*/ #!\\[allow(x)\\] abc"]);
        assert_eq!(lines("at https://a.b/c_d."), ["at <https://a.b/c_d>."]);
        assert_eq!(lines("at http://a.b/c_d, too"), ["at <http://a.b/c_d>, too"]);
        assert_eq!(
            lines("(https://a.b/c_d) \"http://e.f\" x=https://a.b/<y> https://"),
            ["(<https://a.b/c_d>) \"<http://e.f>\" x=<https://a.b/>\\<y\\> https://"]
        );
        assert_eq!(lines("`a_b` and a_b"), ["`a_b` and a\\_b"]);
    }

    #[test]
    fn long_texts_are_wrapped_outside_of_code() {
        let text = format!(
            "{} `a b c d e f g h i j k l m n o p q r s t u v w x y z` end",
            "word ".repeat(15).trim()
        );
        let lines = lines(&text);
        assert!(lines.iter().all(|line| line.matches('`').count() % 2 == 0), "{lines:?}");
        assert_eq!(lines.join(" "), text);
    }

    #[test]
    fn a_summary_is_not_said_twice() {
        let mut docs = Docs::default();
        docs.summary = Some("Create a meeting".to_owned());
        docs.description = Some("create a meeting.".to_owned());
        assert_eq!(Doc::new().docs(&docs, "").lines, ["create a meeting."]);
        docs.description = Some("At once.".to_owned());
        assert_eq!(Doc::new().docs(&docs, "").lines, ["Create a meeting.", "", "At once."]);
        assert_eq!(Doc::new().docs(&Docs::default(), "`x`").lines, ["`x`"]);
    }
}
