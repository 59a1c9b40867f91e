//! Texts of faults as people can read them, whatever names of an input stand in them.

use std::fmt::Write;

/// The longest text in backticks that is shown whole. OData's names have at most 128 characters, paths more.
const LONGEST_NAME: usize = 300;

/// The longest text that is shown whole.
const LONGEST_TEXT: usize = 4_000;

/// The text with what nobody can see, or what steers a terminal, written out (`\u{202e}`), and with long names and
/// texts cut in the middle.
pub(super) fn readable(text: String) -> String {
    let is_plain = text.len() <= LONGEST_NAME && !text.contains(is_hidden);
    if is_plain {
        return text;
    }
    let mut shown = String::new();
    for (index, part) in text.split('`').enumerate() {
        if index > 0 {
            shown.push('`');
        }
        let is_name = index % 2 == 1;
        push(part, if is_name { LONGEST_NAME } else { LONGEST_TEXT }, &mut shown);
        if shown.len() > 2 * LONGEST_TEXT {
            break;
        }
    }
    if shown.len() > LONGEST_TEXT { cut(&shown, LONGEST_TEXT) } else { shown }
}

fn push(part: &str, longest: usize, shown: &mut String) {
    let part = if part.len() > longest { &cut(part, longest) } else { part };
    for one in part.chars() {
        if is_hidden(one) {
            let _ = write!(shown, "{}", one.escape_unicode());
        } else {
            shown.push(one);
        }
    }
}

/// The beginning and the end of a long text.
fn cut(text: &str, longest: usize) -> String {
    let (head, tail) = (longest / 4 * 3, longest / 4);
    let mut end = head;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let mut start = text.len() - tail;
    while !text.is_char_boundary(start) {
        start += 1;
    }
    format!("{}...{}", &text[..end], &text[start..])
}

/// Control characters but line breaks, and those that change the direction of text.
fn is_hidden(one: char) -> bool {
    (one.is_control() && one != '\n')
        || matches!(one, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_steers_is_written_out() {
        assert_eq!(
            readable("`a\u{202e}b\u{1b}[31m\u{0}`\nc".to_owned()),
            "`a\\u{202e}b\\u{1b}[31m\\u{0}`\nc"
        );
        assert_eq!(readable("`größe` 名前".to_owned()), "`größe` 名前");
    }

    #[test]
    fn long_names_are_cut_and_the_rest_stays() {
        let name = format!("begin{}end", "é".repeat(1_000_000));
        let shown = readable(format!("`{name}` is no name; `{name}` neither"));
        assert!(shown.starts_with("`beginé") && shown.contains("éend` is no name; `begin"), "{shown}");
        assert!(shown.ends_with("éend` neither") && shown.len() < 700, "{shown}");
        let exact = format!("`{}` is", "x".repeat(LONGEST_NAME));
        assert_eq!(readable(exact.clone()), exact);
    }

    #[test]
    fn long_texts_are_cut() {
        for text in ["x".repeat(1_000_000), "`x`".repeat(1_000_000), "\u{0}".repeat(1_000_000)] {
            let shown = readable(text);
            assert!(shown.len() <= LONGEST_TEXT + 3 && shown.contains("..."), "{}", shown.len());
        }
    }
}
