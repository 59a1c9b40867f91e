//! What the compiler says: `tests/ui/pass` compiles and runs, `tests/ui/fail` does not compile, and each error
//! is pinned to the toolchain of rust-toolchain.toml.
//!
//! `TRYBUILD=overwrite cargo test --test ui` writes the errors anew; read them before you commit them.

/// Programs that compile, without warnings where they say so, and whose assertions hold.
#[test]
fn what_compiles() {
    trybuild::TestCases::new().pass("tests/ui/pass/*.rs");
}

/// Errors, each found by `cargo check`: trybuild builds only where a case is to pass, so no `pass` may stand in
/// here. What came up later than that, when code is made of generic functions, editors would never show.
#[test]
fn what_does_not_compile() {
    trybuild::TestCases::new().compile_fail("tests/ui/fail/*.rs");
}
