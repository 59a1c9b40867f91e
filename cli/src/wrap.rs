//! Breaks long names into lines where people would: before a slash, behind a dot, a comma or a space.

use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

/// The lines of a text, none wider than `width`; those behind the first are indented by `indent` columns.
/// A piece that is wider than a line is cut.
pub(crate) fn wrap(text: &str, width: usize, indent: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut used = 0;
    for (piece, word) in pieces(text) {
        // A word that has a line to itself is whole there; a path is better broken where it is.
        let is_better_whole = !word.contains('/') && word.width() <= width - indent;
        let needed = if is_better_whole { word } else { piece.trim_end() };
        if used > 0 && used + needed.width() > width && used > indent {
            lines.push(" ".repeat(indent));
            used = indent;
        }
        for character in piece.chars() {
            let columns = character.width().unwrap_or(0);
            if used + columns > width && used > indent && character != ' ' {
                lines.push(" ".repeat(indent));
                used = indent;
            }
            lines.last_mut().expect("there is always a line").push(character);
            used += columns;
        }
    }
    for line in &mut lines {
        line.truncate(line.trim_end().len());
    }
    lines
}

/// How wide the widest piece is that should not be cut.
pub(crate) fn widest_piece(text: &str) -> usize {
    pieces(text).iter().map(|(piece, _)| piece.trim_end().width()).max().unwrap_or(0)
}

/// The pieces of a text, each with the word that it begins or, within a word, with what is left of it.
fn pieces(text: &str) -> Vec<(&str, &str)> {
    let mut starts = vec![0];
    let mut previous = ' ';
    for (at, character) in text.char_indices() {
        let is_behind_dot = previous == '.' && character != '.';
        let is_break = character == '/' || is_behind_dot || matches!(previous, ' ' | ',' | '(');
        if is_break && at > 0 && character != ' ' {
            starts.push(at);
        }
        previous = character;
    }
    let ends = starts.iter().copied().skip(1).chain([text.len()]);
    let word = |start: usize| text[start..].split(' ').next().unwrap_or_default();
    starts.iter().zip(ends).map(|(start, end)| (&text[*start..end], word(*start))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn breaks_where_people_would() {
        assert_eq!(wrap("GET /me/onlineMeetings", 40, 1), ["GET /me/onlineMeetings"]);
        assert_eq!(wrap("GET /me/onlineMeetings", 15, 1), ["GET /me", " /onlineMeeting", " s"]);
        assert_eq!(wrap("GET /me/onlineMeetings", 16, 1), ["GET /me", " /onlineMeetings"]);
        assert_eq!(wrap("Calls.Read.All and User.Read", 15, 2), ["Calls.Read.All", "  and User.Read"]);
        assert_eq!(wrap("Calls.Read and User.Read", 20, 2), ["Calls.Read and", "  User.Read"]);
        assert_eq!(wrap("(use /users/{id}/..); x", 17, 0), ["(use /users/{id}", "/..); x"]);
        assert_eq!(wrap("f(a={a},b={b})", 8, 0), ["f(a={a},", "b={b})"]);
    }

    #[test]
    fn no_line_is_too_wide() {
        for text in ["会議会議会議会議", "a".repeat(50).as_str(), "/a/b/c/d/e/f", "", "   ", "a b  c   d"]
        {
            for width in 4..20 {
                for line in wrap(text, width, 2) {
                    assert!(line.width() <= width, "{line:?} {width}");
                }
                let together: String = wrap(text, width, 2).concat();
                assert_eq!(together.replace(' ', ""), text.replace(' ', ""));
            }
        }
    }
}
