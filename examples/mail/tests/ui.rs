//! What the compiler says of faults of `slice!`, and of programs that cover several slices.
//!
//! `TRYBUILD=overwrite cargo test -p msgraph-example-mail --test ui` writes the errors anew; read them before you
//! commit them. What compiles is in in_place.rs: a case that is to pass would have everything built once more.

use std::path::Path;
use std::{fs, io};

#[test]
fn what_does_not_compile() {
    give_specs().unwrap();
    trybuild::TestCases::new().compile_fail("tests/ui/*.rs");
}

/// Puts the files that the cases name where those find them: they are relative to the folder of a crate, and that of
/// the cases is trybuild's.
fn give_specs() -> io::Result<()> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().ok_or(io::ErrorKind::NotFound)?;
    let project = target.join("tests/trybuild").join(env!("CARGO_PKG_NAME")).join("spec");
    fs::create_dir_all(&project)?;
    for folder in ["spec", "tests/ui/spec"] {
        for file in fs::read_dir(here.join(folder))? {
            let file = file?;
            fs::copy(file.path(), project.join(file.file_name()))?;
        }
    }
    Ok(())
}
