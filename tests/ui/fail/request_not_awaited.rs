//! A request that nobody awaits sends nothing, and the compiler says so.

#![deny(unused_must_use)]

fn main() {
    let graph = msgraph::Graph::builder().token("t").build().unwrap();
    graph.me().online_meetings().by_id("m").delete();
}
