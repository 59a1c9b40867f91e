//! A program that states no permissions hears nothing of them: its errors are those of its types.

use msgraph::{Graph, models::Identity};

fn main() {
    let graph = Graph::builder().token("t").build().unwrap();
    let _ = graph.me().online_meetings().post(&Identity::new());
    let _ = graph.me().online_meetings().by_id(7).get();
    let _ = graph.me().online_meetings().delete();
    let meetings: Vec<Identity> = graph.me().online_meetings().get();
}
