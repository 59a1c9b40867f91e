//! A program says how it gets its tokens.

msgraph::app! {
    pub struct Scheduler { "OnlineMeetings.ReadWrite.All" }
}

fn main() {}
