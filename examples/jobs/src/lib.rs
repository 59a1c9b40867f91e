//! What the programs of this package share: where their settings come from, and how they tell what went wrong.

use std::env;
use std::error::Error;

/// A variable of the environment; an empty one counts as not set.
#[must_use]
pub fn setting(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.is_empty())
}

/// An error with its causes, one below the other.
#[must_use]
pub fn told(error: &dyn Error) -> String {
    let mut told = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        told.push_str("\n  because: ");
        told.push_str(&cause.to_string());
        source = cause.source();
    }
    told
}
