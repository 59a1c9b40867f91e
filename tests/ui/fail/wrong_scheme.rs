//! A permission of another scheme, a permission twice, and a permission of nothing: each at its place.

msgraph::app! {
    pub struct Scheduler: Application {
        "OnlineMeetings.ReadWrite",
        "OnlineMeetings.Read.All",
        "OnlineMeetings.Read.All",
        "Mail.Send",
    }
}

fn main() {
    let graph = msgraph::Graph::builder().app::<Scheduler>().token("t").build().unwrap();
    let _ = graph.me().online_meetings().get();
}
