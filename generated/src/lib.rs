//! Typed Microsoft Graph client for Teams online meetings.
//!
//! Everything here is generated in `cargo build` from the bundled slice of Microsoft Graph; nothing
//! is written by hand but these lines. Programs use the crate `msgraph`, which adds the client that
//! sends requests.
//!
//! - [`builders`]: the fluent path, from [`builders::Root`] on;
//! - [`models`]: entity, complex and enum types;
//! - [`operations`]: each operation with its permissions as a constant;
//! - [`permissions`]: what a program that states its permissions may call.

include!(concat!(env!("OUT_DIR"), "/online_meetings/lib.rs"));
