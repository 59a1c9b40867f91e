//! Versions, and the step from one to the next.

use std::fmt;
use std::path::Path;
use std::str::FromStr;

use msgraph_spec::diff::Effect;

/// A version of a crate: three numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Version([u64; 3]);

impl Version {
    /// The version in the Cargo.toml of a folder, if it stands there.
    pub(super) fn of_crate(folder: &Path) -> Option<Self> {
        let text = std::fs::read_to_string(folder.join("Cargo.toml")).ok()?;
        let manifest: toml_edit::DocumentMut = text.parse().ok()?;
        manifest.get("package")?.get("version")?.as_str()?.parse().ok()
    }

    /// The next one, as Cargo reads versions: before 1.0.0, the first number that is not zero tells what breaks.
    pub(super) fn next(&self, step: Effect) -> Self {
        let [major, minor, patch] = self.0;
        Self(match (major, minor, step) {
            (0, 0, _) | (0, _, Effect::Minor) | (_, _, Effect::Patch) => [major, minor, patch + 1],
            (0, _, Effect::Major) | (_, _, Effect::Minor) => [major, minor + 1, 0],
            (_, _, Effect::Major) => [major + 1, 0, 0],
        })
    }
}

impl FromStr for Version {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let numbers = text.split(['-', '+']).next().unwrap_or(text);
        let numbers: Option<Vec<u64>> = numbers.split('.').map(|one| one.parse().ok()).collect();
        // a number that cannot be raised is none that a crate has
        match numbers.as_deref() {
            Some([major, minor, patch]) if [major, minor, patch].iter().all(|one| **one < u64::MAX) => {
                Ok(Self([*major, *minor, *patch]))
            }
            _ => Err("a version has three numbers, as in `0.3.1`".to_owned()),
        }
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [major, minor, patch] = self.0;
        write!(f, "{major}.{minor}.{patch}")
    }
}

/// The last line of a comparison.
pub(super) fn verdict(step: Option<Effect>, from: Option<&Version>) -> String {
    let Some(step) = step else { return "Nothing changed.".to_owned() };
    let Some(from) = from else {
        let [stable, early] = [Version([1, 2, 3]), Version([0, 2, 3])];
        let (after, then) = (stable.next(step), early.next(step));
        return format!(
            "This is a {step} step: as {stable} -> {after}, or before 1.0.0 as {early} -> {then}."
        );
    };
    let why = match (from.0, step) {
        ([0, 0, _], Effect::Major | Effect::Minor) => " (below 0.1.0 every version may break callers)",
        ([0, ..], Effect::Major) => " (before 1.0.0 the second number says what breaks callers)",
        ([0, ..], Effect::Minor) => " (before 1.0.0 the last number says what was added)",
        _ => "",
    };
    format!("This is a {step} step: {from} -> {}{why}.", from.next(step))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_those_of_cargo() {
        let next = |from: &str, step| from.parse::<Version>().expect(from).next(step).to_string();
        for (from, major, minor, patch) in [
            ("1.2.3", "2.0.0", "1.3.0", "1.2.4"),
            ("0.3.1", "0.4.0", "0.3.2", "0.3.2"),
            ("0.0.7", "0.0.8", "0.0.8", "0.0.8"),
            ("1.0.0-beta.1+x", "2.0.0", "1.1.0", "1.0.1"),
        ] {
            let steps = [Effect::Major, Effect::Minor, Effect::Patch].map(|step| next(from, step));
            assert_eq!(steps, [major, minor, patch], "{from}");
        }
    }

    #[test]
    fn what_is_no_version() {
        for text in ["", "1", "1.2", "1.2.x", "1.2.3.4", "18446744073709551615.0.0", "-1.0.0"] {
            text.parse::<Version>().expect_err(text);
        }
    }

    #[test]
    fn the_last_line() {
        let from = |text: &str| text.parse::<Version>().ok();
        assert_eq!(verdict(None, from("1.0.0").as_ref()), "Nothing changed.");
        assert_eq!(
            verdict(Some(Effect::Minor), from("1.0.0").as_ref()),
            "This is a minor step: 1.0.0 -> 1.1.0."
        );
        let early = verdict(Some(Effect::Major), from("0.3.1").as_ref());
        assert!(early.starts_with("This is a major step: 0.3.1 -> 0.4.0 (before 1.0.0"), "{early}");
    }
}
