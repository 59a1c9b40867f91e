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
/// An operation of which the permission table says nothing is not opened by any permission.
///
/// This promises good diagnostics, not security: the service decides.
#[macro_export]
macro_rules! app {
    ($($program:tt)*) => {
        $crate::__online_meetings_permissions! { {} [$crate::__app] { $crate::__core } $($program)* }
    };
}
