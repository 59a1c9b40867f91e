//! A program is one type.

msgraph::app! {
    pub struct Scheduler<'a, T: Into<Option<&'a str>>>: Application { "OnlineMeetings.ReadWrite.All" }
}

fn main() {
    let graph = msgraph::Graph::builder().app::<Scheduler>().token("t").build().unwrap();
    let _ = graph.users().by_id("u").online_meetings().get();
}
