//! Who may read may not delete.

use msgraph::Graph;

msgraph::app! {
    pub struct Viewer: Delegated { "OnlineMeetings.Read" }
}

fn main() {
    let graph = Graph::builder().app::<Viewer>().token("t").build().unwrap();
    let _ = graph.me().online_meetings().by_id("m").delete();
}
