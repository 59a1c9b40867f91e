//! What the compiler says: `tests/ui/pass` compiles, `tests/ui/fail` does not, and each error is pinned
//! to the toolchain of rust-toolchain.toml.
//!
//! `TRYBUILD=overwrite cargo test --test ui` writes the errors anew; read them before you commit them.

#[test]
fn what_the_compiler_says() {
    let cases = trybuild::TestCases::new();
    cases.pass("tests/ui/pass/*.rs");
    cases.compile_fail("tests/ui/fail/*.rs");
}
