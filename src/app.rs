//! The macro by which a program says which permissions it holds.

/// States which permissions a program holds, so that the compiler refuses calls which they do not
/// open.
///
/// A program is `Delegated` (on behalf of a user with a work or school account),
/// `DelegatedPersonal` (a personal account) or `Application` (as itself). Give it to the client
/// with [`GraphBuilder::app`](crate::GraphBuilder::app). A client without it is not checked.
///
/// ```
/// use msgraph::{Graph, models::OnlineMeeting};
///
/// msgraph::app! {
///     /// Books a room for every lecture.
///     pub struct Scheduler: Application { "OnlineMeetings.ReadWrite.All" }
/// }
///
/// let graph = Graph::builder().app::<Scheduler>().token("...").build()?;
/// let call = graph.users().by_id("a-user").online_meetings().post(&OnlineMeeting::new());
/// # let _ = call;
/// # Ok::<(), msgraph::Error>(())
/// ```
///
/// Its application permission does not open the path of a signed-in user, so this does not compile:
///
/// ```compile_fail,E0277
/// # use msgraph::{Graph, models::OnlineMeeting};
/// # msgraph::app! { pub struct Scheduler: Application { "OnlineMeetings.ReadWrite.All" } }
/// # let graph = Graph::builder().app::<Scheduler>().token("...").build()?;
/// graph.me().online_meetings().post(&OnlineMeeting::new());
/// # Ok::<(), msgraph::Error>(())
/// ```
///
/// Functions name the client of a program, or that of any program that may do what they do, an unchecked one
/// included:
///
/// ```
/// use msgraph::permissions::may::PostMeOnlineMeetings;
/// use msgraph::{Graph, models::OnlineMeeting};
///
/// msgraph::app! { struct Scheduler: Delegated { "OnlineMeetings.ReadWrite" } }
///
/// fn of_one(graph: &Graph<Scheduler>) {
///     let _ = graph.me().online_meetings().post(&OnlineMeeting::new());
/// }
///
/// fn of_any<A: PostMeOnlineMeetings>(graph: &Graph<A>) {
///     let _ = graph.me().online_meetings().post(&OnlineMeeting::new());
/// }
///
/// let graph = Graph::builder().app::<Scheduler>().token("...").build()?;
/// of_one(&graph);
/// of_any(&graph);
/// # Ok::<(), msgraph::Error>(())
/// ```
///
/// An operation of which the permission table says nothing is not opened by any permission. What calls it is not
/// checked: a second client, built without `app`, or the same one as an unchecked program calls it:
///
/// ```
/// use msgraph::builders::Root;
/// use msgraph::{Graph, Unchecked};
///
/// msgraph::app! { struct Watcher: Delegated { "OnlineMeetingTranscript.Read.All" } }
///
/// let graph = Graph::builder().app::<Watcher>().token("...").build()?;
/// let unchecked = Root::<Unchecked>::new(graph.client());
/// let changes = unchecked.me().online_meetings().by_id("MSo1").transcripts().delta().get();
/// # let _ = changes;
/// # Ok::<(), msgraph::Error>(())
/// ```
///
/// # Errors and warnings
///
/// Each is found by `cargo check` and stands at the permission. These are errors: a name that no table has and
/// that is one or two letters from one that a table has, with the nearest ones; a permission of another scheme;
/// one in another case than the table's; one that is stated twice; an address
/// (`https://graph.microsoft.com/OnlineMeetings.Read`) for a name; several names in one text.
///
/// What a program holds and does not need is a warning, because least privilege is the point of stating it:
///
/// - a permission that opens no operation, such as one that is granted for one chat or team only;
/// - one that opens nothing more than the others do, such as `OnlineMeetings.Read` beside
///   `OnlineMeetings.ReadWrite`;
/// - one that opens nothing alone, without the other that must be held with it;
/// - one that no table here has, such as `Mail.Send` or `offline_access`.
///
/// A program may have a reason, such as other APIs of Graph, or calls that go around this crate. The warnings are
/// of the lint `deprecated`, the only one that a macro can speak by, and are silenced on the program:
///
/// ```
/// # #![deny(warnings)]
/// msgraph::app! {
///     #[expect(deprecated, reason = "another service asks for reading by its name")]
///     pub struct Sync: Delegated { "OnlineMeetings.Read", "OnlineMeetings.ReadWrite" }
/// }
/// ```
///
/// A crate from a registry that states a program warns nobody who depends on it: Cargo caps its lints.
///
/// # Slices of your own
///
/// A program is checked by the slice that comes with this crate, and by those that it names before: each by the
/// path of the crate or module that was generated. Permissions of all of them stand together.
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
/// msgraph::app! {
///     use crate::mail;
///
///     /// Mails the join link of each meeting.
///     pub struct Office: Delegated { "OnlineMeetings.ReadWrite", "Mail.Send" }
/// }
///
/// fn main() -> Result<(), msgraph::Error> {
///     let graph = msgraph::Graph::builder().app::<Office>().token("eyJ0...").build()?;
///     let mail = mail::builders::Root::new(&graph).me().send_mail();
///     println!("{mail:?}");
///     Ok(())
/// }
/// ```
///
/// The same client calls both.
///
/// This promises good diagnostics, not security: the service decides.
#[macro_export]
macro_rules! app {
    ($($program:tt)*) => {
        $crate::__covering! { [$crate] [$crate::__app] $($program)* }
    };
}
