//! There are three ways to get a token.

msgraph::app! {
    pub struct Scheduler: Daemon { "OnlineMeetings.ReadWrite.All" }
    struct AsInCore: DelegatedWork { "OnlineMeetings.ReadWrite" }
    struct Small: application { "OnlineMeetings.ReadWrite.All" }
}

fn main() {
    let graph = msgraph::Graph::builder().app::<Scheduler>().token("t").build().unwrap();
    let _ = graph.users().by_id("u").online_meetings().get();
}
