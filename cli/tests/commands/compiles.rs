//! A generated crate is checked by cargo as it stands, wherever that is.

use std::io::Write as _;
use std::path::Path;
use std::process::Command;

use crate::place::{Called, Place, called};

/// `cargo check` in a folder. What it builds is kept for the next run of the tests.
fn cargo_check(folder: &Path) -> Called {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["check", "--offline", "--quiet"]).current_dir(folder);
    cargo.env("CARGO_TARGET_DIR", concat!(env!("CARGO_TARGET_TMPDIR"), "/generated"));
    cargo.env("RUSTFLAGS", "-D warnings").env_remove("CARGO_ENCODED_RUSTFLAGS");
    called(&cargo.output().expect("cargo"))
}

#[test]
fn cargo_check_just_works() {
    let place = Place::new();
    let lock = Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.lock");
    // The same versions as here, so that they are at hand.
    let locked =
        |folder: &str| std::fs::copy(&lock, place.path(folder).join("Cargo.lock")).expect("the lock");
    place.done(&["generate", "--name", "meetings"]);
    locked("meetings");
    let alone = cargo_check(&place.path("meetings"));
    if alone.code != 0 && alone.stderr.contains("--offline") {
        writeln!(std::io::stderr(), "skipped: cargo_check_just_works needs crates that are not at hand").ok();
        return;
    }
    assert_eq!((alone.code, &*alone.stderr), (0, ""));
    // Below a workspace that does not know it, and as a member of one.
    place.write("workspace/Cargo.toml", "[workspace]\nresolver = \"3\"\nmembers = [\"crates/*\"]\n");
    place.done(&["generate", "--out", "workspace/other/things", "--spec", "small.yaml"]);
    place.done(&["generate", "--out", "workspace/crates/member", "--spec", "small.yaml"]);
    locked("workspace/other/things");
    locked("workspace");
    for folder in ["workspace/other/things", "workspace/crates/member", "workspace"] {
        let called = cargo_check(&place.path(folder));
        assert_eq!((called.code, &*called.stderr), (0, ""), "{folder}");
    }
    place.done(&["check", "workspace/crates/member"]);
}
