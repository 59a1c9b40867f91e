//! What the tests share.

#![allow(dead_code, reason = "each test binary uses a part of it")]

use std::io::Write as _;
use std::path::{Path, PathBuf};

use cargo_msgraph::permissions::Wanted;
use cargo_msgraph::permissions::report::Report;
use msgraph_spec::{Pattern, Reader};

/// A small slice: two schemes, a tie, a sibling, two permissions held together, an unknown operation.
pub(crate) const SPEC: &str = include_str!("small.yaml");
pub(crate) const TABLE: &str = include_str!("small.permissions.yaml");
/// Names and texts that try to leave their place.
const HOSTILE: &str = include_str!("hostile.yaml");
const HOSTILE_TABLE: &str = include_str!("hostile.permissions.yaml");

/// A report on the bundled slice.
pub(crate) fn bundled(pattern: Option<&str>) -> Report {
    report(&msgraph_spec::online_meetings(), pattern)
}

/// A report on the small slice.
pub(crate) fn small() -> Report {
    report(&Reader::openapi_text("small.yaml", SPEC).permissions_text("small.permissions.yaml", TABLE), None)
}

/// A report on names and texts that try to leave their place.
pub(crate) fn hostile() -> Report {
    let reader = Reader::openapi_text("hostile.yaml", HOSTILE);
    report(&reader.permissions_text("hostile.permissions.yaml", HOSTILE_TABLE), None)
}

/// A report on what a reader reads.
pub(crate) fn report(reader: &Reader, pattern: Option<&str>) -> Report {
    let api = reader.read().unwrap_or_else(|faults| panic!("{faults}")).api;
    let mut wanted = Wanted::default();
    wanted.pattern = pattern.map(|text| Pattern::parse(text).expect("a pattern"));
    Report::new(&api, &wanted).unwrap_or_else(|faults| panic!("{faults}"))
}

/// Where the real metadata of Graph lies, if it does.
pub(crate) fn metadata(name: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/metadata").join(name);
    if path.is_file() {
        return Some(path);
    }
    skipped(&format!("needs ../shared/metadata/{name}, which is not there"));
    None
}

/// Says that the test that runs is skipped, straight to the stream: the test runner keeps `println!` to itself.
pub(crate) fn skipped(why: &str) {
    let test = std::thread::current().name().unwrap_or("a test").to_owned();
    writeln!(std::io::stderr(), "skipped: {test} {why}").ok();
}
