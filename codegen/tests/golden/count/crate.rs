//! The golden case `count` as the crate that it is.

#![deny(warnings, missing_docs, unreachable_pub)]

include!("expected/lib.rs");
