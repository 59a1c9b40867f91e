//! Where the table says nothing, no permission opens the operation.

use msgraph::Graph;

msgraph::app! {
    pub struct Watcher: Delegated { "OnlineMeetingTranscript.Read.All" }
}

fn main() {
    let graph = Graph::builder().app::<Watcher>().token("t").build().unwrap();
    let _ = graph.me().online_meetings().by_id("m").transcripts().get();
    let _ = graph.me().online_meetings().by_id("m").transcripts().delta().get();
}
