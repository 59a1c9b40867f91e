//! The text as a tree of elements, and where each of them stands.

use std::sync::Arc;

use roxmltree::{Document, Error, ParsingOptions};

use crate::Diagnostic;
use crate::model::Origin;

/// An element of the description.
pub(super) type Node<'a> = roxmltree::Node<'a, 'a>;

/// Reads the syntax. The parser goes into nested elements without recursion and expands no entities: a document
/// type, which could define some, is refused.
pub(super) fn parse<'a>(name: &Arc<str>, text: &'a str) -> Result<Document<'a>, Box<Diagnostic>> {
    let options = ParsingOptions { allow_dtd: false, nodes_limit: MOST_NODES, entity_resolver: None };
    Document::parse_with_options(text, options).map_err(|fault| {
        if let Some(inside) = cut_off(text).filter(|_| is_at_end(&fault, name, text)) {
            let end = Places::new(name.clone(), text).at(text.trim_end().len(), "");
            let message = format!("the file ends inside {inside}");
            let help = "it is cut off: download or copy it once more, as a whole";
            return Box::new(Diagnostic::error(message).at(end).help(help));
        }
        let at = fault.pos();
        let origin = Origin::new(name.clone(), at.row as usize, at.col as usize, "");
        let (message, help) = match fault {
            Error::DtdDetected => (
                "the description has a document type, which is refused".to_owned(),
                "take `<!DOCTYPE ..>` out: CSDL needs no entities of its own",
            ),
            Error::NodesLimitReached => (
                format!("the description has more than {MOST_NODES} elements and attributes"),
                "Graph's has less than a twentieth of that: cut the file down",
            ),
            other => (format!("this is no XML: {other}"), "save the service's `$metadata` as it is"),
        };
        Box::new(Diagnostic::error(message).at(origin).help(help))
    })
}

const MOST_NODES: u32 = 4_000_000;

/// Whether the parser stopped at the end: it says so, or is in the last tag.
fn is_at_end(fault: &Error, name: &Arc<str>, text: &str) -> bool {
    if matches!(fault, Error::UnexpectedEndOfStream | Error::UnclosedRootNode | Error::NoRootNode) {
        return true;
    }
    let last = Places::new(name.clone(), text).at(text.rfind('<').unwrap_or_default(), "");
    let at = fault.pos();
    (at.row as usize, at.col as usize) >= (last.line, last.column)
}

/// What a text ends inside of: an element that is not closed, or a tag.
fn cut_off(text: &str) -> Option<String> {
    let mut open: Vec<&str> = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find('<') {
        rest = &rest[start..];
        let marks = [("<!--", "-->", "a comment"), ("<![CDATA[", "]]>", "a text"), ("<?", "?>", "`<?`")];
        if let Some((mark, end, what)) = marks.into_iter().find(|(mark, ..)| rest.starts_with(mark)) {
            let Some(at) = rest[mark.len()..].find(end) else { return Some(what.to_owned()) };
            rest = &rest[mark.len() + at + end.len()..];
            continue;
        }
        let Some(end) = end_of_tag(rest) else { return Some("a tag".to_owned()) };
        let tag = &rest[1..end];
        rest = &rest[end + 1..];
        if tag.starts_with('/') {
            open.pop();
        } else if !tag.ends_with('/') {
            open.push(tag.split_whitespace().next().unwrap_or_default());
        }
    }
    open.last().map(|name| format!("`<{name}>`"))
}

/// Where the `>` of a tag stands, which may also stand in a value.
fn end_of_tag(text: &str) -> Option<usize> {
    let mut quote = None;
    text.bytes().position(|byte| match quote {
        Some(open) => {
            if byte == open {
                quote = None;
            }
            false
        }
        None if byte == b'"' || byte == b'\'' => {
            quote = Some(byte);
            false
        }
        None => byte == b'>',
    })
}

/// Finds line and column of a byte. The parser's own search begins at the first byte each time.
pub(super) struct Places<'a> {
    file: Arc<str>,
    text: &'a str,
    /// Where each line begins.
    lines: Vec<usize>,
    /// How many characters stand before each mark, so that a file of one line costs no more than others.
    marks: Vec<usize>,
}

/// The bytes between two marks.
const STRIDE: usize = 1024;

impl<'a> Places<'a> {
    pub(super) fn new(file: Arc<str>, text: &'a str) -> Self {
        let (mut lines, mut marks, mut characters) = (vec![0], Vec::new(), 0);
        for (at, byte) in text.bytes().enumerate() {
            if at % STRIDE == 0 {
                marks.push(characters);
            }
            if byte == b'\n' {
                lines.push(at + 1);
            }
            characters += usize::from(is_first(byte));
        }
        Self { file, text, lines, marks }
    }

    /// The place of the value of an attribute, from its quote on, or else of its element.
    pub(super) fn of_attribute(&self, node: Node<'_>, name: &str, pointer: impl Into<String>) -> Origin {
        let at = node
            .attribute_node(name)
            .map_or(node.range().start, |one| one.range_value().start.saturating_sub(1));
        self.at(at, pointer)
    }

    fn at(&self, byte: usize, pointer: impl Into<String>) -> Origin {
        let line = self.lines.partition_point(|start| *start <= byte);
        let start = self.lines[line.saturating_sub(1)];
        let column = self.characters_before(byte) - self.characters_before(start) + 1;
        Origin::new(self.file.clone(), line, column, pointer)
    }

    fn characters_before(&self, byte: usize) -> usize {
        let mark = (byte / STRIDE).min(self.marks.len().saturating_sub(1));
        let known = self.marks.get(mark).copied().unwrap_or_default();
        let rest = &self.text.as_bytes()[(mark * STRIDE).min(byte)..byte];
        known + rest.iter().filter(|byte| is_first(**byte)).count()
    }
}

/// Whether a byte is the first one of its character.
fn is_first(byte: u8) -> bool {
    byte & 0b1100_0000 != 0b1000_0000
}

/// The child elements of that name.
pub(super) fn children<'a>(of: Node<'a>, name: &'static str) -> impl Iterator<Item = Node<'a>> {
    elements(of).filter(move |one| one.tag_name().name() == name)
}

/// The child elements.
pub(super) fn elements(of: Node<'_>) -> impl Iterator<Item = Node<'_>> {
    of.children().filter(roxmltree::Node::is_element)
}

/// Whether an attribute says `true`.
pub(super) fn is(node: Node<'_>, attribute: &str) -> bool {
    node.attribute(attribute).is_some_and(|value| value.trim() == "true")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_characters_however_long_a_line_is() {
        let text = format!("<a>\n{}<b/></a>", "é".repeat(3000));
        let document = parse(&Arc::from("x"), &text).unwrap();
        let places = Places::new(Arc::from("x"), &text);
        let node = document.root_element().first_element_child().unwrap();
        assert_eq!(places.of_attribute(node, "x", "").to_string(), "x:2:3001");
        assert_eq!(places.of_attribute(document.root_element(), "x", "").to_string(), "x:1:1");
    }

    #[test]
    fn a_text_that_is_cut_off_ends_inside_of_something() {
        let text = "<?xml version='1.0'?>\n<a>\n<!-- c --><b x='1>'>t<c y='2'/></b>\n</a>";
        let start = text.find("<a>").unwrap();
        for end in start + 1..text.len() {
            let fault = parse(&Arc::from("x"), &text[..end]).unwrap_err();
            assert!(
                fault.message.starts_with("the file ends inside "),
                "{}: {}",
                &text[..end],
                fault.message
            );
        }
        let said = |end: &str| {
            let fault = parse(&Arc::from("x"), &text[..text.find(end).unwrap()]).unwrap_err();
            (fault.message, fault.at.unwrap().to_string())
        };
        assert_eq!(said("<c"), ("the file ends inside `<b>`".to_owned(), "x:3:22".to_owned()));
        assert_eq!(said(" y="), ("the file ends inside a tag".to_owned(), "x:3:24".to_owned()));
        assert_eq!(said("</a>"), ("the file ends inside `<a>`".to_owned(), "x:3:36".to_owned()));
    }

    #[test]
    fn deep_nesting_needs_no_stack() {
        let text = format!("{}{}", "<a>".repeat(100_000), "</a>".repeat(100_000));
        assert!(parse(&Arc::from("x"), &text).is_ok());
    }
}
