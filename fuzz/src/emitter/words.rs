//! Names and texts that try to become something else.

use arbitrary::Unstructured;

/// Whether texts are hostile. Names always are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Words {
    Hostile,
    Plain,
}

/// Names that fit, so that not every model is refused.
const FIT: [&str; 16] = [
    "id",
    "subject",
    "startDateTime",
    "joinWebUrl",
    "2fa",
    "r#fn",
    "a.b",
    "user-id",
    "Größe2",
    "type",
    "self",
    "gen",
    "$count",
    "ODATA_TYPE",
    "Result",
    "x",
];

/// Names that do not, or hardly.
const UNFIT: [&str; 26] = [
    "",
    "_",
    "\"]; fn pwned() {} //",
    "x\\\"]; mod pwned {} /*",
    "*/ fn pwned() {} /*",
    "a}}; impl pwned for u8 {}",
    "$crate::pwned!{}",
    "{Self} pwned {0}",
    "#![feature(pwned)]",
    "'\\'' pwned",
    "\n#[pwned x]\n",
    "a\r\nb",
    "\u{202e}cba",
    "\u{2066}x\u{2069}",
    "\u{0}",
    "größe",
    "名前",
    "ѕсоре",
    "a b",
    "a/b",
    "..",
    "%2e%2e",
    "a(b={b})",
    "Self",
    "crate",
    "super",
];

const TEXTS: [&str; 26] = [
    "A plain text.",
    "*/ fn pwned() {} /*",
    "```\nfn pwned() {}\n```",
    "```` ``` ````",
    "`````rust\npwned!()",
    "#![allow(pwned)]",
    "#[doc = \"x\"]\nfn pwned() {}",
    "\"] fn pwned() {} #[doc=\"",
    "line\\\nnext",
    "\r\nfn pwned() {}\r",
    "\u{2028}fn pwned() {}\u{2029}",
    "\u{b}\u{c}\u{85}x",
    "}}}}]]]]))))",
    "((((([[[[[{{{{{",
    "\u{202e}rev\u{202d}\u{2066}",
    "[a]: https://x.y\n\n[a] [`pwned`] <b>",
    "(http://a.b/c) https://a.b/<x>",
    "{} {0} {Self} {pwned}",
    "\u{0}\u{1b}[31m",
    "    indented pwned",
    "1. a\n2. b\n- c\n> d",
    "a | b\n--|--\n1 | 2",
    "\u{feff}x",
    "\\",
    "`",
    "//! pwned",
];

pub(super) fn name(from: &mut Unstructured<'_>) -> String {
    match from.int_in_range(0..=9_u8).unwrap_or_default() {
        0..=5 => one_of(from, &FIT).to_owned(),
        6 => format!("{}{}", one_of(from, &FIT), from.int_in_range(0..=9_u8).unwrap_or_default()),
        7 => format!("{}{}", one_of(from, &FIT), one_of(from, &UNFIT)),
        8 => one_of(from, &UNFIT).to_owned(),
        // without the letters of the canary, which alone is a name like any other
        _ => arbitrary_text(from).replace(['w', 'W'], "v"),
    }
}

/// A text, or none. As many bytes are taken whatever the words are.
pub(super) fn text(from: &mut Unstructured<'_>, words: Words) -> Option<String> {
    let text = match from.int_in_range(0..=5_u8).unwrap_or_default() {
        0 | 1 => return None,
        2 | 3 => one_of(from, &TEXTS).to_owned(),
        4 => format!("{}{}", one_of(from, &TEXTS), one_of(from, &TEXTS)),
        _ => arbitrary_text(from),
    };
    Some(if words == Words::Plain { "A plain text.".to_owned() } else { text })
}

/// A few characters that the bytes spell.
fn arbitrary_text(from: &mut Unstructured<'_>) -> String {
    let length = from.int_in_range(0..=24_usize).unwrap_or_default().min(from.len());
    String::from_utf8_lossy(from.bytes(length).unwrap_or_default()).into_owned()
}

fn one_of<'a>(from: &mut Unstructured<'_>, of: &[&'a str]) -> &'a str {
    from.choose(of).copied().unwrap_or_default()
}
