//! What can be wrong with a program's statement: all of it is found in one run.

use std::collections::BTreeSet;

use syn::{Error, LitStr};

use crate::parse::{AppItem, Row};

/// How tokens are got, by the word that `app!` uses.
pub(crate) const SCHEMES: [Scheme; 3] = [
    Scheme { word: "Delegated", variant: "DelegatedWork", label: "delegated (work or school)" },
    Scheme { word: "DelegatedPersonal", variant: "DelegatedPersonal", label: "delegated (personal account)" },
    Scheme { word: "Application", variant: "Application", label: "application" },
];

/// A way to get tokens.
#[derive(Clone, Copy)]
pub(crate) struct Scheme {
    /// As the program writes it.
    pub(crate) word: &'static str,
    /// As msgraph-core calls it.
    pub(crate) variant: &'static str,
    /// As people say it.
    pub(crate) label: &'static str,
}

/// The place of the program's scheme in [`SCHEMES`].
pub(crate) fn scheme_of(app: &AppItem) -> Result<usize, Error> {
    let found = SCHEMES.iter().position(|scheme| app.scheme == scheme.word);
    found.ok_or_else(|| {
        let message = "a program is `Delegated` (on behalf of a user with a work or school account), \
                       `DelegatedPersonal` (a personal account) or `Application` (as itself)";
        Error::new(app.scheme.span(), message)
    })
}

/// Everything that is wrong with the permissions of a program.
pub(crate) fn faults(app: &AppItem, scheme: usize, rows: &[Row]) -> Vec<Error> {
    let mut seen = BTreeSet::new();
    let mut faults = Vec::new();
    for permission in &app.permissions {
        let name = permission.value();
        if !seen.insert(name.clone()) {
            faults.push(Error::new(permission.span(), format!("`{name}` is stated twice; once is enough")));
        } else if !known(rows, scheme).contains(name.as_str()) {
            faults.push(unknown(permission, &name, app, scheme, rows));
        }
    }
    faults
}

/// The permissions of a scheme that open something.
fn known(rows: &[Row], scheme: usize) -> BTreeSet<&str> {
    rows.iter().flat_map(|row| &row.schemes[scheme]).flatten().map(String::as_str).collect()
}

fn unknown(permission: &LitStr, name: &str, app: &AppItem, scheme: usize, rows: &[Row]) -> Error {
    let here = known(rows, scheme);
    let elsewhere = (0..SCHEMES.len()).find(|other| known(rows, *other).contains(name));
    let label = SCHEMES[scheme].label;
    let message = if let Some(other) = elsewhere {
        format!(
            "`{name}` is not {} permission but {} one, and `{}` holds {label} permissions{}",
            article(label),
            article(SCHEMES[other].label),
            app.name,
            suggestion("the nearest of those", name, &here)
        )
    } else {
        format!(
            "no {label} permission of the name `{name}` opens anything in this slice{}",
            suggestion("the nearest that does", name, &here)
        )
    };
    Error::new(permission.span(), message)
}

fn article(label: &str) -> String {
    if label.starts_with('a') { format!("an {label}") } else { format!("a {label}") }
}

/// The three nearest names, where any are near.
fn suggestion(words: &str, name: &str, names: &BTreeSet<&str>) -> String {
    let lower = name.to_ascii_lowercase();
    let mut near: Vec<(usize, &str)> = names
        .iter()
        .map(|known| (strsim::damerau_levenshtein(&lower, &known.to_ascii_lowercase()), *known))
        .collect();
    near.sort_unstable();
    near.retain(|(distance, known)| *distance <= known.len() / 2);
    let near: Vec<String> = near.iter().take(3).map(|(_, known)| format!("`{known}`")).collect();
    if near.is_empty() { String::new() } else { format!("; {words}: {}", near.join(", ")) }
}
