//! Golden cases: what is emitted for small inputs and for the whole bundled slice.
//!
//! `golden/<case>/expected` holds the output, and `golden/<case>/crate.rs` compiles it. It is written
//! anew only by `BLESS=1 cargo test -p msgraph-codegen --test golden`.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use msgraph_codegen::generate;
use msgraph_spec::Reader;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden")
}

/// The files that a case gives, by path.
fn generated(case: &str, inputs: &Path) -> BTreeMap<String, String> {
    let (permissions, fixups) = (inputs.join("permissions.yaml"), inputs.join("permission-fixups.yaml"));
    let mut reader = Reader::openapi(inputs.join("openapi.yaml"));
    if permissions.exists() {
        reader = reader.permissions(permissions);
    }
    if fixups.exists() {
        reader = reader.permission_fixups(fixups);
    }
    let read = reader.read().unwrap_or_else(|faults| panic!("{case}:\n{faults}"));
    let mut faults = read.sources.diagnostics();
    let made = generate(&read.api, case, &mut faults).unwrap_or_else(|faults| panic!("{case}:\n{faults}"));
    assert!(read.warnings.is_empty() && faults.is_empty(), "{case}:\n{}\n{faults}", read.warnings);
    made.files().clone()
}

fn on_disk(folder: &Path, below: &str, found: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = format!("{below}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            on_disk(&entry.path(), &format!("{name}/"), found);
        } else {
            found.insert(name, fs::read_to_string(entry.path()).expect("a golden file is text"));
        }
    }
}

/// Every difference in words, so that one run shows all of them.
fn differences(expected: &BTreeMap<String, String>, made: &BTreeMap<String, String>) -> Vec<String> {
    let missing = expected
        .keys()
        .filter(|path| !made.contains_key(*path))
        .map(|path| format!("{path}: is no longer made"));
    let changed = made.iter().filter_map(|(path, text)| match expected.get(path) {
        None => Some(format!("{path}: is new")),
        Some(golden) if golden == text => None,
        Some(golden) => {
            let line = golden.lines().zip(text.lines()).position(|(a, b)| a != b);
            let line = line.unwrap_or_else(|| golden.lines().count().min(text.lines().count()));
            let [was, is] = [golden, text].map(|text| text.lines().nth(line).unwrap_or("<end>"));
            Some(format!("{path}:{}: was `{was}`, is `{is}`", line + 1))
        }
    });
    missing.chain(changed).collect()
}

fn check(case: &str, inputs: &Path) -> Vec<String> {
    let expected = folder().join(case).join("expected");
    let made = generated(case, inputs);
    assert_eq!(made, generated(case, inputs), "{case}: the same input gives the same bytes");
    if std::env::var_os("BLESS").is_some_and(|value| value == "1") {
        assert!(
            std::env::var_os("CI").is_none(),
            "golden files are written by people, who read them: not with CI set"
        );
        fs::remove_dir_all(&expected).ok();
        for (path, text) in &made {
            let path = expected.join(path);
            fs::create_dir_all(path.parent().expect("a file stands in a folder")).expect("a folder");
            fs::write(path, text).expect("a golden file");
        }
        return Vec::new();
    }
    let mut golden = BTreeMap::new();
    on_disk(&expected, "", &mut golden);
    differences(&golden, &made).into_iter().map(|difference| format!("{case}/{difference}")).collect()
}

#[test]
fn the_output_is_as_it_was() {
    let bundled = Path::new(msgraph_spec::ONLINE_MEETINGS_DIR);
    let mut cases: Vec<(String, PathBuf)> = fs::read_dir(folder())
        .expect("golden cases")
        .flatten()
        .filter(|entry| entry.path().join("openapi.yaml").exists())
        .map(|entry| (entry.file_name().to_string_lossy().into_owned(), entry.path()))
        .collect();
    cases.sort();
    assert!(cases.len() >= 6, "the cases are there");
    cases.push(("online_meetings".to_owned(), bundled.to_owned()));
    let all: Vec<String> = cases.iter().flat_map(|(case, inputs)| check(case, inputs)).collect();
    assert!(
        all.is_empty(),
        "{} files differ:\n{}\n\nRead the difference; if it is meant, run `BLESS=1 cargo test -p msgraph-codegen --test golden`",
        all.len(),
        all.join("\n")
    );
}

#[test]
fn every_type_and_field_of_the_bundled_slice_leads_to_its_page() {
    let made = generated("online_meetings", Path::new(msgraph_spec::ONLINE_MEETINGS_DIR));
    let (mut seen, mut without) = (0, Vec::new());
    for (path, text) in
        made.iter().filter(|(path, _)| path.starts_with("models/") && !path.ends_with("/mod.rs"))
    {
        let mut has_link = false;
        for line in text.lines().map(str::trim_start) {
            if line.starts_with("///") {
                has_link |= line.contains("](https://learn.microsoft.com/graph/");
                continue;
            }
            // what every model has is no property of Graph's
            let is_ours = line.contains(" odata_type:") || line.contains(" additional_properties:");
            let is_field = line.starts_with("pub ") && line.contains(": ") && line.ends_with(',');
            if line.starts_with("pub struct") || line.starts_with("pub enum") || (is_field && !is_ours) {
                seen += 1;
                without.extend((!has_link).then(|| format!("{path}: {line}")));
            }
            // attributes stand between the documentation and the item
            has_link &= line.starts_with("#[");
        }
    }
    assert!(seen > 200, "{seen}");
    assert!(without.is_empty(), "{} lead to no page:\n{}", without.len(), without.join("\n"));
}
