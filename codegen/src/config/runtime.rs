//! The crate that generated code stands on, found in the `Cargo.toml` of the crate that a build script is of.

use std::path::Path;
use std::{env, fs};

/// The crates that have the façade `rt`, the one that is preferred first, as Cargo and as Rust writes them.
const KNOWN: [(&str, &str); 2] = [("msgraph-core", "::msgraph_core"), ("msgraph", "::msgraph")];

/// The runtime of the crate whose build script runs. Nothing where there is none, or the crate depends on none of
/// the two under its own name. Cargo runs the build script again when the file changes.
pub(super) fn of_the_calling_crate() -> Option<&'static str> {
    let manifest = Path::new(&env::var_os("CARGO_MANIFEST_DIR")?).join("Cargo.toml");
    println!("cargo::rerun-if-changed={}", manifest.display());
    let found = of_manifest(&fs::read_to_string(manifest).ok()?);
    if found.is_none() {
        println!(
            "cargo::warning=the dependencies of this crate have neither `msgraph-core` nor `msgraph` under its own \
             name: say with `.runtime(\"::name\")` what the generated code stands on"
        );
    }
    found
}

/// A TOML reader would be built for every build script, for one question to a file that Cargo has read already. So
/// this takes a manifest apart only as far as its keys.
fn of_manifest(text: &str) -> Option<&'static str> {
    let names = dependencies(text);
    KNOWN.iter().find(|(name, _)| names.iter().any(|one| one == name)).map(|(_, path)| *path)
}

/// The names of the normal dependencies, those for some platforms among them.
fn dependencies(text: &str) -> Vec<String> {
    let mut table: Vec<String> = Vec::new();
    let mut found = Vec::new();
    for statement in statements(text) {
        let path = if let Some(header) = statement.strip_prefix('[') {
            table = keys(header);
            table.clone()
        } else {
            table.iter().cloned().chain(keys(statement)).collect()
        };
        let path: Vec<&str> = path.iter().map(String::as_str).collect();
        if let ["dependencies", name, ..] | ["target", _, "dependencies", name, ..] = path.as_slice() {
            found.push((*name).to_owned());
        }
    }
    found
}

/// Headers and assignments, which may have several lines.
fn statements(text: &str) -> impl Iterator<Item = &str> {
    let (mut found, mut start, mut at, mut depth) = (Vec::new(), 0, 0, 0_usize);
    while let Some(first) = text[at..].chars().next() {
        at += match first {
            '"' | '\'' => string_length(&text[at..]),
            '#' => text[at..].find('\n').unwrap_or(text.len() - at),
            _ => first.len_utf8(),
        };
        match first {
            '[' | '{' => depth += 1,
            ']' | '}' => depth = depth.saturating_sub(1),
            '\n' if depth == 0 => found.push(&text[std::mem::replace(&mut start, at)..at]),
            _ => {}
        }
    }
    found.push(&text[start..]);
    found.into_iter().map(str::trim).filter(|one| !one.is_empty() && !one.starts_with('#'))
}

/// The keys of a header or an assignment: `a."b.c" = 1` has two.
fn keys(statement: &str) -> Vec<String> {
    let (mut found, mut key, mut at) = (Vec::new(), String::new(), 0);
    while let Some(first) = statement[at..].chars().next() {
        let is_string = matches!(first, '"' | '\'');
        let end = at + if is_string { string_length(&statement[at..]) } else { first.len_utf8() };
        match first {
            '=' | ']' => break,
            '.' => found.push(std::mem::take(&mut key)),
            _ if is_string => key.push_str(statement[at..end].trim_matches(first)),
            _ if first.is_whitespace() => {}
            _ => key.push(first),
        }
        at = end;
    }
    found.push(key);
    found
}

/// How long the string is that a text begins with, its quotes among it.
fn string_length(text: &str) -> usize {
    let quote = &text[..1];
    let fence = if text.starts_with(&quote.repeat(3)) { quote.repeat(3) } else { quote.to_owned() };
    let mut at = fence.len();
    while let Some(first) = text[at..].chars().next() {
        if text[at..].starts_with(&fence) {
            return at + fence.len();
        }
        at += first.len_utf8();
        if first == '\\' && quote == "\"" {
            at += text[at..].chars().next().map_or(0, char::len_utf8);
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    const CORE: Option<&str> = Some("::msgraph_core");
    const CLIENT: Option<&str> = Some("::msgraph");

    #[test]
    fn a_dependency_is_found_however_it_is_written() {
        for (manifest, expected) in [
            ("[dependencies]\nmsgraph = \"0.1\"\n", CLIENT),
            ("[dependencies]\nmsgraph = { version = \"0.1\",\n  features = [\"slice\"] }", CLIENT),
            ("[dependencies]\r\nmsgraph.workspace = true\r\n", CLIENT),
            ("[ dependencies . \"msgraph\" ] # ours\nworkspace = true", CLIENT),
            ("dependencies.msgraph.version = \"0.1\"", CLIENT),
            ("[target.'cfg(not(windows))'.dependencies]\nmsgraph = \"0.1\"", CLIENT),
            ("[dependencies]\nserde = \"1\"\nmsgraph-core = \"0.1\"", CORE),
            ("[dependencies]\nmsgraph = \"0.1\"\n'msgraph-core' = \"0.1\"", CORE),
            ("[package]\nname = \"a\" # [x\n[dependencies] # it's\nmsgraph = \"0.1\"", CLIENT),
        ] {
            assert_eq!(of_manifest(manifest), expected, "{manifest}");
        }
    }

    #[test]
    fn what_is_no_dependency_is_not_taken_for_one() {
        for manifest in [
            "",
            "[package]\nname = \"msgraph\"\nmsgraph = 1",
            "[dependencies]\n# msgraph = \"0.1\"\nmsgraph-codegen = \"0.1\"",
            "[build-dependencies]\nmsgraph = \"0.1\"\n[dev-dependencies.msgraph-core]\nworkspace = true",
            "[dependencies]\ngraph = { package = \"msgraph\", version = \"0.1\" }",
            "[dependencies.graph]\npackage = \"msgraph\"\nmsgraph = 1",
            "[package]\ndescription = \"\"\"\n[dependencies]\nmsgraph = 1\n\\\"\"\"\"\n",
            "[package]\ndescription = '''\n[dependencies]\nmsgraph = 1\n'''\n",
            "[dependencies]\nmsgraph_ = \"unended\nmsgraph = 1",
            "[[dependencies]]\nmsgraph = 1",
            "\u{fc} = '\u{fc}",
        ] {
            assert_eq!(of_manifest(manifest), None, "{manifest}");
        }
    }
}
