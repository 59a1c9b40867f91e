//! The macro that unites the permissions of operations.

/// The least privileged permissions that open the named operations, as a constant: a [`Scopes`](crate::Scopes).
///
/// First comes the scheme, as in [`app!`](crate::app): `Delegated`, `DelegatedPersonal` or `Application`; then
/// the operations by their names in [`operations`](crate::operations). A path to one may be written too; its last
/// segment counts.
///
/// ```
/// use msgraph::Scopes;
///
/// const SCOPES: Scopes = msgraph::scopes! { Delegated: PostMeOnlineMeetings, GetMeOnlineMeetings };
///
/// assert_eq!(SCOPES.as_str(), "OnlineMeetings.ReadWrite");
/// assert_eq!(SCOPES.names(), ["OnlineMeetings.ReadWrite"]);
/// assert_eq!(
///     SCOPES.explanation(),
///     "OnlineMeetings.ReadWrite
///   for POST /me/onlineMeetings: no other permission opens it
///   for GET /me/onlineMeetings: held anyway, so the lesser OnlineMeetings.Read is not needed"
/// );
/// ```
///
/// Which set is the least privileged one, where several open everything, is said in the documentation of
/// `msgraph-cover`: as few permissions of the highest privilege level as possible come first.
///
/// An application names no permissions when it asks for a token. What it gets here is what an administrator
/// must grant it:
///
/// ```
/// const GRANTS: msgraph::Scopes = msgraph::scopes! { Application: operations::PostUsersByIdOnlineMeetings };
///
/// assert_eq!(GRANTS.names(), ["OnlineMeetings.ReadWrite.All"]);
/// assert_eq!(GRANTS.uris("https://graph.microsoft.com"), ["https://graph.microsoft.com/.default"]);
/// ```
///
/// A name that is no operation, and an operation that the scheme does not open, or of which the permission table
/// says nothing there, is an error at that name:
///
/// ```compile_fail
/// const SCOPES: msgraph::Scopes = msgraph::scopes! { Application: PostMeOnlineMeetings };
/// ```
///
/// # Slices of your own
///
/// This macro knows the slice that comes with the crate, and those that are named before the scheme, as in
/// [`app!`](crate::app):
///
#[cfg_attr(feature = "slice", doc = "```standalone_crate")]
#[cfg_attr(not(feature = "slice"), doc = "```text")]
/// pub mod mail {
///     msgraph::slice! {
///         spec = "examples/mail/spec/mail.yaml",
///         permissions = "examples/mail/spec/permissions.yaml",
///         include = ["/me/sendMail"],
///     }
/// }
///
/// const SCOPES: msgraph::Scopes = msgraph::scopes! {
///     use crate::mail;
///     Delegated: PostMeOnlineMeetings, PostMeSendMail
/// };
///
/// fn main() {
///     assert_eq!(SCOPES.names(), ["Mail.Send", "OnlineMeetings.ReadWrite"]);
/// }
/// ```
#[macro_export]
macro_rules! scopes {
    ($($operations:tt)*) => {
        $crate::__covering! { [$crate] [$crate::__scopes] $($operations)* }
    };
}
