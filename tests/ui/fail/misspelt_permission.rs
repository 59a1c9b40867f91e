//! A misspelt name is an error at the name; what it would have opened is no second error.

msgraph::app! {
    pub struct Scheduler: Application { "OnlineMeetings.ReadWite.All" }
}

fn main() {
    let graph = msgraph::Graph::builder().app::<Scheduler>().token("t").build().unwrap();
    let _ = graph.users().by_id("u").online_meetings().get();
}
