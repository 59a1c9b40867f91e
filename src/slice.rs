//! The macro that generates a slice of Graph in place.

/// A client of a part of Graph, generated where the macro stands.
///
/// The items are those that a build script (`msgraph_codegen::Config`) and `cargo msgraph generate` write for the
/// same settings: the modules `builders`, `models`, `operations` and `permissions`. A module of its own holds them,
/// for they find each other by `super`. That leads past a function, so the macro does not work in the body of one.
///
#[cfg_attr(feature = "macros", doc = "```standalone_crate")]
#[cfg_attr(not(feature = "macros"), doc = "```text")]
/// pub mod mail {
///     msgraph::slice! {
///         spec = "examples/mail/spec/mail.yaml",
///         permissions = "examples/mail/spec/permissions.yaml",
///         include = ["POST /me/sendMail", "/me/messages/**"],
///     }
/// }
///
/// msgraph::app! {
///     use crate::mail;
///     pub struct Office: Delegated { "OnlineMeetings.ReadWrite", "Mail.Send" }
/// }
///
/// use mail::models::{Message, SendMailParameters};
///
/// fn main() -> Result<(), msgraph::Error> {
///     let graph = msgraph::Graph::builder().app::<Office>().token("eyJ0...").build()?;
///     let what = SendMailParameters::new(Message::new().set_subject("Analysis II"));
///     let request = mail::builders::Root::new(&graph).me().send_mail().post(&what);
///     assert_eq!(request.into_http()?.uri(), "https://graph.microsoft.com/v1.0/me/sendMail");
///     Ok(())
/// }
/// ```
///
/// | setting | |
/// |---|---|
/// | `spec` | the description: CSDL, or OpenAPI in YAML or JSON |
/// | `permissions` | the permission table, in the schema of Microsoft's `permissions.json`; without one, nothing is known of permissions |
/// | `permission_fixups` | reviewed corrections of the table |
/// | `permissions_may_cover_more` | `true` where the table has operations that the description has not, and nothing is cut out |
/// | `include`, `exclude` | patterns of operations: `POST /me/sendMail`, `/users/{id}/messages/**` |
/// | `roots` | types that stay although no operation names them: `microsoft.graph.fileAttachment` |
/// | `name` | the slice in snake case, a part of the name of its hidden macro; by default the file name of `spec` |
///
/// Only `spec` is needed. Paths are relative to the folder of the crate's `Cargo.toml`. The compiler reads the
/// files again when they change.
///
/// A fault of a file is an error at the name of that file and says where in the file it stands; a pattern that
/// matches nothing is an error at the pattern. What cannot be expressed and is left out is a warning, of the lint
/// `deprecated`, the only one that a macro can speak by: `#[expect(deprecated)]` on the module silences it.
///
/// The files are read each time that the crate is compiled. For a description of many megabytes take a build
/// script, or cut it out with `cargo msgraph slice` first: a file above 5 MB is a warning of the same lint.
#[macro_export]
macro_rules! slice {
    ($($settings:tt)*) => {
        $crate::__slice! { { $crate } $($settings)* }
    };
}
