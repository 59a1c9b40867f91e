//! Programs that say which permissions they hold.

use crate::Scheme;

/// A program and the permissions that it holds, as `msgraph::app!` states them.
///
/// The generated crates emit one trait per operation; `app!` implements those that the stated
/// permissions open, and a client of such a program can call nothing else. This promises good
/// diagnostics, not security: the service decides.
pub trait App: Send + Sync + 'static {
    /// The name of the type.
    const NAME: &'static str;
    /// How the program gets its tokens.
    const SCHEME: Scheme;
    /// The permissions that it holds.
    const PERMISSIONS: &'static [&'static str];
}

/// The program that states nothing: every call compiles, and the service decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unchecked {}
