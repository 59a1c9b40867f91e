//! A crate may forbid the lints that the macros have to do with: what they emit allows nothing.

#![forbid(deprecated, unreachable_pub, non_upper_case_globals, unused, missing_docs)]

msgraph::app! {
    /// Books a room for every lecture.
    #[derive(Hash)]
    struct Scheduler: Application { "OnlineMeetings.ReadWrite.All" }

    /// Reaches the crate.
    pub(crate) struct Viewer: Delegated { "OnlineMeetings.Read" }
}

const SCOPES: msgraph::Scopes = msgraph::scopes! { Delegated: GetMeOnlineMeetings };

fn main() {
    let graph = msgraph::Graph::builder().app::<Scheduler>().token("t").build().unwrap();
    let _ = graph.users().by_id("u").online_meetings().get();
    let _ = msgraph::Graph::builder().app::<Viewer>();
    assert_eq!(SCOPES.names(), ["OnlineMeetings.Read"]);
}
