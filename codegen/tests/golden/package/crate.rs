//! The golden package, compiled: its root stands in a module, because it has inner attributes.

#![deny(warnings, missing_docs, unreachable_pub)]

#[rustfmt::skip]
#[path = "expected/src/lib.rs"]
pub mod package;
