//! The program; everything that it does is in the library beside it, where tests reach it.

use std::process::ExitCode;

fn main() -> ExitCode {
    cargo_msgraph::main(std::env::args_os())
}
