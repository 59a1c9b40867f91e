//! Writes settings as TOML, and new hashes into settings that are there.

use std::fmt::Write as _;
use std::path::{Component, Path};

use toml_edit::{DocumentMut, Value};

use super::{Setting, Settings, Source, SourceKind};
use crate::{Diagnostic, Diagnostics};

/// Where a list goes over several lines.
const WIDEST: usize = 100;

/// The whole file.
pub(super) fn settings(of: &Settings) -> String {
    let mut out = String::from(
        "# A slice of Microsoft Graph: what it is cut from, and what stays.\n\
         # `cargo msgraph generate` makes it again, and refuses sources that have changed; with `--update` it takes \
         them\n# and writes their new SHA-256.\n",
    );
    if let Some(name) = &of.name {
        section(&mut out, "", &format!("name = {}\n", quoted(name)));
    }
    let comment =
        "# Operations that stay. `*` is one segment of a path, `**` any number of them, `{id}` a key.\n";
    list(&mut out, comment, "include", &of.include);
    list(&mut out, "# Those of them that go all the same.\n", "exclude", &of.exclude);
    list(&mut out, "# Types that stay although no operation names them.\n", "roots", &of.roots);
    if of.permissions_may_cover_more {
        let comment = "# The permission table knows operations that the description does not have.\n";
        section(&mut out, comment, "permissions-may-cover-more = true\n");
    }
    for (kind, one) in of.sources() {
        let comment = match kind {
            SourceKind::Spec => "# The description: CSDL or OpenAPI.\n",
            SourceKind::Permissions => "# Which permission opens what.\n",
            SourceKind::PermissionFixups => "# What the permission table has wrong.\n",
        };
        section(&mut out, comment, &format!("[{kind}]\n{}", source(one)));
    }
    out
}

/// Adds a part, with an empty line before it.
fn section(out: &mut String, comment: &str, text: &str) {
    out.push('\n');
    out.push_str(comment);
    out.push_str(text);
}

fn list(out: &mut String, comment: &str, key: &str, of: &[Setting]) {
    if of.is_empty() {
        return;
    }
    let items: Vec<String> = of.iter().map(|one| quoted(&one.text)).collect();
    let line = format!("{key} = [{}]\n", items.join(", "));
    if items.len() == 1 && line.len() <= WIDEST {
        return section(out, comment, &line);
    }
    section(out, comment, &format!("{key} = [\n    {},\n]\n", items.join(",\n    ")));
}

fn source(of: &Source) -> String {
    let mut out = String::new();
    let file = of.file.as_deref().map(with_slashes);
    for (key, value) in [("file", &file), ("url", &of.url), ("sha256", &of.sha256)] {
        if let Some(value) = value {
            // writing into a text cannot fail
            writeln!(out, "{key} = {}", quoted(value)).ok();
        }
    }
    out
}

/// A path as it is written on every system.
fn with_slashes(path: &Path) -> String {
    let is_plain = path.components().all(|one| !matches!(one, Component::Prefix(_) | Component::RootDir));
    if !is_plain {
        return path.display().to_string();
    }
    let parts: Vec<String> =
        path.components().map(|one| one.as_os_str().to_string_lossy().into_owned()).collect();
    parts.join("/")
}

/// A text in double quotes. TOML knows JSON's escapes, and Unicode by four or eight digits.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for one in text.chars() {
        match one {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            _ if one.is_control() => {
                write!(out, "\\u{:04X}", u32::from(one)).ok();
            }
            _ => out.push(one),
        }
    }
    out.push('"');
    out
}

/// The same text with other hashes.
pub(super) fn update(
    text: &str,
    found: impl IntoIterator<Item = (SourceKind, String)>,
) -> Result<String, Diagnostics> {
    let mut faults = Diagnostics::default();
    let mut document: DocumentMut = match text.parse() {
        Ok(document) => document,
        Err(fault) => {
            faults.push(Diagnostic::error(format!("the settings are not TOML: {fault}")));
            return Err(faults);
        }
    };
    for (kind, digits) in found {
        let table = document.get_mut(kind.as_str()).and_then(toml_edit::Item::as_table_like_mut);
        let Some(table) = table else {
            let fault = Diagnostic::error(format!("the settings have no table `[{kind}]`"));
            faults.push(fault.help("add the table, with the `file` or the `url` of the source"));
            continue;
        };
        match table.get_mut("sha256").and_then(toml_edit::Item::as_value_mut) {
            Some(value) => {
                let decor = value.decor().clone();
                *value = Value::from(digits);
                *value.decor_mut() = decor;
            }
            None => {
                table.insert("sha256", toml_edit::value(digits));
            }
        }
    }
    if faults.is_empty() { Ok(document.to_string()) } else { Err(faults) }
}
