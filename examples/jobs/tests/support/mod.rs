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

/// `--help` prints the usage, and so does an argument that the program does not know, as an error.
pub(crate) fn assert_usage(path: &str) {
    let help = program(path).arg("--help").output().unwrap();
    let (told, faults) = said(&help);
    assert_eq!((help.status.code(), faults.as_str()), (Some(0), ""));
    assert!(told.starts_with("Usage: "), "{told}");
    for odd in [&["--odd"][..], &["a", "b", "c"]] {
        let run = program(path).args(odd).output().unwrap();
        let (told, faults) = said(&run);
        assert_eq!((run.status.code(), told.as_str()), (Some(2), ""), "{odd:?}");
        assert!(faults.starts_with("unexpected argument '") && faults.contains("\nUsage: "), "{faults}");
    }
}
