//! Names of packages.

use super::PackageError;

/// The longest name that crates.io takes.
const LONGEST: usize = 64;

/// Names that cargo refuses or that would hide a crate every program has, and the crate that the package
/// depends on, with `_` for `-`.
const TAKEN: [&str; 9] =
    ["alloc", "build", "core", "deps", "msgraph_core", "proc_macro", "std", "test", "examples"];

/// Names that Windows keeps for devices.
const DEVICES: [&str; 22] = [
    "aux", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "con", "lpt1", "lpt2",
    "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9", "nul", "prn",
];

/// Whether cargo and crates.io take a name.
pub(super) fn check(name: &str) -> Result<(), PackageError> {
    let lower = name.to_ascii_lowercase().replace('-', "_");
    let reason = if name.is_empty() {
        "is empty".to_owned()
    } else if !name.chars().all(|one| one.is_ascii_alphanumeric() || matches!(one, '-' | '_')) {
        "has other characters than a-z, 0-9, - and _".to_owned()
    } else if !name.starts_with(|first: char| first.is_ascii_alphabetic()) {
        "does not begin with a letter".to_owned()
    } else if name.len() > LONGEST {
        format!("is longer than {LONGEST} characters")
    } else if TAKEN.contains(&lower.as_str()) || DEVICES.contains(&lower.as_str()) {
        "is taken".to_owned()
    } else if crate::plan::names::is_keyword(&name.replace('-', "_")) {
        "is a keyword of Rust".to_owned()
    } else {
        return Ok(());
    };
    let shown: String = name.chars().flat_map(char::escape_debug).take(80).collect();
    Err(PackageError(format!(
        "`{shown}` cannot be the name of a crate: it {reason}; `graph-mail` would be one"
    )))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_that_crates_io_takes() {
        for name in ["graph-mail", "graph_mail", "Mail2", "a", &"a".repeat(64)] {
            assert_eq!(check(name), Ok(()), "{name}");
        }
        let bad =
            ["", "2mail", "-mail", "_mail", "máil", "a b", "a\"]\n[x", "fn", "std", "nul", "COM1", "test"];
        for name in bad.into_iter().chain(["msgraph-core", "msgraph_core", &"a".repeat(65)]) {
            let fault = check(name).unwrap_err().to_string();
            assert!(fault.contains("cannot be the name of a crate") && !fault.contains('\n'), "{fault}");
        }
    }
}
