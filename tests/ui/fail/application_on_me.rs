//! An application permission does not open the path of a signed-in user.

use msgraph::{Graph, models::OnlineMeeting};

msgraph::app! {
    pub struct Scheduler: Application { "OnlineMeetings.ReadWrite.All" }
}

fn main() {
    let graph = Graph::builder().app::<Scheduler>().token("t").build().unwrap();
    let meeting = OnlineMeeting::new();
    let _ = graph.users().by_id("u").online_meetings().post(&meeting);
    let _ = graph.me().online_meetings().post(&meeting);
}
