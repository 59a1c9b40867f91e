//! Packages: crates that stand alone.
//!
//! `golden/package` holds one, and is compiled as an example of this crate. It is written anew only by
//! `BLESS=1 cargo test -p msgraph-codegen --test package`.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use msgraph_codegen::{CoreDependency, Difference, Package, PackageFiles, Written, generate};
use msgraph_spec::model::Api;
use msgraph_spec::{Reader, write_openapi};

/// A package of the golden case `consent`, or of what is left of it.
fn package(adjust: impl FnOnce(&mut Api), package: &Package) -> PackageFiles {
    package_with(adjust, |_| package.clone())
}

/// The same, of a package that depends on what is in it.
fn package_with(adjust: impl FnOnce(&mut Api), package: impl FnOnce(&Api) -> Package) -> PackageFiles {
    let inputs = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/consent");
    let read = Reader::openapi(inputs.join("openapi.yaml"))
        .permissions(inputs.join("permissions.yaml"))
        .read()
        .unwrap_or_else(|faults| panic!("{faults}"));
    let (mut api, mut faults) = (read.api, read.sources.diagnostics());
    adjust(&mut api);
    let made = generate(&api, "golden_package", &mut faults).unwrap_or_else(|faults| panic!("{faults}"));
    package(&api).files(&api, made).unwrap_or_else(|fault| panic!("{fault}"))
}

fn golden() -> PackageFiles {
    let described = |api: &Api| {
        Package::new("golden-package")
            .core(CoreDependency::Path(PathBuf::from("../../../../../core")))
            .command("cargo msgraph generate --name golden-package")
            .spec("openapi.yaml", &write_openapi(api))
    };
    package_with(|_| {}, described)
}

fn without(count: usize) -> PackageFiles {
    package(|api| api.operations.truncate(api.operations.len() - count), &Package::new("golden-package"))
}

fn on_disk(folder: &Path, below: &str, found: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = format!("{below}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            on_disk(&entry.path(), &format!("{path}/"), found);
        } else {
            found.insert(path, fs::read_to_string(entry.path()).unwrap());
        }
    }
}

#[test]
fn the_package_is_as_it_was() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/package/expected");
    let made = golden();
    if std::env::var_os("BLESS").is_some_and(|value| value == "1") {
        assert!(std::env::var_os("CI").is_none(), "golden files are written by people, not with CI set");
        fs::remove_dir_all(&folder).ok();
        made.write_to(&folder).unwrap();
    }
    let mut golden = BTreeMap::new();
    on_disk(&folder, "", &mut golden);
    // what building it by hand leaves there
    golden.retain(|path, _| path != "Cargo.lock" && !path.starts_with("target/"));
    let different: Vec<&String> = made
        .files()
        .iter()
        .filter(|(path, text)| golden.get(*path) != Some(*text))
        .map(|(path, _)| path)
        .chain(golden.keys().filter(|path| !made.files().contains_key(*path)))
        .collect();
    assert!(
        different.is_empty(),
        "these differ: {different:#?}\nif it is meant, run `BLESS=1 cargo test -p msgraph-codegen --test package`"
    );
}

#[test]
fn cargo_takes_the_manifest_and_finds_no_other_crate_than_core() {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/package/expected/Cargo.toml");
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let done = Command::new(cargo)
        .args(["metadata", "--no-deps", "--offline", "--format-version", "1", "--manifest-path"])
        .arg(&manifest)
        .output()
        .unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let found: serde_json::Value = serde_json::from_slice(&done.stdout).unwrap();
    let [package] = found["packages"].as_array().unwrap().as_slice() else { panic!("one package: {found}") };
    assert_eq!(package["name"], "golden-package");
    assert_eq!(package["dependencies"].as_array().unwrap().len(), 1);
    assert_eq!(package["dependencies"][0]["name"], "msgraph-core");
    assert_eq!(package["rust_version"], "1.88");
    let root = PathBuf::from(found["workspace_root"].as_str().unwrap());
    assert_eq!(root, manifest.parent().unwrap(), "it is a workspace of its own, though it stands in another");
}

#[test]
fn sources_are_replaced_and_what_people_changed_is_kept() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("mail");
    let (first, second) = (without(0), without(1));
    let done = first.write_to(&out).unwrap();
    assert_eq!((done.sources, done.written.len(), done.kept.len()), (Written::Replaced, 2, 0));
    assert_eq!(first.differences(&out).unwrap(), []);
    let done = first.write_to(&out).unwrap();
    assert_eq!((done.sources, done.written.len()), (Written::Unchanged, 0), "nothing is touched");

    // a file of the generator is brought up to date, one that somebody changed is not
    let mine = fs::read_to_string(out.join("Cargo.toml")).unwrap() + "serde = \"1\"\n";
    fs::write(out.join("Cargo.toml"), &mine).unwrap();
    fs::write(out.join("notes.txt"), "mine").unwrap();
    let found = second.differences(&out).unwrap();
    assert!(found.contains(&Difference::Kept { path: "Cargo.toml".to_owned() }), "{found:?}");
    assert!(found.iter().any(|one| matches!(one, Difference::Changed { path, .. } if path == "README.md")));
    assert!(found.iter().any(|one| matches!(one, Difference::Unknown { path } if path.starts_with("src/"))));
    assert_eq!(found.iter().filter(|one| !one.is_out_of_date()).count(), 1);
    let done = second.write_to(&out).unwrap();
    assert_eq!((done.sources, done.written), (Written::Replaced, vec!["README.md".to_owned()]));
    assert_eq!(done.kept, ["Cargo.toml"]);
    assert_eq!(fs::read_to_string(out.join("Cargo.toml")).unwrap(), mine);
    assert_eq!(fs::read_to_string(out.join("notes.txt")).unwrap(), "mine");
    assert_eq!(second.differences(&out).unwrap(), [Difference::Kept { path: "Cargo.toml".to_owned() }]);

    // nobody has changed how it looks to the generator: git turned the ends of its lines
    let readme = fs::read_to_string(out.join("README.md")).unwrap();
    fs::write(out.join("README.md"), readme.replace('\n', "\r\n")).unwrap();
    assert_eq!(first.write_to(&out).unwrap().written, ["README.md"]);
}

#[test]
fn the_crate_of_somebody_else_is_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    let theirs = "[workspace]\nmembers = []\n";
    fs::write(dir.path().join("Cargo.toml"), theirs).unwrap();
    let fault = without(0).write_to(dir.path()).unwrap_err().to_string();
    assert!(fault.contains("Cargo.toml") && fault.contains("not written by the generator"), "{fault}");
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1, "nothing was put beside it");

    fs::create_dir(dir.path().join("src")).unwrap();
    fs::write(dir.path().join("src/main.rs"), "fn main() {}").unwrap();
    let fault = without(0).write_to(dir.path()).unwrap_err().to_string();
    assert!(fault.contains("main.rs"), "{fault}");
    assert_eq!(fs::read_to_string(dir.path().join("Cargo.toml")).unwrap(), theirs);
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 2);
}

#[test]
fn what_it_is_made_of_is_the_generators() {
    let dir = tempfile::tempdir().unwrap();
    let path = |name: &str| dir.path().join("spec").join(name);
    let of = |names: &[&str]| {
        let plain = Package::new("golden-package");
        package(|_| {}, &names.iter().fold(plain, |package, name| package.spec(*name, "a: b\n")))
    };
    let both = of(&["a.yaml", "b.yaml"]);
    assert_eq!(both.write_to(dir.path()).unwrap().written[..2], ["spec/a.yaml", "spec/b.yaml"]);
    assert_eq!(both.differences(dir.path()).unwrap(), []);
    assert_eq!(both.write_to(dir.path()).unwrap().written, [] as [&str; 0]);
    let text = fs::read_to_string(path("a.yaml")).unwrap();
    assert!(
        text.starts_with("# Generated by msgraph-codegen. Do not edit.\n#\n") && text.ends_with("\na: b\n")
    );

    // git turned the ends of its lines, somebody edited one, and one is a former run's
    fs::write(path("a.yaml"), text.replace('\n', "\r\n")).unwrap();
    assert_eq!(both.differences(dir.path()).unwrap(), []);
    fs::write(path("a.yaml"), format!("{text}c: d\n")).unwrap();
    fs::write(path("mine.yaml"), "mine: true\n").unwrap();
    let one = of(&["a.yaml"]);
    let found = one.differences(dir.path()).unwrap();
    let [Difference::Changed { path: changed, .. }, Difference::Unknown { path: left }] = &found[..] else {
        panic!("{found:?}")
    };
    assert_eq!((&**changed, &**left), ("spec/a.yaml", "spec/b.yaml"));
    let done = one.write_to(dir.path()).unwrap();
    assert_eq!(
        (done.written, done.removed),
        (vec!["spec/a.yaml".to_owned()], vec!["spec/b.yaml".to_owned()])
    );
    assert!(path("mine.yaml").exists() && !path("b.yaml").exists());

    // a package without any has nothing to do with the folder
    assert!(of(&[]).differences(dir.path()).unwrap().iter().all(|one| !one.path().starts_with("spec/")));
    let fault = of(&["a.yaml", "mine.yaml"]).write_to(dir.path()).unwrap_err().to_string();
    assert!(fault.contains("mine.yaml") && fault.contains("not written by the generator"), "{fault}");
    assert_eq!(fs::read_to_string(path("mine.yaml")).unwrap(), "mine: true\n");
    for name in ["", "../x", "a/b", "a\\b", ".hidden", "a\n"] {
        assert!(Package::new("x").spec(name, "").check().is_err(), "{name}");
    }
}

#[test]
fn texts_of_the_description_stay_texts() {
    let hostile = |api: &mut Api| {
        api.title = "x */ --> ```\n#![no_std] <script> [a](b)\n\n# heading".to_owned();
        api.version = "v1`\n[dependencies]\"".to_owned();
    };
    let made =
        package(hostile, &Package::new("golden-package").description("a\"\n[dependencies]\nevil = \"1"));
    let manifest = &made.files()["Cargo.toml"];
    assert_eq!(manifest.matches("\n[dependencies]\n").count(), 1, "{manifest}");
    assert!(!manifest.contains("\nevil"), "{manifest}");
    let readme = &made.files()["README.md"];
    assert!(!readme.contains("\n# heading") && !readme.contains("<script>"), "{readme}");
    let root = &made.files()["src/lib.rs"];
    assert!(!root.contains("\n#![no_std]") && root.contains("\n#![forbid(unsafe_code)]\n"), "{root}");
}

#[test]
fn a_large_slice_has_a_short_readme() {
    let many = |api: &mut Api| {
        // the package lists what the model has; which of it was emitted does not matter here
        let one = api.operations[0].clone();
        api.operations = vec![one; 5000];
    };
    let inputs = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/consent");
    let read = Reader::openapi(inputs.join("openapi.yaml")).read().unwrap();
    let (mut api, mut faults) = (read.api, read.sources.diagnostics());
    let made = generate(&api, "many", &mut faults).unwrap();
    many(&mut api);
    let package = Package::new("many").files(&api, made).unwrap();
    let readme = &package.files()["README.md"];
    assert!(readme.len() < 4096 && readme.contains("| 5000 |"), "{readme}");
}
