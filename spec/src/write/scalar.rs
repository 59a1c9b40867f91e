//! Texts in YAML: plain where they can be, quoted where they must be, folded where they are long.

use std::fmt::Write as _;

/// Where lines are wrapped.
const WIDEST: usize = 100;

/// Words that YAML 1.1 or 1.2 takes for something else.
const RESERVED: [&str; 10] = ["true", "false", "null", "yes", "no", "on", "off", "y", "n", "~"];

/// Writes a text behind a key or dash, to the end of its last line.
pub(super) fn put(out: &mut String, indent: usize, text: &str) {
    let line = in_line(text);
    let column = out.len() - out.rfind('\n').map_or(0, |at| at + 1);
    let is_short = column + line.chars().count() <= WIDEST;
    let style = if is_short && !text.contains('\n') { None } else { style(text) };
    match style {
        None => {
            out.push_str(&line);
            out.push('\n');
        }
        Some(Style::Literal) => {
            out.push_str("|-\n");
            for line in text.split('\n') {
                block_line(out, indent + 2, line);
            }
        }
        Some(Style::Folded) => {
            out.push_str(">-\n");
            for (index, line) in text.split('\n').enumerate() {
                // as many empty lines as there are line breaks
                if index > 0 {
                    out.push('\n');
                }
                wrapped(out, indent + 2, line);
            }
        }
    }
}

/// A text on one line.
pub(super) fn in_line(text: &str) -> String {
    if is_plain(text) {
        text.to_owned()
    } else if text.chars().all(is_printable) {
        format!("'{}'", text.replace('\'', "''"))
    } else {
        escaped(text)
    }
}

enum Style {
    /// `|`: the lines as they are.
    Literal,
    /// `>`: wrapped lines, which are one.
    Folded,
}

/// How a text can stand on several lines; nothing where it had better not.
fn style(text: &str) -> Option<Style> {
    let is_right = |line: &str| line.trim() == line && line.chars().all(is_printable);
    let is_bare = text.trim() != text || text.is_empty();
    if is_bare || !text.split('\n').all(is_right) {
        return None;
    }
    let is_short = text.split('\n').all(|line| line.chars().count() <= WIDEST);
    let has_lines = text.contains('\n');
    match (has_lines, is_short) {
        (true, true) => Some(Style::Literal),
        (true, false) => Some(Style::Folded),
        (false, _) => text.contains(' ').then_some(Style::Folded),
    }
}

fn block_line(out: &mut String, indent: usize, line: &str) {
    if !line.is_empty() {
        out.extend(std::iter::repeat_n(' ', indent));
        out.push_str(line);
    }
    out.push('\n');
}

/// A line, wrapped between words. Only a single space can be a line break.
fn wrapped(out: &mut String, indent: usize, line: &str) {
    if line.is_empty() {
        return;
    }
    let room = WIDEST.saturating_sub(indent).max(40);
    let mut current = String::new();
    let mut width = 0;
    for word in words(line) {
        let length = word.chars().count();
        if width > 0 && width + 1 + length > room {
            block_line(out, indent, &current);
            current.clear();
            width = 0;
        }
        if width > 0 {
            current.push(' ');
            width += 1;
        }
        current.push_str(word);
        width += length;
    }
    block_line(out, indent, &current);
}

/// The parts between single spaces: where several stand together, they stay within a part.
fn words(line: &str) -> Vec<&str> {
    let bytes = line.as_bytes();
    let is_blank = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_whitespace);
    let mut found = Vec::new();
    let mut start = 0;
    for (at, _) in line.match_indices(' ') {
        if at > start && !is_blank(at - 1) && !is_blank(at + 1) {
            found.push(&line[start..at]);
            start = at + 1;
        }
    }
    found.push(&line[start..]);
    found
}

/// Whether a text means itself without quotes, wherever it stands.
fn is_plain(text: &str) -> bool {
    let first = text.chars().next();
    let begins = first.is_some_and(|one| one.is_alphabetic() || matches!(one, '/' | '$' | '_'));
    let is_word = |word: &&str| word.eq_ignore_ascii_case(text);
    begins
        && text.trim() == text
        && text.chars().all(is_printable)
        && !text.contains(": ")
        && !text.contains(" #")
        && !text.ends_with(':')
        && !RESERVED.iter().any(is_word)
        && text.parse::<f64>().is_err()
}

/// Whether a character can stand in a YAML file as it is, and be seen there.
fn is_printable(one: char) -> bool {
    let is_hidden = one.is_control()
        || (one.is_whitespace() && one != ' ')
        || matches!(one, '\u{ad}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
        || matches!(one, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}');
    !is_hidden
}

/// In double quotes, with escapes.
fn escaped(text: &str) -> String {
    let mut out = String::from("\"");
    for one in text.chars() {
        match one {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            _ if is_printable(one) => out.push(one),
            _ => {
                // writing into a text cannot fail
                write!(out, "\\U{:08X}", u32::from(one)).ok();
            }
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree::{self, Value};

    fn written(text: &str) -> String {
        let mut out = String::from("key: ");
        put(&mut out, 0, text);
        out
    }

    /// Both parsers of the reader find the text.
    fn comes_back(text: &str) {
        let yaml = format!("{}{}: 1\n", written(text), in_line(&format!("z{text}")));
        let tree = tree::parse("a.yaml", &yaml).unwrap_or_else(|faults| panic!("{yaml}\n{faults:?}"));
        let found = match &tree.entry("key").expect("the key").value.value {
            Value::Scalar { text, .. } => text.to_string(),
            other => panic!("{other:?}"),
        };
        assert_eq!(found, text, "{yaml}");
        assert!(tree.entry("key").is_some_and(|one| !one.value.is_null()), "{yaml}");
        let typed: serde_yaml::Value =
            serde_yaml::from_str(&yaml).unwrap_or_else(|fault| panic!("{yaml}\n{fault}"));
        assert_eq!(typed["key"].as_str(), Some(text), "{yaml}");
        assert!(typed.get(format!("z{text}")).is_some(), "{yaml}");
    }

    #[test]
    fn every_text_comes_back() {
        let long = "word ".repeat(60);
        let paragraphs = format!("{}\n\n{}\nend", long.trim(), long.trim());
        let apart = format!("{}\n\n\n{}", long.trim(), long.trim());
        let wide = "several  spaces   together ".repeat(10);
        for text in [
            "",
            " ",
            "a",
            "a b",
            " a",
            "a ",
            "true",
            "No",
            "~",
            "null",
            "1",
            "1.5",
            "1e3",
            ".inf",
            ".NaN",
            "0x1F",
            "2001-01-01",
            "a: b",
            "a:",
            ": a",
            "a #b",
            "#a",
            "- a",
            "-",
            "?",
            "? a",
            "[a]",
            "{a}",
            "&a",
            "*a",
            "!a",
            "%a",
            "@a",
            "`a`",
            "'a'",
            "\"a\"",
            "it's",
            "\\",
            "a\\nb",
            "|",
            ">",
            "a\nb",
            "a\n\nb",
            "a\n",
            "\na",
            "a\n b",
            "a \nb",
            "a\tb",
            "\ta",
            "a\r\nb",
            "a\u{85}b",
            "a\u{2028}b",
            "\u{feff}",
            "é",
            "日本語",
            "😀",
            "a\u{0}b",
            "infinity",
            "nan",
            "---",
            "--- a",
            "...",
            "<<",
            "=",
            "{id}",
            "/users/{id}",
            "a, b",
            "# a\n# b",
            "- a\n- b",
            long.trim(),
            &long,
            &paragraphs,
            &apart,
            wide.trim(),
        ] {
            comes_back(text);
        }
    }

    #[test]
    fn long_texts_are_wrapped() {
        assert_eq!(written("a: b"), "key: 'a: b'\n");
        assert_eq!(written("one\ntwo"), "key: |-\n  one\n  two\n");
        let text = written("word ".repeat(30).trim());
        assert_eq!(text.lines().next(), Some("key: >-"));
        assert_eq!(text.lines().count(), 3);
        assert!(text.lines().all(|line| line.len() <= WIDEST), "{text}");
    }
}
