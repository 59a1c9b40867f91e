//! Several programs in one, each with what it may call; and a client that is not checked.

use msgraph::models::{CreateOrGetParameters, OnlineMeeting};
use msgraph::{App, Graph, Scheme};

msgraph::app! {
    /// Books a room for every lecture.
    pub struct Scheduler: Application { "OnlineMeetings.ReadWrite.All" }

    /// Shows what there is.
    struct Viewer: Delegated { "OnlineMeetings.Read", "OnlineMeetingTranscript.Read.All", }
}

msgraph::app! {
    pub(crate) struct Nothing: DelegatedPersonal {}
}

fn main() {
    let graph = Graph::builder().token("t").app::<Scheduler>().build().unwrap();
    let meetings = graph.users().by_id("u").online_meetings();
    let _ = meetings.post(&OnlineMeeting::new());
    let _ = meetings.create_or_get().post(&CreateOrGetParameters::new("x").set_external_id("x"));
    let _ = meetings.by_id("m").delete();

    let graph = Graph::builder().app::<Viewer>().token("t").build().unwrap();
    let _ = graph.me().online_meetings().get().filter("JoinWebUrl eq 'x'");
    let _ = graph.me().online_meetings().by_id("m").transcripts().get();

    let graph: Graph<Nothing> = Graph::builder().app::<Nothing>().token("t").build().unwrap();
    let _ = graph.clone().me();

    let graph = Graph::builder().token("t").build().unwrap();
    let _ = graph.me().online_meetings().post(&OnlineMeeting::new());
    let _ = graph.me().online_meetings().get_all_recordings().get();

    assert_eq!((Scheduler::NAME, Scheduler::SCHEME), ("Scheduler", Scheme::Application));
    assert_eq!(Viewer::PERMISSIONS, ["OnlineMeetings.Read", "OnlineMeetingTranscript.Read.All"]);
}
