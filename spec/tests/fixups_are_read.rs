//! The fix-ups of the bundled slice reach everything that reads the slice. Who reads its table without them
//! would answer otherwise than the generated client and its documentation, and nothing else would say so.

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use msgraph_spec::Reader;
use msgraph_spec::model::{AllOf, Api, Requirement};
use support::{bundled, bundled_api};

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The Rust files below a folder, by their paths from the workspace.
fn rust_files(folder: &Path, below: &str, found: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry")) {
        let name = entry.file_name().into_string().expect("UTF-8");
        let path = format!("{below}{name}");
        if entry.path().is_dir() {
            if !name.starts_with('.') && name != "target" {
                rust_files(&entry.path(), &format!("{path}/"), found);
            }
        } else if entry.path().extension().is_some_and(|end| end == "rs") {
            found.insert(path, fs::read_to_string(entry.path()).expect("a Rust file"));
        }
    }
}

#[test]
fn who_names_the_table_names_its_fixups() {
    let mut files = BTreeMap::new();
    for member in ["generated", "codegen", "emulator", "spec", "cli", "benches", "src", "tests", "macros"] {
        rust_files(&workspace().join(member), &format!("{member}/"), &mut files);
    }
    let names_slice = |text: &str| text.contains("ONLINE_MEETINGS_DIR") || text.contains("online-meetings/");
    let readers: BTreeMap<&str, &str> = files
        .iter()
        .filter(|(_, text)| names_slice(text) && text.contains("permissions.yaml"))
        .map(|(path, text)| (path.as_str(), text.as_str()))
        .collect();
    for path in ["generated/build.rs", "codegen/tests/golden.rs", "spec/src/lib.rs"] {
        assert!(readers.contains_key(path), "{path} reads the slice otherwise: {:?}", readers.keys());
    }
    for (path, text) in readers {
        let has_fixups = text.contains("permission-fixups.yaml");
        assert!(has_fixups, "{path} reads the table of the slice without its fix-ups");
    }
    let emulator = &files["emulator/src/sources.rs"];
    assert!(
        emulator.contains("msgraph_spec::online_meetings().read()"),
        "the emulator reads the embedded slice"
    );
}

/// The alternatives that only the fix-ups give, by operation and scheme.
fn corrected(api: &Api) -> BTreeMap<String, Vec<AllOf>> {
    let uncorrected = Reader::openapi(bundled("openapi.yaml")).permissions(bundled("permissions.yaml"));
    let uncorrected = uncorrected.read().expect("the table alone").api;
    let mut found = BTreeMap::new();
    for (ours, before) in api.operations.iter().zip(&uncorrected.operations) {
        for fixup in &ours.permissions.fixups {
            let (now, then) = (ours.permissions.of(fixup.scheme), before.permissions.of(fixup.scheme));
            assert_ne!(now, then, "{} as {}", ours.title(), fixup.scheme);
            let is_new = |one: &&AllOf| !then.alternatives().any(|known| known == *one);
            let new: Vec<AllOf> = now.alternatives().filter(is_new).cloned().collect();
            found.insert(format!("{} as {}", ours.title(), fixup.scheme), new);
        }
    }
    found
}

#[test]
fn each_fixup_of_the_file_is_in_the_api() {
    let text = support::bundled_text("permission-fixups.yaml");
    let entries = text.lines().filter(|line| line.starts_with("  - operation:")).count();
    assert!(entries > 0, "the file has no fix-up");
    assert_eq!(corrected(&bundled_api()).len(), entries);
}

#[cfg(feature = "bundled")]
#[test]
fn the_embedded_slice_has_its_fixups() {
    let embedded = msgraph_spec::online_meetings().read().expect("the embedded slice").api;
    assert_eq!(corrected(&embedded), corrected(&bundled_api()));
}

/// The expected output of the generator, which the golden test compares with what it makes.
#[test]
fn the_expected_output_has_the_fixups() {
    let folder = workspace().join("codegen/tests/golden/online_meetings/expected");
    let mut files = BTreeMap::new();
    rust_files(&folder, "", &mut files);
    let api = bundled_api();
    let mut seen = 0;
    for operation in api.operations.iter().filter(|one| !one.permissions.fixups.is_empty()) {
        let title = format!("`{}`", operation.title());
        for fixup in &operation.permissions.fixups {
            let Requirement::OneOf { least, .. } = operation.permissions.of(fixup.scheme) else { continue };
            let row = format!("| {} | `{least}` |", fixup.scheme.label());
            let is_there = files.values().any(|text| text.contains(&title) && text.contains(&row));
            assert!(is_there, "no file has `{row}` for {title}");
            seen += 1;
        }
    }
    assert!(seen > 0, "no fix-up gives an alternative");
}
