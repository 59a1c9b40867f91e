//! Lists that tests compare with what they find: lines in groups, each group headed by its reason.
//!
//! ```text
//! [status of PATCH *]
//! # Why that is so, in one or two sentences.
//!
//! PATCH /me/onlineMeetings/{id}: 200 in the metadata, 2xx in the description
//! ```
//!
//! `BLESS=1` writes the lines anew. Groups and their reasons are written by hand: what belongs to no group fails all
//! the same.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

/// A file of groups.
pub(crate) struct Listed {
    path: PathBuf,
    /// What stands before the first group.
    head: String,
    groups: Vec<Group>,
}

struct Group {
    key: String,
    reason: String,
    lines: Vec<String>,
}

impl Listed {
    /// Reads a file of `tests/csdl`.
    pub(crate) fn read(name: &str) -> Self {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/csdl").join(name);
        let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let (mut head, mut groups) = (String::new(), Vec::<Group>::new());
        for line in text.lines() {
            let key = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
            match (key, groups.last_mut()) {
                (Some(key), _) => {
                    groups.push(Group { key: key.to_owned(), reason: String::new(), lines: Vec::new() });
                }
                (None, None) => writeln!(head, "{line}").expect("a text"),
                (None, Some(_)) if line.is_empty() => {}
                (None, Some(group)) if line.starts_with("# ") => {
                    writeln!(group.reason, "{line}").expect("a text");
                }
                (None, Some(group)) => group.lines.push(line.to_owned()),
            }
        }
        Self { path, head, groups }
    }

    /// The key of the first group that a text fits: one of the patterns between its ` | `, where `*` stands for
    /// anything. The text itself where there is none.
    pub(crate) fn key(&self, text: &str) -> String {
        let is_it = |group: &&Group| group.key.split(" | ").any(|pattern| fits(pattern, text));
        self.groups.iter().find(is_it).map_or_else(|| text.to_owned(), |group| group.key.clone())
    }

    /// Compares the lines of each group with those that were found, which have the key of their group.
    ///
    /// # Panics
    /// Where a line belongs to no group, a group has no reason, a line is new, or one is no longer found.
    pub(crate) fn compare(mut self, found: impl IntoIterator<Item = (String, String)>) {
        let mut by_key = BTreeMap::<String, Vec<String>>::new();
        for (key, line) in found {
            by_key.entry(key).or_default().push(line);
        }
        let name = self.path.display().to_string();
        let (mut new, mut stale) = (Vec::new(), Vec::new());
        for group in &mut self.groups {
            assert!(!group.reason.is_empty(), "{name}: say why there is the group [{}]", group.key);
            let mut lines = by_key.remove(&group.key).unwrap_or_default();
            lines.sort();
            let missing = |of: &[String], from: &[String]| -> Vec<String> {
                let lines = of.iter().filter(|line| !from.contains(line));
                lines.map(|line| format!("[{}] {line}", group.key)).collect()
            };
            new.extend(missing(&lines, &group.lines));
            stale.extend(missing(&group.lines, &lines));
            if lines.is_empty() {
                stale.push(format!("[{}], which has no line", group.key));
            }
            group.lines = lines;
        }
        assert!(by_key.is_empty(), "{name}: write a group, with its reason, for {by_key:#?}");
        if env::var_os("BLESS").is_some() {
            fs::write(&self.path, self.written()).expect("the file is written");
            return;
        }
        let help = "`BLESS=1` writes the lists anew: read the difference then";
        assert!(new.is_empty() && stale.is_empty(), "{name}: new {new:#?}, gone {stale:#?}; {help}");
    }

    fn written(&self) -> String {
        let mut text = self.head.trim_end().to_owned() + "\n";
        for group in self.groups.iter().filter(|one| !one.lines.is_empty()) {
            write!(text, "\n[{}]\n{}\n{}\n", group.key, group.reason, group.lines.join("\n"))
                .expect("a text");
        }
        text
    }
}

/// Whether a text is a pattern's, where `*` stands for anything.
fn fits(pattern: &str, text: &str) -> bool {
    let Some((start, rest)) = pattern.split_once('*') else { return pattern == text };
    let Some(behind) = text.strip_prefix(start) else { return false };
    behind.char_indices().map(|(at, _)| at).chain([behind.len()]).any(|at| fits(rest, &behind[at..]))
}
