//! Running the programs.

use std::process::{Command, Output};

/// A program without the settings of whoever runs the tests.
pub(crate) fn program(path: &str) -> Command {
    let mut program = Command::new(path);
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("MSGRAPH_")) {
        program.env_remove(name);
    }
    program
}

/// What it said on standard output and on standard error.
pub(crate) fn said(output: &Output) -> (String, String) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (text(&output.stdout), text(&output.stderr))
}

/// Nothing that opens something may be shown: tokens of the emulator begin as JSON web tokens do.
pub(crate) fn assert_no_secrets(said: &str) {
    for secret in ["eyJ", "emulator-development-secret", "hush-hush"] {
        assert!(!said.contains(secret), "{secret} in:\n{said}");
    }
}
