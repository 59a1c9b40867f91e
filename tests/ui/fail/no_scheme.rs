//! A program says how it gets its tokens.

msgraph::app! {
    pub struct Scheduler { "OnlineMeetings.ReadWrite.All" }
}

fn main() {
    let graph = msgraph::Graph::builder().app::<Scheduler>().token("t").build().unwrap();
    let _ = graph.users().by_id("u").online_meetings().get();
}
