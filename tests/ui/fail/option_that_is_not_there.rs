//! An option is there only where the operation has it.

fn main() {
    let graph = msgraph::Graph::builder().token("t").build().unwrap();
    let meeting = msgraph::models::OnlineMeeting::new();
    let _ = graph.me().online_meetings().post(&meeting).filter("subject eq 'x'");
}
