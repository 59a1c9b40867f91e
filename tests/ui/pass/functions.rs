//! Functions that take a checked client: of one program, or of any that may do what they do.

#![deny(warnings)]

use msgraph::permissions::may::{GetMeOnlineMeetings, PostMeOnlineMeetings};
use msgraph::{App, Graph, models::OnlineMeeting};

msgraph::app! {
    struct Scheduler: Delegated { "OnlineMeetings.ReadWrite" }
    struct Viewer: Delegated { "OnlineMeetings.Read" }
}

fn of_one(graph: &Graph<Scheduler>) {
    let _ = graph.me().online_meetings().post(&OnlineMeeting::new());
}

fn of_any<A: App + PostMeOnlineMeetings>(graph: &Graph<A>) {
    let _ = graph.me().online_meetings().post(&OnlineMeeting::new());
}

/// Without `App` also of a client that is not checked.
fn of_readers<A: GetMeOnlineMeetings>(graph: &Graph<A>) {
    let _ = graph.me().online_meetings().get();
}

/// The table says nothing about it.
fn of_a_client_that_is_not_checked(graph: &Graph) {
    let _ = graph.me().online_meetings().by_id("m").transcripts().delta().get();
}

fn main() {
    let graph = Graph::builder().app::<Scheduler>().token("t").build().unwrap();
    of_one(&graph);
    of_any(&graph);
    of_readers(&graph);
    of_readers(&Graph::builder().app::<Viewer>().token("t").build().unwrap());
    let unchecked = Graph::builder().token("t").build().unwrap();
    of_readers(&unchecked);
    of_a_client_that_is_not_checked(&unchecked);
}
