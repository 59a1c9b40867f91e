//! What is wrong with a single permission that a program states, and what was perhaps meant.

use proc_macro2::TokenStream;
use syn::{Error, Ident};

use crate::known::{Known, Permission, same};
use crate::near::is_misspelt;
use crate::scheme::SCHEMES;

/// What a program states, beside what the tables know.
pub(crate) struct Statement<'s, 'a> {
    /// Its name.
    pub(crate) program: &'s Ident,
    /// The place of its scheme in [`SCHEMES`].
    pub(crate) scheme: Option<usize>,
    pub(crate) known: &'s Known<'a>,
    /// The permissions, as they are written.
    pub(crate) stated: Vec<String>,
}

impl Statement<'_, '_> {
    /// What to say about a text that the program cannot state. Where its scheme is not known, any will do.
    ///
    /// A name that no table has may well be of another API of Graph: that is no fault, unless it is misspelt.
    pub(crate) fn fault(&self, name: &str) -> Option<String> {
        let is_gap = |letter: char| letter.is_whitespace() || letter == ',';
        let words: Vec<&str> = name.split(is_gap).filter(|word| !word.is_empty()).collect();
        match words.as_slice() {
            [] => return Some("this permission is empty: write its name or remove it".to_owned()),
            [only] if *only == name => {}
            words => return Some(format!("one permission per text: write {}", quoted(words))),
        }
        if let Some((_, short)) = name.rsplit_once('/').filter(|_| name.contains("://")) {
            return self.address(name, short);
        }
        match self.known.find(name) {
            None => self.is_misspelt(name).then(|| self.misspelt(name)),
            Some(permission) => match self.scheme {
                Some(scheme) if permission.schemes[scheme].is_none() => {
                    Some(self.of_another_scheme(permission, scheme))
                }
                _ => (permission.name != name).then(|| format!("`{name}` is written `{}`", permission.name)),
            },
        }
    }

    /// What stands without quotes where a permission should.
    pub(crate) fn unquoted(&self, tokens: &TokenStream) -> Error {
        let words: String = tokens.to_string().split_whitespace().collect();
        let is_name = words.chars().all(|one| one.is_ascii_alphanumeric() || "._-".contains(one));
        let last = words.rsplit("::").next().unwrap_or_default();
        let example = if is_name && words.contains('.') {
            Some(words.as_str())
        } else {
            self.known.meant_by(last, self.scheme)
        };
        let example = example.map(|name| format!(": {}", quoted(&[name]))).unwrap_or_default();
        Error::new_spanned(tokens, format!("permissions stand in quotes{example}"))
    }

    /// The names that were perhaps meant by one that no table has, and are not stated.
    pub(crate) fn did_you_mean(&self, name: &str) -> String {
        self.advice(&self.known.nearest(name, self.scheme, &self.stated), "remove it")
    }

    /// A permission as a token request names it: `https://graph.microsoft.com/Mail.Send`
    fn address(&self, name: &str, short: &str) -> Option<String> {
        match self.known.find(short) {
            Some(Permission { name: known, .. }) if self.stated.iter().any(|one| same(one, known)) => {
                Some(format!("`{name}` is `{known}`, which is stated already: remove it here"))
            }
            Some(Permission { name: known, .. }) => {
                Some(format!("permissions stand here without an address: write {}", quoted(&[known])))
            }
            None => self.is_misspelt(short).then(|| self.misspelt(short)),
        }
    }

    fn is_misspelt(&self, name: &str) -> bool {
        self.known.permissions().iter().any(|known| is_misspelt(name, known.name))
    }

    fn misspelt(&self, name: &str) -> String {
        format!(
            "there is no permission `{name}` in the tables that this program is checked by{}",
            self.did_you_mean(name)
        )
    }

    fn of_another_scheme(&self, permission: &Permission<'_>, scheme: usize) -> String {
        let others = || SCHEMES.iter().enumerate().filter(|(place, _)| permission.schemes[*place].is_some());
        let labels: Vec<&str> = others().map(|(_, other)| other.label).collect();
        let article = if labels.first().is_some_and(|label| label.starts_with('a')) { "an" } else { "a" };
        let statements: Vec<String> =
            others().map(|(_, other)| format!("`{}: {}`", self.program, other.word)).collect();
        let near = self.known.nearest_of(scheme, permission.name, &self.stated);
        format!(
            "`{}` is {article} {} permission, but `{}` holds {} permissions{}",
            permission.name,
            labels.join(" and "),
            self.program,
            SCHEMES[scheme].label,
            self.advice(&near, &format!("state {}, or remove it", statements.join(" or "))),
        )
    }

    /// The names that were perhaps meant, each with its scheme and what it opens.
    fn advice(&self, near: &[(&str, usize)], otherwise: &str) -> String {
        if near.is_empty() {
            return format!("; {otherwise}");
        }
        let lines = near.iter().map(|(near, scheme)| {
            let permission = self.known.find(near);
            let titles: Vec<&str> = permission
                .into_iter()
                .flat_map(|permission| self.known.wanting(permission, *scheme))
                .map(|operation| operation.row.title.as_str())
                .collect();
            let opens = match titles.as_slice() {
                [] => "which opens no operation here".to_owned(),
                [only] => format!("for `{only}`"),
                [first, more @ ..] => format!("for `{first}` and {} more", more.len()),
            };
            format!("\n  `{near}`, {}, {opens}", SCHEMES[*scheme].label)
        });
        format!("; did you mean:{}", lines.collect::<String>())
    }
}

/// `"A", "B"`
fn quoted(names: &[&str]) -> String {
    names.iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", ")
}
