//! Texts of a description are data: nothing in them may steer a terminal or break a layout.

use std::io::IsTerminal as _;
use std::path::Path;

/// How wide a text may be: as the terminal that it goes to, and 100 columns where there is none.
pub(crate) fn width(file: Option<&Path>) -> usize {
    let is_terminal = file.is_none() && std::io::stdout().is_terminal();
    let size = is_terminal.then(terminal_size::terminal_size).flatten();
    size.map_or(100, |(width, _)| usize::from(width.0))
}

/// The text in one line, without characters that steer whatever shows it: control characters, among them
/// the escapes of terminals, and those that turn the direction of writing, each replaced by `\u{fffd}`;
/// white space of any kind and length becomes one space.
pub(crate) fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.extend(word.chars().map(|one| if is_steering(one) { '\u{fffd}' } else { one }));
    }
    out
}

/// `1 operation`, `2 operations`, `11,422 operations`
pub(crate) fn counted(count: usize, what: &str) -> String {
    format!("{} {what}{}", grouped(count), if count == 1 { "" } else { "s" })
}

/// `11,422`
pub(crate) fn grouped(count: usize) -> String {
    let digits = count.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

fn is_steering(character: char) -> bool {
    let turns = ['\u{200b}'..='\u{200f}', '\u{202a}'..='\u{202e}', '\u{2060}'..='\u{206f}'];
    character.is_control()
        || character == '\u{61c}'
        || character == '\u{feff}'
        || turns.iter().any(|range| range.contains(&character))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_read_easily() {
        assert_eq!(counted(0, "file"), "0 files");
        assert_eq!(counted(1, "file"), "1 file");
        assert_eq!(counted(999, "file"), "999 files");
        assert_eq!(counted(11_422, "file"), "11,422 files");
        assert_eq!(counted(1_000_000, "file"), "1,000,000 files");
    }

    #[test]
    fn nothing_steers() {
        assert_eq!(plain("a\n  b\tc "), "a b c");
        assert_eq!(plain("\u{1b}[2Jx\u{7}"), "\u{fffd}[2Jx\u{fffd}");
        assert_eq!(plain("abc\u{202e}txt\u{9b}31m"), "abc\u{fffd}txt\u{fffd}31m");
        assert_eq!(plain("Ünïcode 会議 👩"), "Ünïcode 会議 👩");
    }
}
