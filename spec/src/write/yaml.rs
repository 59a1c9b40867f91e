//! YAML as a person would lay it out.

use super::scalar::{in_line, put};

/// A value. Its parts stand in the order in which they are written.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Yaml {
    /// A text, in whatever quotes it needs.
    Text(String),
    /// A truth value or a number, which must not have any, or a text that needs none.
    Word(String),
    List(Vec<Yaml>),
    Map(Entries),
    /// A mapping of words on one line.
    Flow(Entries),
    /// A mapping with empty lines between its entries.
    Spaced(Entries),
}

/// Keys and values.
pub(super) type Entries = Vec<(String, Yaml)>;

/// A text.
pub(super) fn text(of: impl Into<String>) -> Yaml {
    Yaml::Text(of.into())
}

/// `true`
pub(super) fn yes() -> Yaml {
    Yaml::Word("true".to_owned())
}

/// A mapping.
pub(super) fn map<const N: usize>(entries: [(&str, Yaml); N]) -> Yaml {
    Yaml::Map(entries.map(|(key, value)| (key.to_owned(), value)).into())
}

/// Adds an entry, where there is a value.
pub(super) fn add(entries: &mut Entries, key: &str, value: Option<Yaml>) {
    entries.extend(value.map(|value| (key.to_owned(), value)));
}

/// Adds a text, where there is one.
pub(super) fn add_text(entries: &mut Entries, key: &str, value: Option<&String>) {
    add(entries, key, value.map(text));
}

/// Adds `key: true`, where it is so.
pub(super) fn add_flag(entries: &mut Entries, key: &str, is: bool) {
    add(entries, key, is.then(yes));
}

/// All lines of a mapping.
pub(super) fn lines(entries: &[(String, Yaml)]) -> String {
    let mut out = String::new();
    for (key, value) in entries {
        entry(&mut out, 0, key, value);
    }
    out
}

/// A key and its value; the place before the key is there already.
fn entry(out: &mut String, indent: usize, key: &str, value: &Yaml) {
    out.push_str(&in_line(key));
    out.push(':');
    let is_inside = match value {
        Yaml::List(items) => !items.is_empty(),
        Yaml::Map(entries) | Yaml::Spaced(entries) => !entries.is_empty(),
        Yaml::Text(_) | Yaml::Word(_) | Yaml::Flow(_) => false,
    };
    if is_inside {
        out.push('\n');
        block(out, indent + 2, value);
    } else {
        out.push(' ');
        scalar(out, indent, value);
    }
}

/// A value that begins on a line of its own.
fn block(out: &mut String, indent: usize, value: &Yaml) {
    match value {
        Yaml::List(items) => {
            for item in items {
                pad(out, indent);
                out.push_str("- ");
                match item {
                    Yaml::Map(entries) | Yaml::Spaced(entries) if !entries.is_empty() => {
                        map_entries(out, indent + 2, entries, false, true);
                    }
                    other => scalar(out, indent, other),
                }
            }
        }
        Yaml::Map(entries) => map_entries(out, indent, entries, false, false),
        Yaml::Spaced(entries) => map_entries(out, indent, entries, true, false),
        Yaml::Text(_) | Yaml::Word(_) | Yaml::Flow(_) => {}
    }
}

fn map_entries(out: &mut String, indent: usize, entries: &Entries, is_spaced: bool, has_begun: bool) {
    for (index, (key, value)) in entries.iter().enumerate() {
        if is_spaced && index > 0 {
            out.push('\n');
        }
        if index > 0 || !has_begun {
            pad(out, indent);
        }
        entry(out, indent, key, value);
    }
}

/// What stands behind a key or a dash, with the end of its line. A list in a list is not needed here.
fn scalar(out: &mut String, indent: usize, value: &Yaml) {
    match value {
        Yaml::Text(text) => put(out, indent, text),
        Yaml::Word(word) => {
            out.push_str(word);
            out.push('\n');
        }
        Yaml::Flow(entries) => {
            let word = |(key, value): &(String, Yaml)| match value {
                Yaml::Word(word) => format!("{}: {word}", in_line(key)),
                Yaml::Text(text) => format!("{}: {}", in_line(key), in_line(text)),
                _ => in_line(key),
            };
            let words: Vec<String> = entries.iter().map(word).collect();
            out.extend(["{", &words.join(", "), "}\n"]);
        }
        Yaml::List(_) => out.push_str("[]\n"),
        Yaml::Map(_) | Yaml::Spaced(_) => out.push_str("{}\n"),
    }
}

fn pad(out: &mut String, indent: usize) {
    out.extend(std::iter::repeat_n(' ', indent));
}
