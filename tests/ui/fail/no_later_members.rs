//! Later members of enums can be asked for only where an answer can hold some.

fn main() {
    let graph = msgraph::Graph::builder().token("t").build().unwrap();
    let _ = graph.me().online_meetings().by_id("1").get().include_unknown_enum_members();
    let _ = graph.me().online_meetings().by_id("1").delete().include_unknown_enum_members();
}
