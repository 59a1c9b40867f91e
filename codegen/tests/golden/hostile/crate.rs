//! The golden case `hostile` as the crate that it is.

#![deny(warnings, missing_docs, unreachable_pub)]
#![expect(
    clippy::many_single_char_names,
    clippy::module_inception,
    clippy::self_named_constructors,
    clippy::too_many_arguments,
    reason = "names of the specification"
)]

include!("expected/lib.rs");
