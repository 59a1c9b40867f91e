//! What can be wrong with a program's statement: all of it is found in one run.

use std::collections::BTreeSet;

use syn::Error;

use crate::parse::{Program, Row, Slice};

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

impl Scheme {
    /// `an application permission`
    fn a_permission(self) -> String {
        let article = if self.label.starts_with('a') { "an" } else { "a" };
        format!("{article} {} permission", self.label)
    }
}

/// The place of the program's scheme in [`SCHEMES`], and everything that is wrong with the program.
pub(crate) fn faults(program: &Program, slices: &[Slice]) -> (Option<usize>, Vec<Error>) {
    let mut faults = program.faults.clone();
    let scheme = program.scheme.as_ref().and_then(|word| {
        let found = SCHEMES.iter().position(|scheme| word == scheme.word);
        if found.is_none() {
            let message = format!(
                "there is no scheme `{word}`: write `Application` (as itself), `Delegated` (for a user with \
                 a work or school account) or `DelegatedPersonal` (for a user with a personal account)"
            );
            faults.push(Error::new(word.span(), message));
        }
        found
    });
    let rows: Vec<&Row> = slices.iter().flat_map(|slice| &slice.rows).collect();
    let mut seen = BTreeSet::new();
    for permission in &program.permissions {
        let name = permission.value();
        if seen.contains(&name) {
            faults.push(Error::new(permission.span(), format!("`{name}` is stated already: remove it here")));
        } else if let Some(message) = unknown(&name, program, scheme, &rows) {
            faults.push(Error::new(permission.span(), message));
        }
        seen.insert(name);
    }
    (scheme, faults)
}

/// What to say about a permission that no operation of the scheme asks for. Where the scheme is not
/// known, any will do.
fn unknown(name: &str, program: &Program, scheme: Option<usize>, rows: &[&Row]) -> Option<String> {
    let found = (0..SCHEMES.len()).find(|other| known(rows, *other).contains(name));
    let Some(scheme) = scheme else {
        return found
            .is_none()
            .then(|| format!("no operation asks for a permission `{name}`: correct or remove it"));
    };
    let here = known(rows, scheme);
    if here.contains(name) {
        return None;
    }
    let near = nearest(name, &here);
    let advice = if near.is_empty() {
        ": correct or remove it".to_owned()
    } else {
        let lines = near.iter().map(|near| format!("\n  `{near}`, for {}", wanted_by(near, scheme, rows)));
        format!("; did you mean:{}", lines.collect::<String>())
    };
    Some(match found {
        Some(other) => format!(
            "`{name}` is {}, but `{}` holds {} permissions{advice}",
            SCHEMES[other].a_permission(),
            program.name,
            SCHEMES[scheme].label,
        ),
        None => format!("no operation asks for {} `{name}`{advice}", SCHEMES[scheme].a_permission()),
    })
}

/// The permissions of a scheme that operations ask for.
fn known<'a>(rows: &[&'a Row], scheme: usize) -> BTreeSet<&'a str> {
    rows.iter().flat_map(|row| &row.schemes[scheme]).flatten().map(String::as_str).collect()
}

/// `GET /me/onlineMeetings` and 11 more
fn wanted_by(name: &str, scheme: usize, rows: &[&Row]) -> String {
    let wants = |row: &&&Row| row.schemes[scheme].iter().flatten().any(|wanted| wanted == name);
    let titles: Vec<&str> = rows.iter().filter(wants).map(|row| row.title.as_str()).collect();
    match titles.as_slice() {
        [] => "nothing".to_owned(),
        [only] => format!("`{only}`"),
        [first, more @ ..] => format!("`{first}` and {} more", more.len()),
    }
}

/// At most three names, the nearest first.
fn nearest<'a>(name: &str, names: &BTreeSet<&'a str>) -> Vec<&'a str> {
    let lower = name.to_ascii_lowercase();
    let mut near: Vec<(usize, &str)> = names
        .iter()
        .map(|known| (strsim::damerau_levenshtein(&lower, &known.to_ascii_lowercase()), *known))
        .filter(|(distance, known)| *distance <= known.len() / 3)
        .collect();
    near.sort_unstable();
    near.into_iter().take(3).map(|(_, known)| known).collect()
}

#[cfg(test)]
mod tests {
    use super::SCHEMES;

    /// The words stand in three crates that do not know each other.
    #[test]
    fn the_schemes_are_those_of_core_and_spec() {
        for ((here, core), spec) in
            SCHEMES.iter().zip(msgraph_core::Scheme::ALL).zip(msgraph_spec::model::Scheme::ALL)
        {
            assert_eq!([here.variant, here.label], [&format!("{core:?}"), core.label()]);
            assert_eq!([here.variant, here.label], [spec.as_str(), spec.label()]);
        }
    }
}
