//! A folder in which the program is called.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

/// A small slice: three paths, four operations.
pub(crate) const SPEC: &str = include_str!("../support/small.yaml");
pub(crate) const TABLE: &str = include_str!("../support/small.permissions.yaml");
const FIXUPS: &str = include_str!("../support/small.permission-fixups.yaml");

/// What a call of the small slice has.
const SMALL: [&str; 4] = ["--spec", "small.yaml", "--permissions", "table.yaml"];

/// A call of a command on the small slice.
pub(crate) fn small<'a>(command: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    [&[command], &SMALL[..], more].concat()
}

/// A folder of its own, with the small slice in it.
pub(crate) struct Place(TempDir);

/// What a call came to.
pub(crate) struct Called {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Place {
    pub(crate) fn new() -> Self {
        let place = Self(tempfile::tempdir().expect("a folder"));
        place.write("small.yaml", SPEC);
        place.write("table.yaml", TABLE);
        place.write("fixups.yaml", FIXUPS);
        place
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, text).expect("a file that can be written");
    }

    pub(crate) fn read(&self, path: &str) -> String {
        std::fs::read_to_string(self.path(path)).unwrap_or_else(|fault| panic!("{path}: {fault}"))
    }

    /// Changes a file in which the text stands once.
    pub(crate) fn change(&self, path: &str, from: &str, to: &str) {
        let text = self.read(path);
        assert_eq!(text.matches(from).count(), 1, "{from} in {path}");
        self.write(path, &text.replace(from, to));
    }

    /// Every file below a folder with its bytes.
    pub(crate) fn files(&self, folder: &str) -> BTreeMap<PathBuf, Vec<u8>> {
        fn list(folder: &Path, below: &Path, found: &mut BTreeMap<PathBuf, Vec<u8>>) {
            for entry in std::fs::read_dir(folder).expect("a folder") {
                let path = entry.expect("an entry").path();
                if path.is_dir() {
                    list(&path, below, found);
                } else {
                    let bytes = std::fs::read(&path).expect("a file");
                    found.insert(path.strip_prefix(below).expect("a path below").to_owned(), bytes);
                }
            }
        }
        let mut found = BTreeMap::new();
        let folder = self.path(folder);
        list(&folder, &folder, &mut found);
        found
    }

    /// The program with these arguments, in a folder of the place.
    pub(crate) fn command(&self, folder: &str, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_cargo-msgraph"));
        command.args(args).current_dir(self.path(folder));
        command.env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE");
        // What is downloaded stays in the place.
        command.env("XDG_CACHE_HOME", self.path("cache")).env("LOCALAPPDATA", self.path("cache"));
        command
    }

    pub(crate) fn call_in(&self, folder: &str, args: &[&str]) -> Called {
        called(&self.command(folder, args).output().expect("the program"))
    }

    pub(crate) fn call(&self, args: &[&str]) -> Called {
        self.call_in("", args)
    }

    /// What a call writes that goes well.
    pub(crate) fn done(&self, args: &[&str]) -> Called {
        let called = self.call(args);
        assert_eq!(called.code, 0, "{args:?}: {}{}", called.stdout, called.stderr);
        called
    }

    /// What is said of a call that ends with that code and writes no result.
    pub(crate) fn refused(&self, code: i32, args: &[&str]) -> String {
        let called = self.call(args);
        assert_eq!((called.code, &*called.stdout), (code, ""), "{args:?}: {}", called.stderr);
        called.stderr
    }

    /// The JSON that a call writes; nothing else is said.
    pub(crate) fn json(&self, code: i32, args: &[&str]) -> Value {
        let called = self.call(args);
        assert_eq!((called.code, &*called.stderr), (code, ""), "{args:?}");
        serde_json::from_str(&called.stdout).expect("JSON")
    }

    /// Generates the small slice into `out`.
    pub(crate) fn generated(&self, more: &[&str]) -> Called {
        self.done(&small("generate", &[&["--out", "out", "--name", "things"], more].concat()))
    }
}

pub(crate) fn called(output: &Output) -> Called {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("UTF-8");
    Called {
        code: output.status.code().expect("a code"),
        stdout: text(&output.stdout),
        stderr: text(&output.stderr),
    }
}
