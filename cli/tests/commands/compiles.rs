//! A generated crate is checked by cargo as it stands, wherever that is.

use std::io::Write as _;
use std::path::Path;
use std::process::Command;

use crate::place::{Called, Place, called};

/// `cargo check` in a folder of the place. What it builds is kept for the next run of the tests: the place has a
/// mirror that stays where it is, in which only files with another text are written.
fn cargo_check(place: &Place, folder: &str) -> Called {
    let kept = Path::new(env!("CARGO_TARGET_TMPDIR")).join("compiles");
    mirror(&place.path(""), &kept);
    let folder = kept.join(folder);
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["check", "--offline", "--quiet"]).current_dir(folder);
    cargo.env("CARGO_TARGET_DIR", concat!(env!("CARGO_TARGET_TMPDIR"), "/generated"));
    cargo.env("RUSTFLAGS", "-D warnings").env_remove("CARGO_ENCODED_RUSTFLAGS");
    called(&cargo.output().expect("cargo"))
}

/// Makes a folder hold what another one holds, and leaves alone what is the same.
fn mirror(from: &Path, to: &Path) {
    let names = |folder: &Path| -> Vec<_> {
        let entries = std::fs::read_dir(folder).into_iter().flatten();
        entries.map(|entry| entry.expect("an entry").file_name()).collect()
    };
    std::fs::create_dir_all(to).expect("a folder");
    for name in names(to) {
        let (from, to) = (from.join(&name), to.join(&name));
        match (from.is_dir(), to.is_dir()) {
            (false, true) => std::fs::remove_dir_all(&to).expect("gone"),
            (_, false) if !from.is_file() => std::fs::remove_file(&to).expect("gone"),
            _ => {}
        }
    }
    for name in names(from) {
        let (from, to) = (from.join(&name), to.join(&name));
        if from.is_dir() {
            mirror(&from, &to);
        } else {
            let text = std::fs::read(&from).expect("a file");
            if std::fs::read(&to).ok().as_ref() != Some(&text) {
                std::fs::write(&to, text).expect("a file");
            }
        }
    }
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
    let alone = cargo_check(&place, "meetings");
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
        let called = cargo_check(&place, folder);
        assert_eq!((called.code, &*called.stderr), (0, ""), "{folder}");
    }
    place.done(&["check", "workspace/crates/member"]);
}
