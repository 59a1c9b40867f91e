//! Programs that say which permissions they hold.

use crate::Scheme;

/// A program and the permissions that it holds, as `msgraph::app!` states them.
///
/// The generated crates emit one trait per operation; `app!` implements those that the stated
/// permissions open, and a client of such a program can call nothing else. This promises good
/// diagnostics, not security: the service decides.
///
/// ```
/// use msgraph_core::{App, Scheme};
///
/// /// What `msgraph::app!` makes of `struct Bookings: Delegated { "OnlineMeetings.ReadWrite" }`.
/// enum Bookings {}
///
/// impl App for Bookings {
///     const NAME: &'static str = "Bookings";
///     const SCHEME: Scheme = Scheme::DelegatedWork;
///     const PERMISSIONS: &'static [&'static str] = &["OnlineMeetings.ReadWrite"];
/// }
///
/// fn consent<A: App>() -> String {
///     format!("{} asks for {}", A::NAME, A::PERMISSIONS.join(", "))
/// }
/// assert_eq!(consent::<Bookings>(), "Bookings asks for OnlineMeetings.ReadWrite");
/// ```
pub trait App: Send + Sync + 'static {
    /// The name of the type.
    const NAME: &'static str;
    /// How the program gets its tokens.
    const SCHEME: Scheme;
    /// The permissions that it holds.
    const PERMISSIONS: &'static [&'static str];
}

/// The program that states nothing: every call compiles, and the service decides.
///
/// ```
/// use msgraph_core::{Client, Path, Unchecked};
///
/// let client = Client::detached("https://graph.microsoft.com/v1.0".parse()?);
/// let path: Path<Unchecked> = client.path().literal("me");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unchecked {}
