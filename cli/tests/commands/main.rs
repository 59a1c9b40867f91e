//! The commands that make files, as they are called: what they write where, what they refuse, and their exit codes.

mod carried;
mod check;
mod compiles;
mod download;
mod examples;
mod frame;
mod generate;
mod place;
mod slice;
