//! What a permission can be called.

use crate::tree::At;

/// Reports a name that is no scope.
///
/// Names of permissions become scopes, which a request for a token parts by blanks: a name with a blank in
/// it would ask for two. So only what a scope may hold (RFC 6749, section 3.3) is taken, visible ASCII
/// characters other than quotes and backslashes, and of that neither `,` nor `;`, where `AlsoRequires` is
/// split.
pub(super) fn check(name: &str, at: &At<'_>) {
    let help = "rename it: a permission is called by visible ASCII characters other than `\"`, `\\`, `,` and \
                `;`, because its name becomes a scope";
    if name.is_empty() {
        at.error("a permission has an empty name", help);
    } else if let Some(wrong) = name.chars().find(|one| !is_of_scope(*one)) {
        let fault = format!("`{}` cannot be the name of a permission: {}", shown(name), noun(wrong));
        at.error(fault, help);
    }
}

fn is_of_scope(one: char) -> bool {
    one.is_ascii_graphic() && !matches!(one, '"' | '\\' | ',' | ';')
}

/// The name with what cannot be seen, or turns the text around, written as an escape.
fn shown(name: &str) -> String {
    let mut shown = String::with_capacity(name.len());
    for one in name.chars() {
        if one == ' ' || one.is_ascii_graphic() {
            shown.push(one);
        } else {
            shown.extend(one.escape_unicode());
        }
    }
    shown
}

fn noun(wrong: char) -> String {
    match wrong {
        ' ' => "it has a blank".to_owned(),
        '\n' | '\r' => "it has a line break".to_owned(),
        one if one.is_ascii_graphic() => format!("it has a `{one}`"),
        one => format!("it has the character U+{:04X}", u32::from(one)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scope_is_visible_ascii() {
        let taken: String = (0..=0xff).filter_map(char::from_u32).filter(|one| is_of_scope(*one)).collect();
        // all that RFC 6749 takes, without the comma and the semicolon
        let expected: String = ('!'..='~').filter(|one| !['"', '\\', ',', ';'].contains(one)).collect();
        assert_eq!(taken, expected);
        assert!(!is_of_scope('\u{202e}') && !is_of_scope('\u{ff2d}'));
    }

    #[test]
    fn what_cannot_be_seen_is_written_as_an_escape() {
        assert_eq!(shown("A\u{202e}B\n C.Ü"), r"A\u{202e}B\u{a} C.\u{dc}");
        assert_eq!(noun('\u{202e}'), "it has the character U+202E");
    }
}
