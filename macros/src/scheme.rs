//! How tokens are got.

use syn::{Error, Ident};

/// How tokens are got, by the word that the macros use, in the order of the tables.
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

/// The place of a scheme in [`SCHEMES`].
///
/// # Errors
/// At the word, with those that there are.
pub(crate) fn find(word: &Ident) -> Result<usize, Error> {
    SCHEMES.iter().position(|scheme| word == scheme.word).ok_or_else(|| {
        let so = match meant(word) {
            Some(near) => format!("; did you mean `{}`? Write", near.word),
            None => ": write".to_owned(),
        };
        let message = format!(
            "there is no scheme `{word}`{so} `Application` (as itself), `Delegated` (for a user with a \
             work or school account) or `DelegatedPersonal` (for a user with a personal account)"
        );
        Error::new(word.span(), message)
    })
}

/// The scheme that a word is near to: in another case, by its name in core, or misspelt.
pub(crate) fn meant(word: &Ident) -> Option<&'static Scheme> {
    let word = word.to_string();
    let is_named =
        |scheme: &&Scheme| [scheme.word, scheme.variant].iter().any(|name| name.eq_ignore_ascii_case(&word));
    let is_near = |scheme: &&Scheme| {
        strsim::damerau_levenshtein(&scheme.word.to_ascii_lowercase(), &word.to_ascii_lowercase()) <= 2
    };
    SCHEMES.iter().find(is_named).or_else(|| SCHEMES.iter().find(is_near))
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
