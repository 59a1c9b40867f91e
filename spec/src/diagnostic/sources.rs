//! The text of the files that were read, for excerpts.

use std::fmt;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use super::Diagnostics;
use crate::model::Origin;

/// The files that were read. Cheap to clone.
#[derive(Clone, Default)]
pub struct Sources {
    files: Vec<Arc<SourceFile>>,
}

impl Sources {
    /// No faults yet; those that are added show excerpts of these files.
    #[must_use]
    pub fn diagnostics(&self) -> Diagnostics {
        Diagnostics::of(self.clone())
    }

    /// The names of the files, as the caller gave them.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.files.iter().map(|one| &*one.name)
    }

    pub(crate) fn add(&mut self, name: &Arc<str>, text: Arc<str>) {
        self.files.push(Arc::new(SourceFile { name: name.clone(), text, lines: OnceLock::new() }));
    }

    pub(super) fn file(&self, name: &str) -> Option<&SourceFile> {
        self.files.iter().find(|one| *one.name == *name).map(|one| &**one)
    }

    /// Where a place stands among all files: file, line, column.
    pub(super) fn position(&self, origin: Option<&Origin>) -> (usize, usize, usize) {
        let Some(origin) = origin else {
            return (0, 0, 0);
        };
        let file =
            self.files.iter().position(|one| *one.name == *origin.file).map_or(usize::MAX, |at| at + 1);
        (file, origin.line, origin.column)
    }
}

impl fmt::Debug for Sources {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.names()).finish()
    }
}

/// A file and where its lines begin.
pub(super) struct SourceFile {
    name: Arc<str>,
    text: Arc<str>,
    lines: OnceLock<Vec<usize>>,
}

/// A line, or a part of it, and the bytes of the word that it is about.
pub(super) struct Excerpt {
    pub(super) text: String,
    pub(super) word: Range<usize>,
}

/// How much of a line an excerpt shows, in bytes, so that it fits on a terminal: Graph's JSON is one line of
/// twenty megabytes.
const WIDEST: usize = 110;

/// How much of that stands before the place.
const BEFORE: usize = 30;

impl SourceFile {
    /// The part of the line that holds a place, and the bytes of the word there.
    pub(super) fn excerpt(&self, origin: &Origin) -> Option<Excerpt> {
        let line = self.line(origin.line)?;
        let start = byte_of(line, origin.column.saturating_sub(1));
        let from = start.saturating_sub(BEFORE).min(line.len().saturating_sub(WIDEST));
        let from = floor(line, from);
        let to = floor(line, from + WIDEST);
        let end = floor(line, start + word_at(&line[start..to]));
        let mut shown = String::new();
        if from > 0 {
            shown.push_str("...");
        }
        shown.extend(line[from..start].chars().map(seen));
        let word = shown.len();
        shown.extend(line[start..end].chars().map(seen));
        let word = word..shown.len();
        shown.extend(line[end..to].chars().map(seen));
        if to < line.len() {
            shown.push_str("...");
        }
        Some(Excerpt { text: shown, word })
    }

    fn line(&self, number: usize) -> Option<&str> {
        let lines = self.lines.get_or_init(|| {
            let breaks = self.text.match_indices('\n').map(|(at, _)| at + 1);
            std::iter::once(0).chain(breaks).collect()
        });
        let from = *lines.get(number.checked_sub(1)?)?;
        let to = lines.get(number).map_or(self.text.len(), |next| next - 1);
        Some(self.text[from..to].trim_end_matches('\r'))
    }
}

/// The byte where a character begins, which is counted from 0.
fn byte_of(line: &str, character: usize) -> usize {
    // Thousands of faults may stand in one line of megabytes.
    if line.is_ascii() {
        return character.min(line.len());
    }
    line.char_indices().nth(character).map_or(line.len(), |(at, _)| at)
}

/// A character as an excerpt shows it: the renderer lets those controls through that are not ASCII.
fn seen(one: char) -> char {
    if matches!(one, '\u{80}'..='\u{9f}') { '\u{fffd}' } else { one }
}

/// The nearest boundary of a character at or before a byte.
fn floor(text: &str, mut at: usize) -> usize {
    at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// How many bytes the word at the beginning of a text has: a quoted text, or all up to a colon,
/// comma, bracket or comment.
fn word_at(text: &str) -> usize {
    let Some(first) = text.chars().next() else {
        return 0;
    };
    if first == '"' || first == '\'' {
        let mut escaped = false;
        for (at, one) in text.char_indices().skip(1) {
            if one == first && !escaped {
                return at + 1;
            }
            escaped = one == '\\' && !escaped;
        }
        return text.trim_end().len();
    }
    let mut depth = 0_usize;
    let mut end = text.len();
    for (at, one) in text.char_indices() {
        let next = text[at + one.len_utf8()..].chars().next();
        let is_blank = next.is_none_or(char::is_whitespace);
        match one {
            '{' | '[' | '(' => depth += 1,
            '}' | ']' | ')' if depth == 0 => end = at,
            '}' | ']' | ')' => {
                depth -= 1;
                if depth == 0 && matches!(first, '{' | '[') {
                    end = at + 1;
                }
            }
            ':' | ',' if depth == 0 && is_blank => end = at,
            ' ' if next == Some('#') => end = at,
            _ => continue,
        }
        if end < text.len() {
            break;
        }
    }
    if depth > 0 && matches!(first, '{' | '[') {
        return 1;
    }
    text[..end].trim_end().len().max(first.len_utf8())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn excerpt(text: &str, line: usize, column: usize) -> Option<String> {
        let file = SourceFile { name: Arc::from("a"), text: Arc::from(text), lines: OnceLock::new() };
        let Excerpt { text, word, .. } = file.excerpt(&Origin::new(Arc::from("a"), line, column, ""))?;
        Some(format!("{}>{}<", &text[..word.start], &text[word]))
    }

    #[test]
    fn finds_words_by_character() {
        assert_eq!(excerpt("a: b\nkey: 'x y'\n", 2, 6).unwrap(), "key: >'x y'<");
        assert_eq!(excerpt("ä: öü # no\n", 1, 4).unwrap(), "ä: >öü<");
        assert_eq!(excerpt("key:\n", 1, 1).unwrap(), ">key<");
        assert_eq!(excerpt("/users/{id}:\n", 1, 1).unwrap(), ">/users/{id}<");
        assert_eq!(excerpt("[a, b]: c", 1, 1).unwrap(), ">[a, b]<");
        assert_eq!(excerpt("x: [a, b]", 1, 5).unwrap(), "x: [>a<");
        assert_eq!(excerpt("x: {a: [b", 1, 4).unwrap(), "x: >{<");
        assert_eq!(excerpt("key:\n", 9, 1), None);
        assert_eq!(excerpt("a\n", 1, 99).unwrap(), "a><");
    }

    #[test]
    fn cuts_long_lines() {
        let text = format!("{}\"here\": 1{}", "é".repeat(500), "x".repeat(500));
        let shown = excerpt(&text, 1, 501).unwrap();
        assert!(shown.starts_with("...é") && shown.ends_with(">\"here\"<"), "{shown}");
        let file = SourceFile { name: Arc::from("a"), text: Arc::from(&*text), lines: OnceLock::new() };
        let whole = file.excerpt(&Origin::new(Arc::from("a"), 1, 501, "")).unwrap().text;
        assert!(whole.len() <= WIDEST + "......".len() && whole.ends_with("xxx..."), "{whole}");
    }

    #[test]
    fn a_word_ends_where_its_excerpt_does() {
        let text = format!("[{}]", "x".repeat(500));
        let shown = excerpt(&text, 1, 2).unwrap();
        assert_eq!(shown, format!("[>{}<", "x".repeat(WIDEST - 1)));
        // The bracket is closed, but out of sight.
        assert_eq!(excerpt(&text, 1, 1).unwrap(), ">[<");
    }
}
